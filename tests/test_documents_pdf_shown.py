"""What a PDF shows in a cell beside, over and instead of characters: never blank, never the characters alone."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from extractor.documents import open_document
from extractor.documents.model import Cell
from extractor.evidence import DoubtKind

pytestmark = pytest.mark.slow

Draw = Callable[[pymupdf.Page], object]
LEFT, BASE = 124.0, 84.0
"""Where the number of the cell that is tried begins, and its baseline."""


def cell_of(tmp_path: Path, draw: Draw, number: str = "1286", crop: float = 0.0) -> Cell:
    pdf = pymupdf.open()
    page = pdf.new_page(width=400, height=300)
    for row in range(2):
        for column in range(3):
            page.draw_rect((20 + 100 * column, 50 + 20 * row, 120 + 100 * column, 70 + 20 * row), width=0.5)
    for at, text in (
        ((24, 64), "Rows"),
        ((124, 64), "Visits"),
        ((224, 64), "Loans"),
        ((24, 84), "Shop"),
        ((224, 84), "56"),
    ):
        page.insert_text(at, text, fontsize=9)
    if number:
        page.insert_text((LEFT, BASE), number, fontsize=9)
    draw(page)
    if crop:
        page.set_cropbox(pymupdf.Rect(0, 0, crop, 300))
    path = tmp_path / "a.pdf"
    pdf.save(path)
    pdf.close()
    return open_document(path).rows[1].cells[1]


def line(x0: float, y0: float, x1: float, y1: float) -> Draw:
    return lambda page: page.draw_line((x0, y0), (x1, y1), width=0.6)


def struck_by_note(page: pymupdf.Page) -> None:
    page.add_strikeout_annot((LEFT, 76, LEFT + 20, 86))


def outlines(page: pymupdf.Page) -> None:
    for at in (0, 5, 10):
        page.draw_oval((LEFT + at, 77, LEFT + at + 4, 84), fill=(0, 0, 0))


def picture(page: pymupdf.Page) -> None:
    dots = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 20, 10), False)
    dots.clear_with(90)
    page.insert_image((LEFT, 76, LEFT + 20, 86), pixmap=dots)


def box(x0: float, x1: float, fill: float, frame: float | None = None) -> Draw:
    colour = None if frame is None else (frame,) * 3
    return lambda page: page.draw_rect((x0, 75, x1, 87), color=colour, fill=(fill,) * 3)


@pytest.mark.parametrize("lift", [2.0, 2.6, 3.2])
@pytest.mark.parametrize("over", [0.0, 1.0, 4.0])
def test_a_struck_number_without_another_is_unread(tmp_path: Path, lift: float, over: float) -> None:
    cell = cell_of(tmp_path, line(LEFT - over, BASE - lift, LEFT + 20 + over, BASE - lift))
    assert "1286" not in cell.text
    assert DoubtKind.STRUCK_WITHOUT_REPLACEMENT in {each.kind for each in cell.doubts}


@pytest.mark.parametrize("draw", [struck_by_note, line(LEFT, BASE - 1, LEFT + 20, BASE - 5)])
def test_a_number_is_struck_by_a_note_or_aslant(tmp_path: Path, draw: Draw) -> None:
    assert {each.kind for each in cell_of(tmp_path, draw).doubts} == {DoubtKind.STRUCK_WITHOUT_REPLACEMENT}


@pytest.mark.parametrize("low", [1.0, 1.5, 2.0])
def test_an_underlined_number_is_read(tmp_path: Path, low: float) -> None:
    cell = cell_of(tmp_path, line(LEFT, BASE + low, LEFT + 20, BASE + low))
    assert (cell.text, cell.doubts) == ("1286", ())


@pytest.mark.parametrize("length", [2.5, 4.0, 5.0])
@pytest.mark.parametrize("lift", [2.5, 3.0])
def test_a_drawn_minus_belongs_to_its_number(tmp_path: Path, length: float, lift: float) -> None:
    draw = line(LEFT + 9 - length, BASE - lift, LEFT + 9, BASE - lift)
    cell = cell_of(tmp_path, lambda page: (page.insert_text((LEFT + 10, BASE), "17", fontsize=9), draw(page))[1], "")
    assert cell.text == "-17"


@pytest.mark.parametrize(
    ("draw", "kind"),
    [
        (outlines, DoubtKind.DRAWN_IN_CELL),
        (picture, DoubtKind.PICTURE_IN_CELL),
        (box(LEFT, LEFT + 20, 0.0), DoubtKind.COVERED_IN_CELL),
        (box(LEFT, LEFT + 20, 0.0, 0.0), DoubtKind.COVERED_IN_CELL),
        (box(LEFT, LEFT + 60, 0.2), DoubtKind.COVERED_IN_CELL),
    ],
)
def test_a_cell_without_text_in_which_something_shows_is_not_blank(tmp_path: Path, draw: Draw, kind: DoubtKind) -> None:
    assert {each.kind for each in cell_of(tmp_path, draw, "").doubts} == {kind}


@pytest.mark.parametrize("end", [LEFT + 6, LEFT + 10, LEFT + 16, LEFT + 40])
@pytest.mark.parametrize("fill", [0.0, 1.0])
def test_a_number_that_a_box_covers_is_unread(tmp_path: Path, end: float, fill: float) -> None:
    cell = cell_of(tmp_path, box(LEFT - 1, end, fill))
    assert DoubtKind.COVERED_IN_CELL in {each.kind for each in cell.doubts}


@pytest.mark.parametrize(("opacity", "text"), [(0.01, "1286"), (0.04, "1286"), (1.0, "12869")])
def test_type_that_is_almost_transparent_is_not_shown(tmp_path: Path, opacity: float, text: str) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((LEFT + 20.1, BASE), "9", fontsize=9, fill_opacity=opacity)

    assert cell_of(tmp_path, draw).text == text


@pytest.mark.parametrize("crop", [100.0, 132.0, 180.0])
def test_what_the_edge_of_the_page_cuts_is_unread(tmp_path: Path, crop: float) -> None:
    cell = cell_of(tmp_path, lambda _page: None, "" if crop > 150 else "1286", crop)
    assert DoubtKind.BEYOND_EDGE in {each.kind for each in cell.doubts}
