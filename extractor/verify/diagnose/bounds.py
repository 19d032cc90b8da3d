"""Limits of cells that are not known: no count is negative, and every row must hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from extractor.verify.diagnose.cell_limits import ANYTHING, Bounds
from extractor.verify.diagnose.peeling import Enumeration, Solution, enumerate_solutions
from extractor.verify.diagnose.system import System, SystemRow

ROUNDS = 20
"""Passes of narrowing; tables settle after two or three."""


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


def narrow(
    system: System, rows: Sequence[SystemRow], limits: Mapping[str, Bounds] = MappingProxyType({})
) -> dict[int, Bounds] | None:
    """The limits of the missing cells, narrowed row by row until nothing changes; None where they contradict.

    ``limits`` are known besides those of counts, which are not negative.
    """
    own = {cell: limits.get(system.cells[cell].path, ANYTHING) for cell in system.missing}
    bounds = {cell: Bounds(system.low[cell], None).meet(limit) for cell, limit in own.items()}
    for _ in range(ROUNDS):
        before = dict(bounds)
        for row in rows:
            terms = {cell: factor for cell, factor in row.coefficients.items() if cell in bounds}
            for cell, factor in terms.items():
                rest = [(bounds[other], times) for other, times in terms.items() if other != cell]
                bounds[cell] = bounds[cell].meet(_solved(-row.residual, rest, factor))
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
