"""Which field stands in which check, with which factor: the matrix behind everything a lint can say.

A form that prints one of several rows in the same place (one row, or the three that replace it) is linted once for each
way it can be printed, because no document has both.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from extractor.schemas.check import Check, Comparison, Conditional
from extractor.schemas.form import BlockSpec, Form, RowSpec
from extractor.schemas.linear import OTHER, Linear, Values
from extractor.schemas.rehearsal import checks_of, specimen
from extractor.schemas.rule import Rule, Severity
from extractor.schemas.state import NUMBERS

Column = Mapping[int, Fraction]
"""The factors of one field, by the number of the check."""


@dataclass(frozen=True, slots=True)
class SpecimenCheck:
    """One check of a rule over a specimen. ``applies``: some document of this print can decide it."""

    rule: Rule
    check: Check
    applies: bool

    @property
    def severity(self) -> Severity:
        """How much a broken check weighs."""
        return self.rule.severity


@dataclass(frozen=True)
class Print:
    """One way to print a form: the rows that are left out, the fields that remain, and the checks over them."""

    omitted: tuple[RowSpec, ...]
    fields: tuple[str, ...]
    checks: tuple[SpecimenCheck, ...]
    values: Values

    @property
    def equations(self) -> tuple[Comparison, ...]:
        """The checks by which a wrong field can be named: equations without a margin that every document must obey."""
        return tuple(
            each.check
            for each in self.checks
            if each.applies
            and each.severity == "error"
            and isinstance(each.check, Comparison)
            and _is_exact(each.check)
        )

    @property
    def columns(self) -> Mapping[str, Column]:
        """The column of every field in the equations; empty for a field that stands in none."""
        found: dict[str, dict[int, Fraction]] = {path: {} for path in self.fields}
        for number, equation in enumerate(self.equations):
            for path, factor in factors(equation, self.values).items():
                found[path][number] = factor
        return found


def prints_of(form: Form) -> tuple[Print, ...]:
    """Every way to print the form, with two rows in each of its lists."""
    found: list[Print] = []
    for omitted in _omissions(form):
        absent = frozenset(path for row in omitted for path in row.paths)
        values = specimen(form, absent=absent)
        checks = tuple(
            SpecimenCheck(rule, check, _applies(check, values))
            for rule in form.rules
            for check in checks_of(rule, form, values)
        )
        found.append(Print(omitted, tuple(_fields(form, values, absent)), checks, values))
    return tuple(found)


def factors(check: Comparison, values: Values) -> dict[str, Fraction]:
    """The factors of left side minus right side over the fields that are printed, without those that cancel out."""
    return linear_factors(check.difference, values)


def linear_factors(sum_: Linear, values: Values) -> dict[str, Fraction]:
    """The factors of a sum over the fields that are printed."""
    return {
        path: Fraction(factor)
        for path, factor in sum_.factors.items()
        if factor and not path.startswith(OTHER) and values.state(path) != "absent"
    }


def _is_exact(check: Comparison) -> bool:
    return check.relation == "=" and not check.by_rounding and not check.tolerance


def _applies(check: Check, values: Values) -> bool:
    """Whether the check has a field to look at and needs none that this print leaves out."""
    if isinstance(check, Conditional):
        return _applies(check.check, values) and _applies(check.condition, values)
    if not isinstance(check, Comparison):
        return not any(values.state(path) == "absent" for path in check.paths)
    terms = (*check.left.terms, *check.right.terms)
    lost = any(values.state(term.path) == "absent" and not term.blank_counts_nothing for term in terms)
    printed = any(values.state(term.path) != "absent" for term in terms)
    return printed and not lost and not check.left.empty and not check.right.empty


def _fields(form: Form, values: Values, absent: frozenset[str]) -> Iterator[str]:
    """The fields that hold numbers, row by row; who and which year are not for rules to prove."""
    if form.shape is not None:
        yield from (path for path in values.cells if form.field(path).kind in NUMBERS)
        return
    identities = {claim.path for claim in form.claims if claim.identity}
    for path, spec in form.fields.items():
        if spec.kind == "text" or path in absent or path in identities:
            continue
        before, repeated, _ = path.partition(".{n}.")
        for number in range(values.count(before)) if repeated else (0,):
            yield path.replace("{n}", str(number))


def _omissions(form: Form) -> Iterator[tuple[RowSpec, ...]]:
    """The rows that are left out, for every way to print the form."""
    choices = [choice for table in form.tables for block in table.blocks for choice in _choices(block)]
    for chosen in product(*choices):
        yield tuple(row for rows in chosen for row in rows)


def _choices(block: BlockSpec) -> Iterator[tuple[tuple[RowSpec, ...], ...]]:
    """For every group of rows that replace each other: what may be left out of it."""
    left = {row.key: row for row in block.rows if row.instead_of or _is_replaced(row, block)}
    while left:
        group = _group(next(iter(left)), left)
        ways = {frozenset(other for other in group if _conflict(left[key], left[other])) for key in group}
        yield tuple(tuple(left[key] for key in group if key in way) for way in sorted(ways, key=sorted))
        left = {key: row for key, row in left.items() if key not in group}


def _group(key: str, rows: Mapping[str, RowSpec]) -> tuple[str, ...]:
    group = {key}
    while True:
        more = {other for other in rows for one in group if _conflict(rows[one], rows[other])}
        if more <= group:
            return tuple(name for name in rows if name in group)
        group |= more


def _conflict(one: RowSpec, other: RowSpec) -> bool:
    return other.key in one.instead_of or one.key in other.instead_of


def _is_replaced(row: RowSpec, block: BlockSpec) -> bool:
    return any(row.key in other.instead_of for other in block.rows)
