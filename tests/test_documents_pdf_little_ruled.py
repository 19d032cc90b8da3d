"""Tables of born-digital PDF whose rules say little: every number stands in its row and column all the same."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from collections.abc import Sequence
from pathlib import Path

import pymupdf
import pytest

from extractor.documents import open_document
from extractor.documents.model import Document
from extractor.documents.pdf.pdf_document import open_pdf
from extractor.evidence import DoubtKind
from specimens.open_counts import count_open
from specimens.open_tables import KINDS, open_samples


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_stands_in_its_row_and_column(kind: str) -> None:
    for sample in open_samples("tuning", 3, (kind,)):
        count = count_open(open_pdf(sample.content, name="a.pdf", sha256=""), sample.tables)
        assert (count.right, count.invented) == (count.printed, 0), sample.seed


def drawn(tmp_path: Path, texts: Sequence[tuple[float, float, str]], rules: Sequence[tuple[float, ...]]) -> Document:
    with pymupdf.open() as document:
        page = document.new_page(width=420, height=300)
        for x, y, text in texts:
            page.insert_text((x, y), text, fontsize=9)
        for x0, y0, x1, y1 in rules:
            page.draw_line((x0, y0), (x1, y1))
        document.save(tmp_path / "a.pdf")
    return open_document(tmp_path / "a.pdf")


FRAME = [(40, 60, 360, 60), (40, 80, 360, 80), (40, 110, 360, 110), (40, 60, 40, 110), (360, 60, 360, 110)]
WALL = (140, 60, 140, 110)
HEADS = [(44, 74, "item"), (240, 74, "sold")]


def test_a_row_that_no_column_tells_apart_is_in_doubt_and_told(tmp_path: Path) -> None:
    document = drawn(tmp_path, [*HEADS, (44, 98, "ships"), (180, 98, "12"), (300, 98, "34")], [*FRAME, WALL])
    cell = document.rows[1].cells[1]
    assert cell.text == "12 34"
    assert [each.kind for each in cell.doubts] == [DoubtKind.SEVERAL_IN_CELL]
    assert document.remarks == ("1 cell of a table with several numbers could not be parted",)


def test_numbers_below_each_other_beside_one_label_are_in_doubt(tmp_path: Path) -> None:
    document = drawn(tmp_path, [*HEADS, (44, 98, "ships"), (240, 93, "12"), (240, 104, "34")], [*FRAME, WALL])
    assert [each.kind for each in document.rows[1].cells[1].doubts] == [DoubtKind.SEVERAL_IN_CELL]


def test_digits_that_stand_apart_one_by_one_are_not_parted(tmp_path: Path) -> None:
    spaced = [(200.0 + 14 * at, 98.0, digit) for at, digit in enumerate("1286")]
    cell = drawn(tmp_path, [*HEADS, (44, 98, "ships"), *spaced], [*FRAME, WALL]).rows[1].cells[1]
    assert (cell.text, cell.views) == ("1 2 8 6", "differ")


def test_a_missing_upright_is_made_up_for_where_rows_agree(tmp_path: Path) -> None:
    texts = [(44, 74, "item"), (180, 74, "sold"), (300, 74, "kept")]
    texts += [
        (44, 92, "ships"),
        (180, 92, "12"),
        (300, 92, "34"),
        (44, 106, "cars"),
        (180, 106, "5"),
        (300, 106, "678"),
    ]
    document = drawn(tmp_path, texts, [*FRAME, WALL, (40, 96, 360, 96)])
    assert [[cell.text for cell in row.cells] for row in document.rows] == [
        ["item", "sold", "kept"],
        ["ships", "12", "34"],
        ["cars", "5", "678"],
    ]
    assert document.remarks == ()


def test_two_tables_side_by_side_whose_rows_are_not_in_line_are_two(tmp_path: Path) -> None:
    texts = [
        (40.0, 50.0, "Of what was asked for and what was given out during the whole of the year, by kind of thing.")
    ]
    for at, (name, figure) in enumerate((("ships", "12"), ("cars", "5"), ("carts", "67"))):
        texts += [(40, 80 + 15.0 * at, name), (120, 80 + 15.0 * at, figure)]
    for at, (name, figure) in enumerate((("houses", "31"), ("huts", "4"), ("halls", "88"))):
        texts += [(240, 88 + 19.0 * at, name), (330, 88 + 19.0 * at, figure)]
    document = drawn(tmp_path, texts, [])
    found = [[cell.text for cell in row.cells] for row in document.rows][-6:]
    assert found == [["ships", "12"], ["cars", "5"], ["carts", "67"], ["houses", "31"], ["huts", "4"], ["halls", "88"]]


@pytest.mark.parametrize("parts", [("07", "1276", "0786"), ("4929", "1020", "3040", "5060"), ("12", "5", "2021")])
def test_one_line_of_figures_in_a_cell_is_not_parted(tmp_path: Path, parts: Sequence[str]) -> None:
    texts = [(160 + 36.0 * at, 98.0, part) for at, part in enumerate(parts)]
    cell = drawn(tmp_path, [*HEADS, (44, 98, "bill"), *texts], [*FRAME, WALL]).rows[1].cells[1]
    assert (cell.text, cell.views) == (" ".join(parts), "differ")


def test_a_letter_with_an_address_beside_dates_is_no_two_tables(tmp_path: Path) -> None:
    texts = [(40.0, 60.0, "Bill to:"), (40, 78, "Taylor Riddel"), (40, 96, "12 Fake Street, Springfield")]
    texts += [(230, 66, "Date:"), (330, 66, "Jan 1, 2022"), (230, 84, "Due date:"), (330, 84, "Jan 31, 2022")]
    for at, line in enumerate(
        (("Item", "Quantity", "Amount"), ("Service A", "12", "120.00"), ("Service B", "5", "7.50"))
    ):
        texts += [(x, 140 + 18.0 * at, text) for x, text in zip((40, 230, 330), line, strict=True)]
    found = [[cell.text for cell in row.cells] for row in drawn(tmp_path, texts, []).rows]
    assert found[-3:] == [["Item", "Quantity", "Amount"], ["Service A", "12", "120.00"], ["Service B", "5", "7.50"]]


def test_a_number_beside_several_in_one_cell_is_in_doubt_as_well(tmp_path: Path) -> None:
    texts = [(44.0, 93.0, "ships"), (44, 104, "cars"), (160, 104, "50"), (260, 93, "53"), (260, 104, "1")]
    document = drawn(tmp_path, [*HEADS, *texts], [*FRAME, WALL, (220, 60, 220, 110)])
    figures = [cell for row in document.rows for cell in row.cells if any(map(str.isdigit, cell.text))]
    assert figures
    assert all(cell.views == "differ" for cell in figures)
