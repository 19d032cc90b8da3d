"""How many wrong values there may be among what nobody looked at, from those that somebody looked at.

The bound is exact: C. J. Clopper, E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of
the binomial", Biometrika 26 (1934), 404-413.
"""

from math import exp, lgamma, log, log1p

CONFIDENCE = 0.95
"""Of the bound above, one-sided: one in twenty such samples would show as few wrong ones though there are more."""

_HALVINGS = 60
"""Each halves what is left of the interval: more than a double can tell apart."""


def most_wrong(wrong: int, n: int, confidence: float = CONFIDENCE) -> float:
    """The share of wrong ones that ``wrong`` of ``n`` looked at leaves possible at most (Clopper-Pearson, one-sided).

    It is the share p at which as few as ``wrong`` of ``n`` would be seen with a chance of 1 - ``confidence``. Without
    any n it is 1. ValueError unless 0 <= wrong <= n and 0 < confidence < 1.
    """
    if not 0 <= wrong <= n or not 0 < confidence < 1:
        raise ValueError(f"{wrong} of {n} at confidence {confidence} is no proportion")
    if wrong == n:
        return 1.0
    low, high = wrong / n, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _chance_of_so_few(wrong, n, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def _chance_of_so_few(wrong: int, n: int, share: float) -> float:
    """That at most ``wrong`` of ``n`` are wrong ones where ``share`` of all are; terms by their logarithms, as binomial
    coefficients of large n are no doubles.
    """
    if share >= 1:
        return 0.0
    whole = lgamma(n + 1)
    terms = (
        exp(whole - lgamma(k + 1) - lgamma(n - k + 1) + k * log(share) + (n - k) * log1p(-share))
        for k in range(wrong + 1)
    )
    return min(1.0, sum(terms))
