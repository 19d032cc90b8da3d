"""Rows of one page: ruled tables by cell, everything else line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.documents.columns import Extent, Printed, find_columns, overlapped
from extractor.documents.composing import LaidCell, Piece
from extractor.documents.glyphs import PageWord, TextLine, lines_of_words
from extractor.documents.printing import is_cjk
from extractor.documents.ruled_grid import Grid, GridCell
from extractor.documents.ruling import Turn

_WIDE_GAP = 1.0
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


def lay_out(words: Sequence[PageWord], grids: Sequence[Grid], turn: Turn) -> list[Block]:
    """The blocks of a page from top to bottom. Every word is in exactly one cell."""
    inside: dict[int, dict[GridCell, list[PageWord]]] = {i: {} for i in range(len(grids))}
    free: list[PageWord] = []
    for word in words:
        x, y = (word.x0 + word.x1) / 2, word.middle
        for i, grid in enumerate(grids):
            cell = grid.cell_at(x, y)
            if cell is not None:
                inside[i].setdefault(cell, []).append(word)
                break
        else:
            free.append(word)
    blocks = [_grid_block(grid, inside[i], turn) for i, grid in enumerate(grids) if inside[i]]
    edges = sorted(block.y0 for block in blocks)
    for part in _between(lines_of_words(free), edges):
        blocks.extend(_free_blocks(part, turn))
    return sorted(blocks, key=lambda block: block.y0)


def _between(lines: Sequence[TextLine], edges: Sequence[float]) -> list[list[TextLine]]:
    """The free lines, divided where a ruled table begins."""
    parts: list[list[TextLine]] = [[] for _ in range(len(edges) + 1)]
    for line in lines:
        parts[sum(line.y0 >= edge for edge in edges)].append(line)
    return [part for part in parts if part]


def _grid_block(grid: Grid, words: dict[GridCell, list[PageWord]], turn: Turn) -> Block:
    """A ruled table as rows; rows in which no cell begins are left out."""
    rows: list[tuple[LaidCell, ...]] = []
    for number in range(len(grid.ys) - 1):
        cells = [cell for cell in grid.cells if cell.row == number]
        if cells:
            rows.append(
                tuple(
                    LaidCell(
                        pieces_of_words(words.get(cell, ()), turn),
                        cell.column,
                        cell.column_span,
                        cell.row_span,
                        turn.back.forward_box(*cell.box),
                    )
                    for cell in cells
                )
            )
    return Block(tuple(rows), grid.ys[0], grid.ys[-1], True, grid)


def pieces_of_words(words: Sequence[PageWord], turn: Turn) -> tuple[Piece, ...]:
    """The words of one cell in reading order; a line break between two CJK characters leaves no space."""
    pieces: list[Piece] = []
    for line in lines_of_words(words):
        for index, word in enumerate(line.words):
            glued = index == 0 and bool(pieces) and is_cjk(pieces[-1].text[-1]) and is_cjk(word.text[0])
            pieces.append(Piece(word.text, not glued, turn.back.forward_box(*word.box)))
    return tuple(pieces)


@dataclass(frozen=True, slots=True)
class _Run:
    """Words of a line without a wide gap between them."""

    words: tuple[PageWord, ...]

    @property
    def extent(self) -> Extent:
        return Extent(self.words[0].x0, max(word.x1 for word in self.words))

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def _runs(line: TextLine) -> list[_Run]:
    """A line cut at gaps that are clearly wider than a space."""
    runs: list[list[PageWord]] = []
    for word in line.words:
        if runs and word.x0 - runs[-1][-1].x1 <= _WIDE_GAP * max(word.size, runs[-1][-1].size):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [_Run(tuple(run)) for run in runs]


def _free_blocks(lines: Sequence[TextLine], turn: Turn) -> list[Block]:
    """Lines outside ruled tables: neighbouring lines with wide gaps make an unruled table.

    One or two lines without gaps between such lines belong to it: subheads, labels broken over lines.
    """
    cut = [_runs(line) for line in lines]
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


def _extent(lines: Sequence[TextLine], cut: Sequence[list[_Run]], at: int) -> int:
    """Where the unruled table that begins with the line ``at`` ends; ``at`` itself if none does."""
    stop = at
    for index in range(at, len(lines)):
        near = index == at or lines[index].y0 - lines[index - 1].y1 < _NEXT_LINE * (lines[index].y1 - lines[index].y0)
        if not near or index - stop > _MOST_PLAIN_LINES or (index == at and len(cut[index]) < 2):
            break
        if len(cut[index]) > 1:
            stop = index + 1
    return stop


def _single_row(runs: Sequence[_Run], turn: Turn) -> tuple[LaidCell, ...]:
    """The runs of a line as cells in their order."""
    return tuple(_laid(run, column, turn) for column, run in enumerate(runs))


def _laid(run: _Run, column: int, turn: Turn, column_span: int = 1) -> LaidCell:
    box = (
        min(word.x0 for word in run.words),
        min(word.y0 for word in run.words),
        max(word.x1 for word in run.words),
        max(word.y1 for word in run.words),
    )
    return LaidCell(pieces_of_words(run.words, turn), column, column_span, 1, turn.back.forward_box(*box))


def _unruled_block(group: Sequence[tuple[TextLine, list[_Run]]], turn: Turn) -> Block:
    """Neighbouring lines with wide gaps. Columns are those the lines share; a gap in a column is a blank cell."""
    columns = find_columns([[Printed(run.text, run.extent) for run in runs] for _, runs in group])
    rows = [_columned_row(runs, columns, turn) or _single_row(runs, turn) for _, runs in group]
    return Block(tuple(rows), group[0][0].y0, group[-1][0].y1, True)


def _columned_row(runs: Sequence[_Run], columns: Sequence[Extent], turn: Turn) -> tuple[LaidCell, ...] | None:
    """A line in the columns of its block, blank cells between; None where two runs share a column."""
    cells: list[LaidCell] = []
    following = 0
    for run in (part for run in runs for part in _cut_at_columns(run, columns)):
        hit = overlapped(run.extent, columns)
        if not hit or hit[0] < following:
            return None
        cells.extend(LaidCell((), column) for column in range(following, hit[0]))
        cells.append(_laid(run, hit[0], turn, len(hit)))
        following = hit[-1] + 1
    cells.extend(LaidCell((), column) for column in range(following, len(columns)))
    return tuple(cells)


def _cut_at_columns(run: _Run, columns: Sequence[Extent]) -> list[_Run]:
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
    return [_Run(tuple(part)) for part in parts]
