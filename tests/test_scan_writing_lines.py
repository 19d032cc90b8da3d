"""Lines under single figures of a form part no rows and are no ink of a cell; rules of tables, whatever they stand
under, stay rules.
"""

import numpy as np
import pytest

from extractor.documents.page.ruled_grid import RuledCell, RuledGrid
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.held_ink import ink_beside
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.rulings import Ruled, find_rules
from extractor.documents.scan.tables.spots import spots_in_grids

DPI = 144.0
COLUMNS = 400, 560, 720, 880


class FilledForm:
    """Rows of labels and of figures, each figure on a line of its own 120 pixels long."""

    def __init__(self, rows: int = 4) -> None:
        self.ink: Grey = np.zeros((900, 1200), np.uint8)
        self.boxes: list[PixelBox] = []
        self.feet = [200 + 50 * at for at in range(rows)]
        self.rule(120, 60, 1020)
        self.rule(self.feet[-1] + 40, 60, 1020)
        for foot in self.feet:
            self.print(80, foot - 12, 12)
            for x in COLUMNS:
                self.print(x + 40, foot - 3, 3)
                self.rule(foot, x, x + 120)

    def print(self, x: int, foot: int, count: int) -> None:
        """Marks 8 by 16 pixels with a foot at a height, as one line of print."""
        for at in range(count):
            self.ink[foot - 16 : foot, x + 12 * at : x + 12 * at + 8] = 255
        self.boxes.append(PixelBox(x - 3, foot - 19, x + 12 * count + 3, foot + 3))

    def rule(self, y: int, x0: int, x1: int) -> None:
        self.ink[y : y + 2, x0:x1] = 255

    @property
    def sheet(self) -> PaperSheet:
        return PaperSheet(np.asarray(255 - self.ink, np.uint8), DPI, self.ink)

    @property
    def ruled(self) -> Ruled:
        return find_rules(self.sheet, self.boxes)


def test_lines_under_figures_are_taken_off_and_part_no_rows() -> None:
    form = FilledForm()
    found = form.ruled
    assert len(found.write_on) == 16
    assert [round(rule.at * 2) for rule in found.rules.horizontal] == pytest.approx([121, 391], abs=2)
    assert found.rules.vertical == ()
    left = np.where(found.pixels > 0, 0, form.ink)
    assert not (left[:, 401:435] > 0).any()


def test_one_row_of_many_lines_close_above_the_rule_that_ends_it_is_one_to_write_on() -> None:
    form = FilledForm(0 + 1)
    form.ink[:] = 0
    form.boxes.clear()
    for x in range(100, 1000, 110):
        form.print(x + 20, 197, 2)
        form.rule(200, x, x + 80)
    form.rule(212, 60, 1100)
    form.rule(120, 60, 1100)
    assert len(form.ruled.write_on) == 9


def test_feet_of_cells_that_run_under_their_labels_too_are_rules() -> None:
    form = FilledForm()
    for foot in form.feet:
        form.rule(foot, 60, 380)
    assert form.ruled.write_on == ()
    assert {round(rule.at * 2) for rule in form.ruled.rules.horizontal} >= {201, 251, 301, 351}


def test_lines_between_uprights_are_rules() -> None:
    form = FilledForm()
    for x in (*COLUMNS, 1020):
        form.ink[120:392, x : x + 2] = 255
    assert form.ruled.write_on == ()


def test_a_line_under_two_figures_is_a_rule() -> None:
    form = FilledForm()
    for foot in form.feet:
        form.ink[foot : foot + 2, COLUMNS[0] : COLUMNS[-1] + 120] = 255
    assert form.ruled.write_on == ()


def test_a_line_under_a_heading_with_headings_below_it_is_a_rule() -> None:
    form = FilledForm()
    for top in (500, 660):
        form.print(80, top + 40, 6)
        form.print(520, top - 3, 10)
        form.rule(top, 400, 800)
        for x in (420, 560, 700):
            form.print(x, top + 30, 5)
    rules = {round(rule.at * 2) for rule in form.ruled.rules.horizontal}
    assert not {round(rule.at * 2) for rule in form.ruled.write_on} & {500, 501, 660, 661}
    assert rules


def soiled(form: FilledForm) -> list[PixelBox]:
    """The lines of figures beside which more ink is told in cells around the figures of a form."""
    found, sheet = form.ruled, form.sheet
    marks = Marks.of(np.where(found.pixels > 0, 0, form.ink).astype(np.uint8))
    xs = tuple(x / 2 for x in (30, *(x - 20 for x in COLUMNS), 1020))
    ys = tuple(y / 2 for y in (150, *(foot + 16 for foot in form.feet)))
    cells = tuple(
        RuledCell(row, column, 1, 1, (xs[column], ys[row], xs[column + 1], ys[row + 1]))
        for row in range(len(ys) - 1)
        for column in range(len(xs) - 1)
    )
    grids = [RuledGrid(xs, ys, cells)]
    spots = [spot for spot in spots_in_grids(sheet, marks, grids)[0] if spot.figure]
    return [*ink_beside(sheet, marks, grids, spots, {spot.line for spot in spots}, [], found).lines]


def test_a_line_to_write_on_is_no_ink_beside_its_figure_and_a_stroke_is() -> None:
    form = FilledForm()
    assert soiled(form) == []
    form.ink[form.feet[1] - 14 : form.feet[1] - 9, COLUMNS[2] + 4 : COLUMNS[2] + 9] = 255
    (line,) = soiled(form)
    assert line.y1 == form.feet[1] - 3
    assert COLUMNS[2] < line.x0 < COLUMNS[3]
