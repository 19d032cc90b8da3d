"""Tables that are ruled down between some of their columns only are cut into all of them."""

from itertools import groupby
from random import Random

import numpy as np
import pytest

from extractor.documents.page.ruled_grid import RuledGrid, find_grids
from extractor.documents.page.ruling import together
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.guides import find_guides
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.rulings import find_rules
from specimens.drawn_page import DIGIT, DPI, DrawnPage

TOP = 100


def boxes_of(page: DrawnPage) -> list[PixelBox]:
    """The lines of print, with the room that a detector leaves around them."""
    found = []
    for _, signs in groupby(page.signs, key=lambda sign: sign.text):
        each = [*signs]
        left, right = each[0].x - 8, each[-1].x + 8
        found.append(PixelBox(round(left), round(each[0].y - 12), round(right), round(each[0].y + 12)))
    return found


def grids_of(page: DrawnPage) -> list[RuledGrid]:
    sheet = PaperSheet(np.asarray(255 - page.ink, np.uint8), DPI, page.ink)
    ruled = find_rules(sheet, boxes_of(page))
    marks = Marks.of(np.where(ruled.pixels > 0, 0, page.ink).astype(np.uint8))
    return find_grids(together(ruled.rules, find_guides(sheet, marks, ruled.rules, boxes_of(page))))


def alone(page: DrawnPage, grids: list[RuledGrid]) -> bool:
    """Whether every text stands in a cell of its own."""
    cells = []
    for _, signs in groupby(page.signs, key=lambda sign: sign.text):
        x, y = next((sign.x * 72 / DPI, sign.y * 72 / DPI) for sign in signs)
        cells.append(next((cell for grid in grids if (cell := grid.cell_at(x, y)) is not None), None))
    return None not in cells and len({*cells}) == len(cells)


@pytest.mark.parametrize("seed", range(30))
def test_uprights_between_some_columns_leave_the_others_to_the_figures(seed: int) -> None:
    rng = Random(seed)
    columns, rows = rng.randint(3, 6), rng.randint(5, 9)
    pace = rng.randint(115, 135)
    xs = [350 + pace * at for at in range(columns)]
    page = DrawnPage()
    page.rule()
    page.row((80, "abca"), *((x, "abcab"[: rng.randint(3, 5)]) for x in xs))
    page.rule()
    for _ in range(rows):
        label = "".join(rng.choice("abc") for _ in range(rng.randint(4, 12)))
        page.row((80, label), *((x, str(rng.randint(0, 10 ** rng.randint(1, 4)))) for x in xs))
        page.rule()
    for x in rng.sample(xs, rng.randint(1, columns - 2)):
        page.upright(x - 20, TOP, page.y)
    assert alone(page, grids_of(page))


@pytest.mark.parametrize("apart", [30, 60])
def test_two_figures_in_one_cell_of_some_rows_part_no_column(apart: int) -> None:
    page = DrawnPage()
    page.rule()
    xs = (300, 560, 820)
    page.row((80, "abca"), *((x, "abc") for x in xs))
    page.rule()
    for number in range(8):
        page.row((80, "abcab"), *((x, f"{number * 37 + 5}") for x in xs))
        if number == 3:
            page.y -= 44
            page.row((560 + 33 + apart, "12"))
        page.rule()
    for x in (*xs, 1060):
        page.upright(x - 20, TOP, page.y)
    page.upright(60, TOP, page.y)
    (grid,) = grids_of(page)
    assert len(grid.xs) == 5
    assert len(grid.ys) == 10


def test_digits_are_as_high_as_in_the_rows_though_headings_print_more_letters() -> None:
    page = DrawnPage()
    page.rule()
    for _ in range(6):
        page.row((80, "bababa"), *((x, "babababab") for x in (400, 560, 720, 880)))
        page.y -= 20
    page.y += 20
    page.rule()
    for number in range(8):
        page.row((80, "bab"), *((x, f"{number * 91 + 7}") for x in (400, 560, 720, 880)))
        page.rule()
    grid = max(grids_of(page), key=lambda grid: len(grid.cells))
    assert len(grid.xs) == 6
    assert grid.ys[-1] - grid.ys[-2] > DIGIT * 72 / DPI
