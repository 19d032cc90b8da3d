"""Is a difference more than chance? Two runs over the same cases, compared case by case."""

from collections.abc import Sequence
from math import comb
from random import Random
from typing import NamedTuple

ROUNDS = 2000
FEWEST = 6
"""Cases there must be to draw from: six losses of six are the first that chance explains badly."""
_SEED = 20211124


class Counts(NamedTuple):
    """One case in two runs: hits and the number they are out of, before and after."""

    hits_before: int
    n_before: int
    hits_after: int
    n_after: int


def mcnemar_exact(lost: int, gained: int) -> float:
    """Two-sided p of the cases that changed sides: were losses and gains equally likely, would they differ as much?

    Twice the smaller tail of the binomial distribution with p = 1/2, at most 1: Q. McNemar, "Note on the sampling error
    of the difference between correlated proportions or percentages", Psychometrika 12 (1947), 153-157, in its exact
    form. ValueError for negative counts.
    """
    if lost < 0 or gained < 0:
        raise ValueError(f"{lost} lost and {gained} gained are no counts")
    changed = lost + gained
    tail = sum(comb(changed, k) for k in range(min(lost, gained) + 1))
    return min(1.0, tail / 2 ** (changed - 1)) if changed else 1.0


def bootstrap_interval(cases: Sequence[Counts], rounds: int = ROUNDS, confidence: float = 0.95) -> tuple[float, float]:
    """Bounds of the difference (after minus before) of two pooled rates, percentiles over cases drawn with replacement.

    Whole cases are drawn, because the fields of a document go wrong together: B. Efron, "Bootstrap methods: another
    look at the jackknife", The Annals of Statistics 7 (1979), 1-26. The same cases give the same bounds. With fewer
    than ``FEWEST`` cases the bounds are -1 and 1: there is nothing to draw from.
    """
    if all(case.hits_before == case.hits_after and case.n_before == case.n_after for case in cases):
        return 0.0, 0.0
    if len(cases) < FEWEST:
        return -1.0, 1.0
    rng = Random(_SEED)
    drawn = sorted(difference(rng.choices(cases, k=len(cases))) for _ in range(rounds))
    cut = round(rounds * (1 - confidence) / 2)
    return drawn[cut], drawn[rounds - 1 - cut]


def difference(cases: Sequence[Counts]) -> float:
    """After minus before of the pooled rates; a rate without any n counts as 0."""
    hits_before, n_before, hits_after, n_after = (sum(column) for column in zip(*cases, strict=True))
    before = hits_before / n_before if n_before else 0.0
    return (hits_after / n_after if n_after else 0.0) - before
