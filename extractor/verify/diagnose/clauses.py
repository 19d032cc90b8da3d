"""Checks of every kind as bounds on sums of whole numbers and choices among texts, some only under conditions.

What :mod:`extractor.verify.diagnose.system` leaves out is here as well: orders, margins, rounded numbers, conditions
and categories. Amounts are scaled by a power of ten, so that nothing is ever rounded.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from extractor.schemas.check import Check, Comparison, Conditional, Membership, plain_text
from extractor.schemas.linear import Number
from extractor.verify.diagnose.syndrome import SyndromeCase
from extractor.verify.diagnose.system import applies, exact_comparison, places_of, power_of_ten


class LinearBound(NamedTuple):
    """``low ≤ Σ coefficient · amount ≤ high``, by path; None where there is no limit on that side."""

    coefficients: Mapping[str, int]
    low: int | None
    high: int | None


class Choice(NamedTuple):
    """The text of a field is one of these: as rules write them, by what is left without spaces and width."""

    path: str
    options: Mapping[str, str]


Demand: TypeAlias = LinearBound | Choice


class Clause(NamedTuple):
    """``demand`` must hold where all ``conditions`` do. ``check`` is the number of the check in the case."""

    check: int
    conditions: tuple[Demand, ...]
    demand: Demand

    @property
    def paths(self) -> frozenset[str]:
        """The fields that take part."""
        return frozenset(path for each in (*self.conditions, self.demand) for path in paths_of(each))


@dataclass(frozen=True)
class Tangle:
    """Checks that hang together, at least one of which fails and one of which is no plain equation.

    ``exponent``: amounts stand for that many decimals. ``places``: the decimals of amounts in rounded checks, which
    they keep: the margin of such a check follows from them.
    """

    clauses: tuple[Clause, ...]
    failing: tuple[int, ...]
    exponent: int
    places: Mapping[str, int]

    @property
    def paths(self) -> frozenset[str]:
        """The fields that take part."""
        return frozenset(path for clause in self.clauses for path in clause.paths)

    @property
    def unit(self) -> int:
        """What the number 1 is in the limits."""
        return power_of_ten(self.exponent)


def paths_of(demand: Demand) -> Iterable[str]:
    """The fields a demand speaks of."""
    return (demand.path,) if isinstance(demand, Choice) else demand.coefficients


def tangles(case: SyndromeCase) -> list[Tangle]:
    """The sets of connected checks that elimination alone cannot settle."""
    exponent = _exponent(case)
    clauses = [
        clause for index, (_, check) in enumerate(case.checks) for clause in _clauses(index, check, exponent, case)
    ]
    found: list[Tangle] = []
    for group in _connected(case, clauses):
        checks = sorted({clause.check for clause in group})
        failing = tuple(index for index in checks if case.checks[index][1].evaluate(case.values).outcome == "fail")
        plain = all(_plain_equation(case.checks[index][1], case) for index in checks)
        if failing and not plain:
            found.append(Tangle(tuple(group), failing, exponent, _places(case, checks)))
    return found


def _places(case: SyndromeCase, checks: Iterable[int]) -> dict[str, int]:
    rounded = [each for index in checks for each in _comparisons(case.checks[index][1]) if each.by_rounding]
    cells = [case.cells[path] for each in rounded for path in each.own_paths if path in case.cells]
    return {c.path: places_of(c.held.value) for c in cells if isinstance(c.held.value, Decimal) and not c.whole}


def _plain_equation(check: Check, case: SyndromeCase) -> bool:
    return isinstance(check, Comparison) and exact_comparison(check, case.values) is not None


def _clauses(index: int, check: Check, exponent: int, case: SyndromeCase) -> Iterator[Clause]:
    """A check as a clause; none where it does not apply to what was read, or is of a kind that is not known here."""
    conditions: list[Demand] = []
    while isinstance(check, Conditional):
        condition = _demand(check.condition, exponent, case)
        if condition is None:
            return
        conditions.append(condition)
        check = check.check
    demand = _demand(check, exponent, case)
    if demand is not None:
        yield Clause(index, tuple(conditions), demand)


def _demand(check: Check, exponent: int, case: SyndromeCase) -> Demand | None:
    if isinstance(check, Membership):
        known = case.categories.get(check.path)
        speaks = known is not None and (known.missing or known.text is not None)
        return Choice(check.path, {plain_text(text): text for text in check.options}) if speaks else None
    if not isinstance(check, Comparison) or check.left.empty or check.right.empty:
        return None
    difference = check.difference
    if not applies(difference.terms, case) and check.evaluate(case.values).outcome != "fail":
        return None
    factor_unit = power_of_ten(max((places_of(term.factor) for term in difference.terms), default=0))
    unit = power_of_ten(exponent) * factor_unit
    coefficients = {path: int(factor * factor_unit) for path, factor in difference.factors.items() if factor}
    below, above = (int(each * unit) for each in check.reach(case.values))
    constant, strict = int(difference.constant * unit), check.relation in ("<", ">")
    return LinearBound(
        coefficients,
        low=-below - constant + strict if check.relation not in ("≤", "<") else None,
        high=above - constant - strict if check.relation not in ("≥", ">") else None,
    )


def _exponent(case: SyndromeCase) -> int:
    """Decimals enough for every number that is read, and for every constant and margin."""
    numbers: list[Number] = [c.held.value for c in case.cells.values() if isinstance(c.held.value, Decimal)]
    for _, check in case.checks:
        for each in _comparisons(check):
            numbers += [each.left.constant, each.right.constant, each.slack(case.values)]
    return max((places_of(number) for number in numbers), default=0)


def _comparisons(check: Check) -> Iterator[Comparison]:
    if isinstance(check, Conditional):
        yield from _comparisons(check.condition)
        yield from _comparisons(check.check)
    elif isinstance(check, Comparison):
        yield check


def _connected(case: SyndromeCase, clauses: Sequence[Clause]) -> list[list[Clause]]:
    """Clauses that share a field that may change, together."""
    groups: list[tuple[set[str], list[Clause]]] = []
    for clause in clauses:
        paths, members = {path for path in clause.paths if changeable(case, path)}, [clause]
        apart = []
        for group in groups:
            if group[0] & paths:
                paths |= group[0]
                members = [*group[1], *members]
            else:
                apart.append(group)
        groups = [*apart, (paths, members)]
    return [members for _, members in groups]


def changeable(case: SyndromeCase, path: str) -> bool:
    """Whether an explanation may change a field, or nothing is known of it."""
    if path in case.categories:
        return case.categories[path].open or case.categories[path].missing
    return path in case.cells and (case.cells[path].open or case.cells[path].missing)
