"""Rules that those of the other direction imply. Where one rule below the other breaks off and goes on at one place, as
those of cells that each have a box of their own, there is a column, whether its sides are printed, too pale or not
there at all; and where uprights beside each other end or begin at one height, in a table that is ruled down only, there
is the edge of a row.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.paper.crops import PixelBox

_NARROW, _WIDE = 1.5, 6.5
"""Points of paper between two rules on one line that are those of neighbouring cells."""
_LEVEL, _PLUMB = 1.5, 1.6
"""Points: rules of one line lie no further from each other, and breaks of one column."""
_ROW = 6.0
"""Points: lines closer than this have no row between them."""
_SIDES, _NEAREST, _MANY = 1.6, 60.0, 3
"""Points by which the ends of rules of one column differ, points from one of them to the next but some, and how many
others tell that a rule is one of them.
"""
_TALLER, _ROW_OF_TWO, _SAME_END = 28.0, 20.0, 2.2
"""Points: uprights that begin and end together are no letters if they are taller, the height of a row of two lines, and
ends that are at one height.
"""
_FEWEST = 2
"""Uprights that a table has at least which is ruled down only."""
_TOUCH, _CORE = 3.0, 0.2
"""Points; and the share of the height of a line at its top and its foot in which there is no letter."""
_BROKEN = 48.0
"""Points: more than this is not missing from a rule."""


def implied_uprights(across: Sequence[Segment]) -> list[Segment]:
    """The uprights between rules across that are broken above each other, each from one of them to the next."""
    breaks = sorted(_breaks(across))
    columns: list[list[tuple[float, float]]] = []
    for x, y in breaks:
        if columns and x - columns[-1][-1][0] <= _PLUMB:
            columns[-1].append((x, y))
        else:
            columns.append([(x, y)])
    return [upright for column in columns for upright in _uprights(column, across)]


def _breaks(across: Sequence[Segment]) -> Iterator[tuple[float, float]]:
    """Where a rule breaks off and another goes on: the middle of the paper between them, and how low."""
    for rule in across:
        for other in across:
            if abs(other.at - rule.at) <= _LEVEL and _NARROW <= other.start - rule.end <= _WIDE:
                yield (rule.end + other.start) / 2, (rule.at + other.at) / 2


def _uprights(column: Sequence[tuple[float, float]], across: Sequence[Segment]) -> Iterator[Segment]:
    """The pieces of one upright, from break to break where no rule in between runs on."""
    x = sum(each for each, _ in column) / len(column)
    broken = sorted(y for _, y in column)
    lines = sorted((rule.at, any(abs(rule.at - y) <= _LEVEL for y in broken)) for rule in across if _meets(rule, x))
    for (above, one), (below, other) in pairwise(lines):
        if one and other and _ROW <= below - above <= _NEAREST:
            yield Segment(x, above, below)


def _meets(rule: Segment, x: float) -> bool:
    return rule.start - _WIDE <= x <= rule.end + _WIDE


def stacked_rules(across: Sequence[Segment]) -> Iterator[Segment]:
    """The rules that begin and end where several others above and below them do: those of the cells of a column. No row
    of letters does.
    """
    for rule in across:
        alike = [
            other.at
            for other in across
            if abs(other.start - rule.start) <= _SIDES
            and abs(other.end - rule.end) <= _SIDES
            and _ROW <= abs(other.at - rule.at) <= _NEAREST
        ]
        if len(alike) >= _MANY:
            yield rule


def twin_uprights(down: Sequence[Segment]) -> Iterator[Segment]:
    """The uprights taller than any letter that begin and end where another one beside them does, or one of both where
    two do; what is as high as a row of two lines may be one beside those that are taller.
    """
    tall = [rule for rule in down if rule.end - rule.start >= _TALLER]
    for rule in (rule for rule in down if rule.end - rule.start >= _ROW_OF_TWO):
        others = [other for other in tall if abs(other.at - rule.at) >= _ROW]
        start = [abs(other.start - rule.start) <= _SAME_END for other in others]
        end = [abs(other.end - rule.end) <= _SAME_END for other in others]
        if any(a and b for a, b in zip(start, end, strict=True)) or max(sum(start), sum(end)) > 1:
            yield rule


def implied_across(rules: Rules, boxes: Sequence[PixelBox], scale: float) -> list[Segment]:
    """The edges of rows that uprights show: where two and more begin, or end, at one height with no rule there; in
    tables that are ruled down only, one is enough, and the first and the last height are edges. ``boxes``: the lines
    of print, which say how far a table reaches, ``scale`` pixels a point.
    """
    lines = [_Print(*(edge / scale for edge in (box.x0, box.y0, box.x1, box.y1))) for box in boxes]
    found = []
    for group in _beside_each_other(rules.vertical):
        free = [rule for rule in group if not any(_cross(across, rule) for across in rules.horizontal)]
        if len(free) == len(group):
            top, bottom = min(rule.start for rule in group), max(rule.end for rule in group)
            inside = [line for line in lines if top < (line.y0 + line.y1) / 2 < bottom]
            edges = _edges([rule for rule in free if _parts_print(rule, inside)], lines)
        else:
            edges = _open_ends(group, rules.horizontal)
        found += [edge for edge in edges if not any(line.is_crossed(edge) for line in lines)]
    return found


class _Print(NamedTuple):
    """A line of print, in points."""

    x0: float
    y0: float
    x1: float
    y1: float

    def is_crossed(self, rule: Segment) -> bool:
        """Whether a rule across runs through it."""
        room = _CORE * (self.y1 - self.y0)
        beside = min(self.x1, rule.end) - max(self.x0, rule.start) > room
        return beside and self.y0 + room < rule.at < self.y1 - room


def _cross(across: Segment, down: Segment) -> bool:
    beside = across.start - _TOUCH <= down.at <= across.end + _TOUCH
    return beside and down.start - _TOUCH <= across.at <= down.end + _TOUCH


def _beside_each_other(uprights: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Uprights that stand beside others, each stretch of the page by itself."""
    group: list[Segment] = []
    for rule in sorted(uprights, key=lambda rule: rule.start):
        if group and rule.start >= max(other.end for other in group) - _TOUCH:
            yield group
            group = []
        group.append(rule)
    if group:
        yield group


def _parts_print(rule: Segment, lines: Sequence[_Print]) -> bool:
    """Whether the print of a table stands on both sides of an upright, not as beside the shadow of an edge or a fold.
    What it names may be printed above or below it, as where a table goes on over two pages.
    """
    beside = [line for line in lines if rule.start < (line.y0 + line.y1) / 2 < rule.end]
    return any(line.x0 < rule.at - _TOUCH for line in lines) and any(line.x0 > rule.at - _TOUCH for line in beside)


def _edges(group: Sequence[Segment], lines: Sequence[_Print]) -> Iterator[Segment]:
    """The edges of rows in a table that is ruled down only."""
    if len(group) < _FEWEST:
        return
    top, bottom = min(rule.start for rule in group), max(rule.end for rule in group)
    inside = [line for line in lines if top < (line.y0 + line.y1) / 2 < bottom]
    left = min([line.x0 for line in inside] + [rule.at for rule in group])
    right = max([line.x1 for line in inside] + [rule.at for rule in group])
    yield Segment(top, left, right)
    yield Segment(bottom, left, right)
    for y, ending in _heights(group):
        if top + _SAME_END < y < bottom - _SAME_END:
            yield Segment(y, *_reach(y, ending, group, left, right))


def _open_ends(group: Sequence[Segment], across: Sequence[Segment]) -> Iterator[Segment]:
    """The edges that a table with rules across lacks, between uprights that pass it."""
    for y, ending in _heights(group):
        ruled = any(abs(rule.at - y) <= _ROW and rule.start < max(ending) and min(ending) < rule.end for rule in across)
        if len(ending) < 2 or ruled:
            continue
        start, end = _reach(y, ending, group, -math.inf, math.inf)
        if math.isfinite(end - start):
            yield Segment(y, start, end)


def _reach(
    y: float, ending: Sequence[float], group: Sequence[Segment], left: float, right: float
) -> tuple[float, float]:
    """From where to where an edge runs that some uprights end at: from upright to upright that passes it."""
    passing = [rule.at for rule in group if rule.start < y - _SAME_END and y + _SAME_END < rule.end]
    start = max((x for x in passing if x < min(ending)), default=left)
    return start, min((x for x in passing if x > max(ending)), default=right)


def _heights(group: Sequence[Segment]) -> Iterator[tuple[float, list[float]]]:
    """Where uprights begin or end, and where each of those stands that do so at one height; breaks of one are none."""
    ends = sorted((y, rule.at) for rule in group for y in (rule.start, rule.end))
    while ends:
        near = [each for each in ends if each[0] - ends[0][0] <= _SAME_END]
        ends = ends[len(near) :]
        places = sorted({x for y, x in near if not _goes_on(y, x, group)})
        if places or len({x for _, x in near}) > 1:
            yield sum(y for y, _ in near) / len(near), places or sorted({x for _, x in near})


def _goes_on(y: float, x: float, group: Sequence[Segment]) -> bool:
    """Whether an upright that ends at a height goes on close to it: it is broken."""
    return sum(abs(rule.at - x) <= _PLUMB and rule.start - _BROKEN <= y <= rule.end + _BROKEN for rule in group) > 1
