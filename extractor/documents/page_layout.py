"""Rows of one page: ruled tables by cell, everything else line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from extractor.documents.columns import Extent, Printed, find_columns, overlapped
from extractor.documents.composing import LaidCell
from extractor.documents.filled_grid import FilledGrid, fill_grids, grid_rows
from extractor.documents.glyphs import PageWord, TextLine, lines_of_words
from extractor.documents.ruled_grid import Grid
from extractor.documents.ruling import Placing
from extractor.documents.text_columns import read_columns
from extractor.documents.word_runs import Run, pieces_of_words, runs_of_line

_CORRIDOR_GAP = 0.45
_NEXT_LINE = 2.2
_MOST_PLAIN_LINES = 2


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that stand together on a page. ``grid`` is set for ruled tables, ``tabular`` for unruled ones as well."""

    rows: tuple[tuple[LaidCell, ...], ...]
    y0: float
    y1: float
    tabular: bool = False
    grid: Grid | None = None


def lay_out(words: Sequence[PageWord], grids: Sequence[Grid], turn: Placing) -> list[Block]:
    """The blocks of a page in reading order. Every word is in exactly one cell."""
    filled, free = fill_grids(words, grids)
    filled.sort(key=lambda table: table.grid.ys[0])
    blocks: list[Block] = []
    for part, table in zip_longest(_between(free, filled), filled):
        for lines in read_columns(part):
            blocks.extend(_free_blocks(lines, turn))
        if table is not None:
            top, bottom = table.grid.ys[0], table.grid.ys[-1]
            blocks.append(Block(tuple(grid_rows(table, turn)), top, bottom, True, table.grid))
    return blocks


def _between(words: Sequence[PageWord], tables: Sequence[FilledGrid]) -> list[list[TextLine]]:
    """The free lines before the first ruled table, between the first and the second, and so on."""
    parts: list[list[TextLine]] = [[] for _ in range(len(tables) + 1)]
    for line in lines_of_words(words):
        parts[sum(line.y0 >= table.grid.ys[0] for table in tables)].append(line)
    return parts


def _free_blocks(lines: Sequence[TextLine], turn: Placing) -> list[Block]:
    """Lines outside ruled tables: neighbouring lines with wide gaps make an unruled table.

    One or two lines without gaps between such lines belong to it: subheads, labels broken over lines.
    """
    cut = [runs_of_line(line) for line in lines]
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        stop = _extent(lines, cut, at)
        if stop > at:
            blocks.append(_unruled_block(list(zip(lines[at:stop], cut[at:stop], strict=True)), turn))
            at = stop
        else:
            blocks.append(Block((_single_row(cut[at], turn),), lines[at].y0, lines[at].y1))
            at += 1
    return blocks


def _extent(lines: Sequence[TextLine], cut: Sequence[list[Run]], at: int) -> int:
    """Where the unruled table that begins with the line ``at`` ends; ``at`` itself if none does."""
    stop = at
    for index in range(at, len(lines)):
        near = index == at or lines[index].y0 - lines[index - 1].y1 < _NEXT_LINE * (lines[index].y1 - lines[index].y0)
        if not near or index - stop > _MOST_PLAIN_LINES or (index == at and len(cut[index]) < 2):
            break
        if len(cut[index]) > 1:
            stop = index + 1
    return stop


def _single_row(runs: Sequence[Run], turn: Placing) -> tuple[LaidCell, ...]:
    """The runs of a line as cells in their order."""
    return tuple(_laid(run, column, turn) for column, run in enumerate(runs))


def _laid(run: Run, column: int, turn: Placing, column_span: int = 1) -> LaidCell:
    box = (
        min(word.x0 for word in run.words),
        min(word.y0 for word in run.words),
        max(word.x1 for word in run.words),
        max(word.y1 for word in run.words),
    )
    pieces = pieces_of_words(run.words, turn)
    return LaidCell(pieces, column, column_span, 1, turn.page_box(box), turn.page_quad(box))


def _unruled_block(group: Sequence[tuple[TextLine, list[Run]]], turn: Placing) -> Block:
    """Neighbouring lines with wide gaps. Columns are those the lines share; a gap in a column is a blank cell."""
    columns = find_columns([[Printed(run.text, run.extent) for run in runs] for _, runs in group])
    rows = [_columned_row(runs, columns, turn) or _single_row(runs, turn) for _, runs in group]
    return Block(tuple(rows), group[0][0].y0, group[-1][0].y1, bool(columns))


def _columned_row(runs: Sequence[Run], columns: Sequence[Extent], turn: Placing) -> tuple[LaidCell, ...] | None:
    """A line in the columns of its block, blank cells between; None where two runs share a column."""
    cells: list[LaidCell] = []
    following = 0
    for part in (part for run in runs for part in _cut_at_columns(run, columns)):
        hit = overlapped(part.extent, columns)
        if not hit or hit[0] < following:
            return None
        cells.extend(LaidCell((), column) for column in range(following, hit[0]))
        cells.append(_laid(part, hit[0], turn, len(hit)))
        following = hit[-1] + 1
    cells.extend(LaidCell((), column) for column in range(following, len(columns)))
    return tuple(cells)


def _cut_at_columns(run: Run, columns: Sequence[Extent]) -> list[Run]:
    """A run over several columns, cut where a gap between its words is too wide for a space and lies between columns:
    headings stand closer to each other than the figures under them.
    """
    if len(overlapped(run.extent, columns)) < 2:
        return [run]
    corridors = [Extent(a.end, b.start) for a, b in pairwise(columns)]
    parts: list[list[PageWord]] = [[run.words[0]]]
    for left, right in pairwise(run.words):
        gap = Extent(left.x1, right.x0)
        if gap.end - gap.start > _CORRIDOR_GAP * right.size and overlapped(gap, corridors):
            parts.append([])
        parts[-1].append(right)
    return [Run(tuple(part)) for part in parts]
