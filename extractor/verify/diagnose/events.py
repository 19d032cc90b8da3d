"""The event dictionary: what may have happened to one cell, or to several cells together."""

from collections.abc import Mapping
from typing import TypeAlias

from extractor.schemas.linear import Number
from extractor.verify.diagnose.explanation import CellEvent, Event
from extractor.verify.diagnose.syndrome import Grid, Position, SyndromeCase, SyndromeCell

Amounts: TypeAlias = Mapping[str, Number]
"""What cells would have to hold, by path; a blank counts as 0."""


def cell_event(cell: SyndromeCell, proposed: Number | None) -> CellEvent:
    """What happened to one cell. ``proposed`` is None where it is not known what it should hold.

    What the picture also reads as the number proposed was misread, however little the digits are alike.
    """
    read = cell.held.value
    if read is None:
        return "missing"
    if proposed is None:
        return "replaced"
    if proposed and proposed == -read:
        return "sign_flipped"
    if proposed in cell.also or alike(str(read), str(proposed)):
        return "misread"
    return "invented" if proposed == 0 else "missing" if read == 0 else "replaced"


def alike(one: str, other: str) -> bool:
    """Whether one number can be misread as the other: few digits differ, or a digit is lost or doubled."""
    if len(one) == len(other):
        apart = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
        turned = len(apart) == 2 and apart[0] == apart[1][::-1]
        return turned or len(apart) <= max(1, len(one) // 3)
    shorter, longer = sorted((one, other), key=len)
    if shorter == "0" or len(longer) - len(shorter) != 1:
        return False
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def name_event(case: SyndromeCase, amounts: Amounts) -> Event:
    """What one thing, if any, happened to all these cells; those that nobody read only follow from the others."""
    amounts = {path: amount for path, amount in amounts.items() if not case.cells[path].missing} or amounts
    if len(amounts) == 1:
        ((path, amount),) = amounts.items()
        return cell_event(case.cells[path], amount)
    places = {path: case.positions[path] for path in amounts if path in case.positions}
    tables = {place.grid for place in places.values()}
    if len(places) == len(amounts) and len(tables) == 1:
        grid = case.grids[tables.pop()]
        rows = sorted({place.row for place in places.values()})
        columns = sorted({place.column for place in places.values()})
        found = _moved(case, amounts, places) if len(amounts) == 2 else None
        found = found or _in_rows(case, grid, rows, amounts) or _in_columns(case, grid, columns, amounts)
        if found is not None:
            return found
    if len(amounts) == 2 and _swapped(case, amounts):
        return "cells_swapped"
    return "propagated" if _propagated(case, amounts, places) else "several"


def _held(case: SyndromeCase, path: str) -> Number:
    return case.cells[path].held.amount


def _after(case: SyndromeCase, path: str, amounts: Amounts) -> Number:
    return amounts.get(path, _held(case, path))


def _moved(case: SyndromeCase, amounts: Amounts, places: Mapping[str, Position]) -> Event | None:
    """A number that stands in the next cell instead of its own."""
    for source, target in (tuple(amounts), tuple(amounts)[::-1]):
        if amounts[source] == 0 == _held(case, target) and amounts[target] == _held(case, source) != 0:
            one, other = places[source], places[target]
            if one.row == other.row and abs(one.column - other.column) == 1:
                return "moved_in_row"
            if one.column == other.column and abs(one.row - other.row) == 1:
                return "moved_in_column"
    return None


def _swapped(case: SyndromeCase, amounts: Amounts) -> bool:
    """Whether two cells would hold what was read in each other, neither of them nothing."""
    one, other = amounts
    both = _held(case, one), _held(case, other)
    return all(both) and (amounts[one], amounts[other]) == both[::-1]


def _in_rows(case: SyndromeCase, grid: Grid, rows: list[int], amounts: Amounts) -> Event | None:
    if len(rows) == 1:
        row = grid[rows[0]]
        if any(shifted(case, row, amounts, by) for by in (1, -1)):
            return "row_shifted"
        beside = [grid[at] for at in (rows[0] - 1, rows[0] + 1) if 0 <= at < len(grid)]
        return "row_duplicated" if any(_repeats(case, row, other) for other in beside) else None
    if len(rows) == 2 and _exchanged(case, grid[rows[0]], grid[rows[1]], amounts):
        return "rows_swapped"
    return "rows_slid" if any(_slid(case, grid, rows, amounts, by) for by in (1, -1)) else None


def _in_columns(case: SyndromeCase, grid: Grid, columns: list[int], amounts: Amounts) -> Event | None:
    if len(columns) != 2:
        return None
    one, other = (tuple(row[column] for row in grid if column < len(row)) for column in columns)
    return "columns_swapped" if _exchanged(case, one, other, amounts) else None


def shifted(case: SyndromeCase, row: tuple[str, ...], amounts: Amounts, by: int) -> bool:
    """Whether every cell of the row would hold what was read ``by`` cells further on, as far as the row goes."""
    pairs = [(row[at], row[at + by]) for at in range(len(row)) if 0 <= at + by < len(row)]
    known = [(one, other) for one, other in pairs if one in case.cells and other in case.cells]
    moved = [one for one, other in known if one in amounts and amounts[one] == _held(case, other)]
    inside = [one for one, _ in known if one in amounts]
    return sum(amounts[one] != 0 for one in moved) > 1 and len(moved) >= len(inside)


def _repeats(case: SyndromeCase, row: tuple[str, ...], other: tuple[str, ...]) -> bool:
    pairs = [(a, b) for a, b in zip(row, other, strict=False) if a in case.cells and b in case.cells]
    alike_ = all(case.cells[a].held == case.cells[b].held for a, b in pairs)
    return alike_ and any(_held(case, a) for a, _ in pairs)


def _exchanged(case: SyndromeCase, one: tuple[str, ...], other: tuple[str, ...], amounts: Amounts) -> bool:
    pairs = [(a, b) for a, b in zip(one, other, strict=False) if a in case.cells and b in case.cells]
    changed = [(a, b) for a, b in pairs if a in amounts or b in amounts]
    return len(changed) > 1 and all(
        _after(case, a, amounts) == _held(case, b) and _after(case, b, amounts) == _held(case, a) for a, b in changed
    )


def _slid(case: SyndromeCase, grid: Grid, rows: list[int], amounts: Amounts, by: int) -> bool:
    """Whether whole rows would hold what was read in the next row, but for the last of them."""
    inner = [row for row in rows if 0 <= row + by < len(grid) and rows[0] <= row + by <= rows[-1]]
    pairs = [
        (a, b)
        for row in inner
        for a, b in zip(grid[row], grid[row + by], strict=False)
        if a in case.cells and b in case.cells and a in amounts
    ]
    return sum(amounts[a] != 0 for a, _ in pairs) > 1 and all(amounts[a] == _held(case, b) for a, b in pairs)


def _propagated(case: SyndromeCase, amounts: Amounts, places: Mapping[str, Position]) -> bool:
    """The same difference in cells that lie in common rows and columns."""
    by = {abs(amount - _held(case, path)) for path, amount in amounts.items()}
    if len(by) != 1 or len(places) < len(amounts):
        return False
    rows, columns = {(p.grid, p.row) for p in places.values()}, {(p.grid, p.column) for p in places.values()}
    return len(rows) < len(amounts) and len(columns) < len(amounts)
