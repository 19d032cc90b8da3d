"""Titles of tables over several lines, and rows of a list whose name was not read clearly."""

from dataclasses import replace
from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.evidence import DoubtKind, doubt
from extractor.readers.layout import read_layout
from extractor.readers.reading import Reading
from extractor.schemas.registry import load_schema
from tests.plain_reports import foia_report

TITLE = "XII.B. CONSULTATIONS ON FOIA REQUESTS -- RECEIVED, PROCESSED, AND PENDING"


def read(folder: Path, text: str, unclear: str = "") -> Reading:
    """A report as the layout reader reads it, one text of it in doubt."""
    path = folder / "report.txt"
    path.write_text(text)
    document = open_document(path)
    why = (doubt(DoubtKind.CHARACTER_GUESSED, unclear),)
    rows = (
        replace(row, cells=tuple(replace(cell, doubts=why) if cell.text == unclear else cell for cell in row.cells))
        for row in document.rows
    )
    schema = load_schema("us_foia")
    return read_layout(replace(document, rows=tuple(rows)), schema, schema.form("annual"))


@pytest.mark.parametrize("lines", [("RECEIVED, PROCESSED,\nAND PENDING",), ("RECEIVED,\nPROCESSED, AND\nPENDING",)])
def test_a_title_over_several_lines_is_one(lines: tuple[str, ...], tmp_path: Path) -> None:
    (torn,) = lines
    text = foia_report("Department of Lamps", 12).replace(
        TITLE, TITLE.replace("RECEIVED, PROCESSED, AND PENDING", torn)
    )
    assert read(tmp_path, text).value("consultations.overall.received") == 0


def test_lines_that_only_begin_as_a_title_does_are_none(tmp_path: Path) -> None:
    text = foia_report("Department of Lamps", 12).replace(TITLE, TITLE.replace("AND PENDING", "\nAND LATE"))
    assert "consultations.overall.received" in read(tmp_path, text).fields
    assert read(tmp_path, text).value("consultations.overall.received") is None


def test_a_row_with_an_unclear_name_is_in_doubt_where_the_row_of_sums_was_not_found(tmp_path: Path) -> None:
    text = foia_report("Department of Lamps", 12).replace("AGENCY OVERALL", "AVENCYL")
    path = "requests.components.1.received"
    assert DoubtKind.NAME_ONLY_HERE in {each.kind for each in read(tmp_path, text, "AVENCYL").fields[path].doubts}
    assert DoubtKind.NAME_ONLY_HERE not in {each.kind for each in read(tmp_path, text).fields[path].doubts}
