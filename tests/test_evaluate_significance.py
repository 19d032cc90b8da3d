"""Exact McNemar and the bootstrap against values worked out by hand or known from theory."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.evaluate.significance import Counts, bootstrap_interval, difference, mcnemar_exact


@pytest.mark.parametrize(
    ("lost", "gained", "p"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),
        (5, 0, 2 / 32),
        (6, 0, 2 / 64),
        (9, 1, 2 * 11 / 1024),
        (10, 2, 2 * 79 / 4096),
        (6, 6, 1.0),
        (7, 6, 1.0),
    ],
)
def test_mcnemar_is_twice_the_smaller_binomial_tail(lost: int, gained: int, p: float) -> None:
    assert isclose(mcnemar_exact(lost, gained), p)


@given(st.integers(0, 80), st.integers(0, 80))
def test_mcnemar_does_not_care_who_lost_and_is_a_probability(lost: int, gained: int) -> None:
    p = mcnemar_exact(lost, gained)
    assert p == mcnemar_exact(gained, lost)
    assert 0 < p <= 1


def test_mcnemar_refuses_negative_counts() -> None:
    with pytest.raises(ValueError, match="no counts"):
        mcnemar_exact(-1, 2)


def test_runs_that_are_alike_differ_by_nothing() -> None:
    assert bootstrap_interval([Counts(9, 10, 9, 10)] * 50) == (0.0, 0.0)


def test_the_bootstrap_comes_near_the_normal_interval_of_a_paired_difference() -> None:
    cases = [Counts(1, 1, 0, 1)] * 20 + [Counts(1, 1, 1, 1)] * 80
    low, high = bootstrap_interval(cases)
    # Standard error of a share of 0.2 in 100 cases: 0.04.
    assert isclose(difference(cases), -0.2)
    assert isclose(low, -0.2 - 1.96 * 0.04, abs_tol=0.015)
    assert isclose(high, -0.2 + 1.96 * 0.04, abs_tol=0.015)


def test_the_bootstrap_gives_the_same_bounds_each_time() -> None:
    cases = [Counts(hits, 10, (hits + 3) % 10, 10) for hits in range(10)]
    assert bootstrap_interval(cases) == bootstrap_interval(cases)


def test_large_documents_weigh_more_in_a_pooled_rate() -> None:
    assert isclose(difference([Counts(0, 1, 1, 1), Counts(99, 99, 99, 99)]), 0.01)


def test_a_handful_of_cases_shows_nothing() -> None:
    assert bootstrap_interval([Counts(1, 1, 0, 1)] * 5) == (-1.0, 1.0)
    assert bootstrap_interval([Counts(1, 1, 0, 1)] * 6) == (-1.0, -1.0)
