"""The Wilson interval against published values."""

import pytest

from extractor.evaluate.interval import Rate, wilson_interval


# R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998),
# 857-872, table I, method 3.
@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_agrees_with_published_values(hits: int, n: int, low: float, high: float) -> None:
    assert wilson_interval(hits, n) == pytest.approx((low, high), abs=5e-5)


def test_no_success_still_leaves_an_upper_bound() -> None:
    low, high = wilson_interval(0, 250)
    assert low == 0
    assert 0.01 < high < 0.02


def test_successes_and_failures_mirror_each_other() -> None:
    low, high = wilson_interval(3, 17)
    assert wilson_interval(14, 17) == pytest.approx((1 - high, 1 - low))


def test_nothing_tried_means_nothing_known() -> None:
    rate = Rate.of(0, 0)
    assert (rate.low, rate.high, rate.share) == (0.0, 1.0, None)


def test_more_hits_than_tries_are_refused() -> None:
    with pytest.raises(ValueError, match="no proportion"):
        wilson_interval(3, 2)
