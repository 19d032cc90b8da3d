"""A sheet of a workbook as it is shown: hidden rows and columns left out, merged cells resolved, empty rows as gaps."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from extractor.documents.composing import LaidCell, pieces_of_lines
from extractor.documents.limits import OpeningLimits
from extractor.documents.text_look import reads_as_words
from extractor.documents.unread_marks import PICTURE
from extractor.errors import LimitExceeded

_BARE_NAME = re.compile(r"\w+")


class At(NamedTuple):
    """A square of a sheet, both counted from 0."""

    row: int
    column: int


class Merge(NamedTuple):
    """Squares that are one cell; the last row and column belong to it."""

    row: int
    column: int
    last_row: int
    last_column: int


class SheetCell(NamedTuple):
    """What a cell shows; ``stored``: the digits behind it where it shows fewer; ``number``: it holds a number that is
    written with a decimal point here."""

    text: str
    stored: str = ""
    number: bool = False


@dataclass(frozen=True)
class Sheet:
    """A visible sheet: the cells that hold something, and what is hidden of it."""

    name: str
    cells: Mapping[At, SheetCell]
    merges: Sequence[Merge] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    remarks: tuple[str, ...] = ()
    covers: frozenset[At] = frozenset()
    """Squares over which a picture or shape is shown."""
    pictures: tuple[bytes, ...] = ()
    """The large pictures on it that lie over several squares."""
    pictured: Mapping[At, bytes] = field(default_factory=dict)
    """The pictures that lie over one square each."""


def column_name(column: int) -> str:
    """The letters of a column counted from 0: A, B, …, Z, AA, …"""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address_of(sheet: str, at: At) -> str:
    """The address of a square as spreadsheet programs write it: ``Sheet1!B4``, ``'Table 3'!B4``."""
    name = sheet if _BARE_NAME.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"
    return f"{name}!{column_name(at.column)}{at.row + 1}"


def blocks_of(sheet: Sheet, limits: OpeningLimits, name: str) -> Iterator[list[tuple[LaidCell, ...]]]:
    """The stretches of shown rows between empty ones, each as wide as what is printed in it.

    LimitExceeded for a sheet of more squares than words are opened.
    """
    grid = _shown(sheet, limits, name)
    squares = 0
    for stretch in _stretches(grid):
        extent = _extent(grid, stretch)
        squares += len(stretch) * len(extent)
        if squares > limits.words:
            raise LimitExceeded(f"{name}: sheet {sheet.name} has over {limits.words} cells. Split the file.")
        yield [_row(grid, row, extent) for row in stretch]


@dataclass(frozen=True)
class _Grid:
    """The squares that are shown, counted without the hidden ones. ``covered`` lie under a cell that begins elsewhere;
    ``filled``: rows in which something is printed, or through which a printed cell reaches.
    """

    sheet: Sheet
    rows: Sequence[int]
    columns: Sequence[int]
    cells: Mapping[At, LaidCell]
    covered: frozenset[At]
    filled: frozenset[int]

    def printed(self, row: int) -> list[LaidCell]:
        return [
            cell for column in range(len(self.columns)) if (cell := self.cells.get(At(row, column))) and cell.pieces
        ]


def _shown(sheet: Sheet, limits: OpeningLimits, name: str) -> _Grid:
    last = At(max((at.row for at in sheet.cells), default=-1), max((at.column for at in sheet.cells), default=-1))
    rows = [row for row in range(last.row + 1) if row not in sheet.hidden_rows]
    columns = [column for column in range(last.column + 1) if column not in sheet.hidden_columns]
    row_at, column_at = ({source: at for at, source in enumerate(shown)} for shown in (rows, columns))
    cells: dict[At, LaidCell] = {}
    covered: set[At] = set()
    filled: set[int] = set()
    merged: set[At] = set()
    for merge in sheet.merges:
        down = [row_at[r] for r in range(merge.row, min(merge.last_row, last.row) + 1) if r in row_at]
        across = [column_at[c] for c in range(merge.column, min(merge.last_column, last.column) + 1) if c in column_at]
        source = At(merge.row, merge.column)
        merged |= {source}
        if not down or not across or At(down[0], across[0]) in covered:
            continue
        if len(covered) + len(down) * len(across) > limits.words:
            raise LimitExceeded(f"{name}: sheet {sheet.name} merges over {limits.words} cells. Split the file.")
        under = any(merge.row <= at.row <= merge.last_row and merge.column <= at.column <= merge.last_column
                    for at in sheet.covers)  # fmt: skip
        laid = _laid(sheet, source, across[0], under)
        cells[At(down[0], across[0])] = replace(laid, column_span=len(across), row_span=len(down))
        covered |= {At(row, column) for row in down for column in across}
        filled |= set(down) if laid.pieces else set()
    for at, _ in sheet.cells.items():
        if at.row in row_at and at.column in column_at and at not in merged:
            square = At(row_at[at.row], column_at[at.column])
            if square not in covered:
                cells[square] = laid = _laid(sheet, at, square.column, at in sheet.covers)
                filled |= {square.row} if laid.pieces else set()
    return _Grid(sheet, rows, columns, cells, frozenset(covered), frozenset(filled))


def _laid(sheet: Sheet, at: At, column: int, under: bool = False) -> LaidCell:
    """A cell; ``under``: something is drawn over it, which its words are legible beside, but no figure."""
    cell = sheet.cells.get(at, SheetCell(""))
    if under and PICTURE not in cell.text and not reads_as_words(cell.text):
        cell = SheetCell(f"{cell.text} {PICTURE}")
    pieces = pieces_of_lines(cell.text.split("\n"))
    other = (cell.stored,) if cell.stored else ()
    pictures = (sheet.pictured[at],) if at in sheet.pictured else ()
    return LaidCell(
        pieces, column, address=address_of(sheet.name, at), other=other, number=cell.number, pictures=pictures
    )


def _stretches(grid: _Grid) -> list[list[int]]:
    stretches: list[list[int]] = []
    for row in sorted(grid.filled):
        if stretches and stretches[-1][-1] == row - 1:
            stretches[-1].append(row)
        else:
            stretches.append([row])
    return stretches


def _extent(grid: _Grid, stretch: Sequence[int]) -> range:
    """The columns of a stretch: those of its rows of several cells; a line of words reaches as far as it likes."""
    found = [grid.printed(row) for row in stretch]
    wide = [cells for cells in found if len(cells) > 1] or found
    first = min((cell.column for cells in wide for cell in cells), default=0)
    return range(first, max((cell.column + cell.column_span for cells in wide for cell in cells), default=first))


def _row(grid: _Grid, row: int, extent: range) -> tuple[LaidCell, ...]:
    """The cells that begin in a row, blank ones included."""
    laid = []
    for column in range(len(grid.columns)):
        at = At(row, column)
        cell = grid.cells.get(at)
        if cell is not None and (cell.pieces or column in extent):
            laid.append(cell)
        elif cell is None and at not in grid.covered and column in extent:
            source = At(grid.rows[row], grid.columns[column])
            laid.append(_laid(grid.sheet, source, column, source in grid.sheet.covers))
    return tuple(laid)
