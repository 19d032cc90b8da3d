"""Spans of a text, for whoever asks again and again which of them another span meets."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate


class SpanIndex:
    """Spans by where they begin, and how far each and all before it reach; looked up by bisection."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans: Sequence[tuple[int, int]] = tuple(spans)
        self._order = sorted(range(len(self._spans)), key=self._spans.__getitem__)
        self._starts = [self._spans[number][0] for number in self._order]
        self._reach = [*accumulate((self._spans[number][1] for number in self._order), max)]

    def numbers(self, span: tuple[int, int]) -> list[int]:
        """Which spans have characters in this one, in the order in which they were given."""
        first, last = bisect_right(self._reach, span[0]), bisect_left(self._starts, span[1])
        return sorted(number for number in self._order[first:last] if span[0] < self._spans[number][1])

    def meets(self, span: tuple[int, int]) -> bool:
        """Whether any of the spans has characters in this one."""
        begun = bisect_left(self._starts, span[1])
        return begun > 0 and self._reach[begun - 1] > span[0]
