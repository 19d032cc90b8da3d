"""Dashes in a row are a rule and no dirt; specks as large in no order are dirt, on the same page too."""

import numpy as np
import pytest

from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.pepper import without_pepper
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.quality import dirt_of
from extractor.documents.scan.tables.rulings import find_rules

HEIGHT = 16
"""Of a digit, in pixels."""


def receipt(down: bool = False, rise: float = 0.0) -> Grey:
    """Ink of a narrow page with a column of digits and three dashed rules, across or ``down``; ``rise``: of these."""
    ink = np.zeros((600, 420), np.uint8)
    for row in range(12):
        ink[40 + 40 * row : 40 + HEIGHT + 40 * row, 350:358] = 255
    for at in (30, 150, 270):
        for step in range(22):
            x, y = 20 + 14 * step, at + round(rise * 14 * step)
            ink[y : y + 3, x : x + 9] = 255
    return np.ascontiguousarray(ink.T) if down else ink


def specks(ink: Grey, count: int) -> Grey:
    """The page with specks as long and as thin as the dashes, wherever they fall."""
    rng = np.random.default_rng(5)
    dirty = ink.copy()
    for x, y in zip(rng.integers(0, ink.shape[1] - 9, count), rng.integers(0, ink.shape[0] - 3, count), strict=True):
        dirty[y : y + 3, x : x + 9] = 255
    return dirty


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("rise", [0.0, 0.02])
def test_dashes_in_a_row_are_no_dirt(down: bool, rise: float) -> None:
    assert dirt_of(Marks.of(receipt(down, rise)), HEIGHT) == ""


def test_a_few_specks_beside_dashed_rules_are_few() -> None:
    assert dirt_of(Marks.of(specks(receipt(), 12)), HEIGHT) == ""


@pytest.mark.parametrize("count", [60, 200, 600])
def test_as_many_specks_in_no_order_are_dirt(count: int) -> None:
    assert "full of specks" in dirt_of(Marks.of(specks(receipt(), count)), HEIGHT)


def dashed_table(rows: int, columns: int, dash: int, gap: int) -> Grey:
    """A page in grey at 150 dots an inch with a table of dashed rules, a pixel thick, and no print."""
    grey = np.full((620, 900), 240, np.uint8)
    xs, ys = [80 + 180 * at for at in range(columns + 1)], [60 + 45 * at for at in range(rows + 1)]
    for y in ys:
        for x in range(xs[0], xs[-1], dash + gap):
            grey[y, x : min(x + dash, xs[-1])] = 60
    for x in xs:
        for y in range(ys[0], ys[-1], dash + gap):
            grey[y : min(y + dash, ys[-1]), x] = 60
    return grey


@pytest.mark.parametrize(("dash", "gap"), [(5, 3), (4, 4), (6, 4), (6, 5)])
@pytest.mark.parametrize(("rows", "columns"), [(2, 4), (8, 3)])
def test_dashed_rules_make_the_table_that_they_frame(dash: int, gap: int, rows: int, columns: int) -> None:
    grey = dashed_table(rows, columns, dash, gap)
    ink = np.where(grey < 150, 255, 0).astype(np.uint8)
    rules = find_rules(PaperSheet(grey, 150, ink)).rules
    assert len(rules.horizontal) == rows + 1
    assert len(rules.vertical) == columns + 1


def test_feet_of_letters_make_no_dashed_rule() -> None:
    ink = np.zeros((400, 900), np.uint8)
    rng = np.random.default_rng(3)
    for line in range(6):
        x = 40
        while x < 840:
            wide = int(rng.integers(2, 10))
            ink[60 + 40 * line, x : x + wide] = 255
            ink[50 + 40 * line : 60 + 40 * line, x : x + 2] = 255
            x += wide + int(rng.integers(3, 9))
    assert not find_rules(PaperSheet(np.bitwise_not(ink), 150, ink)).rules.horizontal


def test_the_ends_of_dashes_are_no_pepper() -> None:
    grey = dashed_table(12, 4, 5, 3)
    cleaned = without_pepper(grey, 150)
    assert cleaned.share == 0
    assert np.array_equal(cleaned.pixels, grey)
