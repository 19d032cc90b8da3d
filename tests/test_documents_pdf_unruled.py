"""What stands in a table without rules and is no text: never a blank, never a part of a number."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from extractor.documents import open_document
from extractor.documents.model import Cell

Mark = Callable[[pymupdf.Page, float, float], object]
LINES = (("Rows", "Visits", "Loans"), ("Shop", "1286", "56"), ("Library", "731", "4"), ("Hall", "25", "108"))
COLUMNS = (40.0, 160.0, 260.0)
PLACES = [(row, column) for row in (1, 2, 3) for column in (1, 2)]


def base_of(row: int) -> float:
    """The baseline of a row."""
    return 80.0 + 18 * row


def cell_of(tmp_path: Path, row: int, column: int, mark: Mark, number: str = "", crop: float = 0.0) -> Cell:
    """A cell of the table as it is read; ``mark`` draws at its left end, on its baseline, ``number`` is printed."""
    with pymupdf.open() as document:
        page = document.new_page(width=420, height=300)
        for at, line in enumerate(LINES):
            for across, text in enumerate(line):
                shown = number if (at, across) == (row, column) else text
                page.insert_text((COLUMNS[across], base_of(at)), shown, fontsize=9)
        mark(page, COLUMNS[column], base_of(row))
        if crop:
            page.set_cropbox(pymupdf.Rect(0, 0, crop, 300))
        path = tmp_path / "a.pdf"
        document.save(path)
    found = open_document(path).rows[row].cells
    assert [len(each.cells) for each in open_document(path).rows] == [3] * 4
    return found[column]


def picture(page: pymupdf.Page, x: float, y: float) -> None:
    dots = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 20, 10), False)
    dots.clear_with(120)
    page.insert_image(pymupdf.Rect(x, y - 8, x + 20, y + 2), pixmap=dots)


def black_box(page: pymupdf.Page, x: float, y: float) -> None:
    page.draw_rect((x - 2, y - 8, x + 22, y + 2), color=(0, 0, 0), fill=(0, 0, 0))


def outlines(page: pymupdf.Page, x: float, y: float) -> None:
    for at in (0, 5, 10):
        page.draw_oval((x + at, y - 7, x + at + 4, y), fill=(0, 0, 0))


def nothing(page: pymupdf.Page, x: float, y: float) -> None:
    """Draw nothing."""


@pytest.mark.parametrize("mark", [picture, black_box, outlines])
@pytest.mark.parametrize(("row", "column"), PLACES)
def test_a_thing_in_a_cell_is_no_blank(tmp_path: Path, row: int, column: int, mark: Mark) -> None:
    cell = cell_of(tmp_path, row, column, mark)
    assert cell.text == "\ufffd"
    assert cell.doubts


@pytest.mark.parametrize("grey", [1.0, 0.7, 0.4])
@pytest.mark.parametrize(("row", "column"), PLACES)
def test_a_number_that_is_covered_is_no_blank(tmp_path: Path, row: int, column: int, grey: float) -> None:
    def cover(page: pymupdf.Page, x: float, y: float) -> None:
        page.draw_rect((x - 2, y - 10, x + 22, y + 3), color=(grey, grey, grey), fill=(grey, grey, grey))

    cell = cell_of(tmp_path, row, column, cover, "4071")
    assert "\ufffd" in cell.text
    assert cell.doubts


@pytest.mark.parametrize("edge", [262.0, 266.0, 271.0, 275.0])
@pytest.mark.parametrize("row", [1, 3])
def test_a_number_that_the_edge_of_the_page_cuts_is_unread(tmp_path: Path, row: int, edge: float) -> None:
    cell = cell_of(tmp_path, row, 2, nothing, "1975", crop=edge)
    assert "\ufffd" in cell.text
    assert cell.doubts


@pytest.mark.parametrize("share", [0.3, 0.5, 0.8])
def test_a_number_of_which_a_part_is_struck_is_unread(tmp_path: Path, share: float) -> None:
    def strike(page: pymupdf.Page, x: float, y: float) -> None:
        page.draw_line((x, y - 3), (x + 20 * share, y - 3), width=0.7)

    cell = cell_of(tmp_path, 2, 1, strike, "4071")
    assert "\ufffd" in cell.text


@pytest.mark.parametrize("note", ["1", "2)", "1,2"])
def test_the_mark_of_a_note_is_no_digit_of_the_number(tmp_path: Path, note: str) -> None:
    def raised(page: pymupdf.Page, x: float, y: float) -> None:
        page.insert_text((x + 20.2, y - 3.6), note, fontsize=5.4)

    cell = cell_of(tmp_path, 2, 1, raised, "4071")
    assert cell.text.startswith("4071")
    assert not any(char.isdecimal() for char in cell.text[4:])


def test_what_decorates_words_is_no_value(tmp_path: Path) -> None:
    def bullet(page: pymupdf.Page, x: float, y: float) -> None:
        page.draw_oval((30, y - 6, 35, y - 1), fill=(0, 0, 0))

    assert cell_of(tmp_path, 2, 1, bullet, "731").text == "731"
