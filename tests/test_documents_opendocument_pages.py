"""Headers and footers of OpenDocument texts: of which page styles they are printed, and where they stand."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.readers.layout import read_layout
from extractor.route import decide
from extractor.schemas.registry import load_schema
from extractor.verify import verify
from tests.plain_reports import foia_report
from tests.test_documents_opendocument import cell, package, paragraph, row

_NAMES = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("office", "text", "table", "style", "draw", "fo"))
TITLE = '<style:style style:name="Title" style:family="paragraph" style:master-page-name="Cover"/>'
CHILD = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
OWN = TITLE.replace("Title", "P1")
FIRST = '<text:p text:style-name="P1">Body</text:p>'


def master(name: str, header: str, more: str = "") -> str:
    inner = f"<style:header>{paragraph(header)}</style:header>" if header else ""
    return f'<style:master-page style:name="{name}" {more}>{inner}</style:master-page>'


def written(folder: Path, body: str, automatic: str, masters: str, common: str = "", other: str = "") -> Path:
    parts = f"<office:styles>{common}</office:styles><office:automatic-styles>{other}</office:automatic-styles>"
    held = f"{parts}<office:master-styles>{masters}</office:master-styles>"
    styles = f"<office:document-styles {_NAMES}>{held}</office:document-styles>"
    path = folder / "a.odt"
    path.write_bytes(package("text", f"<office:text>{body}</office:text>", automatic, **{"styles.xml": styles}))
    return path


STANDARD, COVER = master("Standard", "Year 2019"), master("Cover", "Year 2023")


@pytest.mark.parametrize(
    ("body", "automatic", "common", "headers"),
    [
        (FIRST, OWN, "", ["Year 2023"]),
        (FIRST, CHILD, TITLE, ["Year 2023"]),
        (FIRST.replace("P1", "Title"), "", TITLE, ["Year 2023"]),
        (f"<text:section>{FIRST}</text:section>", OWN, "", ["Year 2023"]),
        (paragraph("Body"), OWN, "", ["Year 2019"]),
        (paragraph("Body"), "", TITLE, ["Year 2019"]),
        (paragraph("Body") + FIRST.replace("Body", "Next"), OWN, "", ["Year 2019", "Year 2023"]),
        (FIRST, OWN.replace("Cover", ""), TITLE, ["Year 2019"]),
        (FIRST, OWN.replace("Cover", "Lost"), "", ["Year 2019"]),
    ],
)
def test_headers_are_those_of_the_page_styles_in_use(
    tmp_path: Path, body: str, automatic: str, common: str, headers: list[str]
) -> None:
    rows = [row.text for row in open_document(written(tmp_path, body, automatic, STANDARD + COVER, common)).rows]
    assert [text for text in rows if text.startswith("Year")] == headers
    assert rows[0] == "Body"


def test_page_styles_that_follow_one_in_use_are_in_use_to_the_last(tmp_path: Path) -> None:
    links = ('style:next-style-name="B"', 'style:next-style-name="C"', 'style:next-style-name="Cover"')
    masters = "".join(map(master, ("Unused", "Cover", "B", "C"), ("Year 2019", "one", "two", "three 77"), ("", *links)))
    document = open_document(written(tmp_path, FIRST, OWN, masters))
    assert [row.text for row in document.rows] == ["Body", "one", "two", "three 77"]


def test_styles_of_headers_and_of_text_that_starts_no_page_name_no_page_style(tmp_path: Path) -> None:
    framed = paragraph(f"Body<draw:frame><draw:text-box>{FIRST.replace('Body', 'boxed')}</draw:text-box></draw:frame>")
    document = open_document(written(tmp_path, framed, OWN, STANDARD + COVER))
    assert [row.text for row in document.rows] == ["Body", "boxed", "Year 2019"]
    document = open_document(written(tmp_path, FIRST, "", STANDARD + COVER, other=OWN))
    assert [row.text for row in document.rows] == ["Body", "Year 2019"]


@pytest.mark.parametrize("header", ["", "Office of Statistics", "Annual statistics 2021"])
def test_a_header_stands_in_no_title(tmp_path: Path, header: str) -> None:
    schema = load_schema("us_foia")
    form = schema.form("annual")
    body = ""
    for line in foia_report("Department of Lamps", 12).replace("&", "&amp;").split("\n"):
        cells = row(*map(cell, line.split("\t")))
        body += f"<table:table>{cells}</table:table>" if "\t" in line else paragraph(line) if line else ""
    document = open_document(
        written(tmp_path, body.replace("</table:table><table:table>", ""), "", master("A", header))
    )
    reading = read_layout(document, schema, form)
    verdict = decide(form, [reading], verify(form, [reading], source=document))
    assert verdict.status == "accepted"
    assert verdict.fields["agency"].value == "Department of Lamps"
    assert not header or header in document.text
