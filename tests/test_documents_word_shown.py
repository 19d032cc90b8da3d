"""A Word document is read as it shows itself: struck, raised, hidden and chosen text, and what is no text at all."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.evidence import DoubtKind
from extractor.readers.reading import FieldReading
from tests.museum_ledger import BESIDE, HEADINGS, PATH, TITLE, read_museum, rows_with
from tests.office_files import W, cell, docx, paragraph, run, table

PICTURE, NOT_TEXT = DoubtKind.PICTURE_IN_CELL, DoubtKind.NOT_TEXT_IN_CELL
COVERED, STRUCK = DoubtKind.COVERED_IN_CELL, DoubtKind.STRUCK_WITHOUT_REPLACEMENT
STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:type="character" w:styleId="Struck"><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="StruckChild"><w:basedOn w:val="Struck"/></w:style>
<w:style w:type="paragraph" w:styleId="StruckLine"><w:rPr><w:dstrike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Small"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="White"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Grid"><w:tblPr/></w:style>
<w:style w:type="table" w:styleId="Dark"><w:tcPr><w:shd w:val="clear" w:fill="222222"/></w:tcPr></w:style>
<w:style w:type="table" w:styleId="DarkHead"><w:tblStylePr w:type="firstRow"><w:tcPr>
<w:shd w:val="clear" w:fill="000000"/></w:tcPr></w:tblStylePr></w:style>
</w:styles>"""
DRAWN = "<w:r><w:drawing><wp:inline xmlns:wp='wp'><a:blip xmlns:a='a'/></wp:inline></w:drawing></w:r>"
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def field_with(path: Path, inner: str, of_cell: str = "", of_paragraph: str = "", style: str = "Grid") -> FieldReading:
    """The field whose cell holds these runs."""
    tried = f"<w:tc><w:tcPr>{of_cell}</w:tcPr><w:p>{of_paragraph}{inner}</w:p></w:tc>"
    return field_of(path, tried, style)


def field_of(path: Path, tried: str, style: str = "Grid") -> FieldReading:
    lines = ["".join(map(cell, HEADINGS))]
    for number, row in enumerate(rows_with("")):
        lines.append("".join(tried if number == 0 and at == 1 else cell(text) for at, text in enumerate(row)))
    styled = f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/></w:tblPr>'
    grid = table(*lines).replace("<w:tbl>", styled, 1)
    path = path / "museum.docx"
    path.write_bytes(docx(paragraph("Year 2024") + paragraph(TITLE) + grid, styles=STYLES))
    fields = read_museum(open_document(path))
    assert {key: fields[key].value for key in BESIDE} == BESIDE
    return fields[PATH]


def dropdown(result: str, *entries: str, after: str = "") -> str:
    listed = "".join(f'<w:listEntry w:val="{entry}"/>' for entry in entries)
    begin = f'<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>{result}{listed}</w:ddList></w:ffData></w:fldChar>'
    code = "<w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r>"
    return f'<w:r>{begin}</w:r>{code}{after}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def control(properties: str, text: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"


def deleted(text: str) -> str:
    return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"


STRIKE, WHITE = "<w:strike/>", '<w:color w:val="FFFFFF"/>'
DARK = '<w:shd w:val="clear" w:fill="000000"/>'
READ = {
    "a struck number and its replacement": run("1286", STRIKE) + run("1268"),
    "the replacement in front": run("1268") + run("1286", STRIKE),
    "struck twice": run("1286", "<w:dstrike/>") + run("1268"),
    "struck by a style": run("1286", '<w:rStyle w:val="Struck"/>') + run("1268"),
    "struck by a style of a style": run("1286", '<w:rStyle w:val="StruckChild"/>') + run("1268"),
    "not struck after all": run("12", '<w:strike w:val="0"/>') + run("68", '<w:dstrike w:val="false"/>'),
    "a tracked change": deleted("1286") + f"<w:ins>{run('1268')}</w:ins>",
    "digits of a tracked change": run("12") + deleted("86") + f"<w:ins>{run('68')}</w:ins>",
    "a tracked move": f"<w:moveFrom>{run('1286')}</w:moveFrom>{run('1268')}",
    "white on white": run("9", WHITE) + run("1268"),
    "white by a style": run("9", '<w:rStyle w:val="White"/>') + run("1268"),
    "nearly white": run("9", '<w:color w:val="FDFDFD"/>') + run("1268"),
    "white of a theme": run("9", '<w:color w:val="FFFFFF" w:themeColor="background1"/>') + run("1268"),
    "white on white paint": run("9", WHITE + '<w:shd w:val="clear" w:fill="FFFFFF"/>') + run("1268"),
    "hidden": run("9", "<w:vanish/>") + run("1268"),
    "too small to be seen": run("9", '<w:sz w:val="1"/>') + run("1268") + run("44", '<w:sz w:val="2"/>'),
    "stored from its end": f'<w:bdo w:val="rtl">{run("8621")}</w:bdo>',
    "part of it stored from its end": run("1") + f'<w:bdo w:val="rtl">{run("862")}</w:bdo>',
    "an override that changes nothing": f'<w:bdo w:val="ltr">{run("1268")}</w:bdo>',
    "an override among its characters": run("\u202e8621\u202c"),
    "a list to choose from": dropdown('<w:result w:val="1"/>', "10", "1268"),
    "the default of a list": dropdown('<w:default w:val="1"/>', "10", "1268"),
    "the first of a list": dropdown("", "1268", "10"),
    "a list whose result is stored too": dropdown('<w:result w:val="1"/>', "10", "1268", after=run("1268")),
    "a content control": control('<w:dropDownList><w:listItem w:value="4"/></w:dropDownList>', "1268"),
    "a plain formula": f"<m:oMath {MATH}><m:r><m:t>1268</m:t></m:r></m:oMath>",
    "pronounced so": f"<w:r><w:ruby><w:rt>{run('3')}</w:rt><w:rubyBase>{run('1268')}</w:rubyBase></w:ruby></w:r>",
}
UNREAD = {
    "struck and not replaced": (run("1286", STRIKE), STRUCK),
    "deleted and not replaced": (deleted("1286"), STRUCK),
    "a struck mark": (run("n/a", STRIKE), STRUCK),
    "a picture": (DRAWN, PICTURE),
    "a picture of a digit": (run("128") + DRAWN, PICTURE),
    "an object": ("<w:r><w:object/></w:r>", PICTURE),
    "an old picture": ("<w:r><w:pict><v:shape xmlns:v='v'/></w:pict></w:r>", PICTURE),
    "an invitation": (control("<w:showingPlcHdr/>", "0"), NOT_TEXT),
    "a fraction": (
        f"<m:oMath {MATH}><m:f><m:num><m:r><m:t>12</m:t></m:r></m:num><m:den><m:r><m:t>86</m:t></m:r></m:den></m:f>"
        "</m:oMath>",
        NOT_TEXT,
    ),
    "a digit of a picture font": (run("1286", '<w:rFonts w:ascii="Wingdings"/>'), NOT_TEXT),
    "a sign of a picture font": ('<w:r><w:sym w:font="Wingdings" w:char="0031"/></w:r>', NOT_TEXT),
    "black on black": (run("1286", '<w:color w:val="000000"/><w:highlight w:val="black"/>'), COVERED),
    "an entry that is not listed": (dropdown('<w:result w:val="7"/>', "10", "1268"), NOT_TEXT),
}
SMALL = ('<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>', '<w:position w:val="8"/>')
SMALL_TOO = ('<w:position w:val="-6"/>', '<w:position w:val="4pt"/>', '<w:rStyle w:val="Small"/>')


@pytest.mark.parametrize("name", READ)
def test_what_a_cell_shows_is_read(tmp_path: Path, name: str) -> None:
    field = field_with(tmp_path, READ[name])
    assert (field.state, field.value, field.certainty) == ("read", 1268, "exact")


@pytest.mark.parametrize("name", UNREAD)
def test_a_cell_that_shows_something_else_is_unread_and_says_what(tmp_path: Path, name: str) -> None:
    inner, kind = UNREAD[name]
    field = field_with(tmp_path, inner)
    assert field.state == "unread"
    assert kind in {each.kind for each in field.doubts}


@pytest.mark.parametrize("properties", [*SMALL, *SMALL_TOO])
def test_a_digit_off_its_line_is_no_digit_of_the_number(tmp_path: Path, properties: str) -> None:
    field = field_with(tmp_path, run("1286") + run("2", properties))
    assert (field.state, field.value) == ("unread", None)


def test_a_paragraph_can_be_struck_by_its_style(tmp_path: Path) -> None:
    struck = '<w:pPr><w:pStyle w:val="StruckLine"/></w:pPr>'
    assert field_with(tmp_path, run("1286"), of_paragraph=struck).state == "unread"


def test_a_number_that_a_list_counts_is_not_lost(tmp_path: Path) -> None:
    counted = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    field = field_with(tmp_path, "", of_paragraph=counted)
    assert (field.state, NOT_TEXT in {each.kind for each in field.doubts}) == ("unread", True)


@pytest.mark.parametrize(("of_cell", "style"), [(DARK, "Grid"), ("", "Dark")])
def test_white_on_dark_is_read(tmp_path: Path, of_cell: str, style: str) -> None:
    assert field_with(tmp_path, run("1268", WHITE), of_cell, style=style).value == 1268


def test_white_below_a_dark_heading_is_hidden(tmp_path: Path) -> None:
    assert field_with(tmp_path, run("9", WHITE) + run("1268"), style="DarkHead").value == 1268


def test_black_in_a_black_cell_is_covered(tmp_path: Path) -> None:
    field = field_with(tmp_path, run("1286", '<w:color w:val="000000"/>'), DARK)
    assert (field.state, COVERED in {each.kind for each in field.doubts}) == ("unread", True)


def test_an_invitation_in_place_of_a_cell_is_no_value(tmp_path: Path) -> None:
    tried = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{cell('0')}</w:sdtContent></w:sdt>"
    assert field_of(tmp_path, tried).state == "unread"
