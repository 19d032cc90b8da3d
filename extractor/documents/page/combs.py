"""Combs, the rows of boxes of one width that forms have for characters, told from the uprights between them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extractor.documents.page.ruling import Segment

_NARROWEST, _WIDEST, _TALLEST = 6.0, 34.0, 34.0
"""Points: the pitch of boxes for characters, and how tall they are at most."""
_LEVEL, _EVEN, _PAIRED = 1.2, 0.16, 0.45
"""Points by which teeth differ in height; by which share of the pitch they stand uneven; and the paper between boxes
that do not touch, as a share of it."""
_OUTER = 0.25
"""Share of the pitch by which a side of the whole field may stand off the places of its teeth."""
_FEWEST = 3
"""Boxes of a field."""


class Comb(NamedTuple):
    """Boxes side by side, in points: the places of their sides from left to right, top and bottom of the ``teeth``
    between them, and their pitch.
    """

    sides: tuple[float, ...]
    top: float
    bottom: float
    pitch: float
    teeth: tuple[Segment, ...]

    def box_at(self, x: float) -> int:
        """The number of the box that a place lies in, or next to."""
        return sum(side <= x for side in self.sides[1:-1])


def combs_among(uprights: Iterable[Segment]) -> Iterator[Comb]:
    """Runs of short uprights of one height, one pitch apart."""
    short = [rule for rule in uprights if rule.end - rule.start <= _TALLEST]
    for level in _levels(short):
        for run in _even_runs(_paired(sorted(level))):
            teeth = tuple(rule for tooth in run for rule in tooth)
            places = [sum(rule.at for rule in tooth) / len(tooth) for tooth in run]
            pitch = median(right - left for left, right in pairwise(places))
            top, bottom = min(rule.start for rule in teeth), max(rule.end for rule in teeth)
            sides = _with_outer(places, pitch, [rule for rule in short if rule.start <= bottom and rule.end >= top])
            if len(sides) > _FEWEST:
                yield Comb(sides, top, bottom, pitch, tuple(t for t in teeth if sides[0] + 1 < t.at < sides[-1] - 1))


def _levels(rules: Sequence[Segment]) -> list[list[Segment]]:
    """Uprights that begin and end at one height."""
    found: list[list[Segment]] = []
    for rule in sorted(rules, key=lambda rule: (rule.end, rule.start)):
        of = (each for each in found if _is_level(each[0], rule))
        level = next(of, None)
        if level is None:
            found.append([rule])
        else:
            level.append(rule)
    return [each for each in found if len(each) >= _FEWEST - 1]


def _is_level(one: Segment, other: Segment) -> bool:
    return abs(one.end - other.end) <= _LEVEL and abs(one.start - other.start) <= _LEVEL


def _paired(level: Sequence[Segment]) -> list[list[Segment]]:
    """Uprights of one height from left to right, the two between boxes that do not touch as one tooth."""
    gaps = sorted(right.at - left.at for left, right in pairwise(level))
    wide = gaps[len(gaps) * 3 // 4] if gaps else 0.0
    teeth: list[list[Segment]] = []
    for rule in level:
        if teeth and len(teeth[-1]) == 1 and rule.at - teeth[-1][0].at <= _PAIRED * wide:
            teeth[-1].append(rule)
        else:
            teeth.append([rule])
    return teeth


def _even_runs(teeth: Sequence[list[Segment]]) -> Iterator[list[list[Segment]]]:
    """Teeth one pitch apart; the first and the last of them may be single sides of boxes that do not touch."""
    gaps = [gap for left, right in pairwise(teeth) if _is_pitch(gap := _place(right) - _place(left))]
    pitch = median(gaps) if gaps else 0.0
    run: list[list[Segment]] = []
    for tooth in [*teeth, None]:
        if tooth is not None and run and _goes_on(run[-1], tooth, pitch):
            run.append(tooth)
            continue
        if len(run) >= _FEWEST - 1:
            yield run
        run = [tooth] if tooth is not None else []


def _place(tooth: Sequence[Segment]) -> float:
    return sum(rule.at for rule in tooth) / len(tooth)


def _goes_on(before: Sequence[Segment], tooth: Sequence[Segment], pitch: float) -> bool:
    uneven = _OUTER if len(tooth) != len(before) else _EVEN
    return abs(_place(tooth) - _place(before) - pitch) <= max(0.7, uneven * pitch)


def _is_pitch(gap: float) -> bool:
    return _NARROWEST <= gap <= _WIDEST


def _with_outer(places: Sequence[float], pitch: float, rules: Sequence[Segment]) -> tuple[float, ...]:
    """The places of teeth with the sides of the whole field, which may be taller than its teeth."""
    sides = [*places]
    for at, where in ((sides[0] - pitch, 0), (sides[-1] + pitch, len(sides))):
        if any(abs(rule.at - at) <= _OUTER * pitch for rule in rules):
            sides.insert(where if where == 0 else len(sides), at)
    return tuple(sides)
