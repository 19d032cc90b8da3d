"""Large pictures in office files and web pages are read in their place among the rows."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

import base64
import io
from collections.abc import Callable
from pathlib import Path
from random import Random

import openpyxl  # type: ignore[import-untyped]  # it has no stubs
import openpyxl.drawing.image  # type: ignore[import-untyped]  # the same
import pymupdf
import pytest

from extractor.documents import open_document
from extractor.documents.scan import ocr_ready
from extractor.errors import NeedsOcr
from tests.document_places import assert_all_is_covered, assert_places_hold
from tests.office_files import R, docx, paragraph, zipped
from tests.table_pictures import NAMES, table_picture

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not ocr_ready(), reason="OCR is not installed")]
Write = Callable[[Path, bytes], Path]


DRAWING = '<w:r><w:drawing><a:blip xmlns:a="x" r:embed="r-p"/></w:drawing></w:r>'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def in_word(folder: Path, picture: bytes, text: str = "Before") -> Path:
    import zipfile

    plain = docx((paragraph(text) if text else "") + f"<w:p>{DRAWING}</w:p>" + (paragraph("After 5") if text else ""))
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    relation = f'<Relationship Id="r-p" Type="{R}/image" Target="media/p.png"/>'
    parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{RELATIONS}">{relation}</Relationships>'
    parts["word/media/p.png"] = picture
    (folder / "a.docx").write_bytes(zipped(parts))
    return folder / "a.docx"


def in_page(folder: Path, picture: bytes) -> Path:
    source = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    text = f"<html><body><p>Before</p><p><img src='{source}'></p><p>After 5</p></body></html>"
    (folder / "a.html").write_text(text, "utf-8")
    return folder / "a.html"


def in_text(folder: Path, picture: bytes) -> Path:
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
    }
    declared = " ".join(f'xmlns:{short}="{name}"' for short, name in names.items())
    image = '<draw:frame><draw:image xlink:href="Pictures/p.png"/></draw:frame>'
    body = f"<text:p>Before</text:p><text:p>{image}</text:p><text:p>After 5</text:p>"
    content = f"<office:document-content {declared}><office:body><office:text>{body}</office:text></office:body>"
    parts: dict[str, str | bytes] = {"mimetype": "application/vnd.oasis.opendocument.text"}
    parts |= {"content.xml": content + "</office:document-content>", "Pictures/p.png": picture}
    (folder / "a.odt").write_bytes(zipped(parts))
    return folder / "a.odt"


def in_sheet(folder: Path, picture: bytes) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "Before"
    sheet.add_image(openpyxl.drawing.image.Image(io.BytesIO(picture)), "C5")
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def in_slide(folder: Path, picture: bytes) -> Path:
    names = f'xmlns:p="urn:p" xmlns:a="urn:a" xmlns:r="{R}"'
    lines = [
        f"<p:sp><p:txBody><a:p><a:r><a:t>{line}</a:t></a:r></a:p></p:txBody></p:sp>" for line in ("Before", "After 5")
    ]
    shown = '<p:pic><p:blipFill><a:blip r:embed="r-p"/></p:blipFill></p:pic>'.join(lines)

    def relations(name: str, kind: str, target: str) -> str:
        related = f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{target}"/>'
        return f'<Relationships xmlns="{RELATIONS}">{related}</Relationships>'

    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations("m", "officeDocument", "ppt/presentation.xml"),
        "ppt/presentation.xml": f'<p:presentation {names}><p:sldId id="256" r:id="r0"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations("r0", "slide", "slides/s.xml"),
        "ppt/slides/s.xml": f"<p:sld {names}><p:cSld><p:spTree>{shown}</p:spTree></p:cSld></p:sld>",
        "ppt/slides/_rels/s.xml.rels": relations("r-p", "image", "../media/p.png"),
        "ppt/media/p.png": picture,
    }
    (folder / "a.pptx").write_bytes(zipped(parts))
    return folder / "a.pptx"


def open_document_parts(kind: str, body: str, styles: str = "", **pictures: bytes) -> bytes:
    names = ("office", "text", "table", "style", "draw")
    declared = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in names)
    around = f'{declared} xmlns:xlink="http://www.w3.org/1999/xlink"'
    content = f"<office:document-content {around}><office:body>{body}</office:body></office:document-content>"
    styles = f"<office:document-styles {around}>{styles}</office:document-styles>"
    parts: dict[str, str | bytes] = {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "styles.xml": styles}
    return zipped(parts | {"content.xml": content} | {f"Pictures/{name}.png": held for name, held in pictures.items()})


IMAGE = '<draw:image xlink:href="Pictures/p.png"/>'


def in_open_sheet(folder: Path, picture: bytes) -> Path:
    frame = f'<draw:frame table:end-cell-address="S.H30">{IMAGE}</draw:frame>'
    rows = "<table:table-row><table:table-cell><text:p>Before</text:p></table:table-cell></table:table-row>"
    rows += f"<table:table-row><table:table-cell/><table:table-cell>{frame}</table:table-cell></table:table-row>"
    body = f'<office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet>'
    (folder / "a.ods").write_bytes(open_document_parts("spreadsheet", body, p=picture))
    return folder / "a.ods"


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("write", [in_word, in_page, in_text, in_sheet, in_slide, in_open_sheet])
def test_a_table_in_a_picture_is_read_where_it_stands(tmp_path: Path, write: Write, seed: int) -> None:
    rng = Random(seed)
    numbers = [[str(rng.randrange(10, 10_000)) for _ in range(3)] for _ in range(rng.randint(3, 6))]
    document = open_document(write(tmp_path, table_picture(numbers, rng.choice((150, 200)))))
    assert_places_hold(document)
    assert_all_is_covered(document)
    rows = [row for row in document.rows if row.cells[0].text in NAMES]
    assert [[cell.text for cell in row.cells[1:]] for row in rows] == numbers
    assert all(cell.seen_by and cell.address == "picture 1" for row in rows for cell in row.cells)
    after = [] if write in (in_sheet, in_open_sheet) else ["After 5"]
    assert [row.text for row in document.rows if row not in rows] == ["Before", *after]
    assert document.rows[0].text == "Before"
    assert not document.remarks
    assert not document.pictures


def test_a_file_of_one_picture_is_what_the_picture_says(tmp_path: Path) -> None:
    numbers = [["12", "345", "6789"], ["40", "71", "902"], ["5", "66", "7104"]]
    document = open_document(in_word(tmp_path, table_picture(numbers, 200), text=""))
    assert [[cell.text for cell in row.cells[1:]] for row in document.rows] == numbers


def test_a_picture_without_print_is_told_of(tmp_path: Path) -> None:
    rng = Random(3)
    dots = bytes(rng.randrange(60, 200) for _ in range(300 * 150))
    picture = pymupdf.Pixmap(pymupdf.csGRAY, 300, 150, dots, False).tobytes("png")
    document = open_document(in_word(tmp_path, picture))
    assert [row.text for row in document.rows] == ["Before", "After 5"]
    assert document.remarks == ("1 pictures are not read",)
    with pytest.raises(NeedsOcr, match="1 pictures"):
        open_document(in_word(tmp_path, picture, text=""))


def test_headers_and_footers_of_an_open_text_are_read_with_their_pictures(tmp_path: Path) -> None:
    numbers = [["12", "345", "6789"], ["40", "71", "902"], ["5", "66", "7104"]]
    header = f"<style:header><text:p>Above</text:p><text:p><draw:frame>{IMAGE}</draw:frame></text:p></style:header>"
    pages = f'<style:master-page style:name="A">{header}<style:footer><text:p>Below</text:p></style:footer>'
    unused = '</style:master-page><style:master-page style:name="B"><style:header><text:p>Never</text:p></style:header>'
    styles = f"<office:master-styles>{pages}{unused}</style:master-page></office:master-styles>"
    body = "<office:text><text:p>Body</text:p></office:text>"
    content = open_document_parts("text", body, styles=styles, p=table_picture(numbers, 200))
    (tmp_path / "a.odt").write_bytes(content)
    document = open_document(tmp_path / "a.odt")
    assert [row.text for row in document.rows if row.cells[0].text not in NAMES] == ["Body", "Above", "Below"]
    assert [[cell.text for cell in row.cells[1:]] for row in document.rows if row.cells[0].text in NAMES] == numbers
    assert_places_hold(document)


def test_a_number_under_a_picture_that_reaches_over_squares_of_an_open_sheet_is_not_read(tmp_path: Path) -> None:
    frame = f'<draw:frame table:end-cell-address="S.C3">{IMAGE}</draw:frame>'
    cells = '<table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>'
    first = f"<table:table-cell>{frame}<text:p>Name</text:p></table:table-cell>"
    rows = f"<table:table-row>{first}{cells * 2}</table:table-row>"
    body = f'<office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet>'
    (tmp_path / "a.ods").write_bytes(open_document_parts("spreadsheet", body))
    (row,) = open_document(tmp_path / "a.ods").rows
    assert [cell.text for cell in row.cells] == ["Name", "7 \ufffd", "7"]
