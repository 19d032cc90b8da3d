"""Deductive imputation: what the rules say about fields that nobody read."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.verify.diagnose.bounds import narrow
from extractor.verify.diagnose.cell_limits import Bounds, limits_of
from extractor.verify.diagnose.explanation import Implied
from extractor.verify.diagnose.peeling import Active, eliminate
from extractor.verify.diagnose.syndrome import SyndromeCase
from extractor.verify.diagnose.system import System, SystemRow, components


def imply(case: SyndromeCase, system: System) -> tuple[Implied, ...]:
    """Values that follow for missing cells, from checks that are nowhere contradicted.

    A missing cell follows where its limits and those of its rows leave one amount (no count is negative), or where
    combining rows leaves it as the only unknown. Where any connected check fails, nothing follows.
    """
    found: list[Implied] = []
    limits = limits_of(case, system.unit)
    for rows in components(system.rows):
        unknown = {cell for row in rows for cell in row.coefficients} & system.missing
        if not unknown or any(row.residual and not unknown.intersection(row.coefficients) for row in rows):
            continue
        bounds = narrow(system, rows, limits)
        if bounds is None:
            continue
        solved = _eliminated(system, rows)
        for cell in sorted(unknown):
            only = bounds[cell].only
            amount = only if only is not None else solved.get(cell)
            if amount is not None and not amount % system.step[cell] and _allowed(amount, bounds[cell]):
                found.append(_say(case, system, rows, cell, amount))
    return (*found, *_limited(case, system, limits))


def _limited(case: SyndromeCase, system: System, limits: Mapping[str, Bounds]) -> Iterator[Implied]:
    """Missing cells of no equation for which limits of their own leave one whole number."""
    for path, (low, high) in limits.items():
        if path not in system.numbers and low is not None and low == high and not low % system.unit:
            codes = dict.fromkeys(code for code, check in case.checks if path in check.own_paths)
            amount = low // system.unit
            value = amount if case.cells[path].whole else Decimal(amount)
            yield Implied(path=path, value=value, reasons=tuple(codes), also_read=value in case.cells[path].also)


def _allowed(amount: int, bounds: Bounds) -> bool:
    return (bounds.low is None or amount >= bounds.low) and (bounds.high is None or amount <= bounds.high)


def _eliminated(system: System, rows: Sequence[SystemRow]) -> Mapping[int, int]:
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


def _say(case: SyndromeCase, system: System, rows: Sequence[SystemRow], cell: int, amount: int) -> Implied:
    codes = dict.fromkeys(case.checks[row.check][0] for row in rows if cell in row.coefficients)
    value, found = system.number(amount, cell), system.cells[cell]
    return Implied(path=found.path, value=value, reasons=tuple(codes), also_read=value in found.also)
