"""One item, one printed band: which line each item of a list stands on, in the order in which they are printed.

The lines of all items are found together: each is worth what the values on it tell, values out of their column little.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.readers.record.candidates import ValuePlace, weight_of
from extractor.readers.record.item_columns import ItemColumns
from extractor.readers.record.record_items import ItemPlaces

_GOES_ON = 0.8
"""Worth of a value on a line that it only goes on over, beside one that it begins on."""
_NEAR = 0.3
"""Worth of a value on the line above or below."""
_STRAY = 0.15
"""Worth of a value out of its column."""
_ANYWHERE = 40
"""Places of a value beyond which it tells nothing of the line of its item."""
LEAST = 0.4
"""A line worth less than this holds no item."""
MOST_LINES = 4
"""Lines above or below its own over which an item may reach."""


@dataclass(frozen=True, slots=True)
class ItemBand:
    """The lines of one item: its own, and how far it may reach on both sides. ``worth``: what its own is worth;
    ``rival``: what it is worth to the other item that holds it most firmly."""

    line: int
    first: int
    last: int
    worth: float
    rival: float

    def holds(self, place: ValuePlace) -> bool:
        """Whether a value begins or ends in these lines."""
        return self.first <= place.lines[0] <= self.last or self.first <= place.lines[-1] <= self.last


def worths(items: Sequence[ItemPlaces], columns: ItemColumns | None, many: int) -> list[dict[int, float]]:
    """What every line is worth to every item; ``many``: how many lines there are."""
    return [{line: worth for line, worth in _worth(item, columns).items() if 0 <= line < many} for item in items]


def _worth(item: ItemPlaces, columns: ItemColumns | None) -> dict[int, float]:
    found: dict[int, float] = {}
    for leaf in item.item.leaves:
        if leaf.value is None:
            continue
        weight = weight_of(leaf.leaf, leaf.value)
        here: dict[int, float] = {}
        places = item.places.get(leaf.leaf.path, ())
        for place in places if len(places) <= _ANYWHERE else ():
            share = weight * (1.0 if place.whole else 0.5)
            if columns is not None and not columns.holds(leaf.leaf.path, place):
                share *= _STRAY
            for line, part in _reach(place):
                here[line] = max(here.get(line, 0.0), share * part)
        for line, share in here.items():
            found[line] = found.get(line, 0.0) + share
    return found


def _reach(place: ValuePlace) -> Iterator[tuple[int, float]]:
    for line in place.lines[1:]:
        yield line, _GOES_ON
    yield place.lines[0] - 1, _NEAR
    yield place.lines[-1] + 1, _NEAR
    yield place.lines[0], 1.0


def lines_in_order(worth: Sequence[Mapping[int, float]]) -> list[int | None]:
    """The line of every item, in order and none twice, that are together worth most; None for an item without one."""
    best: list[tuple[int, float, int]] = []
    tree = _Best(max((line for lines in worth for line in lines), default=0) + 2)
    nodes: list[tuple[int, int, int]] = []
    for item, lines in enumerate(worth):
        fresh = []
        for line, value in lines.items():
            if value >= LEAST and line >= 0:
                before, node = tree.until(line)
                nodes.append((item, line, node))
                fresh.append((line, before + value, len(nodes) - 1))
        for line, total, node in fresh:
            tree.put(line, total, node)
        best += fresh
    found: list[int | None] = [None] * len(worth)
    at = max(best, key=lambda each: each[1], default=(0, 0.0, -1))[2]
    while at >= 0:
        item, line, at = nodes[at]
        found[item] = line
    return found


class _Best:
    """The best total among all lines before one (a Fenwick tree of maxima)."""

    def __init__(self, size: int) -> None:
        self._tree: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)

    def put(self, line: int, total: float, node: int) -> None:
        at = line + 1
        while at < len(self._tree):
            if total > self._tree[at][0]:
                self._tree[at] = (total, node)
            at += at & -at

    def until(self, line: int) -> tuple[float, int]:
        """The best of the lines before ``line``."""
        found, at = (0.0, -1), line
        while at > 0:
            found = max(found, self._tree[at], key=lambda each: each[0])
            at -= at & -at
        return found


def bands_of(lines: Sequence[int | None], worth: Sequence[Mapping[int, float]]) -> list[ItemBand | None]:
    """The band of every item that has a line: up to the lines of its neighbours, and no farther than some lines."""
    held = sorted(line for line in lines if line is not None)
    found: list[ItemBand | None] = []
    for at, line in enumerate(lines):
        if line is None:
            found.append(None)
            continue
        before = max((each for each in held if each < line), default=-MOST_LINES)
        after = min((each for each in held if each > line), default=line + MOST_LINES + 1)
        rival = max((other.get(line, 0.0) for other in _unsettled(at, line, lines, worth)), default=0.0)
        first, last = max(before + 1, line - MOST_LINES), min(after - 1, line + MOST_LINES)
        found.append(ItemBand(line, first, last, worth[at].get(line, 0.0), rival))
    return found


def _unsettled(
    at: int, line: int, lines: Sequence[int | None], worth: Sequence[Mapping[int, float]]
) -> Iterator[Mapping[int, float]]:
    """What lines are worth to the other items that have none of their own that is worth as much as this one."""
    for number, other in enumerate(worth):
        own = lines[number]
        if number != at and (own is None or other.get(own, 0.0) < other.get(line, 0.0)):
            yield other


def total_worth(lines: Iterable[int | None], worth: Sequence[Mapping[int, float]]) -> float:
    """What the lines of all items are worth together."""
    return sum(worth[at].get(line, 0.0) for at, line in enumerate(lines) if line is not None)
