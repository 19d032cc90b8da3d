"""Strokes that are too faint for ink: found in the grey, and told from specks."""

import numpy as np
import pytest

from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.faint import with_faint_strokes
from extractor.documents.scan.tables.marks import Marks

HEIGHT = 12
LEVEL = 120
"""What is darker is ink."""


def found(grey: Grey, rules: Grey | None = None) -> list[PixelBox]:
    """The marks of a page after faint strokes were looked for."""
    ink = np.asarray(np.where(grey < LEVEL, 255, 0), np.uint8)
    sheet = PaperSheet(grey, 100.0, ink)
    left = ink if rules is None else np.asarray(np.where(rules > 0, 0, ink), np.uint8)
    marks = Marks.of(with_faint_strokes(sheet, left, Marks.of(left), HEIGHT))
    return [marks.around([number]) for number in range(1, len(marks.boxes))]


def paper() -> Grey:
    return np.full((60, 80), 255, np.uint8)


def test_a_faint_stroke_as_high_as_a_digit_is_print() -> None:
    grey = paper()
    grey[20:32, 40:42] = 160
    grey[21, 40:42] = 90
    assert found(grey) == [PixelBox(40, 20, 42, 32)]


@pytest.mark.parametrize(("top", "foot", "right"), [(20, 26, 42), (20, 50, 42), (20, 32, 56)])
def test_what_is_lower_higher_or_wider_than_a_digit_is_none(top: int, foot: int, right: int) -> None:
    grey = paper()
    grey[top:foot, 40:right] = 160
    assert found(grey) == []


def test_black_dots_in_a_grey_blur_are_specks() -> None:
    grey = paper()
    grey[20:32, 40:43] = 195
    grey[20, 41] = grey[26, 41] = grey[31, 41] = 30
    assert found(grey) == [PixelBox(41, y, 42, y + 1) for y in (20, 26, 31)]


def test_nothing_is_print_in_the_shadow_of_an_edge() -> None:
    grey = paper()
    grey[:, 30:52] = 230
    grey[20:32, 40:42] = 160
    assert found(grey) == []


def test_what_is_a_mark_already_stays_as_it_is() -> None:
    grey = paper()
    grey[20:32, 40:46] = 160
    grey[20:30, 42:44] = 60
    assert found(grey) == [PixelBox(42, 20, 44, 30)]


def test_the_soft_edge_of_a_rule_is_no_print() -> None:
    grey, rules = paper(), np.zeros((60, 80), np.uint8)
    grey[20:32, 40:42] = 60
    grey[20:32, 42] = 160
    rules[20:32, 40:42] = 255
    assert found(grey, rules) == []
