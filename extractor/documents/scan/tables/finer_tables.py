"""Which of two witnesses is followed where no upright rules are printed: gutters between marks, or the lines of print
that the detector of text finds. It is the one whose cells hold more of the figures, each alone in its own, and cut
fewer of the lines.
"""

from collections.abc import Iterator, Sequence

from extractor.documents.page.ruled_grid import RuledGrid, find_grids
from extractor.documents.page.ruling import Rules, Segment, together
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.tables.box_tables import BoxTable, box_tables
from extractor.documents.scan.tables.figure_levels import BoxedLine, boxed_lines, figure_height
from extractor.documents.scan.tables.marks import Marks

_CORE = 0.2
"""Share of the height of a line at its ends that may lie beyond the side of its cell."""
_CROSSED = 2
"""A line of writing that a side of a cell runs through weighs as much as so many figures."""


def with_box_tables(
    marks: Marks, rules: Rules, guides: Rules, boxes: Sequence[PixelBox], height: int, scale: float
) -> Rules:
    """The guides, those of tables that lines of print show better in place of those that gutters show."""
    drawn = [grid for grid in find_grids(rules) if len(grid.xs) > 2]
    lines = boxed_lines(marks, boxes, figure_height(marks, boxes, height))
    for table in box_tables(marks, rules, drawn, boxes, height, scale):
        own = [line for line in lines if _is_within(line.box, table.area)]
        others = find_grids(together(rules, guides))
        if _worth(find_grids(table.rules), own, scale) > _worth(others, own, scale):
            left = Rules(*(tuple(_outside(each, table, scale, up)) for up, each in enumerate(guides)))
            guides = together(left, table.rules)
    return guides


def _is_within(box: PixelBox, area: PixelBox) -> bool:
    return area.x0 < (box.x0 + box.x1) / 2 < area.x1 and area.y0 < (box.y0 + box.y1) / 2 < area.y1


def _outside(guides: Sequence[Segment], table: BoxTable, scale: float, upright: int) -> Iterator[Segment]:
    """The guides that are not of this table, as far as they reach beyond it."""
    x0, y0, x1, y1 = (edge / scale for edge in (table.area.x0, table.area.y0, table.area.x1, table.area.y1))
    (low, high), (start, end) = ((x0, x1), (y0, y1)) if upright else ((y0, y1), (x0, x1))
    for guide in guides:
        if not low - 1 <= guide.at <= high + 1 or guide.end <= start or guide.start >= end:
            yield guide
            continue
        if upright and guide.start < start - 1:
            yield guide._replace(end=start)
        if upright and guide.end > end + 1:
            yield guide._replace(start=end)


def _worth(grids: Sequence[RuledGrid], lines: Sequence[BoxedLine], scale: float) -> int:
    """How many figures stand alone in a cell, less lines that a side of a cell runs through."""
    held: dict[object, int] = {}
    crossed = 0
    for line in lines:
        x, y = (line.box.x0 + line.box.x1) / 2 / scale, line.middle / scale
        cell = next((found for grid in grids if (found := grid.cell_at(x, y)) is not None), None)
        if cell is None:
            continue
        room = _CORE * line.box.height
        crossed += line.box.x0 + room < cell.box[0] * scale or cell.box[2] * scale < line.box.x1 - room
        crossed += line.top + room < cell.box[1] * scale or cell.box[3] * scale < line.foot - room
        if line.figure:
            held[cell] = held.get(cell, 0) + 1
    return sum(count == 1 for count in held.values()) - _CROSSED * crossed
