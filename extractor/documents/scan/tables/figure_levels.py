"""Rows that figures beside each other show, in grids that lack rules across between them.

Figures that stand at one height are a row, and figures above each other are never one cell. Where the rule between two
rows was lost on a copy, is too pale, or was never printed, it is put in where most paper is between the two heights:
over the columns of figures, and over what else prints something for both rows. A label that reaches over several rows
prints one block, and no line is drawn through it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.documents.page.ruled_grid import RuledCell, RuledGrid
from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.ruled_strips import is_figure

_LEVEL = 0.35
"""Heights of a line: on one level are lines whose middles differ by less."""
_FULL = 0.5
"""Share of the columns of figures in which a row prints one at least."""
_CORE = 0.15
"""Share of the height of a box at its top and its foot that is paper."""
_LINES = 0.15
"""Heights of a line: less paper is between two lines of one label."""
_DOUBLE = 5.0
"""Points: rules no further from each other are one edge of a row."""
_SHORT, _NARROW, _UNEVEN, _ENOUGH = 4.0, 0.85, 0.1, 6
"""Heights of a line: the longest line that tells how high digits are; widths of its marks and how their heights differ,
as shares of these; and how many such lines tell.
"""


_BEFORE, _LETTER = 1.6, 0.25
"""Heights of a line: how far before it its first letter and a comma may stand, and how large a letter is at least."""


_SET = 0.7
"""Heights of a line: lines of one text have ends or middles no further from each other."""


class BoxedLine(NamedTuple):
    """A line of print, in pixels: its box, and whether it is a figure."""

    box: PixelBox
    figure: bool

    @property
    def middle(self) -> float:
        """How low it stands."""
        return (self.box.y0 + self.box.y1) / 2

    @property
    def top(self) -> float:
        """Where its letters begin."""
        return self.box.y0 + _CORE * self.box.height

    @property
    def foot(self) -> float:
        """Where they end."""
        return self.box.y1 - _CORE * self.box.height


def figure_height(marks: Marks, boxes: Sequence[PixelBox], height: int) -> int:
    """The height of a digit as short lines of narrow marks of one height show it, in pixels; ``height`` where there are
    few. Where a page prints more writing than figures, the usual height of its marks is that of small letters.
    """
    found: list[int] = []
    for box in boxes:
        if box.width > _SHORT * box.height:
            continue
        inside = marks.inside(box)
        tall = inside[marks.heights[inside] * 2 > box.height * _CORE * 4]
        if tall.size and _is_even(marks.heights[tall]) and (marks.widths[tall] <= _NARROW * marks.heights[tall]).all():
            found.append(int(np.median(marks.heights[tall])))
    if len(found) < _ENOUGH:
        return height
    counts = [sum(abs(each - other) <= 1 for other in found) for each in found]
    return found[counts.index(max(counts))]


def _is_even(heights: NDArray[np.int32]) -> bool:
    return int(heights.max() - heights.min()) <= 1 + round(_UNEVEN * float(heights.max()))


def boxed_lines(marks: Marks, boxes: Sequence[PixelBox], height: int) -> list[BoxedLine]:
    """Lines of print, with what they are; ``height``: the usual height of a digit in pixels."""
    return [BoxedLine(box, is_figure(marks, box, height)) for box in boxes]


def is_one_text(one: PixelBox, other: PixelBox) -> bool:
    """Whether two lines are set as one text: from the same left, to the same right, or about the same middle."""
    left, right = abs(one.x0 - other.x0), abs(one.x1 - other.x1)
    return min(left, right, abs(one.x0 + one.x1 - other.x0 - other.x1) / 2) <= _SET * min(one.height, other.height)


def reaches_over(box: PixelBox, edge: float) -> bool:
    """Whether a line runs from the labels into the figures: no heading of either does."""
    return box.x0 < edge - box.height and box.x1 > edge + box.height / 3


def with_first_letters(marks: Marks, lines: Sequence[BoxedLine]) -> Iterator[BoxedLine]:
    """The lines, those of writing from their first letter on: the detector misses a flat one, or one with a comma."""
    for line in lines:
        box, high = line.box, line.box.height
        before = PixelBox(round(box.x0 - _BEFORE * high), box.y0, box.x0 + 1, box.y1)
        taken = any(line != other and _shares(other.box, before) for other in lines)
        if line.figure or taken:
            yield line
            continue
        found = marks.inside(PixelBox(max(0, before.x0), before.y0, before.x1, before.y1))
        large = found[np.maximum(marks.widths[found], marks.heights[found]) >= _LETTER * high]
        start = min([int(x) for x in marks.boxes[large, 0]], default=box.x0)
        yield line._replace(box=PixelBox(min(start, box.x0), box.y0, box.x1, box.y1))


def _shares(one: PixelBox, other: PixelBox) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1


def rows_of_levels(
    marks: Marks, grids: Sequence[RuledGrid], boxes: Sequence[PixelBox], height: int, scale: float
) -> Rules:
    """The lines across that grids lack between rows of figures, in points. ``boxes``: the lines of print, ``height``:
    the usual height of a digit in pixels, ``scale``: pixels a point.
    """
    tall = figure_height(marks, boxes, height)
    across = [line for grid in grids for line in _missing(marks, grid, boxes, tall, scale)]
    return Rules(tuple(across), ())


def _missing(marks: Marks, grid: RuledGrid, boxes: Sequence[PixelBox], height: int, scale: float) -> Iterator[Segment]:
    x0, y0, x1, y1 = (edge * scale for edge in grid.box)
    inside = [box for box in boxes if x0 < (box.x0 + box.x1) / 2 < x1 and y0 < (box.y0 + box.y1) / 2 < y1]
    lines = boxed_lines(marks, inside, height)
    columns = {at: [line for line in lines if line.figure and _column(line, grid, scale) == at] for at in _places(grid)}
    columns = {at: found for at, found in columns.items() if found}
    covered = {line: _covered(line, grid, {*columns}, scale) for found in columns.values() for line in found}
    levels = _levels(covered, len(columns))
    if not levels or len(grid.xs) < 3:
        return
    printed = {at: sum(_at_one(found, level) for level in levels) for at, found in columns.items()}
    values = {at for at, count in printed.items() if 2 * count > len(levels) - (at > 0)}
    if not values:
        return
    among = {at: [line for line in lines if _column(line, grid, scale) >= at] for at in range(min(values) + 1)}
    for above, below in pairwise([None, *levels]):
        assert below is not None
        over = [line for line in among[min(values)] if line.foot < below and not _at_one([line], below)]
        heads = [line.middle for line in over if above is None or (line.middle > above and not _at_one([line], above))]
        top = max(heads, default=above)
        if top is None:
            continue
        ys = (_between(among[at], top, below, scale, grid) for at in among)
        y = next((y for y in ys if y is not None), None)
        if y is not None:
            yield from _walls(grid, lines, values, (None if heads else above, below), y, scale)


def _covered(line: BoxedLine, grid: RuledGrid, columns: set[int], scale: float) -> int:
    """How many of the columns of figures the cell of a figure reaches over."""
    cell = grid.cell_at((line.box.x0 + line.box.x1) / 2 / scale, line.middle / scale)
    return 1 if cell is None else max(1, len(columns & {*range(cell.column, cell.column + cell.column_span)}))


def _places(grid: RuledGrid) -> range:
    return range(len(grid.xs) - 1)


def _column(line: BoxedLine, grid: RuledGrid, scale: float) -> int:
    return sum(x * scale < (line.box.x0 + line.box.x1) / 2 for x in grid.xs) - 1


def _levels(figures: Mapping[BoxedLine, int], columns: int) -> list[float]:
    """The heights at which figures stand beside each other, in as many of their columns as rows print."""
    found: list[list[BoxedLine]] = []
    for line in sorted(figures, key=lambda line: line.middle):
        if found and line.middle - found[-1][0].middle < _LEVEL * line.box.height:
            found[-1].append(line)
        else:
            found.append([line])
    full = (row for row in found if sum(figures[line] for line in row) >= _FULL * columns)
    return [sum(line.middle for line in row) / len(row) for row in full]


def _at_one(lines: Sequence[BoxedLine], level: float) -> bool:
    return any(abs(line.middle - level) < _LEVEL * line.box.height for line in lines)


def _between(lines: Sequence[BoxedLine], above: float, below: float, scale: float, grid: RuledGrid) -> float | None:
    """Where most paper is between two levels, in pixels: on a rule of the grid if one lies there."""
    known = [y * scale for y in grid.ys if above < y * scale < below]
    if known:
        return known[len(known) // 2] if known[-1] - known[0] <= _DOUBLE * scale else None
    edges = sorted((line.top, line.foot) for line in lines if line.foot > above and line.top < below)
    gaps, reach = [], above
    for start, end in (*edges, (below, below)):
        gaps.append((start - reach, (start + reach) / 2))
        reach = max(reach, end)
    widest, y = max(gaps)
    return y if widest > 0 else None


def _walls(
    grid: RuledGrid,
    lines: Sequence[BoxedLine],
    values: set[int],
    levels: tuple[float | None, float],
    y: float,
    scale: float,
) -> Iterator[Segment]:
    """The pieces of the line at ``y``: over each cell that reaches over it and holds print of both rows."""
    for cell in grid.cells:
        if not cell.box[1] * scale < y < cell.box[3] * scale:
            continue
        own = [line for line in lines if _is_in(line, cell, scale)]
        over, under = [line for line in own if line.middle < y], [line for line in own if line.middle > y]
        crossed = any(line.top < y < line.foot for line in own)
        columns = {*range(cell.column, cell.column + cell.column_span)}
        close = cell.column + cell.column_span >= min(values)
        both = bool(over and under) and (bool(columns & values) or _part_rows(over, under, levels, close))
        if not crossed and (columns <= values or both):
            yield Segment(y / scale, cell.box[0], cell.box[2])


def _is_in(line: BoxedLine, cell: RuledCell, scale: float) -> bool:
    x0, y0, x1, y1 = (edge * scale for edge in cell.box)
    return x0 < (line.box.x0 + line.box.x1) / 2 < x1 and y0 < line.middle < y1


def _part_rows(
    over: Sequence[BoxedLine], under: Sequence[BoxedLine], levels: tuple[float | None, float], close: bool
) -> bool:
    """Whether the lines over and under an edge are those of two rows, in the middle of each, with more paper between
    them than between lines of one label; ``close``: among figures or beside them, where every row has its own.
    """
    last, first = max(over, key=lambda line: line.box.y1), min(under, key=lambda line: line.box.y0)
    apart = close or first.box.y0 - last.box.y1 >= _LINES * first.box.height
    above, below = levels
    return apart and (above is None or _stands_at(over, above)) and _stands_at(under, below)


def _stands_at(lines: Sequence[BoxedLine], level: float) -> bool:
    """Whether a line has its middle at a level, or lines next to it together with it."""
    ordered = sorted(lines, key=lambda line: line.middle)
    for start in range(len(ordered)):
        for stop in range(start + 1, len(ordered) + 1):
            part = ordered[start:stop]
            if any(low.box.y0 - high.box.y1 > _LINES * low.box.height for high, low in pairwise(part)):
                break
            if abs((part[0].box.y0 + part[-1].box.y1) / 2 - level) < _LEVEL * part[0].box.height:
                return True
    return False
