"""Columns of an unruled table, found from what is printed one below the other.

Positions are numbers along the line, character columns or points alike: the fixed-width reader and the PDF reader
share this.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_FIGURE = re.compile(r"^[(\[]?[-+−–—$€£¥￥]*\s?[0-9０-９][0-9０-９.,，:/%％\s()*-]*[)\]]?[%％]?$")
ONE_COLUMN = 0.0
"""Where two columns are one: extents that overlap, or whose gutter is narrower than this, in characters of a line of
text or points of a page. Any gutter parts two columns."""
_MANY = 4
_MOST = 500
"""Columns of a table. A line that is parted more often is a whole document without line breaks, and its pieces would be
compared with each other for minutes.
"""
_SIGN = re.compile(r"^([-–—/*.]+|[Nn]/?[Aa])$")


class Extent(NamedTuple):
    """From where to where something is printed along the line."""

    start: float
    end: float


@lru_cache(maxsize=4096)
def looks_numeric(text: str) -> bool:
    """Whether a cell prints a figure or one of the signs that stand for no figure."""
    return _FIGURE.match(text) is not None or _SIGN.match(text) is not None


def merge_extents(extents: Sequence[Extent], margin: float = ONE_COLUMN) -> list[Extent]:
    """The extents that overlap, or come nearer than ``margin``, united; left to right."""
    merged: list[Extent] = []
    for extent in sorted(extents):
        if merged and extent.start < merged[-1].end + margin:
            merged[-1] = Extent(merged[-1].start, max(merged[-1].end, extent.end))
        else:
            merged.append(extent)
    return merged


def overlapped(extent: Extent, columns: Sequence[Extent]) -> list[int]:
    """The columns that share a part of the line with the extent."""
    return [i for i, column in enumerate(columns) if extent.start < column.end and column.start < extent.end]


def nearest(extent: Extent, columns: Sequence[Extent]) -> int:
    """The column with the least distance to the extent."""
    return min(range(len(columns)), key=lambda i: max(columns[i].start - extent.end, extent.start - columns[i].end))


class PlacedText(NamedTuple):
    """Something printed on a line, and from where to where."""

    text: str
    extent: Extent


def find_columns(lines: Sequence[Sequence[PlacedText]]) -> list[Extent]:
    """The columns that the lines of a block share; none where the block is not a table.

    Lines that print figures decide, headings may reach over several columns: one line of many figures is enough below
    any number of headings, a few numbers among many lines are prose. Without figures, three lines with gaps
    at the same places are needed: two lines of prose fall into columns by accident. A line of more than 500 pieces is
    no line of a table.
    """
    if any(len(line) > _MOST for line in lines):
        return []
    data = [line for line in lines if _prints_figures(line)]
    prose_like = len(data) * 2 < len(lines) and len(lines) > 2 + 3 * len(data)
    tabular = any(sum(looks_numeric(piece.text) for piece in line) >= _MANY for line in data)
    if data and (tabular or not prose_like):
        return _with_blank_columns(_aligned(data), lines)
    gapped = [line for line in lines if len(line) > 1]
    if len(gapped) < 3 or len(gapped) < 0.6 * len(lines):
        return []
    columns = merge_extents([piece.extent for line in gapped for piece in line])
    return columns if len(columns) >= 2 else []


def _with_blank_columns(columns: list[Extent], lines: Sequence[Sequence[PlacedText]]) -> list[Extent]:
    """The columns, and those that only a heading shows: no line prints a figure in them.

    A heading beside its column is no sign of another one. More headings than columns are, and so is a heading whose
    neighbours on its line stand over the columns on both sides of it.
    """
    if not columns:
        return columns
    gapped = [[piece.extent for piece in line] for line in lines if len(line) > 1]
    longest = max(gapped, key=len, default=[])
    below = _columns_below(longest, columns, lines)
    if len(longest) > len(below):
        columns = _with_free(_left_over(longest, below), columns)
    if len(longest) <= len(columns):
        return _with_free([piece for line in gapped for piece in _between_claimed(line, columns)], columns)
    return columns


def _columns_below(
    line: Sequence[Extent], columns: Sequence[Extent], lines: Sequence[Sequence[PlacedText]]
) -> list[Extent]:
    """The columns but those beyond both ends of a line of headings over which another such line prints its own."""
    others = [piece.extent for each in lines if len(each) > 1 and not _prints_figures(each) for piece in each]
    beyond = [piece for piece in others if piece.end < line[0].start or line[-1].end < piece.start] if line else []
    return [
        column
        for column in columns
        if not (overlapped(column, beyond) and (column.end < line[0].start or line[-1].end < column.start))
    ]


def _with_free(found: Sequence[Extent], columns: Sequence[Extent]) -> list[Extent]:
    """The columns and those of what was found that share no part of the line with them."""
    free = [piece for piece in found if not overlapped(piece, columns)]
    return sorted([*columns, *merge_extents(free)])


def _left_over(line: Sequence[Extent], columns: Sequence[Extent]) -> list[Extent]:
    """The pieces of a line that are left over when every column, in order, has been given the piece nearest to it."""
    # best[i][j]: the least distance when the first i columns have their pieces among the first j.
    best = [[0.0] * (len(line) + 1)]
    for i, column in enumerate(columns, start=1):
        row = [float("inf")] * (len(line) + 1)
        for j in range(i, len(line) + 1):
            row[j] = min(row[j - 1], best[i - 1][j - 1] + _distance(column, line[j - 1]))
        best.append(row)
    found, i = [], len(columns)
    for j in range(len(line), 0, -1):
        if i and best[i][j] < best[i][j - 1]:
            i -= 1
        else:
            found.append(line[j - 1])
    return found


def _distance(one: Extent, other: Extent) -> float:
    """How far two extents are apart; of those that overlap, how far their middles are, which counts little."""
    gap = max(0.0, other.start - one.end, one.start - other.end)
    return gap + abs(one.start + one.end - other.start - other.end) / 200


def _between_claimed(line: Sequence[Extent], columns: Sequence[Extent]) -> list[Extent]:
    """The pieces of a line over no column, where the columns left and right of them have pieces of their own."""
    claimed = {column for piece in line for column in overlapped(piece, columns)}
    found = []
    for piece in line:
        before = sum(column.end <= piece.start for column in columns)
        sides = {before - 1, before} & set(range(len(columns)))
        if not overlapped(piece, columns) and sides <= claimed and before > 0:
            found.append(piece)
    return found


def _prints_figures(line: Sequence[PlacedText]) -> bool:
    """Whether a line prints figures behind its first piece, or nothing but a figure away from the margin."""
    if any(looks_numeric(piece.text) for piece in line[1:]):
        return True
    return len(line) == 1 and line[0].extent.start > 1 and looks_numeric(line[0].text)


def _aligned(data: Sequence[Sequence[PlacedText]]) -> list[Extent]:
    """Columns of the lines with figures. Where headings that hold figures unite them, those of the lines of nothing
    but figures behind their labels."""
    pure = [line for line in data if all(looks_numeric(piece.text) for piece in line[1:])]
    return _parted(data) or (_parted(pure) if len(pure) > 1 else [])


def _parted(data: Sequence[Sequence[PlacedText]]) -> list[Extent]:
    """As many columns as the longest line needs, or none. A label longer than its column would unite everything:
    labels yield.
    """
    columns = merge_extents([piece.extent for line in data for piece in line])
    widest = max(len(line) for line in data)
    if len(columns) >= widest:
        return columns
    figures = merge_extents([piece.extent for line in data for piece in line[1:]])
    label_end = min((column.start for column in figures), default=0.0)
    labels = [Extent(line[0].extent.start, min(line[0].extent.end, label_end)) for line in data]
    columns = merge_extents([extent for extent in labels if extent.start < extent.end])[:1] + figures
    return columns if len(columns) >= widest else []
