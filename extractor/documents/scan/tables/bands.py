"""Lines of print across a page, as strips: what tables without any rules are made of."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractor.documents.page.ruled_grid import RuledGrid
from extractor.documents.page.ruling import Segment
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.ruled_strips import FEWEST, MANY, PrintRun, RuledStrip, Stack, strips_of

_LETTER, _LARGEST = 0.55, 3.0
_WHITE = 0.12
"""Shares of the height of a digit: the least paper between two lines."""
_NEAR = 2.6
"""The most of it between two lines of one table."""
_MOST_BETWEEN, _FEWEST_LINES = 6, 2
_ONE_COLUMN = 2
"""Rules down: a frame, and no table that is ruled."""
_PACE, _ASIDE = 1.1, 0.12
"""How much further a heading may stand from the next line than lines below do from each other, and the share of the
width of its table that lies left of it at least, where it is alone.
"""


def open_stacks(sheet: PaperSheet, marks: Marks, grids: Sequence[RuledGrid], height: int) -> list[Stack]:
    """The tables that are not ruled at all, as if rules stood between their lines: lines that print figures away from
    each other, with the headings above them. ``height`` is the usual height of a digit in pixels.
    """
    scale = sheet.dpi / 72
    frames = [grid for grid in grids if len(grid.xs) == _ONE_COLUMN]
    outside = marks.without(_inside(marks, grids, scale))
    stacks = _stacks(sheet, outside, height)
    for frame in frames:
        own = np.setdiff1d(np.arange(1, len(marks.boxes)), _inside(marks, [frame], scale))
        stacks += [_in_frame(stack, frame) for stack in _stacks(sheet, marks.without(own), height)]
    return stacks


def _stacks(sheet: PaperSheet, marks: Marks, height: int) -> list[Stack]:
    bands = _bands(sheet, marks, height)
    if len(bands) < _FEWEST_LINES:
        return []
    scale = sheet.dpi / 72
    left, right = min(band.x0 for band in bands), max(band.x1 for band in bands)
    stacks = []
    for group in _near(bands, height):
        whole = _stack(group, left, right, scale)
        strips = strips_of(sheet, marks, whole, height)
        for first, last in _tables(strips):
            around = marks.around(np.concatenate([marks.inside(strip.area) for strip in strips[first : last + 1]]))
            stacks.append(_stack(group[first : last + 1], around.x0, around.x1, scale))
    return stacks


def _in_frame(stack: Stack, frame: RuledGrid) -> Stack:
    """A table in a frame, from side to side of it, with the rules that are printed in place of those that are not."""
    left, right = frame.xs
    edges = [-math.inf, *((above + below) / 2 for above, below in pairwise(stack.ys)), math.inf]
    ys = [
        next((y for y in frame.ys if start < y < end), at)
        for at, (start, end) in zip(stack.ys, pairwise(edges), strict=True)
    ]
    return Stack(left, right, tuple(ys), tuple((Segment(y, left, right),) for y in ys))


def _inside(marks: Marks, grids: Sequence[RuledGrid], scale: float) -> NDArray[np.intp]:
    """The marks in any of the grids."""
    areas = [PixelBox(*(round(edge * scale) for edge in grid.box)) for grid in grids]
    return np.concatenate([np.zeros(0, np.intp), *(marks.inside(area) for area in areas)])


def lines_across(sheet: PaperSheet, marks: Marks, numbers: NDArray[np.intp], height: int) -> list[PixelBox]:
    """The lines of print that some marks make, top to bottom."""
    return _bands(sheet, marks.without(np.setdiff1d(np.arange(1, len(marks.boxes)), numbers)), height)


def _bands(sheet: PaperSheet, marks: Marks, height: int) -> list[PixelBox]:
    """The lines of a page, top to bottom."""
    letters = (marks.heights >= _LETTER * height) & (marks.heights <= _LARGEST * height)
    letters &= marks.widths <= 2 * _LARGEST * height
    letters[0] = False
    boxes = marks.boxes[letters]
    inked = np.zeros(sheet.ink.shape[0] + 1, np.int32)
    for top, bottom in boxes[:, [1, 3]]:
        inked[top:bottom] += 1
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (inked > 0).astype(np.int8), [0]])))
    spans: list[list[int]] = []
    for top, bottom in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if spans and top - spans[-1][1] < max(1, round(_WHITE * height)):
            spans[-1][1] = bottom
        else:
            spans.append([top, bottom])
    found = []
    for top, bottom in spans:
        inside = boxes[(boxes[:, 1] >= top) & (boxes[:, 3] <= bottom)]
        found.append(PixelBox(int(inside[:, 0].min()), top, int(inside[:, 2].max()), bottom))
    return [band for band in found if band.height >= _LETTER * height]


def _near(bands: Sequence[PixelBox], height: int) -> Iterator[list[PixelBox]]:
    """Bands without much paper between them."""
    group: list[PixelBox] = []
    for band in bands:
        if group and band.y0 - group[-1].y1 > _NEAR * height:
            yield group
            group = []
        group.append(band)
    if group:
        yield group


def _stack(bands: Sequence[PixelBox], left: float, right: float, scale: float) -> Stack:
    """Rules half way between neighbouring bands, and a little off the first and the last."""
    ys = [bands[0].y0 - 2.0]
    ys += [(above.y1 + below.y0) / 2 for above, below in pairwise(bands)]
    ys.append(bands[-1].y1 + 2.0)
    points = tuple(y / scale for y in ys)
    start, end = left / scale - 2, right / scale + 2
    return Stack(start, end, points, tuple((Segment(y, start, end),) for y in points))


def _tables(strips: Sequence[RuledStrip]) -> Iterator[tuple[int, int]]:
    """First and last strip of every table: lines with figures, few others between them, headings above."""
    parts = [strip.parts for strip in strips]
    data = [at for at, strip in enumerate(strips) if strip.figures and parts[at] > 1]
    group: list[int] = []
    above = -1
    for at in [*data, None]:
        if group and (at is None or at - group[-1] > _MOST_BETWEEN):
            if len(group) >= FEWEST or max(strips[row].figures for row in group) >= MANY:
                yield _first_heading(strips, parts, group[0], above), group[-1]
            above, group = group[-1], []
        if at is not None:
            group.append(at)


def _first_heading(strips: Sequence[RuledStrip], parts: Sequence[int], first: int, above: int) -> int:
    """The line at which the headings of a table begin: lines of several parts, and single ones between such lines, or
    close above them and away from the first column.
    """
    top = first
    at = first - 1
    while at > above and (
        parts[at] > 1 or (at - 1 > above and parts[at - 1] > 1) or _stands_over(strips[at], strips[at + 1 : first + 2])
    ):
        top = at if parts[at] > 1 or _stands_over(strips[at], strips[at + 1 : first + 2]) else top
        at -= 1
    return top


def _stands_over(line: RuledStrip, below: Sequence[RuledStrip]) -> bool:
    """Whether a line of one part is a heading of a table, or names a group of its columns: it stands as close to the
    next line as lines below it do to each other, and not where the first column begins.
    """
    middles = [(strip.area.y0 + strip.area.y1) / 2 for strip in (line, *below)]
    paces = [after - before for before, after in pairwise(middles)]
    if len(paces) < 2 or not line.pieces or paces[0] > _PACE * max(paces[1:]):
        return False
    left, right = (edge(piece for strip in below for piece in strip.pieces) for edge in (_leftmost, _rightmost))
    return line.pieces[0].x0 > left + _ASIDE * (right - left)


def _leftmost(pieces: Iterable[PrintRun]) -> int:
    return min((piece.x0 for piece in pieces), default=0)


def _rightmost(pieces: Iterable[PrintRun]) -> int:
    return max((piece.x1 for piece in pieces), default=0)
