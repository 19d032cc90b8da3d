"""Boxes to tick on pages of PDF are signs with a state, however they are drawn and ticked."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from extractor.documents import open_document
from extractor.documents.model import Document

Draw = Callable[[pymupdf.Page, float, float, float], object]


def frame(page: pymupdf.Page, x: float, y: float, side: float) -> None:
    page.draw_rect((x, y, x + side, y + side), width=0.7)


def white_frame(page: pymupdf.Page, x: float, y: float, side: float) -> None:
    page.draw_rect((x, y, x + side, y + side), width=0.7, fill=(1, 1, 1))


def four_lines(page: pymupdf.Page, x: float, y: float, side: float) -> None:
    page.draw_polyline([(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)], closePath=True)


def cross(page: pymupdf.Page, x: float, y: float, side: float) -> None:
    page.draw_line((x + 1, y + 1), (x + side - 1, y + side - 1))
    page.draw_line((x + 1, y + side - 1), (x + side - 1, y + 1))


def large_cross(page: pymupdf.Page, x: float, y: float, side: float) -> None:
    page.draw_line((x - 2, y - 2), (x + side + 2, y + side + 1))
    page.draw_line((x - 2, y + side + 2), (x + side + 2, y - 1))


def tick(page: pymupdf.Page, x: float, y: float, side: float) -> None:
    page.draw_polyline([(x + 1, y + side / 2), (x + 0.4 * side, y + side - 1), (x + side, y)])


def blot(page: pymupdf.Page, x: float, y: float, side: float) -> None:
    page.draw_rect((x + 1.5, y + 1.5, x + side - 1.5, y + side - 1.5), color=None, fill=(0, 0, 0))


def typed(page: pymupdf.Page, x: float, y: float, side: float) -> None:
    page.insert_text((x + 0.22 * side, y + 0.85 * side), "X", fontsize=side * 0.9)


def printed(page: pymupdf.Page, x: float, y: float, side: float) -> None:
    page.insert_text((x + 0.1 * side, y + 0.9 * side), "4", fontsize=side, fontname="zadb")


MARKS: dict[str, Draw] = {draw.__name__: draw for draw in (cross, large_cross, tick, blot, typed, printed)}


def form_of(tmp_path: Path, draw: Draw, mark: Draw, side: float = 9.0) -> Document:
    """Three boxes below each other with words behind them; the second is ticked."""
    with pymupdf.open() as document:
        page = document.new_page(width=300, height=200)
        for row, name in enumerate(("Paid", "Sent by post", "Returned")):
            y = 60 + 24.0 * row
            draw(page, 40, y, side)
            if row == 1:
                mark(page, 40, y, side)
            page.insert_text((40 + side + 5, y + side - 1), name, fontsize=10)
        document.save(tmp_path / "a.pdf")
    return open_document(tmp_path / "a.pdf")


@pytest.mark.parametrize("side", [7.0, 10.0])
@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("draw", [frame, white_frame, four_lines])
def test_a_box_is_empty_or_ticked(tmp_path: Path, draw: Draw, mark: str, side: float) -> None:
    document = form_of(tmp_path, draw, MARKS[mark], side)
    assert document.text.replace("\t", " ").split("\n") == ["☐ Paid", "☒ Sent by post", "☐ Returned"]
    assert not any(word.doubts for word in document.words)


def test_a_single_stroke_ticks_a_box_in_doubt(tmp_path: Path) -> None:
    def stroke(page: pymupdf.Page, x: float, y: float, side: float) -> None:
        page.draw_line((x + 1, y + side - 1), (x + side - 1, y + 1))

    document = form_of(tmp_path, frame, stroke)
    assert [word.text for word in document.words if word.views == "differ"] == ["☒"]


@pytest.mark.parametrize("side", [9.0, 14.0])
def test_squares_that_digits_are_written_in_are_no_boxes_to_tick(tmp_path: Path, side: float) -> None:
    with pymupdf.open() as document:
        page = document.new_page(width=300, height=200)
        for at, digit in enumerate("1286"):
            frame(page, 40 + side * at, 60, side)
            page.insert_text((40 + side * at + 2, 60 + side - 2), digit, fontsize=8)
        document.save(tmp_path / "a.pdf")
    assert not {"☐", "☒"} & set(open_document(tmp_path / "a.pdf").text)


@pytest.mark.parametrize("ticked", [True, False])
def test_a_field_of_a_form_says_its_state(tmp_path: Path, ticked: bool) -> None:
    with pymupdf.open() as document:
        page = document.new_page(width=300, height=200)
        field = pymupdf.Widget()
        field.field_name, field.field_type = "paid", 2
        field.rect, field.field_value = pymupdf.Rect(40, 60, 52, 72), ticked
        page.add_widget(field)
        page.insert_text((58, 70), "Paid", fontsize=10)
        document.save(tmp_path / "a.pdf")
    assert open_document(tmp_path / "a.pdf").text == ("☒ Paid" if ticked else "☐ Paid")
