"""Which of two witnesses is followed where no upright rules are printed: gutters between marks, or the lines of print
that the detector of text finds. It is the one whose cells hold more of the figures, each alone in its own, and cut
fewer of the lines.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from extractor.documents.page.ruled_grid import RuledGrid, find_grids
from extractor.documents.page.ruling import Rules, Segment, together
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.tables.box_tables import BoxTable, box_tables
from extractor.documents.scan.tables.figure_levels import BoxedLine, boxed_lines, figure_height
from extractor.documents.scan.tables.head_uprights import below_headings
from extractor.documents.scan.tables.marks import Marks

_CORE = 0.2
"""Share of the height of a line at its ends that may lie beyond the side of its cell."""
_CROSSED = 2
"""A line of writing that a side of a cell runs through weighs as much as so many figures."""
_BESIDE = 0.15
"""Heights of a line: the boxes of two labels beside each other reach no further into each other."""
_MORE, _FULLER = 3, 10
"""So many more figures by themselves, or so many fewer cells with nothing in them: less may be chance."""
_REST = 30.0
"""Points: more than a title or a note beside a table; a guide that goes on further is one of another table too."""
_AT, _BEYOND = 1.5, 6.0
"""Points: a rule is the edge of the headings, and a table reaches beyond the rules that are printed of it."""
_SEVERAL = 1000
"""More than figures a cell can hold: so much counts writing in it."""


def with_box_tables(
    marks: Marks, rules: Rules, guides: Rules, boxes: Sequence[PixelBox], height: int, scale: float
) -> Rules:
    """The guides, those of tables that lines of print show better in place of those that gutters show."""
    drawn = [grid for grid in find_grids(rules) if len(grid.xs) > 2]
    lines = boxed_lines(marks, boxes, figure_height(marks, boxes, height))
    lines = [line for line in lines if not _is_in(line, drawn, scale)]
    for table in box_tables(marks, rules, drawn, boxes, height, scale):
        table = table._replace(rules=below_headings(table.rules, rules, marks, height, scale))
        others = [grid for grid in find_grids(together(rules, guides)) if _meets(grid, table.area, scale)]
        if not others and not _is_ruled(table, rules):
            continue  # One witness alone makes no table: lines of running text stand below each other as well.
        own = [line for line in lines if _is_within(line.box, table.area) or _is_in(line, others, scale)]
        more, fuller = (
            new - old
            for new, old in zip(
                _worth(find_grids(table.rules), own, table.area, scale),
                _worth(others, own, table.area, scale),
                strict=True,
            )
        )
        if more >= _MORE or (more >= 0 and fuller >= _FULLER):
            left = Rules(*(tuple(_outside(each, table, scale, up)) for up, each in enumerate(guides)))
            guides = together(left, table.rules)
    return guides


def _is_ruled(table: BoxTable, rules: Rules) -> bool:
    """Whether a rule is printed between the headings of a table and its rows, as wide as both."""
    below = table.rules.horizontal[1]
    return any(
        rule.start <= below.start + _BEYOND and rule.end >= below.end - _BEYOND and abs(rule.at - below.at) < _AT
        for rule in rules.horizontal
    )


def _is_within(box: PixelBox, area: PixelBox) -> bool:
    return area.x0 < (box.x0 + box.x1) / 2 < area.x1 and area.y0 < (box.y0 + box.y1) / 2 < area.y1


def _meets(grid: RuledGrid, area: PixelBox, scale: float) -> bool:
    x0, y0, x1, y1 = (edge * scale for edge in grid.box)
    return x0 < area.x1 and area.x0 < x1 and y0 < area.y1 and area.y0 < y1


def _is_in(line: BoxedLine, grids: Sequence[RuledGrid], scale: float) -> bool:
    x, y = (line.box.x0 + line.box.x1) / 2 / scale, line.middle / scale
    return any(grid.cell_at(x, y) is not None for grid in grids)


def _outside(guides: Sequence[Segment], table: BoxTable, scale: float, upright: int) -> Iterator[Segment]:
    """The guides that are not of this table, as far as they reach beyond it."""
    x0, y0, x1, y1 = (edge / scale for edge in (table.area.x0, table.area.y0, table.area.x1, table.area.y1))
    (low, high), (start, end) = ((x0, x1), (y0, y1)) if upright else ((y0, y1), (x0, x1))
    for guide in guides:
        if not low - 1 <= guide.at <= high + 1 or guide.end <= start or guide.start >= end:
            yield guide
            continue
        if upright and guide.start < start - _REST:
            yield guide._replace(end=start)
        if upright and guide.end > end + _REST:
            yield guide._replace(start=end)


def _are_beside(lines: Sequence[BoxedLine]) -> bool:
    """Whether some of the writing in one cell stands beside the rest, as labels of several rows do."""
    return any(one.box.x1 < other.box.x0 + _BESIDE * one.box.height for one in lines for other in lines)


def _worth(grids: Sequence[RuledGrid], lines: Sequence[BoxedLine], area: PixelBox, scale: float) -> tuple[int, int]:
    """How many figures stand alone in a cell, less lines that a side of a cell runs through or that stand in none
    and in its ``area``, and cells with writing beside other writing; and how few cells hold nothing, as those of a row
    that was cut along its label do.
    """
    held: dict[object, int] = {}
    written: dict[object, list[BoxedLine]] = defaultdict(list)
    crossed = 0
    for line in lines:
        x, y = (line.box.x0 + line.box.x1) / 2 / scale, line.middle / scale
        cell = next((found for grid in grids if (found := grid.cell_at(x, y)) is not None), None)
        if cell is None:
            crossed += _is_within(line.box, area)
            continue
        room = _CORE * line.box.height
        crossed += line.box.x0 + room < cell.box[0] * scale or cell.box[2] * scale < line.box.x1 - room
        crossed += line.top + room < cell.box[1] * scale or cell.box[3] * scale < line.foot - room
        held[cell] = held.get(cell, 0) + (1 if line.figure else _SEVERAL)
        if not line.figure:
            written[cell].append(line)
    crossed += sum(_are_beside(several) for several in written.values())
    alone = sum(count == 1 for count in held.values())
    return alone - _CROSSED * crossed, len(held) - sum(len(grid.cells) for grid in grids)
