"""Headings above columns without any rules: what stands over one column, and what names a group of several.

Between the lines of one heading there is no rule, however many it has; below what names a group there is one, as wide
as its group, and no upright crosses it. A name that is printed across a gutter names a group. One no wider than its
column does where the headings show their levels: those of a group stand lower than those beside the group, which stand
in the middle of all levels.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.paper.crops import PixelBox

_OVER, _OWN = 0.35, 0.25
"""Height of a digit, and a share of its width: a line that reaches further over a gutter names a group."""
_LEVEL, _FEWEST = 0.35, 3
"""Heights of a line: on one level are headings whose middles differ by less; and how many make a level."""
_CENTRED, _NEARLY = 2.0, 0.8
"""Heights of a digit: the middle of a group, or half way between its outer headings, is no further from that of its
name, and hardly further than that of any other group of columns.
"""
_SET, _NEXT = 0.4, 0.2
"""Heights of a line: lines set from one left, or about one middle, differ by no more there; and how far from each other
lines of one heading are.
"""


_Cut: TypeAlias = Mapping[int, Sequence[PixelBox]]
"""Of each column whose heading stands on one level the lines above that heading."""


class HeadedArea(NamedTuple):
    """The paper above the first row of a table, in pixels: the ``edges`` of its columns from left to right, its lines
    of print, and the usual height of a digit.
    """

    top: float
    bottom: float
    edges: tuple[float, ...]
    lines: tuple[PixelBox, ...]
    height: int


class _GroupName(NamedTuple):
    """What names a group, and the columns that may be in it."""

    line: PixelBox
    columns: frozenset[int]


class _HeadedGroup(NamedTuple):
    """A group of columns, from ``first`` to ``last``, its name, and where the line below it stands."""

    first: int
    last: int
    name: PixelBox
    below: float


def heading_rules(area: HeadedArea, scale: float) -> Rules:
    """The lines below the names of groups, and the uprights between columns, in points: ``scale`` pixels a point."""
    groups = [group for name in _names(area) if (group := _group(*name, area)) is not None]
    across = [
        Segment(group.below, area.edges[group.first], area.edges[group.last + 1])
        for group in groups
        if group.below < area.bottom
    ]
    down = [piece for at in range(1, len(area.edges) - 1) for piece in _upright(at, area, groups)]
    return Rules(tuple(_in_points(rule, scale) for rule in across), tuple(_in_points(rule, scale) for rule in down))


def _in_points(rule: Segment, scale: float) -> Segment:
    return Segment(rule.at / scale, rule.start / scale, rule.end / scale)


def _columns(line: PixelBox, area: HeadedArea, own: float = _OWN) -> range:
    """The columns that a line of print stands in, with more than a share of it at its ends."""
    reach = min(max(_OVER * area.height, own * line.width), line.width / 3)
    inside = [
        at
        for at in range(len(area.edges) - 1)
        if line.x0 + reach < area.edges[at + 1] and area.edges[at] < line.x1 - reach
    ]
    return range(inside[0], inside[-1] + 1) if inside else range(0)


def _names(area: HeadedArea) -> list[_GroupName]:
    """The lines that name groups, each with the columns that may be among them. What runs over a gutter with a heading
    of one of its columns above it is two lines of headings that stand close together.
    """
    narrow = [line for line in area.lines if len(_columns(line, area)) == 1]
    wide = [line for line in area.lines if len(_columns(line, area)) > 1]
    every = frozenset(range(len(area.edges) - 1))
    cuts = [*_cuts(narrow, area)]
    names = [
        _GroupName(line, every if any(_is_below(each, line, area) for each in wide) else _level_below(line, cuts, area))
        for line in wide
        if not any(
            _is_close_above(each, line) and {*_columns(each, area)} <= {*_columns(line, area)} for each in narrow
        )
    ]
    found = [*names, *_above_others(cuts, narrow, area)]
    if _is_left_set(area):
        known = {name.line for name in found}
        found = [
            name
            for name in found
            if (_stands_off(name.line, area) if name.line in narrow else not _goes_on(name.line, area))
        ]
        found += (_GroupName(line, every) for line in narrow if line not in known and _stands_off(line, area))
    return found


def _is_close_above(line: PixelBox, other: PixelBox) -> bool:
    """Whether a line stands above another one, as close as lines of one heading do."""
    return line.y1 <= _middle(other) and other.y0 - line.y1 <= _NEXT * other.height


def _stands_off(line: PixelBox, area: HeadedArea) -> bool:
    """Whether more paper is below a line of its column than between lines of one heading."""
    below = _next_below(line, area)
    return below is not None and not _is_close_above(line, below)


def _goes_on(line: PixelBox, area: HeadedArea) -> bool:
    """Whether the text over several columns has another line close below: it is one heading, as in a corner."""
    columns = _columns(line, area)
    below = [each for each in area.lines if each != line and _is_close_above(line, each)]
    return len(columns) > 1 and any(_columns(each, area) == columns for each in below)


def _next_below(line: PixelBox, area: HeadedArea) -> PixelBox | None:
    """The line below another one in its first column."""
    first = {*_columns(line, area)[:1]}
    below = (each for each in area.lines if _middle(each) > line.y1 and first & {*_columns(each, area)})
    return min(below, key=_middle, default=None)


def _is_left_set(area: HeadedArea) -> bool:
    """Whether two more of the lines of headings that are narrower or wider than the next begin where it does than stand
    about its middle.
    """
    found = []
    for line in area.lines:
        below = _next_below(line, area)
        if below is not None:
            room = _SET * line.height
            left = abs(line.x0 - below.x0) <= room
            centred = abs(line.x0 + line.x1 - below.x0 - below.x1) / 2 <= room
            found.append(left - centred)
    return sum(found) > 1


def _is_below(line: PixelBox, name: PixelBox, area: HeadedArea) -> bool:
    return _middle(line) > name.y1 and bool({*_columns(line, area)} & {*_columns(name, area)})


def _level_below(name: PixelBox, cuts: Sequence[_Cut], area: HeadedArea) -> frozenset[int]:
    """The columns whose headings stand on the level below a name; all of them where its own have no level."""
    own = {*_columns(name, area)}
    levels = (frozenset(cut) for cut in cuts if own <= {*cut})
    return next(levels, frozenset(range(len(area.edges) - 1)))


def _above_others(cuts: Sequence[_Cut], lines: Sequence[PixelBox], area: HeadedArea) -> Iterator[_GroupName]:
    """Lines no wider than their column that name groups: what is left above a heading that stands as high as others
    beside it. Where all headings stand equally high, or on one foot, that of the first column apart, none has a name
    above it.
    """
    every = frozenset(range(len(area.edges) - 1))
    if len(cuts) > 1 or {at for line in lines for at in _columns(line, area)} - {at for cut in cuts for at in cut}:
        for cut in cuts:
            for above in cut.values():
                yield from (_GroupName(line, every) for line in above[:-1])
                yield from (_GroupName(line, frozenset(cut)) for line in above[-1:])


def _cuts(lines: Sequence[PixelBox], area: HeadedArea) -> Iterator[_Cut]:
    """The levels of headings, the lowest first: the columns whose own headings stand on each, and what is above."""
    columns = {at: [line for line in lines if at in _columns(line, area)] for at in range(len(area.edges) - 1)}
    left = {at: sorted(stack, key=_middle) for at, stack in columns.items() if stack}
    while left:
        level = _lowest([*left.values()])
        if level is None:
            break
        cut = {at: first for at, stack in left.items() if (first := _first_of(stack, level)) is not None}
        yield {at: left[at][:first] for at, first in cut.items()}
        left = {at: stack for at, stack in left.items() if at not in cut}


def _lowest(stacks: Sequence[Sequence[PixelBox]]) -> float | None:
    """The lowest middle of a heading that enough of them share, in whole or in part; None if none do."""
    middles = sorted((sum(_around(stack)) / 2 for stack in stacks), reverse=True)
    return next((at for at in middles if sum(_first_of(stack, at) is not None for stack in stacks) >= _FEWEST), None)


def _first_of(stack: Sequence[PixelBox], level: float) -> int | None:
    """With which of its lines the heading begins that has its middle at a level; None if no part of them has."""
    for first in range(len(stack)):
        top, bottom = _around(stack[first:])
        if abs((top + bottom) / 2 - level) <= _LEVEL * stack[-1].height:
            return first
    return None


def _around(lines: Sequence[PixelBox]) -> tuple[float, float]:
    return min(line.y0 for line in lines), max(line.y1 for line in lines)


def _middle(line: PixelBox) -> float:
    return (line.y0 + line.y1) / 2


def _group(name: PixelBox, columns: frozenset[int], area: HeadedArea) -> _HeadedGroup | None:
    """The columns below a name, of those that may be: as many on both sides of its middle as nothing stands beside it
    in, and something below; what is printed over columns with nothing below it stands in all of them. None for what
    names no group.
    """
    own = _columns(name, area)
    beside = {at for line in area.lines if line != name and _is_beside(line, name) for at in _columns(line, area)}
    below = {at for line in area.lines if _middle(line) > name.y1 for at in _columns(line, area)}
    if _is_left_set(area):
        return _left_set_group(name, frozenset(below - beside), area)
    middle, most = (name.x0 + name.x1) / 2, _CENTRED * area.height
    found = {own: most}
    for first in range(own[0] + 1):
        for last in range(own[-1], len(area.edges) - 1):
            inside = set(range(first, last + 1))
            places = (area.edges[first] + area.edges[last + 1], _place(first, name, area) + _place(last, name, area))
            free = not inside & (beside - {*own}) and inside <= (below & columns) | {*own}
            aside = min(abs(place / 2 - middle) for place in places)
            if free and len(inside) > len(own) and aside <= most:
                found[range(first, last + 1)] = aside
    nearest = min(found.values()) + _NEARLY * area.height
    best = max((own, *(each for each, aside in found.items() if aside <= nearest)), key=len)
    return _over(best, name, area)


def _left_set_group(name: PixelBox, free: frozenset[int], area: HeadedArea) -> _HeadedGroup | None:
    """The columns from the first below a name on, as far as they are ``free`` and nothing in them stands higher than
    what the first has below the name, as that of a column apart does.
    """
    own = _columns(name, area)
    last, level = own[-1], _level_of(own[0], name, area)
    while last + 1 in free and _level_of(last + 1, name, area) >= level - _LEVEL * name.height:
        last += 1
    return _over(range(own[0], last + 1), name, area)


def _level_of(column: int, name: PixelBox, area: HeadedArea) -> float:
    """How low the middle of all that stands in a column below a name is."""
    below = [line for line in area.lines if _middle(line) > name.y1 and column in _columns(line, area)]
    return sum(_around(below)) / 2 if below else 0.0


def _over(columns: range, name: PixelBox, area: HeadedArea) -> _HeadedGroup | None:
    """A group of columns below its name; None of one column, and where a narrow name has nothing below it."""
    under = [line.y0 for line in area.lines if _middle(line) > name.y1 and {*_columns(line, area)} & {*columns}]
    if not under:
        across = _columns(name, area, own=0.0)
        return _HeadedGroup(across[0], across[-1], name, area.bottom) if len(_columns(name, area)) > 1 else None
    below = (name.y1 + max(name.y1, min(under))) / 2
    return None if len(columns) == 1 else _HeadedGroup(columns[0], columns[-1], name, below)


def _place(column: int, name: PixelBox, area: HeadedArea) -> float:
    """The middle of the heading of a column below a name, which tells the middle of the column: where its edges are is
    not printed.
    """
    middles = [line.x0 + line.x1 for line in area.lines if _middle(line) > name.y1 and column in _columns(line, area)]
    return middles[-1] / 2 if middles else (area.edges[column] + area.edges[column + 1]) / 2


def _is_beside(line: PixelBox, name: PixelBox) -> bool:
    """Whether a line is printed beside a name, at least in part."""
    return min(line.y1, name.y1) - max(line.y0, name.y0) > _LEVEL * min(line.height, name.height)


def _upright(at: int, area: HeadedArea, groups: Sequence[_HeadedGroup]) -> Iterator[Segment]:
    """The upright before column ``at``, below the names that are printed over it."""
    top = max((group.below for group in groups if group.first < at <= group.last), default=area.top)
    if area.bottom > top:
        yield Segment(area.edges[at], top, area.bottom)
