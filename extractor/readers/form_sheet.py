"""A document prepared for the search for tables, and the column headings that stand in it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extractor.documents.model import Cell, Row
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.readers.page_words import PageWords
from extractor.readers.strips import Strip
from extractor.readers.torn_titles import with_whole_titles
from extractor.schemas.form import Form, Label, TableSpec
from extractor.schemas.values import looks_like_value

_LOOK_BACK = 90
_DIGIT = re.compile(r"\d")


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
    _near: dict[tuple[str, str], float] = field(default_factory=dict)
    _headings: dict[str, tuple[Label, ...]] = field(default_factory=dict)
    _numbered: dict[str, tuple[Label, ...]] = field(default_factory=dict)
    _titled: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def values(self) -> tuple[tuple[str, ...], ...]:
        """The texts of each row that look like values."""
        bracketed = self.form.bracketed
        return tuple(tuple(c.text for c in row.cells if looks_like_value(c.text, bracketed)) for row in self.rows)

    def nearness(self, text: str, spec: TableSpec) -> float:
        """Best similarity of a text to a column heading of a table; a heading cut off counts as just accepted."""
        key = (text, spec.key)
        found = self._near.get(key)
        if found is None:
            labels = [label for label in self.headings(spec) if self.book.may_be(text, label)]
            found = self._near[key] = max([self._to_label(text, label) for label in labels], default=0.0)
        return found

    def headings(self, spec: TableSpec) -> tuple[Label, ...]:
        """Every different column heading of a table."""
        if spec.key not in self._headings:
            found = {column.label.texts: column.label for block in spec.blocks for column in block.columns}
            self._headings[spec.key] = tuple(found.values())
        return self._headings[spec.key]

    def titled(self, text: str) -> frozenset[str]:
        """The keys of the tables whose title a text prints, or prints again where the table goes on."""
        found = self._titled.get(text)
        if found is None:
            texts = dict.fromkeys((text, self.words.without_continued(text)))
            near = {label for each in texts for label, score in self.book.near(each).items() if score >= SCALE.title}
            found = self._titled[text] = frozenset(
                table.key for table in self.form.tables if table.title.texts in near or self._is_titled(texts, table)
            )
        return found

    def _is_titled(self, texts: Iterable[str], table: TableSpec) -> bool:
        known = self.book.knows(table.title)
        return not known and any(self.book.score(text, table.title) >= SCALE.title for text in texts)

    def numbered(self, spec: TableSpec) -> tuple[Label, ...]:
        """The column headings of a table that hold a digit."""
        if spec.key not in self._numbered:
            self._numbered[spec.key] = tuple(
                each for each in self.headings(spec) if _DIGIT.search(" ".join(each.texts))
            )
        return self._numbered[spec.key]

    def _to_label(self, text: str, label: Label) -> float:
        score = self.book.score_alone(text, label)
        if score >= SCALE.accepted:
            return score
        return SCALE.accepted if self.book.is_prefix(text, label) else 0.0


def is_title(sheet: FormSheet, text: str, spec: TableSpec) -> bool:
    """Whether a text prints the title of a table, or prints it again where the table goes on."""
    return spec.key in sheet.titled(text)


def is_printed_head(book: LabelBook, form: Form, text: str) -> bool:
    """Whether a text is the title of a table of the form or of a block, or a heading of a column or a group of them."""
    return any(book.score(text, label) >= SCALE.title for label in form_heads(form))


def form_heads(form: Form) -> Iterable[Label]:
    """Every title and heading of a form."""
    for table in form.tables:
        yield table.title
        for block in table.blocks:
            yield from (block.title,) if block.title is not None else ()
            yield from (label for column in block.columns for label in (column.label, *column.groups))


def is_heading(sheet: FormSheet, text: str, spec: TableSpec) -> bool:
    """Whether a text prints a column heading of this table, and not rather one of another table."""
    own = sheet.nearness(text, spec)
    return bool(own) and all(own >= sheet.nearness(text, other) for other in sheet.form.tables)


def is_any_heading(sheet: FormSheet, text: str) -> bool:
    """Whether a text prints a column heading or a title of any table of the form."""
    return any(is_title(sheet, text, spec) or sheet.nearness(text, spec) for spec in sheet.form.tables)


def are_headings(sheet: FormSheet, spec: TableSpec, values: Sequence[str]) -> bool:
    """Whether texts that look like values are column headings or parts of them, as years over the columns are."""
    labels = sheet.numbered(spec) if values else ()
    return all(any(sheet.book.is_part(text, label) for label in labels) for text in values)


def _lines_of_words(sheet: FormSheet, spec: TableSpec, first: int, last: int) -> Iterator[Row]:
    numbers = range(first, min(last + 1, len(sheet.rows)))
    return (sheet.rows[number] for number in numbers if are_headings(sheet, spec, sheet.values[number]))


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
    rows = _lines_of_words(sheet, spec, first, last)
    lines = (tuple(cell for cell in row.cells if cell.text) for row in rows)
    return tuple(with_whole_titles(line, spec, sheet.book) for line in lines if line)


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
