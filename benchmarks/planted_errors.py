"""Errors planted into records, one at a time: what a verifier must not confirm, whatever else it does.

Five kinds: a digit changed, another column's value, the next row's value, another number of the document, and 0 for a
blank.
"""

import copy
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias, cast

from benchmarks.docubench_cases import LabelledLeaf, walked
from extractor.documents.model import Document
from extractor.evaluate.outputs.side_by_side import Json, plain

ErrorKind: TypeAlias = Literal["digit", "column", "row", "elsewhere", "zero"]
KINDS: tuple[ErrorKind, ...] = ("digit", "column", "row", "elsewhere", "zero")

_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w])")


@dataclass(frozen=True, slots=True)
class PlantedError:
    """A record with one wrong value, and where it stands."""

    kind: ErrorKind
    path: str
    record: Json
    was: Json
    value: Json


def planted(
    record: Json, label: Json, leaves: Sequence[LabelledLeaf], document: Document, chance: random.Random, many: int
) -> Iterator[PlantedError]:
    """Up to ``many`` errors of each kind, each in a copy of the record and in place of a number that is right."""
    right = [leaf for leaf in leaves if leaf.kind == "number" and leaf.known and leaf.right]
    blank = [path for path, value in walked(record) if value is None and _is_blank(path, record, label, leaves)]
    values = dict(walked(record))
    printed = [float(text.replace(",", "")) for text in _NUMBER.findall(document.text)]
    for kind in KINDS:
        paths = blank if kind == "zero" else [leaf.path for leaf in right]
        chance.shuffle(paths)
        made = 0
        for path in paths:
            value = _wrong(kind, path, values, printed, chance)
            if value is None or plain(value) == plain(values[path]):
                continue
            yield PlantedError(kind, path, _with(record, path, value), values[path], value)
            made += 1
            if made == many:
                break


def _wrong(
    kind: ErrorKind, path: str, values: dict[str, Json], printed: Sequence[float], chance: random.Random
) -> Json:
    value = values[path]
    if kind == "zero":
        return 0
    if kind == "digit":
        return _other_digit(value, chance)
    if kind == "elsewhere":
        return chance.choice(printed) if printed else None
    if kind == "row":
        after = re.sub(r"\.(\d+)\.([^.]+)$", lambda match: f".{int(match[1]) + 1}.{match[2]}", path)
        return values.get(after) if _is_number(values.get(after)) else None
    before, _, key = path.rpartition(".")
    beside = [
        each
        for name, each in values.items()
        if name.rpartition(".")[0] == before and name.rpartition(".")[2] != key and _is_number(each)
    ]
    return chance.choice(beside) if beside and before else None


def _other_digit(value: Json, chance: random.Random) -> Json:
    text = format(Decimal(repr(value)), "f")
    text = text.removesuffix(".0")
    places = [at for at, sign in enumerate(text) if sign.isdigit()]
    at = chance.choice(places)
    other = chance.choice([digit for digit in "0123456789" if digit != text[at] and (digit != "0" or at)])
    changed = Decimal(text[:at] + other + text[at + 1 :])
    return int(changed) if isinstance(value, int) else float(changed)


def _is_number(value: Json) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_blank(path: str, record: Json, label: Json, leaves: Sequence[LabelledLeaf]) -> bool:
    """Whether a field of numbers is null here, and in the same row something is right, so that the row is known."""
    row = path.rpartition(".")[0]
    key = path.rpartition(".")[2]
    known = any(leaf.known and leaf.right and leaf.path.startswith(f"{row}.") for leaf in leaves)
    numeric = any(leaf.kind == "number" and leaf.path.rpartition(".")[2] == key for leaf in leaves)
    return bool(row) and known and numeric


def _with(record: Json, path: str, value: Json) -> Json:
    changed = copy.deepcopy(record)
    node = changed
    *before, last = path.split(".")
    for name in before:
        node = node[int(name)] if isinstance(node, list) else cast(dict[str, Json], node)[name]
    if isinstance(node, list):
        node[int(last)] = value
    else:
        cast(dict[str, Json], node)[last] = value
    return changed
