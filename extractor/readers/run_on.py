"""Headings that one line of text prints one space apart, told apart again."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.documents.model import Cell, Document, Place, Row, Span
from extractor.readers.labels import LabelBook
from extractor.schemas.form import Form, Label

_SPREAD = 4
"""Times that a heading may be longer than its folded words, which have lost their marks and spaces."""
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

    longest = _SPREAD * max(lengths, default=0)

    def is_heading(text: str) -> bool:
        return len(text) <= longest and book.fold(text).core in headings

    return tuple(_parted(row, document, is_heading, longest) if _is_line(row, ends_with_one) else row for row in rows)


def _is_line(row: Row, ends_with_one: IsHeading) -> bool:
    return len(row.cells) == 1 and " " in row.cells[0].text and ends_with_one(row.cells[0].text)


def _parted(row: Row, document: Document, is_heading: IsHeading, longest: int) -> Row:
    cell = row.cells[0]
    start, end = cell.place.span
    if document.text[start:end] != cell.text:
        return row
    tokens = [(match.start(), match.end()) for match in _TOKEN.finditer(cell.text)]
    ends = _ends_of_headings(cell.text, tokens, is_heading, longest)
    for first in sorted(ends):
        spans = list(_headings(tokens, ends, first))
        if len(spans) >= _LEAST:
            spans = [(0, tokens[first - 1][1]), *spans] if first else spans
            return replace(row, cells=tuple(_part(document, cell, span, n) for n, span in enumerate(spans)))
    return row


def _ends_of_headings(text: str, tokens: Sequence[Span], is_heading: IsHeading, longest: int) -> dict[int, int]:
    """For each token from which nothing but headings follows, where the longest of these ends that begins with it.

    From the end of the line: before the last words that are no headings, nothing has to be looked at.
    """
    found: dict[int, int] = {}
    known = [len(tokens)]
    for at in range(len(tokens) - 1, -1, -1):
        begin = tokens[at][0]
        if tokens[known[-1] - 1][1] - begin > longest:
            break
        near = (end for end in known if tokens[end - 1][1] - begin <= longest)
        end = next((end for end in near if is_heading(text[begin : tokens[end - 1][1]])), None)
        if end is not None:
            found[at] = end
            known.append(at)
    return found


def _headings(tokens: Sequence[Span], ends: Mapping[int, int], first: int) -> Iterator[Span]:
    """The headings from a token to the end of the line."""
    while first < len(tokens):
        yield (tokens[first][0], tokens[ends[first] - 1][1])
        first = ends[first]


def _part(document: Document, cell: Cell, span: Span, column: int) -> Cell:
    start = cell.place.span[0]
    place = Place(cell.place.page, (start + span[0], start + span[1]), cell.place.box)
    doubts = document.doubts_at(place.span)
    return Cell(cell.text[slice(*span)], place, column, seen_by=cell.seen_by, doubts=doubts)
