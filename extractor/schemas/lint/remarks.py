"""The lint of a form: problems that keep a rule from doing its work, and limits that its owner should know."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from extractor.schemas.check import Comparison, Conditional, Membership
from extractor.schemas.form import INDEX, ROW_NUMBER, Form
from extractor.schemas.linear import Values
from extractor.schemas.lint.demands import Demanded, constraints_of, row_of, unfolded
from extractor.schemas.lint.exact import Constraint, feasible, implied
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
    rows = [row_of(equation, found.values) for equation in found.equations]
    following = set(implied(rows))
    separation = separate(found.columns)
    remarks = (
        *_contradictions(found),
        *_without_text(found),
        *_dead_conditions(found),
        *_clashes(found),
        *_implied(found, following),
        *_coverage(found),
        *(Remark("alike", paths=group) for group in separation.alike),
        *(Remark("triple", paths=triple) for triple in separation.triples),
    )
    omitted = tuple(row.label.printed for row in found.omitted)
    return PrintLint(omitted, len(found.fields), len(rows), len(rows) - len(following), separation, remarks)


def _demanded(found: Print) -> list[tuple[Rule, tuple[Constraint, ...]]]:
    return [
        (each.rule, constraints_of(each.check, found.values))
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


def _without_text(found: Print) -> Iterator[Remark]:
    """Rules that list the texts of a category and have none in common."""
    listed: dict[str, list[tuple[str, Membership]]] = {}
    for each in found.checks:
        if isinstance(each.check, Membership) and each.applies and each.severity == "error":
            listed.setdefault(each.check.path, []).append((each.rule.code, each.check))
    for path, checks in listed.items():
        if not Demanded(found.values).all_of(check for _, check in checks).texts[path]:
            yield Remark("infeasible", tuple(dict.fromkeys(code for code, _ in checks)), (path,))


def _always(found: Print) -> Demanded:
    """What every document must obey, whatever the conditions."""
    checks = (each.check for each in found.checks if each.applies and each.severity == "error")
    return Demanded(found.values).all_of(check for check in checks if not isinstance(check, Conditional))


def _dead_conditions(found: Print) -> Iterator[Remark]:
    """Conditions that hold in no document that obeys the error rules."""
    always = _always(found)
    alive: dict[str, bool] = {}
    for each in found.checks:
        conditions, _ = unfolded(each.check)
        if conditions and each.applies:
            holding = always.all_of(conditions)
            possible = all(holding.texts.values()) and feasible(holding.constraints)
            alive[each.rule.code] = alive.get(each.rule.code, False) or possible
    yield from (Remark("never_checkable", (code,)) for code, possible in alive.items() if not possible)


def _clashes(found: Print) -> Iterator[Remark]:
    """Conditions that can hold, and from which follow checks that contradict each other or the rest, in some steps."""
    always = _always(found)
    folded = [each for each in found.checks if each.applies and each.severity == "error"]
    asked = [(each.rule.code, *unfolded(each.check)) for each in folded if isinstance(each.check, Conditional)]
    for code, conditions, _ in asked:
        holds = always.all_of(conditions)
        codes, waiting = {code: None}, list(asked)
        possible = holds.possible
        while possible:
            then = [each for each in waiting if all(map(holds.implies, each[1]))]
            if not then:
                break
            waiting = [each for each in waiting if each not in then]
            holds = holds.all_of(check for _, _, check in then)
            codes.update(dict.fromkeys(other for other, _, _ in then))
            if not holds.possible:
                yield Remark("clash", tuple(codes))
                return


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
