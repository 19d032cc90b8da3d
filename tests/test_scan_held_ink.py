"""Ink beside what was read in a cell is told, unless all cells of the page are as dirty."""

import numpy as np

from extractor.documents.page.ruled_grid import RuledCell, RuledGrid
from extractor.documents.page.ruling import Rules
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.held_ink import InkBeside, ink_beside
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.rulings import Ruled
from extractor.documents.scan.tables.spots import spots_in_grids

_HIGH, _WIDE, _ROWS, _COLUMNS = 40, 120, 6, 5


def page(soiled: frozenset[tuple[int, int]], dot: int) -> InkBeside:
    """What is told of a table of 72 dots an inch whose first column prints digits, with ``dot`` pixels square of ink
    in some other cells.
    """
    ink: Grey = np.zeros((_HIGH * _ROWS, _WIDE * _COLUMNS), np.uint8)
    for row in range(_ROWS):
        top = row * _HIGH
        for at in (20, 35, 50):
            ink[top + 12 : top + 28, at : at + 9] = 255
        for column in range(1, _COLUMNS):
            if (row, column) in soiled:
                x = column * _WIDE + 60
                ink[top + 25 : top + 25 + dot, x : x + dot] = 255
    sheet = PaperSheet(np.asarray(255 - ink, np.uint8), 72.0, ink)
    xs = tuple(float(_WIDE * at) for at in range(_COLUMNS + 1))
    ys = tuple(float(_HIGH * at) for at in range(_ROWS + 1))
    cells = tuple(
        RuledCell(row, column, 1, 1, (xs[column], ys[row], xs[column + 1], ys[row + 1]))
        for row in range(_ROWS)
        for column in range(_COLUMNS)
    )
    grids, marks = [RuledGrid(xs, ys, cells)], Marks.of(ink)
    spots, _ = spots_in_grids(sheet, marks, grids)
    figures = [spot for spot in spots if spot.line.height > 8]
    ruled = Ruled(Rules((), ()), np.zeros_like(ink))
    return ink_beside(sheet, marks, grids, figures, {spot.line for spot in figures}, [], ruled)


def test_a_blank_cell_with_the_foot_of_a_digit_may_not_be_blank() -> None:
    found = page(frozenset({(2, 3)}), 3)
    assert [(stain.x // _WIDE, stain.y // _HIGH) for stain in found.stains] == [(3, 2)]
    assert not found.lines


def test_dirt_that_is_in_every_cell_says_nothing() -> None:
    everywhere = frozenset((row, column) for row in range(_ROWS) for column in range(_COLUMNS))
    assert page(everywhere, 3).stains == ()
