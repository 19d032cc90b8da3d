"""Tables that a page was printed as, taken apart into lines of text: figures below each other behind their labels.

Programs that keep the layout of a page count an ideograph as one column of print or as two, put label columns and
headings anywhere, and print several tables without an empty line between. So the lines that end in figures are taken
together as long as their figures stand below each other; headings over them show columns in which nothing is printed.
Where figures of a line that prints fewer than there are columns are not below others, it is in doubt which they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from extractor.documents.columns import Extent, looks_numeric, merge_extents, overlapped
from extractor.documents.model import Cell, Row
from extractor.documents.printing import cut_cell, is_cjk
from extractor.documents.text.lines import FileLine
from extractor.evidence import Doubt, DoubtKind, doubt

_STRAY = 1.5
"""Columns of print by which figures in one column may stand beside each other: half of an odd one is rounded."""
_STRAY_HEADING = 2.5
"""The same for figures and the heading over them, whose width in print is not known to the column."""
_HEADING_LINES = 4
"""Lines above the first figures that may hold their headings."""
_MANY = 4
"""Figures that make a line a table of its own."""


class TextRun(NamedTuple):
    """Characters of a line without a gap: offsets within the line, extent in printed columns."""

    start: int
    end: int
    extent: Extent


class PrintedLine(NamedTuple):
    """A line parted into what stands in front and the figures that end it."""

    line: FileLine
    labels: tuple[TextRun, ...]
    figures: tuple[TextRun, ...]


@dataclass
class FigureTable:
    """Lines whose figures stand below each other: numbers of the first and one past the last, their columns, and the
    headings over them. ``beyond``: so many columns behind the last figure are shown by a heading alone.
    """

    first: int
    end: int
    columns: list[Extent]
    headings: list[Extent]
    rows: list[PrintedLine] = field(default_factory=list)
    beyond: int = 0

    @property
    def is_table(self) -> bool:
        """More than a number or two that end a line of words."""
        return len(self.rows) > 1 or len(self.columns) >= _MANY

    def column_of(self, run: TextRun) -> int:
        """The column that a figure stands in."""
        return overlapped(run.extent, self.columns)[0]

    def placed(self, row: PrintedLine) -> dict[int, TextRun]:
        """The figures of a line by their columns."""
        return {self.column_of(run): run for run in row.figures}


def part_line(line: FileLine, runs: Sequence[TextRun]) -> PrintedLine:
    """A line parted before the figures that end it."""
    count = len(runs)
    while count and looks_numeric(line.text[runs[count - 1].start : runs[count - 1].end]):
        count -= 1
    return PrintedLine(line, tuple(runs[:count]), tuple(runs[count:]))


def figure_tables(lines: Sequence[PrintedLine], wide: bool) -> list[FigureTable]:
    """The tables among the lines, top to bottom. ``wide``: an ideograph counts as two columns of print."""
    found: list[FigureTable] = []
    current: FigureTable | None = None
    for number, printed in enumerate(lines):
        if printed.figures:
            columns = _joined(current, printed)
            if current is None or columns is None:
                own = merge_extents([run.extent for run in printed.figures])
                above = lines[max(found[-1].end if found else 0, number - _HEADING_LINES) : number]
                current = FigureTable(number, number, own, _headings_over(above, wide))
                found.append(current)
            else:
                current.columns = columns
            current.rows.append(printed)
            current.end = number + 1
        elif current is not None and any(run.extent.end > current.columns[0].start for run in printed.labels):
            current = None
    for table in found:
        table.columns = _with_headings(table)
        beyond = _beyond(table)
        table.columns, table.beyond = [*table.columns, *beyond], len(beyond)
    return [table for table in found if table.is_table]


def _joined(table: FigureTable | None, printed: PrintedLine) -> list[Extent] | None:
    """The columns of a table with one more line, None if its figures do not stand below the others."""
    if table is None:
        return None
    rows = [*table.rows, printed]
    columns = merge_extents([run.extent for row in rows for run in row.figures])
    label_end = max((run.extent.end for row in rows for run in row.labels), default=0.0)
    if label_end > columns[0].start:
        return None
    placed = [[overlapped(run.extent, columns)[0] for run in row.figures] for row in rows]
    if any(len(set(each)) < len(each) for each in placed):
        return None
    if len(columns) == max(len(row.figures) for row in rows):
        return columns
    return columns if _under_headings(table.headings, [run.extent for row in rows for run in row.figures]) else None


def _headings_over(above: Sequence[PrintedLine], wide: bool) -> list[Extent]:
    """The headings in the lines above a table that have no other heading below them, left to right; none where some
    are not apart. Where an ideograph counts as one column of print, it still takes two if there is room.
    """
    lines = [[_room(row, at, wide) for at in range(len(row.labels))] for row in above]
    leaves = sorted(
        extent
        for number, line in enumerate(lines)
        for extent in line
        if not any(overlapped(extent, lower) for lower in lines[number + 1 :])
    )
    return leaves if len(merge_extents(leaves)) == len(leaves) else []


def _room(row: PrintedLine, at: int, wide: bool) -> Extent:
    run = row.labels[at]
    if wide:
        return run.extent
    doubled = run.extent.start + sum(2 if is_cjk(char) else 1 for char in row.line.text[run.start : run.end])
    after = row.labels[at + 1].extent.start - 1 if at + 1 < len(row.labels) else doubled
    return Extent(run.extent.start, max(run.extent.end, min(doubled, after)))


def _under_headings(headings: Sequence[Extent], figures: Sequence[Extent]) -> bool:
    """Whether every figure stands below one heading alone, and below its middle or one of its ends."""
    under: dict[int, list[Extent]] = {}
    for figure in figures:
        over = overlapped(figure, headings)
        if len(over) != 1:
            return False
        under.setdefault(over[0], [headings[over[0]]]).append(figure)
    return bool(under) and all(is_aligned(column, _STRAY_HEADING) for column in under.values())


def _with_headings(table: FigureTable) -> list[Extent]:
    """The columns, and those that only a heading shows: where every column has a heading of its own over it."""
    label_end = max((run.extent.end for row in table.rows for run in row.labels), default=0.0)
    headings = [extent for extent in table.headings if extent.end > label_end]
    figures = [run.extent for row in table.rows for run in row.figures]
    if len(headings) <= len(table.columns) or not _under_headings(headings, figures):
        return table.columns
    columns = merge_extents([*headings, *figures])
    return columns if len(columns) == len(headings) else table.columns


def _beyond(table: FigureTable) -> list[Extent]:
    """The headings behind the last figure of a table of one row: no other row could show that its end is blank."""
    last = table.columns[-1].end
    return [extent for extent in table.headings if extent.start > last] if len(table.rows) == 1 else []


def is_aligned(extents: Sequence[Extent], stray: float = _STRAY) -> bool:
    """Whether figures stand below each other: with their left ends, their right ends, or their middles."""
    sides = ([e.start for e in extents], [e.end for e in extents], [(e.start + e.end) / 2 for e in extents])
    return any(max(side) - min(side) <= stray for side in sides)


def aligned_count(tables: Sequence[FigureTable]) -> int:
    """How many figures stand in columns that are aligned throughout."""
    return sum(
        len(column)
        for table in tables
        for at in range(len(table.columns))
        if len(column := [placed[at].extent for row in table.rows if at in (placed := table.placed(row))]) > 1
        and is_aligned(column)
    )


def aligned_rows(
    text: str, lines: Sequence[PrintedLine], tables: Sequence[FigureTable], first_table: int
) -> tuple[list[Row], int]:
    """The rows of the lines and how many tables they make; lines of headings and words keep their runs as cells."""
    rows: list[Row] = []
    at = 0
    for number, table in enumerate(tables):
        starts = _label_starts(table)
        unsure = _unsure_columns(table)
        rows += [_words(text, printed, (), None) for printed in lines[at : table.first]]
        for printed in lines[table.first : table.end]:
            if printed.figures:
                rows.append(_figures(text, printed, table, starts, unsure, first_table + number))
            else:
                rows.append(_words(text, printed, starts, first_table + number))
        at = table.end
    rows += [_words(text, printed, (), None) for printed in lines[at:]]
    return [row for row in rows if row.cells], len(tables)


def _label_starts(table: FigureTable) -> tuple[float, ...]:
    """Where labels begin, left to right: those of one column of labels once."""
    found: list[float] = []
    for start in sorted(run.extent.start for row in table.rows for run in row.labels):
        if not found or start > found[-1] + _STRAY:
            found.append(start)
    return tuple(found)


def _unsure_columns(table: FigureTable) -> frozenset[int]:
    """Columns whose figures do not stand below each other, and those that a heading behind them shows."""
    placed = [table.placed(row) for row in table.rows]
    columns = range(len(table.columns))
    beyond = frozenset(columns[len(columns) - table.beyond :])
    return beyond | frozenset(
        n for n in columns if not is_aligned([row[n].extent for row in placed if n in row] or [Extent(0, 0)])
    )


def _figures(
    text: str,
    printed: PrintedLine,
    table: FigureTable,
    starts: Sequence[float],
    unsure: frozenset[int],
    number: int,
) -> Row:
    """A line of figures behind its labels, a blank cell where it prints none."""
    placed = table.placed(printed)
    partial = len(placed) < len(table.columns)
    doubts = (doubt(DoubtKind.COLUMNS_STRAY),) if partial and unsure else ()
    labels = _label_cells(text, printed, starts)
    at = printed.line.start + (printed.labels[-1].end if printed.labels else 0)
    cells: list[Cell] = []
    for column in range(len(table.columns)):
        run = placed.get(column)
        start, end = (at, at) if run is None else (printed.line.start + run.start, printed.line.start + run.end)
        cells.append(_doubted(cut_cell(text, start, end, len(starts) + column), doubts))
        at = end
    return Row((*labels, *cells), number)


def in_stray_columns(row: Row) -> Row:
    """A row of a table whose columns are not proven: which of them its figures stand in is in doubt where some are
    blank.
    """
    values = row.cells[1:]
    if all(cell.text for cell in values) or not any(looks_numeric(cell.text) for cell in values):
        return row
    doubts = (doubt(DoubtKind.COLUMNS_STRAY),)
    return replace(row, cells=(row.cells[0], *(_doubted(cell, doubts) for cell in values)))


def _doubted(cell: Cell, doubts: tuple[Doubt, ...]) -> Cell:
    return replace(cell, doubts=doubts) if doubts else cell


def _label_cells(text: str, printed: PrintedLine, starts: Sequence[float]) -> tuple[Cell, ...]:
    """The runs in front of the figures, each in the column of labels that begins nearest to it."""
    base = printed.line.start
    cells = []
    for order, run in enumerate(printed.labels):
        near = [abs(start - run.extent.start) for start in starts]
        column = near.index(min(near)) if near else order
        cells.append(cut_cell(text, base + run.start, base + run.end, column))
    return tuple(cells)


def _words(text: str, printed: PrintedLine, starts: Sequence[float], table: int | None) -> Row:
    """A line without figures, or outside any table: a row of its runs, or of one cell outside tables."""
    runs = (*printed.labels, *printed.figures)
    if not runs:
        return Row(())
    base = printed.line.start
    if table is None and len(runs) == 1:
        return Row((cut_cell(text, base, printed.line.end, 0),))
    return Row(_label_cells(text, PrintedLine(printed.line, runs, ()), starts), table)
