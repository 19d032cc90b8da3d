"""Headings above columns without upright rules: which lines of print are one heading, and which column it heads.

A column may be printed right or left of the middle of its heading, and a heading be wider than all that stands below
it. So columns and headings are matched from left to right as a whole (sequence alignment), and the line between two
columns runs where neither the figures nor the headings of either stand.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.tables.gutters import Gutter
from extractor.documents.scan.tables.ruled_strips import RuledStrip

_SPACE = 1.0
"""Height of a digit: no wider paper parts the words of a heading where the lines of print are not known."""
_SHARED, _BETWEEN = 0.3, 0.3
"""Heights of a line: by how much one line of a heading stands over the other at least, and the most paper between."""
_UNHEADED, _EMPTY = 6.0, 8.0
"""Heights of a digit: what it costs to leave a column without a heading, and a heading without anything below it; to
take one for the other costs what lies between them.
"""
_MIDDLES = 0.02
"""So much of how far the middles of a column and its heading are apart counts, where two would be as near."""


class _Span(NamedTuple):
    """From where to where something reaches across the page, in pixels."""

    left: float
    right: float

    def away(self, other: "_Span") -> float:
        """How much paper lies between the two, and a little for how far their middles are apart."""
        between = max(0.0, other.left - self.right, self.left - other.right)
        return between + _MIDDLES * abs(self.left + self.right - other.left - other.right) / 2

    def with_(self, other: "_Span") -> "_Span":
        """Both and what lies between them."""
        return _Span(min(self.left, other.left), max(self.right, other.right))


class _Heading(NamedTuple):
    """One heading. ``level``: it stands beside the lowest of them; what stands above all of that may name a group."""

    span: _Span
    level: bool


class _Headed(NamedTuple):
    """A column, by its number, and its heading; None for the one that is missing."""

    column: int | None
    heading: _Heading | None


def around_headings(
    gutters: Sequence[Gutter], data: Sequence[RuledStrip], headings: Sequence[RuledStrip], printed: Sequence[PixelBox]
) -> list[Gutter]:
    """The gutters, each no wider than the paper between the headings beside it; a heading with nothing below it has a
    column of its own. ``printed``: the lines of print in ``headings``, from letter to letter, as far as they are known.
    """
    above = _headings(headings, printed)
    if not gutters or not above:
        return [*gutters]
    columns = _columns(gutters, data)
    found: list[Gutter] = []
    last: tuple[int, _Span] | None = None
    for column, heading in _matched(columns, above, data[0].height):
        own = columns[column] if column is not None else None
        span = own.with_(heading.span) if own and heading else own or (heading.span if heading else None)
        if span is None or (column is None and last is not None and span.left <= last[1].right):
            continue
        if last is not None:
            known = gutters[last[0]] if last[0] < len(gutters) else gutters[-1]
            left, right = math.ceil(last[1].right), math.floor(span.left)
            if left < right:
                found.append(Gutter(left, right, known.figures))
            elif column is not None:
                found.append(known)
        last = (column if column is not None else last[0] if last else 0, span)
    return found


def _columns(gutters: Sequence[Gutter], data: Sequence[RuledStrip]) -> list[_Span]:
    """From where to where the rows print in every column."""
    pieces = [piece for strip in data for piece in strip.pieces]
    lefts = [min(piece.x0 for piece in pieces), *(gutter.right for gutter in gutters)]
    rights = [*(gutter.left for gutter in gutters), max(piece.x1 for piece in pieces)]
    return [_Span(left, right) for left, right in zip(lefts, rights, strict=True)]


def lines_of_print(strips: Sequence[RuledStrip], printed: Sequence[PixelBox]) -> list[PixelBox]:
    """The lines of print in some strips: those that are known, and what else is printed there."""
    lines: list[PixelBox] = []
    for strip in strips:
        area = strip.area
        known = [box for box in printed if area.y0 - 1 <= (box.y0 + box.y1) / 2 < area.y1]
        runs = [PixelBox(start, area.y0, end, area.y1) for start, end in strip.joined(_SPACE)]
        lines += [*known, *(run for run in runs if not any(_shared(run, line) > 0 for line in known))]
    return lines


def _headings(strips: Sequence[RuledStrip], printed: Sequence[PixelBox]) -> list[_Heading]:
    """The headings from left to right, each of one line or of several; none of those that stand over others."""
    blocks: list[PixelBox] = []
    for line in sorted(lines_of_print(strips, printed), key=lambda line: -line.y1):
        below = [block for block in blocks if _shared(line, block) > _SHARED * min(line.height, line.width)]
        if not below:
            blocks.append(line)
        elif len(below) == 1 and below[0].y0 - line.y1 <= _BETWEEN * line.height:
            blocks[blocks.index(below[0])] = _around(line, below[0])
    if not blocks:
        return []
    lowest = max(blocks, key=lambda block: block.y1)
    found = [_Heading(_Span(block.x0, block.x1), block.y1 > lowest.y0) for block in blocks]
    return sorted(found, key=lambda heading: heading.span.left + heading.span.right)


def _shared(one: PixelBox, other: PixelBox) -> int:
    """Over how many pixels from left to right both stand."""
    return min(one.x1, other.x1) - max(one.x0, other.x0)


def _around(one: PixelBox, other: PixelBox) -> PixelBox:
    return PixelBox(min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1))


def _matched(columns: Sequence[_Span], headings: Sequence[_Heading], height: int) -> list[_Headed]:
    """Columns and headings from left to right, matched so that least stays alone and least lies between them."""
    wide, high = len(headings) + 1, len(columns) + 1
    costs = np.full((high, wide), math.inf)
    steps = np.zeros((high, wide, 2), int)
    costs[0, 0] = 0.0
    for at, (row, place) in enumerate((row, place) for row in range(high) for place in range(wide)):
        if not at:
            continue
        alone = _EMPTY * height if place and headings[place - 1].level else 0.0
        both = columns[row - 1].away(headings[place - 1].span) if row and place else math.inf
        ways = [
            (costs[row - 1, place - 1] + both, 1, 1) if row and place else (math.inf, 1, 1),
            (costs[row - 1, place] + _UNHEADED * height, 1, 0) if row else (math.inf, 1, 0),
            (costs[row, place - 1] + alone, 0, 1) if place else (math.inf, 0, 1),
        ]
        costs[row, place], *step = min(ways)
        steps[row, place] = step
    found = []
    row, place = len(columns), len(headings)
    while row or place:
        down, on = steps[row, place].tolist()
        heading = headings[place - 1] if on else None
        if down or (heading and heading.level):
            found.append(_Headed(row - 1 if down else None, heading))
        row, place = row - down, place - on
    return found[::-1]
