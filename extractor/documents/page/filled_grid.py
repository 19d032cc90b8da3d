"""Words put into the cells of ruled tables."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.documents.columns import looks_numeric
from extractor.documents.composing import LaidCell
from extractor.documents.page.broken_figures import fills, with_whole_figures
from extractor.documents.page.glyphs import PageWord, TextLine, lines_of_words
from extractor.documents.page.printed_page import Stain
from extractor.documents.page.ruled_grid import RuledCell, RuledGrid
from extractor.documents.page.ruling import Placing
from extractor.documents.page.stacked_figures import stacked_lines
from extractor.documents.page.word_runs import pieces_of_words, runs_of_line
from extractor.evidence import merged


class FilledGrid(NamedTuple):
    """A grid and the words whose centre lies in each of its cells; blank cells are not listed."""

    grid: RuledGrid
    words: dict[RuledCell, list[PageWord]]


def fill_grids(words: Sequence[PageWord], grids: Sequence[RuledGrid]) -> tuple[list[FilledGrid], list[PageWord]]:
    """The grids that are tables, filled, and the words outside them.

    Rules also frame parts of a page. A grid of a single column, and one whose cells hold whole lists of columns, is
    such a frame: its words are free.
    """
    filled = [FilledGrid(grid, {}) for grid in grids]
    free: list[PageWord] = []
    for word in words:
        x, y = (word.x0 + word.x1) / 2, word.middle
        for table in filled:
            cell = table.grid.cell_at(x, y)
            if cell is not None:
                table.words.setdefault(cell, []).append(word)
                break
        else:
            free.append(word)
    tables = []
    for table in filled:
        if table.words and not _is_frame(table):
            tables.append(table)
        else:
            free.extend(word for inside in table.words.values() for word in inside)
    return tables, free


def _is_frame(table: FilledGrid) -> bool:
    """Whether the rules arrange parts of the page instead of dividing a table."""
    if all(cell.column_span == len(table.grid.xs) - 1 for cell in table.grid.cells):
        return True
    inside = sum(len(words) for words in table.words.values() if _holds_columns(words))
    return inside * 2 > sum(len(words) for words in table.words.values())


def _holds_columns(words: Sequence[PageWord]) -> bool:
    """Whether the words of one cell are set in columns of their own."""
    lines = lines_of_words(words)
    return len(lines) >= 3 and sum(len(runs_of_line(line)) > 1 for line in lines) * 2 > len(lines)


def grid_rows(table: FilledGrid, turn: Placing, stains: Sequence[Stain] = ()) -> Iterator[tuple[LaidCell, ...]]:
    """The rows of a ruled table; rows of the grid in which no cell begins are left out.

    Where rows of figures stand between two rules, every line of them is a row. ``stains``: what was taken for dirt, on
    the whole page; a blank cell is in doubt for what lies in it.
    """
    for number in range(len(table.grid.ys) - 1):
        cells = [cell for cell in table.grid.cells if cell.row == number]
        if not cells:
            continue
        lines = _unruled_lines(table, cells) or stacked_lines(table.words, cells)
        if lines:
            for line in lines:
                yield tuple(_part(cell, [word for word in line.words if _within(cell, word)], turn) for cell in cells)
        else:
            yield tuple(_laid(cell, table.words.get(cell, ()), turn, stains) for cell in cells)


def _laid(cell: RuledCell, words: Sequence[PageWord], turn: Placing, stains: Sequence[Stain]) -> LaidCell:
    pieces = pieces_of_words(with_whole_figures(words, cell.box[2] - cell.box[0]), turn)
    box, quad = turn.page_box(cell.box), turn.page_quad(cell.box)
    own = () if words else merged(*(each.doubts for each in stains if _lies_in(each, cell)))
    return LaidCell(pieces, cell.column, cell.column_span, cell.row_span, box, quad, own=own)


def _lies_in(stain: Stain, cell: RuledCell) -> bool:
    x0, y0, x1, y1 = cell.box
    return x0 <= stain.x < x1 and y0 <= stain.y < y1


def _part(cell: RuledCell, words: Sequence[PageWord], turn: Placing) -> LaidCell:
    """One line of a cell as a cell of its own; a blank one has the box of the whole."""
    if not words:
        return LaidCell((), cell.column, cell.column_span, 1, turn.page_box(cell.box), turn.page_quad(cell.box))
    x0, x1 = cell.box[0], cell.box[2]
    box = (x0, min(word.y0 for word in words), x1, max(word.y1 for word in words))
    pieces = pieces_of_words(words, turn)
    return LaidCell(pieces, cell.column, cell.column_span, 1, turn.page_box(box), turn.page_quad(box))


def _within(cell: RuledCell, word: PageWord) -> bool:
    return cell.box[0] <= (word.x0 + word.x1) / 2 < cell.box[2]


def _unruled_lines(table: FilledGrid, cells: Sequence[RuledCell]) -> list[TextLine]:
    """The lines of a row of cells that holds several rows of figures; empty for an ordinary row.

    The signs: at least two columns print a figure on each of the same two or more lines, no column prints another
    number of figures, and no figure fills its cell (a long number broken over lines would).
    """
    if len(cells) < 2 or any(cell.row_span > 1 for cell in cells):
        return []
    stacks = []
    for cell in cells:
        lines = lines_of_words(table.words.get(cell, ()))
        if lines and all(looks_numeric(line.text) for line in lines):
            if any(fills(cell.box[2] - cell.box[0], line) for line in lines):
                return []
            stacks.append([(line.y0 + line.y1) / 2 for line in lines])
    if len(stacks) < 2 or len(stacks[0]) < 2 or any(len(stack) != len(stacks[0]) for stack in stacks):
        return []
    if any(abs(a - b) > 2.0 for stack in stacks[1:] for a, b in zip(stack, stacks[0], strict=True)):
        return []
    return lines_of_words([word for cell in cells for word in table.words.get(cell, ())])
