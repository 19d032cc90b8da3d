"""Who and which year a title region states, read from its lines alone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.documents.model import Document, Row
from extractor.readers.parting.part_start import printed
from extractor.schemas.form import ClaimSpec, Schema, Value
from extractor.schemas.passages import passages_in
from extractor.schemas.values import read_printed, unspaced

_UNSPACED = frozenset({"zh", "ja"})
"""Languages written without spaces."""
_TITLE = 120
"""Characters of the longest line that a title begins with."""


class StatedIdentity(NamedTuple):
    """Identity claims with their values, and the row that the first of them begins in."""

    row: int
    values: Mapping[str, Value]


class Identities:
    """The identity claims of a schema, looked for in rows of a document."""

    def __init__(self, document: Document, schema: Schema) -> None:
        self._rows = document.rows
        self._unspaced = schema.language in _UNSPACED
        self._variants = str.maketrans(dict(schema.variants))
        self._passages = passages_in(schema.language)
        claims: dict[str, list[ClaimSpec]] = {}
        for form in schema.forms:
            for claim in form.claims:
                if claim.identity:
                    claims.setdefault(claim.path, []).append(claim)
        self._claims = claims

    def over(self, first: int, last: int) -> StatedIdentity | None:
        """The first row from which on, up to another row, all claims are stated and each of them one way only; the
        last of several titles that differ.
        """
        number = first
        while number < last:
            row = self._rows[number]
            if not printed(row) or len(row.text) > _TITLE:
                number += 1
                continue
            stated = self._stated(number, last)
            if stated is not None and stated.row == number:
                return stated
            number = stated.row if stated is not None and stated.row > number else number + 1
        return None

    def _stated(self, first: int, last: int) -> StatedIdentity | None:
        text, starts = self._text(self._rows[first:last])
        values: dict[str, Value] = {}
        least = len(text)
        for path, specs in self._claims.items():
            found = list(self._values(specs, text))
            if len({value for value, _ in found}) != 1:
                return None
            values[path] = found[0][0]
            least = min(least, *(at for _, at in found))
        row = max(number for number, start in enumerate(starts) if start <= least)
        return StatedIdentity(first + row, values)

    def _values(self, specs: Sequence[ClaimSpec], text: str) -> Iterator[tuple[Value, int]]:
        """What a claim states: of texts the first pattern that matches decides, numbers every pattern states."""
        seen: set[str] = set()
        for pattern in (pattern for spec in specs for pattern in spec.patterns):
            if pattern.pattern in seen:
                continue
            seen.add(pattern.pattern)
            any_found = False
            for match in pattern.finditer(text):
                value = read_printed(match["value"], specs[0].kind, notation=specs[0].notation).value
                if value is not None and not self._passages.leads_elsewhere(_line_of(text, match)):
                    any_found = True
                    begin = match.start() + len(match[0]) - len(match[0].lstrip())
                    yield _folded(value), begin
            if any_found and specs[0].kind == "text":
                return

    def _text(self, rows: Sequence[Row]) -> tuple[str, list[int]]:
        """Rows as lines in the script of the schema, and where each begins."""
        lines = [row.text.translate(self._variants) for row in rows]
        if self._unspaced:
            lines = ["".join(line.split()) for line in lines]
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line) + 1)
        return "\n".join(lines), starts[:-1]


def _folded(value: Value) -> Value:
    return unspaced(value).casefold() if isinstance(value, str) else value


def _line_of(text: str, match: re.Match[str]) -> str:
    begin = match.start() + len(match[0]) - len(match[0].lstrip())
    end = text.find("\n", match.end())
    return text[text.rfind("\n", 0, begin) + 1 : len(text) if end < 0 else end]
