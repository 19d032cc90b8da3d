"""Lines of headings put into the columns of the values by where both stand on the page, for grids that do not tell it:
headings of several lines, each centred or at its own height, often come as lines with columns of their own.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal, TypeAlias, get_args

from extractor.documents.model import Box, Cell
from extractor.readers.outline import OutlineRow

Side: TypeAlias = Literal["over", "left", "right"]
"""How headings stand to values: over them, or in the width of a column whose values stand at its left or right edge."""
SIDES: tuple[Side, ...] = get_args(Side)
_REACH = 0.2
"""Share of its width by which a heading may reach over values of a column beside its own."""
_NEAR = 0.5
"""Over no value at all, a heading is of the nearest column if that is so much nearer than the next."""


def placed_lines(
    lines: Sequence[Sequence[Cell]], rows: Sequence[OutlineRow], side: Side
) -> tuple[tuple[Cell, ...], ...]:
    """The lines from top to bottom, with every cell in the columns of the values that it stands over: column 1 for the
    first values of ``rows``, which print all of them on one page, and 0 for what stands left of them.

    None of a cell that stands on another page, has no box, or stands between two columns; nothing at all where values
    of two columns stand above each other. Whatever the ``side``, headings keep their order from left to right.
    """
    reach = _reaches(rows)
    if reach is None:
        return ()
    page = next(cell for cell in rows[0].values if cell.text).place.page
    labels = [box for row in rows for cell in row.labels if (box := _ink(cell)) is not None]
    ends = max((box[2] for box in labels), default=0.0)
    titles = (min((box[0] for box in labels), default=0.0) + ends) / 2  # what begins further left is over the labels
    found = []
    for line in lines:
        cells: list[Cell | None] = []
        for cell in line:
            box = _ink(cell)
            if not cell.text or cell.place.page != page or box is None:
                continue
            if box[0] < titles:
                cells.append(replace(cell, column=0, column_span=1))
            elif side == "over":
                cells.append(_over_values(cell, box, reach))
            else:
                cells.append(_in_width(cell, box, reach, side, ends))
        if kept := tuple(cell for cell in cells if cell is not None):
            found.append((_top(kept), kept))
    return tuple(line for _, line in sorted(found, key=lambda each: each[0]))


def _reaches(rows: Sequence[OutlineRow]) -> list[tuple[float, float]] | None:
    """From where to where the values of each column stand across the page, from left to right without overlap."""
    reach = []
    for column in zip(*([cell for cell in row.values if cell.text] for row in rows), strict=True):
        boxes = [box for cell in column if (box := _ink(cell)) is not None]
        if len(boxes) < len(rows):
            return None
        reach.append((min(box[0] for box in boxes), max(box[2] for box in boxes)))
    return reach if all(left[1] <= right[0] for left, right in pairwise(reach)) else None


def _ink(cell: Cell) -> Box | None:
    box = cell.place.box
    return box if box is not None and box[0] < box[2] else None


def _over_values(cell: Cell, box: Box, reach: Sequence[tuple[float, float]]) -> Cell | None:
    at = [*_over(box, reach)]
    if not at and box[2] <= reach[0][0] and not _is_near(box, reach):
        return replace(cell, column=0, column_span=1)
    at = at or [*_nearest(box, reach)]
    return replace(cell, column=at[0] + 1, column_span=at[-1] - at[0] + 1) if at else None


def _in_width(cell: Cell, box: Box, reach: Sequence[tuple[float, float]], side: Side, labels: float) -> Cell:
    """The cell in the columns from edge to edge of whose values most of it stands."""
    within = _REACH * (box[2] - box[0])
    first, last = box[0] + within, box[2] - within
    if side == "left":
        edges = [left for left, _ in reach]
        at = bisect_right(edges, first), bisect_right(edges, last)
    else:
        edges = [labels, *(right for _, right in reach[:-1])]
        at = bisect_left(edges, first), bisect_left(edges, last)
    return replace(cell, column=at[0], column_span=at[1] - at[0] + 1)


def _over(box: Box, reach: Sequence[tuple[float, float]]) -> Iterator[int]:
    """The columns that a heading stands over, the one it hardly reaches into left out where it covers another."""
    shared = [min(box[2], right) - max(box[0], left) for left, right in reach]
    most = max(shared)
    for n, each in enumerate(shared):
        if each > 0 and (each == most or each > _REACH * (box[2] - box[0])):
            yield n


def _is_near(box: Box, reach: Sequence[tuple[float, float]]) -> bool:
    """Whether a heading left of all values is nearer to the first column than that is to the second."""
    return len(reach) > 1 and reach[0][0] - box[2] < _NEAR * (reach[1][0] - reach[0][1])


def _nearest(box: Box, reach: Sequence[tuple[float, float]]) -> Iterator[int]:
    gaps = sorted((max(left - box[2], box[0] - right), n) for n, (left, right) in enumerate(reach))
    if len(gaps) == 1 or gaps[0][0] < _NEAR * gaps[1][0]:
        yield gaps[0][1]


def _top(line: Sequence[Cell]) -> float:
    return min(cell.place.box[1] for cell in line if cell.place.box is not None)
