"""Word documents: what is printed of them, and where."""

from pathlib import Path

import pytest

from extractor.documents import Document, open_document
from extractor.errors import EmptyDocument, NeedsOcr, UnreadableDocument
from tests.document_places import assert_all_is_covered, assert_places_hold, cells
from tests.office_files import W, cell, docx, paragraph, run, table, zipped

PICTURE = '<w:r><w:drawing><a:blip xmlns:a="x" r:embed="rId9"/></w:drawing></w:r>'


def opened(tmp_path: Path, body: str, **parts: str) -> Document:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(body, **parts))
    document = open_document(path)
    assert_places_hold(document)
    assert_all_is_covered(document)
    return document


def part(kind: str, content: str) -> str:
    return f'<w:{kind} xmlns:w="{W}">{content}</w:{kind}>'


def lines(document: Document) -> list[str]:
    return [row.text for row in document.rows]


def test_paragraphs_and_tables_stand_in_their_order(tmp_path: Path) -> None:
    body = paragraph("Ti", "tle") + table(cell("a") + cell("1")) + paragraph("end")
    document = opened(tmp_path, body)
    assert cells(document) == [["Title"], ["a", "1"], ["end"]]
    assert [row.table for row in document.rows] == [None, 0, None]
    assert document.rows[1].cells[1].address == "table 1, row 1, cell 2"
    assert (document.method, document.tables[0].kind) == ("logical", "logical")


def test_merged_cells_are_one_cell_with_spans(tmp_path: Path) -> None:
    body = table(
        cell("head", 2, "restart") + cell("group", 2),
        cell("", 2, "continue") + cell("a") + cell("b"),
        cell("x") + cell("y") + cell("") + cell("0"),
    )
    found = opened(tmp_path, body).rows
    spans = [[(c.text, c.column, c.column_span, c.row_span) for c in row.cells] for row in found]
    assert spans == [
        [("head", 0, 2, 2), ("group", 2, 2, 1)],
        [("a", 2, 1, 1), ("b", 3, 1, 1)],
        [("x", 0, 1, 1), ("y", 1, 1, 1), ("", 2, 1, 1), ("0", 3, 1, 1)],
    ]


def test_columns_left_out_before_a_row_are_counted(tmp_path: Path) -> None:
    row = '<w:trPr><w:gridBefore w:val="2"/></w:trPr>' + cell("1")
    found = opened(tmp_path, table(cell("a") + cell("b") + cell("c"), row)).rows
    assert found[1].cells[0].column == 2


def test_what_was_inserted_is_printed_and_what_was_deleted_is_not(tmp_path: Path) -> None:
    changed = (
        f"<w:p>{run('1')}<w:ins>{run('2')}</w:ins><w:del><w:r><w:delText>9</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('8')}</w:moveFrom><w:moveTo>{run('3')}</w:moveTo></w:p>"
    )
    gone = "<w:trPr><w:del/></w:trPr>" + cell("77") + cell("78")
    document = opened(tmp_path, changed + table(cell("a") + cell("1"), gone))
    assert lines(document) == ["123", "a\t1"]


def test_hidden_text_is_not_printed(tmp_path: Path) -> None:
    styles = part(
        "styles",
        '<w:style w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="Child"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:styleId="Shown"><w:basedOn w:val="Base"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>',
    )
    hidden = run("9", "<w:vanish/>") + run("8", '<w:rStyle w:val="Child"/>') + run("7", '<w:color w:val="FFFFFF"/>')
    again = run("2", '<w:vanish w:val="false"/>')
    body = (
        f"<w:p>{run('1')}{hidden}{again}</w:p>"
        + paragraph("secret", properties='<w:pPr><w:pStyle w:val="Child"/></w:pPr>')
        + paragraph("shown", properties='<w:pPr><w:pStyle w:val="Shown"/></w:pPr>')
    )
    assert lines(opened(tmp_path, body, styles=styles)) == ["12", "shown"]


def test_white_text_on_a_painted_cell_is_printed(tmp_path: Path) -> None:
    white = "<w:p>" + run("a", '<w:color w:val="FFFFFF"/>') + "</w:p>"
    painted = f'<w:tc><w:tcPr><w:shd w:fill="000000"/></w:tcPr>{white}</w:tc>'
    bare = f"<w:tc>{white}</w:tc>"
    assert cells(opened(tmp_path, table(painted + bare, cell("b") + cell("c"))))[0] == ["a", ""]


def test_headers_footers_notes_and_text_boxes_are_printed(tmp_path: Path) -> None:
    note = part(
        "footnotes",
        f'<w:footnote w:type="separator">{paragraph("-")}</w:footnote><w:footnote>{paragraph("a note")}</w:footnote>',
    )
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('boxed')}</w:txbxContent></w:pict></w:r>"
    choice = (
        '<w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:txbxContent>'
        f"{paragraph('once')}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{paragraph('once')}"
        "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    )
    section = '<w:sectPr><w:headerReference r:id="r-header"/><w:footerReference r:id="r-footer"/></w:sectPr>'
    document = opened(
        tmp_path,
        f"<w:p>{run('body')}<w:r><w:footnoteReference/></w:r>{box}{choice}</w:p>{section}",
        header=part("hdr", paragraph("Office of Tests")),
        footer=part("ftr", paragraph("page 1")),
        footnotes=note,
    )
    assert lines(document) == ["Office of Tests", "body", "boxed", "once", "a note", "page 1"]


def test_a_raised_digit_does_not_grow_into_the_number(tmp_path: Path) -> None:
    body = "<w:p>" + run("12") + run("1", '<w:vertAlign w:val="superscript"/>') + "</w:p>"
    assert lines(opened(tmp_path, body)) == ["12¹"]


def test_content_controls_and_lists_keep_their_text(tmp_path: Path) -> None:
    numbered = paragraph("counted", properties='<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    control = f"<w:sdt><w:sdtContent>{paragraph('chosen')}</w:sdtContent></w:sdt>"
    wrapped = f"<w:sdt><w:sdtContent>{cell('5')}</w:sdtContent></w:sdt>"
    assert lines(opened(tmp_path, numbered + control + table(cell("a") + wrapped))) == ["counted", "chosen", "a\t5"]


def test_a_table_that_arranges_tables_is_seen_through(tmp_path: Path) -> None:
    inner = table(cell("a") + cell("1"), cell("b") + cell("2"))
    outer = f"<w:tbl><w:tr><w:tc>{paragraph('left')}{inner}</w:tc><w:tc>{paragraph('right')}</w:tc></w:tr></w:tbl>"
    document = opened(tmp_path, outer)
    assert cells(document) == [["left"], ["a", "1"], ["b", "2"], ["right"]]
    assert document.rows[1].cells[0].address == "table 2, row 1, cell 1"


def test_a_cell_of_lines_keeps_them_apart(tmp_path: Path) -> None:
    body = table(cell("two\nlines") + cell("第一\n第二"))
    assert cells(opened(tmp_path, body)) == [["two lines", "第一第二"]]


def test_lines_with_tabs_are_columns(tmp_path: Path) -> None:
    def line(*parts: str) -> str:
        return "<w:p>" + "<w:r><w:tab/></w:r>".join(run(each) for each in parts) + "</w:p>"

    document = opened(tmp_path, line("a", "1", "2") + line("b", "3", "4"))
    assert cells(document) == [["a", "1", "2"], ["b", "3", "4"]]
    assert document.tables[0].kind == "open"


def test_a_document_of_pictures_needs_ocr(tmp_path: Path) -> None:
    with pytest.raises(NeedsOcr, match="2 pictures"):
        opened(tmp_path, f"<w:p>{PICTURE}{PICTURE}</w:p>")
    document = opened(tmp_path, f"<w:p>{run('with words')}{PICTURE}</w:p>")
    assert document.pages[0].remarks == ("1 pictures are not read",)


def test_an_empty_document_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyDocument):
        opened(tmp_path, paragraph(" "))


@pytest.mark.parametrize(
    "document",
    ["<w:document", f'<!DOCTYPE x [<!ENTITY a "b">]><w:document xmlns:w="{W}"><w:body>&a;</w:body></w:document>'],
)
def test_damaged_parts_and_entities_are_refused(tmp_path: Path, document: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document}))
    with pytest.raises(UnreadableDocument):
        open_document(path)
