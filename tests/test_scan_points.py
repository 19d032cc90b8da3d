"""Points between digits: whether there is room for one, as far as the other numbers of the page tell."""

from dataclasses import replace

import numpy as np

from extractor.documents.scan.crops import Extent
from extractor.documents.scan.marks import Marks
from extractor.documents.scan.points import (
    cut_at_commas,
    cut_between_digits,
    leaves_out,
    usual_gap,
    without_crowded_points,
)
from extractor.documents.scan.raster import Grey
from extractor.documents.scan.spots import Spot

HEIGHT = 20


def lines(*gaps: tuple[int, bool]) -> tuple[Marks, list[Spot]]:
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
        area = Extent(0, 40 * row, 160, 40 * row + 40)
        numbers = tuple(marks.inside(area).tolist())
        spots.append(Spot(marks.around(numbers), area, HEIGHT, numbers, (), True))
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
    areas = [Extent(0, 0, 50, 60), Extent(50, 0, 100, 60), Extent(100, 0, 200, 60)]
    spots = []
    for column, area in enumerate(areas):
        numbers = tuple(marks.inside(area).tolist())
        spots.append(Spot(marks.around(numbers), area, HEIGHT, numbers, (), True, (0, column), (0, 0)))
    assert cut_at_commas(marks, spots) == {0, 1}


def test_a_piece_of_a_digit_among_the_dirt_puts_the_number_in_doubt_and_a_speck_does_not() -> None:
    ink: Grey = np.zeros((60, 120), np.uint8)
    ink[10:30, 20:32] = ink[10:16, 40:52] = ink[25:27, 60:62] = 255
    marks = Marks.of(ink)
    digit, piece, speck = sorted(marks.inside(Extent(0, 0, 120, 60)).tolist(), key=lambda mark: marks.boxes[mark, 0])
    spot = Spot(marks.around([digit]), Extent(0, 0, 120, 60), HEIGHT, (digit,), (speck,), True)
    assert not leaves_out(marks, spot)
    assert leaves_out(marks, replace(spot, dirt=(piece, speck)))


def test_figures_in_neighbouring_cells_that_stand_as_close_as_digits_may_be_one_number() -> None:
    def spot(x0: int, x1: int, column: int) -> Spot:
        return Spot(Extent(x0, 10, x1, 30), Extent(0, 0, 200, 60), HEIGHT, (1,), (), True, (0, column), (0, 0))

    assert cut_between_digits([spot(20, 32, 0), spot(37, 60, 1), spot(100, 120, 2)], 0.2) == {0, 1}
