"""Watermarks lie behind the text of a page or across it: they are no part of its lines and tables."""

from pathlib import Path

import pymupdf
import pytest

from extractor.documents.scan import SWITCH
from tests.document_places import assert_all_is_covered, cells
from tests.test_documents_pdf import opened, rule

XS = (50.0, 200.0, 300.0, 400.0)
YS = tuple(100.0 + 20 * number for number in range(7))
ROWS = [[f"Item {number}", f"{number}35", f"{number}152"] for number in range(6)]
PALE = (0.9, 0.9, 0.92)


@pytest.fixture(autouse=True)
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "0")


def table(page: pymupdf.Page, ruled: bool) -> None:
    if ruled:
        rule(page, XS, YS)
    for number, row in enumerate(ROWS):
        for x, text in zip(XS, row, strict=False):
            page.insert_text((x + 5, YS[number] + 14), text, fontsize=9)


def aslant(page: pymupdf.Page, at: tuple[float, float], text: str, size: float, angle: float = 45) -> None:
    turned = (pymupdf.Point(*at), pymupdf.Matrix(angle))  # type: ignore[no-untyped-call]  # pymupdf has no annotations
    page.insert_text(at, text, fontsize=size, color=PALE, morph=turned)


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize(("text", "size"), [("PUBLIC", 90), ("DRAFT 2", 70), ("COPY", 40)])
def test_large_letters_across_a_table_leave_its_cells_alone(tmp_path: Path, ruled: bool, text: str, size: int) -> None:
    def draw(page: pymupdf.Page) -> None:
        aslant(page, (90, 230), text, size)
        table(page, ruled)

    document = opened(tmp_path, draw)
    assert cells(document)[: len(ROWS)] == ROWS
    assert document.rows[-1].text.split() == text.split()
    assert document.rows[-1].table is None
    assert_all_is_covered(document)


def test_large_upright_letters_behind_lines_belong_to_none(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((60, 190), "SAMPLE", fontsize=80, color=PALE)
        table(page, True)

    assert cells(opened(tmp_path, draw))[: len(ROWS)] == ROWS


def test_small_words_that_are_repeated_aslant_over_the_page_are_all_taken_off(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        table(page, True)
        for x, y in ((60, 130), (215, 135), (330, 215), (60, 400), (330, 400)):
            aslant(page, (x, y), "internal", 11, 30)

    document = opened(tmp_path, draw)
    assert cells(document)[: len(ROWS)] == ROWS
    assert document.text.count("internal") == 5


def test_a_heading_aslant_over_its_column_and_a_large_title_stay(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((50, 60), "Annual report", fontsize=30)
        rule(page, XS, (80, *YS))
        for x, text in zip(XS, ("Item", "Base", "Rate"), strict=False):
            aslant(page, (x + 20, 96), text, 8, 20)
        table(page, False)

    document = opened(tmp_path, draw)
    found = cells(document)
    assert found[0] == ["Annual report"]
    assert [["Item", "Base", "Rate"], *ROWS] == found[1:]
