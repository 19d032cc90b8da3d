"""What checks demand, as far as it can be reasoned about: bounds on sums of fields, and texts of categories."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from extractor.schemas.check import Check, Comparison, Conditional, Membership, Relation, plain_text
from extractor.schemas.linear import Values
from extractor.schemas.lint.exact import CONSTANT, Constraint, feasible
from extractor.schemas.lint.incidence import factors

STRICT = Fraction(1, 10**12)
"""What two numbers differ by at least where one is more than the other: less than any printed number can show."""

BROKEN_BY: Mapping[Relation, tuple[Relation, ...]] = {
    "=": ("<", ">"),
    "≤": (">",),
    "≥": ("<",),
    "<": ("≥",),
    ">": ("≤",),
}
"""The comparisons one of which holds where another does not."""


@dataclass(frozen=True, slots=True)
class Demanded:
    """What must hold: ``constraints`` on numbers, and for each category the ``texts`` that are left for it."""

    values: Values
    constraints: tuple[Constraint, ...] = ()
    texts: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def also(self, check: Check) -> "Demanded":
        """The same, and that a check holds; of a kind that cannot be reasoned about nothing is demanded."""
        if isinstance(check, Membership):
            options = frozenset(map(plain_text, check.options))
            return replace(self, texts={**self.texts, check.path: self.texts.get(check.path, options) & options})
        if isinstance(check, Comparison):
            return replace(self, constraints=(*self.constraints, *constraints_of(check, self.values)))
        return self

    def all_of(self, checks: Iterable[Check]) -> "Demanded":
        """The same, and that these checks hold."""
        found = self
        for check in checks:
            found = found.also(check)
        return found

    @property
    def possible(self) -> bool:
        """Whether some numbers that are not negative and some texts satisfy everything."""
        return all(self.texts.values()) and feasible(self.constraints, True)

    def implies(self, check: Check) -> bool:
        """Whether a check holds in every report that satisfies this: nothing that breaks it is left."""
        if isinstance(check, Membership):
            left = self.texts.get(check.path)
            return left is not None and left <= frozenset(map(plain_text, check.options))
        if not isinstance(check, Comparison) or check.by_rounding:
            return False
        broken = [replace(check, relation=each, tolerance=0) for each in BROKEN_BY[check.relation]]
        return not any(self.also(each).possible for each in broken)


def row_of(check: Comparison, values: Values) -> Mapping[str, Fraction]:
    """The left side minus the right one."""
    constant = Fraction(check.difference.constant)
    return factors(check, values) | ({CONSTANT: constant} if constant else {})


def constraints_of(check: Comparison, values: Values) -> tuple[Constraint, ...]:
    """The check as bounds; a margin lets each bound give way by so much, rounding is no bound that is known here."""
    if check.by_rounding:
        return ()
    row, margin = dict(row_of(check, values)), Fraction(check.tolerance)
    if check.relation == "=" and not margin:
        return (Constraint(row, "="),)
    low, high = dict(row), dict(row)
    low[CONSTANT] = row.get(CONSTANT, Fraction(0)) + margin
    high[CONSTANT] = row.get(CONSTANT, Fraction(0)) - margin
    strict = STRICT if check.relation in ("<", ">") else 0
    high[CONSTANT] += strict
    low[CONSTANT] -= strict
    most = (Constraint(high, "≤"),) if check.relation in ("=", "≤", "<") else ()
    least = (Constraint(low, "≥"),) if check.relation in ("=", "≥", ">") else ()
    return most + least


def unfolded(check: Check) -> tuple[tuple[Check, ...], Check]:
    """The conditions of a check, the outer ones first, and what is asked where they all hold."""
    conditions: list[Check] = []
    while isinstance(check, Conditional):
        conditions.append(check.condition)
        check = check.check
    return tuple(conditions), check
