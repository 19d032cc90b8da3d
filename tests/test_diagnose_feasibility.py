"""Amounts that are open at once: elimination leaves what some amounts fill, in whole numbers or in fractions."""

import random
from fractions import Fraction
from itertools import product

import pytest

from extractor.verify.diagnose.feasibility import Inequality, interval_of

AMOUNTS = range(6)


def _system(chance: random.Random) -> list[Inequality]:
    """Limits of three amounts and a few sums that they have to reach or may not exceed."""
    limits = [
        Inequality({cell: Fraction(sign)}, Fraction(0 if sign > 0 else 5)) for cell in range(3) for sign in (1, -1)
    ]
    sums = [
        Inequality({cell: Fraction(chance.randint(-3, 3)) for cell in range(3)}, Fraction(chance.randint(-9, 9)))
        for _ in range(chance.randint(1, 4))
    ]
    return limits + sums


@pytest.mark.parametrize("seed", range(40))
def test_no_amount_that_fits_lies_outside_the_interval_and_none_fits_where_there_is_none(seed: int) -> None:
    system = _system(random.Random(seed))
    interval = interval_of(system, 0, [1, 2])
    fitting = [
        amounts[0]
        for amounts in product(AMOUNTS, repeat=3)
        if all(each.constant + sum(f * amounts[c] for c, f in each.factors.items()) >= 0 for each in system)
    ]
    if interval is None:
        assert not fitting
        return
    low, high = interval
    assert low is not None and high is not None and low >= 0 and high <= 5
    assert all(low <= amount <= high for amount in fitting)


@pytest.mark.parametrize("seed", range(20))
def test_the_same_inequalities_in_fractions_leave_the_same_interval(seed: int) -> None:
    chance = random.Random(seed)
    system = _system(chance)
    scales = [Fraction(chance.randint(1, 9), chance.randint(1, 9)) for _ in system]
    scaled = [
        Inequality({cell: factor * by for cell, factor in each.factors.items()}, each.constant * by)
        for each, by in zip(system, scales, strict=True)
    ]
    assert interval_of(scaled, 0, [1, 2]) == interval_of(system, 0, [1, 2])
