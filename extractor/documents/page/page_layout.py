"""Rows of one page: ruled tables by cell, everything else line by line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from extractor.documents.columns import Extent, PlacedText, find_columns, looks_numeric, nearest, overlapped
from extractor.documents.composing import LaidCell
from extractor.documents.page.broken_figures import is_tight, with_broken_figures
from extractor.documents.page.centred_labels import with_centred_labels
from extractor.documents.page.filled_grid import FilledGrid, fill_grids, grid_rows
from extractor.documents.page.glyphs import PageWord, TextLine, lines_of_words
from extractor.documents.page.labels_beside import with_label_columns
from extractor.documents.page.page_halves import facing_pages
from extractor.documents.page.printed_page import PrintedPage
from extractor.documents.page.ruled_grid import RuledGrid, without_first
from extractor.documents.page.ruling import Placing
from extractor.documents.page.text_columns import read_columns
from extractor.documents.page.word_runs import Run, piece_of, pieces_of_words, runs_of_line
from extractor.documents.sheet_frame import without_frame
from extractor.evidence import Doubt, merged, seen_by_all

_CORRIDOR_GAP = 0.45
_NEXT_LINE = 2.2
_MOST_PLAIN_LINES = 2
_MOST_LABEL_LINES = 7
_LARGER = 1.15


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that stand together on a page. ``grid`` is set for ruled tables, ``tabular`` for unruled ones as well.
    ``engine``: who recognised them, where they stand in a picture on a page of text. ``framed``: a spreadsheet printed
    its letters and numbers around them, which are left out.
    """

    rows: tuple[tuple[LaidCell, ...], ...]
    y0: float
    y1: float
    tabular: bool = False
    grid: RuledGrid | None = None
    engine: str = ""
    framed: bool = False


def lay_out(page: PrintedPage) -> list[Block]:
    """The blocks of a page in reading order, those of pictures on it in their places. Every word is in exactly one
    cell.
    """
    blocks = _printed_blocks(page)
    for inset in sorted(page.insets, key=lambda inset: inset.box[1], reverse=True):
        engine = seen_by_all(word.seen_by for word in inset.page.words)
        top = inset.box[1]
        own = [
            replace(block, y0=block.y0 + top, y1=block.y1 + top, engine=engine) for block in _printed_blocks(inset.page)
        ]
        middle = (top + inset.box[3]) / 2
        at = next((number for number, block in enumerate(blocks) if block.y0 >= middle), len(blocks))
        blocks[at:at] = own
    return blocks


def _printed_blocks(page: PrintedPage) -> list[Block]:
    """The blocks of what is printed on a page itself."""
    turn, stains, complete = page.placing, page.stains, page.method == "vector"
    blocks: list[Block] = []
    aside = [word for word in page.words if word.behind]
    words = [word for word in page.words if not word.behind] if aside else page.words
    for half in facing_pages(words, page.grids, page.fold, page.rules.horizontal):
        filled, free = fill_grids(half.words, half.grids, page.rules.horizontal, complete)
        filled.sort(key=lambda table: table.grid.ys[0])
        aside += [word for word in free if word.sideways]
        parts = _between([word for word in free if not word.sideways], filled)
        for part, table in zip_longest(parts, filled):
            for lines in read_columns(part):
                blocks.extend(_free_blocks(lines, turn))
            if table is not None:
                top, bottom = table.grid.ys[0], table.grid.ys[-1]
                blocks.append(
                    Block(tuple(grid_rows(table, turn, stains, page.rules.horizontal)), top, bottom, True, table.grid)
                )
    blocks = [_without_frame(block) for block in blocks]
    whole = [*blocks, _block_aside(aside, turn)] if aside else blocks
    return [_doubted_where_blank(block, page.unseen) for block in whole] if page.unseen else whole


def _without_frame(block: Block) -> Block:
    """The block without the letters and numbers that a spreadsheet prints around a table."""
    rows, top = without_frame(block.rows) if block.tabular else ([], None)
    if top is None:
        return block
    grid = block.grid and without_first(block.grid)
    return replace(block, rows=tuple(rows), grid=grid, framed=True)


def _doubted_where_blank(block: Block, unseen: tuple[Doubt, ...]) -> Block:
    """The block of a page on which what is printed may not have been seen: its blank cells in doubt."""
    rows = (
        tuple(cell if cell.pieces else replace(cell, own=merged(cell.own, unseen)) for cell in row)
        for row in block.rows
    )
    return replace(block, rows=tuple(rows))


def _block_aside(words: Sequence[PageWord], turn: Placing) -> Block:
    """Words that run up, down or aslant beside the text or lie behind it, in their own order."""
    x0, y0 = min(word.x0 for word in words), min(word.y0 for word in words)
    x1, y1 = max(word.x1 for word in words), max(word.y1 for word in words)
    pieces = tuple(piece_of(word, True, turn) for word in words)
    box = (x0, y0, x1, y1)
    return Block(((LaidCell(pieces, box=turn.page_box(box), quad=turn.page_quad(box)),),), y0, y1)


def _between(words: Sequence[PageWord], tables: Sequence[FilledGrid]) -> list[list[TextLine]]:
    """The free lines before the first ruled table, between the first and the second, and so on."""
    parts: list[list[TextLine]] = [[] for _ in range(len(tables) + 1)]
    for line in lines_of_words(words):
        parts[sum(line.y0 >= table.grid.ys[0] for table in tables)].append(line)
    return parts


def _free_blocks(lines: Sequence[TextLine], turn: Placing) -> list[Block]:
    """Lines outside ruled tables: neighbouring lines with wide gaps make an unruled table.

    One or two lines without gaps between such lines belong to it, and a few more that end before the first figures:
    subheads, labels broken over lines.
    """
    lines = with_broken_figures(with_centred_labels(lines))
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
    label_end, wide = float("inf"), 0
    for index in range(at, len(lines)):
        near = index == at or lines[index].y0 - lines[index - 1].y1 < _NEXT_LINE * (lines[index].y1 - lines[index].y0)
        if not near or (index == at and len(cut[index]) < 2):
            break
        if len(cut[index]) > 1:
            stop, wide = index + 1, 0
            label_end = min(label_end, cut[index][1].extent.start)
            continue
        alone = cut[index][0]
        if alone.extent.start >= label_end and looks_numeric(alone.text) and is_tight(lines[index - 1], lines[index]):
            # A figure below another one, as near as in one cell: it is of this table, whatever it is.
            stop, wide = index + 1, 0
            continue
        wide += alone.extent.end > label_end
        if index - stop >= (_MOST_PLAIN_LINES if wide else _MOST_LABEL_LINES) or _is_title(cut, index, at):
            break
    return stop


def _is_title(cut: Sequence[list[Run]], index: int, at: int) -> bool:
    """Whether a line alone is the title of another table: figures stand above it, and headings below it.

    It is set larger than the line above it, or reaches over the figures; a label of one or more levels does neither.
    """
    run = cut[index][0]
    following = next((runs for runs in cut[index + 1 : index + 3] if len(runs) > 1), None)
    if following is None or any(looks_numeric(part.text) for part in following):
        return False
    figures = [part.extent.start for runs in cut[at:index] for part in runs[1:] if looks_numeric(part.text)]
    if not figures:
        return False
    return run.extent.end > min(figures) or run.size >= _LARGER * cut[index - 1][0].size


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
    cut = [runs for _, runs in group]
    columns = find_columns([[PlacedText(run.text, run.extent) for run in runs] for runs in cut])
    columns = with_label_columns(columns, cut)
    rows = [_columned_row(runs, columns, turn) if columns else _single_row(runs, turn) for runs in cut]
    return Block(tuple(rows), group[0][0].y0, group[-1][0].y1, bool(columns))


def _columned_row(runs: Sequence[Run], columns: Sequence[Extent], turn: Placing) -> tuple[LaidCell, ...]:
    """A line in the columns of its block, blank cells between.

    Where runs share a column, a line of as many runs as columns fills them in order, and one without figures stays in
    its own order, as group headings do. Any other one would put figures in columns that are not theirs: what shares a
    column is one cell.
    """
    parts = [part for run in runs for part in _cut_at_columns(run, columns)]
    hits = [overlapped(part.extent, columns) for part in parts]
    clash = not all(hits) or any(right[0] <= left[-1] for left, right in pairwise(hits))
    if clash and len(parts) == len(columns):
        return _single_row(parts, turn)
    if clash and not any(looks_numeric(part.text) for part in parts):
        return _single_row(runs, turn)
    placed: list[tuple[int, int, Run]] = []
    for part, hit in zip(parts, hits, strict=True):
        hit = hit or [nearest(part.extent, columns)]
        if placed and hit[0] <= placed[-1][1]:
            first, last, run = placed.pop()
            placed.append((first, max(last, hit[-1]), Run((*run.words, *part.words))))
        else:
            placed.append((hit[0], hit[-1], part))
    cells: list[LaidCell] = []
    following = 0
    for first, last, run in placed:
        cells.extend(LaidCell((), column) for column in range(following, first))
        cells.append(_laid(run, first, turn, last - first + 1))
        following = last + 1
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
