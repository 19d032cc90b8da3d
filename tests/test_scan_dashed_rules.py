"""Dashes in a row are a rule and no dirt; specks as large in no order are dirt, on the same page too."""

import numpy as np
import pytest

from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.quality import dirt_of

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
