"""Points between digits: whether there is room for one, as far as the other numbers of the page tell."""

from dataclasses import replace

import numpy as np
import pytest

from extractor.documents.scan.numbers.doubts import (
    beside_numbers,
    cut_at_edge,
    cut_numbers,
    leaves_out,
    says_other_signs,
)
from extractor.documents.scan.numbers.minus import with_faint_minus
from extractor.documents.scan.numbers.number_parts import usual_gap, usual_pitch
from extractor.documents.scan.numbers.points import without_crowded_points
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.spots import PrintSpot

HEIGHT = 20


def lines(*gaps: tuple[int, bool]) -> tuple[Marks, list[PrintSpot]]:
    """Two digits a line, with so much paper and a dot or none between them."""
    ink: Grey = np.zeros((40 * len(gaps) + 40, 160), np.uint8)
    for row, (gap, dotted) in enumerate(gaps):
        top = 40 * row + 10
        ink[top : top + HEIGHT, 20:32] = 255
        ink[top : top + HEIGHT, 32 + gap : 44 + gap] = 255
        if dotted:
            middle = 32 + gap // 2
            ink[top + HEIGHT - 3 : top + HEIGHT, middle - 1 : middle + 2] = 255
    marks = Marks.of(ink)
    spots = []
    for row in range(len(gaps)):
        area = PixelBox(0, 40 * row, 160, 40 * row + 40)
        numbers = tuple(marks.inside(area).tolist())
        spots.append(PrintSpot(marks.around(numbers), area, HEIGHT, numbers, (), True))
    return marks, spots


def test_a_dot_between_digits_as_close_as_all_others_is_dirt() -> None:
    marks, spots = lines(*[(8, False)] * 9, (8, True))
    gap = usual_gap(marks, spots)
    cleaned = without_crowded_points(marks, spots[-1], gap)
    assert gap == 8 / HEIGHT
    assert len(cleaned.marks) == 2
    assert len(cleaned.dirt) == 1


def test_a_dot_that_has_room_is_a_point() -> None:
    marks, spots = lines(*[(8, False)] * 9, (16, True))
    assert without_crowded_points(marks, spots[-1], usual_gap(marks, spots)) is spots[-1]


def test_few_numbers_tell_nothing_of_points() -> None:
    marks, spots = lines(*[(8, False)] * 3, (8, True))
    assert usual_gap(marks, spots) == 0
    assert without_crowded_points(marks, spots[-1], 0.0) is spots[-1]


def test_a_figure_that_ends_in_a_comma_and_its_neighbour_may_be_one_number() -> None:
    ink: Grey = np.zeros((60, 200), np.uint8)
    ink[10:30, 20:32] = ink[27:36, 36:41] = ink[10:30, 60:72] = ink[10:30, 120:132] = 255
    marks = Marks.of(ink)
    areas = [PixelBox(0, 0, 50, 60), PixelBox(50, 0, 100, 60), PixelBox(100, 0, 200, 60)]
    spots = []
    for column, area in enumerate(areas):
        numbers = tuple(marks.inside(area).tolist())
        spots.append(PrintSpot(marks.around(numbers), area, HEIGHT, numbers, (), True, (0, column), (0, 0)))
    assert cut_numbers(marks, spots, 0.0) == {0, 1}


def test_a_piece_of_a_digit_among_the_dirt_puts_the_number_in_doubt_and_a_speck_does_not() -> None:
    ink: Grey = np.zeros((60, 120), np.uint8)
    ink[10:30, 20:32] = ink[10:16, 40:52] = ink[25:27, 60:62] = 255
    marks = Marks.of(ink)
    digit, piece, speck = sorted(marks.inside(PixelBox(0, 0, 120, 60)).tolist(), key=lambda mark: marks.boxes[mark, 0])
    spot = PrintSpot(marks.around([digit]), PixelBox(0, 0, 120, 60), HEIGHT, (digit,), (speck,), True)
    assert not leaves_out(marks, spot)
    assert leaves_out(marks, replace(spot, dirt=(piece, speck)))


def test_figures_in_neighbouring_cells_that_stand_as_close_as_digits_may_be_one_number() -> None:
    def spot(x0: int, x1: int, column: int) -> PrintSpot:
        return PrintSpot(PixelBox(x0, 10, x1, 30), PixelBox(0, 0, 200, 60), HEIGHT, (1,), (), True, (0, column), (0, 0))

    ink: Grey = np.zeros((60, 200), np.uint8)
    ink[10:30, 20:32] = 255
    spots = [spot(20, 32, 0), spot(37, 60, 1), spot(100, 120, 2)]
    assert cut_numbers(Marks.of(ink), spots, 0.2) == {0, 1}


def one_line(*boxes: tuple[int, int, int, int], open_: bool = False) -> tuple[Marks, PrintSpot]:
    """A line of these marks, in a cell from 0 to 150."""
    ink: Grey = np.zeros((60, 200), np.uint8)
    for x0, y0, x1, y1 in boxes:
        ink[y0:y1, x0:x1] = 255
    marks = Marks.of(ink)
    area = PixelBox(0, 0, 150, 60)
    numbers = tuple(marks.inside(area).tolist())
    return marks, PrintSpot(marks.around(numbers), area, HEIGHT, numbers, (), True, open=open_)


DIGITS = ((20, 10, 30, 30), (36, 10, 46, 30), (52, 10, 62, 30))


def test_the_pitch_of_digits_is_the_same_beside_a_slim_one() -> None:
    lines = [one_line(*DIGITS), one_line((24, 10, 27, 30), *DIGITS[1:])]
    marks, spot = lines[0]
    slim, other = lines[1]
    assert usual_pitch(marks, [spot] * 4) == 16 / HEIGHT
    assert usual_pitch(slim, [other] * 4) == pytest.approx(16 / HEIGHT, abs=0.05)
    assert usual_pitch(marks, [spot] * 3) == 0


def test_digits_that_stand_further_apart_than_others_have_a_sign_between_them() -> None:
    marks, spot = one_line(DIGITS[0], (46, 10, 56, 30), (62, 10, 72, 30))
    assert says_other_signs(marks, spot, 0.3, 0.8, "123")
    assert not says_other_signs(*one_line(*DIGITS), 0.3, 0.8, "123")


def test_digits_of_two_numbers_are_too_far_apart_in_any_typeface() -> None:
    assert says_other_signs(*one_line(DIGITS[0], (90, 10, 100, 30)), 0.0, 0.0, "02")
    assert not says_other_signs(*one_line(*DIGITS), 0.0, 0.0, "123")


def test_a_sign_without_a_mark_and_a_mark_without_a_sign_are_in_doubt() -> None:
    assert says_other_signs(*one_line(*DIGITS), 0.3, 0.8, "12.3")
    marks, spot = one_line(DIGITS[0], (37, 27, 40, 30), (46, 10, 56, 30), (62, 10, 72, 30))
    assert says_other_signs(marks, spot, 0.3, 0.0, "123")
    assert not says_other_signs(marks, spot, 0.3, 0.8, "1.23")


def test_a_sign_of_percent_stands_further_from_the_digits() -> None:
    marks, spot = one_line(*DIGITS[:2], (62, 10, 78, 30))
    assert not says_other_signs(marks, spot, 0.3, 0.8, "12%")


def test_a_digit_beyond_the_side_of_an_open_cell_puts_the_figure_in_doubt() -> None:
    boxes = ((124, 10, 134, 30), (140, 10, 148, 30), (156, 10, 166, 30))
    assert cut_at_edge(*one_line(*boxes, open_=True), 0.8)
    assert not cut_at_edge(*one_line(*boxes), 0.8)
    assert not cut_at_edge(*one_line(*boxes[:2], (180, 10, 190, 30), open_=True), 0.8)


def faint(*strokes: tuple[int, int, int, int]) -> tuple[Grey, Marks, PrintSpot]:
    marks, spot = one_line((60, 10, 70, 30))
    grey: Grey = np.full((60, 200), 255, np.uint8)
    for x0, y0, x1, y1 in strokes:
        grey[y0:y1, x0:x1] = 170
    return grey, marks, spot


def test_a_minus_too_faint_for_a_mark_belongs_to_its_number() -> None:
    grey, marks, spot = faint((46, 20, 55, 22))
    assert with_faint_minus(grey, marks, spot).line.x0 == 46


@pytest.mark.parametrize("stroke", [(46, 10, 55, 12), (51, 20, 54, 22), (46, 10, 55, 30)])
def test_what_is_too_high_too_short_or_no_stroke_is_no_minus(stroke: tuple[int, int, int, int]) -> None:
    grey, marks, spot = faint(stroke)
    assert with_faint_minus(grey, marks, spot) is spot


def test_among_specks_a_faint_stroke_is_one_of_them() -> None:
    grey, marks, spot = faint((46, 20, 55, 22))
    boxes = [*marks.boxes.tolist(), [44, 8, 46, 10], [50, 33, 52, 35]]
    specked = Marks(np.array(boxes, np.int32), np.array([*marks.areas, 4, 4], np.int32), marks.labels)
    assert with_faint_minus(grey, specked, spot) is spot


def test_digits_lower_than_usual_ones_that_stand_far_apart_are_no_number() -> None:
    marks, spots = lines((60, False))
    taller = replace(spots[0], height=round(HEIGHT / 0.7))
    assert says_other_signs(marks, taller, 0.0, 0.0, "50")


def test_numbers_on_one_line_of_a_cell_are_in_doubt() -> None:
    _, spots = lines((8, False), (8, False))
    cell = PixelBox(0, 0, 160, 80)
    here = [replace(spot, area=cell, row=(0, 0)) for spot in spots]
    aside = replace(here[0], line=PixelBox(100, 10, 124, 30))
    assert beside_numbers([*here, aside], [0, 1, 2]) == {0, 2}
    assert beside_numbers(here, [0, 1]) == set()
    assert beside_numbers([spots[0], aside], [0, 1]) == set()
