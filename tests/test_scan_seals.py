"""Seals in colour over print: they are lifted off, what is printed beneath is read, red print stays."""

from pathlib import Path

import cv2
import numpy as np
import pymupdf
import pytest
from numpy.typing import NDArray

from extractor.documents import open_document
from extractor.documents.scan.paper.seals import ring_places, without_seals
from extractor.evaluate.render.scanner import Scan
from specimens.cell_scores import middles, score_cells
from specimens.scanned_pages import ScannedDocument

pytestmark = pytest.mark.slow

RED = (200, 30, 40)
DPI = 150.0


def blank(high: int = 600, wide: int = 600) -> NDArray[np.uint8]:
    return np.full((high, wide, 3), 250, np.uint8)


def seal(picture: NDArray[np.uint8], x: int, y: int, radius: int, dpi: float = DPI) -> None:
    """A ring with a star of five rays in it, in red ink that black print shows through."""
    ink = np.zeros(picture.shape[:2], np.uint8)
    cv2.circle(ink, (x, y), radius, (255,), max(2, round(dpi / 30)))
    for ray in range(5):
        angle = np.pi * (0.4 * ray - 0.5)
        cv2.line(
            ink, (x, y), (round(x + radius * 0.5 * np.cos(angle)), round(y + radius * 0.5 * np.sin(angle))), (255,), 9
        )
    cv2.putText(ink, "SEAL", (x - radius // 2, y + radius * 3 // 4), cv2.FONT_HERSHEY_SIMPLEX, dpi / 200, (255,), 2)
    stamped = np.minimum(picture, np.array(RED, np.uint8))
    picture[:] = np.where(ink[:, :, None] > 0, stamped, picture)


def test_a_seal_leaves_white_paper_and_black_print() -> None:
    picture = blank()
    picture[290:310, 200:400] = 20
    seal(picture, 300, 300, 100)
    grey = without_seals(picture, DPI)
    print_ = np.zeros(grey.shape, bool)
    print_[290:310, 200:400] = True
    assert grey[~print_].min() >= 240
    assert grey[print_].max() <= 30


@pytest.mark.parametrize("middle", [(300, 300), (300, 590), (10, 300)], ids=["whole", "cut below", "cut beside"])
def test_the_ring_of_a_grey_seal_is_found_where_the_page_ends_as_well(middle: tuple[int, int]) -> None:
    picture = np.full((600, 600), 255, np.uint8)
    cv2.circle(picture, middle, 100, (120,), 5)
    places = [*ring_places(picture, DPI)]
    assert min(top for _, top, _, _ in places) <= max(0, middle[1] - 95)
    assert max(right for _, _, right, _ in places) >= middle[0] + 95


def test_rules_and_writing_make_no_ring() -> None:
    picture = np.full((600, 600), 255, np.uint8)
    for at in range(50, 600, 40):
        picture[at : at + 2, 40:560] = picture[40:560, at : at + 2] = 0
        cv2.putText(picture, "80 QCO 6903", (60, at + 25), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (0,), 2)
    assert [*ring_places(picture, DPI)] == []


@pytest.mark.parametrize(
    "box",
    [(100, 100, 112, 120), (100, 100, 500, 104), (50, 50, 550, 400)],
    ids=["digit", "rule", "field"],
)
def test_red_print_rules_and_fields_stay(box: tuple[int, int, int, int]) -> None:
    picture = blank()
    x0, y0, x1, y1 = box
    picture[y0:y1, x0:x1] = RED
    assert without_seals(picture, DPI)[y0:y1, x0:x1].max() < 100


def test_a_red_frame_stays() -> None:
    picture = blank()
    cv2.rectangle(picture, (100, 100), (400, 380), RED, 2)
    assert without_seals(picture, DPI)[100, 200] < 100


def test_numbers_under_a_seal_are_read(tmp_path: Path) -> None:
    order = ScannedDocument("sealed", "us_foia", "annual", "small", 3_100_000, Scan(dpi=150, condition="light"))
    drawing = order.drawing
    path = tmp_path / "sealed.pdf"
    path.write_bytes(in_colour(drawing.content))
    document = open_document(path)
    score = score_cells(document, drawing.cells, middles(drawing, document))
    assert score.numeric > 40
    assert score.right >= 0.98 * score.numeric
    assert score.unflagged_wrong == 0


def in_colour(content: bytes) -> bytes:
    """The pages of a scan as pictures in colour, each with a seal over its print."""
    made = pymupdf.open()  # type: ignore[no-untyped-call]  # pymupdf has no annotations
    with pymupdf.open(stream=content) as scan:  # type: ignore[no-untyped-call]  # nor here
        for page in scan:
            pixmap = page.get_pixmap(dpi=150, colorspace=pymupdf.csRGB)
            samples = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3).copy()
            seal(samples, pixmap.width // 2, pixmap.height // 4, 110)
            done, picture = cv2.imencode(
                ".jpg", cv2.cvtColor(samples, cv2.COLOR_RGB2BGR), (cv2.IMWRITE_JPEG_QUALITY, 85)
            )
            assert done
            new = made.new_page(width=page.rect.width, height=page.rect.height)
            new.insert_image(new.rect, stream=picture.tobytes())  # type: ignore[no-untyped-call]  # nor here
    return bytes(made.tobytes())  # type: ignore[no-untyped-call]  # pymupdf has no annotations
