"""Cells of ruled tables that hold a row of numbers, parted where rules are missing.

A row of numbers in one cell is no cell: its uprights are printed in the header alone, or between some columns only.
Cells that begin and end at the same rules are one band; it is parted by the uprights that stand between its words
elsewhere in the table, or else by the columns of its words.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.documents.columns import Extent, PlacedText, find_columns, looks_numeric, merge_extents, overlapped
from extractor.documents.page.glyphs import PageWord, lines_of_words
from extractor.documents.page.ruled_grid import RuledCell, RuledGrid
from extractor.documents.page.word_runs import Run, runs_of_line

_INSIDE = 1.0
"""Points by which a word may reach over the upright beside it and still be no word on both sides."""

Words = Mapping[RuledCell, Sequence[PageWord]]


class ColumnBand(NamedTuple):
    """Cells that begin and end at the same uprights, top to bottom, and the lines of each, cut at wide gaps."""

    cells: tuple[RuledCell, ...]
    lines: tuple[tuple[tuple[Run, ...], ...], ...]

    @property
    def rows(self) -> list[tuple[Run, ...]]:
        """The lines that hold a row: several runs, with a figure among them."""
        return [line for lines in self.lines for line in lines if is_row(line)]

    @property
    def first(self) -> int:
        """Which of its cells is the first that holds a row; those above it are headings."""
        return next(at for at, lines in enumerate(self.lines) if any(map(is_row, lines)))


def is_row(line: Sequence[Run]) -> bool:
    """Whether a line of one cell holds more than one value: several runs, with a figure among them."""
    return len(line) > 1 and any(is_figure(run) for run in line)


def is_figure(run: Run) -> bool:
    """Whether a run prints digits and is a number."""
    return looks_numeric(run.text) and any(map(str.isdigit, run.text))


def with_parted_cells(grid: RuledGrid, words: Words, by_words: bool) -> RuledGrid:
    """The grid with the cells parted that hold rows of numbers; itself where none does or no column can be told.

    ``by_words``: also where no upright of another row says where.
    """
    walls = {
        cell: found for band in _bands(grid, words) if (found := _walls_of(band, grid, by_words)) for cell in band.cells
    }
    cuts = {cell: _cuts(cell, walls[cell], words.get(cell, ())) for cell in walls}
    cuts = {cell: found for cell, found in cuts.items() if found}
    if not cuts:
        return grid
    xs = _with_walls(grid.xs, [x for found in cuts.values() for x in found])
    cells = [part for cell in grid.cells for part in _parts(cell, grid, cuts.get(cell, ()), xs)]
    return grid._replace(xs=tuple(xs), cells=tuple(cells))


def words_in_rows(words: Sequence[PageWord]) -> list[PageWord]:
    """The words of one cell that stand on lines which hold a row of numbers."""
    return [word for line in _lines(words) if is_row(line) for run in line for word in run.words]


def holds_several(words: Sequence[PageWord]) -> bool:
    """Whether more than one number of a table stands in one cell: side by side, or one below the other."""
    lines = _lines(words)
    alone = [line for line in lines if len(line) == 1 and is_figure(line[0])]
    rows = [line for line in lines if sum(map(is_figure, line)) > 1]
    return bool(rows) or (len(alone) > 1 and len(alone) == len(lines))


def _lines(words: Sequence[PageWord]) -> tuple[tuple[Run, ...], ...]:
    return tuple(tuple(runs_of_line(line)) for line in lines_of_words([word for word in words if not word.sideways]))


def _bands(grid: RuledGrid, words: Words) -> Iterator[ColumnBand]:
    """The bands in which a cell holds a row."""
    found: dict[tuple[int, int], list[RuledCell]] = {}
    for cell in grid.cells:
        found.setdefault((cell.column, cell.column + cell.column_span), []).append(cell)
    for cells in found.values():
        band = ColumnBand(tuple(cells), tuple(_lines(words.get(cell, ())) for cell in cells))
        if band.rows:
            yield band


def _walls_of(band: ColumnBand, grid: RuledGrid, by_words: bool) -> list[float]:
    """Where a band is to be parted: at the uprights of other rows that stand between its runs, or between columns."""
    cell = band.cells[0]
    inside = list(grid.xs[cell.column + 1 : cell.column + cell.column_span])
    rows = band.rows
    if inside and all(_fits(line, [cell.box[0], *inside, cell.box[2]]) for line in rows):
        return inside
    if not by_words or not _says_columns(rows):
        return []
    columns = _columns(band)
    if len(columns) < 2 or any(_clash(line, columns) for line in rows):
        return []
    columns = _widened(columns, [run for lines in band.lines for line in lines for run in line])
    return [_wall(left.end, right.start, inside) for left, right in pairwise(columns)]


def _columns(band: ColumnBand) -> list[Extent]:
    """The columns of the words of a band from its first row on. Where most lines begin with a figure their labels stand
    in another band: each gets one at the side, for a column that is blank in places would be taken for labels.
    """
    lines = [[PlacedText(run.text, run.extent) for run in line] for own in band.lines[band.first :] for line in own]
    if 2 * sum(looks_numeric(line[0].text) for line in lines) <= len(lines):
        return find_columns(lines)
    side = min(line[0].extent.start for line in lines)
    label = PlacedText("label", Extent(side - 2, side - 1))
    return find_columns([[label, *line] for line in lines])[1:]


def _says_columns(rows: Sequence[Sequence[Run]]) -> bool:
    """Whether lines are enough to tell columns by. One is not, for figures that stand apart may be parts of one number;
    nor are digits that stand apart one by one.
    """
    return len(rows) > 1 and any(len(run.text) > 1 for line in rows for run in line if is_figure(run))


def _fits(line: Sequence[Run], edges: Sequence[float]) -> bool:
    """Whether every run of a line stands between two edges of its own."""
    places = [_between(run.extent, edges) for run in line]
    return None not in places and len(set(places)) == len(places)


def _between(extent: Extent, edges: Sequence[float]) -> int | None:
    for at, (left, right) in enumerate(pairwise(edges)):
        if left - _INSIDE <= extent.start and extent.end <= right + _INSIDE:
            return at
    return None


def _clash(line: Sequence[Run], columns: Sequence[Extent]) -> bool:
    """Whether two runs of a line share a column."""
    hits = [overlapped(run.extent, columns) for run in line]
    return not all(hits) or any(right[0] <= left[-1] for left, right in pairwise(hits))


def _widened(columns: Sequence[Extent], runs: Sequence[Run]) -> list[Extent]:
    """The columns with what else stands over or under each of them alone, as far as they stay apart."""
    wide = list(columns)
    for run in runs:
        hits = overlapped(run.extent, wide)
        if len(hits) == 1:
            grown = [*wide[: hits[0]], *merge_extents([wide[hits[0]], run.extent]), *wide[hits[0] + 1 :]]
            wide = grown if len(merge_extents(grown)) == len(columns) else wide
    return wide


def _wall(left: float, right: float, inside: Sequence[float]) -> float:
    """The upright that stands in a gutter, or its middle."""
    middle = (left + right) / 2
    return min(
        (x for x in inside if left - _INSIDE <= x <= right + _INSIDE), key=lambda x: abs(x - middle), default=middle
    )


def _cuts(cell: RuledCell, walls: Sequence[float], words: Sequence[PageWord]) -> list[float]:
    """The walls at which a cell is parted: those that no run of it crosses. A heading alone stays whole."""
    lines = _lines(words)
    if not any(len(line) > 1 for line in lines) and not _is_below(cell, lines):
        return []
    runs = [run.extent for line in lines for run in line]
    return [x for x in walls if not any(run.start + _INSIDE < x < run.end - _INSIDE for run in runs)]


def _is_below(cell: RuledCell, lines: Sequence[Sequence[Run]]) -> bool:
    """Whether a cell of single runs is a row of its table all the same: a label at its left, a figure, or nothing."""
    runs = [run for line in lines for run in line]
    middle = (cell.box[0] + cell.box[2]) / 2
    return all(is_figure(run) or run.extent.end < middle for run in runs)


def _with_walls(xs: Sequence[float], walls: Sequence[float]) -> list[float]:
    found = sorted({*xs, *walls})
    return [x for at, x in enumerate(found) if at == 0 or x in xs or x - found[at - 1] > _INSIDE]


def _parts(cell: RuledCell, grid: RuledGrid, cuts: Sequence[float], xs: Sequence[float]) -> Iterator[RuledCell]:
    """A cell in the columns of the parted grid: whole, or cut."""
    ends = [cell.box[0], *cuts, cell.box[2]]
    at = [min(range(len(xs)), key=lambda i: abs(xs[i] - x)) for x in ends]
    for first, last in pairwise(at):
        if last > first:
            box = (xs[first], cell.box[1], xs[last], cell.box[3])
            yield RuledCell(cell.row, first, cell.row_span, last - first, box)
