"""What else a letter of a picture may be is kept beside what it was read as, and a title among specks is read whole."""

import numpy as np
import pytest

from extractor.documents.scan.numbers.decoding import CtcReading
from extractor.documents.scan.numbers.wide_lines import cut_closer
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.spots import PrintSpot
from specimens.scripted_recogniser import read_column, shown

HIGH = 20
STEP = (HIGH + 2 * 3) / 6
"""Pixels of a step of the recogniser in the picture of a line so high, with the paper over and under it."""


def test_a_letter_beside_which_another_is_hardly_less_likely_may_be_that_one() -> None:
    (told,) = read_column(shown("Lime[sz] sold"))
    assert told.text == "Limes sold"
    assert told.alternatives == ("Limez sold",)


def test_each_of_two_such_letters_may_be_the_other_one_by_itself() -> None:
    (told,) = read_column(shown("[Il]ime[sz] sold"))
    assert told.text == "Iimes sold"
    assert set(told.alternatives) == {"limes sold", "Iimez sold"}


def test_a_sign_is_no_look_alike_of_a_letter() -> None:
    (told,) = read_column(shown("Limes[s;] sold"))
    assert told.alternatives == ()


def test_a_line_whose_letters_are_all_sure_can_be_read_in_one_way() -> None:
    assert read_column("Limes sold")[0].alternatives == ()


def speckled_line(left: int, right: int, wide: int = 900) -> tuple[Marks, PrintSpot]:
    """A line with specks at both ends and writing between ``left`` and ``right``."""
    ink = blank_ink(wide)
    for x in range(left, right, 12):
        ink[10 : 10 + HIGH, x : x + 8] = 255
    for x in (2, wide - 4):
        ink[20:22, x : x + 2] = 255
    marks = Marks.of(ink)
    whole = PixelBox(2, 10, wide - 2, 10 + HIGH)
    numbers = tuple(range(1, len(marks.boxes)))
    return marks, PrintSpot(whole, PixelBox(0, 0, wide, 40), HIGH, numbers, (), False)


def blank_ink(wide: int) -> Grey:
    return np.zeros((40, wide), np.uint8)


def told_at(left: int, right: int) -> CtcReading:
    """A reading whose first and last characters stand there."""
    return CtcReading("ab", 1.0, (round((left + 4) / STEP), round((right - 8) / STEP)))


@pytest.mark.parametrize(("left", "right"), [(400, 520), (60, 200), (640, 840)])
def test_a_line_of_much_paper_is_cut_close_to_its_writing(left: int, right: int) -> None:
    marks, spot = speckled_line(left, right)
    cut = cut_closer(marks, spot, told_at(left, right))
    assert cut is not None
    assert left - 2 * HIGH <= cut.line.x0 <= left
    assert right - 12 <= cut.line.x1 <= right + 2 * HIGH


def test_a_line_that_its_writing_fills_stays_as_it_is() -> None:
    marks, spot = speckled_line(100, 840)
    assert cut_closer(marks, spot, told_at(100, 840)) is None


def test_a_line_in_which_nothing_was_read_stays_as_it_is() -> None:
    marks, spot = speckled_line(400, 520)
    assert cut_closer(marks, spot, CtcReading("", 1.0, ())) is None
