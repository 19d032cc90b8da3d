"""Gutters: white paper between the columns of a table, found from what its rows print."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.tables.ruled_strips import RuledStrip

_BETWEEN_FIGURES, _BESIDE_WRITING, _BETWEEN_WRITING, _BESIDE_GROUPS = 0.3, 0.22, 1.5, 2.5
"""Shares of the height of a digit: the least gutter between two columns of figures, between a column of writing and one
of figures, between two of writing, whose words have spaces between them, and beside a column that names groups of rows,
once for all of them."""
_IN_ONE_ROW = 0.8
"""The same where no other row tells a gutter from a space inside a number or a line of writing."""
_SPARSE, _SELDOM, _FILLED = 0.15, 0.3, 0.5
"""Shares of the rows that print in a column: fewer are no column of figures, are a column only where it stands well
apart, are a column of writing that names groups."""
_APART = 1.5
"""Room between a figure and what follows it, in heights of a digit: a list's "1." is closer to its words."""
_CLOSE = 1.45
_RAGGED = 0.35
_MOSTLY = 0.6
_FEWEST = 3
_STRAY = 8
"""One row of so many may print something across a gutter."""
_CROWDED, _ACROSS = 0.2, 0.12


class Gutter(NamedTuple):
    """White paper between two columns, in pixels. ``figures``: one of them at least prints figures."""

    left: int
    right: int
    figures: bool = True


def find_gutters(data: Sequence[RuledStrip]) -> list[Gutter]:
    """Where hardly any strip prints anything, as wide as gutters between such columns are, and before the first column
    of figures, to which the writing beside it may come close.
    """
    start, end, height = data[0].area.x0, data[0].area.x1, data[0].height
    printed = np.zeros((len(data), end - start), bool)
    for row, strip in enumerate(data):
        for piece in strip.pieces:
            printed[row, max(0, piece.x0 - start) : max(0, piece.x1 - start)] = True
    counts = printed.sum(axis=0)
    gutters = [_narrowed(gutter, counts, start) for gutter in _runs(counts <= len(data) // _STRAY, start)]
    gutters = [
        gutter
        for gutter in gutters
        if (counts[: gutter.left - start] > 0).any() and (counts[gutter.right - start :] > 0).any()
    ]
    gutters = _wide_enough(gutters, data, height)
    before = _before_figures(data, gutters[0].left if gutters else end, height)
    return [before, *gutters] if before else gutters


def parts_figures(gutters: Sequence[Gutter], strips: Sequence[RuledStrip], data: Sequence[RuledStrip]) -> bool:
    """Whether in nearly all rows a figure is alone between two gutters, and hardly a figure anywhere stands across one:
    else a gutter was not found, or rows of another table are among these.
    """
    edges = [(gutter.left + gutter.right) / 2 for gutter in gutters]
    cells: list[dict[int, list[bool]]] = []
    for strip in data:
        row: dict[int, list[bool]] = defaultdict(list)
        ends: dict[int, int] = {}
        for run in strip.runs:
            at = sum(edge < (run[0].x0 + run[-1].x1) / 2 for edge in edges)
            figure = all(piece.figure for piece in run)
            if at in ends and run[0].x0 - ends[at] <= _CLOSE * strip.height:
                # The room of a comma, or of a sign that specks hide.
                row[at][-1] &= figure
            else:
                row[at].append(figure)
            ends[at] = max(piece.x1 for piece in run)
        cells.append(row)
    crowded = [False] * len(cells)
    for column in range(len(gutters) + 1):
        told = [row[column] for row in cells if column in row]
        if sum(all(runs) for runs in told) >= _MOSTLY * len(told):
            crowded = [full or len(row.get(column, ())) > 1 for full, row in zip(crowded, cells, strict=True)]
        elif sum(runs[-1] and not all(runs) for runs in told) >= _MOSTLY * len(told):
            return False
    across = sum(
        any(piece.figure and piece.x0 < edge < piece.x1 for piece in strip.pieces for edge in edges) for strip in strips
    )
    return sum(crowded) <= _CROWDED * len(data) and across <= _ACROSS * len(strips)


def place_in(gutter: Gutter, headings: Sequence[RuledStrip], printed: Sequence[PixelBox] = ()) -> float:
    """Where in a gutter its line stands: in the middle, or where fewer headings are crossed, which are wider. Where the
    lines of print are known, ``printed`` are those of the headings: several may stand above each other in one strip. Of
    places that as many lines cross, those between letters are taken, beside figures.
    """
    if not headings:
        return (gutter.left + gutter.right) / 2
    crossed = np.zeros(gutter.right - gutter.left, int)
    inked = np.zeros(gutter.right - gutter.left, int)
    for start, end in (letter for strip in headings if gutter.figures for letter in strip.marks):
        inked[max(0, start - 1 - gutter.left) : max(0, end + 1 - gutter.left)] = 1
    spans = [(piece.x0 - 1, piece.x1 + 1) for strip in headings for piece in strip.pieces]
    if printed:
        spans = [(line.x0, line.x1) for line in printed]
    for start, end in spans:
        crossed[max(0, start - gutter.left) : max(0, end - gutter.left)] += 2
    crossed += inked
    parts = [part for part in _runs(crossed == crossed.min(), gutter.left) if part.right - part.left > 1]
    middle = (gutter.left + gutter.right) / 2
    nearest = min(parts, key=lambda part: max(part.left - middle, middle - part.right, 0), default=gutter)
    return middle if nearest.left + 1 < middle < nearest.right - 1 else (nearest.left + nearest.right) / 2


def _wide_enough(gutters: list[Gutter], data: Sequence[RuledStrip], height: int) -> list[Gutter]:
    """The gutters without the narrowest that is too narrow for what stands beside it, until none is."""
    while gutters:
        edges = [data[0].area.x0, *(round((gutter.left + gutter.right) / 2) for gutter in gutters), data[0].area.x1]
        columns = [_Column.of(data, left, right, height) for left, right in pairwise(edges)]
        lacks = [
            _least(left, right, len(data)) * height - (gutter.right - gutter.left)
            if not (left.digits and right.digits and _inside_number(data, edges[at], gutter, edges[at + 2], height))
            else math.inf
            for at, (gutter, (left, right)) in enumerate(zip(gutters, pairwise(columns), strict=True))
        ]
        if max(lacks) <= 0:
            return [
                gutter._replace(figures=left.figures or right.figures)
                for gutter, (left, right) in zip(gutters, pairwise(columns), strict=True)
            ]
        gutters = [gutter for at, gutter in enumerate(gutters) if at != lacks.index(max(lacks))]
    return gutters


def _inside_number(data: Sequence[RuledStrip], left: float, gutter: Gutter, right: float, height: int) -> bool:
    """Whether what stands left of a gutter, from ``left`` on, and what stands right of it are close to each other in
    most rows that print both: it is the room of a point or comma. Numbers of two columns are rarely all so long.
    """
    rooms = []
    for strip in data:
        before = [piece.x1 for piece in strip.pieces if left <= piece.x0 and piece.x1 <= gutter.right]
        after = [piece.x0 for piece in strip.pieces if gutter.left <= piece.x0 and piece.x1 <= right]
        if before and after:
            rooms.append(min(after) - max(before))
    return sum(room <= _CLOSE * height for room in rooms) > _MOSTLY * len(rooms)


class _Column(NamedTuple):
    """What stands between two gutters: mostly figures or not, in which share of the strips anything, and whether it
    would be figures if they stood apart from what follows.
    """

    figures: bool
    filled: float
    digits: bool = False

    @classmethod
    def of(cls, data: Sequence[RuledStrip], left: float, right: float, height: int) -> "_Column":
        """The column between two places. Figures stand apart from what follows them, as a list's "1." does not."""
        inside = [[piece for piece in strip.pieces if left <= (piece.x0 + piece.x1) / 2 < right] for strip in data]
        pieces = [piece for found in inside for piece in found]
        filled = sum(bool(found) for found in inside) / len(data)
        figures = [piece for strip, found in zip(data, inside, strict=True) for piece in found if piece in strip.apart]
        mostly = len(figures) >= _MOSTLY * len(pieces) and not all(piece.dash for piece in figures)
        if not mostly or filled < _SPARSE:
            return cls(False, filled)
        room = [
            min(other.x0 for other in strip.pieces if other.x0 >= found[-1].x1) - found[-1].x1
            for strip, found in zip(data, inside, strict=True)
            if found and any(other.x0 >= found[-1].x1 for other in strip.pieces)
        ]
        return cls(not room or float(np.median(room)) >= _APART * height, filled, True)


def _least(left: _Column, right: _Column, rows: int) -> float:
    """The least width of a gutter between two columns; a column that hardly a row prints in has to stand well apart."""
    if rows < _FEWEST:
        return _IN_ONE_ROW
    if left.figures or right.figures:
        if min(left.filled, right.filled) < _SELDOM:
            return _BETWEEN_WRITING
        return _BETWEEN_FIGURES if left.figures and right.figures else _BESIDE_WRITING
    return _BETWEEN_WRITING if min(left.filled, right.filled) >= _FILLED else _BESIDE_GROUPS


def _before_figures(data: Sequence[RuledStrip], end: int, height: int) -> Gutter | None:
    """The gutter between writing and a column of figures that ends the stretch up to ``end``: the place that lies
    between the two in most strips. None where that stretch is of one kind.
    """
    edges: list[tuple[int, int]] = []
    ends: list[int] = []
    for strip in data:
        pieces = [piece for piece in strip.pieces if (piece.x0 + piece.x1) / 2 < end]
        if len(pieces) > 1 and pieces[-1].figure and not all(piece.figure for piece in pieces):
            edges.append((pieces[-2].x1, pieces[-1].x0))
            ends.append(pieces[-1].x1)
    if len(edges) < max(min(_FEWEST, len(data)), _MOSTLY * len(data)) or not _aligned(edges, ends, height):
        return None
    depth = {left: sum(a <= left < b for a, b in edges) for left, _ in edges}
    most = max(depth.values())
    left = max(at for at, count in depth.items() if count == most)
    return Gutter(left, min(b for a, b in edges if a <= left < b)) if most >= _MOSTLY * len(edges) else None


def _runs(white: NDArray[np.bool_], start: int) -> Iterator[Gutter]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], white, [False]]).astype(np.int8)))
    for left, right in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        yield Gutter(left + start, right + start)


def _narrowed(gutter: Gutter, counts: NDArray[np.intp], start: int) -> Gutter:
    """The widest part of a gutter in which the fewest strips print something."""
    inside = counts[gutter.left - start : gutter.right - start]
    return max(_runs(inside == inside.min(), gutter.left), key=lambda part: part.right - part.left)


def _aligned(edges: Sequence[tuple[int, int]], ends: Sequence[int], height: int) -> bool:
    """Whether figures stand one below the other by their left ends, right ends or middles. The last words of
    labels do not.
    """
    starts = [start for _, start in edges]
    middles = [(start + end) / 2 for start, end in zip(starts, ends, strict=True)]
    return any(
        float(np.median(np.abs(np.array(places) - np.median(places)))) <= _RAGGED * height
        for places in (starts, ends, middles)
    )
