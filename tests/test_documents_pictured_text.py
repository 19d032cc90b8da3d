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


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("write", [in_word, in_page, in_text, in_sheet])
def test_a_table_in_a_picture_is_read_where_it_stands(tmp_path: Path, write: Write, seed: int) -> None:
    rng = Random(seed)
    numbers = [[str(rng.randrange(10, 10_000)) for _ in range(3)] for _ in range(rng.randint(3, 6))]
    document = open_document(write(tmp_path, table_picture(numbers, rng.choice((150, 200)))))
    assert_places_hold(document)
    assert_all_is_covered(document)
    rows = [row for row in document.rows if row.cells[0].text in NAMES]
    assert [[cell.text for cell in row.cells[1:]] for row in rows] == numbers
    assert all(cell.seen_by and cell.address == "picture 1" for row in rows for cell in row.cells)
    after = [] if write is in_sheet else ["After 5"]
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
