"""A document prepared for the search for tables, and the column headings that stand in it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from extractor.documents.model import Cell, Row
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.readers.page_words import PageWords
from extractor.readers.strips import Strip
from extractor.schemas.form import Form, Label, TableSpec
from extractor.schemas.values import looks_like_value

_LOOK_BACK = 90


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


def column_labels(spec: TableSpec) -> tuple[Label, ...]:
    """Every different column heading of a table."""
    found = {column.label.texts: column.label for block in spec.blocks for column in block.columns}
    return tuple(found.values())


def is_title(sheet: FormSheet, text: str, spec: TableSpec) -> bool:
    """Whether a text prints the title of a table, or prints it again where the table goes on."""
    return any(
        sheet.book.score(each, spec.title) >= SCALE.title
        for each in dict.fromkeys((text, sheet.words.without_continued(text)))
    )


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
    own = _nearness(sheet, text, column_labels(spec))
    if not own:
        return False
    return all(own >= _nearness(sheet, text, column_labels(other)) for other in sheet.form.tables)


def is_any_heading(sheet: FormSheet, text: str) -> bool:
    """Whether a text prints a column heading or a title of any table of the form."""
    return any(_nearness(sheet, text, (*column_labels(spec), spec.title)) for spec in sheet.form.tables)


def _nearness(sheet: FormSheet, text: str, labels: Iterable[Label]) -> float:
    """Best similarity to one of the labels; a heading cut off by its column counts as just accepted."""
    best = 0.0
    for label in labels:
        score = sheet.book.score(text, label)
        cut = SCALE.accepted if sheet.book.is_prefix(text, label) else 0.0
        best = max(best, score if score >= SCALE.accepted else cut)
    return best


def headings(sheet: FormSheet, spec: TableSpec, first: int, last: int) -> tuple[Cell, ...]:
    """Cells that print a column heading of the table, in reading order, from rows that hold no values."""
    found: list[Cell] = []
    for row in sheet.rows[first : last + 1]:
        if not any(looks_like_value(cell.text, sheet.form.bracketed) for cell in row.cells):
            found += [cell for cell in row.cells if cell.text and is_heading(sheet, cell.text, spec)]
    return tuple(found)


def heading_lines(sheet: FormSheet, spec: TableSpec, first: int, last: int) -> tuple[tuple[Cell, ...], ...]:
    """The same line by line, with the cells that print the heading of a group of columns or the title of a block."""
    groups = {group for block in spec.blocks for column in block.columns for group in column.groups}
    groups |= {block.title for block in spec.blocks if block.title is not None}
    found: list[tuple[Cell, ...]] = []
    for row in sheet.rows[first : last + 1]:
        if not any(looks_like_value(cell.text, sheet.form.bracketed) for cell in row.cells):
            found.append(
                tuple(
                    cell
                    for cell in row.cells
                    if cell.text
                    and (
                        is_heading(sheet, cell.text, spec)
                        or any(sheet.book.score(cell.text, group) >= SCALE.accepted for group in groups)
                    )
                )
            )
    return tuple(line for line in found if line)


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
