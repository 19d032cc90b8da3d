"""One document of a drawn set: its record as it is printed, how it is laid out, and what is wrong with it."""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import TypeAlias

from extractor.evaluate.render.open_sheet import SHEET_STYLES, SheetBlock, SheetPairs, SheetTable, write_sheet
from specimens.drawn_sets.tongue import Tongue

Cell: TypeAlias = "str | int | Decimal | None"
Item: TypeAlias = dict[str, Cell]

CONTRADICTS = ("source_inconsistent", "review")


@dataclass
class DrawnRecord:
    """What a document is to print. ``values``: by path, lists left out; ``lists``: their items by the name of the list,
    each with the columns that are printed."""

    values: Item
    lists: dict[str, list[Item]]
    expect: tuple[str, ...] = ("accept",)
    damages: tuple[str, ...] = ()
    dates: frozenset[str] = field(default_factory=frozenset)

    def copy(self) -> "DrawnRecord":
        """Another one, to be changed."""
        return deepcopy(self)

    def truth(self) -> dict[str, object]:
        """The truth of the document as its file holds it, by path."""
        found: dict[str, object] = {path: _plain(value) for path, value in self.values.items()}
        for name, items in self.lists.items():
            for number, item in enumerate(items):
                found.update({f"{name}.{number}.{key}": _plain(value) for key, value in item.items()})
        said: dict[str, object] = {"fields": {path: value for path, value in found.items() if value is not None}}
        return {**said, "expect": list(self.expect), "damages": list(self.damages)}


def _plain(value: Cell) -> object:
    return format(value, "f") if isinstance(value, Decimal) else value


def cents(number: int) -> Decimal:
    """So many cents as an amount with two places."""
    return Decimal(number).scaleb(-2)


def shown(tongue: Tongue, value: Cell, is_date: bool = False) -> str:
    """A value as the document prints it."""
    if value is None:
        return ""
    if isinstance(value, (int, Decimal)):
        return tongue.number(value)
    return tongue.date(value) if is_date else value


def pairs(tongue: Tongue, draft: DrawnRecord, names: Sequence[str], colon: bool = True) -> SheetPairs:
    """The values of a draft behind their labels, those it does not hold left out."""
    rows = (
        (tongue.words[name], shown(tongue, draft.values[name], name in draft.dates))
        for name in names
        if draft.values.get(name) is not None
    )
    return SheetPairs(tuple(rows), colon)


def table(tongue: Tongue, draft: DrawnRecord, name: str) -> SheetTable:
    """A list of a draft under the headings of its columns."""
    items = draft.lists[name]
    keys = tuple(items[0])
    rows = tuple(tuple(shown(tongue, item[key], f"{name}.{key}" in draft.dates) for key in keys) for item in items)
    numbers = {at for at, key in enumerate(keys) if any(isinstance(item[key], (int, Decimal)) for item in items)}
    return SheetTable(tuple(tongue.words[f"{name}.{key}"] for key in keys), rows, frozenset(numbers))


def changed_digit(value: Decimal, rng: Random) -> Decimal:
    """The number with one digit before its point changed."""
    text = format(value, "f")
    at = rng.choice([at for at, sign in enumerate(text.partition(".")[0]) if sign.isdigit()])
    digits = [digit for digit in "123456789" if digit != text[at]]
    return Decimal(text[:at] + rng.choice(digits) + text[at + 1 :])


def write_case(folder: Path, name: str, blocks: Sequence[SheetBlock], draft: DrawnRecord, style: str) -> None:
    """The document and its truth."""
    truth: Mapping[str, object] = {**draft.truth(), "style": style}
    (folder / f"{name}.{SHEET_STYLES[style]}").write_bytes(write_sheet(blocks, style))
    (folder / f"{name}.truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", "utf-8")
