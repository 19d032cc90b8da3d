"""Headings of a printed table whose lines stand at their own heights are told by where they stand over the values."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import pymupdf
import pytest

from extractor.documents import open_document
from extractor.documents.scan import SWITCH
from extractor.evidence.certainty import Certainty
from extractor.readers.layout import read_layout
from extractor.schemas.form import Schema
from extractor.schemas.language import (
    Cells,
    ColumnLabel,
    Count,
    Record,
    RowLabel,
    Table,
    TableLabel,
    Text,
    compile_form,
)
from tests.test_documents_pdf import Draw, saved

Edge = Literal["left", "right", "middle"]
HEADINGS = (
    "Applications received from the public",
    "Applications granted / in part",
    "Refused",
    "Open at the end of the year",
)
KEYS = ("received", "granted", "refused", "open")
ROWS = (("Town hall", "3", "14", "205", "7"), ("Harbour", "1,204", "0", "31", "18,552"))


class Counts(Cells):
    """What became of applications."""

    received: Annotated[Count, ColumnLabel(HEADINGS[0])] = None
    granted: Annotated[Count, ColumnLabel(HEADINGS[1])] = None
    refused: Annotated[Count, ColumnLabel(HEADINGS[2])] = None
    open: Annotated[Count, ColumnLabel(HEADINGS[3])] = None


class Offices(Table):
    """Two offices."""

    town: Annotated[Counts, RowLabel("Town hall")] = Counts()
    harbour: Annotated[Counts, RowLabel("Harbour")] = Counts()


class Applications(Record):
    """All of them."""

    form: Text = None
    offices: Annotated[Offices, TableLabel("Applications by office")] = Offices()


SCHEMA = Schema(
    name="applications", version="1", title="Applications", forms=(compile_form("applications", Applications),)
)
XS = (40.0, 110.0, 180.0, 250.0, 320.0)


@pytest.fixture(autouse=True)
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "0")


def lines_of(heading: str, width: int = 16) -> list[str]:
    lines = [""]
    for word in heading.split():
        lines[-1:] = [f"{lines[-1]} {word}".strip()] if len(lines[-1]) + len(word) < width else [lines[-1], word]
    return [line for line in lines if line]


def page_of(headings: Sequence[str], edge: Edge, rows: Sequence[Sequence[str]] = ROWS) -> Draw:
    """A page without rules whose headings, of one to three lines, are centred on one height over their columns."""

    def draw(page: pymupdf.Page) -> None:
        page.insert_text((40, 80), "Applications by office", fontsize=12)
        for x, heading in zip(XS[1:], headings, strict=False):
            lines = lines_of(heading)
            for at, line in enumerate(lines):
                width = pymupdf.get_text_length(line, fontsize=7)
                y = 130 + 10 * (at - (len(lines) - 1) / 2)
                page.insert_text((x + 30 - width / 2, y), line, fontsize=7)
        for number, row in enumerate(rows):
            for at, text in enumerate(row):
                width = pymupdf.get_text_length(text, fontsize=7)
                shift = {"left": 2.0, "right": 58 - width, "middle": 30 - width / 2}[edge] if at else 0.0
                page.insert_text((XS[at] + shift, 165 + 18 * number), text, fontsize=7)

    return draw


def read(folder: Path, draw: Draw) -> dict[str, tuple[object, Certainty]]:
    document = open_document(saved(folder / "a.pdf", draw))
    fields = read_layout(document, SCHEMA, SCHEMA.forms[0]).fields
    return {path: (field.value, field.certainty) for path, field in fields.items() if path.startswith("offices.")}


@pytest.mark.parametrize("edge", ["left", "right", "middle"])
def test_headings_of_one_to_three_lines_are_each_over_their_column(tmp_path: Path, edge: Edge) -> None:
    found = read(tmp_path, page_of(HEADINGS, edge))
    numbers = [[int(text.replace(",", "")) for text in row[1:]] for row in ROWS]
    assert found == {
        f"offices.{office}.{key}": (number, "exact")
        for office, row in zip(("town", "harbour"), numbers, strict=True)
        for key, number in zip(KEYS, row, strict=True)
    }


@pytest.mark.parametrize("edge", ["left", "right", "middle"])
@pytest.mark.parametrize("order", [(1, 0, 2, 3), (0, 1, 3, 2), (3, 1, 2, 0), (1, 2, 3, 0)])
def test_columns_in_another_order_are_never_taken_for_certain_in_the_order_of_the_form(
    tmp_path: Path, edge: Edge, order: Sequence[int]
) -> None:
    found = read(tmp_path, page_of([HEADINGS[n] for n in order], edge))
    for at, n in enumerate(order):
        value, certainty = found[f"offices.town.{KEYS[n]}"]
        assert certainty != "exact" or value == int(ROWS[0][1 + at])


@pytest.mark.parametrize("lost", range(4))
def test_a_column_without_a_heading_keeps_the_doubt(tmp_path: Path, lost: int) -> None:
    found = read(tmp_path, page_of(["" if n == lost else text for n, text in enumerate(HEADINGS)], "right"))
    assert found[f"offices.town.{KEYS[lost]}"][1] != "exact"


@pytest.mark.parametrize("at", range(4))
def test_an_unknown_heading_keeps_the_doubt(tmp_path: Path, at: int) -> None:
    headings = ["Withdrawn last year" if n == at else text for n, text in enumerate(HEADINGS)]
    found = read(tmp_path, page_of(headings, "right"))
    assert found[f"offices.town.{KEYS[at]}"][1] != "exact"
