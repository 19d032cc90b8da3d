"""The limits that checks set to single cells that nobody read: at least, at most."""

from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from extractor.schemas.check import Comparison, Conditional
from extractor.verify.diagnose.syndrome import SyndromeCase


class Bounds(NamedTuple):
    """The amounts a cell may hold; None where there is no limit on that side."""

    low: int | None
    high: int | None

    @property
    def only(self) -> int | None:
        """The one amount that is left, or None."""
        return self.low if self.low == self.high else None

    def meet(self, other: "Bounds") -> "Bounds":
        """What both leave."""
        lows = [low for low in (self.low, other.low) if low is not None]
        highs = [high for high in (self.high, other.high) if high is not None]
        return Bounds(max(lows, default=None), min(highs, default=None))


ANYTHING = Bounds(None, None)


def limits_of(case: SyndromeCase, unit: int) -> dict[str, Bounds]:
    """The limits of cells by path, in so many parts of 1.

    More and less than count as at least and at most, but for whole numbers.
    """
    lost = {path for path, cell in case.cells.items() if cell.missing}
    found: dict[str, Bounds] = {}
    for _, check in case.checks if lost else ():
        while isinstance(check, Conditional) and check.condition.evaluate(case.values).outcome == "pass":
            check = check.check
        if not isinstance(check, Comparison) or check.by_rounding or len(check.paths) != 1:
            continue
        ((path, factor),) = check.difference.factors.items()
        if factor and path in lost and not check.left.empty and not check.right.empty:
            own = _limits(check, Fraction(factor), unit, case.cells[path].whole)
            found[path] = found.get(path, ANYTHING).meet(own)
    return found


def _limits(check: Comparison, factor: Fraction, unit: int, whole: bool) -> Bounds:
    """The limits of x in ``factor · x + constant``, compared with 0."""
    constant, margin = Fraction(check.difference.constant), Fraction(check.tolerance)
    above, below = (-constant - margin) * unit / factor, (-constant + margin) * unit / factor
    if check.relation == "=":
        return Bounds(ceil(min(above, below)), floor(max(above, below)))
    end = above if check.relation in ("≥", ">") else below
    strict = whole and check.relation in ("<", ">")
    if (check.relation in ("≥", ">")) == (factor > 0):
        return Bounds(floor(end) + 1 if strict else ceil(end), None)
    return Bounds(None, ceil(end) - 1 if strict else floor(end))
