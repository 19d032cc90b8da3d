"""A document prepared for the search for tables, and the column headings that stand in it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from extractor.documents.model import Cell, Row
from extractor.readers.form_heads import FormHeads, heads_of
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.readers.page_words import PageWords
from extractor.readers.strips import Strip
from extractor.readers.torn_titles import with_whole_groups, with_whole_titles
from extractor.schemas.form import Form, TableSpec
from extractor.schemas.values import looks_like_value

_LOOK_BACK = 90
_FEWEST = 2
"""Headings of a table in one row that make it a row of headings, whatever stands beside them."""


@dataclass(frozen=True)
class FormSheet:
    """The rows and strips of a document, the form looked for, the label book of its schema and what its pages say.

    ``is_double``: whether a text holds the labels of two rows.
    """

    rows: tuple[Row, ...]
    strips: tuple[Strip, ...]
    book: LabelBook
    form: Form
    words: PageWords
    is_double: Callable[[str], bool]

    @cached_property
    def values(self) -> tuple[tuple[str, ...], ...]:
        """The texts of each row that look like values."""
        bracketed = self.form.bracketed
        return tuple(tuple(c.text for c in row.cells if looks_like_value(c.text, bracketed)) for row in self.rows)

    @cached_property
    def heads(self) -> FormHeads:
        """The titles and headings of the form."""
        return heads_of(self.form, self.book, self.words)


def is_title(sheet: FormSheet, text: str, spec: TableSpec) -> bool:
    """Whether a text prints the title of a table, or prints it again where the table goes on."""
    return spec.key in sheet.heads.titled(text)


def is_heading(sheet: FormSheet, text: str, spec: TableSpec) -> bool:
    """Whether a text prints a column heading of this table, and not rather one of another table."""
    own = sheet.heads.nearness(text, spec)
    return bool(own) and all(own >= sheet.heads.nearness(text, other) for other in sheet.form.tables)


def is_any_heading(sheet: FormSheet, text: str) -> bool:
    """Whether a text prints a column heading or a title of any table of the form."""
    return any(is_title(sheet, text, spec) or sheet.heads.nearness(text, spec) for spec in sheet.form.tables)


def are_headings(sheet: FormSheet, spec: TableSpec, values: Sequence[str]) -> bool:
    """Whether texts that look like values are column headings or parts of them, as years over the columns are."""
    labels = sheet.heads.numbered(spec) if values else ()
    return all(any(sheet.book.is_part(text, label) for label in labels) for text in values)


def _lines_of_words(sheet: FormSheet, spec: TableSpec, first: int, last: int) -> Iterator[tuple[Cell, ...]]:
    """The cells of rows that hold no values; of a row of headings in a picture those that are no mark beside them."""
    for number in range(first, min(last + 1, len(sheet.rows))):
        cells = sheet.rows[number].cells
        if are_headings(sheet, spec, sheet.values[number]):
            yield cells
        elif (words := _words_beside_marks(sheet, spec, cells)) is not None:
            yield words
        elif _are_signs_of_headings(sheet, spec, cells, sheet.values[number]):
            yield cells


def _words_beside_marks(sheet: FormSheet, spec: TableSpec, cells: Sequence[Cell]) -> tuple[Cell, ...] | None:
    """The cells of a row in a picture without one that may be a value, if they print several headings of the table and
    it is the only one: a hole or a speck at the edge of the paper. None for any other row.
    """
    words = tuple(cell for cell in cells if not looks_like_value(cell.text, sheet.form.bracketed))
    several = sum(1 for cell in words if cell.text and is_heading(sheet, cell.text, spec)) >= _FEWEST
    return words if several and len(words) == len(cells) - 1 and any(cell.seen_by for cell in words) else None


def _are_signs_of_headings(sheet: FormSheet, spec: TableSpec, cells: Sequence[Cell], values: Sequence[str]) -> bool:
    """Whether what looks like values are signs that column headings hold, as a stroke between words that a heading over
    many lines leaves alone in one of them: fewer than the words beside them.
    """
    words = [cell.text for cell in cells if cell.text and cell.text not in values]
    if len(values) >= len(words):
        return False
    held = [sign for label in sheet.heads.headings(spec) for text in label.texts for sign in text.split()]
    return all(text in held and not any(map(str.isalnum, text)) for text in values)


def heading_lines(sheet: FormSheet, spec: TableSpec, first: int, last: int) -> tuple[tuple[Cell, ...], ...]:
    """Cells that print a column heading of the table, line by line in reading order, from rows that hold no values,
    with those that print the heading of a group of columns or the title of a block.
    """
    groups = {group for block in spec.blocks for column in block.columns for group in column.groups}
    groups |= {block.title for block in spec.blocks if block.title is not None}

    def is_kept(text: str) -> bool:
        return is_heading(sheet, text, spec) or any(sheet.book.score(text, group) >= SCALE.accepted for group in groups)

    lines = (tuple(cell for cell in line if is_kept(cell.text)) for line in word_lines(sheet, spec, first, last))
    return tuple(line for line in lines if line)


def word_lines(sheet: FormSheet, spec: TableSpec, first: int, last: int) -> tuple[tuple[Cell, ...], ...]:
    """Every line of words, row by row, from rows that hold no values."""
    book = sheet.book
    rows = _lines_of_words(sheet, spec, first, last)
    lines = (tuple(cell for cell in cells if cell.text) for cells in rows)
    return tuple(with_whole_groups(with_whole_titles(line, spec, book), spec, book) for line in lines if line)


def look_back(sheet: FormSheet, spec: TableSpec, first: int, low: int) -> int:
    """The row to look for headings from: the table's title, but no further back than row ``low``."""
    start = max(low, first - _LOOK_BACK)
    for number in range(first, start - 1, -1):
        if any(is_title(sheet, cell.text, spec) for cell in sheet.rows[number].cells if cell.text):
            return number
    return start


def strips_between(sheet: FormSheet, window: tuple[int, int]) -> Sequence[Strip]:
    """The strips whose label and values stand in a window of document rows."""
    return [strip for strip in sheet.strips if window[0] <= strip.start and strip.last < window[1]]
