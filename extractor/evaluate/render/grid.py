"""Printed tables laid out as a grid with row and column spans."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, TypeAlias

from extractor.evaluate.render.printed import PrintedBlock, PrintedColumn, PrintedRow, PrintedTable, PrintedValue

Role: TypeAlias = Literal["title", "heading", "label", "value"]


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell at its first column, with the rows and columns it covers.

    ``ghost``: hidden characters before it. ``value``: the figure it was laid out from, None for labels and headings.
    """

    text: str
    role: Role
    column: int
    col_span: int = 1
    row_span: int = 1
    ghost: str = ""
    value: PrintedValue | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One square of the grid: the cell that covers it, and whether that cell begins here, left of here or above."""

    cell: GridCell
    at: Literal["here", "left", "above"]


@dataclass(frozen=True)
class Grid:
    """A table as rows of cells that begin in them. ``labels``: how many columns hold row labels."""

    key: str
    title: str
    width: int
    labels: int
    rows: tuple[tuple[GridCell, ...], ...]

    @property
    def slots(self) -> tuple[tuple[Slot, ...], ...]:
        """Every square of the grid, row by row; a row that lost a cell has a square less."""
        pending: dict[int, tuple[GridCell, int]] = {}
        found = []
        for row in self.rows:
            line: dict[int, Slot] = {}
            for column, (cell, left) in list(pending.items()):
                line[column] = Slot(cell, "above")
                pending[column] = (cell, left - 1)
                if left == 1:
                    del pending[column]
            for cell in row:
                for column in range(cell.column, cell.column + cell.col_span):
                    line[column] = Slot(cell, "here" if column == cell.column else "left")
                    if cell.row_span > 1:
                        pending[column] = (cell, cell.row_span - 1)
            found.append(tuple(line[column] for column in range(self.width) if column in line))
        return tuple(found)

    def with_row(self, at: int, row: Sequence[GridCell]) -> "Grid":
        """The grid with another row before row ``at``; cells that reach over that place reach one row further, and the
        new row begins to the right of them.
        """
        covering = [(i, c) for i, above in enumerate(self.rows[:at]) for c in above if i + c.row_span > at]
        free = max((cell.column + cell.col_span for _, cell in covering), default=0)
        moved = [
            replace(cell, column=max(cell.column, free + n), col_span=1 if cell.column < free + n else cell.col_span)
            for n, cell in enumerate(row)
        ]
        longer = {(i, cell.column) for i, cell in covering}
        rows = [
            tuple(replace(c, row_span=c.row_span + 1) if (i, c.column) in longer else c for c in each)
            for i, each in enumerate(self.rows)
        ]
        return replace(self, rows=(*rows[:at], tuple(moved), *rows[at:]))

    def kind(self, row: int) -> Role:
        """What a row is for: value if any of its cells holds values."""
        roles = {cell.role for cell in self.rows[row]}
        return "value" if "value" in roles else "heading" if "heading" in roles else "title"


def lay_out(table: PrintedTable) -> Grid:
    """The grid of a table: all its blocks under each other, as wide as the widest."""
    labels = max((len(row.labels) for block in table.blocks for row in block.rows), default=0)
    width = labels + max(len(block.columns) for block in table.blocks)
    rows: list[tuple[GridCell, ...]] = []
    for block in table.blocks:
        if block.title:
            rows.append((GridCell(block.title, "title", 0, width),))
        headings = _headings(block, labels, width)
        rows += headings
        for repeated, run in groupby(block.rows, key=lambda row: row.heading):
            if repeated:
                rows += headings
            else:
                rows += _values(tuple(run), labels, width)
    return Grid(table.key, table.title, width, labels, tuple(rows))


def _headings(block: PrintedBlock, labels: int, width: int) -> list[tuple[GridCell, ...]]:
    depth = 1 + max(len(column.groups) for column in block.columns)
    rows: list[tuple[GridCell, ...]] = []
    for level in range(depth):
        cells = [GridCell(block.corner, "heading", 0, labels, depth)] if level == 0 and labels else []
        rows.append((*cells, *_level(block.columns, level, depth, labels, width)))
    return rows


def _level(columns: Sequence[PrintedColumn], level: int, depth: int, first: int, width: int) -> list[GridCell]:
    cells: list[GridCell] = []
    at = 0
    while at < len(columns):
        column = columns[at]
        end = at + 1
        if level < len(column.groups):
            while end < len(columns) and columns[end].groups[: level + 1] == column.groups[: level + 1]:
                end += 1
            text, rows = column.groups[level], 1
        else:
            text, rows = column.label, depth - level
        span = (width - first if end == len(columns) else end) - at
        if level <= len(column.groups):
            cells.append(GridCell(text, "heading", first + at, span, rows))
        at = end
    return cells


def _values(rows: tuple[PrintedRow, ...], labels: int, width: int) -> list[tuple[GridCell, ...]]:
    laid = []
    for index, row in enumerate(rows):
        cells: list[GridCell] = []
        for level, text in enumerate(row.labels):
            last = level == len(row.labels) - 1
            if last:
                cells.append(GridCell(text, "label", level, labels - level))
            elif not (index and _same_parents(rows[index - 1], row, level)):
                cells.append(GridCell(text, "label", level, 1, _run(rows[index:], level)))
        for at, value in enumerate(row.values):
            final = at == len(row.values) - 1
            span = width - labels - at if final else 1
            if value.state != "absent":
                cells.append(GridCell(value.text, "value", labels + at, span, ghost=value.ghost, value=value))
        laid.append(tuple(cells))
    return laid


def _same_parents(one: PrintedRow, other: PrintedRow, level: int) -> bool:
    return len(one.labels) > level + 1 and one.labels[: level + 1] == other.labels[: level + 1]


def _run(rows: tuple[PrintedRow, ...], level: int) -> int:
    length = 1
    while length < len(rows) and _same_parents(rows[0], rows[length], level):
        length += 1
    return length
