"""Pages however they lie, at whatever density their file states: turned, askew, on their head, poor in places."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pymupdf
import pytest

from extractor.documents import open_document
from extractor.documents.model import Document
from extractor.documents.scan import ocr_ready
from extractor.documents.scan.paper.raster import Grey
from extractor.evidence import DoubtKind

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not ocr_ready(), reason="OCR is not installed")]

_SHARED = Path(__file__).parents[2] / "shared" / "cases"
_LINES = (
    "Annual statement of the harbour office",
    "Boats that were moored in the harbour    412",
    "Boats that left in the course of the year    38",
    "Boats that were built there and sold    1,907",
    "Boats that nobody has asked for since    5",
    "All that is written here is the truth",
    "Signed by the master of the harbour",
)


def letter(dpi: int = 200, lines: Sequence[str] = _LINES) -> Grey:
    """A page of print, black on white."""
    with pymupdf.open() as document:  # type: ignore[no-untyped-call]  # pymupdf has no types
        page = document.new_page(width=420, height=340)
        for number, line in enumerate(lines):
            font = "helv" if line.isascii() else "china-s"
            page.insert_text((40, 60 + 36 * number), line, fontsize=13, fontname=font)
        pixmap = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
    pixels = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
    return pixels.copy()


def opened(pixels: Grey, folder: Path, dpi: int = 200) -> Document:
    """The document that a picture of this density makes."""
    made = pymupdf.Pixmap(pymupdf.csGRAY, pixels.shape[1], pixels.shape[0], pixels.tobytes(), False)  # type: ignore[no-untyped-call]  # no types
    made.set_dpi(dpi, dpi)  # type: ignore[no-untyped-call]  # the same
    path = folder / "page.png"
    made.save(path)  # type: ignore[no-untyped-call]  # the same
    return open_document(path)


def place_of(document: Document, text: str) -> tuple[float, float]:
    """The middle of a word, in shares of its page."""
    word = next(word for word in document.words if word.text == text)
    assert word.place.box is not None
    x0, y0, x1, y1 = word.place.box
    return (x0 + x1) / 2 / document.pages[0].width, (y0 + y1) / 2 / document.pages[0].height


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_is_read_on_whichever_side_it_lies_and_its_places_are_those_of_the_file(
    tmp_path: Path, quarters: int
) -> None:
    document = opened(np.ascontiguousarray(np.rot90(letter(), -quarters)), tmp_path)
    assert document.text.splitlines()[0] == _LINES[0]
    assert "1,907" in document.text
    x, y = place_of(document, "1,907")
    for _ in range(quarters):
        x, y = y, 1 - x
    assert (x, y) == pytest.approx((0.66, 0.48), abs=0.08)


@pytest.mark.parametrize("degrees", [-31.0, 24.0])
def test_a_page_that_lies_askew_by_far_is_straightened(tmp_path: Path, degrees: float) -> None:
    straight = letter()
    height, width = straight.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 0.8)
    shift = (max(width, height) * 0.2, max(width, height) * 0.25)
    matrix[:, 2] += shift
    size = (width + round(2 * shift[0]), height + round(2 * shift[1]))
    askew = cv2.warpAffine(straight, matrix, size, flags=cv2.INTER_AREA, borderValue=(255,))
    text = opened(np.asarray(askew, np.uint8), tmp_path).text
    assert _LINES[0] in text
    assert all(number in text for number in ("412", "38", "1,907"))


def photographed(straight: Grey) -> tuple[Grey, Grey]:
    """The page on a dark table, seen aslant and with a shadow over it, and the map from its pixels to the photograph's
    (3 x 3).
    """
    height, width = straight.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array([[170, 120], [width + 60, 210], [width + 150, height + 190], [70, height + 90]], np.float32)
    lens = cv2.getPerspectiveTransform(corners, seen)
    size = (width + 260, height + 320)
    drawn = cv2.warpPerspective(straight, lens, size, flags=cv2.INTER_AREA, borderValue=(70,))
    shade = np.linspace(1.0, 0.6, size[0])[None, :]
    noise = np.random.default_rng(5).normal(0, 4, drawn.shape)
    return np.clip(drawn * shade + noise, 0, 255).astype(np.uint8), np.asarray(lens)


def test_a_page_on_a_table_is_cut_out_and_flattened(tmp_path: Path) -> None:
    picture, lens = photographed(letter())
    document = opened(picture, tmp_path)
    assert _LINES[0] in document.text
    assert all(number in document.text for number in ("412", "38", "1,907"))
    there = lens @ np.array([0.66 * letter().shape[1], 0.48 * letter().shape[0], 1.0])
    x, y = place_of(document, "1,907")
    assert (x * picture.shape[1], y * picture.shape[0]) == pytest.approx(tuple(there[:2] / there[2]), abs=70)


def test_a_page_that_is_bent_is_straightened(tmp_path: Path) -> None:
    straight = letter()
    y, x = np.mgrid[0 : straight.shape[0], 0 : straight.shape[1]].astype(np.float32)
    down = 22 * np.sin(np.pi * x / straight.shape[1]).astype(np.float32)
    bent = cv2.remap(straight, x, y - down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    document = opened(np.asarray(bent, np.uint8), tmp_path)
    assert [line.split() for line in document.text.splitlines()] == [line.split() for line in _LINES]
    _, height = place_of(document, "1,907")
    assert height == pytest.approx(0.48 + 22 * np.sin(np.pi * 0.66) / straight.shape[0], abs=0.01)


@pytest.mark.skipif(not _SHARED.exists(), reason="the cases are not at hand")
def test_a_table_on_bent_paper_is_the_table_on_flat_paper(tmp_path: Path) -> None:
    path = _SHARED / "scans" / "upright.jpg"
    straight = np.asarray(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE), np.uint8)
    y, x = np.mgrid[0 : straight.shape[0], 0 : straight.shape[1]].astype(np.float32)
    down = 14 * np.sin(np.pi * x / straight.shape[1]).astype(np.float32)
    bent = cv2.remap(straight, x, y - down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    document = opened(np.asarray(bent, np.uint8), tmp_path, 150)
    assert "西沙河镇\t30,663\t5" in document.text
    assert [len(row.cells) for row in document.rows if row.table is not None] == [7] * 16


def test_light_print_on_a_dark_block_is_read(tmp_path: Path) -> None:
    page = letter()
    page[322:402, 60:1100] = 250 - page[322:402, 60:1100] // 255 * 215
    line = next(line for line in opened(page, tmp_path).text.splitlines() if "in the course" in line)
    assert line.split() == _LINES[2].split()


def test_a_page_in_writing_that_the_recogniser_does_not_know_says_so(tmp_path: Path) -> None:
    document = opened(letter(lines=("Годовой отчёт портового управления", "Все причалы были открыты") * 3), tmp_path)
    assert "writing that the installed recogniser does not know" in document.remarks[0]


def test_a_line_in_the_margin_that_runs_up_is_read_in_doubt(tmp_path: Path) -> None:
    page = letter()
    margin = np.rot90(letter(lines=("Received in the archive 1988",))[130:190, 100:700])
    page[200 : 200 + margin.shape[0], 1040 : 1040 + margin.shape[1]] = margin
    document = opened(page, tmp_path)
    assert _LINES[0] in document.text
    word = next(word for word in document.words if word.text == "archive")
    assert word.views == "differ"
    x, _ = place_of(document, "archive")
    assert x > 0.85


@pytest.mark.parametrize("stated", [72, 96, 400])
def test_the_density_that_a_file_states_is_not_believed_against_its_print(tmp_path: Path, stated: int) -> None:
    document = opened(letter(), tmp_path, stated)
    assert document.text.splitlines()[0] == _LINES[0]
    assert not document.remarks


def test_a_poor_picture_is_read_and_every_word_of_it_is_in_doubt(tmp_path: Path) -> None:
    poor = letter(72)
    noise = np.random.default_rng(3).integers(0, 1000, poor.shape)
    poor = np.where(noise < 8, 0, poor).astype(np.uint8)
    document = opened(poor, tmp_path, 72)
    assert "harbour" in document.text
    assert document.remarks
    assert all(word.views == "differ" for word in document.words)


def test_every_blank_cell_of_an_open_table_on_a_poor_picture_is_in_doubt(tmp_path: Path) -> None:
    rows = (
        "Boats      Moored      Sold      Built",
        "Sloops     4,312       1,208     2",
        "Yawls      2,115",
        "Ketches",
    )
    with pymupdf.open() as document:  # type: ignore[no-untyped-call]  # pymupdf has no types
        page = document.new_page(width=420, height=240)
        for number, row in enumerate(rows):
            for column, text in enumerate(row.split()):
                page.insert_text((40 + 90 * column, 60 + 30 * number), text, fontsize=13)
        pixmap = page.get_pixmap(dpi=72, colorspace=pymupdf.csGRAY)
    pixels = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
    noise = np.random.default_rng(3).integers(0, 1000, pixels.shape)
    found = opened(np.where(noise < 8, 0, pixels).astype(np.uint8), tmp_path, 72)
    assert found.remarks
    blank = [cell for row in found.rows if row.table is not None for cell in row.cells if not cell.text]
    assert blank
    assert all(DoubtKind.POOR_PICTURE in {each.kind for each in cell.doubts} for cell in blank)


@pytest.mark.skipif(not _SHARED.exists(), reason="the cases are not at hand")
@pytest.mark.parametrize("name", ["turned_90.jpg", "pixels_as_points.pdf"])
def test_one_page_in_four_files_is_one_table(name: str) -> None:
    document = open_document(_SHARED / "scans" / name)
    upright = "西沙河镇\t30,663\t5"
    assert upright in document.text
    assert [len(row.cells) for row in document.rows if row.table is not None] == [7] * 16


@pytest.mark.skipif(not _SHARED.exists(), reason="the cases are not at hand")
def test_a_crisp_cut_of_a_table_is_read_however_small() -> None:
    document = open_document(_SHARED / "scans" / "cropped_table_850px.png")
    assert "工业\t10,566\t7\t0\t8,801,742\t10.3\t9" in document.text
    assert not document.remarks
