"""Deductive imputation: what the rules say about fields that nobody read."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extractor.verify.diagnose.evidence import Case
from extractor.verify.diagnose.model import Implied
from extractor.verify.diagnose.peeling import Active, eliminate
from extractor.verify.diagnose.system import Row, System, components

ROUNDS = 20
"""Passes of narrowing; tables settle after two or three."""


class Bounds(NamedTuple):
    """The amounts a cell may hold; None where there is no limit on that side."""

    low: int | None
    high: int | None


def imply(case: Case, system: System) -> tuple[Implied, ...]:
    """Values that follow for missing cells, from checks that are nowhere contradicted.

    A missing cell follows where the limits of its rows leave one amount (no count is negative), or where combining rows
    leaves it as the only unknown. Where any connected check fails, nothing follows.
    """
    found: list[Implied] = []
    for rows in components(system.rows):
        unknown = {cell for row in rows for cell in row.coefficients} & system.missing
        if not unknown or any(row.residual and not unknown.intersection(row.coefficients) for row in rows):
            continue
        bounds = narrow(system, rows)
        if bounds is None:
            continue
        solved = _eliminated(system, rows)
        for cell in sorted(unknown):
            amount = bounds[cell].low if bounds[cell].low == bounds[cell].high else solved.get(cell)
            if amount is not None and not amount % system.step[cell] and _allowed(amount, bounds[cell]):
                found.append(_say(case, system, rows, cell, amount))
    return tuple(found)


def narrow(system: System, rows: Sequence[Row]) -> dict[int, Bounds] | None:
    """The limits of the missing cells, narrowed row by row until nothing changes; None where they contradict."""
    bounds = {cell: Bounds(system.low[cell], None) for cell in system.missing}
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


def _allowed(amount: int, bounds: Bounds) -> bool:
    return (bounds.low is None or amount >= bounds.low) and (bounds.high is None or amount <= bounds.high)


def _eliminated(system: System, rows: Sequence[Row]) -> Mapping[int, int]:
    """The missing cells that combining rows leaves as the only unknown."""
    active: list[Active] = [
        ({cell: factor for cell, factor in row.coefficients.items() if cell in system.missing}, row.residual)
        for row in rows
    ]
    reduced: list[tuple[int, Active]] = []
    while any(row[0] for row in active):
        used = min((row for row in active if row[0]), key=lambda row: len(row[0]))
        cell = next(iter(used[0]))
        reduced = [(each, _without(row, used, cell)) for each, row in reduced]
        active = eliminate(active, used, cell)
        reduced.append((cell, used))
    if any(residual for _, residual in active):
        return {}
    return {
        cell: -residual // terms[cell]
        for cell, (terms, residual) in reduced
        if len(terms) == 1 and residual % terms[cell] == 0
    }


def _without(row: Active, used: Active, cell: int) -> Active:
    return eliminate([row], used, cell)[0]


def _say(case: Case, system: System, rows: Sequence[Row], cell: int, amount: int) -> Implied:
    codes = dict.fromkeys(case.checks[row.check][0] for row in rows if cell in row.coefficients)
    return Implied(path=system.cells[cell].path, value=system.number(amount, cell), reasons=tuple(codes))
