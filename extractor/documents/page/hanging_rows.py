"""Rows under a grid of headings whose uprights end there: they stand in its columns and are rows of the same table."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.documents.page.glyphs import PageWord, TextLine, lines_of_words
from extractor.documents.page.parted_grid import is_figure
from extractor.documents.page.ruled_grid import RuledCell, RuledGrid
from extractor.documents.page.ruling import Segment
from extractor.documents.page.word_runs import Run, runs_of_line

_NEXT_LINE = 2.2
"""Heights of a line: how far below the one above it a row may stand."""
_HIGHEST = 60.0
"""Points: the highest row between two rules under rows."""
_SIDE = 4.0
"""Points by which a rule under rows may be shorter than its table, and words may stand out of it."""
_INSIDE = 1.0
_STACKED = 3
"""So many lines of figures without rules between are cells that hold whole columns."""


class HangingBody(NamedTuple):
    """What stands below a grid and belongs to it: its lines, and the rules under them."""

    lines: tuple[TextLine, ...]
    rules: tuple[float, ...]


def with_rows_below(
    grid: RuledGrid,
    words: Mapping[RuledCell, Sequence[PageWord]],
    free: Sequence[PageWord],
    across: Sequence[Segment],
    end: float,
) -> RuledGrid:
    """The grid with the free lines that follow below it, down to ``end`` at most, as rows; itself where none fits.

    Only below headings: a table that prints figures of its own ends where its rules end. Every line must keep to the
    columns, a figure in each at most, and every line of figures needs a label or a second figure.
    """
    if len(grid.xs) < 3 or any(is_figure(run) for own in words.values() for run in _runs(own)[1:]):
        return grid
    edges = _edges(grid)
    body = _body(grid, edges, free, across, end)
    if len(edges) < 3 or not any(len(runs_of_line(line)) > 1 and _figures(line) for line in body.lines):
        return grid
    stacked = sum(map(bool, map(_figures, body.lines))) >= _STACKED
    bottoms = [*body.rules] or ([body.lines[-1].y1 + 1] if stacked else [*_between(body.lines)])
    ys = [*grid.ys, *bottoms]
    cells = [*grid.cells]
    columns = [grid.xs.index(x) for x in edges]
    for row, (top, bottom) in enumerate(pairwise([grid.ys[-1], *bottoms]), start=len(grid.ys) - 1):
        for first, last in pairwise(columns):
            cells.append(RuledCell(row, first, 1, last - first, (grid.xs[first], top, grid.xs[last], bottom)))
    return grid._replace(ys=tuple(ys), cells=tuple(cells))


def _runs(words: Sequence[PageWord]) -> list[Run]:
    return [run for line in lines_of_words(words) for run in runs_of_line(line)]


def _edges(grid: RuledGrid) -> list[float]:
    """The sides of the cells at the foot of a grid."""
    foot = [cell for cell in grid.cells if cell.row + cell.row_span == len(grid.ys) - 1]
    return sorted({x for cell in foot for x in (grid.xs[cell.column], grid.xs[cell.column + cell.column_span])})


def _figures(line: TextLine) -> int:
    return sum(map(is_figure, runs_of_line(line)))


def _body(
    grid: RuledGrid, edges: Sequence[float], free: Sequence[PageWord], across: Sequence[Segment], end: float
) -> HangingBody:
    """The lines under a grid that keep to its columns, as far as they follow each other."""
    x0, _, x1, bottom = grid.box
    below = [word for word in free if bottom <= word.middle < end and not word.sideways]
    rules = [
        rule.at
        for rule in across
        if bottom + _INSIDE < rule.at < end and abs(rule.start - x0) <= _SIDE and abs(rule.end - x1) <= _SIDE
    ]
    ruled = _followed(bottom, sorted(rules))
    found: list[TextLine] = []
    last = bottom
    for line in lines_of_words(below):
        inside = [word for word in line.words if word.x1 > x0 - _SIDE and word.x0 < x1 + _SIDE]
        if not inside:
            continue
        line = TextLine(tuple(inside))
        high = line.y1 - line.y0
        in_rules = ruled and line.y1 <= ruled[-1] + 0.3 * high
        if not _keeps_to(line, edges) or not (in_rules or (not ruled and line.y0 - last < _NEXT_LINE * high)):
            break
        found.append(line)
        last = line.y1
    while found and not _figures(found[-1]) and not ruled:
        found.pop()
    return HangingBody(tuple(found), tuple(at for at in ruled if not found or at <= last + _HIGHEST))


def _followed(top: float, rules: Sequence[float]) -> list[float]:
    """The rules that stand as near below each other as those under rows do."""
    found: list[float] = []
    for at in rules:
        if at - (found[-1] if found else top) > _HIGHEST:
            break
        found.append(at)
    return found


def _keeps_to(line: TextLine, edges: Sequence[float]) -> bool:
    """Whether every run of a line stands in a column of its own, a label at most over blank ones."""
    following = 0
    for run in runs_of_line(line):
        places = [
            at
            for at, (left, right) in enumerate(pairwise(edges))
            if run.extent.start < right - _INSIDE and run.extent.end > left + _INSIDE
        ]
        if not places or places[0] < following or (len(places) > 1 and (is_figure(run) or places[0])):
            return False
        if run.extent.start < edges[0] - _SIDE or run.extent.end > edges[-1] + _SIDE:
            return False
        following = places[-1] + 1
    return True


def _between(lines: Sequence[TextLine]) -> Iterator[float]:
    """The heights that part lines."""
    for line, following in pairwise(lines):
        yield (line.y1 + following.y0) / 2
    yield lines[-1].y1 + 1
