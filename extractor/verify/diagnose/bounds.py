"""Limits of cells that are not known: no count is negative, and every row must hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from types import MappingProxyType
from typing import NamedTuple

from extractor.schemas.check import Comparison, Conditional
from extractor.verify.diagnose.peeling import Enumeration, Solution, enumerate_solutions
from extractor.verify.diagnose.syndrome import SyndromeCase
from extractor.verify.diagnose.system import System, SystemRow

ROUNDS = 20
"""Passes of narrowing; tables settle after two or three."""


class Bounds(NamedTuple):
    """The amounts a cell may hold; None where there is no limit on that side."""

    low: int | None
    high: int | None

    @property
    def only(self) -> int | None:
        """The one amount that is left, or None."""
        return self.low if self.low == self.high else None


def search(system: System, rows: Sequence[SystemRow], largest: int, smallest: int = 0) -> Enumeration:
    """The lightest solutions, with what limits say about amounts that the rows alone leave open.

    A solution that no amounts within the limits satisfy is none. Complete only if the search was at every weight.
    """
    complete, heaviest = True, system.sums(largest)[-1]
    while True:
        found = enumerate_solutions(system, rows, largest, smallest)
        complete = complete and found.complete
        kept = tuple(within for each in found.solutions for within in _within_limits(system, rows, each))
        if kept or not found.solutions or found.size >= heaviest:
            return replace(found, solutions=kept, complete=complete)
        smallest = found.size + 1


def _within_limits(system: System, rows: Sequence[SystemRow], solution: Solution) -> Iterator[Solution]:
    left = [cell for cell, amount in solution.amounts.items() if amount is None]
    left += system.missing.difference(solution.amounts).intersection(cell for row in rows for cell in row.coefficients)
    if not left:
        yield solution
        return
    variant = system.assume({**solution.amounts, **dict.fromkeys(left)})
    checks = {row.check for row in rows}
    bounds = narrow(variant, [row for row in variant.rows if row.check in checks])
    if bounds is None:
        return
    fixed = {cell: bounds[cell].only for cell in left}
    wrong = [cell for cell, amount in fixed.items() if amount is not None and amount % system.step[cell]]
    same = [cell for cell in left if cell not in system.missing and fixed[cell] == system.held[cell]]
    if not wrong and not same:
        settled = {cell: amount for cell, amount in fixed.items() if amount is not None or cell in solution.amounts}
        yield Solution({**solution.amounts, **settled})


def limits_of(case: SyndromeCase, system: System) -> dict[int, Bounds]:
    """The limits that checks set to single missing cells: at least, at most. A strict one counts as if it were not."""
    found: dict[int, Bounds] = {}
    for _, check in case.checks:
        while isinstance(check, Conditional) and check.condition.evaluate(case.values).outcome == "pass":
            check = check.check
        if not isinstance(check, Comparison) or check.by_rounding or check.left.empty or check.right.empty:
            continue
        factors = check.difference.factors
        cells = [cell for path in factors if (cell := system.numbers.get(path)) in system.missing]
        if len(factors) == len(cells) == 1 and cells[0] is not None:
            own = _limits(check, Fraction(next(iter(factors.values()))), system.unit)
            found[cells[0]] = _meet(found.get(cells[0], Bounds(None, None)), own)
    return found


def _limits(check: Comparison, factor: Fraction, unit: int) -> Bounds:
    """The limits of x in ``factor · x + constant``, compared with 0, in units of the rows."""
    if not factor:
        return Bounds(None, None)
    constant, margin = Fraction(check.difference.constant), Fraction(check.tolerance)
    least, most = (-constant - margin) * unit / factor, (-constant + margin) * unit / factor
    upwards = (check.relation in ("≥", ">")) == (factor > 0)
    if check.relation == "=":
        return Bounds(ceil(min(least, most)), floor(max(least, most)))
    end = least if check.relation in ("≥", ">") else most
    return Bounds(ceil(end), None) if upwards else Bounds(None, floor(end))


def narrow(
    system: System, rows: Sequence[SystemRow], limits: Mapping[int, Bounds] = MappingProxyType({})
) -> dict[int, Bounds] | None:
    """The limits of the missing cells, narrowed row by row until nothing changes; None where they contradict.

    ``limits`` are known besides those of counts, which are not negative.
    """
    bounds = {
        cell: _meet(Bounds(system.low[cell], None), limits.get(cell, Bounds(None, None))) for cell in system.missing
    }
    for _ in range(ROUNDS):
        before = dict(bounds)
        for row in rows:
            terms = {cell: factor for cell, factor in row.coefficients.items() if cell in bounds}
            for cell, factor in terms.items():
                rest = [(bounds[other], times) for other, times in terms.items() if other != cell]
                bounds[cell] = _meet(bounds[cell], _solved(-row.residual, rest, factor))
            if any(b.low is not None and b.high is not None and b.low > b.high for b in map(bounds.__getitem__, terms)):
                return None
        if bounds == before:
            break
    return bounds


def _solved(total: int, rest: Sequence[tuple[Bounds, int]], factor: int) -> Bounds:
    """The limits of x in ``factor · x + rest = total``."""
    least: int | None = total
    most: int | None = total
    for bound, times in rest:
        low, high = (bound.low, bound.high) if times > 0 else (bound.high, bound.low)
        most = None if most is None or low is None else most - times * low
        least = None if least is None or high is None else least - times * high
    if factor < 0:
        least, most, factor = (None if most is None else -most), (None if least is None else -least), -factor
    return Bounds(None if least is None else -(-least // factor), None if most is None else most // factor)


def _meet(one: Bounds, other: Bounds) -> Bounds:
    lows = [low for low in (one.low, other.low) if low is not None]
    highs = [high for high in (one.high, other.high) if high is not None]
    return Bounds(max(lows, default=None), min(highs, default=None))
