"""The exact bound on what nobody looked at, against published values and against its own definition."""

from math import comb

import pytest

from extractor.review.upper_bound import most_wrong

PUBLISHED = (
    # Upper ends of the two-sided 95 % intervals of Clopper and Pearson, as tables print them: one-sided at 97.5 %.
    (0, 10, 0.975, 0.3085),
    (1, 10, 0.975, 0.4450),
    (5, 10, 0.975, 0.8129),
    (0, 20, 0.975, 0.1684),
    (0, 100, 0.975, 0.0362),
    (1, 100, 0.975, 0.0545),
    (10, 100, 0.975, 0.1762),
    # One-sided at 95 %: none wrong gives 1 - 0.05 ** (1 / n), the exact form of the rule of three.
    (0, 10, 0.95, 0.2589),
    (0, 59, 0.95, 0.0495),
    (1, 10, 0.95, 0.3942),
)


@pytest.mark.parametrize(("wrong", "n", "confidence", "bound"), PUBLISHED)
def test_the_bound_is_the_published_one(wrong: int, n: int, confidence: float, bound: float) -> None:
    assert most_wrong(wrong, n, confidence) == pytest.approx(bound, abs=0.00006)


@pytest.mark.parametrize(("wrong", "n"), [(0, 1), (2, 7), (3, 50), (40, 41), (7, 2000)])
def test_at_the_bound_so_few_are_seen_with_a_chance_of_one_in_twenty(wrong: int, n: int) -> None:
    share = most_wrong(wrong, n)
    chance = sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(wrong + 1))
    assert chance == pytest.approx(0.05, abs=1e-9)


def test_where_nobody_looked_everything_may_be_wrong_and_where_all_are_wrong_too() -> None:
    assert most_wrong(0, 0) == 1 and most_wrong(3, 3) == 1


def test_many_looked_at_are_no_trouble() -> None:
    assert most_wrong(0, 100_000) == pytest.approx(1 - 0.05 ** (1 / 100_000), rel=1e-9)


def test_what_is_no_proportion_is_refused() -> None:
    for wrong, n in ((-1, 3), (4, 3)):
        with pytest.raises(ValueError, match="no proportion"):
            most_wrong(wrong, n)
