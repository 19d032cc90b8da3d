"""Whether amounts that rows leave open can be filled in at once, each within its limit: Fourier–Motzkin elimination."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import gcd, lcm
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


class _Whole(NamedTuple):
    """An inequality in whole numbers, which are multiplied many times faster than fractions."""

    factors: Mapping[int, int]
    constant: int

    @classmethod
    def of(cls, inequality: Inequality) -> "_Whole":
        """The same inequality times the least number that leaves no fraction."""
        by = lcm(inequality.constant.denominator, *(each.denominator for each in inequality.factors.values()))
        whole = {cell: int(factor * by) for cell, factor in inequality.factors.items() if factor}
        return cls(whole, int(inequality.constant * by))


def interval_of(inequalities: Iterable[Inequality], left: int, others: Sequence[int]) -> Interval | None:
    """The limits of one open amount once the ``others`` are eliminated; None where no amounts satisfy everything."""
    known: Sequence[_Whole] = [_Whole.of(each) for each in inequalities]
    for cell in others:
        without = _eliminated(known, cell)
        if without is None:
            return None, None
        known = without
    low: Fraction | None = None
    high: Fraction | None = None
    for factors, constant in known:
        factor = factors.get(left, 0)
        if not factor:
            if constant < 0:
                return None
            continue
        limit = Fraction(-constant, factor)
        if factor > 0:
            low = limit if low is None else max(low, limit)
        else:
            high = limit if high is None else min(high, limit)
    return None if low is not None and high is not None and low > high else (low, high)


def _eliminated(inequalities: Sequence[_Whole], cell: int) -> list[_Whole] | None:
    """The inequalities without an open amount; None where they become too many."""
    kept = [each for each in inequalities if cell not in each.factors]
    above = [each for each in inequalities if each.factors.get(cell, 0) > 0]
    below = [each for each in inequalities if each.factors.get(cell, 0) < 0]
    if len(kept) + len(above) * len(below) > KEPT:
        return None
    return kept + [_mixed(one, other, cell) for one in above for other in below]


def _mixed(one: _Whole, other: _Whole, cell: int) -> _Whole:
    """The sum of two inequalities, each so many times that an open amount drops out."""
    by, times = -other.factors[cell], one.factors[cell]
    common = gcd(by, times)
    by, times = by // common, times // common
    factors = {each: by * factor for each, factor in one.factors.items()}
    for each, factor in other.factors.items():
        if total := factors.get(each, 0) + times * factor:
            factors[each] = total
        else:
            del factors[each]
    return _Whole(factors, by * one.constant + times * other.constant)


def some_whole(interval: Interval, step: int, fits: Callable[[int], bool]) -> bool:
    """Whether a multiple of ``step`` within the limits fits; taken for granted where there are too many to try."""
    low, high = interval
    if low is None or high is None:
        return True
    first, last = -(-low // step), high // step
    return last - first >= TRIED or any(fits(int(number) * step) for number in range(int(first), int(last) + 1))
