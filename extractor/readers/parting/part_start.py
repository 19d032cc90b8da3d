"""Where another document begins in a file, and what a document is at least."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.documents.file_parts import FilePart, document_part, line_of
from extractor.documents.model import Document, Row
from extractor.readers.recognise import recognise
from extractor.schemas.form import Schema

_COMPLETE = 0.8
"""Share of the labels of a form that a document of its own prints: a table that is quoted, an excerpt and what was cut
off print less."""

_COPIED = 0.9
"""Share of lines that a copy has in common with what it is a copy of: what was read from a picture differs a bit."""


@dataclass(frozen=True, slots=True)
class PartStart:
    """The row that another document begins with. ``opens_page``: nothing but a running head stands before it on its
    page. ``certain``: whether it is one beyond doubt.
    """

    row: int
    page: int
    offset: int
    opens_page: bool
    certain: bool


def is_complete(document: Document, schema: Schema) -> bool:
    """Whether a document by itself is of the schema, with nearly all that its form prints."""
    found = recognise(document, [schema])
    if found.form is None or found.undecided:
        return False
    return found.share >= _COMPLETE or not found.form.tables


def printed(row: Row) -> bool:
    """Whether anything stands in a row."""
    return any(cell.text for cell in row.cells)


def start_at(rows: Sequence[Row], number: int, opens_page: bool, certain: bool) -> PartStart:
    """The start at a row."""
    place = rows[number].cells[0].place
    return PartStart(number, place.page, place.span[0], opens_page, certain)


def rows_between(document: Document, first: int, end: int) -> Document | None:
    """The rows from one to before another, as a document; None where nothing is printed in them."""
    rows = [row for row in document.rows[first:end] if row.cells and printed(row)]
    if not rows:
        return None
    begin = line_of(document, rows[0].cells[0].place.span[0])
    last = line_of(document, rows[-1].cells[-1].place.span[1])
    return document_part(document, FilePart("line", begin, last))


def is_copy(rows: Sequence[Row], others: Sequence[Row]) -> bool:
    """Whether rows say what others say, line for line."""
    one, other = ([text for row in each if (text := " ".join(row.text.split()))] for each in (rows, others))
    same = sum(first == second for first, second in zip(one, other, strict=False))
    return bool(same) and same >= _COPIED * max(len(one), len(other))
