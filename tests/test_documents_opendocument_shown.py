"""OpenDocument texts and spreadsheets are read as they show themselves: struck, raised, white text, and pictures."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.evidence import DoubtKind
from extractor.readers.reading import FieldReading
from tests.museum_ledger import BESIDE, HEADINGS, PATH, TITLE, read_museum, rows_with
from tests.test_documents_opendocument import cell, package, paragraph, row, sheet

STYLES = "".join(
    f'<style:style style:name="{name}" style:family="{family}" {more}>{inner}</style:style>'
    for name, family, more, inner in (
        ("Struck", "text", "", '<style:text-properties style:text-line-through-style="solid"/>'),
        ("Twice", "text", "", '<style:text-properties style:text-line-through-type="double"/>'),
        ("Child", "text", 'style:parent-style-name="Struck"', ""),
        ("Unstruck", "text", "", '<style:text-properties style:text-line-through-style="none"/>'),
        ("Super", "text", "", '<style:text-properties style:text-position="super 58%"/>'),
        ("Sub", "text", "", '<style:text-properties style:text-position="sub 58%"/>'),
        ("Higher", "text", "", '<style:text-properties style:text-position="33% 58%"/>'),
        ("Lower", "text", "", '<style:text-properties style:text-position="-20% 58%"/>'),
        ("Tiny", "text", "", '<style:text-properties fo:font-size="0.5pt"/>'),
        ("White", "text", "", '<style:text-properties fo:color="#ffffff"/>'),
        ("Black", "text", "", '<style:text-properties fo:color="#000000" fo:background-color="#000000"/>'),
        ("StruckCell", "table-cell", "", '<style:text-properties style:text-line-through-style="solid"/>'),
        ("DarkCell", "table-cell", "", '<style:table-cell-properties fo:background-color="#000000"/>'),
        ("StruckLine", "paragraph", "", '<style:text-properties style:text-line-through-style="dash"/>'),
    )
)
FRAME = '<draw:frame><draw:image xlink="x.png"/></draw:frame>'
KINDS = ("text", "spreadsheet")


def span(style: str, text: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def field_with(path: Path, kind: str, inner: str, of_cell: str = "", changes: str = "") -> FieldReading:
    """The field whose cell holds these spans."""
    tried = f"<table:table-cell {of_cell}>{inner}</table:table-cell>"
    lines = [row(*map(cell, HEADINGS))]
    for number, texts in enumerate(rows_with("")):
        lines.append(row(*(tried if number == 0 and at == 1 else cell(text) for at, text in enumerate(texts))))
    if kind == "text":
        body = changes + paragraph("Year 2024") + paragraph(TITLE) + f"<table:table>{''.join(lines)}</table:table>"
    else:
        body = sheet(row(cell("Year 2024")), row(cell("")), row(cell(TITLE)), *lines)
    path = path / ("museum.odt" if kind == "text" else "museum.ods")
    content = package(kind, f"<office:{kind}>{body}</office:{kind}>", STYLES)
    path.write_bytes(content)
    fields = read_museum(open_document(path))
    assert {key: fields[key].value for key in BESIDE} == BESIDE
    return fields[PATH]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("inner", "of_cell"),
    [
        (span("Struck", "1286") + "1268", ""),
        (span("Twice", "1286") + "1268", ""),
        (span("Child", "1286") + "1268", ""),
        ("1268" + span("Struck", "1286"), ""),
        (span("White", "9") + "1268", ""),
        (span("Tiny", "9") + "1268" + span("Tiny", "55"), ""),
        ("\u202e8621\u202c", ""),
        (span("White", "1268"), 'table:style-name="DarkCell"'),
        (span("Unstruck", "1268"), 'table:style-name="StruckCell"'),
    ],
)
def test_what_a_cell_shows_is_read(tmp_path: Path, kind: str, inner: str, of_cell: str) -> None:
    field = field_with(tmp_path, kind, paragraph(inner), of_cell)
    assert (field.state, field.value) == ("read", 1268)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("inner", "of_cell", "doubt"),
    [
        (paragraph(span("Struck", "1286")), "", DoubtKind.STRUCK_WITHOUT_REPLACEMENT),
        (paragraph("1286"), 'table:style-name="StruckCell"', DoubtKind.STRUCK_WITHOUT_REPLACEMENT),
        ('<text:p text:style-name="StruckLine">1286</text:p>', "", DoubtKind.STRUCK_WITHOUT_REPLACEMENT),
        (paragraph(FRAME), "", DoubtKind.PICTURE_IN_CELL),
        (FRAME, "", DoubtKind.PICTURE_IN_CELL),
        (paragraph("128" + FRAME), "", DoubtKind.PICTURE_IN_CELL),
        (paragraph("<draw:rect/>"), "", DoubtKind.PICTURE_IN_CELL),
        (paragraph("<text:placeholder>0</text:placeholder>"), "", DoubtKind.NOT_TEXT_IN_CELL),
        (paragraph(span("Black", "1286")), "", DoubtKind.COVERED_IN_CELL),
    ],
)
def test_a_cell_that_shows_something_else_is_unread_and_says_what(
    tmp_path: Path, kind: str, inner: str, of_cell: str, doubt: DoubtKind
) -> None:
    field = field_with(tmp_path, kind, inner, of_cell)
    assert field.state == "unread"
    assert doubt in {each.kind for each in field.doubts}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("style", ["Super", "Sub", "Higher", "Lower"])
def test_a_digit_off_its_line_is_no_digit_of_the_number(tmp_path: Path, kind: str, style: str) -> None:
    assert field_with(tmp_path, kind, paragraph("1286" + span(style, "2"))).state == "unread"


def test_a_number_deleted_with_its_change_tracked_is_not_blank(tmp_path: Path) -> None:
    deletion = f"<text:deletion>{paragraph('1286')}</text:deletion>"
    region = f'<text:changed-region text:id="c1">{deletion}</text:changed-region>'
    changes = f"<text:tracked-changes>{region}</text:tracked-changes>"
    gone = '<text:change text:change-id="c1"/>'
    assert field_with(tmp_path, "text", paragraph(gone), changes=changes).state == "unread"
    assert field_with(tmp_path, "text", paragraph(gone + "1268"), changes=changes).value == 1268


def test_a_white_number_of_a_spreadsheet_is_not_there(tmp_path: Path) -> None:
    stored = 'office:value-type="float" office:value="1286"'
    assert field_with(tmp_path, "spreadsheet", paragraph(span("White", "1286")), stored).state == "blank"
