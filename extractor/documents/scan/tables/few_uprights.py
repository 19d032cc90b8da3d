"""Tables whose upright rules part some of their columns only: one beside the labels, or those few of many that a
printer made, a copier left, or the edges of white grounds show.

Where most rows print several figures beside each other in one cell of a grid, its uprights do not say where the columns
are: the figures do, as in a table without any, and an upright stands in one of the gutters between them.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from extractor.documents.page.ruled_grid import RuledGrid, find_grids
from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.tables.figure_levels import BoxedLine, boxed_lines, figure_height
from extractor.documents.scan.tables.gutters import Gutter
from extractor.documents.scan.tables.marks import Marks

_FEWEST, _MOST_ROWS = 3, 0.7
"""Rows that hold several figures in one cell, and their share of all rows with figures: less is no lack of columns."""
_LEVEL, _APART = 0.4, 1.0
"""Heights of a line: on one level are lines whose middles differ by less, and so much paper is between two figures."""


def few_uprights(
    marks: Marks, rules: Rules, boxes: Sequence[PixelBox], height: int, scale: float
) -> tuple[Segment, ...]:
    """The printed uprights inside of grids that lack most of theirs, in points. ``boxes``: the lines of print,
    ``height``: the usual height of a digit in pixels, ``scale``: pixels a point.
    """
    grids = [grid for grid in find_grids(rules) if len(grid.xs) > 2]
    if not grids:
        return ()
    figures = [line for line in boxed_lines(marks, boxes, figure_height(marks, boxes, height)) if line.figure]
    lacking = [grid for grid in grids if _lacks_columns(grid, figures, scale)]
    return tuple(rule for rule in rules.vertical if any(_is_inside(rule, grid) for grid in lacking))


def _lacks_columns(grid: RuledGrid, figures: Sequence[BoxedLine], scale: float) -> bool:
    held: dict[tuple[int, int], list[BoxedLine]] = {}
    for line in figures:
        cell = grid.cell_at((line.box.x0 + line.box.x1) / 2 / scale, line.middle / scale)
        if cell is not None:
            held.setdefault((cell.row, cell.column), []).append(line)
    rows = {row for row, _ in held}
    crowded = {row for (row, _), lines in held.items() if any(_are_beside(*pair) for pair in combinations(lines, 2))}
    return len(crowded) >= max(_FEWEST, _MOST_ROWS * len(rows))


def _are_beside(one: BoxedLine, other: BoxedLine) -> bool:
    high = min(one.box.height, other.box.height)
    level = abs(one.middle - other.middle) < _LEVEL * high
    return level and max(one.box.x0, other.box.x0) - min(one.box.x1, other.box.x1) > _APART * high


def _is_inside(rule: Segment, grid: RuledGrid) -> bool:
    x0, y0, x1, y1 = grid.box
    return x0 + 1 < rule.at < x1 - 1 and rule.start < y1 and rule.end > y0


def printed_in(gutter: Gutter, uprights: Sequence[Segment], top: float, bottom: float, scale: float) -> Iterator[float]:
    """Where the uprights stand that are printed in a gutter, in points, the longest first, between two heights."""
    inside = [rule for rule in uprights if gutter.left <= rule.at * scale <= gutter.right]
    met = [(min(rule.end, bottom) - max(rule.start, top), rule.at) for rule in inside]
    yield from (at for long, at in sorted(met, reverse=True) if long > 0)
