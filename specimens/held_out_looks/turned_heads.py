"""Heads of columns whose words run upwards, or whose characters stand under each other."""

from extractor.evaluate.render.cell_places import Box
from extractor.evaluate.render.grid import Grid, GridCell
from specimens.held_out_looks.lettering import Lettering
from specimens.held_out_looks.office_look import OfficeLook
from specimens.held_out_looks.office_sheet import OfficeSheet
from specimens.held_out_looks.table_margins import LINE_HEIGHT

_SHORT = 44.0
"""Points: a head no longer than that stands upright."""
_STACKED = 6
"""Characters that stand under each other at most."""
_ALONG = 96.0
"""Points that a line of a turned head runs upwards at most, if its words allow."""


def is_turned(grid: Grid, look: OfficeLook, cell: GridCell) -> bool:
    """Whether a cell is a long head of words over one column of figures, in a look that turns them."""
    long = look.head.length(cell.text) > _SHORT
    return long and cell.text.isascii() and _is_narrow(grid, look, cell)


def is_stacked(grid: Grid, look: OfficeLook, cell: GridCell) -> bool:
    """Whether every character of a head over one column of figures stands on a line of its own, as Chinese ones can."""
    return not cell.text.isascii() and len(cell.text) <= _STACKED and _is_narrow(grid, look, cell)


def _is_narrow(grid: Grid, look: OfficeLook, cell: GridCell) -> bool:
    return look.turned and cell.role == "heading" and cell.col_span == 1 and cell.column >= grid.labels


def turned_lines(how: Lettering, text: str) -> list[str]:
    """The lines of a turned head."""
    return how.balanced(text, max(_ALONG, how.longest_piece(text)))


def turned_width(how: Lettering, text: str) -> float:
    """How wide the lines of a turned head are beside each other, in points."""
    return len(turned_lines(how, text)) * how.size * LINE_HEIGHT


def turned_height(how: Lettering, text: str) -> float:
    """How high the longest line of a turned head is, in points."""
    return max(map(how.length, turned_lines(how, text)))


def print_turned(sheet: OfficeSheet, how: Lettering, text: str, box: Box, padding: float) -> Box:
    """Print a turned head from the foot of its cell upwards; what encloses it."""
    lines, bottom = turned_lines(how, text), box.bottom - padding
    left = (box.left + box.right - turned_width(how, text)) / 2
    for at, line in enumerate(lines):
        base = left + how.size * (at * LINE_HEIGHT + 0.9 + (LINE_HEIGHT - 1) / 2)
        how.put_upwards(sheet.shape, base, bottom, line)
    return Box(left, bottom - turned_height(how, text) - 0.5, left + turned_width(how, text), bottom + 0.5)
