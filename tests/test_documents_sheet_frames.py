"""What a spreadsheet program prints around a table is no part of it; what a report names or numbers itself is."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from collections.abc import Sequence
from html import escape
from pathlib import Path

import pymupdf
import pytest

from extractor.documents import open_document
from extractor.documents.model import Document
from extractor.documents.sheet_frame import FRAME_LEFT_OUT

Rows = Sequence[Sequence[str]]

OFFICES = (
    ("Office", "Received", "Closed"),
    ("Records", "333", "329"),
    ("Training", "1,559", "0"),
    ("All", "1,892", "329"),
)
MONTHS = (("Month", "Visits"), ("January", "12"), ("February", "8"))
TITLED = (("Table 4", "", ""), ("Kind", "2023", "2024"), ("Appeals", "4", "16"), ("Suits", "3", "6"))
NUMBERED = (("No.", "Item", "Sum"), ("1", "Paper", "12.50"), ("2", "Ink", "7.25"), ("3", "Glue", "3.00"))
WITHOUT_LABELS = (("Width", "Height"), ("12", "8"), ("14", "9"), ("15", "11"))
CHINESE = (("科室", "收到", "办结"), ("办公室", "12", "11"), ("法制科", "8", "8"))
TABLES = (OFFICES, MONTHS, TITLED, NUMBERED, WITHOUT_LABELS, CHINESE)


def framed(table: Rows, letter: str = "A", number: int = 1, hidden: int = 0) -> Rows:
    """The table as a spreadsheet prints it that begins at a cell; ``hidden``: a row that is not shown, if any."""
    letters = [chr(ord(letter) + at) for at in range(len(table[0]))]
    numbers = [number + at + (hidden > 0 and at >= hidden) for at in range(len(table))]
    return [["", *letters], *([str(at), *row] for at, row in zip(numbers, table, strict=True))]


def page_of(path: Path, table: Rows, ruled: bool) -> Document:
    made = pymupdf.open()
    page = made.new_page()
    page.insert_text((60, 60), "Report on the year", fontname="china-s", fontsize=14)
    wide, high, left, top = 95.0, 22.0, 60.0, 100.0
    for at, row in enumerate(table):
        for column, text in enumerate(row):
            x, y = left + column * wide, top + at * high
            if ruled:
                page.draw_rect((x, y, x + wide, y + high), width=0.5, color=(0.6, 0.6, 0.6))
            page.insert_text((x + 8, y + 15), text, fontname="china-s", fontsize=9)
    made.save(path)
    return open_document(path)


def web_page(path: Path, table: Rows, mark: str = "th") -> Document:
    rows = []
    for at, row in enumerate(table):
        cells = [mark if at == 0 or column == 0 else "td" for column in range(len(row))]
        rows.append("".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in zip(cells, row, strict=True)))
    path.write_text(f"<p>Report</p><table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>", encoding="utf-8")
    return open_document(path)


def shown(document: Document) -> list[list[str]]:
    """The texts of the table, without cells that are blank at the end of a row."""
    rows = [[cell.text for cell in row.cells] for row in document.rows if row.table is not None]
    for row in rows:
        while row and not row[-1]:
            row.pop()
    return rows


def trimmed(table: Rows) -> list[list[str]]:
    return [list(row) if row[-1] else [text for text in row if text] for row in table]


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("start", [("A", 1), ("B", 3), ("Y", 98)])
@pytest.mark.parametrize("table", TABLES)
def test_letters_and_numbers_of_a_spreadsheet_are_left_out(
    tmp_path: Path, table: Rows, start: tuple[str, int], ruled: bool
) -> None:
    if start[0] == "Y" and len(table[0]) > 2:
        start = ("X", 98)
    document = page_of(tmp_path / "page.pdf", framed(table, *start), ruled)
    assert [row for row in shown(document) if row] == trimmed(table)
    assert FRAME_LEFT_OUT in document.remarks


@pytest.mark.parametrize("hidden", [0, 2])
@pytest.mark.parametrize("mark", ["th", "td"])
@pytest.mark.parametrize("table", TABLES)
def test_those_of_a_spreadsheet_shown_as_a_web_page_are_left_out(
    tmp_path: Path, table: Rows, mark: str, hidden: int
) -> None:
    document = web_page(tmp_path / "page.html", framed(table, hidden=hidden), mark)
    assert shown(document) == trimmed(table)
    assert document.remarks == (FRAME_LEFT_OUT,)


KEPT: tuple[Rows, ...] = (
    NUMBERED,
    (("No.", "A", "B", "C"), ("1", "4", "5", "6"), ("2", "7", "8", "9"), ("3", "1", "0", "2")),
    (("", "A", "B", "C"), ("1", "4", "5", "6"), ("2", "7", "8", "9"), ("3", "1", "0", "2")),
    (("", "A", "B"), ("1", "Paper", "12"), ("2", "Ink", "7"), ("3", "Glue", "3")),
    (("", "A", "B"), ("Group", "Paper", "Ink"), ("2022", "12", "7"), ("2023", "3", "9")),
    (("", "A", "C", "B"), ("1", "Sum", "Part", "Rest"), ("2", "12", "7", "5"), ("3", "9", "3", "6")),
    (("", "A", "B", "Sum"), ("1", "First", "Second", "Both"), ("2", "12", "7", "19"), ("3", "3", "9", "12")),
    (("", "A", "B"), ("1", "Sum", "Part"), ("3", "12", "7"), ("2", "9", "3")),
    (("Class", "A", "B", "C"), ("Pupils", "24", "26", "25"), ("Teachers", "2", "3", "2")),
    (("A", "B", "C"), ("1", "2", "3"), ("4", "5", "6")),
    (("", "A", "B"), ("10", "Sum", "Part"), ("20", "12", "7"), ("30", "9", "3")),
    (("", "a", "b"), ("1", "Sum", "Part"), ("2", "12", "7"), ("3", "9", "3")),
)


@pytest.mark.parametrize("table", KEPT)
def test_columns_that_a_report_names_or_numbers_itself_are_kept(tmp_path: Path, table: Rows) -> None:
    on_paper, on_screen = page_of(tmp_path / "page.pdf", table, True), web_page(tmp_path / "page.html", table)
    for document in (on_paper, on_screen):
        assert shown(document) == [list(row) for row in table]
        assert FRAME_LEFT_OUT not in document.remarks
