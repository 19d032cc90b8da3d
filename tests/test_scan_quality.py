"""Pictures in which digits cannot be told apart are said to be so."""

from dataclasses import replace

import numpy as np
import pytest

from extractor.documents.page.glyphs import PageWord
from extractor.documents.scan.page_ocr import read_picture, refuse_illegible
from extractor.documents.scan.paper.raster import Grey, Raster, is_bilevel
from extractor.documents.scan.tables.quality import shortcoming_of
from extractor.errors import PoorPicture

pytestmark = pytest.mark.slow

UPRIGHT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def print_like(height: int = 1200, width: int = 900) -> Grey:
    """Rows that all differ, as rows through letters do: black and white in pieces of three pixels."""
    pieces = np.random.default_rng(5).integers(0, 2, (height, width // 3)).astype(np.uint8) * 255
    return np.repeat(pieces, 3, axis=1)


def raster(pixels: Grey, dpi: float) -> Raster:
    return Raster(pixels, dpi, UPRIGHT, True, is_bilevel(pixels))


def test_black_and_white_needs_more_lines_an_inch_than_grey() -> None:
    black_white, grey = print_like(), (print_like() // 2 + 60).astype(np.uint8)
    assert "100 lines an inch" in shortcoming_of(raster(black_white, 100))
    assert shortcoming_of(raster(black_white, 150)) == ""
    assert shortcoming_of(raster(grey, 100)) == ""
    assert "70 lines an inch" in shortcoming_of(raster(grey, 70))


def test_rows_that_repeat_the_row_above_do_not_count() -> None:
    fax = np.repeat(print_like(600), 2, axis=0)
    assert "100 lines an inch" in shortcoming_of(raster(fax, 200))


def test_what_is_no_page_is_said_to_be_none() -> None:
    assert "no page" in shortcoming_of(raster(np.full((20, 900), 255, np.uint8), 200))


def test_a_page_on_which_nothing_is_legible_says_what_it_lacks() -> None:
    page = read_picture(raster(print_like(), 100), 3, (595.0, 842.0), "a.pdf")
    assert "100 lines an inch; at least 130 are needed" in page.remarks[0]
    with pytest.raises(PoorPicture, match=r"a.pdf: page 3: a poor picture, .*100 lines an inch"):
        refuse_illegible([replace(page, words=())], "a.pdf")


def test_one_illegible_page_does_not_refuse_the_others() -> None:
    poor = read_picture(raster(print_like(), 100), 1, (595.0, 842.0), "a.pdf")
    word = PageWord("12", 10, 10, 30, 20, 10)
    refuse_illegible([poor, replace(poor, number=2, words=(word,), remarks=())], "a.pdf")


def test_a_blank_page_is_no_poor_picture_however_coarse() -> None:
    page = read_picture(raster(np.full((1100, 850), 255, np.uint8), 100), 1, (612.0, 792.0), "a.pdf")
    assert page.words == ()
    assert page.remarks == ()
