"""A page says where ink lies of which nothing was read, and a file of which nothing is legible names the place."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from extractor.documents import open_document
from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan import ocr_ready
from extractor.documents.scan.illegible import illegible_regions, illegible_remarks
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.unread_ink import unread_ink
from extractor.errors import PoorPicture

PAPER = (600.0, 800.0)


def lines(x: float, y: float, many: int) -> list[tuple[float, float, float, float]]:
    return [(x, y + 20 * at, x + 150, y + 20 * at + 12) for at in range(many)]


def test_lines_that_stand_together_are_one_region() -> None:
    (lower, upper) = illegible_regions([*lines(40, 50, 2), *lines(400, 600, 4)])
    assert upper.box == (40, 50, 190, 82)
    assert lower.box == (400, 600, 550, 672)


@pytest.mark.parametrize(
    ("x", "y", "name"),
    [
        (20, 20, "upper left"),
        (420, 20, "upper right"),
        (220, 380, "middle"),
        (420, 380, "right"),
        (220, 700, "foot"),
        (20, 700, "lower left"),
    ],
)
def test_a_region_is_named_as_people_see_it(x: float, y: float, name: str) -> None:
    (said,) = illegible_remarks(lines(x, y, 2), PAPER)
    assert said == f"nothing is legible in the {name} (x {x} to {x + 150}, y {y} to {y + 32} of 600 × 800 points)"


def test_most_of_a_page_is_the_whole_page() -> None:
    (said,) = illegible_remarks([(-5, 40, 560, 790)], PAPER)
    assert "the whole page (x 0 to 560, y 40 to 790" in said
    (said,) = illegible_remarks([], PAPER, nothing=True)
    assert "the whole page (x 0 to 600, y 0 to 800" in said


def test_many_regions_are_counted() -> None:
    (said,) = illegible_remarks([line for at in range(5) for line in lines(20, 20 + 150 * at, 2)], PAPER)
    assert said.endswith("; 2 more")


def test_a_page_that_was_read_says_nothing() -> None:
    assert not [*illegible_remarks([], PAPER)]


def sheet(*dark: tuple[int, int, int, int]) -> PaperSheet:
    """A page of 600 by 800 points, 72 dots an inch, with these places in ink."""
    grey = np.full((800, 600), 255, np.uint8)
    for x0, y0, x1, y1 in dark:
        grey[y0:y1, x0:x1] = 90
    return PaperSheet(grey, 72.0, np.where(grey < 128, 255, 0).astype(np.uint8))


NO_RULES = Rules((), ())


def test_ink_without_a_word_on_it_is_told() -> None:
    (found,) = unread_ink(sheet((100, 100, 300, 130), (100, 300, 300, 330)), [(100, 100, 300, 130)], NO_RULES)
    assert found == pytest.approx((100, 300, 300, 330), abs=4)


def test_rules_specks_and_the_rim_of_the_page_are_no_unread_ink() -> None:
    page = sheet((100, 100, 500, 102), (100, 200, 160, 260), (0, 400, 200, 460), (100, 600, 102, 700))
    rules = Rules((Segment(101, 100, 500),), (Segment(101, 600, 700),))
    assert not unread_ink(page, [], rules)


def written(many: int) -> Grey:
    """A page of so many lines at 150 dots an inch."""
    page = np.full((1650, 1275), 250, np.uint8)
    for at in range(many):
        text, place = f"Line of words number {at} 1,28{at}", (100, 200 + 60 * at)
        cv2.putText(page, text, place, cv2.FONT_HERSHEY_DUPLEX, 1.0, 20, 2, cv2.LINE_AA)
    return page


def blurred(page: Grey) -> Grey:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), 11), np.uint8)


def scribbled() -> Grey:
    """Six lines of a pen that write nothing."""
    rng, page = np.random.default_rng(1), written(0)
    for at in range(6):
        steps = np.stack([rng.integers(2, 14, 60), rng.integers(-14, 15, 60)], 1)
        way = (np.cumsum(steps, 0) + np.array([300, 300 + 150 * at])).astype(np.int32)
        cv2.polylines(page, [way], False, 30, 3, cv2.LINE_AA)
    return page


def refused(path: Path, page: Grey) -> str:
    cv2.imwrite(str(path), page)
    with pytest.raises(PoorPicture) as told:
        open_document(path)
    return str(told.value)


@pytest.mark.slow
@pytest.mark.skipif(not ocr_ready(), reason="OCR is not installed")
def test_a_blurred_corner_is_told_of_and_the_rest_is_read(tmp_path: Path) -> None:
    page = written(8)
    for at in range(6):
        cv2.putText(page, f"Other words {at} 77{at}", (700, 1200 + 60 * at), cv2.FONT_HERSHEY_DUPLEX, 1.0, 20, 2)
    page[1150:1560, 650:] = blurred(page[1150:1560, 650:])
    cv2.imwrite(str(tmp_path / "a.png"), page)
    document = open_document(tmp_path / "a.png")
    assert sum("Line" in word.text for word in document.words) == 8
    assert any(said.startswith("nothing is legible in the") for said in document.remarks)


@pytest.mark.slow
@pytest.mark.skipif(not ocr_ready(), reason="OCR is not installed")
@pytest.mark.parametrize("page", [blurred(written(20)), scribbled()], ids=["blurred", "scribbled"])
def test_a_file_of_which_nothing_is_legible_names_where(tmp_path: Path, page: Grey) -> None:
    said = refused(tmp_path / "a.png", page)
    assert "page 1: " in said
    assert "nothing is legible in the" in said
    assert "points)" in said


@pytest.mark.slow
@pytest.mark.skipif(not ocr_ready(), reason="OCR is not installed")
def test_a_page_that_is_too_coarse_names_where_and_why(tmp_path: Path) -> None:
    small = cv2.resize(blurred(written(20)), (200, 260), interpolation=cv2.INTER_AREA)
    said = refused(tmp_path / "a.png", np.asarray(small, np.uint8))
    assert "lines an inch" in said
    assert "nothing is legible in the" in said
