"""Slide decks: what the shown slides say, their tables as tables, what is no text told."""

import random
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from extractor.documents import Document, open_document
from extractor.documents.limits import OpeningLimits
from extractor.errors import DocumentError, EmptyDocument, LimitExceeded, NeedsOcr, UnreadableDocument
from tests.document_places import assert_all_is_covered, assert_places_hold, cells
from tests.office_files import R, zipped

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NAMES = f'xmlns:p="urn:p" xmlns:a="urn:a" xmlns:r="{R}"'


def deck(*slides: str, shows: tuple[str, ...] = ()) -> bytes:
    shown = shows or ("1",) * len(slides)
    entries = "".join(f'<p:sldId id="{256 + n}" r:id="r{n}"/>' for n in range(len(slides)))
    links = "".join(f'<Relationship Id="r{n}" Type="{R}/slide" Target="slides/s{n}.xml"/>' for n in range(len(slides)))
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="m" Type="{R}/officeDocument" '
            'Target="ppt/presentation.xml"/></Relationships>',
            "ppt/presentation.xml": f"<p:presentation {_NAMES}><p:sldIdLst>{entries}</p:sldIdLst></p:presentation>",
            "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{links}</Relationships>',
            **{
                f"ppt/slides/s{n}.xml": f'<p:sld {_NAMES} show="{show}"><p:cSld><p:spTree>{slide}</p:spTree>'
                "</p:cSld></p:sld>"
                for n, (slide, show) in enumerate(zip(slides, shown, strict=True))
            },
        }
    )


def text(*lines: str, kind: str = "", more: str = "", look: str = "") -> str:
    place = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else ""
    body = "".join(f"<a:p><a:r><a:rPr {look}/><a:t>{escape(line)}</a:t></a:r></a:p>" for line in lines)
    return f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="x" {more}/>{place}</p:nvSpPr><p:txBody>{body}</p:txBody></p:sp>'


def table(rows: list[list[str]]) -> str:
    made = "".join(f"<a:tr>{''.join(each)}</a:tr>" for each in rows)
    return (
        f"<p:graphicFrame><a:graphic><a:graphicData><a:tbl>{made}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def cell(content: str, more: str = "") -> str:
    return f"<a:tc {more}><a:txBody><a:p><a:r><a:t>{escape(content)}</a:t></a:r></a:p></a:txBody></a:tc>"


def opened(folder: Path, data: bytes, limits: OpeningLimits | None = None) -> Document:
    path = folder / "a.pptx"
    path.write_bytes(data)
    return open_document(path, limits or OpeningLimits())


@pytest.mark.parametrize("seed", range(30))
def test_slides_are_pages_of_texts_and_tables(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    slides, truth = [], []
    for number in range(chance.randint(1, 4)):
        rows = [[f"row {n} & more", str(chance.randint(0, 9999)), "1,286.50"] for n in range(chance.randint(2, 5))]
        parts = [text("Body <line>", "second"), table([[cell(each) for each in row] for row in rows])]
        slides.append("".join([*parts, text(f"Title of {number}", kind="title")]))
        truth += [[f"Title of {number}"], ["Body <line>"], ["second"], *rows]
    document = opened(tmp_path, deck(*slides))
    assert cells(document) == truth
    assert len(document.pages) == len(document.tables) == len(slides)
    assert document.rows[3].cells[1].address == "slide 1, table 1, row 1, cell 2"
    assert_places_hold(document)
    assert_all_is_covered(document)


def test_merged_cells_are_one_cell(tmp_path: Path) -> None:
    rows = [
        [cell("group", 'gridSpan="2"'), cell("", 'hMerge="1"'), cell("c", 'rowSpan="2"')],
        [cell("1"), cell("2"), cell("", 'vMerge="1"')],
    ]
    document = opened(tmp_path, deck(table(rows)))
    assert cells(document) == [["group", "c"], ["1", "2"]]
    assert [each.column_span for each in document.rows[0].cells] == [2, 1]
    assert document.rows[0].cells[1].row_span == 2


def test_hidden_slides_and_shapes_are_not_printed(tmp_path: Path) -> None:
    document = opened(tmp_path, deck(text("shown") + text("99", more='hidden="1"'), text("98"), shows=("1", "0")))
    assert cells(document) == [["shown"]]
    assert document.remarks == ("1 hidden slides are not printed",)


def test_groups_are_looked_into_and_what_is_no_text_is_said(tmp_path: Path) -> None:
    chart = "<p:graphicFrame><a:graphic><a:graphicData><a:chart/></a:graphicData></a:graphic></p:graphicFrame>"
    group = f"<p:grpSp><p:nvGrpSpPr><p:cNvPr/></p:nvGrpSpPr>{text('inside')}<p:pic/></p:grpSp>"
    document = opened(tmp_path, deck(group + chart))
    assert cells(document) == [["inside"]]
    assert document.remarks == ("1 pictures are not read", "1 charts are not read")


@pytest.mark.parametrize(("look", "shown"), [('strike="sngStrike"', "�"), ('baseline="30000"', "¹²"), ("", "12")])
def test_struck_and_raised_figures_are_told(tmp_path: Path, look: str, shown: str) -> None:
    struck = cell("12").replace("<a:t>", f"<a:rPr {look}/><a:t>")
    document = opened(tmp_path, deck(table([[cell("fees"), struck], [cell("all"), cell("3")]])))
    assert cells(document)[0] == ["fees", shown]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (deck(text("")), EmptyDocument),
        (deck("<p:pic/>"), NeedsOcr),
        (deck("<p:grpSp><p:x/>" * 60 + text("deep") + "</p:grpSp>" * 60), LimitExceeded),
        (deck(text(*["a b c"] * 100)), LimitExceeded),
        (zipped({"[Content_Types].xml": "<Types/>", "ppt/x.xml": "<a/>"}), UnreadableDocument),
        (deck(text("a"))[:400], UnreadableDocument),
        (deck("<broken"), UnreadableDocument),
    ],
)
def test_what_cannot_be_read_ends_as_a_typed_error(tmp_path: Path, data: bytes, error: type[DocumentError]) -> None:
    with pytest.raises(error):
        opened(tmp_path, data, OpeningLimits(words=200))
