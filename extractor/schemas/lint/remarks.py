"""The lint of a form: problems that keep a rule from doing its work, and limits that its owner should know."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias

from extractor.schemas.check import Comparison, Conditional, Relation
from extractor.schemas.form import INDEX, ROW_NUMBER, Form
from extractor.schemas.linear import Values
from extractor.schemas.lint.exact import CONSTANT, Constraint, feasible, implied
from extractor.schemas.lint.incidence import Print, SpecimenCheck, factors, prints_of
from extractor.schemas.lint.separation import Separation, separate
from extractor.schemas.rule import Rule

Kind: TypeAlias = Literal[
    "infeasible",
    "only_negative",
    "never_checkable",
    "empty",
    "clash",
    "redundant",
    "implied",
    "blind",
    "only_warned",
    "detect_only",
    "alike",
    "triple",
    "idle_weight",
]
"""Problems. infeasible: no numbers satisfy the rules. only_negative: only numbers below zero do. never_checkable: no
document can decide the rule. empty: its fields cancel out. clash: wherever the condition of the first rule holds, these
rules contradict each other.

Limits. redundant: everything the rule says follows from others. implied: a check follows from others. blind: no check
of this document alone. only_warned: checks that warn, none that refuses. detect_only: one check that refuses, so a
mistake is seen and cannot be placed. alike: fields that leave the same trace. triple: one that looks like two others.
idle_weight: a field has a weight, and no check that refuses can ever call it wrong.
"""

STRICT = Fraction(1, 10**12)
"""What two numbers differ by at least where one is more than the other: less than any printed number can show."""

PROBLEMS: frozenset[Kind] = frozenset({"infeasible", "only_negative", "never_checkable", "empty", "clash"})


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know. ``rules`` are codes, ``paths`` the fields it is about."""

    kind: Kind
    rules: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()

    @property
    def is_problem(self) -> bool:
        """Whether a rule does not do its work."""
        return self.kind in PROBLEMS


@dataclass(frozen=True)
class PrintLint:
    """One way to print the form. ``equations``: exact ones, of which ``independent`` say something of their own."""

    omitted: tuple[str, ...]
    fields: int
    equations: int
    independent: int
    separation: Separation
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class FormLint:
    """A form: remarks about its rules as such, and one lint for each way to print it."""

    form: Form
    remarks: tuple[Remark, ...]
    prints: tuple[PrintLint, ...]

    @property
    def problems(self) -> tuple[Remark, ...]:
        """What has to be mended."""
        inside = tuple(remark for each in self.prints for remark in each.remarks)
        return tuple(dict.fromkeys(remark for remark in (*self.remarks, *inside) if remark.is_problem))


def lint_form(form: Form) -> FormLint:
    """Everything that can be said about the rules of a form without a document."""
    prints = prints_of(form)
    remarks = (*_rule_remarks(form, prints), *_idle_weights(form, prints))
    return FormLint(form, remarks, tuple(_lint(each) for each in prints))


def _rule_remarks(form: Form, prints: Sequence[Print]) -> Iterator[Remark]:
    for rule in form.rules:
        checks = [each for found in prints for each in found.checks if each.rule is rule]
        if not any(each.applies for each in checks):
            yield Remark("never_checkable", (rule.code,))
        elif all(_is_empty(each, found.values) for found in prints for each in found.checks if each.rule is rule):
            yield Remark("empty", (rule.code,))


def _idle_weights(form: Form, prints: Sequence[Print]) -> Iterator[Remark]:
    """Weights that never count: the search for wrong fields looks at those of checks that refuse."""
    checks = [each.check for found in prints for each in found.checks if each.severity == "error"]
    searched = {ROW_NUMBER.sub(f".{INDEX}", path) for check in checks for path in check.own_paths}
    idle = tuple(path for path in form.weights if path not in searched)
    if idle:
        yield Remark("idle_weight", paths=idle)


def _is_empty(each: SpecimenCheck, values: Values) -> bool:
    inner = each.check.check if isinstance(each.check, Conditional) else each.check
    return each.applies and isinstance(inner, Comparison) and not factors(inner, values) and not each.rule.needs


def _lint(found: Print) -> PrintLint:
    rows = [_row(equation, found.values) for equation in found.equations]
    following = set(implied(rows))
    separation = separate(found.columns)
    remarks = (
        *_contradictions(found),
        *_dead_conditions(found),
        *_clashes(found),
        *_implied(found, following),
        *_coverage(found),
        *(Remark("alike", paths=group) for group in separation.alike),
        *(Remark("triple", paths=triple) for triple in separation.triples),
    )
    omitted = tuple(row.label.printed for row in found.omitted)
    return PrintLint(omitted, len(found.fields), len(rows), len(rows) - len(following), separation, remarks)


def _row(check: Comparison, values: Values) -> Mapping[str, Fraction]:
    constant = Fraction(check.difference.constant)
    return factors(check, values) | ({CONSTANT: constant} if constant else {})


def _constraints(check: Comparison, values: Values) -> tuple[Constraint, ...]:
    """The check as bounds; a margin lets each bound give way by so much, rounding is no bound that is known here."""
    if check.by_rounding:
        return ()
    row, margin = dict(_row(check, values)), Fraction(check.tolerance)
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


def _demanded(found: Print) -> list[tuple[Rule, tuple[Constraint, ...]]]:
    return [
        (each.rule, _constraints(each.check, found.values))
        for each in found.checks
        if each.applies and each.severity == "error" and isinstance(each.check, Comparison)
    ]


def _contradictions(found: Print) -> Iterator[Remark]:
    """Error rules that no document can obey: a smallest set of them that contradicts itself."""
    demanded = _demanded(found)
    kinds: tuple[tuple[Kind, bool], ...] = (("infeasible", False), ("only_negative", True))
    for kind, positive in kinds:
        if not feasible(_all(demanded), positive):
            core = _core(demanded, positive)
            yield Remark(kind, tuple(dict.fromkeys(rule.code for rule, _ in core)))
            return


def _core(
    demanded: Sequence[tuple[Rule, tuple[Constraint, ...]]], positive: bool
) -> list[tuple[Rule, tuple[Constraint, ...]]]:
    core = list(demanded)
    for each in demanded:
        fewer = [other for other in core if other is not each]
        if not feasible(_all(fewer), positive):
            core = fewer
    return core


def _all(demanded: Sequence[tuple[Rule, tuple[Constraint, ...]]]) -> list[Constraint]:
    return [constraint for _, constraints in demanded for constraint in constraints]


def _dead_conditions(found: Print) -> Iterator[Remark]:
    """Conditions that hold in no document that obeys the error rules."""
    demanded = _all(_demanded(found))
    alive: dict[str, bool] = {}
    for each in found.checks:
        if isinstance(each.check, Conditional) and each.applies and isinstance(each.check.condition, Comparison):
            possible = feasible([*demanded, *_constraints(each.check.condition, found.values)])
            alive[each.rule.code] = alive.get(each.rule.code, False) or possible
    yield from (Remark("never_checkable", (code,)) for code, possible in alive.items() if not possible)


def _clashes(found: Print) -> Iterator[Remark]:
    """Conditions that can hold, and under which the checks that are asked then contradict each other or the rest."""
    demanded = _all(_demanded(found))
    asked = [
        (each.rule.code, each.check.condition, each.check.check)
        for each in found.checks
        if each.applies and each.severity == "error" and isinstance(each.check, Conditional)
    ]
    comparisons = [
        (code, condition, check)
        for code, condition, check in asked
        if isinstance(condition, Comparison) and isinstance(check, Comparison)
    ]
    for code, condition, _ in comparisons:
        holds = [*demanded, *_constraints(condition, found.values)]
        if not feasible(holds, True):
            continue
        then = [(other, each) for other, when, each in comparisons if _follows(when, holds, found.values)]
        together = [*holds, *(bound for _, each in then for bound in _constraints(each, found.values))]
        if not feasible(together, True):
            codes = dict.fromkeys((code, *(other for other, _ in then)))
            yield Remark("clash", tuple(codes))
            return


def _follows(check: Comparison, known: Sequence[Constraint], values: Values) -> bool:
    """Whether a comparison holds in every report that obeys ``known``: nothing that breaks it is left."""
    breaking: tuple[Relation, ...] = _BROKEN_BY[check.relation]
    bounds = [_constraints(replace(check, relation=each, tolerance=0), values) for each in breaking]
    return not check.by_rounding and not any(feasible([*known, *each], True) for each in bounds)


_BROKEN_BY: Mapping[Relation, tuple[Relation, ...]] = {
    "=": ("<", ">"),
    "≤": (">",),
    "≥": ("<",),
    "<": ("≥",),
    ">": ("≤",),
}


def _implied(found: Print, following: set[int]) -> Iterator[Remark]:
    exact = set(map(id, found.equations))
    rules = [each.rule.code for each in found.checks if id(each.check) in exact]
    wholly = Counter(rules[number] for number in following)
    for code, number in wholly.items():
        if number == rules.count(code):
            yield Remark("redundant", (code,))
    for number in sorted(following):
        if wholly[rules[number]] < rules.count(rules[number]):
            yield Remark("implied", (rules[number],), found.equations[number].own_paths[:1])


def _coverage(found: Print) -> Iterator[Remark]:
    refused: Counter[str] = Counter()
    warned: set[str] = set()
    for each in found.checks:
        if each.applies and each.severity == "error":
            refused.update(each.check.own_paths)
        elif each.applies and not each.rule.needs:
            warned.update(each.check.own_paths)
    unproven = [path for path in found.fields if not refused[path]]
    kinds: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("blind", tuple(path for path in unproven if path not in warned)),
        ("only_warned", tuple(path for path in unproven if path in warned)),
        ("detect_only", tuple(path for path in found.fields if refused[path] == 1)),
    )
    yield from (Remark(kind, paths=paths) for kind, paths in kinds if paths)
