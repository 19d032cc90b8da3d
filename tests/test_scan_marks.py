"""Marks of ink: what is a digit, a point or a dash, and what is dirt."""

import numpy as np
import pytest

from extractor.documents.page.ruled_grid import RuledGrid, find_grids
from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.marks import (
    Marks,
    characters_of,
    digit_height,
    is_dash,
    lines_of,
    slant_of,
    upright,
)
from extractor.documents.scan.tables.smudges import Smudge
from extractor.documents.scan.tables.spots import PrintSpot, spots_in_grids

HEIGHT = 20
DIGITS = ((10, 10, 20, 30), (26, 10, 36, 30))
"""Corners of two digits that stand on the line y = 30."""


def drawn(*boxes: tuple[int, int, int, int]) -> Marks:
    ink: Grey = np.zeros((60, 120), np.uint8)
    for x0, y0, x1, y1 in boxes:
        ink[y0:y1, x0:x1] = 255
    return Marks.of(ink)


def kept(*boxes: tuple[int, int, int, int]) -> set[tuple[int, ...]]:
    marks = drawn(*boxes)
    numbers = marks.inside(PixelBox(0, 0, 120, 60))
    return {tuple(marks.boxes[number].tolist()) for number in characters_of(marks, numbers, HEIGHT)[0]}


def test_a_dot_at_the_foot_between_two_digits_is_a_point() -> None:
    assert (22, 27, 24, 30) in kept(*DIGITS, (22, 27, 24, 30))


def test_a_point_beside_a_comma_as_tall_as_half_a_digit_is_one() -> None:
    comma, point = (22, 27, 25, 36), (38, 27, 40, 30)
    assert {comma, point} < kept(*DIGITS, comma, point, (43, 10, 53, 30))


def test_a_dot_behind_the_last_digit_or_above_the_foot_is_dirt() -> None:
    assert kept(*DIGITS, (40, 27, 43, 30)) == set(DIGITS)
    assert kept(*DIGITS, (22, 12, 24, 15)) == set(DIGITS)


def test_a_dash_before_the_first_digit_is_a_minus() -> None:
    assert (1, 20, 8, 22) in kept(*DIGITS, (1, 20, 8, 22))


def test_a_piece_of_a_digit_is_no_dirt() -> None:
    assert (11, 4, 15, 7) in kept(*DIGITS, (11, 4, 15, 7))


def test_the_pieces_of_a_digit_that_fell_apart_are_one() -> None:
    pieces = {(10, 10, 20, 14), (12, 17, 18, 21), (10, 25, 20, 30)}
    assert kept(*pieces) == pieces


def test_what_stands_above_each_other_is_one() -> None:
    boxes = np.array([[10, 10, 20, 18], [11, 21, 21, 30], [26, 10, 36, 30], [35, 27, 38, 30]], np.int32)
    assert upright(boxes).tolist() == [[10, 10, 21, 30], [26, 10, 36, 30], [35, 27, 38, 30]]


def test_specks_far_from_every_digit_are_no_broken_digit() -> None:
    specks = ((90, 10, 98, 15), (90, 18, 98, 23), (90, 26, 98, 31))
    assert kept(*DIGITS, *specks) == set(DIGITS)
    assert kept(*specks) == set(specks)


def test_a_dash_alone_is_a_dash_and_a_digit_is_none() -> None:
    dash, digit = drawn((10, 20, 24, 22)), drawn(DIGITS[0])
    assert is_dash(dash, [1], HEIGHT)
    assert not is_dash(digit, [1], HEIGHT)


def test_a_stroke_that_leans_is_told_from_one_that_stands() -> None:
    ink: Grey = np.zeros((60, 60), np.uint8)
    for step in range(20):
        ink[40 - step, 20 + step // 2 : 23 + step // 2] = 255
    assert slant_of(Marks.of(ink), 1) < -0.8
    assert abs(slant_of(drawn((10, 10, 13, 30)), 1)) < 0.1


def test_marks_are_gathered_into_lines() -> None:
    marks = drawn(*DIGITS, (10, 36, 20, 56))
    assert [len(line) for line in lines_of(marks, [1, 2, 3])] == [2, 1]


def looked_at(*boxes: tuple[int, int, int, int]) -> tuple[list[PrintSpot], list[Smudge]]:
    """What is found in a grid of four cells, each 200 by 100 pixels at 144 an inch, where these boxes are ink."""
    ink: Grey = np.zeros((240, 440), np.uint8)
    for x0, y0, x1, y1 in boxes:
        ink[y0:y1, x0:x1] = 255
    across = tuple(Segment(at, 10.0, 210.0) for at in (10.0, 60.0, 110.0))
    down = tuple(Segment(at, 10.0, 110.0) for at in (10.0, 110.0, 210.0))
    grids: list[RuledGrid] = find_grids(Rules(across, down))
    assert [len(grid.cells) for grid in grids] == [4]
    return spots_in_grids(PaperSheet(255 - ink, 144.0, ink), Marks.of(ink), grids)


FIGURE = ((100, 60, 110, 80), (116, 60, 126, 80))
"""Two digits in the first cell."""


def test_the_digits_of_a_cell_are_one_line_that_may_be_a_number() -> None:
    spots, smudges = looked_at(*FIGURE)
    assert [(spot.line, spot.figure) for spot in spots] == [(PixelBox(100, 60, 126, 80), True)]
    assert smudges == []


def test_the_feet_of_several_digits_that_fell_off_belong_to_them() -> None:
    feet = ((100, 76, 110, 79), (116, 76, 126, 79))
    others = ((300, 60, 310, 80), (316, 60, 326, 80), (332, 60, 342, 80))
    spots, _ = looked_at((100, 60, 110, 72), (116, 60, 126, 72), *feet, *others)
    assert [(spot.line, len(spot.marks)) for spot in spots[:1]] == [(PixelBox(100, 60, 126, 79), 4)]
    spots, _ = looked_at(*FIGURE, (100, 84, 110, 87), (116, 84, 126, 87), *others)
    assert [(spot.line, len(spot.marks)) for spot in spots[:1]] == [(PixelBox(100, 60, 126, 80), 2)]


def test_the_foot_of_a_digit_that_fell_off_belongs_to_it() -> None:
    whole = [(100, 160, 110, 180), (116, 160, 126, 180), (300, 160, 310, 180)]
    spots, _ = looked_at(*whole, (100, 60, 110, 72), (99, 77, 111, 80))
    assert PixelBox(99, 60, 111, 80) in [spot.line for spot in spots]
    assert all(spot.dirt == () for spot in spots)


def test_what_is_left_of_the_rules_along_the_edges_of_a_cell_is_left_out() -> None:
    spots, smudges = looked_at(*FIGURE, (23, 40, 26, 100), (240, 24, 300, 27))
    assert [spot.line for spot in spots] == [PixelBox(100, 60, 126, 80)]
    assert spots[0].dirt == ()
    assert smudges == []


def test_a_blank_cell_full_of_specks_is_not_taken_for_blank() -> None:
    specks = [(300 + 6 * step, 60 + 4 * (step % 5), 303 + 6 * step, 63 + 4 * (step % 5)) for step in range(15)]
    spots, smudges = looked_at(*FIGURE, *specks)
    assert len(spots) == 1
    assert [smudge.area.x0 > 220 and smudge.area.y1 < 120 for smudge in smudges] == [True]


def test_a_blank_cell_with_one_speck_stays_blank() -> None:
    assert looked_at(*FIGURE, (300, 60, 302, 62))[1] == []


def test_digits_are_measured_apart_from_larger_characters_around_them() -> None:
    ink: Grey = np.zeros((400, 900), np.uint8)
    for at in range(20):
        ink[20:41, 10 + 40 * at : 31 + 40 * at] = 255
        ink[60 : 60 + 13 + at % 7, 10 + 40 * at : 18 + 40 * at] = 255
    for at in range(24):
        ink[100:115, 10 + 30 * at : 18 + 30 * at] = 255
    assert digit_height(Marks.of(ink), [PixelBox(0, 0, 900, 400)], 150) == 15


def test_capitals_tell_the_height_of_digits_where_small_letters_stand_among_them() -> None:
    ink: Grey = np.zeros((300, 1500), np.uint8)
    for at in range(30):
        ink[20:34, 10 + 40 * at : 18 + 40 * at] = 255
        ink[60:80, 10 + 40 * at : 20 + 40 * at] = 255
    assert digit_height(Marks.of(ink), [PixelBox(0, 0, 1500, 300)], 150) == 20


def test_two_halves_of_a_digit_in_a_cell_are_one_figure() -> None:
    beside = tuple((x + 200 + more, y0, x1 + 200 + more, y1) for x, y0, x1, y1 in FIGURE for more in (0, 32, 64))
    spots, _ = looked_at((60, 60, 70, 69), (61, 72, 70, 81), *beside)
    assert [(spot.figure, spot.line.y0, spot.line.y1) for spot in spots] == [(True, 60, 81), (True, 60, 80)]


@pytest.mark.parametrize(("left", "top", "unclear"), [(118, 38, 1), (60, 38, 0), (118, 46, 0)])
def test_what_may_be_left_of_a_dash_where_numbers_stand_is_not_blank(left: int, top: int, unclear: int) -> None:
    """Five cells below each other, the last of which holds a mark that is too short for a dash."""
    ink: Grey = np.zeros((520, 240), np.uint8)
    for row in range(5):
        digits = ((100, 110), (116, 126)) if row % 2 else ((116, 126),)
        for x0, x1 in digits:
            ink[20 + 80 * row + 30 : 20 + 80 * row + 50, x0:x1] = 255
    ink[420 + top : 423 + top, left : left + 5] = 255
    across = tuple(Segment(10.0 + 40 * at, 10.0, 110.0) for at in range(7))
    grids = find_grids(Rules(across, tuple(Segment(at, 10.0, 250.0) for at in (10.0, 110.0))))
    spots, smudges = spots_in_grids(PaperSheet(255 - ink, 144.0, ink), Marks.of(ink), grids)
    assert len(spots) == 5
    assert len(smudges) == unclear
