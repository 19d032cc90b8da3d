"""OpenDocument texts and spreadsheets."""

from pathlib import Path

import pytest

from extractor.documents import Document, open_document
from extractor.errors import EncryptedDocument, UnsupportedFormat
from tests.document_places import assert_all_is_covered, assert_places_hold, cells
from tests.office_files import zipped

_NAMES = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("office", "text", "table", "style", "draw", "fo"))


def package(kind: str, body: str, styles: str = "", **more: str) -> bytes:
    content = (
        f"<office:document-content {_NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body>{body}</office:body></office:document-content>"
    )
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content, **more})


def opened(tmp_path: Path, kind: str, body: str, styles: str = "") -> Document:
    path = tmp_path / "a.odt"
    path.write_bytes(package(kind, f"<office:{kind}>{body}</office:{kind}>", styles))
    document = open_document(path)
    assert_places_hold(document)
    assert_all_is_covered(document)
    return document


def paragraph(inner: str) -> str:
    return f"<text:p>{inner}</text:p>"


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{paragraph(text) if text else ''}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


COVERED = "<table:covered-table-cell/>"


def sheet(*rows: str, name: str = "S", attributes: str = "", columns: str = "") -> str:
    return f'<table:table table:name="{name}" {attributes}>{columns}{"".join(rows)}</table:table>'


def test_a_text_flows_with_its_tables_boxes_and_notes(tmp_path: Path) -> None:
    noted = f"<text:note-citation>1</text:note-citation><text:note-body>{paragraph('a note')}</text:note-body>"
    note = f"<text:note>{noted}</text:note>"
    wide = cell("head", 'table:number-columns-spanned="2"')
    body = (
        paragraph(f"a<text:s text:c='2'/>b{note}<text:line-break/>c")
        + f"<text:list><text:list-item>{paragraph('listed')}</text:list-item></text:list>"
        + f"<table:table>{row(wide, COVERED)}"
        + f"{row(cell('x'), cell('1'))}</table:table>"
        + paragraph(f"<draw:frame><draw:text-box>{paragraph('boxed')}</draw:text-box></draw:frame>")
    )
    document = opened(tmp_path, "text", body)
    assert cells(document) == [["a b"], ["c"], ["a note"], ["listed"], ["head"], ["x", "1"], ["boxed"]]
    assert document.rows[4].cells[0].column_span == 2
    assert document.rows[5].cells[1].address == "table 1, row 2, cell 2"


def test_hidden_and_deleted_text_is_not_printed(tmp_path: Path) -> None:
    styles = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    body = (
        f"<text:tracked-changes>{paragraph('deleted')}</text:tracked-changes>"
        + paragraph(
            "a<text:span text:style-name='H'>9</text:span><office:annotation><text:p>said</text:p></office:annotation>"
        )
        + f'<text:section text:display="none">{paragraph("gone")}</text:section>'
    )
    assert cells(opened(tmp_path, "text", body, styles)) == [["a"]]


def test_a_sheet_shows_what_it_stores_as_shown(tmp_path: Path) -> None:
    body = sheet(
        row(cell("x"), cell("a"), cell("b")),
        row(cell("y"), cell("1,234.50", 'office:value="1234.5"'), cell("12.50", 'office:value="12.504"')),
        row(cell("z"), cell("", 'table:formula="of:=SUM([.B2])" office:value-type="float"'), cell("0.3")),
    )
    document = opened(tmp_path, "spreadsheet", body)
    assert cells(document)[1:] == [["y", "1,234.50", "12.50"], ["z", "=SUM([.B2])", "0.3"]]
    assert [each.alternatives for each in document.rows[1].cells] == [(), (), ("12.504",)]
    assert document.rows[1].cells[2].address == "S!C2"
    assert "formulas" in document.pages[0].remarks[0]


def test_repeats_merges_and_hidden_parts_of_a_sheet(tmp_path: Path) -> None:
    styles = '<style:style style:name="off"><style:table-properties table:display="false"/></style:style>'
    wide = 'table:number-columns-spanned="2" table:number-rows-spanned="2"'
    body = sheet(
        row(cell("head", wide), COVERED, cell("9"), cell("a")),
        row(COVERED, COVERED, cell("9"), cell("1")),
        row(cell("7"), attributes='table:visibility="collapse"'),
        row(
            cell("k", 'table:number-columns-repeated="2"'),
            cell("9"),
            cell("2"),
            attributes='table:number-rows-repeated="2"',
        ),
        row(cell("", 'table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="1048000"'),
        columns='<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/>',
    )
    document = opened(
        tmp_path, "spreadsheet", body + sheet(row(cell("55")), attributes='table:style-name="off"'), styles
    )
    assert cells(document) == [["head", "a"], ["1"], ["k", "k", "2"], ["k", "k", "2"]]
    assert (document.rows[0].cells[0].column_span, document.rows[0].cells[0].row_span) == (2, 2)
    assert document.pages[0].remarks == ("1 hidden sheets are not printed",)


def test_an_encrypted_file_is_said_to_be_encrypted(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    manifest = {"META-INF/manifest.xml": '<m:manifest xmlns:m="urn:m"><m:encryption-data/></m:manifest>'}
    path.write_bytes(package("spreadsheet", "", **manifest))
    with pytest.raises(EncryptedDocument):
        open_document(path)


def test_a_drawing_has_no_opener(tmp_path: Path) -> None:
    path = tmp_path / "a.odg"
    path.write_bytes(package("graphics", ""))
    with pytest.raises(UnsupportedFormat, match="OpenDocument"):
        open_document(path)
