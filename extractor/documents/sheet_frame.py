"""The letters of columns and numbers of rows that a spreadsheet program prints around a table: no part of the table.

Such a frame stands around everything, headings included: its letters are the first line, and its numbers count the line
of headings too. A column that a report itself numbers begins below its heading, and columns that it names A, B and C
have no other headings in a line that is numbered: these are kept.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from itertools import pairwise
from typing import NamedTuple

from extractor.documents.columns import looks_numeric
from extractor.documents.composing import LaidCell

FRAME_LEFT_OUT = "the letters of columns and numbers of rows that a spreadsheet prints around a table were left out"
_NAME = re.compile(r"[A-Z]{1,3}")
_JOINED = re.compile(r"[A-Z](\s?[A-Z])*")
_NUMBERS = re.compile(r"[1-9][0-9]{0,6}( [1-9][0-9]{0,6})*")
_YEAR = re.compile(r"(19|20)[0-9]{2}")
_ALIKE = frozenset("012568/")
"""What letters alone are read as in a picture, among figures."""
_BLANK = 0.25
"""Share of the names of columns in a picture that strokes of letters, taken for rules, leave without any."""
_LONGEST = 2
"""Signs: no name of a column that could not be read is longer."""
_READ, _STEPS = 0.7, 0.5
"""Shares: of the numbers of rows that are read at least, and of those that follow the one above. Rows are hidden, and a
table that goes on on another page repeats its headings.
"""
_FEWEST, _FEWEST_ALONE = 2, 3
"""Numbers of rows that are read at least; without legible letters over them, the second."""
_ABOVE = 3
"""Rows of one cell, a title and what is below it, that may stand over the letters."""


class SheetRows(NamedTuple):
    """The rows of a table without its frame; ``top``: which of its rows held the letters, None without a frame."""

    rows: list[tuple[LaidCell, ...]]
    top: int | None


def without_frame(rows: Sequence[Sequence[LaidCell]]) -> SheetRows:
    """The rows without the frame of a spreadsheet around them. The columns of the others are counted anew."""
    top = next((at for at, row in enumerate(rows[: _ABOVE + 1]) if sum(bool(cell.pieces) for cell in row) > 1), None)
    if top is None or not _is_framed(rows[top], rows[top + 1 :]):
        return SheetRows([tuple(row) for row in rows], None)
    above = [tuple(row) for row in rows[:top]]
    return SheetRows(above + [left for row in rows[top + 1 :] if (left := _without_first(row))], top)


def _is_framed(letters: Sequence[LaidCell], rows: Sequence[Sequence[LaidCell]]) -> bool:
    inside = [cell for cell in letters if cell.column > 0]
    names = [cell for cell in inside if cell.pieces]
    blank = len(inside) - len(names)
    if (
        not names
        or blank > (_BLANK * len(inside) if any(cell.seen_by for cell in names) else 0)
        or not all(_may_be_name(cell) for cell in names)
    ):
        return False
    known = [_place(_text(cell)) for cell in names if _NAME.fullmatch(_text(cell)) and cell.column_span == 1]
    if any(right <= left for left, right in pairwise(known)):
        return False
    legible = 2 * len(known) > len(names)
    firsts = [cell for row in (letters, *rows) for cell in row if cell.column == 0 and (cell.pieces or row != letters)]
    return _count(firsts, _FEWEST if legible else _FEWEST_ALONE) and _has_headings(rows)


def _text(cell: LaidCell) -> str:
    return " ".join(piece.text for piece in cell.pieces)


def _may_be_name(cell: LaidCell) -> bool:
    """Whether a cell holds the name of a column, of several that no rule parts, or as little that is in doubt."""
    text = _text(cell)
    alike = bool(cell.seen_by) and text in _ALIKE
    if alike or (cell.doubts and len(text) <= _LONGEST):
        return True
    return bool(_NAME.fullmatch(text)) if cell.column_span == 1 else bool(_JOINED.fullmatch(text))


def _place(name: str) -> int:
    """The number of a column by its name: A is 1, AA 27."""
    return reduce(lambda found, letter: 26 * found + ord(letter) - ord("A") + 1, name, 0)


def _count(firsts: Sequence[LaidCell], fewest: int) -> bool:
    """Whether first cells of rows number them, as far as these could be read; no rule may part some of them."""
    clear = [
        _text(cell) for cell in firsts if cell.row_span == cell.column_span == 1 and _NUMBERS.fullmatch(_text(cell))
    ]
    if not all(_may_be_number(cell) for cell in firsts):
        return False
    read = [int(number) for text in clear for number in text.split()]
    steps = [below - above for above, below in pairwise(read)]
    whole = len(read) >= fewest and len(clear) >= _READ * len(firsts) and all(step > 0 for step in steps)
    return whole and sum(step == 1 for step in steps) >= _STEPS * len(steps)


def _may_be_number(cell: LaidCell) -> bool:
    """Whether a cell holds the number of a row, or what may be one; in a picture no rule may part it from a blank."""
    text = _text(cell)
    if cell.column_span > 1:
        return bool(cell.seen_by) and (bool(_NUMBERS.fullmatch(text)) or (bool(cell.doubts) and len(text) <= _LONGEST))
    return bool(_NUMBERS.fullmatch(text)) or bool(cell.doubts)


def _has_headings(rows: Sequence[Sequence[LaidCell]]) -> bool:
    """Whether figures stand under writing, or under years in their order: the table has headings of its own."""
    headed: set[int] = set()
    for row in rows:
        inside = [cell for cell in row if cell.column and cell.pieces]
        figures = [cell for cell in inside if looks_numeric(_text(cell))]
        if any(cell.column in headed for cell in figures):
            return True
        years = [int(_text(cell)) for cell in figures if _YEAR.fullmatch(_text(cell))]
        in_order = len(years) > 1 and all(abs(right - left) == 1 for left, right in pairwise(years))
        for cell in inside:
            if cell not in figures or (in_order and len(years) == len(figures)):
                headed.update(range(cell.column, cell.column + cell.column_span))
    return False


def _without_first(row: Sequence[LaidCell]) -> tuple[LaidCell, ...]:
    left = (
        replace(cell, column=cell.column - 1)
        if cell.column
        else LaidCell((), 0, cell.column_span - 1, cell.row_span, cell.box, cell.quad)
        for cell in row
    )
    return tuple(cell for cell in left if cell.column_span)
