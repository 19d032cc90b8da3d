"""The whole region of a table: from its title to its last row, and the lines that stand around its values."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractor.documents.model import Cell, Row
from extractor.readers.form_sheet import FormSheet, is_title
from extractor.readers.outline import OutlineTable
from extractor.schemas.form import TableSpec
from extractor.schemas.values import looks_like_value

_LINES_ABOVE = 2
"""Rows above the title of a table that may say in what its numbers are counted."""
_LOOK_BACK = 90
"""Rows above its first row in which the title of a table is looked for."""


def with_regions(sheet: FormSheet, tables: Sequence[OutlineTable]) -> list[OutlineTable]:
    """The tables with the row that their region begins at, and its lines that are no heading and hold no value."""
    found = []
    for table in tables:
        before = [other.last for other in tables if other is not table and other.last < table.first]
        floor = max(before, default=-1) + 1
        top = _top(sheet, table, floor)
        lines = range(max(floor, top - _LINES_ABOVE), table.last + 1)
        found.append(replace(table, top=top, captions=tuple(_captions(sheet, table, lines))))
    return found


def _top(sheet: FormSheet, table: OutlineTable, floor: int) -> int:
    """The row of the title above a table; without one its first heading, or the first row of its grid."""
    for number in range(table.first, max(floor, table.first - _LOOK_BACK) - 1, -1):
        if _prints_title(sheet, sheet.rows[number], table.spec):
            return number
    headings = {cell.place.span for line in table.heading_lines for cell in line}
    starts = [n for n in range(floor, table.first) if any(c.place.span in headings for c in sheet.rows[n].cells)]
    top = min((table.first, *starts))
    grid = sheet.rows[table.first].table
    while grid is not None and top > floor and sheet.rows[top - 1].table == grid:
        top -= 1
    return top


def _prints_title(sheet: FormSheet, row: Row, spec: TableSpec) -> bool:
    return any(is_title(sheet, cell.text, spec) for cell in row.cells if cell.text)


def _captions(sheet: FormSheet, table: OutlineTable, lines: Iterable[int]) -> Iterable[Cell]:
    headings = {cell.place.span for line in table.heading_lines for cell in line}
    for number in lines:
        cells = [cell for cell in sheet.rows[number].cells if cell.text]
        if not any(looks_like_value(cell.text, sheet.form.bracketed) for cell in cells):
            yield from (cell for cell in cells if cell.place.span not in headings)
