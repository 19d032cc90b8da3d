"""Drawings over the squares of OpenDocument sheets: which figures they hide, and where they leave a mark."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.documents.sheets.ods_measures import points_of
from tests.document_places import cells
from tests.test_documents_opendocument import cell, package, paragraph, row, sheet

COLUMNS = '<table:table-column table:style-name="co1" table:number-columns-repeated="3"/>'
SIZES = (
    '<style:style style:name="co1" style:family="table-column">'
    '<style:table-column-properties style:column-width="4cm"/>'
    '</style:style><style:style style:name="ro1" style:family="table-row">'
    '<style:table-row-properties style:row-height="20mm"/></style:style>'
)


def box(end: str, x: str, y: str) -> str:
    reach = f'table:end-cell-address="S.{end}" table:end-x="{x}" table:end-y="{y}"'
    return f"<draw:frame {reach}><draw:text-box>{paragraph('12 was wrong: 21')}</draw:text-box></draw:frame>"


def shown(folder: Path, frame: str, anchor: str = "shop", styles: str = SIZES) -> list[list[str]]:
    """The texts of three rows of three squares, a frame anchored in the first square of the second row."""
    held = f"<table:table-cell>{frame}{paragraph(anchor) if anchor else ''}</table:table-cell>"
    high = 'table:style-name="ro1"'
    rows = [row(cell("kind"), cell("one"), cell("two"), attributes=high)]
    rows += [
        row(held, cell("12"), cell("56"), attributes=high),
        row(cell("cafe"), cell("80"), cell("7"), attributes=high),
    ]
    body = f"<office:spreadsheet>{sheet(*rows, columns=COLUMNS)}</office:spreadsheet>"
    (folder / "a.ods").write_bytes(package("spreadsheet", body, styles))
    return cells(open_document(folder / "a.ods"))[1:]


@pytest.mark.parametrize(
    ("end", "x", "y", "below"),
    [
        ("B2", "1.1cm", "6mm", [["shop", "12 \ufffd", "56"], ["cafe", "80", "7"]]),
        ("B2", "0.9cm", "6mm", [["shop", "12", "56"], ["cafe", "80", "7"]]),
        ("B3", "1.1cm", "4.9mm", [["shop", "12 \ufffd", "56"], ["cafe", "80", "7"]]),
        ("B3", "1.1cm", "15pt", [["shop", "12 \ufffd", "56"], ["cafe", "80 \ufffd", "7"]]),
        ("C2", "4cm", "19mm", [["shop", "12 \ufffd", "56 \ufffd"], ["cafe", "80", "7"]]),
        ("C2", "wide", "19mm", [["shop", "12 \ufffd", "56 \ufffd"], ["cafe", "80", "7"]]),
    ],
)
def test_the_last_square_counts_of_which_a_drawing_covers_a_quarter(
    tmp_path: Path, end: str, x: str, y: str, below: list[list[str]]
) -> None:
    assert shown(tmp_path, box(end, x, y)) == below


def test_squares_of_which_no_size_is_said_are_of_the_usual_size(tmp_path: Path) -> None:
    assert shown(tmp_path, box("B2", "0.7cm", "2mm"), styles="")[0] == ["shop", "12 \ufffd", "56"]
    assert shown(tmp_path, box("B2", "0.5cm", "2mm"), styles="")[0] == ["shop", "12", "56"]


def test_a_box_over_several_empty_squares_leaves_a_mark_where_it_is_anchored(tmp_path: Path) -> None:
    assert shown(tmp_path, box("B2", "2cm", "6mm"), "")[0] == ["\ufffd", "12 \ufffd", "56"]
    empty = row(f"<table:table-cell>{box('D9', '1cm', '1mm')}</table:table-cell>")
    body = f"<office:spreadsheet>{sheet(row(cell('x'), cell('1')), row(cell('')), empty)}</office:spreadsheet>"
    (tmp_path / "a.ods").write_bytes(package("spreadsheet", body))
    assert [each.text for each in open_document(tmp_path / "a.ods").rows] == ["x\t1", "\ufffd"]


def test_lengths_are_told_in_points() -> None:
    assert [points_of(text) for text in ("1in", "2.54cm", "25.4mm", "3pt", "1pc", "4px")] == [72, 72, 72, 3, 12, 3]
    assert points_of("far") is None
