"""Rows of pages that are read from the right: their cells in that order, column 0 at the right.

So a label stands before its values on every page, and a heading keeps the columns it stands over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.documents.composing import LaidCell
from extractor.documents.page.continued import ContinuedTable, LaidPage
from extractor.documents.page.writing_direction import runs_leftward


def runs_from_right(page: LaidPage) -> bool:
    """Whether most letters of a page run from right to left."""
    return runs_leftward(
        [piece.text for block in page.blocks for row in block.rows for cell in row for piece in cell.pieces]
    )


def table_widths(pages: Sequence[LaidPage], tables: Mapping[tuple[int, int], ContinuedTable]) -> Mapping[int, int]:
    """How many columns each table has on all its pages."""
    widths: dict[int, int] = {}
    for number, page in enumerate(pages, start=1):
        for position, block in enumerate(page.blocks):
            table = tables.get((number, position))
            if table is not None:
                rows = [table.in_columns(row, block.grid) for row in block.rows]
                widest = max((cell.column + cell.column_span for row in rows for cell in row), default=0)
                widths[table.index] = max(widths.get(table.index, 0), widest)
    return widths


def from_right(row: Sequence[LaidCell], width: int = 0) -> tuple[LaidCell, ...]:
    """The cells of a row from right to left, their columns counted from the right. ``width``: columns of its table."""
    width = width or max((cell.column + cell.column_span for cell in row), default=0)
    return tuple(replace(cell, column=width - cell.column - cell.column_span) for cell in reversed(row))
