"""Linear algebra over fractions: no rounding, so that "implied" and "cannot hold" are proofs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

Row: TypeAlias = Mapping[str, Fraction]
Bound: TypeAlias = Literal["=", "≤", "≥"]

CONSTANT = ""
"""The column of the constant in an equation ``sum of fields + constant = 0``."""


class Elimination:
    """Equations taken in one after the other; each is reduced by those before it."""

    def __init__(self) -> None:
        self._pivots: dict[str, dict[str, Fraction]] = {}

    def add(self, row: Row) -> bool:
        """Take an equation in; False if it follows from those before it."""
        reduced = self.reduce(row)
        pivot = next((name for name in reduced if name != CONSTANT), None)
        if pivot is None:
            if reduced:
                self._pivots[CONSTANT] = reduced
            return bool(reduced)
        scaled = {name: factor / reduced[pivot] for name, factor in reduced.items()}
        for name, other in self._pivots.items():
            if pivot in other:
                self._pivots[name] = _minus(other, scaled, other[pivot])
        self._pivots[pivot] = scaled
        return True

    def reduce(self, row: Row) -> dict[str, Fraction]:
        """What is left of an equation when the others are subtracted from it; nothing if it follows from them."""
        left = {name: factor for name, factor in row.items() if factor}
        for pivot, other in self._pivots.items():
            if pivot in left:
                left = _minus(left, other, left[pivot] / other[pivot])
        return left


def implied(rows: Sequence[Row]) -> tuple[int, ...]:
    """The rows that follow from all the others together, last ones first given up: without them nothing is lost."""
    kept = Elimination()
    return tuple(number for number, row in enumerate(rows) if not kept.add(row))


def rank(rows: Sequence[Row]) -> int:
    """How many of the rows say something of their own."""
    return len(rows) - len(implied(rows))


@dataclass(frozen=True, slots=True)
class Constraint:
    """``sum of fields + constant`` is 0, at most 0, or at least 0."""

    row: Row
    relation: Bound


def feasible(constraints: Sequence[Constraint], at_least_zero: bool = False) -> bool:
    """Whether any numbers satisfy all constraints; ``at_least_zero``: numbers that are not negative.

    First phase of the simplex method over fractions with Bland's rule, which always ends.
    """
    if all(_holds_at_zero(each) for each in constraints):
        return True
    tableau = [_standard(each, number, at_least_zero) for number, each in enumerate(constraints)]
    basis = [f"artificial {number}" for number in range(len(tableau))]
    while True:
        cost: dict[str, Fraction] = {}
        for name, row in zip(basis, tableau, strict=True):
            if name.startswith("artificial "):
                cost = _minus(cost, row, Fraction(-1))
        entering = min((name for name, gain in cost.items() if name != CONSTANT and gain > 0), default=None)
        if entering is None:
            return cost.get(CONSTANT, Fraction(0)) == 0
        ratios = [
            (row.get(CONSTANT, Fraction(0)) / row[entering], basis[number], number)
            for number, row in enumerate(tableau)
            if row.get(entering, 0) > 0
        ]
        _, _, leaving = min(ratios)
        _pivot(tableau, leaving, entering)
        basis[leaving] = entering


def _standard(constraint: Constraint, number: int, at_least_zero: bool) -> dict[str, Fraction]:
    """``row · x = constant`` with x at least 0 and the constant at least 0; free fields are split in two."""
    row: dict[str, Fraction] = {}
    for name, factor in constraint.row.items():
        if name != CONSTANT:
            row[f"+{name}"] = factor
            if not at_least_zero:
                row[f"-{name}"] = -factor
    if constraint.relation != "=":
        row[f"slack {number}"] = Fraction(1 if constraint.relation == "≤" else -1)
    constant = -constraint.row.get(CONSTANT, Fraction(0))
    if constant < 0:
        row, constant = {name: -factor for name, factor in row.items()}, -constant
    return row | ({CONSTANT: constant} if constant else {})


def _pivot(tableau: list[dict[str, Fraction]], leaving: int, entering: str) -> None:
    factor = tableau[leaving][entering]
    tableau[leaving] = {name: each / factor for name, each in tableau[leaving].items()}
    for number, row in enumerate(tableau):
        if number != leaving and entering in row:
            tableau[number] = _minus(row, tableau[leaving], row[entering])


def _holds_at_zero(constraint: Constraint) -> bool:
    constant = constraint.row.get(CONSTANT, Fraction(0))
    return (
        constant == 0 if constraint.relation == "=" else constant <= 0 if constraint.relation == "≤" else constant >= 0
    )


def _minus(row: Row, other: Row, factor: Fraction) -> dict[str, Fraction]:
    found = dict(row)
    for name, each in other.items():
        left = found.get(name, Fraction(0)) - factor * each
        if left:
            found[name] = left
        else:
            found.pop(name, None)
    return found
