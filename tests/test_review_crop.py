"""The crop of a page beside a field: digits of the value are high enough to be told apart, grey on grey too."""

import hashlib
import random
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from extractor.documents import open_document
from extractor.documents.opening.picture import Picture, stacked
from extractor.readers.reading import Spot
from extractor.review.tui.contrast import stretched
from extractor.review.tui.place_crop import CropLook, drawn_crop
from extractor.route import Result
from tests.printed_ledger import print_ledger

LEAST = 5
"""Pixels of half blocks, below which a 3 and an 8 look alike."""


def opened(*path: Path) -> Any:  # noqa: ANN401 (PyMuPDF has no types)
    return pymupdf.open(*path)  # type: ignore[no-untyped-call]  # it has no types


def ledger(folder: Path, faint: bool) -> tuple[Result, Spot]:
    """A page with a number on it; ``faint``: scanned, grey ink on grey paper with grain."""
    path = print_ledger(folder / "ledger.pdf")
    word = next(word for word in open_document(path).words if word.text == "12.50")
    if faint:
        with opened(path) as printed:
            seen, rect = printed[0].get_pixmap(dpi=150, colorspace=pymupdf.csGRAY), printed[0].rect
        grain = random.Random(3)
        grey = bytes(round(120 + 70 * level / 255 + grain.gauss(0, 6)) for level in seen.samples)
        with opened() as scan:
            made: Any = pymupdf.Pixmap
            picture = made(pymupdf.csGRAY, seen.width, seen.height, grey, False)
            scan.new_page(width=rect.width, height=rect.height).insert_image(rect, pixmap=picture)
            scan.save(path)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Result(document=path.name, path=str(path), sha256=sha256, status="review"), Spot.of(word.place)


def ink_rows(picture: Picture, columns: range) -> int:
    """How many rows of pixels have ink in these columns."""
    rows = range(picture.height)
    return sum(any(picture.rgb[3 * (row * picture.width + each)] < 100 for each in columns) for row in rows)


@pytest.mark.parametrize("faint", [False, True], ids=["printed", "faint scan"])
@pytest.mark.parametrize(("columns", "rows"), [(50, 5), (76, 9)], ids=["80x24", "120x40"])
def test_digits_are_high_enough_to_be_told_apart(tmp_path: Path, faint: bool, columns: int, rows: int) -> None:
    result, spot = ledger(tmp_path, faint)
    picture = drawn_crop(result, spot, CropLook(columns, 2 * rows, 1.0, marked=True))
    assert isinstance(picture, Picture) and picture.width <= columns and picture.height <= 2 * rows
    middle = picture.width // 2
    assert ink_rows(picture, range(middle - 5, middle + 5)) >= LEAST
    assert max(picture.rgb[0::3]) == 255 and min(picture.rgb[0::3]) < 10


def test_a_long_text_is_shown_as_far_as_it_stays_legible(tmp_path: Path) -> None:
    result, spot = ledger(tmp_path, faint=False)
    assert spot.box is not None
    left, top, right, bottom = spot.box
    wide = spot.model_copy(update={"box": (left, top, right + 40, bottom)})
    near, whole = (drawn_crop(result, each, CropLook(76, 18, 1.0, marked=False)) for each in (spot, wide))
    assert isinstance(near, Picture) and isinstance(whole, Picture)
    assert near.scale >= whole.scale >= 1


def test_paper_without_print_is_left_as_it_is() -> None:
    grain = random.Random(5)
    paper = bytes(grain.choice((198, 200, 203)) for _ in range(3 * 40 * 10))
    picture = stacked([(40, 10, paper)], 1.0)
    assert stretched(picture).rgb == paper
