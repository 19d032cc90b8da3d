"""Which of the cells beside a label belongs to which column.

A row that prints as many values as there are columns is clear. A row with blanks is clear only if its cells can be
counted; a row with fewer cells than columns is read by the columns of the grid, if at all, and never as certain.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from extractor.documents.model import Cell
from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.readers.outline import OutlineRow

_ROWS = 2
"""Rows with a cell for every column that show where the values of others stand: a single one may have lost a cell."""
Depth: TypeAlias = tuple[int, int]
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Fit:
    """One cell for each printed position, None where the row has no cell for it. ``doubts``: why another may be its."""

    cells: tuple[Cell | None, ...]
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class RowShape:
    """What the complete rows of a table say about the incomplete ones.

    ``leads``: blank cells before the first value, by depth of the label and number of cells after it. ``counts``:
    numbers of cells after the label, by its depth. ``starts``: grid column of the first value, by width of the row.
    ``exact``: grid column of the first cell after the label of every row with as many cells there as columns, blank or
    not, by width of the row. ``real_cells``: the file keeps its cells, so that none is lost or made up by flattening.
    """

    leads: dict[tuple[Depth, int], frozenset[int]]
    counts: dict[Depth, frozenset[int]]
    starts: dict[int, frozenset[int]]
    real_cells: bool = False
    exact: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


def learn_shape(rows: Sequence[OutlineRow], real_cells: bool = False) -> RowShape:
    """The shape of the complete rows among ``rows`` (all of one number of columns)."""
    leads: dict[tuple[Depth, int], set[int]] = {}
    counts: dict[Depth, set[int]] = {}
    starts: dict[int, set[int]] = {}
    exact: dict[int, tuple[int, ...]] = {}
    for row in rows:
        width, depth = _width(row), _depth(row)
        if row.labels and len(row.values) == len(row.block.columns):
            exact[width] = (*exact.get(width, ()), row.values[0].column)
        printed = [n for n, cell in enumerate(row.values) if cell.text]
        if len(printed) == len(row.block.columns) and printed[-1] - printed[0] + 1 == len(printed):
            leads.setdefault((depth, len(row.values)), set()).add(printed[0])
            counts.setdefault(depth, set()).add(len(row.values))
            starts.setdefault(width, set()).add(row.values[printed[0]].column)
    return RowShape(_frozen(leads), _frozen(counts), _frozen(starts), real_cells, exact)


def fit_row(row: OutlineRow, shape: RowShape) -> Fit:
    """Assign the cells of a row to the printed positions of its columns."""
    columns = len(row.block.columns)
    printed = tuple(cell for cell in row.values if cell.text)
    if len(printed) == columns:
        return Fit(printed)
    if len(printed) > columns:
        return _nothing(columns, doubt(DoubtKind.TOO_MANY_VALUES, len(printed), columns))
    if not row.values:
        return _nothing(columns, doubt(DoubtKind.NO_VALUE_PRINTED))
    if len(row.values) == columns:
        return _counted(row, shape)
    if len(row.values) > columns:
        return _windowed(row, shape)
    return _by_grid(row, shape)


def _counted(row: OutlineRow, shape: RowShape) -> Fit:
    """As many cells as columns, some blank: sure unless complete rows of the table have another length.

    Such a row may have lost a cell, and then every value after it stands one column too far left.
    """
    usual = shape.counts.get(_depth(row), frozenset())
    begins_blank = not row.values[0].text and any(cell.text for cell in row.values)
    if usual <= {len(row.values)} and (usual or not begins_blank or shape.real_cells):
        return Fit(row.values)
    cells = tuple(cell if cell.text else None for cell in row.values)
    return Fit(cells, (doubt(DoubtKind.BEGINS_UNKNOWN),))


def _windowed(row: OutlineRow, shape: RowShape) -> Fit:
    """More cells than columns, some of them padding: the complete rows show where the values begin."""
    columns = len(row.block.columns)
    if not any(cell.text for cell in row.values):
        return Fit(row.values[:columns])
    usual = shape.counts.get(_depth(row), frozenset())
    leads = shape.leads.get((_depth(row), len(row.values)))
    certain = leads is not None and len(leads) == 1 and usual <= {len(row.values)}
    if not usual and (ends := _between_ends(row, shape)):
        return Fit(ends)
    lead = next(iter(leads)) if leads is not None and certain else 0
    window = row.values[lead : lead + columns]
    outside = (*row.values[:lead], *row.values[lead + columns :])
    if any(cell.text for cell in outside):
        return _nothing(columns, doubt(DoubtKind.NOT_COUNTABLE))
    if certain:
        return Fit(window)
    return Fit(window, (doubt(DoubtKind.COUNTED_FROM_LEFT),))


def _between_ends(row: OutlineRow, shape: RowShape) -> tuple[Cell, ...]:
    """The cells of a row that stand in the columns of the grid in which rows as wide, whose labels stand deeper, have
    just as many cells as there are columns; nothing where anything else is printed, or such rows are few or differ.
    """
    starts = shape.exact.get(_width(row), ())
    if len(starts) < _ROWS or len(set(starts)) != 1:
        return ()
    inside = range(starts[0], starts[0] + len(row.block.columns))
    cells = tuple(cell for cell in row.values if cell.column in inside)
    outside = any(cell.text for cell in row.values if cell.column not in inside)
    return cells if len(cells) == len(inside) and not outside else ()


def _by_grid(row: OutlineRow, shape: RowShape) -> Fit:
    """Fewer cells than columns: read by grid column where complete rows of the same width show the columns."""
    columns = len(row.block.columns)
    starts = shape.starts.get(_width(row), frozenset())
    printed = sum(1 for cell in row.values if cell.text)
    if len(starts) != 1 or row.anchor == "none":
        return _nothing(columns, doubt(DoubtKind.TOO_FEW_VALUES, printed, columns))
    start = next(iter(starts))
    by_column = {cell.column: cell for cell in row.values}
    cells = tuple(by_column.get(start + n) for n in range(columns))
    return Fit(cells, (doubt(DoubtKind.TOLD_BY_GRID, printed, columns),))


def _nothing(columns: int, why: Doubt) -> Fit:
    return Fit((None,) * columns, (why,))


def _width(row: OutlineRow) -> int:
    last: Cell | None = None
    for cells in (row.labels, row.values):
        for cell in cells:
            if last is None or cell.column > last.column:
                last = cell
    return 0 if last is None else last.column + last.column_span


def _frozen(found: dict[Key, set[int]]) -> dict[Key, frozenset[int]]:
    return {key: frozenset(values) for key, values in found.items()}


def _depth(row: OutlineRow) -> Depth:
    """What rows have in common that take up as many cells: how deep their label stands on the form and in the row."""
    depth = -1 if row.spec is None else len(row.spec.parents)
    return (depth, row.labels[-1].column if row.labels else -1)
