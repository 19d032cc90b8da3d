"""Parts of a table that stand beside each other on a scan, and the columns of its labels and headings."""

from itertools import pairwise
from random import Random

import numpy as np
import pytest

from extractor.documents.page.ruled_grid import find_grids
from extractor.documents.page.ruling import Rules, Segment, together
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.head_uprights import below_headings
from extractor.documents.scan.tables.label_levels import columns_of_labels
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.parts_beside import between_parts, page_guides, panel_seams
from extractor.documents.scan.tables.ruled_strips import is_figure

DPI, SCALE = 144.0, 2.0
DIGIT = 16
VARIANTS = range(30)


def figure(ink: np.ndarray, right: int, top: int, digits: int) -> None:
    """A number of so many digits that ends at ``right``."""
    for at in range(digits):
        x = right - 11 * (at + 1)
        ink[top : top + DIGIT, x : x + 8] = 255


def writing(ink: np.ndarray, left: int, top: int, letters: int) -> PixelBox:
    """Letters, and the line of print that they are."""
    for at in range(letters):
        high = (17, 10, 14)[at % 3]
        ink[top + DIGIT - high : top + DIGIT, left + 11 * at : left + 11 * at + 8] = 255
    return PixelBox(left - 2, top - 2, left + 11 * letters, top + DIGIT + 2)


def sheet_of_ink(ink: np.ndarray) -> PaperSheet:
    return PaperSheet(np.asarray(255 - ink, np.uint8), DPI, np.asarray(ink, np.uint8))


def two_parts(variant: int, upright: bool, apart: float) -> tuple[PaperSheet, Rules, list[PixelBox]]:
    """A page with a rule over all of it and two parts of one table below: headings, and rows of which each fifth has a
    rule, at heights of their own in the right part; ``apart``: by how much its last rule stands lower, in points.
    """
    rng = Random(variant)
    ink = np.zeros((1200, 1700), np.uint8)
    across, boxes = [Segment(40.0, 30.0, 820.0)], []
    gap = rng.uniform(16.0, 30.0)
    for left, last in ((30.0, 0.0), (430.0 + gap / 2, apart)):
        right = left + 395.0 - gap / 2
        foot = 300.0 + last
        across += [Segment(y, left, right) for y in (80.0, 110.0, 200.0 + last / 2, foot)]
        for row in range(8):
            top = round((118 + row * (22 + last / 10)) * SCALE)
            boxes.append(writing(ink, round(left * SCALE) + 10, top, rng.randrange(4, 12)))
            for column in (1, 2, 3):
                figure(ink, round((right - 4 - 75 * (3 - column)) * SCALE), top, rng.randrange(1, 5))
        for column in range(4):
            boxes.append(writing(ink, round((right - 26 - 75 * (3 - column)) * SCALE), 180, 4))
    down = (Segment(425.0, 80.0, 300.0),) if upright else ()
    return sheet_of_ink(ink), Rules(tuple(across), down), boxes


@pytest.mark.parametrize("variant", VARIANTS)
def test_parts_beside_each_other_are_tables_of_their_own(variant: int) -> None:
    sheet, rules, boxes = two_parts(variant, upright=variant % 2 == 0, apart=(0.0, 24.0)[variant % 2] + variant % 3 * 8)
    (seam,) = panel_seams(rules, boxes, SCALE)
    assert 415 < seam.x < 440
    found = find_grids(together(rules, page_guides(sheet, Marks.of(sheet.ink), rules, boxes)))
    assert found and all(grid.box[2] < seam.x or grid.box[0] > seam.x for grid in found)
    assert {grid.box[0] > seam.x for grid in found} == {False, True}
    assert all(len(grid.xs) == 5 for grid in found)


@pytest.mark.parametrize("variant", VARIANTS)
def test_rules_that_are_broken_at_one_place_part_no_table(variant: int) -> None:
    rng = Random(variant)
    gap = rng.uniform(425.0, 430.0)
    across = [rule for y in (80.0, 110.0, 200.0, 300.0) for rule in (Segment(y, 30.0, 410.0), Segment(y, gap, 820.0))]
    assert not panel_seams(Rules(tuple(across), ()))
    whole = [Segment(80.0, 30.0, 820.0) if variant % 2 else each for each in across]
    assert not panel_seams(Rules(tuple(whole), ()))
    print_ = PixelBox(rng.randrange(300, 400), 140, rng.randrange(440, 500), 156)
    lower = [each._replace(at=each.at + (30.0 if each.start > 420 and each.at > 110 else 0.0)) for each in across]
    assert panel_seams(Rules(tuple(lower), ()))
    assert not panel_seams(Rules(tuple(lower), ()), [print_])


def test_an_upright_between_parts_is_of_no_table_below_them() -> None:
    _, rules, boxes = two_parts(0, upright=True, apart=0.0)
    below = rules._replace(
        horizontal=(*rules.horizontal, Segment(340.0, 30.0, 820.0)), vertical=(Segment(425.0, 80.0, 340.0),)
    )
    (upright,) = between_parts(below, boxes, SCALE).vertical
    assert 80 < upright.start < 85 and 290 < upright.end < 297


@pytest.mark.parametrize("variant", VARIANTS)
def test_characters_as_tall_as_digits_are_no_figure(variant: int) -> None:
    rng = Random(variant)
    ink = np.zeros((60, 300), np.uint8)
    signs, height = rng.randrange(3, 7), rng.randrange(17, 21)
    for at in range(signs):
        ink[20 : 20 + height, 20 + 23 * at : 20 + 23 * at + rng.randrange(18, 21)] = 255
    line = PixelBox(15, 15, 25 + 23 * signs, 45)
    assert not is_figure(Marks.of(ink), line, 19)
    digits = np.zeros((60, 300), np.uint8)
    for at in range(signs):
        digits[20:39, 20 + 14 * at : 20 + 14 * at + rng.randrange(10, 13)] = 255
    assert is_figure(Marks.of(digits), PixelBox(15, 15, 25 + 14 * signs, 45), 19)


@pytest.mark.parametrize("variant", VARIANTS)
def test_labels_of_several_rows_have_a_column_of_their_own(variant: int) -> None:
    rng = Random(variant)
    ink = np.zeros((700, 1000), np.uint8)
    ys = [50.0 + 22 * row for row in range(8)]
    rules = Rules(tuple(Segment(y, 20.0, 480.0) for y in ys), tuple(Segment(x, ys[0], ys[-1]) for x in (20, 250, 480)))
    indent, grouped = rng.randrange(220, 280), rng.randrange(2, 5)
    boxes = []
    for row, y in enumerate(ys[:-1]):
        left = indent if row >= 2 else 50
        boxes.append(writing(ink, left, round(y * SCALE) + 14, rng.randrange(8, 16)))
        figure(ink, 900, round(y * SCALE) + 14, 3)
    for row in (grouped, grouped + 1):
        boxes.append(writing(ink, 50, round(ys[row] * SCALE) + 14, 10))
    (upright,) = columns_of_labels(Marks.of(ink), Rules(rules.horizontal, ()), rules, boxes, DIGIT, SCALE).vertical
    assert upright.start == ys[2] and upright.end == ys[-1]
    assert indent - 12 < upright.at * SCALE < indent
    drawn = columns_of_labels(Marks.of(ink), rules, Rules((), ()), boxes, DIGIT, SCALE)
    assert not drawn.vertical


@pytest.mark.parametrize("variant", VARIANTS)
def test_rows_stand_below_the_uprights_of_their_headings(variant: int) -> None:
    rng = Random(variant)
    ink = np.zeros((700, 1000), np.uint8)
    heads = [120.0, 240.0, 360.0]
    rights = [round((x + 112) * SCALE) for x in heads]
    for row in range(5):
        for right in rights:
            figure(ink, right, 200 + 44 * row, rng.randrange(1, 5))
    guides = [heads[0] + rng.uniform(0.0, 30.0), *(x + rng.uniform(4.0, 40.0) for x in heads[1:])]
    across = tuple(Segment(y, 20.0, 480.0) for y in (95.0, 210.0))
    own = Rules(across, tuple(Segment(x, 95.0, 210.0) for x in (20.0, *guides, 480.0)))
    printed = Rules((), tuple(Segment(x, 60.0, 93.0) for x in heads))
    moved = below_headings(own, printed, Marks.of(ink), DIGIT, SCALE)
    assert [rule.at for rule in moved.vertical] == [20.0, *heads, 480.0]
    between = Rules((), tuple(Segment(x - 30, 60.0, 93.0) for x in heads[1:]))
    kept = below_headings(own, between, Marks.of(ink), DIGIT, SCALE)
    assert all(b > a for a, b in pairwise(rule.at for rule in kept.vertical))
