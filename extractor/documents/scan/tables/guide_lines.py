"""The lines of a table whose gutters are known, as if they had been drawn: across from upright to upright, and down
wherever nothing is printed across them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.documents.page.ruling import Segment
from extractor.documents.scan.tables.ruled_strips import RuledStrip, Stack

SNAP = 9.0
"""Points by which the end of a rule may miss an upright line."""
_ROOM = 2.0
"""Paper between two pieces of writing that are not one, in heights of a digit."""


class StackPart(NamedTuple):
    """Neighbouring strips of a stack that are one table: ``first`` to ``last``, which of them print figures, and how
    many the fullest do.
    """

    first: int
    last: int
    data: tuple[int, ...]
    figures: float


def _starts(stack: Stack, part: StackPart, xs: Sequence[float]) -> dict[float, list[int]]:
    """Where rules begin that leave out a cell on their left, which reaches over several rows: at which of the rules."""
    found: dict[float, list[int]] = {}
    for at in range(part.first, part.last + 2):
        start = stack.rules[at][0].start
        if start > stack.left + SNAP:
            place = _snapped(start, [*xs, *found])
            found.setdefault(place, []).append(at)
    return found


def _snapped(x: float, places: Sequence[float]) -> float:
    near = min(places, key=lambda place: abs(place - x), default=x)
    return near if abs(near - x) <= SNAP else x


def guides_across(stack: Stack, part: StackPart, xs: Sequence[float], over: int) -> Iterator[Segment]:
    """The rules of a table, each from upright line to upright line, without those between its ``over`` first strips."""
    places = [stack.left, stack.right, *xs, *_starts(stack, part, xs)]
    for at in range(part.first, part.last + 2):
        if part.first < at < part.first + over:
            continue
        joined: list[Segment] = []
        for rule in stack.rules[at]:
            start, end = _snapped(rule.start, places), _snapped(rule.end, places)
            if joined and start - joined[-1].end <= 3 * SNAP:
                joined[-1] = joined[-1]._replace(end=max(end, joined[-1].end))
            else:
                joined.append(Segment(stack.ys[at], start, end))
        yield from joined


def guides_down(
    stack: Stack,
    part: StackPart,
    xs: Mapping[float, bool],
    strips: Sequence[RuledStrip],
    scale: float,
    height: int,
    over: int,
    levels: Collection[int],
) -> Iterator[Segment]:
    """The sides of the table, and below its ``over`` first strips the lines between its columns wherever nothing is
    printed across them, but for the strips that have ``levels`` of their own. ``xs``: where, and whether a column
    beside it prints figures.
    """
    top, bottom = stack.ys[part.first], stack.ys[part.last + 1]
    yield Segment(stack.left, top, bottom)
    yield Segment(stack.right, top, bottom)
    reach = {x: range(part.first + over, part.last + 1) for x in xs}
    for x, rules in _starts(stack, part, [*xs]).items():
        if x not in reach:
            reach[x] = range(max(part.first, min(rules) - 1), min(part.last, max(rules)) + 1)
    for x, numbers in reach.items():
        for number in (each for each in numbers if each not in levels):
            if number in part.data and xs.get(x):
                crossed = strips[number].cuts(x * scale)
            else:
                crossed = strips[number].covers(x * scale, 0.0 if xs.get(x, True) else _ROOM * height)
            if not crossed:
                yield Segment(x, stack.ys[number], stack.ys[number + 1])
