"""Rules that are not printed, too pale or doubled: those of the other direction and figures say where they are."""

import numpy as np

from extractor.documents.page.ruled_grid import RuledGrid, find_grids
from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.tables.box_tables import box_tables
from extractor.documents.scan.tables.double_rules import single_rules
from extractor.documents.scan.tables.figure_levels import rows_of_levels
from extractor.documents.scan.tables.finer_tables import with_box_tables
from extractor.documents.scan.tables.implied_rules import (
    implied_across,
    implied_uprights,
    stacked_rules,
    twin_uprights,
)
from extractor.documents.scan.tables.marks import Marks

DIGIT = 14
"""The height of a digit in pixels; a pixel is a point here."""
NOTHING = Rules((), ())


class Page:
    """Ink of a page and the lines of print that a detector of text would find on it."""

    def __init__(self) -> None:
        self.ink = np.zeros((700, 700), np.uint8)
        self.boxes: list[PixelBox] = []

    def figure(self, x: int, y: int, digits: int = 3) -> None:
        for at in range(digits):
            self.ink[y : y + DIGIT, x + 10 * at : x + 10 * at + 7] = 255
        self._line(x, y, 10 * digits - 3)

    def writing(self, x: int, y: int, letters: int = 4) -> None:
        for at in range(letters):
            self.ink[y - 2 : y + DIGIT + 3, x + 22 * at : x + 22 * at + 19] = 255
        self._line(x, y, 22 * letters - 3)

    def _line(self, x: int, y: int, wide: int) -> None:
        self.boxes.append(PixelBox(x - 3, y - 4, x + wide + 3, y + DIGIT + 4))

    @property
    def marks(self) -> Marks:
        return Marks.of(self.ink)


def framed(xs: tuple[float, ...], ys: tuple[float, ...]) -> list[RuledGrid]:
    across = tuple(Segment(y, xs[0], xs[-1]) for y in ys)
    return find_grids(Rules(across, tuple(Segment(x, ys[0], ys[-1]) for x in xs)))


def test_frames_of_neighbouring_cells_are_one_rule_and_rows_apart_are_not() -> None:
    pairs = [Segment(100.0, 0, 60), Segment(103.4, 0, 60), Segment(115.0, 0, 60), Segment(118.4, 0, 60)]
    assert [(rule.start, rule.end) for rule in single_rules(pairs)] == [(0, 60), (0, 60)]
    assert [round(rule.at, 1) for rule in single_rules(pairs)] == [101.7, 116.7]


def test_rules_broken_at_the_same_places_imply_the_sides_of_a_column() -> None:
    across = [Segment(y, x, x + 60) for y in (100.0, 112.0, 124.0) for x in (0.0, 63.4, 126.8)]
    found = implied_uprights(across)
    assert {round(rule.at, 1) for rule in found} == {61.7, 125.1}
    assert {(rule.start, rule.end) for rule in found} == {(100.0, 112.0), (112.0, 124.0)}


def test_a_rule_that_runs_on_ends_the_column_and_one_break_makes_none() -> None:
    broken = [Segment(100.0, 0, 60), Segment(100.0, 63, 120)]
    assert implied_uprights([*broken, Segment(112.0, 0, 120)]) == []
    below = [Segment(124.0, 0, 60), Segment(124.0, 63, 120)]
    assert implied_uprights([*broken, Segment(112.0, 0, 120), *below]) == []


def test_rules_of_one_column_hold_each_other_up() -> None:
    stack = [Segment(y, 300.0, 331.0) for y in (100.0, 112.0, 124.0, 136.0)]
    assert list(stacked_rules([*stack, Segment(118.0, 10.0, 31.0)])) == stack


def test_uprights_that_end_together_are_rules_and_strokes_of_letters_are_not() -> None:
    pair = [Segment(100.0, 50.0, 95.0), Segment(200.0, 50.5, 95.0)]
    strokes = [Segment(300.0, 50.0, 66.0), Segment(310.0, 50.0, 66.0)]
    assert list(twin_uprights([*pair, *strokes])) == pair


def test_the_ends_of_uprights_are_the_edges_of_rows_where_nothing_else_is_ruled() -> None:
    page = Page()
    for y in (60, 90, 120):
        page.writing(20, y)
        for x in (160, 255, 310):
            page.figure(x, y, 2)
    down = (Segment(140.0, 50.0, 150.0), Segment(240.0, 50.0, 150.0), Segment(290.0, 80.0, 150.0))
    found = implied_across(Rules((), down), page.boxes, 1.0)
    assert sorted({round(rule.at) for rule in found}) == [50, 80, 150]
    (inner,) = [rule for rule in found if round(rule.at) == 80]
    assert inner.start == 240.0
    assert {round(rule.start) for rule in found if rule is not inner} == {17}


def test_the_shadow_of_an_edge_makes_no_rows() -> None:
    page = Page()
    page.writing(40, 60)
    shadow = (Segment(4.0, 0.0, 300.0), Segment(9.0, 0.0, 280.0))
    assert implied_across(Rules((), shadow), page.boxes, 1.0) == []


def test_figures_above_each_other_are_rows_and_a_label_of_two_lines_is_one() -> None:
    page = Page()
    for y in (60, 100, 140):
        for x in (220, 320):
            page.figure(x, y)
    for y in (50, 72, 100, 140):  # the first label has two lines, around the height of its figures
        page.writing(20, y)
    grids = framed((10.0, 200.0, 300.0, 400.0), (40.0, 165.0))
    found = rows_of_levels(page.marks, grids, page.boxes, DIGIT, 1.0)
    heights = sorted({round(rule.at) for rule in found.horizontal})
    assert len(heights) == 2
    assert 88 <= heights[0] <= 100 and 114 <= heights[1] <= 140
    assert {(rule.start, rule.end) for rule in found.horizontal} == {(10.0, 200.0), (200.0, 300.0), (300.0, 400.0)}


def test_no_line_is_drawn_through_the_label_of_several_rows() -> None:
    page = Page()
    for y in (60, 100, 140):
        page.writing(100, y, 2)
        for x in (220, 320):
            page.figure(x, y)
    page.writing(20, 100, 2)
    grids = framed((10.0, 80.0, 200.0, 300.0, 400.0), (40.0, 165.0))
    found = rows_of_levels(page.marks, grids, page.boxes, DIGIT, 1.0)
    assert {rule.start for rule in found.horizontal} == {80.0, 200.0, 300.0}


def open_table(page: Page, rows: int = 3) -> None:
    """Headings of two lines over two columns, then rows, without any rule."""
    for x in (200, 330):
        page.writing(x, 100, 3)
        page.writing(x, 122, 3)
    page.writing(20, 111)
    for y in (160 + 36 * row for row in range(rows)):
        page.writing(20, y)
        page.figure(225, y)
        page.figure(355, y)


def test_lines_of_print_make_a_table_without_rules() -> None:
    page = Page()
    open_table(page)
    (table,) = box_tables(page.marks, NOTHING, [], page.boxes, DIGIT, 1.0)
    (grid,) = find_grids(table.rules)
    assert (len(grid.xs) - 1, len(grid.ys) - 1) == (3, 4)
    held = [grid.cell_at((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2) for box in page.boxes]
    assert None not in held
    assert len(set(held)) == len(grid.cells) == 12


def test_a_title_over_the_labels_is_none_of_the_headings() -> None:
    page = Page()
    page.writing(20, 60, 12)
    open_table(page)
    (table,) = box_tables(page.marks, NOTHING, [], page.boxes, DIGIT, 1.0)
    assert table.area.y0 > 60 + DIGIT


def test_a_title_in_the_middle_of_a_table_is_none_of_the_headings_of_its_only_column() -> None:
    page = Page()
    page.writing(330, 100, 5)
    page.writing(20, 117, 3)
    page.writing(410, 123, 4)
    for y in (160, 196):
        page.writing(20, y)
        page.figure(425, y)
    (table,) = box_tables(page.marks, NOTHING, [], page.boxes, DIGIT, 1.0)
    assert 100 + DIGIT / 2 < table.area.y0 < 117
    assert len(find_grids(table.rules)[0].xs) == 3


def test_headings_between_rows_begin_another_table() -> None:
    page = Page()
    open_table(page)
    for x, letters in ((20, 4), (260, 6)):
        page.writing(x, 290, letters)
    page.writing(20, 330)
    page.figure(380, 330)
    found = box_tables(page.marks, NOTHING, [], page.boxes, DIGIT, 1.0)
    assert [len(find_grids(each.rules)[0].xs) - 1 for each in found] == [3, 2]


def test_guides_stay_where_lines_of_print_show_no_more() -> None:
    page = Page()
    open_table(page)
    (table,) = box_tables(page.marks, NOTHING, [], page.boxes, DIGIT, 1.0)
    assert with_box_tables(page.marks, NOTHING, table.rules, page.boxes, DIGIT, 1.0) == table.rules


def test_lines_of_print_alone_make_no_table() -> None:
    page = Page()
    open_table(page)
    assert with_box_tables(page.marks, NOTHING, NOTHING, page.boxes, DIGIT, 1.0) == NOTHING
