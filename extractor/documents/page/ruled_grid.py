"""Ruled tables: from segments to grids of cells, merged cells included."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.documents.model import Box
from extractor.documents.page.ruling import Rules, Segment

_TOUCH = 3.0
_OPEN_SIDE = 8.0
_SAME = 2.5
_WALL = 0.5
_MOST_CROSSINGS = 400_000


class RuledCell(NamedTuple):
    """A cell of a grid: its first row and column, its spans, its box in reading orientation."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


class RuledGrid(NamedTuple):
    """A ruled table. ``xs`` and ``ys`` are the positions of its rules; ``cells`` run by row, then by column. ``drawn``:
    its upright rules are printed.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[RuledCell, ...]
    drawn: bool = True

    @property
    def box(self) -> Box:
        """The outer frame."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def cell_at(self, x: float, y: float) -> RuledCell | None:
        """The cell that covers a point."""
        for cell in self.cells:
            x0, y0, x1, y1 = cell.box
            if x0 <= x < x1 and y0 <= y < y1:
                return cell
        return None


def find_grids(rules: Rules) -> list[RuledGrid]:
    """The grids that crossing rules make, top to bottom. A single frame is no table."""
    grids = []
    for horizontal, vertical in _components(rules):
        if len(horizontal) < 2 or not vertical:
            continue
        xs, ys = _positions(vertical, horizontal), _positions(horizontal, vertical)
        if len(xs) < 2 or len(ys) < 2:
            continue
        cells = _cells(xs, ys, horizontal, vertical)
        if len(cells) > 1:
            grids.append(RuledGrid(tuple(xs), tuple(ys), tuple(cells)))
    return sorted(_outermost(grids), key=lambda grid: (grid.ys[0], grid.xs[0]))


def without_first(grid: RuledGrid) -> RuledGrid:
    """A table without its first column; the boxes of cells that begin there begin at the next one."""
    cells = []
    for cell in grid.cells:
        span = cell.column_span - (cell.column == 0)
        if span:
            column = max(0, cell.column - 1)
            box = (grid.xs[column + 1], *cell.box[1:])
            cells.append(cell._replace(column=column, column_span=span, box=box))
    return grid._replace(xs=grid.xs[1:], cells=tuple(cells))


def _components(rules: Rules) -> Iterable[tuple[list[Segment], list[Segment]]]:
    """Sets of rules connected by crossing or touching."""
    horizontal, vertical = rules
    if not vertical or len(horizontal) * len(vertical) > _MOST_CROSSINGS:
        return []
    parents = list(range(len(horizontal) + len(vertical)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for i, across in enumerate(horizontal):
        for j, down in enumerate(vertical, start=len(horizontal)):
            if (
                across.start - _TOUCH <= down.at <= across.end + _TOUCH
                and down.start - _TOUCH <= across.at <= down.end + _TOUCH
            ):
                parents[root(i)] = root(j)
    groups: dict[int, tuple[list[Segment], list[Segment]]] = {}
    for index, segment in enumerate([*horizontal, *vertical]):
        sides = groups.setdefault(root(index), ([], []))
        sides[index >= len(horizontal)].append(segment)
    return groups.values()


def _positions(rules: Sequence[Segment], crossing: Sequence[Segment]) -> list[float]:
    """Where the rules lie, near ones as one; an open side is closed where the crossing rules end."""
    positions: list[list[float]] = []
    for at in sorted(rule.at for rule in rules):
        if positions and at - positions[-1][-1] <= _SAME:
            positions[-1].append(at)
        else:
            positions.append([at])
    found = [sum(group) / len(group) for group in positions]
    first, last = min(rule.start for rule in crossing), max(rule.end for rule in crossing)
    if first < found[0] - _OPEN_SIDE:
        found.insert(0, first)
    if last > found[-1] + _OPEN_SIDE:
        found.append(last)
    return found


def _cells(
    xs: Sequence[float], ys: Sequence[float], horizontal: Sequence[Segment], vertical: Sequence[Segment]
) -> list[RuledCell]:
    """The cells: neighbouring fields of the grid are one where no rule stands between them."""
    rows, columns = len(ys) - 1, len(xs) - 1
    owner: dict[tuple[int, int], int] = {}
    cells: list[RuledCell] = []
    right = [[_walled(vertical, xs[c + 1], ys[r], ys[r + 1]) for c in range(columns)] for r in range(rows)]
    below = [[_walled(horizontal, ys[r + 1], xs[c], xs[c + 1]) for c in range(columns)] for r in range(rows)]
    for r in range(rows):
        for c in range(columns):
            if (r, c) in owner:
                continue
            across = 1
            while c + across < columns and not right[r][c + across - 1] and (r, c + across) not in owner:
                across += 1
            down = 1
            while r + down < rows and _open_below(below[r + down - 1], right[r + down], c, across, owner, r + down):
                down += 1
            for i in range(r, r + down):
                for j in range(c, c + across):
                    owner[i, j] = len(cells)
            cells.append(RuledCell(r, c, down, across, (xs[c], ys[r], xs[c + across], ys[r + down])))
    return cells


def _open_below(
    floor: Sequence[bool],
    right: Sequence[bool],
    column: int,
    across: int,
    owner: dict[tuple[int, int], int],
    row: int,
) -> bool:
    """Whether a cell goes on in the next row: no rule under any part of it, and the same sides there."""
    inside = range(column, column + across)
    if any(floor[c] or (row, c) in owner for c in inside):
        return False
    return not any(right[c] for c in inside[:-1])


def _walled(rules: Sequence[Segment], at: float, start: float, end: float) -> bool:
    """Whether rules cover more than half of one side of a field."""
    covered = 0.0
    for rule in rules:
        if abs(rule.at - at) <= _SAME:
            covered += max(0.0, min(rule.end, end) - max(rule.start, start))
    return covered > _WALL * (end - start)


def _outermost(grids: Sequence[RuledGrid]) -> list[RuledGrid]:
    """Grids that do not lie inside a cell of another one; a table inside a frame keeps its own cells."""
    kept = []
    for grid in grids:
        x0, y0, x1, y1 = grid.box
        inside = any(
            other is not grid
            and other.box[0] - 1 <= x0
            and other.box[1] - 1 <= y0
            and x1 <= other.box[2] + 1
            and y1 <= other.box[3] + 1
            and len(other.cells) >= len(grid.cells)
            for other in grids
        )
        if not inside:
            kept.append(grid)
    return kept
