"""Pages drawn as plain boxes of ink, and the tables found on them as rows of text: no recogniser is asked.

Digits are all of one height, letters of several. What was printed is known, so a table is shown as the texts that
stand in its cells: ``abc | 12 | 345``.
"""

from itertools import groupby
from typing import NamedTuple

import numpy as np

from extractor.documents.page.ruled_grid import RuledCell, find_grids
from extractor.documents.page.ruling import Rules, together
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.facing_pages import guides_of_pages
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.rulings import find_rules

DPI = 144.0
DIGIT = 16
"""Height of a digit in pixels; two pixels are a point."""
PITCH = 44


class PrintedSign(NamedTuple):
    """A character, the middle of its place in pixels, and the number of the text it belongs to."""

    x: float
    y: float
    char: str
    text: int


class DrawnPage:
    """White paper on which rows are printed one below the other; ``y`` is where the next one goes. ``advance``: what
    every sign takes of a line, as in typefaces of one width; 0 where points are narrow.
    """

    def __init__(self, wide: int = 1100, high: int = 1500, advance: int = 0) -> None:
        self.ink: Grey = np.zeros((high, wide), np.uint8)
        self.y = 100
        self.advance = advance
        self.signs: list[PrintedSign] = []

    def rule(self, x0: int = 60, x1: int = 1040) -> None:
        """A rule across at the foot of the row that was printed last."""
        self.ink[self.y - 2 : self.y, x0:x1] = 255

    def upright(self, x: int, y0: int, y1: int) -> None:
        """A rule down the page."""
        self.ink[y0:y1, x : x + 2] = 255

    def blot(self, x0: int, y0: int, x1: int, y1: int) -> None:
        """Ink all over a box."""
        self.ink[y0:y1, x0:x1] = 255

    def blank(self, x0: int, y0: int, x1: int, y1: int) -> None:
        """Ink scratched off."""
        self.ink[y0:y1, x0:x1] = 0

    def row(self, *printed: tuple[int, str]) -> None:
        """Print texts at places: figures as boxes as tall as digits, points as dots, commas half as tall as digits,
        letters high and low by turns.
        """
        top = self.y + 14
        for number, (x, text) in enumerate(printed, start=len(self.signs)):
            for char in text:
                start = x
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
                self.signs.append(PrintedSign((start + x) / 2, top + DIGIT / 2, char, number))
        self.y += PITCH

    def tables(self, fold: float | None = None) -> list[list[str]]:
        """The tables that its rules and what stands for missing ones draw, each as its rows: the texts of their cells,
        a bar between them. A cell over several rows stands in the first. ``fold``: where that of an open book lies, in
        pixels from the left.
        """
        sheet, rules, marks = self._looked_at()
        grids = find_grids(together(rules, guides_of_pages(sheet, marks, rules, (), fold)))
        return [
            [
                " | ".join(map(self._text_in, cells))
                for _, cells in groupby(sorted(grid.cells), key=lambda cell: cell.row)
            ]
            for grid in grids
        ]

    def uprights(self) -> list[int]:
        """Where the upright rules that were found stand, in pixels from the left side."""
        return [round(rule.at * DPI / 72) for rule in self.rules.vertical]

    def smears(self) -> int:
        """How many flat strokes are left, longer than any dash, once the rules are taken away."""
        _, _, marks = self._looked_at()
        return int(((marks.widths[1:] > 60) & (marks.heights[1:] < 10)).sum())

    @property
    def rules(self) -> Rules:
        """What is found of rules."""
        return self._looked_at()[1]

    @property
    def sheet(self) -> PaperSheet:
        """It as a sheet."""
        return self._looked_at()[0]

    @property
    def marks(self) -> Marks:
        """Its marks without rules."""
        return self._looked_at()[2]

    def _looked_at(self) -> tuple[PaperSheet, Rules, Marks]:
        """The page, its rules, and its marks without them."""
        sheet = PaperSheet(np.asarray(255 - self.ink, np.uint8), DPI, self.ink)
        ruled = find_rules(sheet)
        return sheet, ruled.rules, Marks.of(np.where(ruled.pixels > 0, 0, self.ink).astype(np.uint8))

    def _text_in(self, cell: RuledCell) -> str:
        """The characters that stand in a cell, a space between texts."""
        x0, y0, x1, y1 = (edge * DPI / 72 for edge in cell.box)
        inside = [sign for sign in self.signs if x0 <= sign.x < x1 and y0 <= sign.y < y1]
        return " ".join("".join(sign.char for sign in of) for _, of in groupby(inside, key=lambda sign: sign.text))
