"""Rows of tables that are ruled down only: lines across between what is printed in them.

Between two rules across stands one row of a table, or its headings and many rows. It is many where figures stand above
each other in most columns of figures, and hardly any in the rest of the table.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.documents.page.ruled_grid import RuledGrid
from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.bands import lines_across
from extractor.documents.scan.tables.heading_blocks import lines_of_print
from extractor.documents.scan.tables.heading_levels import HeadedArea, heading_rules
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.ruled_strips import RuledStrip, Stack, strips_of

_ROWS, _LOWEST = 2, 4.0
"""So many rows make a stretch between two rules more than one; what is lower, in heights of a digit, holds one."""
_FULL = 0.5
"""Share of the figures of the fullest row that each row prints at least."""


def rows_in_columns(
    sheet: PaperSheet, marks: Marks, grids: Sequence[RuledGrid], boxes: Sequence[PixelBox], height: int
) -> Rules:
    """The lines across that grids of several columns lack, in points; ``boxes``: the lines of print, ``height``: the
    usual height of a digit in pixels.
    """
    across: list[Segment] = []
    for grid in grids:
        found = [_rows_of(sheet, marks, grid, row, height) for row in range(len(grid.ys) - 1)]
        data = [_data(strips) for strips in found]
        for row, strips in enumerate(found):
            elsewhere = sum(len(each) for at, each in enumerate(data) if at != row)
            if len(data[row]) >= max(_ROWS, elsewhere + 1):
                across += _across(grid, strips, data[row][0], boxes, sheet.dpi / 72)
    return Rules(tuple(across), ())


def _rows_of(sheet: PaperSheet, marks: Marks, grid: RuledGrid, row: int, height: int) -> list[RuledStrip]:
    """The lines of print between two rules, each a strip; one where cells reach over more than one row."""
    scale = sheet.dpi / 72
    cells = [cell for cell in grid.cells if cell.row <= row < cell.row + cell.row_span]
    top, bottom = grid.ys[row], grid.ys[row + 1]
    if len(cells) < 2 or any(cell.row_span > 1 for cell in cells):
        return []
    area = PixelBox(*(round(edge * scale) for edge in (grid.xs[0], top, grid.xs[-1], bottom)))
    inside = marks.inside(area)
    ys = [top, bottom]
    if area.height >= _LOWEST * height:
        bands = lines_across(sheet, marks, inside, height)
        ys[1:1] = [(above.y1 + below.y0) / 2 / scale for above, below in pairwise(bands)]
    rules = tuple((Segment(y, grid.xs[0], grid.xs[-1]),) for y in ys)
    return strips_of(sheet, marks, Stack(grid.xs[0], grid.xs[-1], tuple(ys), rules), height)


def _data(strips: Sequence[RuledStrip]) -> list[int]:
    """Which strips are rows of figures: the last ones that print about as many as the fullest."""
    most = max((strip.figures for strip in strips), default=0)
    return [at for at, strip in enumerate(strips) if strip.figures and strip.figures >= _FULL * most]


def _across(
    grid: RuledGrid, strips: Sequence[RuledStrip], first: int, boxes: Sequence[PixelBox], scale: float
) -> Iterator[Segment]:
    """The lines between the rows from ``first`` on, and those below names of groups in the headings above them."""
    for strip in strips[max(1, first) :]:
        yield Segment((strip.area.y0 - 1) / scale, grid.xs[0], grid.xs[-1])
    if first:
        over = strips[:first]
        edges = tuple(x * scale for x in grid.xs)
        printed = [box for box in boxes if edges[0] < (box.x0 + box.x1) / 2 < edges[-1]]
        lines = tuple(lines_of_print(over, printed))
        area = HeadedArea(over[0].area.y0 - 1, over[-1].area.y1, edges, lines, over[0].height)
        yield from heading_rules(area, scale).horizontal
