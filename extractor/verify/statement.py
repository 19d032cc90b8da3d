"""The rules of a form in the words of the form, so that a person who knows it can sign them off."""

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.readers.reading import FieldReading, Reading
from extractor.schemas.check import Check, Comparison, Conditional
from extractor.schemas.form import Form
from extractor.schemas.linear import Term
from extractor.schemas.phrases import ENGLISH, Phrases
from extractor.schemas.rehearsal import checks_of, specimen
from extractor.schemas.rule import Rule
from extractor.verify.consolidate import PREFERRED, consolidate
from extractor.verify.field_labels import Labels, name_fields


@dataclass(frozen=True, slots=True)
class Demand:
    """One equation with the labels of its fields, and the rows, columns or groups for which it must hold.

    ``where`` is empty where the equation stands once. Rows of a list are called #1, #2.
    """

    equation: str
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleStatement:
    """A rule, how many checks it makes of a report, and what they demand. ``blanks``: parts left blank add nothing."""

    rule: Rule
    checks: int
    demands: tuple[Demand, ...]
    blanks: bool


def state_rules(form: Form, phrases: Phrases = ENGLISH) -> tuple[RuleStatement, ...]:
    """Every rule of the form, for a report with two rows in each of its lists, in the words of its language."""
    values = specimen(form)
    named = {path: text for path in values.cells if (text := values.text(path)) is not None}
    fields = {path: FieldReading(path=path, state="read", value=text) for path, text in named.items()}
    reading = Reading(reader=PREFERRED, version="", fields=fields)
    labels = Labels(consolidate(form, (reading,), others=values.others), phrases)
    return tuple(_state(rule, tuple(checks_of(rule, form, values)), labels) for rule in form.rules)


def _state(rule: Rule, checks: tuple[Check, ...], labels: Labels) -> RuleStatement:
    grouped: dict[str, list[str]] = {}
    for check in checks:
        names = name_fields(check.paths, labels)
        where = names.where or _table(check, labels)
        grouped.setdefault(check.render(names.apart.__getitem__, labels.phrases), []).append(where)
    demands = tuple(Demand(equation, tuple(place for place in places if place)) for equation, places in grouped.items())
    blanks = any(term.blank_counts_nothing for check in checks for term in _terms(check))
    return RuleStatement(rule, len(checks), demands, blanks)


def _table(check: Check, labels: Labels) -> str:
    """The title of the table the first field stands in; empty for a claim of the narrative."""
    title, *inner = labels.of(check.own_paths[0]) if check.own_paths else ("",)
    return title if inner else ""


def _terms(check: Check) -> Iterator[Term]:
    if isinstance(check, Comparison):
        yield from (*check.left.terms, *check.right.terms)
    elif isinstance(check, Conditional):
        yield from _terms(check.condition)
        yield from _terms(check.check)
