"""Cells that hold more ink than what was read in them: blank ones, and those that print a dash or a number.

Counted is the ink of the page before anything is taken away from it: rules, strokes across the table, dirt.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.page.printed_page import Stain
from extractor.documents.page.ruled_grid import RuledGrid
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.marks import Marks, digit_height
from extractor.documents.scan.tables.rulings import Ruled
from extractor.documents.scan.tables.spots import PrintSpot
from extractor.evidence import DoubtKind, doubt

_INSET = 0.3
"""Heights of a digit: so far from its sides the rules around a cell may leave ink."""
_LEAST = 0.012
"""Ink of the smallest piece of a stroke, as a share of the square of the height of a digit."""
_MOST = 0.9
"""Share of the cells of a page that tell how much ink usually is beside what was read."""
_DEVIATIONS, _SPECK = 4.0, 0.6
"""How many standard deviations of a Poisson count of specks more ink is than usual, and the ink of a speck, in square
points."""
_HEAVIER, _FEWEST = 1.6, 3
"""How many times as much ink as the dashes of its table a dash has that may be more, and how many tell."""
_WIDE = 2.0
"""Points: what was taken away with a line to write on lies no farther from its middle."""
MORE_INK = (doubt(DoubtKind.MORE_INK),)


class InkBeside(NamedTuple):
    """Where clearly more ink is than usual: blank cells, as stains, and lines of numbers and dashes."""

    stains: tuple[Stain, ...]
    lines: frozenset[PixelBox]


class _CellInk(NamedTuple):
    """Ink of a cell beside what was read in it (``line``, None in a blank cell): what of the cell is looked at, the
    pixels of ink in it, and the height of a digit there.
    """

    area: PixelBox
    line: PixelBox | None
    ink: int
    size: int
    height: int


def ink_beside(
    sheet: PaperSheet,
    marks: Marks,
    grids: Sequence[RuledGrid],
    spots: Sequence[PrintSpot],
    numbers: Collection[PixelBox],
    others: Sequence[PixelBox],
    ruled: Ruled,
) -> InkBeside:
    """What is left beside the lines of ``numbers`` in their cells, and in cells that hold neither of ``spots`` nor of
    ``others``, more than is usual on their page. Lines to write on are no ink of a cell, as ``ruled`` says.
    """
    held = _HeldInk(sheet, ruled)
    cells = [*_blank(held, marks, grids, [*(spot.line for spot in spots), *others]), *_beside(held, spots, numbers)]
    usual = _usual([each.ink / each.size for each in cells])
    soiled = [each for each in cells if each.ink > held.most(usual * each.size, each.height)]
    scale = 72 / sheet.dpi
    places = [each.area for each in soiled if each.line is None]
    stains = [Stain((at.x0 + at.x1) / 2 * scale, (at.y0 + at.y1) / 2 * scale, MORE_INK) for at in places]
    return InkBeside(tuple(stains), frozenset(each.line for each in soiled if each.line is not None))


def _usual(shares: Sequence[float]) -> float:
    """The mean of most of them; the largest may hold something that was not read."""
    least = sorted(shares)[: max(1, round(_MOST * len(shares)))]
    return float(np.mean(least)) if least else 0.0


def _blank(held: "_HeldInk", marks: Marks, grids: Sequence[RuledGrid], lines: Sequence[PixelBox]) -> Iterator[_CellInk]:
    for grid in grids:
        areas = [_pixels(cell.box, held.dpi) for cell in grid.cells]
        height = digit_height(marks, areas, held.dpi)
        for area in areas if height else ():
            inner = _inner(area, height)
            if inner is not None and not any(_meet(line, area) for line in lines):
                yield _CellInk(area, None, held.within(inner), inner.width * inner.height, height)


def _beside(held: "_HeldInk", spots: Sequence[PrintSpot], numbers: Collection[PixelBox]) -> Iterator[_CellInk]:
    for spot in spots:
        inner = _inner(spot.area, spot.height)
        if spot.row is not None and spot.figure and spot.line in numbers and inner is not None:
            own = _common(inner, _grown(spot.line))
            room = inner.width * inner.height - max(0, own.width) * max(0, own.height)
            yield _CellInk(spot.area, spot.line, held.within(inner) - held.within(own), max(1, room), spot.height)


def heavy_dashes(sheet: PaperSheet, spots: Sequence[PrintSpot], dashes: Collection[PixelBox]) -> Iterator[PixelBox]:
    """Those of the lines read as ``dashes`` that have far more ink than other dashes of their table."""
    held = _HeldInk(sheet)
    tables: dict[int, dict[PixelBox, int]] = defaultdict(dict)
    for spot in spots:
        if spot.row is not None and spot.line in dashes:
            tables[spot.row[0]][spot.line] = held.within(_grown(spot.line))
    for alike in tables.values():
        most = _HEAVIER * float(np.median([*alike.values()]))
        if len(alike) >= _FEWEST:
            yield from (line for line, ink in alike.items() if ink > most)


class _HeldInk:
    """How many pixels of ink any part of a page holds."""

    def __init__(self, sheet: PaperSheet, ruled: Ruled | None = None) -> None:
        ink = (sheet.ink > 0).astype(np.uint8)
        if ruled is not None:
            for line in ruled.write_on:
                edges = (line.at - _WIDE, line.at + _WIDE, line.start - _WIDE, line.end + _WIDE)
                top, bottom, start, end = (max(0, round(edge * sheet.dpi / 72)) for edge in edges)
                ink[top:bottom, start:end][ruled.pixels[top:bottom, start:end] > 0] = 0
        self._sums: NDArray[np.int32] = np.asarray(cv2.integral(ink), np.int32)
        self.dpi = sheet.dpi
        self._speck = max(4.0, (sheet.dpi / 72) ** 2 * _SPECK)

    def within(self, box: PixelBox) -> int:
        """The ink of a box, 0 of an empty one."""
        high, wide = self._sums.shape
        x0, x1 = (min(max(0, edge), wide - 1) for edge in (box.x0, box.x1))
        y0, y1 = (min(max(0, edge), high - 1) for edge in (box.y0, box.y1))
        if x0 >= x1 or y0 >= y1:
            return 0
        sums = self._sums
        return int(sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0])

    def most(self, usual: float, height: int) -> float:
        """How much ink a place holds at most that usually holds so much; ``height`` of a digit there."""
        spread = float(np.sqrt(usual * self._speck))
        return usual + _DEVIATIONS * spread + max(3.0, _LEAST * height * height)


def _pixels(box: tuple[float, float, float, float], dpi: float) -> PixelBox:
    x0, y0, x1, y1 = (round(edge * dpi / 72) for edge in box)
    return PixelBox(x0, y0, x1, y1)


def _inner(area: PixelBox, height: int) -> PixelBox | None:
    """What of a cell no rule around it touches; None where nothing is left."""
    inset = max(2, round(_INSET * height))
    inner = PixelBox(area.x0 + inset, area.y0 + inset, area.x1 - inset, area.y1 - inset)
    return inner if inner.x0 < inner.x1 and inner.y0 < inner.y1 else None


def _grown(line: PixelBox) -> PixelBox:
    """A line with the soft edges of its ink."""
    return PixelBox(line.x0 - 1, line.y0 - 1, line.x1 + 1, line.y1 + 1)


def _common(one: PixelBox, other: PixelBox) -> PixelBox:
    return PixelBox(max(one.x0, other.x0), max(one.y0, other.y0), min(one.x1, other.x1), min(one.y1, other.y1))


def _meet(one: PixelBox, other: PixelBox) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1
