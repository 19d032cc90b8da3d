"""Rows of fixed-width tables: cells apart by two or more spaces, aligned by character column.

The lines that print figures give the columns. Headings cut to the width of their column stand one space apart, so
they are divided where the figures' columns meet; a figure that is missing leaves a blank cell in its column.
"""

import re
from collections.abc import Sequence
from itertools import accumulate
from unicodedata import east_asian_width

from extractor.documents.columns import Extent, PlacedText, find_columns, looks_numeric, overlapped
from extractor.documents.model import Cell, Row
from extractor.documents.printing import cut_cell
from extractor.documents.text.aligned_lines import (
    TextRun,
    aligned_count,
    aligned_rows,
    figure_tables,
    is_aligned,
    part_line,
)
from extractor.documents.text.lines import FileLine

_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_RUN = re.compile(r"\S+(?: \S+)*")
_FIGURES = re.compile(r"^[-+$(]?\d[\d.,%)-]*(?: [-+$(]?\d[\d.,%)-]*)+$")
_REACH = 3


def has_gap(text: str) -> bool:
    """Whether two or more spaces stand inside the line."""
    return _GAP.search(text) is not None


def fixed_width_rows(text: str, lines: Sequence[FileLine], table: int) -> tuple[list[Row], int, bool]:
    """The rows of a block of lines, how many tables they make, and whether its columns are proven.

    Without columns that hold over the block every line is a row of one cell. They are proven where the figures of each
    stand below each other, and a line that prints fewer has one above or below it that fills them all.
    """
    rows, tables = _rows_in_columns(text, lines, table)
    return rows, tables, not tables or _is_sound(rows, lines)


def printed_page_rows(text: str, lines: Sequence[FileLine], table: int) -> tuple[list[Row], int] | None:
    """The rows of lines that a page was printed as, and how many tables they make; None where no line prints figures.

    Whether an ideograph is two columns wide or one is told by what puts more figures below each other.
    """
    best, most = None, -1
    for wide in (True, False):
        printed = [
            part_line(line, _figures_apart(line.text, runs))
            for line in lines
            for runs in (_runs(line.text) if wide else _narrow_runs(line.text),)
        ]
        found = figure_tables(printed, wide)
        if found and (count := aligned_count(found)) > most:
            best, most = (printed, found), count
    return aligned_rows(text, *best, table) if best is not None else None


def _rows_in_columns(text: str, lines: Sequence[FileLine], table: int) -> tuple[list[Row], int]:
    """The rows by columns that hold over the whole block."""
    runs = [_runs(line.text) for line in lines]
    first, last = _tabular(lines, runs)
    columns = find_columns([_printed(lines[i], runs[i]) for i in range(first, last)])
    if len(columns) < 2:
        return [Row((cut_cell(text, line.start, line.end, 0),)) for line in lines], 0
    bounds = _bounds(columns, lines[first:last], runs[first:last])
    while first > 0 and _is_cut_heading(lines[first - 1], runs[first - 1], columns, bounds):
        first -= 1
    rows = []
    for index, line in enumerate(lines):
        if first <= index < last:
            rows.append(Row(_cells(text, line, runs[index], columns, bounds), table))
        else:
            rows.append(Row((cut_cell(text, line.start, line.end, 0),)))
    return rows, 1


def _is_sound(rows: Sequence[Row], lines: Sequence[FileLine]) -> bool:
    """Whether the figures of every column stand below each other, no line fell out of the columns, and a line fills
    those that another leaves blank.
    """
    extents: dict[int, list[Extent]] = {}
    filled: list[frozenset[int]] = []
    widths = {len(row.cells) for row in rows if row.table is not None}
    for row, line in zip(rows, lines, strict=True):
        if row.table is None:
            continue
        offsets = _printed_offsets(line.text)
        figures = [cell for cell in row.cells[1:] if looks_numeric(cell.text)]
        for cell in figures:
            start, end = (at - line.start for at in cell.place.span)
            extents.setdefault(cell.column, []).append(Extent(offsets[start], offsets[end]))
        filled += [frozenset(cell.column for cell in figures)] if figures else []
    whole = frozenset(range(min(extents), max(widths))) if extents else frozenset()
    proven = all(each == whole for each in filled) or whole in filled
    return len(widths) == 1 and proven and all(is_aligned(column) for column in extents.values())


def _tabular(lines: Sequence[FileLine], runs: Sequence[Sequence[TextRun]]) -> tuple[int, int]:
    """The lines from the first to the last that holds a gap."""
    gapped = [i for i in range(len(lines)) if len(runs[i]) > 1]
    return gapped[0], gapped[-1] + 1


def _is_cut_heading(
    line: FileLine, runs: Sequence[TextRun], columns: Sequence[Extent], bounds: Sequence[float]
) -> bool:
    """Whether a line without a gap is a line of headings that fill their columns: it breaks at every bound."""
    if len(runs) != 1 or not columns[-1].start < runs[0].extent.end <= columns[-1].end + _REACH:
        return False
    offsets = _printed_offsets(line.text)
    blanks = [offsets[i] for i, char in enumerate(line.text) if char == " "]
    return all(any(abs(blank - bound) <= 1 for blank in blanks) for bound in bounds)


def _runs(content: str) -> list[TextRun]:
    """The runs of a line. Ideographs are two columns wide in print."""
    if content.isascii():
        return [TextRun(m.start(), m.end(), Extent(*m.span())) for m in _RUN.finditer(content)]
    offsets = _printed_offsets(content)
    return [TextRun(m.start(), m.end(), Extent(offsets[m.start()], offsets[m.end()])) for m in _RUN.finditer(content)]


def _narrow_runs(content: str) -> list[TextRun]:
    """The same where every character is one column wide."""
    return [TextRun(m.start(), m.end(), Extent(*m.span())) for m in _RUN.finditer(content)]


def _printed_offsets(content: str) -> list[int]:
    """The printed column before each character, and after the last."""
    return list(accumulate(map(_WIDTHS.__getitem__, content), initial=0))


class _Widths(dict[str, int]):
    """How many columns a character takes."""

    def __missing__(self, char: str) -> int:
        self[char] = width = 2 if east_asian_width(char) in "WF" else 1
        return width


_WIDTHS = _Widths()


def _figures_apart(content: str, runs: Sequence[TextRun]) -> list[TextRun]:
    """The runs with figures that stand one space apart divided: they fill the width of their columns."""
    apart: list[TextRun] = []
    for run in runs:
        piece = content[run.start : run.end]
        if not _FIGURES.match(piece) or not apart:
            apart.append(run)
            continue
        shift = run.extent.start - run.start
        for match in re.finditer(r"\S+", piece):
            start, end = run.start + match.start(), run.start + match.end()
            apart.append(TextRun(start, end, Extent(start + shift, end + shift)))
    return apart


def _printed(line: FileLine, runs: Sequence[TextRun]) -> list[PlacedText]:
    """The runs of a line as the search for columns wants them."""
    return [PlacedText(line.text[run.start : run.end], run.extent) for run in _figures_apart(line.text, runs)]


def _bounds(columns: Sequence[Extent], lines: Sequence[FileLine], runs: Sequence[Sequence[TextRun]]) -> list[float]:
    """Where a run over several columns is divided, one position between each column and the next.

    Figures are aligned to the right, so what belongs to the next column may begin where this one ends. Columns of
    text are aligned to the left, and end where the next begins.
    """
    rights: list[set[float]] = [set() for _ in columns]
    for line, line_runs in zip(lines, runs, strict=True):
        for run in line_runs:
            hit = overlapped(run.extent, columns)
            if len(hit) == 1 and looks_numeric(line.text[run.start : run.end]):
                rights[hit[0]].add(run.extent.end)
    bounds: list[float] = []
    for i in range(len(columns) - 1):
        if len(rights[i]) == 1:
            bounds.append(columns[i].end)
        elif len(rights[i + 1]) == 1 and i + 2 < len(columns) and len(rights[i + 2]) == 1:
            bounds.append(max(columns[i].end, columns[i + 1].end - (columns[i + 2].end - columns[i + 1].end)))
        else:
            bounds.append(columns[i + 1].start - 1)
    return bounds


def _cells(
    text: str, line: FileLine, runs: Sequence[TextRun], columns: Sequence[Extent], bounds: Sequence[float]
) -> tuple[Cell, ...]:
    """A cell for every column of the block, blank where the line prints nothing there."""
    placed: dict[int, tuple[int, int]] = {}
    pieces = [piece for run in runs for piece in _divide(line.text, run, bounds)]
    for piece in _figures_apart(line.text, pieces):
        hit = overlapped(piece.extent, columns)
        centre = (piece.extent.start + piece.extent.end) / 2
        column = hit[0] if len(hit) == 1 else sum(centre > bound for bound in bounds)
        if column in placed:
            start, end = placed[column]
            if looks_numeric(line.text[start:end]) or looks_numeric(line.text[piece.start : piece.end]):
                return _as_printed(text, line, runs)
            placed[column] = (start, piece.end)
        else:
            placed[column] = (piece.start, piece.end)
    if sorted(placed) != list(placed):
        return _as_printed(text, line, runs)
    return _with_blanks(text, line, placed, len(columns))


def _as_printed(text: str, line: FileLine, runs: Sequence[TextRun]) -> tuple[Cell, ...]:
    """The runs of a line that does not fit the columns, one cell each."""
    return tuple(
        cut_cell(text, line.start + run.start, line.start + run.end, column) for column, run in enumerate(runs)
    )


def _with_blanks(text: str, line: FileLine, placed: dict[int, tuple[int, int]], count: int) -> tuple[Cell, ...]:
    """The placed pieces as cells, with blank ones between."""
    cells = []
    at = line.start
    for column in range(count):
        start, end = placed.get(column, (at - line.start, at - line.start))
        cells.append(cut_cell(text, line.start + start, line.start + end, column))
        at = line.start + end
    return tuple(cells)


def _divide(content: str, run: TextRun, bounds: Sequence[float]) -> list[TextRun]:
    """A run that reaches over several columns, divided at the blanks nearest to their bounds."""
    crossed = [bound for bound in bounds if run.extent.start < bound < run.extent.end]
    if not crossed:
        return [run]
    offsets = _printed_offsets(content)
    cuts: list[int] = []
    for bound in crossed:
        blanks = [i for i in range(run.start, run.end) if content[i] == " " and i not in cuts]
        distances = [(abs(offsets[i] - bound), i) for i in blanks if abs(offsets[i] - bound) <= _REACH]
        if distances:
            cuts.append(min(distances)[1])
    pieces: list[TextRun] = []
    start = run.start
    for cut in [*sorted(cuts), run.end]:
        pieces.append(TextRun(start, cut, Extent(offsets[start], offsets[cut])))
        start = cut + 1
    return pieces
