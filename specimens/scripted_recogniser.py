"""Tables whose print is drawn, read with a recogniser that says what it is told: what becomes of what its views show.

The paper of every cell has a shade of its own, by which the recogniser knows a line in whatever view it is shown.
A text of a script may say how sure it is: ``5~`` is a 5 it hardly sees, ``[8%]`` an 8 that may be a ``%`` as well.
"""

import re
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from extractor.documents.page.ruled_grid import RuledGrid, find_grids
from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.numbers.decoding import FIGURES
from extractor.documents.scan.numbers.line_reader import LineReader
from extractor.documents.scan.numbers.recogniser import Likelihoods, Recogniser, Taken
from extractor.documents.scan.numbers.views import ViewedLine
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.spots import spots_in_grids, spots_outside
from specimens.drawn_page import DIGIT, DPI

WIDE, HIGH = 200, 48
"""Of a cell, in pixels; two pixels are a point."""
FOOT = 32
"""How far below the top of its cell the foot of a line stands."""
_GLYPH, _GAP = 8, 3
"""Width of a digit in pixels, and the paper behind it."""
_DOT = 2
"""Pixels of one sign of an art."""

_SURE, _HARDLY, _BLANK, _FIRST, _SECOND, _NOT = 0.998, 0.1, 0.01, 0.9, 0.09, 1e-6
_SIGN = re.compile(r"\[(.)(.)\]|(.)(~?)", re.DOTALL)
_PLAIN, _SOFT, _ROOMY, _TILED = range(4)
_LIGHTEST, _FAINT, _INKED = 254, 170, 185
_SHARP = 4
"""As many greys has a picture at most that is not out of focus: two of ink, that of its paper, and white."""
_MARGIN = 0.24
"""Share of the height of a picture: where more paper is left of the ink, there is more paper around it."""

Blot: TypeAlias = tuple[int, int, int, int]
"""A box in a cell: left, top, right, foot."""
Pen: TypeAlias = Callable[[Grey, int, int, str], None]
"""Prints a text on ink from a left side on, above a foot."""

_SHAPES: Mapping[str, tuple[int, int, int]] = {
    ".": (3, 3, 0),
    ",": (3, 8, -4),
    "-": (8, 3, 7),
    "%": (14, DIGIT, 0),
    "(": (4, 20, -2),
    ")": (4, 20, -2),
    " ": (8, 0, 0),
    "\u2009": (2, 0, 0),
    **dict.fromkeys("acemnorsuvwxz", (_GLYPH, 10, 0)),
}
"""Width and height of what is no box as tall as a digit, and how far above the foot it stands."""


@dataclass(frozen=True)
class Shown:
    """A cell. ``views``: what the recogniser reads in its line as it is, out of focus, with more paper around it, and
    (of a single digit) three times side by side; what is not said is as in the first. ``printed``: the text that is
    drawn; ``art``: its marks instead, a ``#`` for two by two pixels of ink, a ``+`` for faint ones, from the top down,
    ending so many rows ``below`` the foot of the line. ``x``: where print begins in the cell; ``blots``: boxes of ink
    in it besides.
    """

    views: tuple[str, ...]
    printed: str = ""
    art: str = ""
    x: int = 60
    below: int = 0
    blots: tuple[Blot, ...] = ()

    def seen(self, view: int) -> str:
        """What the recogniser reads in one view."""
        return self.views[view] if view < len(self.views) else self.views[0]


def shown(
    *views: str, printed: str = "", art: str = "", x: int = 60, below: int = 0, blots: tuple[Blot, ...] = ()
) -> Shown:
    """A cell that shows these texts, in which the first of them is printed unless something else is said."""
    plain = _SIGN.sub(lambda sign: sign[1] or sign[3], views[0])
    return Shown(views, printed or plain, art, x, below, blots)


def boxes(ink: Grey, x: int, foot: int, text: str, gap: int = _GAP) -> None:
    """Digits and letters as boxes, other signs where they stand; an ``l`` is a slim digit, and a dot in the middle one
    at the foot that has no room of its own. ``gap``: paper between them.
    """
    for char in text:
        wide, high, over = _SHAPES.get(char, (_GLYPH, DIGIT, 0))
        if char == "·":
            ink[foot - 2 : foot, x - gap // 2 - 1 : x - gap // 2 + 1] = 255
            continue
        slim = 3 if char == "l" else 0
        ink[foot - high - over : foot - over, x + slim : x + wide - slim] = 255
        x += wide + gap


@dataclass
class ScriptedRecogniser(Recogniser):
    """Reads in every line what the ``script`` says, whose keys are the shades of their paper."""

    script: Mapping[int, Shown] = field(default_factory=dict)

    def __post_init__(self) -> None:
        letters = string.ascii_letters + string.digits + " ;:!?'\"#éàÉéėċĠü\u3001ーっ"
        self.characters = ("", *dict.fromkeys("".join(FIGURES) + letters))

    def read(self, lines: Sequence[Grey], take: Callable[[Likelihoods], Taken]) -> list[Taken]:
        """What ``take`` makes of the likelihoods of every line."""
        return [take(self._likelihoods(line)) for line in lines]

    def _likelihoods(self, line: Grey) -> Likelihoods:
        shades = np.bincount(line.ravel(), minlength=256)
        view = _view_of(line)
        text = self.script[max(self.script, key=lambda shade: int(shades[shade]))].seen(view)
        rows = [self._step("", _SURE)]
        for first, second, char, hardly in _SIGN.findall(text) * (3 if view == _TILED else 1):
            row = self._step(first or char, _FIRST if first else _HARDLY if hardly else _SURE)
            row[0] = _BLANK if hardly else row[0]
            if second:
                row[self.characters.index(second)] = _SECOND
            rows += [row, self._step("", _SURE)]
        return np.array(rows, np.float32)

    def _step(self, char: str, sure: float) -> Likelihoods:
        """Nothing is likely but one character."""
        row = np.full(len(self.characters), _NOT, np.float32)
        row[self.characters.index(char)] = sure
        return row


def _view_of(line: Grey) -> int:
    """Which look at a line its picture is."""
    third = line.shape[1] // 3
    if line.shape[1] % 3 == 0 and np.array_equal(line[:, :third], line[:, third : 2 * third]):
        return _TILED
    if len(np.unique(line)) > _SHARP:
        return _SOFT
    dark = np.flatnonzero((line < _INKED).any(axis=0))
    return _ROOMY if len(dark) and dark[0] > _MARGIN * line.shape[0] else _PLAIN


def read_table(
    *rows: Sequence[str | Shown],
    pen: Pen = boxes,
    peppered: bool = False,
    wide: int = WIDE,
    under: str | Shown = "",
    open_: bool = False,
) -> list[ViewedLine]:
    """What the lines of a ruled table say, row by row, from left to right; there is none for a cell that is blank.
    ``peppered``: the page was full of specks; ``wide``: a cell is; ``under``: what is printed below the table;
    ``open_``: its upright rules are not printed.
    """
    drawn = _CellPaper(rows, wide, pen)
    if under:
        drawn.print(under, 0, HIGH * (len(rows) + 1))
    sheet, marks, grids = drawn.sheet(peppered), Marks.of(drawn.ink), drawn.grids()
    spots, _ = spots_in_grids(sheet, marks, grids, {0} if open_ else ())
    spots += spots_outside(sheet, marks, grids)
    return LineReader(ScriptedRecogniser(script=drawn.script)).read(sheet, marks, spots)


def read_column(*cells: str | Shown, pen: Pen = boxes, peppered: bool = False) -> list[ViewedLine]:
    """The same for a table of one column."""
    return read_table(*([cell] for cell in cells), pen=pen, peppered=peppered)


def print_of_table(*rows: Sequence[str | Shown]) -> list[list[str]]:
    """What is taken for print in every cell of a ruled table: each of its lines as an art, without paper around it, a
    :data:`SMUDGE` where a cell without lines may not be blank.
    """
    drawn = _CellPaper(rows, WIDE, boxes)
    marks, (grid,) = Marks.of(drawn.ink), drawn.grids()
    spots, smudges = spots_in_grids(drawn.sheet(False), marks, [grid])
    found: list[list[str]] = [[] for _ in grid.cells]
    for each in spots:
        found[_cell_at(grid, each.area)].append(art_of(np.isin(marks.labels, each.marks)))
    for smudge in smudges:
        found[_cell_at(grid, smudge.area)].append(SMUDGE)
    return found


SMUDGE = "?"


def art_of(ink: NDArray[np.bool_]) -> str:
    """Ink as an art, without the paper around it."""
    small = ink[::_DOT, ::_DOT]
    down, across = np.flatnonzero(small.any(axis=1)), np.flatnonzero(small.any(axis=0))
    if not len(down):
        return ""
    part = small[down[0] : down[-1] + 1, across[0] : across[-1] + 1]
    return "\n".join("".join("#" if dot else " " for dot in row).rstrip() for row in part)


def _cell_at(grid: RuledGrid, area: PixelBox) -> int:
    """Which cell of a grid holds an area."""
    cell = grid.cell_at((area.x0 + area.x1) * 36 / DPI, (area.y0 + area.y1) * 36 / DPI)
    assert cell is not None
    return grid.cells.index(cell)


class _CellPaper:
    """Paper on which the cells of a table are printed, each on a shade of its own, and room below for two rows more."""

    def __init__(self, rows: Sequence[Sequence[str | Shown]], wide: int, pen: Pen) -> None:
        self.wide, self.across, self.down = wide, len(rows[0]), len(rows)
        self.ink: Grey = np.zeros((HIGH * (self.down + 2), wide * self.across + 1), np.uint8)
        self.grey: Grey = np.full(self.ink.shape, 255, np.uint8)
        self.script: dict[int, Shown] = {}
        self.pen = pen
        for row, column in product(range(self.down), range(self.across)):
            self.print(rows[row][column], wide * column, HIGH * row)

    def print(self, cell: str | Shown, left: int, top: int) -> None:
        """One cell, whose left upper corner is given."""
        cell = shown(cell) if isinstance(cell, str) else cell
        shade = _LIGHTEST - len(self.script)
        self.script[shade] = cell
        self.grey[top : top + HIGH, left : left + self.wide] = shade
        if cell.art:
            self._draw(left + cell.x, top + FOOT + _DOT * cell.below, cell.art)
        else:
            self.pen(self.ink, left + cell.x, top + FOOT, cell.printed)
        for x0, y0, x1, y1 in cell.blots:
            self.ink[top + y0 : top + y1, left + x0 : left + x1] = 255

    def sheet(self, peppered: bool) -> PaperSheet:
        """The page."""
        self.grey[self.ink > 0] = 0
        return PaperSheet(self.grey, DPI, self.ink, peppered)

    def grids(self) -> list[RuledGrid]:
        """The table."""
        sizes = (self.wide, self.across), (HIGH, self.down)
        xs, ys = ([size * at * 72 / DPI for at in range(count + 1)] for size, count in sizes)
        across, down = (Segment(y, xs[0], xs[-1]) for y in ys), (Segment(x, ys[0], ys[-1]) for x in xs)
        return find_grids(Rules(tuple(across), tuple(down)))

    def _draw(self, x: int, foot: int, art: str) -> None:
        lines = art.strip("\n").splitlines()
        for row, line in enumerate(lines):
            top = foot - _DOT * (len(lines) - row)
            for column, sign in enumerate(line):
                left = x + _DOT * column
                if sign == "#":
                    self.ink[top : top + _DOT, left : left + _DOT] = 255
                elif sign == "+":
                    self.grey[top : top + _DOT, left : left + _DOT] = _FAINT
