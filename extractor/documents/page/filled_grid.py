"""Words put into the cells of ruled tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from extractor.documents.columns import looks_numeric
from extractor.documents.composing import LaidCell
from extractor.documents.page.broken_figures import fills, with_whole_figures
from extractor.documents.page.by_height import ByHeight
from extractor.documents.page.centred_labels import with_centred_labels
from extractor.documents.page.glyphs import PageWord, TextLine, lines_of_words
from extractor.documents.page.hanging_rows import with_rows_below
from extractor.documents.page.parted_grid import holds_several, is_figure, with_parted_cells, words_in_rows
from extractor.documents.page.printed_page import Stain
from extractor.documents.page.rows_in_labels import is_between_rules, line_apart, row_pitch
from extractor.documents.page.ruled_grid import RuledCell, RuledGrid
from extractor.documents.page.ruling import Placing, Segment
from extractor.documents.page.stacked_figures import labelled_lines, stacked_lines
from extractor.documents.page.word_runs import pieces_of_words, runs_of_line
from extractor.evidence import DoubtKind, doubt, merged

_MOST_LINES = 0.6
"""Share of the lines with figures of a table that go on outside it, from which on it is no table."""


class FilledGrid(NamedTuple):
    """A grid and the words whose centre lies in each of its cells; blank cells are not listed. ``parted``: some of its
    uprights are not printed."""

    grid: RuledGrid
    words: dict[RuledCell, list[PageWord]]
    parted: bool = False

    @property
    def all_words(self) -> list[PageWord]:
        """What stands in its cells."""
        return [word for inside in self.words.values() for word in inside]


def fill_grids(
    words: Sequence[PageWord], grids: Sequence[RuledGrid], across: Sequence[Segment] = (), complete: bool = False
) -> tuple[list[FilledGrid], list[PageWord]]:
    """The grids that are tables, filled, and the words outside them.

    Rules also frame parts of a page. A grid of a single column, one whose cells hold whole lists of columns, and one
    that stands between the labels and other figures of its lines, is such a frame: its words are free. ``complete``:
    rules may be missing, so cells that hold rows of numbers are parted, and rows under a grid of headings are its own;
    ``across`` are the level rules of the page.
    """
    filled, free = _filled(words, grids)
    tables = []
    for table in filled:
        frame = not table.words or _is_frame(table)
        whole = _parted(table, not frame) if complete and table.words else table
        if (whole is table and frame) or (complete and (_is_unparted(whole) or _stands_between(whole, free))):
            free.extend(table.all_words)
        else:
            tables.append(whole)
    if complete:
        tables, free = _with_rows_below(tables, free, across)
    return tables, free


def _filled(words: Sequence[PageWord], grids: Sequence[RuledGrid]) -> tuple[list[FilledGrid], list[PageWord]]:
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
    return filled, free


def _parted(table: FilledGrid, by_words: bool) -> FilledGrid:
    """The table with its cells parted that hold rows of numbers; itself where there are none."""
    grid = with_parted_cells(table.grid, table.words, by_words)
    return table if grid is table.grid else _filled(table.all_words, [grid])[0][0]._replace(parted=True)


def _with_rows_below(
    tables: Sequence[FilledGrid], free: list[PageWord], across: Sequence[Segment]
) -> tuple[list[FilledGrid], list[PageWord]]:
    """The tables, those whose uprights end under their headings with the rows that follow."""
    found = []
    for table in tables:
        tops = [other.grid.ys[0] for other in tables if other.grid.ys[0] >= table.grid.ys[-1] - 1]
        grid = with_rows_below(table.grid, table.words, free, [*across], min(tops, default=float("inf")))
        if grid is not table.grid:
            filled, free = _filled([*table.all_words, *free], [grid])
            table = filled[0]._replace(parted=True)
        found.append(table)
    return found, free


def _is_frame(table: FilledGrid) -> bool:
    """Whether the rules arrange parts of the page instead of dividing a table."""
    if all(cell.column_span == len(table.grid.xs) - 1 for cell in table.grid.cells):
        return True
    inside = sum(len(words) for words in table.words.values() if _holds_columns(words))
    return inside * 2 > sum(len(words) for words in table.words.values())


def _is_unparted(table: FilledGrid) -> bool:
    """Whether most words stand on lines of cells that hold rows of numbers, and several rows of more than digits."""
    inside = [found for words in table.words.values() if (found := words_in_rows(words))]
    lines = [
        line for words in inside for line in lines_of_words(words) if any(len(word.text) > 1 for word in line.words)
    ]
    return len(lines) > 1 and sum(map(len, inside)) * 2 > len(table.all_words)


def _holds_columns(words: Sequence[PageWord]) -> bool:
    """Whether the words of one cell are set in columns of their own."""
    lines = lines_of_words(words)
    return len(lines) >= 3 and sum(len(runs_of_line(line)) > 1 for line in lines) * 2 > len(lines)


def _stands_between(table: FilledGrid, free: Sequence[PageWord]) -> bool:
    """Whether the lines of a table go on outside it: its labels stand to its left, or more of its figures to its right.

    Boxes around some columns of a table are no table.
    """
    x0, _, x1, _ = table.grid.box
    heights = ByHeight(word.box for word in free)
    lines = lefts = rights = 0
    for line in lines_of_words(table.all_words):
        runs = runs_of_line(line)
        if not any(map(is_figure, runs)):
            continue
        lines += 1
        middle = (line.y0 + line.y1) / 2
        near = [free[at] for at in heights.near(middle, middle) if free[at].y0 < middle < free[at].y1]
        beside = [runs_of_line(each) for each in lines_of_words(word for word in near if not word.sideways)]
        left = [run for line in beside for run in line if run.extent.end <= x0 + 1]
        right = [run for line in beside for run in line if run.extent.start >= x1 - 1]
        lefts += is_figure(runs[0]) and bool(left)
        rights += bool(right) and is_figure(right[0])
    return lines > 1 and max(lefts, rights) >= _MOST_LINES * lines


def grid_rows(
    table: FilledGrid, turn: Placing, stains: Sequence[Stain] = (), across: Sequence[Segment] = ()
) -> Iterator[tuple[LaidCell, ...]]:
    """The rows of a ruled table; rows of the grid in which no cell begins are left out.

    Where rows of figures stand between two rules, every line of them is a row. ``stains``: what was taken for dirt, on
    the whole page; a blank cell is in doubt for what lies in it, and so is a cell with several numbers. ``across``: the
    rules that are printed; between two of them a label is one.
    """
    pitch = row_pitch(table.words)
    for number in range(len(table.grid.ys) - 1):
        cells = [cell for cell in table.grid.cells if cell.row == number]
        if not cells:
            continue
        lines = (
            _unruled_lines(table, cells)
            or stacked_lines(table.words, cells)
            or labelled_lines(table.words, cells, table.parted)
        )
        if lines:
            for line in lines:
                yield tuple(_part(cell, [word for word in line.words if _within(cell, word)], turn) for cell in cells)
        else:
            apart = None if is_between_rules(cells[0], across) else line_apart(table.words, cells, pitch)
            words = {cell: table.words.get(cell, []) for cell in cells}
            below = [word for word in words[cells[0]] if word.middle >= apart.y0] if apart else []
            words[cells[0]] = [word for word in words[cells[0]] if word not in below]
            laid = tuple(_laid(cell, words[cell], turn, stains) for cell in cells)
            yield _doubted(cells, words, laid)
            if below:
                yield tuple(_part(cell, below if cell is cells[0] else (), turn) for cell in cells)


def _doubted(
    cells: Sequence[RuledCell], words: Mapping[RuledCell, Sequence[PageWord]], laid: Sequence[LaidCell]
) -> tuple[LaidCell, ...]:
    """A row of cells, its figures in doubt where several numbers stand in one of them and no rule says which are which:
    those beside them may belong to other rows.
    """
    joined = [any(each.kind is DoubtKind.JOINED_LINES for each in own.doubts) for own in laid]
    if not any(holds_several(words.get(cell, ())) and not whole for cell, whole in zip(cells, joined, strict=True)):
        return tuple(laid)
    own = (doubt(DoubtKind.SEVERAL_IN_CELL),)
    return tuple(
        replace(each, own=(*each.own, *own)) if any(looks_numeric(piece.text) for piece in each.pieces) else each
        for each in laid
    )


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
    return with_centred_labels(lines_of_words([word for cell in cells for word in table.words.get(cell, ())]))
