"""A stroke through digits is told from digits that touch each other."""

from typing import NamedTuple

import cv2
import numpy as np
import pytest

from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.run_through import run_through
from extractor.documents.scan.tables.spots import PrintSpot

HIGH = 16
"""Pixels: the height of a digit; its strokes are three pixels thick, as a fax prints them."""


NINETY_FOUR = """
.................##.
..#######.......###.
.########......####.
.####.####.....####.
####...###....#####.
###....###...######.
###....###...######.
.##########.#######.
..#############.###.
...#################
....################
.##....###..########
.###..####......###.
.########.......###.
..#######........##.
...####.............
"""
EIGHTY_FOUR = """
...###..............
..######........###.
.########......####.
.###..###......####.
.###..####....#####.
.###..###....######.
.###.####....######.
.########...#######.
.########...#######.
.########..########.
####..##############
###...##############
###....###.#########
####..####.....####.
#########.......###.
.#######........##..
...####.............
"""


class Drawn(NamedTuple):
    """Digits on white paper: their ink, and from where to where they reach."""

    ink: Grey
    line: PixelBox

    @property
    def is_crossed(self) -> bool:
        marks = Marks.of(self.ink)
        numbers = tuple(range(1, len(marks.boxes)))
        spot = PrintSpot(marks.around(numbers), PixelBox(0, 0, 120, 60), HIGH, numbers, (), True)
        return bool([*run_through(marks, {spot: "88"})])


def eights(count: int, apart: int) -> Drawn:
    """Eights of two bowls each, ``apart`` pixels from each other; at 0 they touch."""
    ink: Grey = np.zeros((60, 120), np.uint8)
    for at in range(count):
        x = 20 + at * (8 + apart)
        for top in (20, 26):
            cv2.rectangle(ink, (x, top), (x + 5, top + 7), (255,), 3)
    rows, columns = np.nonzero(ink)
    return Drawn(ink, PixelBox(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1))


def of_rows(rows: str) -> Drawn:
    """Digits as they are written down here."""
    ink: Grey = np.zeros((60, 120), np.uint8)
    for y, row in enumerate(rows.split(), start=20):
        ink[y, 40 : 40 + len(row)] = [255 * (sign == "#") for sign in row]
    return Drawn(ink, PixelBox(40, 20, 60, 20 + len(rows.split())))


@pytest.mark.parametrize("apart", [0, 1, 4])
def test_digits_that_touch_are_not_crossed(apart: int) -> None:
    assert not eights(2, apart).is_crossed


@pytest.mark.parametrize("rows", [NINETY_FOUR, EIGHTY_FOUR])
def test_digits_of_a_fax_that_run_into_each_other_are_not_crossed(rows: str) -> None:
    assert not of_rows(rows).is_crossed


@pytest.mark.parametrize("rows", [NINETY_FOUR, EIGHTY_FOUR])
@pytest.mark.parametrize("ends", [(-4, 4), (-4, -6), (6, 7)])
def test_the_same_with_a_stroke_through_them_are_crossed(rows: str, ends: tuple[int, int]) -> None:
    drawn = of_rows(rows)
    drawn.ink[26:28, drawn.line.x0 + ends[0] : drawn.line.x1 + ends[1]] = 255
    assert drawn.is_crossed


@pytest.mark.parametrize("apart", [0, 4])
@pytest.mark.parametrize("beyond", [3, 6])
@pytest.mark.parametrize("level", [24, 27, 30])
def test_a_stroke_through_digits_that_reaches_beyond_them_crosses(apart: int, beyond: int, level: int) -> None:
    drawn = eights(2, apart)
    drawn.ink[level : level + 2, drawn.line.x0 - beyond : drawn.line.x1 + beyond] = 255
    assert drawn.is_crossed


@pytest.mark.parametrize("side", [-5, 5])
def test_a_stroke_that_reaches_beyond_at_one_side_crosses(side: int) -> None:
    drawn = eights(2, 4)
    start, end = drawn.line.x0 + min(0, side), drawn.line.x1 + max(0, side)
    drawn.ink[25:27, start:end] = 255
    assert drawn.is_crossed
