"""Rules that are written down in YAML, for people who do not program. They become the same checks as rules in Python.

``sum`` (a whole and its parts), ``balance`` (what came in and what went out), ``carry_over`` (this year takes over what
last year left), ``if``/``then``, ``range``, and the kinds of :mod:`extractor.schemas.declared_kinds`. docs/rules.md
shows each.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import cast, get_args

from extractor.errors import SchemaError
from extractor.schemas.check import Check, Compared
from extractor.schemas.declared_kinds import MORE_KINDS, needed, path_in, presence
from extractor.schemas.declared_weights import PARTS
from extractor.schemas.expression import Expression, Node, one_of, other, total, when
from extractor.schemas.form import Form, Schema
from extractor.schemas.linear import Number
from extractor.schemas.pattern import ALL, Bindings, FieldKind, bind, fields, names_in
from extractor.schemas.rehearsal import checks_of, specimen
from extractor.schemas.rule import PREVIOUS_YEAR, Rule, Severity
from extractor.schemas.vocabulary import holds
from extractor.schemas.yaml_source import Located, read_yaml

SIDES = ("equals", "at_least", "at_most", "more_than", "less_than")
OPTIONS = "is"
"""What a text may be, in an if or a then; of a box, true or false."""
PRESENT = "present"
"""That a field holds a value, in an if or a then."""

KINDS = ("sum", "balance", "carry_over", "range", "if", *MORE_KINDS)
_COMMON = ("code", "text", "severity", "forms", "except", *KINDS, "then")
_MARGINS = ("within", "rounded", "truncated", "blank")
_SEVERITIES: tuple[Severity, ...] = get_args(Severity)

_ROW_NUMBER = re.compile(r"\.\d+\.")

Make = Callable[[Node, Bindings], Iterator[Check]]
"""The checks of one binding."""


@dataclass(frozen=True, slots=True)
class _DeclaredAmount:
    """A number, a field, or the sum of several paths; ``blank``: parts without a value add nothing."""

    number: Number | None
    patterns: tuple[str, ...]
    excluded: frozenset[str]
    blank: bool = False

    def of(self, report: Node, bindings: Bindings) -> Expression | Number:
        """The amount in one check."""
        if self.number is not None:
            return self.number
        found = [node for pattern in self.patterns for node in fields(report, pattern, self.excluded, bindings)]
        single = len(self.patterns) == 1 and ALL not in self.patterns[0] and not self.blank
        return found[0] if single and found else total(found, blank=0 if self.blank else None)

    def moments(self, report: Node, bindings: Bindings) -> list[Node]:
        """The dates or times that it names. SchemaError where it names something else."""
        found = [each for path in self.patterns for each in fields(report, path, self.excluded, bindings, "moment")]
        if not found:
            raise SchemaError("a date or time is compared with another one")
        return found


@dataclass(frozen=True, slots=True)
class _Body:
    """What a kind of rule yields: where its names in angle brackets are bound, and the checks of one binding."""

    bound_by: str
    make: Make
    excluded: frozenset[str] = frozenset()
    kind: FieldKind = "number"

    def checks(self, report: Node) -> Iterator[Check]:
        """The checks of one report: what a rule's function yields."""
        found = bind(report, self.bound_by, self.excluded, {}, self.kind) if names_in(self.bound_by) else iter(({},))
        for bindings in found:
            yield from self.make(report, bindings)


@dataclass(frozen=True, slots=True)
class Declared:
    """A rule as it is written, the names of the forms it is for (none: those it fits), and where it stands."""

    rule: Rule
    forms: tuple[str, ...]
    source: Located


def read_rules(path: Path) -> tuple[Declared, ...]:
    """The rules of a YAML file. SchemaError with the line of whatever is wrong with it."""
    return parse_rules(path.read_text("utf-8"), path.name)


def parse_rules(text: str, file: str) -> tuple[Declared, ...]:
    """The rules of a YAML text; ``file`` is how errors call it."""
    root = read_yaml(text, file).mapping("the file", PARTS)
    if not root:
        raise SchemaError(f"{file}: the file lists its rules under rules:")
    return rules_in(root["rules"]) if "rules" in root else ()


def rules_in(listed: Located) -> tuple[Declared, ...]:
    """The rules of a list in YAML."""
    return tuple(_rule(item) for item in listed.sequence())


def add_rules(schema: Schema, declared: tuple[Declared, ...]) -> Schema:
    """The schema with these rules on every form they fit. SchemaError for a rule that fits none, or not its form."""
    forms = {form.name: list(form.rules) for form in schema.forms}
    for each in declared:
        for name in each.forms:
            if name not in forms:
                each.source.refuse(f"{schema.name} has no form {name}; it has {', '.join(forms)}")
        misfits = {form.name: _misfit(each.rule, form) for form in schema.forms if form.name in (each.forms or forms)}
        fitting = [name for name, problem in misfits.items() if problem is None]
        if not fitting or (each.forms and len(fitting) < len(each.forms)):
            problem = next(problem for problem in misfits.values() if problem is not None)
            each.source.refuse(f"rule {each.rule.code}: {problem}")
        for name in fitting:
            if any(rule.code == each.rule.code for rule in forms[name]):
                each.source.refuse(f"there is a rule {each.rule.code} already")
            forms[name].append(each.rule)
    return replace(schema, forms=tuple(replace(form, rules=tuple(forms[form.name])) for form in schema.forms))


def _misfit(rule: Rule, form: Form) -> str | None:
    """Why a rule does not fit a form; None where it does."""
    try:
        checks = list(checks_of(rule, form, specimen(form)))
    except SchemaError as error:
        return str(error)
    if not checks or not all(check.paths for check in checks):
        return "it concerns no field; sums, products and bounds are of numbers, order and unique of a whole column"
    if rule.needs and any(_ROW_NUMBER.search(path) for check in checks for path in check.paths):
        return "the rows of a list are not the same from year to year; compare them by name, in Python"
    return None


def _rule(item: Located) -> Declared:
    parts = item.mapping("a rule", _COMMON)
    for name in ("code", "text"):
        if name not in parts:
            item.refuse(f"a rule has a {name}")
    code, text = parts["code"].text("code"), parts["text"].text("text")
    kinds = [kind for kind in KINDS if kind in parts]
    if len(kinds) != 1:
        item.refuse(f"rule {code} is one of {', '.join(KINDS)}; it says {' and '.join(kinds) or 'none of them'}")
    if ("then" in parts) != (kinds == ["if"]):
        item.refuse(f"rule {code}: if and then go together")
    excluded = (
        frozenset(each.text("a key") for each in parts["except"].sequence()) if "except" in parts else frozenset()
    )
    body = _READ[kinds[0]](parts, excluded) if kinds[0] in _READ else _more(kinds[0], parts, excluded)
    crossing = kinds == ["carry_over"]
    severity: Severity = "warning" if crossing else "error"
    if "severity" in parts:
        severity = cast(Severity, parts["severity"].choice("severity", _SEVERITIES))
    forms = tuple(str(each.value) for each in parts["forms"].sequence()) if "forms" in parts else ()
    try:
        rule = Rule(code, text, body.checks, severity, (PREVIOUS_YEAR,) if crossing else ())
    except SchemaError as error:
        item.refuse(str(error))
    return Declared(rule, forms, item)


def _more(kind: str, parts: Mapping[str, Located], excluded: frozenset[str]) -> _Body:
    said = parts[kind].value
    found = MORE_KINDS[kind](parts[kind], excluded, _margins(said if isinstance(said, Mapping) else {}))
    return _Body(found.bound_by, found.make, excluded, found.ends_in)


def _sum(parts: Mapping[str, Located], excluded: frozenset[str]) -> _Body:
    known = parts["sum"].mapping("sum", ("whole", "parts", *_MARGINS))
    whole = path_in(needed(parts["sum"], known, "whole"))
    blank = "blank" in known and _blank(known["blank"])
    added = _DeclaredAmount(None, _patterns(needed(parts["sum"], known, "parts"), whole), excluded, blank)
    finish = _margins(known)

    def make(report: Node, bindings: Bindings) -> Iterator[Check]:
        for node in fields(report, whole, excluded, bindings):
            yield finish(node == added.of(report, bindings))

    return _Body(whole, make, excluded)


def _balance(parts: Mapping[str, Located], excluded: frozenset[str]) -> _Body:
    known = parts["balance"].mapping("balance", ("in", "out", *_MARGINS))
    first = path_in(needed(parts["balance"], known, "in").sequence()[0])
    blank = "blank" in known and _blank(known["blank"])
    came, went = (
        _DeclaredAmount(None, _patterns(needed(parts["balance"], known, k), first), excluded, blank)
        for k in ("in", "out")
    )
    finish = _margins(known)

    def make(report: Node, bindings: Bindings) -> Iterator[Check]:
        one, two = came.of(report, bindings), went.of(report, bindings)
        assert isinstance(one, Expression)
        yield finish(one == two)

    return _Body(first, make, excluded)


def _carry_over(parts: Mapping[str, Located], excluded: frozenset[str]) -> _Body:
    known = parts["carry_over"].mapping("carry_over", ("from", "to", "within", "rounded", "truncated"))
    to = path_in(needed(parts["carry_over"], known, "to"))
    (left,) = _patterns(needed(parts["carry_over"], known, "from"), to)
    finish = _margins(known)

    def make(report: Node, bindings: Bindings) -> Iterator[Check]:
        before = fields(other(report, PREVIOUS_YEAR), left, excluded, bindings)
        for now, then in zip(fields(report, to, excluded, bindings), before, strict=True):
            yield finish(now == then)

    return _Body(to, make, excluded)


def _range(parts: Mapping[str, Located], excluded: frozenset[str]) -> _Body:
    field, make = _comparisons(parts["range"], "range", excluded)
    return _Body(field, make, excluded, "any")


def _if(parts: Mapping[str, Located], excluded: frozenset[str]) -> _Body:
    first, *others = parts["if"].sequence() or (parts["if"],)
    field, holding = _demands(first, "if", excluded)
    conditions = [holding, *(_demands(each, "if", excluded, field)[1] for each in others)]
    _, consequences = _demands(parts["then"], "then", excluded, field)

    def make(report: Node, bindings: Bindings) -> Iterator[Check]:
        for held in product(*(condition(report, bindings) for condition in conditions)):
            for check in consequences(report, bindings):
                for condition in reversed(held):
                    check = when(condition).then(check)
                yield check

    for each in (first, *others):
        stated = cast(Mapping[str, Located], each.value)
        if len([side for side in (*SIDES, OPTIONS, PRESENT) if side in stated]) != 1:
            each.refuse(f"if has one of {', '.join((*SIDES, OPTIONS, PRESENT))}")
    return _Body(field, make, excluded, "any")


def _demands(item: Located, what: str, excluded: frozenset[str], bound_by: str = "") -> tuple[str, Make]:
    """A number with its bounds, a text with what it may be, or any field that is not empty."""
    if isinstance(item.value, Mapping) and PRESENT in item.value:
        known = item.mapping(what, ("field", PRESENT))
        own = path_in(needed(item, known, "field"))
        return own, presence(known[PRESENT], own, excluded, known[PRESENT].flag(PRESENT))
    if not isinstance(item.value, Mapping) or OPTIONS not in item.value:
        return _comparisons(item, what, excluded, bound_by)
    known = item.mapping(what, ("field", OPTIONS))
    field = _patterns(needed(item, known, "field"), bound_by)[0] if bound_by else path_in(needed(item, known, "field"))
    if isinstance(known[OPTIONS].value, bool):
        return field, _box(field, excluded, known[OPTIONS].flag(OPTIONS))
    options = tuple(each.text("what a text may be") for each in known[OPTIONS].sequence())
    if not options:
        known[OPTIONS].refuse("the list is empty")

    def make(report: Node, bindings: Bindings) -> Iterator[Check]:
        for node in fields(report, field, excluded, bindings, "text"):
            yield one_of(node, *options)

    return field, make


def _box(field: str, excluded: frozenset[str], expected: bool) -> Make:
    def make(report: Node, bindings: Bindings) -> Iterator[Check]:
        for node in fields(report, field, excluded, bindings, "flag"):
            yield holds(node, expected)

    return make


_COMPARED: Mapping[str, Callable[[Node, Expression | Number], Compared]] = {
    "equals": lambda node, against: node == against,
    "at_least": lambda node, against: node >= against,
    "at_most": lambda node, against: node <= against,
    "more_than": lambda node, against: node > against,
    "less_than": lambda node, against: node < against,
}


def _comparisons(item: Located, what: str, excluded: frozenset[str], bound_by: str = "") -> tuple[str, Make]:
    """``field`` with one or more of the sides: a check for each."""
    known = item.mapping(what, ("field", *SIDES, *_MARGINS))
    field = _patterns(needed(item, known, "field"), bound_by)[0] if bound_by else path_in(needed(item, known, "field"))
    blank = "blank" in known and _blank(known["blank"])
    sides = {side: _amount(known[side], excluded, blank, bound_by or field) for side in SIDES if side in known}
    if not sides:
        item.refuse(f"{what} has {', '.join(SIDES[:-1])} or {SIDES[-1]}")
    finish = _margins(known)

    def make(report: Node, bindings: Bindings) -> Iterator[Check]:
        for node in fields(report, field, excluded, bindings):
            for side, amount in sides.items():
                against = amount.of(report, bindings)
                yield finish(_COMPARED[side](node, against))
        for node in fields(report, field, excluded, bindings, "moment"):
            for side, amount in sides.items():
                yield from (_COMPARED[side](node, each) for each in amount.moments(report, bindings))

    return field, make


def _margins(known: Mapping[str, Located]) -> Callable[[Compared], Compared]:
    within = known["within"].number("within") if "within" in known else None
    rounded = "rounded" in known and known["rounded"].flag("rounded")
    truncated = "truncated" in known and known["truncated"].flag("truncated")
    if rounded and truncated:
        known["truncated"].refuse("numbers are rounded or truncated, not both")
    if within is not None and within < 0:
        known["within"].refuse("within is a distance: it is not negative")

    def finish(check: Compared) -> Compared:
        check = check.within(within) if within is not None else check
        return check.rounded() if rounded else check.truncated() if truncated else check

    return finish


def _blank(item: Located) -> bool:
    if item.number("blank") != 0:
        item.refuse("blank is 0, or left out: then a blank part makes the check not applicable")
    return True


def _amount(item: Located, excluded: frozenset[str], blank: bool, bound_by: str) -> _DeclaredAmount:
    if isinstance(item.value, str) or (isinstance(item.value, tuple) and item.value):
        return _DeclaredAmount(None, _patterns(item, bound_by), excluded, blank)
    return _DeclaredAmount(item.number("a bound"), (), excluded)


def _patterns(item: Located, bound_by: str) -> tuple[str, ...]:
    """Paths whose names in angle brackets all stand in the path that binds them."""
    found = []
    for each in item.sequence():
        pattern = path_in(each)
        for name in names_in(pattern):
            if name not in names_in(bound_by):
                each.refuse(f"<{name}> does not stand in {bound_by}, so nothing says what it is; * adds up all")
        found.append(pattern)
    if not found:
        item.refuse("the list is empty")
    return tuple(found)


_READ: Mapping[str, Callable[[Mapping[str, Located], frozenset[str]], _Body]] = {
    "sum": _sum,
    "balance": _balance,
    "carry_over": _carry_over,
    "range": _range,
    "if": _if,
}
