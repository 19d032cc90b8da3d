"""Headings above columns without any rules: what stands over one column, and what names a group of several.

Between the lines of one heading there is no rule, however many it has; below what names a group there is one, as wide
as its group, and no upright crosses it. A name that is printed across a gutter names a group. One no wider than its
column does where the headings show their levels: those of a group stand at the foot, one line each, and those beside
the group half-way up, in the middle of all levels.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.paper.crops import PixelBox

_OVER, _OWN = 0.35, 0.25
"""Height of a digit, and a share of its width: a line that reaches further over a gutter names a group."""
_LEVEL, _MOST_GROUPS, _FEWEST = 0.35, 0.5, 3
"""Heights of a line: on one level are lines whose middles differ by less; a share of the headings at the foot, of which
no more have a name above them; and how many headings at the foot tell levels.
"""
_CENTRED = 2.0
"""Heights of a digit: the middle of a group is no further from that of its name."""


class HeadedArea(NamedTuple):
    """The paper above the first row of a table, in pixels: the ``edges`` of its columns from left to right, its lines
    of print, and the usual height of a digit.
    """

    top: float
    bottom: float
    edges: tuple[float, ...]
    lines: tuple[PixelBox, ...]
    height: int


class _Named(NamedTuple):
    """A group of columns, from ``first`` to ``last``, its name, and where the line below it stands."""

    first: int
    last: int
    name: PixelBox
    below: float


def heading_rules(area: HeadedArea, scale: float) -> Rules:
    """The lines below the names of groups, and the uprights between columns, in points: ``scale`` pixels a point."""
    groups = [group for line in _names(area) if (group := _group(line, area)) is not None]
    across = [Segment(group.below, area.edges[group.first], area.edges[group.last + 1]) for group in groups]
    down = [piece for at in range(1, len(area.edges) - 1) for piece in _upright(at, area, groups)]
    return Rules(tuple(_in_points(rule, scale) for rule in across), tuple(_in_points(rule, scale) for rule in down))


def _in_points(rule: Segment, scale: float) -> Segment:
    return Segment(rule.at / scale, rule.start / scale, rule.end / scale)


def _columns(line: PixelBox, area: HeadedArea) -> range:
    """The columns that a line of print stands in."""
    reach = min(max(_OVER * area.height, _OWN * line.width), line.width / 3)
    inside = [
        at
        for at in range(len(area.edges) - 1)
        if line.x0 + reach < area.edges[at + 1] and area.edges[at] < line.x1 - reach
    ]
    return range(inside[0], inside[-1] + 1) if inside else range(0)


def _names(area: HeadedArea) -> list[PixelBox]:
    """The lines that name groups. What runs over a gutter with a heading of one of its columns above it is two lines
    of headings that stand close together.
    """
    narrow = [line for line in area.lines if len(_columns(line, area)) == 1]
    wide = [line for line in area.lines if len(_columns(line, area)) > 1]
    names = [
        line
        for line in wide
        if not any(each.y1 <= _middle(line) and {*_columns(each, area)} <= {*_columns(line, area)} for each in narrow)
    ]
    return [*names, *_above_the_foot(narrow, area)]


def _above_the_foot(lines: Sequence[PixelBox], area: HeadedArea) -> Iterator[PixelBox]:
    """Lines no wider than their column that name groups: those above headings of one line at the foot, where others
    stand higher.
    """
    foot = max((_middle(line) for line in lines), default=0.0)
    stacks = [
        sorted((line for line in lines if at in _columns(line, area)), key=_middle) for at in range(len(area.edges) - 1)
    ]
    at_foot = [stack for stack in stacks if stack and _middle(stack[-1]) > foot - _LEVEL * stack[-1].height]
    single = [stack for stack in at_foot if len(stack) == 1]
    higher = [stack for stack in stacks if stack and stack not in at_foot]
    named = [stack for stack in at_foot if len(stack) > 1]
    if higher and len(at_foot) >= _FEWEST and named and len(named) <= _MOST_GROUPS * len(at_foot) and single:
        yield from (line for stack in named for line in stack[:-1])


def _middle(line: PixelBox) -> float:
    return (line.y0 + line.y1) / 2


def _group(name: PixelBox, area: HeadedArea) -> _Named | None:
    """The columns below a name: as many on both sides of its middle as nothing stands beside it in, and something
    below; None where there is nothing to part it from.
    """
    own = _columns(name, area)
    beside = {at for line in area.lines if line != name and _is_beside(line, name) for at in _columns(line, area)}
    below = {at for line in area.lines if _middle(line) > name.y1 for at in _columns(line, area)}
    middle, best = (name.x0 + name.x1) / 2, own
    for first in range(own[0] + 1):
        for last in range(own[-1], len(area.edges) - 1):
            inside = set(range(first, last + 1))
            aside = abs((area.edges[first] + area.edges[last + 1]) / 2 - middle)
            free = not inside & (beside - {*own}) and inside <= below | {*own}
            if free and aside <= _CENTRED * area.height and last + 1 - first > len(best):
                best = range(first, last + 1)
    under = [line.y0 for line in area.lines if _middle(line) > name.y1 and {*_columns(line, area)} & {*best}]
    return _Named(best[0], best[-1], name, (name.y1 + max(name.y1, min(under))) / 2) if under else None


def _is_beside(line: PixelBox, name: PixelBox) -> bool:
    """Whether a line is printed beside a name, at least in part."""
    return min(line.y1, name.y1) - max(line.y0, name.y0) > _LEVEL * min(line.height, name.height)


def _upright(at: int, area: HeadedArea, groups: Sequence[_Named]) -> Iterator[Segment]:
    """The upright before column ``at``, without what names of groups are printed on."""
    top = area.top
    for group in sorted(groups, key=lambda each: each.below):
        if group.first < at <= group.last:
            if group.name.y0 - top > area.height:
                yield Segment(area.edges[at], top, float(group.name.y0))
            top = max(top, group.below)
    if area.bottom > top:
        yield Segment(area.edges[at], top, area.bottom)
