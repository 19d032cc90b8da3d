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

_CLOSE, _APART = 0.15, 0.3
"""Lines of one cell leave less of their height between them than the first, rows of a table no less than the second."""


def with_close_lines(tables: Sequence[OutlineTable]) -> list[OutlineTable]:
    """The tables, with a doubt about two rows that may be one cell: close together, and only one of them has values."""
    return [replace(table, rows=_doubted(table.rows)) for table in tables]


def _doubted(rows: tuple[OutlineRow, ...]) -> tuple[OutlineRow, ...]:
    placed = sorted((row.labels[-1].place.page, box[1], box[3], n) for n, row in enumerate(rows) if (box := _box(row)))
    gaps = [
        ((other[1] - one[2]) / (one[2] - one[1]), one[3], other[3])
        for one, other in pairwise(placed)
        if one[0] == other[0] and one[2] > one[1]
    ]
    if not gaps or median(gap for gap, _, _ in gaps) < _APART:
        return rows
    pairs = [(one, other) for gap, one, other in gaps if gap < _CLOSE and _one_blank(rows[one], rows[other])]
    close = {number for pair in pairs for number in pair}
    why = (doubt(DoubtKind.LABELS_TOGETHER),)
    return tuple(replace(row, doubts=merged(row.doubts, why)) if n in close else row for n, row in enumerate(rows))


def _box(row: OutlineRow) -> tuple[float, float, float, float] | None:
    return row.labels[-1].place.box if row.labels else None


def _one_blank(one: OutlineRow, other: OutlineRow) -> bool:
    blank = [not any(cell.text for cell in row.values) for row in (one, other)]
    return blank[0] != blank[1] and not _is_ruled(one if blank[0] else other)


def _is_ruled(blank: OutlineRow) -> bool:
    """Whether rules part a row of blanks from others: its cells are as high as its label."""
    own = _box(blank)
    boxes = (cell.place.box for cell in blank.values)
    return own is not None and any(b and b[0] < b[2] and (b[1], b[3]) == (own[1], own[3]) for b in boxes)
