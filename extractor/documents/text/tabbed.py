"""Rows whose cells are divided by tabs, and tables pasted from a word processor.

Pasted tables put every cell on a line of its own behind a tab and an empty line between rows::

    ⇥licences
    ⇥12
    ⇥0

A line without a tab right behind such a cell goes on with it, white space before a tab is a blank cell.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.documents.model import Cell, Row
from extractor.documents.printing import cut_cell
from extractor.documents.text.lines import FileLine

_PASTED = re.compile(r"^\s*\t[^\t]*$")
_MOST_BLANK_LINES = 3
_MOST_MORE_LINES = 3
_LONGEST_MORE_LINE = 60
_LONGEST_TYPICAL_CELL = 40


class _Piece(NamedTuple):
    """A stretch of characters that makes one cell."""

    start: int
    end: int


def tabbed_extent(lines: Sequence[FileLine], at: int) -> int:
    """Where the stretch that begins with the tabbed line ``at`` ends.

    Blank lines inside belong to it, and so do a few short lines that go on with a pasted cell.
    """
    stop = at + 1
    while stop < len(lines):
        if "\t" in lines[stop].text:
            stop += 1
            continue
        follower = _next_printed(lines, stop)
        if lines[stop].is_blank and follower - stop <= _MOST_BLANK_LINES and _is_tabbed(lines, follower):
            stop = follower
        elif not lines[stop].is_blank and _goes_on(lines, stop):
            stop += 1
        else:
            break
    return stop


def _is_tabbed(lines: Sequence[FileLine], at: int) -> bool:
    return at < len(lines) and "\t" in lines[at].text


def _next_printed(lines: Sequence[FileLine], at: int) -> int:
    while at < len(lines) and lines[at].is_blank:
        at += 1
    return at


def _goes_on(lines: Sequence[FileLine], at: int) -> bool:
    """Whether the untabbed line goes on with the pasted cell above it: it is short and the table goes on after it.

    What follows the last cell of a table is running text, not more of the cell.
    """
    first = at
    while first and not lines[first].is_blank and "\t" not in lines[first].text:
        first -= 1
    last = at
    while last < len(lines) and not lines[last].is_blank and "\t" not in lines[last].text:
        last += 1
    short = all(len(line.text.strip()) <= _LONGEST_MORE_LINE for line in lines[first + 1 : last])
    follower = _next_printed(lines, last)
    return (
        bool(_PASTED.match(lines[first].text))
        and last - first - 1 <= _MOST_MORE_LINES
        and short
        and follower - last <= _MOST_BLANK_LINES
        and _is_tabbed(lines, follower)
    )


def tabbed_rows(text: str, lines: Sequence[FileLine], table: int) -> tuple[list[Row], int]:
    """The rows of a stretch of tabbed lines and the number of tables they make."""
    tabbed = [line for line in lines if "\t" in line.text]
    single = [line for line in tabbed if _PASTED.match(line.text)]
    lengths = sorted(len(line.text.strip()) for line in tabbed)
    if len(single) == len(tabbed) and lengths[len(lengths) // 2] > _LONGEST_TYPICAL_CELL:
        return [Row((cut_cell(text, line.start, line.end, 0),)) for line in lines if not line.is_blank], 0
    if len(tabbed) > 1 and len(single) >= 0.7 * len(tabbed):
        return _pasted_rows(text, lines, table), 1
    return _divided_rows(text, lines, table)


def _divided_rows(text: str, lines: Sequence[FileLine], table: int) -> tuple[list[Row], int]:
    """A row for each line; a line without tabs ends the table."""
    rows: list[Row] = []
    tables = 0
    inside = False
    for line in lines:
        if line.is_blank:
            continue
        if "\t" not in line.text:
            rows.append(Row((cut_cell(text, line.start, line.end, 0),)))
            inside = False
            continue
        tables += not inside
        inside = True
        rows.append(Row(_cut(text, _divide(line.text, line.start)), table + tables - 1))
    return rows, tables


def _divide(content: str, start: int) -> list[_Piece]:
    """The pieces between the tabs of one line, empty ones included."""
    pieces = []
    for part in content.split("\t"):
        pieces.append(_Piece(start, start + len(part)))
        start += len(part) + 1
    return pieces


def _pasted_rows(text: str, lines: Sequence[FileLine], table: int) -> list[Row]:
    """A row for each group of lines between blank ones."""
    rows: list[Row] = []
    pieces: list[_Piece] = []
    for line in lines:
        if line.is_blank:
            if pieces:
                rows.append(Row(_cut(text, pieces), table))
            pieces = []
        elif "\t" not in line.text and pieces:
            pieces[-1] = _Piece(pieces[-1].start, line.end)
        else:
            pieces.extend(_pasted_pieces(line))
    if pieces:
        rows.append(Row(_cut(text, pieces), table))
    return rows


def _pasted_pieces(line: FileLine) -> list[_Piece]:
    """The cells of one line of a pasted table: a tab at its very start only opens the first."""
    pieces = _divide(line.text, line.start)
    return pieces[1:] if line.text.startswith("\t") else pieces


def _cut(text: str, pieces: Sequence[_Piece]) -> tuple[Cell, ...]:
    return tuple(cut_cell(text, piece.start, piece.end, column) for column, piece in enumerate(pieces))
