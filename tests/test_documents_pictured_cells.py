"""Pictures in cells of tables, in headers and notes of office files and web pages."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

import base64
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import openpyxl  # type: ignore[import-untyped]  # it has no stubs
import openpyxl.drawing.image  # type: ignore[import-untyped]  # the same
import pymupdf
import pytest

from extractor.documents import open_document
from extractor.documents.model import Cell, Document
from extractor.documents.scan import ocr_ready
from extractor.evidence import DoubtKind
from tests.document_places import assert_all_is_covered, assert_places_hold
from tests.office_files import R, cell, docx, paragraph, table, zipped
from tests.table_pictures import NAMES, table_picture

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not ocr_ready(), reason="OCR is not installed")]

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
Rows = Sequence[Sequence[str | bytes]]
"""Rows of a table: texts, and pictures in place of them."""


def figure(text: str, size: float = 12, dpi: int = 96) -> bytes:
    """A text as a picture, as programs store a formula or a stamp."""
    with pymupdf.open() as document:
        page = document.new_page(width=8 + 0.62 * size * len(text), height=1.5 * size)
        page.insert_text((4, 1.15 * size), text, fontsize=size)
        content: bytes = page.get_pixmap(dpi=dpi).tobytes("png")
    return content


def in_word(folder: Path, rows: Rows) -> Path:
    media: dict[str, str | bytes] = {}

    def shown(each: str | bytes) -> str:
        if isinstance(each, str):
            return cell(each)
        number = len(media) + 1
        media[f"word/media/{number}.png"] = each
        return f'<w:tc><w:p><w:r><w:drawing><a:blip xmlns:a="x" r:embed="p{number}"/></w:drawing></w:r></w:p></w:tc>'

    body = paragraph("Before") + table(*("".join(map(shown, row)) for row in rows)) + paragraph("After 5")
    return with_media(folder, docx(body), media, "word/_rels/document.xml.rels")


def with_media(folder: Path, plain: bytes, media: dict[str, str | bytes], place: str) -> Path:
    """The Word document with these pictures, referred to as p1, p2 and so on from the part of these relations."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    refers = "".join(
        f'<Relationship Id="p{at}" Type="{R}/image" Target="media/{at}.png"/>' for at in range(1, len(media) + 1)
    )
    before = parts.get(place, f'<Relationships xmlns="{RELATIONS}"></Relationships>')
    text = before.decode() if isinstance(before, bytes) else before
    parts[place] = text.replace("</Relationships>", f"{refers}</Relationships>")
    (folder / "a.docx").write_bytes(zipped(parts | media))
    return folder / "a.docx"


def in_page(folder: Path, rows: Rows) -> Path:
    def shown(each: str | bytes) -> str:
        inner = (
            each if isinstance(each, str) else f"<img src='data:image/png;base64,{base64.b64encode(each).decode()}'>"
        )
        return f"<td>{inner}</td>"

    lines = "".join(f"<tr>{''.join(map(shown, row))}</tr>" for row in rows)
    text = f"<html><body><p>Before</p><table>{lines}</table><p>After 5</p></body></html>"
    (folder / "a.html").write_text(text, "utf-8")
    return folder / "a.html"


def in_text(folder: Path, rows: Rows) -> Path:
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
    }
    parts: dict[str, str | bytes] = {"mimetype": "application/vnd.oasis.opendocument.text"}

    def shown(each: str | bytes) -> str:
        if isinstance(each, str):
            return f"<table:table-cell><text:p>{each}</text:p></table:table-cell>"
        name = f"Pictures/{len(parts)}.png"
        parts[name] = each
        frame = f'<draw:frame><draw:image xlink:href="{name}"/></draw:frame>'
        return f"<table:table-cell><text:p>{frame}</text:p></table:table-cell>"

    lines = "".join(f"<table:table-row>{''.join(map(shown, row))}</table:table-row>" for row in rows)
    declared = " ".join(f'xmlns:{short}="{name}"' for short, name in names.items())
    body = f"<text:p>Before</text:p><table:table>{lines}</table:table><text:p>After 5</text:p>"
    content = f"<office:document-content {declared}><office:body><office:text>{body}</office:text></office:body>"
    parts["content.xml"] = content + "</office:document-content>"
    (folder / "a.odt").write_bytes(zipped(parts))
    return folder / "a.odt"


def in_sheet(folder: Path, rows: Rows) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.column_dimensions["B"].width = 30
    for down, row in enumerate(rows, start=3):
        sheet.row_dimensions[down].height = 36
        for across, each in enumerate(row, start=1):
            if isinstance(each, str):
                sheet.cell(down, across, each)
            else:
                sheet.add_image(openpyxl.drawing.image.Image(io.BytesIO(each)), sheet.cell(down, across).coordinate)
    sheet["A1"], sheet[f"A{len(rows) + 4}"] = "Before", "After 5"
    other = book.create_sheet("Second")
    other.append(["later", 12.5])
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def cell_of(document: Document, label: str, column: int) -> Cell:
    (row,) = (row for row in document.rows if row.cells[0].text == label)
    return next(each for each in row.cells if each.column == column)


NUMBERS = ["1,286", "73", "-45", "12.50", "407,881", "88%", "0", "2,048", "(313)", "96.4"]


@pytest.mark.parametrize("write", [in_word, in_page, in_text, in_sheet])
@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_is_a_picture_in_a_cell_is_read_in_doubt(
    tmp_path: Path, write: Callable[[Path, Rows], Path], number: str
) -> None:
    rows: Rows = [["harbours", figure(number, dpi=144), "51"], ["bridges", "60", "17"]]
    document = open_document(write(tmp_path, rows))
    assert_places_hold(document)
    assert_all_is_covered(document)
    found = cell_of(document, "harbours", 1)
    assert found.text in (number, "\ufffd")
    if found.text == number:
        assert found.seen_by
        assert found.views == "differ"
        assert DoubtKind.READ_IN_PICTURE in [each.kind for each in found.doubts]
    assert (cell_of(document, "harbours", 2).text, cell_of(document, "bridges", 1).text) == ("51", "60")
    assert "After 5" in [row.text for row in document.rows]


@pytest.mark.parametrize("write", [in_word, in_page, in_text, in_sheet])
def test_most_numbers_in_pictures_are_read(tmp_path: Path, write: Callable[[Path, Rows], Path]) -> None:
    rows: Rows = [[NAMES[at], figure(number, dpi=144), "51"] for at, number in enumerate(NUMBERS[:6])]
    document = open_document(write(tmp_path, rows))
    found = [cell_of(document, NAMES[at], 1).text for at in range(6)]
    assert sum(one == other for one, other in zip(found, NUMBERS, strict=False)) >= 5
    assert all(one in (other, "\ufffd") for one, other in zip(found, NUMBERS, strict=False))


@pytest.mark.parametrize("write", [in_word, in_page, in_text])
def test_what_is_no_number_stays_unread_in_its_cell(tmp_path: Path, write: Callable[[Path, Rows], Path]) -> None:
    rows: Rows = [["harbours", figure("see below", dpi=144), "51"], ["bridges", figure("4", 3, 72), "17"]]
    document = open_document(write(tmp_path, rows))
    for label in ("harbours", "bridges"):
        found = cell_of(document, label, 1)
        assert found.text == "\ufffd"
        assert [each.kind for each in found.doubts] == [DoubtKind.PICTURE_IN_CELL]
    assert document.remarks == ("2 pictures are not read",)


@pytest.mark.parametrize("write", [in_word, in_page, in_text])
@pytest.mark.parametrize("seed", range(1))
def test_a_table_in_a_picture_in_a_cell_stands_behind_its_table(
    tmp_path: Path, write: Callable[[Path, Rows], Path], seed: int
) -> None:
    rng = Random(seed)
    numbers = [[str(rng.randrange(10, 10_000)) for _ in range(3)] for _ in range(4)]
    rows: Rows = [["first", "Annex"], ["second", table_picture(numbers, 150)], ["third", "none"]]
    document = open_document(write(tmp_path, rows))
    assert_places_hold(document)
    assert_all_is_covered(document)
    texts = [row.cells[0].text for row in document.rows]
    assert texts == ["Before", "first", "second", "third", *NAMES[:4], "After 5"]
    assert [[each.text for each in row.cells[1:]] for row in document.rows if row.cells[0].text in NAMES] == numbers
    assert cell_of(document, "second", 1).text == "\ufffd"
    assert not document.remarks


@pytest.mark.parametrize("kind", ["header", "footer", "footnotes"])
def test_a_picture_in_a_header_or_a_note_of_a_word_document_is_read(tmp_path: Path, kind: str) -> None:
    numbers = [["12", "345", "6789"], ["40", "71", "902"], ["5", "66", "7104"]]
    drawing = '<w:p><w:r><w:drawing><a:blip xmlns:a="x" r:embed="p1"/></w:drawing></w:r></w:p>'
    document = open_document(with_part(tmp_path, kind, drawing, table_picture(numbers, 200)))
    assert_places_hold(document)
    assert_all_is_covered(document)
    assert [[each.text for each in row.cells[1:]] for row in document.rows if row.cells[0].text in NAMES] == numbers
    texts = [row.cells[0].text for row in document.rows]
    assert texts.index("Body") == (3 if kind == "header" else 0)


def with_part(folder: Path, kind: str, content: str, picture: bytes) -> Path:
    """A Word document with a header, a footer or notes of this content."""
    space = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{R}"'
    wrapped = {"header": "hdr", "footer": "ftr", "footnotes": "footnotes"}[kind]
    inner = f'<w:footnote w:id="2">{content}</w:footnote>' if kind == "footnotes" else content
    refers = f'<w:sectPr><w:{kind}Reference w:type="default" r:id="q"/></w:sectPr>' if kind != "footnotes" else ""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(docx(paragraph("Body") + refers))) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    part = f'<Relationship Id="q" Type="{R}/{kind}" Target="{kind}.xml"/>'
    parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{RELATIONS}">{part}</Relationships>'
    parts[f"word/{kind}.xml"] = f"<w:{wrapped} {space}>{inner}</w:{wrapped}>"
    return with_media(folder, zipped(parts), {"word/media/1.png": picture}, f"word/_rels/{kind}.xml.rels")


def test_the_same_picture_in_two_headers_is_read_once(tmp_path: Path) -> None:
    numbers = [["12", "345", "6789"], ["40", "71", "902"], ["5", "66", "7104"]]
    drawing = '<w:p><w:r><w:drawing><a:blip xmlns:a="x" r:embed="p1"/></w:drawing></w:r></w:p>'
    document = open_document(with_part(tmp_path, "header", drawing * 2, table_picture(numbers, 200)))
    assert sum(row.cells[0].text == NAMES[0] for row in document.rows) == 1


def test_numbers_of_later_sheets_are_still_known_as_stored(tmp_path: Path) -> None:
    document = open_document(in_sheet(tmp_path, [["harbours", figure("407,881", dpi=144)], ["bridges", "60"]]))
    (span,) = (span for span in document.stored_numbers if document.text[slice(*span)] == "12.5")
    assert document.text[slice(*span)] == "12.5"
