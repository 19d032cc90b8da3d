"""Dots that lead from a label to its figures are taken out of pictures; dots that say something are not."""

import cv2
import numpy as np
import pytest

from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.leaders import without_leaders
from extractor.documents.scan.paper.text_boxes import TextBox

LINE = 30
"""Pixels: the height of a line of print."""


def page(*drawn: tuple[int, int, int, int]) -> PaperSheet:
    ink = np.zeros((400, 1000), np.uint8)
    for x, y, wide, high in drawn:
        cv2.rectangle(ink, (x, y), (x + wide - 1, y + high - 1), (255,), -1)
    return PaperSheet(np.asarray(cv2.bitwise_not(ink), np.uint8), 150.0, ink)


def label(x: int, y: int, letters: int = 5) -> list[tuple[int, int, int, int]]:
    """Letters 14 by 18 pixels on a base line."""
    return [(x + 18 * at, y - 18, 14, 18) for at in range(letters)]


def dots(x: int, y: int, count: int, step: int = 12, wide: int = 4, high: int = 4) -> list[tuple[int, int, int, int]]:
    return [(x + step * at, y - high, wide, high) for at in range(count)]


def line(x: int, y: int, length: int) -> TextBox:
    return TextBox(x + length / 2, y - 9, length, LINE, 0.0, 1.0)


@pytest.mark.parametrize("count", [6, 9, 30])
@pytest.mark.parametrize("step", [8, 12, 18])
@pytest.mark.parametrize("wide", [3, 6])
def test_dots_and_dashes_between_a_label_and_its_figures_go(count: int, step: int, wide: int) -> None:
    row = dots(150, 100, count, step, wide)
    whole = page(*label(50, 100), *row, *label(900, 100, 3))
    clean, boxes = without_leaders(whole, [line(45, 100, 300), line(895, 100, 70)])
    without = page(*label(50, 100), *label(900, 100, 3))
    assert (clean.ink == without.ink).all()
    assert clean.grey[96:100, 150].min() == 255
    assert boxes[0].bounds[0] == 45
    assert boxes[0].bounds[2] < 150
    assert boxes[1] == line(895, 100, 70)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_short_leaders_end_where_long_ones_do(count: int) -> None:
    end = 150 + 12 * 20
    short = dots(end - 12 * count, 160, count)
    labels = [*label(50, 100), *label(50, 220), *label(end - 12 * count - 100, 160)]
    whole = page(*labels, *dots(150, 100, 20), *dots(150, 220, 20), *short)
    clean, _ = without_leaders(whole, [line(45, y, 400) for y in (100, 160, 220)])
    assert (clean.ink == page(*labels).ink).all()


@pytest.mark.parametrize("gap", [3, 8, 15])
@pytest.mark.parametrize("at", range(-12, 13, 3))
def test_points_and_commas_below_the_ends_of_leaders_stay(at: int, gap: int) -> None:
    end = 150 + 12 * 20 - 8
    number = [*label(end - 50 + at, 160, 2), (end - 4 + at, 156, 4, 6), *label(end + gap + at, 160, 3)]
    labels = [*label(50, 100), *label(50, 220)]
    whole = page(*labels, *dots(150, 100, 20), *dots(150, 220, 20), *number)
    clean, _ = without_leaders(whole, [line(45, 100, 400), line(45, 220, 400)])
    assert (clean.ink == page(*labels, *number).ink).all()


KEPT = {
    "an ellipsis": [*label(50, 100), *dots(150, 100, 3)],
    "points of numbers": [each for at in range(8) for each in ((50 + 60 * at, 82, 14, 18), (70 + 60 * at, 96, 4, 4))],
    "dots in place of a value": dots(500, 100, 8),
    "specks at no distance": [*label(50, 100), *[(x, 96, 4, 4) for x in (150, 158, 180, 186, 207, 212, 234)]],
    "specks on no line": [*label(50, 100), *[(150 + 12 * at, 70 + 17 * at % 40, 4, 4) for at in range(9)]],
    "letters": [*label(50, 100, 20)],
    "a full stop": [*label(50, 100), (150, 96, 4, 4)],
    "a rule": [*label(50, 100), (150, 97, 400, 3)],
    "dashes of values, a column apart": [*label(50, 100), *dots(200, 95, 8, 80, 12, 3)],
    "a rule that was typed": [(130, 94, 12, 3), (135, 89, 3, 12), *dots(150, 97, 12, 12, 9, 3)],
    "a rule that was typed below a stroke": [
        (135, 60, 3, 40),
        *[(x, 114, 12, 3) for x in (130, 295)],
        *dots(150, 117, 12, 12, 9, 3),
    ],
    "dots too large": [*label(50, 100), *dots(150, 100, 8, 20, 10, 10)],
}


@pytest.mark.parametrize("kind", KEPT)
def test_other_dots_stay(kind: str) -> None:
    whole, boxes = page(*KEPT[kind]), [line(45, 100, 500)]
    clean, left = without_leaders(whole, boxes)
    assert (clean.ink == whole.ink).all()
    assert left == boxes


def test_a_line_of_nothing_but_a_leader_is_none() -> None:
    whole = page(*label(50, 100), *dots(150, 100, 20))
    _, boxes = without_leaders(whole, [line(45, 100, 95), line(146, 100, 250)])
    assert [round(box.bounds[0]) for box in boxes] == [45]


def test_a_page_without_print_has_no_leaders() -> None:
    whole = page(*dots(150, 100, 20))
    assert without_leaders(whole, []) == (whole, [])
