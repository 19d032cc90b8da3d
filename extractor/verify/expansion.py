"""The checks of a rule in one document, expanded once for all documents that look alike to the rule.

A rule is a function of what it asks the report: which totals are left blank, how many rows a list has, how rows are
called. Its checks hold no numbers, so they are kept, together with the questions and their answers, and used again for
every document that gives the same answers. Numbers enter when a check is evaluated.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from extractor.schemas.check import Check
from extractor.schemas.expression import Root, report_node
from extractor.schemas.form import State, Value
from extractor.schemas.linear import Number, Values
from extractor.schemas.rule import Rule

RULES_KEPT = 1000
SHAPES_KEPT = 16
"""Documents that look different to a rule (blank totals, numbers of rows) whose checks are kept."""

Question: TypeAlias = tuple[str, str]


class Expanded(NamedTuple):
    """A check, and the fields of the report itself that take part in it."""

    check: Check
    paths: tuple[str, ...]


class _Shape(NamedTuple):
    answers: dict[Question, object]
    checks: tuple[Expanded, ...]

    def fits(self, values: Values) -> bool:
        return all(_ask(values, question) == answer for question, answer in self.answers.items())


@dataclass(frozen=True, slots=True)
class _Watched(Values):
    """Values that note what a rule asks. It has no cells of its own, so that nothing is asked without being noted."""

    document: Values = field(default_factory=lambda: Values({}))
    answers: dict[Question, object] = field(default_factory=dict)

    def cell(self, path: str) -> tuple[State, Value | None]:
        found = self.document.cell(path)
        self.answers["cell", path] = found
        return found

    def state(self, path: str) -> State:
        found = self.document.state(path)
        self.answers["state", path] = found
        return found

    def number(self, path: str) -> Number | None:
        found = self.document.number(path)
        self.answers["number", path] = found
        return found

    def text(self, path: str) -> str | None:
        found = self.document.text(path)
        self.answers["text", path] = found
        return found

    def count(self, path: str) -> int:
        found = self.document.count(path)
        self.answers["count", path] = found
        return found

    def names(self, path: str) -> tuple[str, ...]:
        found = self.document.names(path)
        self.answers["names", path] = found
        return found


def _ask(values: Values, question: Question) -> object:
    name, path = question
    if name == "state":
        return values.state(path)
    if name == "count":
        return values.count(path)
    if name == "names":
        return values.names(path)
    return values.text(path) if name == "text" else values.number(path) if name == "number" else values.cell(path)


_KEPT: OrderedDict[tuple[int, int], tuple[Rule, Root, list[_Shape]]] = OrderedDict()


def expand(rule: Rule, record: Root, values: Values) -> Iterator[Expanded]:
    """The checks of a rule in a report with these values. Raises what the rule raises, after the checks before it."""
    key = (id(rule), id(record))
    known = _KEPT.get(key)
    shapes = known[2] if known is not None else []
    shape = next((each for each in shapes if each.fits(values)), None)
    if shape is not None:
        yield from shape.checks
        return
    watched = _Watched({}, document=values)
    checks: list[Expanded] = []
    for check in rule.function(report_node(record, watched)):
        checks.append(Expanded(check, check.own_paths))
        yield checks[-1]
    # Rule and record are kept as well: while they are, no other object has their identity.
    _KEPT[key] = (rule, record, [_Shape(watched.answers, tuple(checks)), *shapes][:SHAPES_KEPT])
    while len(_KEPT) > RULES_KEPT:
        _KEPT.popitem(last=False)
