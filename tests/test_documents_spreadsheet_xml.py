"""Workbooks as one XML file: what the visible sheets show."""

import random
from pathlib import Path

import pytest

from extractor.documents import Document, open_document
from extractor.documents.limits import OpeningLimits
from extractor.errors import DocumentError, EmptyDocument, LimitExceeded, UnreadableDocument
from tests.document_places import assert_all_is_covered, assert_places_hold, cells

STYLES = """<Style ss:ID="Default"/><Style ss:ID="money"><NumberFormat ss:Format="#,##0.00"/></Style>
<Style ss:ID="rate"><NumberFormat ss:Format="Percent"/></Style>
<Style ss:ID="child" ss:Parent="money"><Font ss:Bold="1"/></Style>
<Style ss:ID="struck"><Font ss:StrikeThrough="1"/></Style><Style ss:ID="white"><Font ss:Color="#FFFFFF"/></Style>
<Style ss:ID="small"><Font ss:VerticalAlign="Superscript"/></Style>"""
THIRD, FAR, NO_MERGE = 'ss:Index="3"', 'ss:Index="16000"', 'ss:MergeAcross="-1"'
FORMATS = {"": "{}", "money": "{:,.2f}", "child": "{:,.2f}"}


def opened(folder: Path, table: str, more: str = "", limits: OpeningLimits | None = None) -> Document:
    path = folder / "a.xml"
    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel" '
        f'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>{STYLES}</Styles>'
        f'<Worksheet ss:Name="First"><Table>{table}</Table></Worksheet>{more}</Workbook>'
    )
    return open_document(path, limits or OpeningLimits())


def cell(text: object, kind: str = "String", more: str = "") -> str:
    return f'<Cell {more}><Data ss:Type="{kind}">{text}</Data></Cell>'


@pytest.mark.parametrize("seed", range(30))
def test_cells_show_what_their_format_shows(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    rows, truth = [], []
    for _ in range(chance.randint(2, 6)):
        numbers = [(chance.randint(-99_999, 99_999), chance.choice(tuple(FORMATS))) for _ in range(3)]
        styles = [f'ss:StyleID="{style}"' if style else "" for _, style in numbers]
        rows.append(
            cell("a &amp; b") + "".join(cell(n, "Number", s) for (n, _), s in zip(numbers, styles, strict=True))
        )
        truth.append(["a & b", *(FORMATS[style].format(number) for number, style in numbers)])
    document = opened(tmp_path, "".join(f"<Row>{row}</Row>" for row in rows))
    assert cells(document) == truth
    assert document.rows[1].cells[2].address == "First!C2"
    assert_places_hold(document)
    assert_all_is_covered(document)


def test_places_that_are_skipped_are_blank_and_merged_cells_one(tmp_path: Path) -> None:
    heading = cell("group", more='ss:MergeAcross="1"')
    document = opened(
        tmp_path,
        f"<Row>{cell('name')}{heading}</Row><Row>{cell('x')}{cell(2, 'Number', THIRD)}</Row>"
        f'<Row ss:Index="5">{cell("later")}{cell(7, "Number")}</Row>',
    )
    assert cells(document) == [["name", "group"], ["x", "", "2"], ["later", "7"]]
    assert document.rows[0].cells[1].column_span == 2


def test_dates_rates_and_truths_are_shown(tmp_path: Path) -> None:
    row = (
        cell("2024-03-05T00:00:00.000", "DateTime")
        + cell("2024-03-05T09:30:00", "DateTime")
        + cell(0.18, "Number", 'ss:StyleID="rate"')
        + cell(1, "Boolean")
        + cell("#DIV/0!", "Error")
    )
    assert cells(opened(tmp_path, f"<Row>{row}</Row>")) == [
        ["2024-03-05", "2024-03-05T09:30:00", "18.00%", "TRUE", "#DIV/0!"]
    ]


def test_what_is_hidden_is_not_read_and_said(tmp_path: Path) -> None:
    hidden = (
        f'<Worksheet ss:Name="H"><Table><Row>{cell(99, "Number")}</Row></Table><x:WorksheetOptions>'
        "<x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>"
    )
    table = (
        f'<Column/><Column ss:Hidden="1"/><Row>{cell("a")}{cell(98, "Number")}{cell(1, "Number")}</Row>'
        f'<Row ss:Hidden="1">{cell(97, "Number")}</Row>'
    )
    document = opened(tmp_path, table, hidden)
    assert cells(document) == [["a", "1"]]
    assert document.remarks == ("1 hidden sheets are not printed",)


def test_struck_raised_and_white_figures_are_told(tmp_path: Path) -> None:
    row = cell("fees") + cell(12, "Number", 'ss:StyleID="struck"') + cell(13, "Number", 'ss:StyleID="white"')
    document = opened(tmp_path, f"<Row>{row}{cell(4, 'Number')}</Row>")
    assert cells(document)[0][1] == "�" and cells(document)[0][2] == ""
    assert document.rows[0].cells[1].doubts


def test_a_formula_without_a_result_is_no_number(tmp_path: Path) -> None:
    document = opened(tmp_path, f'<Row>{cell("sum")}<Cell ss:Formula="=R[-1]C+1"/></Row>')
    assert cells(document) == [["sum", "=R[-1]C+1"]]
    assert "formulas" in document.remarks[0]


@pytest.mark.parametrize(
    ("table", "error"),
    [
        ("", EmptyDocument),
        (f'<Row ss:Index="x">{cell(1)}</Row>', UnreadableDocument),
        (f'<Row ss:Index="99999999">{cell(1)}</Row>', UnreadableDocument),
        (f"<Row>{cell(1, more=NO_MERGE)}</Row>", UnreadableDocument),
        ("<Row>" + cell(1) * 200 + "</Row>", LimitExceeded),
        (f"<Row>{cell(1)}{cell(2, more=FAR)}</Row>" * 9, LimitExceeded),
    ],
)
def test_what_cannot_be_read_ends_as_a_typed_error(tmp_path: Path, table: str, error: type[DocumentError]) -> None:
    with pytest.raises(error):
        opened(tmp_path, table, limits=OpeningLimits(words=100))
