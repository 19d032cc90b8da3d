"""Single black and white pixels are taken out of pages that are full of them, and print stays."""

import numpy as np
import pytest
from numpy.typing import NDArray

from extractor.documents.scan.paper.pepper import without_pepper
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.quality import pepper_on

pytestmark = pytest.mark.slow

SHAPE = (300, 400)


def printed() -> Grey:
    """Paper with a rule of one pixel, a bold stroke, a point of two pixels and a short dash, all in faded ink."""
    grey = np.full(SHAPE, 238, np.uint8)
    grey[40, 20:380] = 130
    grey[100:114, 60:63] = 120
    grey[112:114, 68:70] = 150
    grey[106:108, 50:55] = 150
    return grey


def peppered(grey: Grey, share: float) -> Grey:
    """With ``share`` of a thousand pixels black or white, none on or beside print."""
    rng = np.random.default_rng(11)
    found = grey.copy()
    paper = np.argwhere(_far_from_print(grey))
    count = int(grey.size * share / 1000)
    rows, columns = paper[rng.choice(len(paper), count, replace=False)].T
    found[rows, columns] = rng.choice(np.array((0, 30, 90, 255), np.uint8), count, p=(0.3, 0.3, 0.3, 0.1))
    return found


def _far_from_print(grey: Grey) -> NDArray[np.bool_]:
    far = np.ones(grey.shape, bool)
    far[38:43] = far[95:120, 45:75] = False
    return far


def test_pepper_goes_and_print_stays() -> None:
    grey = printed()
    found = without_pepper(peppered(grey, 5), 150)
    assert found.share == pytest.approx(4.5, abs=0.5)
    assert np.array_equal(found.pixels[38:43, 22:378], grey[38:43, 22:378])
    assert np.array_equal(found.pixels[95:120, 45:75], grey[95:120, 45:75])
    assert int((found.pixels < 200).sum()) <= 1.02 * int((grey < 200).sum())


def test_a_white_pixel_in_a_bold_stroke_is_closed() -> None:
    grey = printed()
    spoiled = peppered(grey, 5)
    spoiled[106, 61] = 255
    assert without_pepper(spoiled, 150).pixels[106, 61] == 120


def test_what_is_left_of_a_speck_that_a_jpeg_file_smeared_goes_too() -> None:
    spoiled = peppered(printed(), 5)
    spoiled[200:202, 100:102] = 215
    assert without_pepper(spoiled, 150).pixels[200:202, 100:102].tolist() == [[238, 238], [238, 238]]


def test_a_page_with_a_little_dust_is_left_as_it_is() -> None:
    dusty = peppered(printed(), 1)
    found = without_pepper(dusty, 150)
    assert found.share == 0
    assert np.array_equal(found.pixels, dusty)


def test_dots_of_more_than_a_pixel_are_no_pepper() -> None:
    grey = printed()
    for row in range(150, 290, 12):
        for column in range(10, 390, 12):
            grey[row : row + 2, column : column + 2] = 60
    assert without_pepper(grey, 150).share == 0


def test_fine_pages_keep_strokes_of_three_pixels() -> None:
    grey = np.full(SHAPE, 238, np.uint8)
    grey[100:130, 60:64] = 120
    grey[115:118, 50:58] = 120
    found = without_pepper(peppered(grey, 5), 300)
    assert found.share > 0
    assert (found.pixels[101:129, 61:63] == 120).all()
    assert (found.pixels[116, 51:57] == 120).all()


def test_fine_pages_keep_rules_of_one_pixel() -> None:
    grey = np.full(SHAPE, 238, np.uint8)
    grey[40, 20:380] = 130
    found = without_pepper(peppered(grey, 5), 300)
    assert found.share > 0
    assert (found.pixels[40, 21:379] == 130).all()


def test_small_digits_on_a_peppered_page_are_too_poor_and_large_ones_are_not() -> None:
    assert pepper_on(9, 2.9, 150) == "its digits are 9 pixels high, and 3 of every thousand pixels are black specks"
    assert pepper_on(11, 2.9, 150) == ""
    assert pepper_on(9, 0.0, 100) == ""


def test_at_100_dots_an_inch_digits_have_to_be_higher() -> None:
    assert "11 pixels high" in pepper_on(11, 2.9, 100)
    assert pepper_on(12, 2.9, 100) == ""
