"""Lines of a page that stand closer than the rows of their table: two labels in one cell, and not two rows.

Where no rules part the rows of a table, a cell of two lines looks like two rows, one of them without values. Its lines
stand closer (their leading is less than the pitch of the rows).
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from extractor.evidence import DoubtKind, doubt, merged
from extractor.readers.outline import OutlineRow, OutlineTable

_CLOSE = 0.8
"""Lines closer than this part of the usual distance of rows are lines of one cell."""


def with_close_lines(tables: Sequence[OutlineTable]) -> list[OutlineTable]:
    """The tables, with a doubt about two rows that may be one cell: close together, and only one of them has values."""
    return [replace(table, rows=_doubted(table.rows)) for table in tables]


def _doubted(rows: tuple[OutlineRow, ...]) -> tuple[OutlineRow, ...]:
    placed = sorted((row.labels[-1].place.page, box[1], n) for n, row in enumerate(rows) if (box := _box(row)))
    steps = [(b[1] - a[1], a[2], b[2]) for a, b in pairwise(placed) if a[0] == b[0] and b[1] > a[1]]
    if len(steps) < 3:
        return rows
    usual = median(step for step, _, _ in steps)
    close = {
        n
        for step, one, other in steps
        if step < _CLOSE * usual and _one_blank(rows[one], rows[other])
        for n in (one, other)
    }
    why = (doubt(DoubtKind.LABELS_TOGETHER),)
    return tuple(replace(row, doubts=merged(row.doubts, why)) if n in close else row for n, row in enumerate(rows))


def _box(row: OutlineRow) -> tuple[float, float, float, float] | None:
    return row.labels[-1].place.box if row.labels else None


def _one_blank(one: OutlineRow, other: OutlineRow) -> bool:
    blank = [not any(cell.text for cell in row.values) for row in (one, other)]
    return blank[0] != blank[1]
