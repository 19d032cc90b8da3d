"""Rows of figures without rules below headings that have a grid of their own, as white rules between tinted cells leave
them below a dark head; and the rows and the columns of labels of any table that lines of print show.
"""

from collections.abc import Sequence

import numpy as np

from extractor.documents.page.ruled_grid import RuledGrid, find_grids
from extractor.documents.page.ruling import Rules, Segment, together
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.tables.figure_levels import BoxedLine, rows_of_levels
from extractor.documents.scan.tables.label_columns import indented_labels
from extractor.documents.scan.tables.marks import Marks

_CLOSE = 1.6
"""Heights of a line: rows begin no further below their headings."""
_SIGN = 0.3
"""Heights of a digit: smaller marks are specks or points."""
_ROOM = 1.5
"""Points of paper below the last row."""


def rows_below_head(
    marks: Marks,
    rows: Sequence[Sequence[BoxedLine]],
    columns: Sequence[tuple[int, int]],
    labels: Sequence[BoxedLine],
    grids: Sequence[RuledGrid],
    height: int,
    scale: float,
) -> tuple[PixelBox, Rules] | None:
    """The area of a table in pixels, and its rules in points, where one of the ``grids`` stands close above its rows of
    figures and has a column for their ``labels`` and one for each of their ``columns``, from x0 to x1.
    """
    figures = [line for row in rows for line in row]
    top = min(line.box.y0 for line in (*rows[0], *labels))
    for grid in grids if labels else ():
        inside = [sum(x * scale < (x0 + x1) / 2 for x in grid.xs) - 1 for x0, x1 in columns]
        bottom = grid.ys[-1] * scale
        if abs(top - bottom) < _CLOSE * rows[0][0].box.height and inside == [*range(1, len(grid.xs) - 1)]:
            foot = max(line.box.y1 for line in (*rows[-1], *labels)) + _ROOM * scale
            area = PixelBox(round(grid.xs[0] * scale), round(bottom), round(grid.xs[-1] * scale), round(foot))
            if any(_cuts(marks, x * scale, area, height) for x in grid.xs[1:-1]):
                continue
            across = tuple(Segment(y / scale, grid.xs[0], grid.xs[-1]) for y in (area.y0, area.y1))
            sides = Rules(across, tuple(Segment(x, area.y0 / scale, area.y1 / scale) for x in grid.xs))
            ink = [line.box for line in (*figures, *labels)]
            levels = [sum(line.middle for line in row) / len(row) for row in rows]
            edges, ends = [x * scale for x in grid.xs], (float(area.y0), float(area.y1))
            return area, with_rows_and_labels(marks, sides, ink, labels, levels, edges, ends, height, scale)
    return None


def _cuts(marks: Marks, x: float, area: PixelBox, height: int) -> bool:
    """Whether an upright would run through a letter or a digit: then it is none of the rows below it."""
    found = marks.inside(area)
    large = found[np.maximum(marks.widths[found], marks.heights[found]) >= _SIGN * height]
    return bool(((marks.boxes[large, 0] < x) & (marks.boxes[large, 2] > x)).any())


def with_rows_and_labels(
    marks: Marks,
    sides: Rules,
    ink: Sequence[PixelBox],
    labels: Sequence[BoxedLine],
    levels: Sequence[float],
    edges: Sequence[float],
    ends: tuple[float, float],
    height: int,
    scale: float,
) -> Rules:
    """The rules of a table with those between its rows, and those between labels of several rows and of each.
    ``ends``: where the rows begin and end, ``levels``: where the figures of each stand, ``edges`` of the columns.
    """
    rows = rows_of_levels(marks, find_grids(sides), ink, height, scale)
    places = sorted({rule.at * scale for rule in rows.horizontal} | {*ends})
    if labels:
        sides = together(sides, indented_labels(labels, levels, edges, places, scale))
    return together(sides, rows_of_levels(marks, find_grids(sides), ink, height, scale))
