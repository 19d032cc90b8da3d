"""Headings that one line of text prints one space apart, told apart again."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from extractor.documents.model import Cell, Document, Place, Row, Span
from extractor.readers.labels import LabelBook
from extractor.schemas.form import Form, Label

IsHeading = Callable[[str], bool]
_TOKEN = re.compile(r"\S+")
_LEAST = 2
"""Headings that make a line one of headings: a single one may end a sentence."""


def headings_of(form: Form) -> Iterator[Label]:
    """Every heading of a column or of a group of columns."""
    for table in form.tables:
        for block in table.blocks:
            for column in block.columns:
                yield column.label
                yield from column.groups


def part_headings(
    rows: Sequence[Row], document: Document, headings: Collection[str], book: LabelBook
) -> tuple[Row, ...]:
    """The rows, lines of nothing but headings split into a cell for each.

    Words that are no heading may stand in front of them, as the one over the labels does. ``headings`` are known to the
    letter, folded; a line that ends with none of them is none.
    """
    lengths = {len(heading) for heading in headings}

    def ends_with_one(text: str) -> bool:
        core = book.fold(text).core
        return any(core[-length:] in headings for length in lengths if 0 < length < len(core))

    def is_heading(text: str) -> bool:
        return book.fold(text).core in headings

    return tuple(_parted(row, document, is_heading) if _is_line(row, ends_with_one) else row for row in rows)


def _is_line(row: Row, ends_with_one: IsHeading) -> bool:
    return len(row.cells) == 1 and " " in row.cells[0].text and ends_with_one(row.cells[0].text)


def _parted(row: Row, document: Document, is_heading: IsHeading) -> Row:
    cell = row.cells[0]
    start, end = cell.place.span
    if document.text[start:end] != cell.text:
        return row
    tokens = [(match.start(), match.end()) for match in _TOKEN.finditer(cell.text)]
    for first in range(len(tokens)):
        spans = _headings(cell.text, tokens[first:], is_heading)
        if len(spans) >= _LEAST:
            spans = [(0, tokens[first - 1][1]), *spans] if first else spans
            return replace(row, cells=tuple(_part(document, cell, span, n) for n, span in enumerate(spans)))
    return row


def _headings(text: str, tokens: Sequence[Span], is_heading: IsHeading) -> list[Span]:
    """The tokens as headings, the longest that fits first; none where one is left over."""
    if not tokens:
        return []
    for count in range(len(tokens), 0, -1):
        span = (tokens[0][0], tokens[count - 1][1])
        if is_heading(text[slice(*span)]):
            rest = _headings(text, tokens[count:], is_heading)
            if rest or count == len(tokens):
                return [span, *rest]
    return []


def _part(document: Document, cell: Cell, span: Span, column: int) -> Cell:
    start = cell.place.span[0]
    place = Place(cell.place.page, (start + span[0], start + span[1]), cell.place.box)
    doubts = document.doubts_at(place.span)
    return Cell(cell.text[slice(*span)], place, column, seen_by=cell.seen_by, doubts=doubts)
