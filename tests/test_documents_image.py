"""Files that are pictures, and PDF pages that are: read by OCR, whatever their name."""

from pathlib import Path
from typing import Literal

import pymupdf
import pytest

from extractor.documents import Document, open_document
from extractor.documents.scan import SWITCH
from extractor.errors import NeedsOcr, UnreadableDocument
from extractor.evaluate.render.document import Drawing
from extractor.evaluate.render.scanner import Scan
from specimens.scanned_pages import ScannedDocument

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    """A small table without running text."""
    return ScannedDocument("table", "invented", "", "", 1_000_099, Scan(dpi=150, condition="light")).drawing


def opened(folder: Path, name: str, content: bytes) -> Document:
    path = folder / name
    path.write_bytes(content)
    return open_document(path)


def figures(document: Document, page: int = 1) -> list[str]:
    """What stands in the cells of tables on a page."""
    return [
        cell.text
        for row in document.rows
        for cell in row.cells
        if row.table is not None and cell.place.page == page and any(char.isdigit() for char in cell.text)
    ]


def test_all_kinds_of_picture_of_one_page_read_the_same(tmp_path: Path, drawing: Drawing) -> None:
    assert drawing.scanned is not None
    picture = drawing.scanned.pages[0].picture
    read = [figures(opened(tmp_path, f"page.{kind}", picture.file(kind))) for kind in ("png", "jpeg", "tiff", "webp")]
    printed = {cell.text for cell in drawing.cells if cell.page == 0 and cell.role == "value" and cell.text}
    assert len(read[0]) > 20
    assert read[0] == read[1] == read[2] == read[3]
    assert len(set(read[0]) & printed) > 0.9 * len(set(read[0]))


def test_every_frame_of_a_tiff_is_a_page(tmp_path: Path, drawing: Drawing) -> None:
    assert drawing.scanned is not None
    document = opened(tmp_path, "pages.tif", drawing.scanned.tiff)
    assert [page.method for page in document.pages] == ["scan"] * len(drawing.scanned.pages)
    assert document.media_type == "image/tiff"


def test_a_picture_is_a_picture_whatever_its_name(tmp_path: Path, drawing: Drawing) -> None:
    assert drawing.scanned is not None
    content = drawing.scanned.pages[0].picture.file("png")
    assert opened(tmp_path, "report.txt", content).method == "scan"


def test_without_ocr_a_picture_says_what_to_install(
    tmp_path: Path, drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert drawing.scanned is not None
    monkeypatch.setenv(SWITCH, "never")
    with pytest.raises(NeedsOcr, match=r"extractor-proof\[ocr\]"):
        opened(tmp_path, "page.png", drawing.scanned.pages[0].picture.file("png"))


def test_a_picture_that_is_cut_off_is_damaged(tmp_path: Path, drawing: Drawing) -> None:
    assert drawing.scanned is not None
    content = drawing.scanned.pages[0].picture.file("png")
    with pytest.raises(UnreadableDocument, match="damaged"):
        opened(tmp_path, "page.png", content[:60])


@pytest.mark.parametrize("kind", ["png", "jpeg", "tiff", "webp"])
@pytest.mark.parametrize("share", [0.3, 0.97])
def test_a_picture_that_ends_too_early_is_not_read_as_far_as_it_goes(
    kind: Literal["png", "jpeg", "tiff", "webp"], share: float, tmp_path: Path, drawing: Drawing
) -> None:
    assert drawing.scanned is not None
    content = drawing.scanned.pages[0].picture.file(kind)
    with pytest.raises(UnreadableDocument, match="damaged picture"):
        opened(tmp_path, f"page.{kind}", content[: round(len(content) * share)])


def test_a_scan_in_a_file_whose_picture_ends_too_early_is_damaged(tmp_path: Path, drawing: Drawing) -> None:
    pdf = pymupdf.open(stream=drawing.content, filetype="pdf")  # type: ignore[no-untyped-call]  # no types
    number = pdf.get_page_images(0)[0][0]
    stored = pdf.xref_stream_raw(number)  # type: ignore[no-untyped-call]  # no types
    kind = pdf.xref_get_key(number, "Filter")  # type: ignore[no-untyped-call]  # no types
    pdf.update_stream(number, stored[: len(stored) * 6 // 10], compress=False)  # type: ignore[no-untyped-call]  # no types
    pdf.xref_set_key(number, "Filter", kind[1])  # type: ignore[no-untyped-call]  # no types
    content = pdf.tobytes()  # type: ignore[no-untyped-call]  # no types
    with pytest.raises(UnreadableDocument, match="page 1: a damaged picture"):
        opened(tmp_path, "scan.pdf", content)


def test_a_file_of_both_is_read_page_by_page(tmp_path: Path, drawing: Drawing) -> None:
    mixed = pymupdf.open(stream=drawing.content, filetype="pdf")  # type: ignore[no-untyped-call]  # no types
    page = mixed.new_page(0, width=300, height=200)
    page.insert_text((40, 40), "typed 12")
    document = opened(tmp_path, "mixed.pdf", mixed.tobytes())  # type: ignore[no-untyped-call]  # no types
    assert [page.method for page in document.pages][:2] == ["vector", "scan"]
    assert document.method == "scan"
    assert document.rows[0].text == "typed 12"
    assert {word.views for word in document.words if word.place.page == 1} == {"stored"}
    assert "stored" not in {word.views for word in document.words if word.place.page == 2}


def test_an_invisible_layer_of_text_over_a_scan_is_not_believed(tmp_path: Path, drawing: Drawing) -> None:
    layered = pymupdf.open(stream=drawing.content, filetype="pdf")  # type: ignore[no-untyped-call]  # no types
    for line in range(20):
        layered[0].insert_text((60, 60 + 20 * line), "recognised 987654321", render_mode=3)
    document = opened(tmp_path, "layered.pdf", layered.tobytes())  # type: ignore[no-untyped-call]  # no types
    assert "987654321" not in document.text
    printed = {cell.text for cell in drawing.cells if cell.page == 0 and cell.role == "value" and cell.text}
    assert len(set(figures(document)) & printed) > 0.9 * len(printed) > 20
