"""Tables of a PDF with upright rules only: every printed line is a row, whatever is blank in it."""

from collections.abc import Sequence
from pathlib import Path

import pymupdf
import pytest

from extractor.documents import Document
from extractor.documents.scan import SWITCH
from tests.document_places import assert_all_is_covered, assert_places_hold, cells
from tests.test_documents_pdf import opened, rule

XS = (50.0, 200.0, 280.0, 360.0, 440.0)
HEADINGS = ("Item", "Base", "Rate", "Amount")


@pytest.fixture(autouse=True)
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "0")


def stacked(tmp_path: Path, rows: Sequence[Sequence[str]], step: float = 12) -> Document:
    """A page with a frame, a rule under its headings and upright rules between columns, and none between rows."""

    def draw(page: pymupdf.Page) -> None:
        bottom = 130 + step * (len(rows) + 1)
        rule(page, XS, (100, 120, bottom))
        for at, heading in enumerate(HEADINGS):
            page.insert_text((XS[at] + 4, 114), heading, fontsize=9)
        for number, row in enumerate(rows):
            for at, text in enumerate(row):
                page.insert_text((XS[at] + 4, 132 + step * number), text, fontsize=9)

    return opened(tmp_path, draw)


def test_every_line_of_columns_of_figures_is_a_row_and_what_is_not_printed_is_blank(tmp_path: Path) -> None:
    rows = [
        ("Basic pay", "1 500.00", "", "1500.00"),
        ("Overtime", "12.00", "9.50", "114.00"),
        ("Bonus", "", "", "200.00"),
        ("Health fund", "1814.00", "7.00", "126.98"),
        ("Pension", "1814.00", "6.90", "125.17"),
        ("Meals", "18.00", "4.10", ""),
    ]
    document = stacked(tmp_path, rows)
    assert cells(document) == [list(HEADINGS), *map(list, rows)]
    assert_places_hold(document)
    assert_all_is_covered(document)


def test_figures_that_stand_on_lines_of_their_own_are_one_cell_as_before(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        rule(page, XS[:3], (100, 120, 220))
        for at, heading in enumerate(HEADINGS[:2]):
            page.insert_text((XS[at] + 4, 114), heading, fontsize=9)
        for number in range(4):
            page.insert_text((54, 132 + 20 * number), f"{number}10", fontsize=9)
            page.insert_text((204, 142 + 20 * number), f"{number}20", fontsize=9)

    assert [len(row) for row in cells(opened(tmp_path, draw))] == [2, 2]


def test_a_text_of_several_lines_beside_a_figure_stays_one_row(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        rule(page, XS[:3], (100, 120, 180, 240))
        for number, text in enumerate(("Delivered to", "12 Long Street", "9000 Town")):
            page.insert_text((54, 132 + 12 * number), text, fontsize=9)
        page.insert_text((204, 132), "15.00", fontsize=9)

    assert ["Delivered to 12 Long Street 9000 Town", "15.00"] in cells(opened(tmp_path, draw))
