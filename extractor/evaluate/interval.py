"""How sure a rate is: the Wilson score interval."""

from math import sqrt
from statistics import NormalDist

from pydantic import BaseModel, ConfigDict


class Rate(BaseModel):
    """``hits`` out of ``n`` with the bounds of its 95 % interval. Without any n there is no rate: 0 to 1."""

    model_config = ConfigDict(frozen=True)

    hits: int
    n: int
    low: float
    high: float

    @classmethod
    def of(cls, hits: int, n: int) -> "Rate":
        """The rate of a count."""
        low, high = wilson_interval(hits, n)
        return cls(hits=hits, n=n, low=low, high=high)

    @property
    def share(self) -> float | None:
        """The rate itself; None without any n."""
        return self.hits / self.n if self.n else None

    def __str__(self) -> str:
        if self.share is None:
            return "– (n = 0)"
        return f"{self.share:.2%} ({self.hits}/{self.n}, {self.low:.2%} to {self.high:.2%})"


def wilson_interval(hits: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Lower and upper bound of a proportion, without continuity correction.

    The bounds are the two solutions p of |hits/n - p| = z sqrt(p(1 - p)/n): E. B. Wilson, "Probable inference, the law
    of succession, and statistical inference", Journal of the American Statistical Association 22 (1927), 209-212.
    ValueError unless 0 <= hits <= n and 0 < confidence < 1.
    """
    if not 0 <= hits <= n or not 0 < confidence < 1:
        raise ValueError(f"{hits} of {n} at confidence {confidence} is no proportion")
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = hits / n
    centre = share + z * z / (2 * n)
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # At the ends the bound is exactly 0 or 1; rounding must not move it.
    low = 0.0 if hits == 0 else (centre - reach) / scale
    high = 1.0 if hits == n else (centre + reach) / scale
    return low, high
