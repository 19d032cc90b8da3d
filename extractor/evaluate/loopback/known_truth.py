"""What documents say, as the loopback model knows it: values by path under the form they were printed in."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from extractor.documents import open_document
from extractor.errors import ConfigurationError
from extractor.evaluate.loopback.shown_pages import ShownPages
from extractor.schemas.form import Form, Value
from extractor.schemas.registry import load_schema

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_UNPRINTED = frozenset({"absent", "unread"})


@dataclass(frozen=True)
class KnownTruth:
    """What one document prints: every printed field by path, None where its cell is blank or holds a mark.

    ``pages``: its pictures, for whoever is shown them; ``schema``: the name of its schema.
    """

    form: Form
    values: Mapping[str, Value | None]
    name: str = ""
    pages: ShownPages | None = field(default=None, compare=False)
    schema: str = ""

    @cached_property
    def names(self) -> frozenset[str]:
        """Who it is about and when, without spaces."""
        found = (self.values.get(claim.path) for claim in self.form.claims if claim.identity)
        return frozenset("".join(str(value).split()) for value in found if value is not None)

    @cached_property
    def words(self) -> frozenset[str]:
        """The names and the larger numbers, by which a document is known."""
        texts = (str(value) for value in self.values.values() if value is not None)
        return frozenset(word for text in texts for word in _WORD.findall(text) if len(word) > 1)


def load_truths(path: Path) -> tuple[KnownTruth, ...]:
    """The documents of an export (``export --format jsonl --include review``). ConfigurationError if it is none."""
    try:
        lines = [json.loads(line, parse_float=Decimal) for line in path.read_text("utf-8").splitlines() if line.strip()]
        return tuple(_truth_of(line) for line in lines if line.get("schema") and line.get("form"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(f"{path} is no jsonl export: {error}") from error


def with_pages(truths: Sequence[KnownTruth], folder: Path) -> Iterator[KnownTruth]:
    """The truths, those whose document lies in ``folder`` with its pages. Raises DocumentError for one that cannot be
    opened.
    """
    for truth in truths:
        path = folder / truth.name
        found = path.is_file() and bool(truth.name)
        pages = ShownPages(open_document(path), load_schema(truth.schema), truth.form) if found else None
        yield replace(truth, pages=pages)


def chosen_truth(truths: Sequence[KnownTruth], shown: str) -> KnownTruth | None:
    """The document that a request shows: the one of whose names and numbers it prints the largest share."""
    printed = frozenset(_WORD.findall(shown.replace(",", "")))
    packed = "".join(shown.split())

    def share(truth: KnownTruth) -> tuple[int, float]:
        named = sum(1 for name in truth.names if name in packed)
        return named, len(truth.words & printed) / max(1, len(truth.words))

    return max(truths, key=share, default=None)


def _truth_of(line: Mapping[str, object]) -> KnownTruth:
    form = load_schema(str(line["schema"])).form(str(line["form"]))
    fields = line["fields"]
    if not isinstance(fields, dict):
        raise ValueError("a line without fields")
    return KnownTruth(form, dict(_values(form, fields)), str(line.get("document", "")), schema=str(line["schema"]))


def _values(form: Form, fields: Mapping[str, Mapping[str, object]]) -> Iterator[tuple[str, Value | None]]:
    for path, found in fields.items():
        if found["state"] not in _UNPRINTED:
            yield path, _value(form.field(path).kind, found["value"])


def _value(kind: str, value: object) -> Value | None:
    if value is None or isinstance(value, bool):
        return value
    if kind == "amount":
        return Decimal(str(value))
    return int(str(value)) if kind == "count" else str(value)
