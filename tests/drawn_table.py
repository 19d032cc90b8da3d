"""Pages of a few tables, drawn as plain boxes of ink: digits all of one height, letters of several."""

from collections.abc import Sequence

import numpy as np

from extractor.documents.page.ruled_grid import RuledGrid, find_grids
from extractor.documents.page.ruling import Rules, together
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.guides import find_guides
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.rulings import find_rules

DPI = 144.0
DIGIT = 16
"""Height of a digit in pixels; two pixels are a point."""
PITCH = 44


class DrawnPage:
    """White paper on which rows are printed one below the other; ``y`` is where the next one goes. ``advance``: what
    every sign takes of a line, as in typefaces of one width; 0 where points are narrow.
    """

    def __init__(self, wide: int = 1100, high: int = 1500, advance: int = 0) -> None:
        self.ink: Grey = np.zeros((high, wide), np.uint8)
        self.y = 100
        self.advance = advance

    def rule(self, x0: int = 60, x1: int = 1040) -> None:
        """A rule across at the foot of the row that was printed last."""
        self.ink[self.y - 2 : self.y, x0:x1] = 255

    def upright(self, x: int, y0: int, y1: int) -> None:
        """A rule down the page."""
        self.ink[y0:y1, x : x + 2] = 255

    def row(self, *printed: tuple[int, str]) -> None:
        """Print texts at places: figures as boxes as tall as digits, points as dots, commas half as tall as digits,
        letters high and low by turns.
        """
        top = self.y + 14
        for x, text in printed:
            for char in text:
                if char in ".,":
                    above, below = (3, 0) if char == "." else (4, 5)
                    self.ink[top + DIGIT - above : top + DIGIT + below, x + 2 : x + 5] = 255
                    x += self.advance or 6
                elif char == " ":
                    x += 8
                else:
                    high = DIGIT if char.isdigit() else {0: 17, 1: 10, 2: 14}[ord(char) % 3]
                    self.ink[top + DIGIT - high : top + DIGIT, x : x + 8] = 255
                    x += self.advance or 11
        self.y += PITCH

    def grids(self) -> list[RuledGrid]:
        """The tables that its rules and what stands for missing ones draw."""
        sheet, rules, marks = self.looked_at()
        return find_grids(together(rules, find_guides(sheet, marks, rules)))

    def looked_at(self) -> tuple[PaperSheet, Rules, Marks]:
        """The page, its rules, and its marks without them."""
        sheet = PaperSheet(np.asarray(255 - self.ink, np.uint8), DPI, self.ink)
        ruled = find_rules(sheet)
        return sheet, ruled.rules, Marks.of(np.where(ruled.pixels > 0, 0, self.ink).astype(np.uint8))


def column_at(grid: RuledGrid, x: int, row: int) -> int:
    """The column of the cell over a pixel in a row of the grid."""
    middle = (grid.ys[row] + grid.ys[row + 1]) / 2
    cell = grid.cell_at(x / 2, middle)
    assert cell is not None
    return cell.column


def columns_of(grid: RuledGrid, xs: Sequence[int], row: int) -> list[int]:
    """The same for several pixels."""
    return [column_at(grid, x, row) for x in xs]
