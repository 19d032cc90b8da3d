"""Uprights that rules across imply: where one rule below the other breaks off and goes on at the same places, as those of
cells that each have a box of their own, there is a column, whether its sides are printed, too pale or not there at all.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.documents.page.ruling import Segment

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
        if one and other and below - above >= _ROW:
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
