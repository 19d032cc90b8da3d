"""Labels of several rows that stand left of the labels of each row, in tables whose rows gutters and lines show."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.documents.page.ruled_grid import RuledGrid, find_grids
from extractor.documents.page.ruling import Rules, Segment, together
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.tables.figure_levels import BoxedLine, boxed_lines, figure_height
from extractor.documents.scan.tables.marks import Marks

_BESIDE = 0.15
"""Heights of a line: the boxes of two labels beside each other reach no further into each other."""
_FLUSH = 0.6
"""Heights of a line: labels of one column begin no further from each other."""
_EDGE = 3.0
"""Points: a rule so close to the edge of a column is that edge."""
_ROOM = 1.5
"""Points of paper before a label."""
_FEWEST = 2
"""Rows that have a label of their own beside that of several."""


def columns_of_labels(
    marks: Marks, rules: Rules, guides: Rules, boxes: Sequence[PixelBox], height: int, scale: float
) -> Rules:
    """The uprights between labels that stand beside each other in the first column of a table, in points, but for those
    that printed ``rules`` part from their figures; ``guides`` stand for what is not printed. ``boxes``: the lines of
    print, ``height``: the usual height of a digit in pixels, ``scale``: pixels a point.
    """
    tall = figure_height(marks, boxes, height)
    lines = boxed_lines(marks, boxes, tall)
    open_ = [grid for grid in find_grids(together(rules, guides)) if len(grid.xs) > 2 and not _is_drawn(grid, rules)]
    return Rules((), tuple(upright for grid in open_ for upright in _uprights(grid, lines, scale)))


def _is_drawn(grid: RuledGrid, rules: Rules) -> bool:
    """Whether the side of the first column is printed over most of the rows."""
    x0, y0, _, y1 = grid.box
    beside = [rule for rule in rules.vertical if x0 + _EDGE < rule.at < grid.xs[1] + _EDGE]
    return 2 * sum(max(0.0, min(rule.end, y1) - max(rule.start, y0)) for rule in beside) > y1 - y0


def _uprights(grid: RuledGrid, lines: Sequence[BoxedLine], scale: float) -> Iterator[Segment]:
    """The uprights of one grid, each as far as labels stand right of it that no other line reaches into."""
    left, right = grid.xs[0] * scale, grid.xs[1] * scale
    top, foot = grid.ys[0] * scale, grid.ys[-1] * scale
    labels = [line.box for line in lines if left < (line.box.x0 + line.box.x1) / 2 < right and top < line.middle < foot]
    inner = [box for box in labels if any(_is_before(other, box) for other in labels)]
    for x in _starts(inner):
        at = x / scale - _ROOM
        stretch: list[tuple[float, float]] = []
        for y0, y1 in pairwise(grid.ys):
            own = [box for box in labels if y0 * scale < (box.y0 + box.y1) / 2 < y1 * scale]
            crossed = any(box.x0 < at * scale < box.x1 - _BESIDE * box.height for box in own)
            if own and not crossed and any(box.x0 > at * scale for box in own):
                if stretch and abs(stretch[-1][1] - y0) < 1:
                    stretch[-1] = stretch[-1][0], y1
                else:
                    stretch.append((y0, y1))
        for start, end in stretch:
            inside = [box for box in labels if start * scale < (box.y0 + box.y1) / 2 < end * scale]
            if any(box.x1 < at * scale + _BESIDE * box.height for box in inside):
                yield Segment(at, start, end)


def _is_before(one: PixelBox, other: PixelBox) -> bool:
    """Whether a line stands left of another one on its level, or on that of a line above or below it."""
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return shared > 0 and one.x1 <= other.x0 + _BESIDE * one.height


def _starts(boxes: Sequence[PixelBox]) -> Iterator[float]:
    """Where columns of labels begin: the leftmost of those that begin at about one place."""
    group: list[PixelBox] = []
    for box in sorted(boxes, key=lambda box: box.x0):
        if group and box.x0 - group[0].x0 > _FLUSH * box.height:
            if len(group) >= _FEWEST:
                yield group[0].x0
            group = []
        group.append(box)
    if len(group) >= _FEWEST:
        yield group[0].x0
