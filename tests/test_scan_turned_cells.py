"""Headings over narrow columns that run up or down are read, line by line in their order, and a page of them stays
upright.
"""

from pathlib import Path

import pymupdf
import pytest

from extractor.documents import open_document
from extractor.documents.model import Document
from extractor.documents.scan import ocr_ready
from extractor.documents.scan.paper.facing import direction_of
from extractor.documents.scan.paper.text_boxes import TextBox

HEADS = (
    ("Number of boats", "moored in the harbour"),
    ("Number of boats", "that left in the year"),
    ("Number of boats", "under repair"),
)
ROWS = (("Northern harbour", "412", "380", "32"), ("Southern harbour", "96", "71", "25"), ("Island", "8", "6", "2"))
WHOLE = [" ".join(lines) for lines in HEADS]


def table(folder: Path, turn: int, size: float = 7.0, dpi: int = 0) -> Path:
    """A ruled table whose headings are turned by ``turn`` degrees; as a picture where ``dpi`` is given."""
    xs, ys = (60, 200, 250, 300, 350), (100, 200, 225, 250, 275)
    with pymupdf.open() as document:  # type: ignore[no-untyped-call]  # pymupdf has no types
        page = document.new_page(width=420, height=400)
        page.insert_text((60, 60), "Annual statement of the harbour office on boats", fontsize=12)
        for x in xs:
            page.draw_line((x, ys[0]), (x, ys[-1]), width=0.8)
        for y in ys:
            page.draw_line((xs[0], y), (xs[-1], y), width=0.8)
        for number, lines in enumerate(HEADS):
            for at, line in enumerate(lines):
                down = turn == 270
                x = xs[number + 1] + (16 + 14 * at if not down else 34 - 14 * at)
                page.insert_text((x, ys[1] - 6 if not down else ys[0] + 6), line, fontsize=size, rotate=turn)
        for number, row in enumerate(ROWS):
            for column, text in enumerate(row):
                page.insert_text((xs[column] + 6, ys[number + 1] + 16), text, fontsize=9)
        path = folder / f"table-{turn}.{'png' if dpi else 'pdf'}"
        if dpi:
            page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY).save(path)
        else:
            document.save(path)
    return path


def grid(document: Document) -> list[list[str]]:
    rows = [[cell.text for cell in row.cells] for row in document.rows if row.table is not None]
    return [[text for text in row if text] for row in rows]


@pytest.mark.parametrize("turn", [90, 270])
def test_stored_headings_that_are_turned_read_in_their_order(tmp_path: Path, turn: int) -> None:
    rows = grid(open_document(table(tmp_path, turn)))
    assert rows[0] == WHOLE
    assert rows[1:] == [[*row] for row in ROWS]


@pytest.mark.skipif(not ocr_ready(), reason="OCR is not installed")
@pytest.mark.parametrize("turn", [90, 270])
def test_headings_of_a_coarse_picture_that_are_turned_are_read(tmp_path: Path, turn: int) -> None:
    document = open_document(table(tmp_path, turn, dpi=150))
    rows = grid(document)
    assert rows[0] == WHOLE
    assert rows[1:] == [[*row] for row in ROWS]
    heads = [cell for row in document.rows for cell in row.cells if cell.text in WHOLE]
    assert all(cell.doubts for cell in heads)


def lines(count: int, length: float, degrees: float) -> list[TextBox]:
    return [TextBox(100.0, 20.0 * at, length, 16.0, degrees, 0.9) for at in range(count)]


def test_a_page_with_more_turned_headings_than_lines_stays_upright() -> None:
    assert direction_of([*lines(4, 600.0, 1.0), *lines(6, 90.0, 1.0), *lines(20, 140.0, -89.0)]).quarters == 0


def test_a_page_on_its_side_with_a_level_line_is_turned() -> None:
    assert direction_of([*lines(1, 300.0, 0.0), *lines(20, 400.0, -89.0)]).quarters == 1
    assert direction_of([*lines(3, 300.0, 0.0), *lines(20, 400.0, -89.0)]).quarters == 1
