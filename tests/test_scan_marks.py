"""Marks of ink: what is a digit, a point or a dash, and what is dirt."""

import numpy as np

from extractor.documents.scan.crops import Extent
from extractor.documents.scan.marks import Marks, characters_of, is_dash, lines_of, slant_of
from extractor.documents.scan.raster import Grey

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
    numbers = marks.inside(Extent(0, 0, 120, 60))
    return {tuple(marks.boxes[number].tolist()) for number in characters_of(marks, numbers, HEIGHT)[0]}


def test_a_dot_at_the_foot_between_two_digits_is_a_point() -> None:
    assert (22, 27, 24, 30) in kept(*DIGITS, (22, 27, 24, 30))


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
