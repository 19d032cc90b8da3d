"""What stands at the sides of a table on a page, and between its labels and figures."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from extractor.evaluate.render.cell_places import Box
from extractor.evaluate.render.grid import Grid, GridCell
from specimens.held_out_looks.lettering import Lettering
from specimens.held_out_looks.office_dress import Dressed
from specimens.held_out_looks.office_look import OfficeLook
from specimens.held_out_looks.office_rules import dress_cell
from specimens.held_out_looks.office_sheet import OfficeSheet
from specimens.real_paper.drawn_paper import BLACK, Ink

_STRIP: Ink = (0.91, 0.91, 0.91)
_RIM: Ink = (0.62, 0.62, 0.62)
_LETTERS = Lettering("helvetica", "hei", 7.0, colour=(0.35, 0.35, 0.35))
_SMALLEST = 6.0
"""Points, below which no caption is made smaller to fit at the side of a table."""
_LEAD = 1.25
LINE_HEIGHT = 1.28
"""From one line of a cell to the next one, sizes of its type."""
_DOT_STEP = 4.0
_ECHO_INSET = 8.0
"""Points from the figures to the labels that stand at their right once more, lest these look like more of them."""


class TablePart(NamedTuple):
    """The part of a table on one page. ``edges`` of columns; ``rows``: its rows with the height at which each ends."""

    sheet: OfficeSheet
    grid: Grid
    look: OfficeLook
    box: Box
    edges: Sequence[float]
    rows: Sequence[tuple[int, float]]


def print_margins(part: TablePart) -> None:
    """Print what a look has beside and over the parts of its tables."""
    if part.look.rules == "gridlines":
        _letters_and_numbers(part)
    if part.look.side_caption:
        _side_caption(part)
    if part.look.echo:
        _echo(part)


def print_leader(sheet: OfficeSheet, start: float, left: float, right: float, base: float) -> None:
    """Dots on a base line between a label and the figures; those of all rows stand under each other, from ``start``."""
    first = start + _DOT_STEP * (int((left + 2.0 - start) / _DOT_STEP) + 1)
    if first + _DOT_STEP < right:
        sheet.rule(first, base - 0.6, right - 3.0, base - 0.6, 0.9, dashes=f"[0.05 {_DOT_STEP - 0.05}] 0")


def echo_lines(look: OfficeLook, cell: GridCell) -> list[str]:
    """A label, or the head over labels, as it stands at the right of a table once more."""
    how = look.label if cell.role == "label" else look.head
    return how.lines(cell.text, look.echo - look.side - _ECHO_INSET)


def is_echoed(grid: Grid, cell: GridCell) -> bool:
    """Whether a cell stands at the right of its row once more: the last label of a row, and the head over labels."""
    return cell.role in ("label", "heading") and cell.column + cell.col_span == grid.labels


def _echo(part: TablePart) -> None:
    """The last label of every row once more, at the right of the figures."""
    sheet, look, right = part.sheet, part.look, part.edges[-1]
    ends = dict(part.rows)
    above = part.box.top
    for row, below in part.rows:
        for cell in part.grid.rows[row]:
            if not is_echoed(part.grid, cell):
                continue
            how = look.label if cell.role == "label" else look.head
            box = Box(right, above, right + look.echo, ends.get(row + cell.row_span - 1, below))
            echoed = replace(cell, column=part.grid.width)
            dress_cell(Dressed(sheet, part.grid, echoed, row, box, box.right))
            lines = echo_lines(look, cell)
            base = (box.top + box.bottom - len(lines) * how.size * LINE_HEIGHT) / 2 + how.size * (0.4 + LINE_HEIGHT / 2)
            for line in lines:
                how.put(sheet.shape, right + _ECHO_INSET, base, line)
                base += how.size * LINE_HEIGHT
        above = below


def _letters_and_numbers(part: TablePart) -> None:
    """The letters of columns and the numbers of rows that a spreadsheet prints."""
    sheet, look = part.sheet, part.look
    top, left = part.box.top - look.lid, part.edges[0] - look.gutter
    sheet.box(left, top, part.edges[0], part.box.top, 0.5, _RIM, _STRIP)
    for at, (x0, x1) in enumerate(zip(part.edges, part.edges[1:], strict=False)):
        _strip_cell(sheet, Box(x0, top, x1, part.box.top), chr(ord("A") + at))
    above = part.box.top
    for row, below in part.rows:
        _strip_cell(sheet, Box(left, above, part.edges[0], below), str(row + 1))
        above = below


def _strip_cell(sheet: OfficeSheet, box: Box, text: str) -> None:
    left, top, right, bottom = box
    sheet.box(left, top, right, bottom, 0.5, _RIM, _STRIP)
    base = (top + bottom) / 2 + 0.35 * _LETTERS.size
    _LETTERS.put(sheet.shape, (left + right - _LETTERS.length(text)) / 2, base, text)


def _side_caption(part: TablePart) -> None:
    """The title of a table in a strip at its left: turned where it has words, else a few characters a line."""
    sheet, look, text = part.sheet, part.look, part.grid.title
    left, right = part.edges[0] - look.gutter, part.edges[0]
    sheet.rule(right, part.box.top, right, part.box.bottom, 1.2, BLACK)
    turned = text.isascii()
    along, across = part.box.bottom - part.box.top - 8, look.gutter - 6
    how = look.caption
    while how.size > _SMALLEST and not _fits(how, text, along, across, turned):
        how = replace(how, size=how.size * 0.96)
    if not _fits(how, text, along, across, turned):
        return
    middle = (part.box.top + part.box.bottom) / 2
    lines = how.balanced(text, along) if turned else how.lines(text, across)
    begin = -len(lines) * how.size * _LEAD / 2 + how.size * (0.9 + (_LEAD - 1) / 2)
    for at, line in enumerate(lines):
        base = begin + at * how.size * _LEAD
        if turned:
            how.put_upwards(sheet.shape, (left + right) / 2 + base, middle + how.length(line) / 2, line)
        else:
            how.put(sheet.shape, (left + right - how.length(line)) / 2, middle + base, line)


def _fits(how: Lettering, text: str, along: float, across: float, turned: bool) -> bool:
    if turned:
        return len(how.lines(text, along)) * how.size * _LEAD <= across and how.longest_piece(text) <= along
    return len(how.lines(text, across)) * how.size * _LEAD <= along
