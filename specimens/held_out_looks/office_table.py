"""Tables of an office on their way to the pages of a file: widths, grounds, rules and what stands in cells."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.evaluate.render.cell_places import Box, PrintedCell
from extractor.evaluate.render.grid import Grid, GridCell
from extractor.evaluate.render.paged_table import PagedTable
from specimens.held_out_looks.fifth_margins import print_fifth_margins
from specimens.held_out_looks.fourth_marks import misplaced, print_beside
from specimens.held_out_looks.lettering import Lettering
from specimens.held_out_looks.office_dress import Dressed
from specimens.held_out_looks.office_look import OfficeLook, Side
from specimens.held_out_looks.office_rules import dress_cell, frame_part
from specimens.held_out_looks.office_sheet import SHARES, OfficeSheet
from specimens.held_out_looks.table_margins import (
    LINE_HEIGHT,
    TablePart,
    echo_lines,
    is_echoed,
    print_leader,
    print_margins,
)
from specimens.held_out_looks.turned_heads import is_stacked, is_turned, print_turned, turned_height, turned_width

_LONG_HEAD = 4.5
"""Characters of a head above which it stands over two lines, where heads do."""
_SMALLEST = 6.5
"""Points, below which no type is made smaller to fit a table on a page."""


@dataclass
class OfficeTable(PagedTable):
    """One table. ``part_top``: where its part on this page begins, None before anything of it is printed there;
    ``part_rows``: its rows there, and the height at which each ends. ``is_whole``: it fits on a page, and stays on one.
    """

    sheet: OfficeSheet
    look: OfficeLook = field(kw_only=True)
    going_on: str = field(kw_only=True)
    part_top: float | None = field(default=None, init=False)
    part_rows: list[tuple[int, float]] = field(default_factory=list, init=False)
    is_whole: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        while sum(least_widths(self.grid, self.look)) > self.room and self.look.value.size > _SMALLEST:
            self.look = smaller(self.look)
        widths = self._widths()
        spare = self.room - sum(widths)
        first = self.sheet.look.margins.left + self.look.gutter
        start = first + (spare * SHARES[self.look.captions] if self.look.by_content else 0.0)
        self.edges = [start]
        for width in widths:
            self.edges.append(self.edges[-1] + width)
        self.is_whole = self.look.together
        self.is_whole = self.is_whole and self.whole_height < self.sheet.bottom - self.look.margins.top

    @property
    def room(self) -> float:
        """Width for its cells, in points."""
        return self.sheet.room - self.look.beside

    @property
    def headings(self) -> int:
        """The rows of headings; a table of several small blocks has none that would be right on the next page."""
        roles = [{cell.role for cell in row} for row in self.grid.rows]
        if any("title" in each for each in roles):
            return 0
        return next(at for at, each in enumerate(roles) if each & {"label", "value"})

    def print(self) -> list[PrintedCell]:
        """All rows, page by page; where the cells came to stand."""
        self.print_rows()
        return self.cells

    @property
    def start_height(self) -> float:
        """The height of the headings and the first row under them, or of the whole table: what stays together."""
        if self.is_whole:
            return self.whole_height
        return self.look.lid + sum(self.height(row) for row in self.grid.rows[: self.headings + 2])

    @property
    def whole_height(self) -> float:
        """The height of all rows."""
        return self.look.lid + sum(map(self.height, self.grid.rows))

    def lettering(self, cell: GridCell, row: int) -> Lettering:
        """What a cell is printed in."""
        found = self._plain_lettering(cell)
        last = row + cell.row_span == len(self.grid.rows)
        strong = last and self.look.strong_last and cell.role in ("label", "value")
        return replace(found, weight=found.weight + 0.03) if strong else found

    def _plain_lettering(self, cell: GridCell) -> Lettering:
        """What a cell is printed in where its row does not stand out; names of groups as heads are."""
        return self.look.head if self._is_over_rows(cell) else lettering_of(self.look, cell)

    def dress(self, cell: GridCell, row: int, box: Box) -> None:
        """The ground and the rules of a cell."""
        dress_cell(Dressed(self.sheet, self.grid, cell, row, box, self.edges[-1]))

    def characters(self, cell: GridCell, box: Box) -> Box | None:
        """Print what stands in a cell; what encloses it."""
        row = next(at for at, cells in enumerate(self.grid.rows) if any(each is cell for each in cells))
        how = self.lettering(cell, row)
        if is_turned(self.grid, self.look, cell):
            return print_turned(self.sheet, how, cell.text, box, self.look.padding)
        width = box.right - box.left - 2 * self.look.side
        lines = self._lines(cell, how, width)
        base = self._top(cell, box, len(lines) * how.size * LINE_HEIGHT) + how.size * (0.9 + (LINE_HEIGHT - 1) / 2)
        share = SHARES[self._side(cell)]
        aside = misplaced(self.sheet, cell)
        base += aside.y
        ink: list[Box] = []
        for at, line in enumerate(lines):
            length = how.length(line)
            left = box.left + self.look.side + max(0.0, width - length) * share
            left += self._hang(cell) if at else 0.0
            left += aside.x
            if line.strip():
                how.put(self.sheet.shape, left, base, line)
                ink.append(Box(left, base - 0.9 * how.size, left + length, base + 0.25 * how.size))
            base += how.size * LINE_HEIGHT
        if not ink:
            return None
        print_beside(self.sheet, cell, row, box, ink)
        if self.look.rules == "leaders" and cell.role == "label" and cell.column + cell.col_span == self.grid.labels:
            print_leader(self.sheet, self.edges[0], ink[-1].right, box.right, base - how.size * LINE_HEIGHT)
        return Box(min(each.left for each in ink), ink[0].top, max(each.right for each in ink), ink[-1].bottom)

    def _hang(self, cell: GridCell) -> float:
        """How far in the lines of a cell stand after its first."""
        is_last = cell.role == "label" and cell.column + cell.col_span == self.grid.labels
        return self.look.hang if is_last else 0.0

    def _top(self, cell: GridCell, box: Box, high: float) -> float:
        """Where the lines of a cell begin that are so high together."""
        if self.look.stand == "middle" or cell.role == "title":
            return (box.top + box.bottom - high) / 2
        return box.bottom - self.look.padding - high if cell.role == "heading" else box.top + self.look.padding

    def height(self, row: tuple[GridCell, ...]) -> float:
        """How high a row is, in points."""
        found = 0.0
        for cell in row:
            how = self._plain_lettering(cell)
            width = self.edges[cell.column + cell.col_span] - self.edges[cell.column] - 2 * self.look.side
            lines = len(self._lines(cell, how, width))
            if self.look.echo and is_echoed(self.grid, cell):
                lines = max(lines, len(echo_lines(self.look, cell)))
            high = lines * how.size * LINE_HEIGHT
            if is_turned(self.grid, self.look, cell):
                high = turned_height(how, cell.text)
            # A label of many rows must fit into its first one: the page may end under it.
            rows = 1 if (cell.role == "label" and not self.is_whole) or len(row) == 1 else cell.row_span
            found = max(found, (high + 2 * self.look.padding) / rows)
        return found + (self.look.label.size if self._ends_some(row) else 0.0)

    def _ends_some(self, row: tuple[GridCell, ...]) -> bool:
        """Whether white follows a row, because it is the last of some that stand together."""
        at = next(at for at, cells in enumerate(self.grid.rows) if cells is row)
        figures = at - self.headings + 1
        one_block = self.headings > 0 and figures > 0 and at + 1 < len(self.grid.rows)
        return one_block and self.look.spaced > 0 and figures % self.look.spaced == 0

    def _run(self, first: int, end: int, heights: Sequence[float]) -> int:
        """A part of the rows, framed; over it a line that the table goes on, where it does."""
        if self.part_top is None:
            if self.cells and self.look.continued:
                self.sheet.text(self.going_on, self.look.label, "right", after=2.0)
            self.sheet.top += self.look.lid
            self.part_top = self.sheet.top
        last = super()._run(first, self._fitting(first, end, heights), heights)
        below = self.sheet.top - sum(heights[first:last])
        self.part_rows += [(row, below := below + heights[row]) for row in range(first, last)]
        if end == len(self.grid.rows):
            self.close_part(last == end)
        return last

    def close_part(self, is_end: bool) -> None:
        """Frame what is printed of it on this page; ``is_end``: nothing of it follows."""
        assert self.part_top is not None
        corner = Box(self.edges[0], self.part_top, self.edges[-1], self.sheet.top)
        frame_part(self.sheet, self.look.rules, corner, is_end)
        part = TablePart(self.sheet, self.grid, self.look, corner, self.edges, self.part_rows)
        print_margins(part)
        print_fifth_margins(part)
        self.part_top, self.part_rows = None, []

    def _fitting(self, first: int, end: int, heights: Sequence[float]) -> int:
        """The row before which the page ends, or ``end``; no name of a group stands alone at its foot."""
        last, room = first, self.sheet.bottom - self.sheet.top
        while last < end and (last == first or sum(heights[first : last + 1]) <= room):
            last += 1
        while first + 1 < last < end and self._is_over_rows(self.grid.rows[last - 1][0]):
            last -= 1
        return last

    def _is_over_rows(self, cell: GridCell) -> bool:
        """Whether it is the name of a group, in a row of its own."""
        return cell.role == "label" and cell.col_span == self.grid.width

    def _side(self, cell: GridCell) -> Side:
        if cell.role == "label":
            return self.look.label_side
        if cell.role == "value":
            return self.look.align
        over_many = cell.role == "title" or cell.col_span > 1 or cell.column < self.grid.labels
        return "centre" if over_many and self.look.heads == "right" else self.look.heads

    def _lines(self, cell: GridCell, how: Lettering, width: float) -> list[str]:
        if cell.role != "heading":
            return how.lines(cell.text, width - self._hang(cell))
        if is_stacked(self.grid, self.look, cell):
            return list(cell.text)
        single = cell.col_span == 1 and cell.column >= self.grid.labels
        long = single and how.length(cell.text) > _LONG_HEAD * how.size
        return how.balanced(cell.text, width, self.look.head_lines if long else 1)

    def _widths(self) -> list[float]:
        """The width of every column in points."""
        least = least_widths(self.grid, self.look)
        room, labels = self.room, self.grid.labels
        if self.look.by_content:
            wished = [max(need, wish) for need, wish in zip(least, self._wished(), strict=True)]
            spare = room - sum(least)
            over = sum(wished) - sum(least)
            share = min(1.0, spare / over) if over > 0 else 0.0
            return [need + max(0.0, share) * (wish - need) for need, wish in zip(least, wished, strict=True)]
        values = len(least) - labels
        each = max(least[labels:])
        if sum(least[:labels]) + each * values > room:
            spare = max(0.0, room - sum(least)) / len(least)
            return [need + spare for need in least]
        first = min(room * (0.34 if labels == 1 else 0.42), room - each * values) if labels else 0.0
        first = max(first, sum(least[:labels]))
        return [*self._label_widths(least[:labels], first), *[(room - first) / values] * values]

    def _label_widths(self, least: Sequence[float], room: float) -> list[float]:
        """The widths of the columns of labels: what is over goes where long labels stand."""
        over = [max(0.0, wish - need) for wish, need in zip(self._wished(), least, strict=False)]
        spare = room - sum(least)
        if self.look.narrow_groups and least:
            return [*least[:-1], least[-1] + spare]
        return [need + spare * share / max(1.0, sum(over)) for need, share in zip(least, over, strict=True)]

    def _wished(self) -> list[float]:
        """The width of every column in which its cells stand in one line, heads in about two."""
        found = [0.0] * self.grid.width
        for row in self.grid.rows:
            for cell in row:
                narrow = self.look.narrow_groups and cell.column < self.grid.labels - 1
                if cell.col_span == 1 and not narrow and not is_turned(self.grid, self.look, cell):
                    parts = max(2, self.look.head_lines) if cell.role == "heading" else 1
                    parts = len(cell.text) if is_stacked(self.grid, self.look, cell) else parts
                    wish = lettering_of(self.look, cell).length(cell.text) / parts
                    found[cell.column] = max(found[cell.column], min(wish, 190.0) + 2 * self.look.side + 8)
        return found


def lettering_of(look: OfficeLook, cell: GridCell) -> Lettering:
    """What a cell of no row that stands out is printed in."""
    return {"label": look.label, "value": look.value}.get(cell.role, look.head)


def least_widths(grid: Grid, look: OfficeLook) -> list[float]:
    """The width of every column under which something would reach over a cell or be torn."""
    found = [2.0 * look.value.size] * grid.width
    for cell in (cell for row in grid.rows for cell in row):
        how = lettering_of(look, cell)
        need = how.length(cell.text) if cell.role == "value" else how.longest_piece(cell.text)
        if is_turned(grid, look, cell):
            need = turned_width(how, cell.text)
        elif cell.role == "label":
            need += look.hang
        share = (need + 2 * look.side + 0.5) / cell.col_span
        for column in range(cell.column, cell.column + cell.col_span):
            found[column] = max(found[column], share)
    return found


def standing_width(grid: Grid, look: OfficeLook) -> float:
    """The width under which a table lies across, in points: what its cells need, and labels in this look."""
    least = least_widths(grid, look)
    if not look.label_room or grid.labels < 2:
        return sum(least)
    figures = least[grid.labels :]
    return max(sum(least), look.label_room + len(figures) * max(figures))


def smaller(look: OfficeLook) -> OfficeLook:
    """The look with type in tables a little smaller."""
    head, label, value = (replace(how, size=how.size * 0.96) for how in (look.head, look.label, look.value))
    return replace(look, side=max(1.5, look.side * 0.9), head=head, label=label, value=value)
