"""A small form of two rows and two columns, and its reading by labels: what one cell says decides on one field."""

from collections.abc import Sequence
from typing import Annotated

from extractor.documents.composing import Composer, LaidCell, pieces_of_lines
from extractor.documents.model import Document
from extractor.readers.layout import read_layout
from extractor.readers.reading import FieldReading
from extractor.schemas.form import Schema
from extractor.schemas.language import (
    Cells,
    Claim,
    ColumnLabel,
    Count,
    Record,
    RowLabel,
    Table,
    TableLabel,
    Text,
    compile_form,
)

TITLE = "Table 1. Visits and loans"
HEADINGS = ("", "Visits", "Loans")
LABELS = ("Museum shop", "Coffee house")
PATH = "doors.shop.visits"
"""The field whose cell is tried."""
BESIDE = {"doors.shop.loans": 56, "doors.cafe.visits": 80, "doors.cafe.loans": 7}
"""What the other cells hold."""


class DoorFigures(Cells):
    visits: Annotated[Count, ColumnLabel("Visits")] = None
    loans: Annotated[Count, ColumnLabel("Loans")] = None


class Doors(Table):
    shop: Annotated[DoorFigures, RowLabel("Museum shop")] = DoorFigures()
    cafe: Annotated[DoorFigures, RowLabel("Coffee house")] = DoorFigures()


class DoorReport(Record):
    form: Text = None
    year: Annotated[Text, Claim("Year", r"Year (?P<value>\d{4})", identity=True)] = None
    doors: Annotated[Doors, TableLabel(TITLE)] = Doors()


MUSEUM = Schema("museum", "1", "Museum", (compile_form("yearly", DoorReport),))


def read_museum(document: Document) -> dict[str, FieldReading]:
    """The fields of a document that prints the form."""
    return dict(read_layout(document, MUSEUM, MUSEUM.forms[0]).fields)


def rows_with(tried: str) -> list[tuple[str, str, str]]:
    """The rows of the table, the cell that is tried with its text."""
    return [(LABELS[0], tried, "56"), (LABELS[1], "80", "7")]


def document_with(tried: str) -> Document:
    """The form as a file that keeps its tables, the cell that is tried with this text, marks included."""
    composer = Composer()
    composer.add_row([LaidCell(pieces_of_lines(["Year 2024"]))])
    composer.add_row([LaidCell(pieces_of_lines([TITLE]))])
    lines: Sequence[tuple[str, ...]] = [HEADINGS, *rows_with(tried)]
    for line in lines:
        composer.add_row([LaidCell(pieces_of_lines([text]), column) for column, text in enumerate(line)], 0)
    rows, words = tuple(composer.rows), tuple(composer.words)
    return Document("museum", "0" * 64, "text/plain", "logical", composer.text, rows, words)
