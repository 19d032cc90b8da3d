"""Whether amounts that rows leave open can be filled in at once, each within its limit: Fourier–Motzkin elimination."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

TRIED = 60
"""Whole numbers that a single open amount is tried with, where its limits leave no more."""

KEPT = 400
"""Inequalities beyond which elimination gives up, and the amounts count as possible."""


class Inequality(NamedTuple):
    """``constant + Σ factor · open amount ≥ 0``."""

    factors: Mapping[int, Fraction]
    constant: Fraction


Interval: TypeAlias = tuple[Fraction | None, Fraction | None]


def interval_of(inequalities: Iterable[Inequality], left: int, others: Sequence[int]) -> Interval | None:
    """The limits of one open amount once the ``others`` are eliminated; None where no amounts satisfy everything."""
    known = list(inequalities)
    for cell in others:
        known = _eliminated(known, cell)
        if len(known) > KEPT:
            return None, None
    low: Fraction | None = None
    high: Fraction | None = None
    for factors, constant in known:
        factor = factors.get(left, Fraction(0))
        if not factor:
            if constant < 0:
                return None
            continue
        limit = -constant / factor
        if factor > 0:
            low = limit if low is None else max(low, limit)
        else:
            high = limit if high is None else min(high, limit)
    return None if low is not None and high is not None and low > high else (low, high)


def _eliminated(inequalities: Sequence[Inequality], cell: int) -> list[Inequality]:
    kept = [each for each in inequalities if not each.factors.get(cell)]
    above = [each for each in inequalities if each.factors.get(cell, 0) > 0]
    below = [each for each in inequalities if each.factors.get(cell, 0) < 0]
    for one in above:
        for other in below:
            by, times = -other.factors[cell], one.factors[cell]
            cells = (one.factors.keys() | other.factors.keys()) - {cell}
            mixed = {each: by * one.factors.get(each, 0) + times * other.factors.get(each, 0) for each in cells}
            kept.append(Inequality({k: f for k, f in mixed.items() if f}, by * one.constant + times * other.constant))
    return kept


def some_whole(interval: Interval, step: int, fits: Callable[[int], bool]) -> bool:
    """Whether a multiple of ``step`` within the limits fits; taken for granted where there are too many to try."""
    low, high = interval
    if low is None or high is None:
        return True
    first, last = -(-low // step), high // step
    return last - first >= TRIED or any(fits(int(number) * step) for number in range(int(first), int(last) + 1))
