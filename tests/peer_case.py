"""What test suites of other editing systems ask, restated: rules and a record of an invented form, and what follows.

Systems: errorlocate, editrules, validatetools, validate, deductive, deducorrect, lintools, dcmodify (all of them in R).
Only facts are taken over, which numbers stand where and what is expected of them; fields and words are invented.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Annotated, NamedTuple

from pydantic import create_model

from extractor.schemas.check import Check
from extractor.schemas.expression import Node, report_node
from extractor.schemas.form import Form, State, Value
from extractor.schemas.language import Amount, Claim, Record, Text, compile_form
from extractor.schemas.linear import Values
from extractor.schemas.rule import Rule
from extractor.verify.diagnose.syndrome import Category, Sighting, SyndromeCase, SyndromeCell

NUMBERS = ("hay", "rye", "oat", "tar", "oil", "tin", "fur", "wax", "ale", "tea", "jam")
TEXTS = ("ship", "flag", "port", "mate")
Rules = Callable[[Node], Iterable[Check]]


def _claim(name: str) -> Claim:
    return Claim(name, rf"{name}: (?P<value>\S+)")


FIELDS: dict[str, object] = {
    **{name: (Annotated[Amount, _claim(name)], None) for name in NUMBERS},
    **{name: (Annotated[Text, _claim(name)], None) for name in TEXTS},
}
CARGO: type[Record] = create_model("Cargo", __base__=Record, **FIELDS)  # type: ignore[call-overload]  # by name
FORM = compile_form("cargo", CARGO)


class Outside(NamedTuple):
    """Cases of a system that cannot be written as rules, and the reason."""

    system: str
    number: int
    what: str


@dataclass(frozen=True)
class PeerCase:
    """One question. ``held``: what is read; None is what nobody read. ``fixed``: fields that are beyond doubt.

    Expected is what the other system says: the checks that ``fail`` or are ``unknown``, by number; the fields that are
    ``wrong`` (a set of them, or several between which nothing decides), or how many (``size``); what is ``proposed``
    first, and whether that is a ``slip`` of one digit; what is ``implied``; the ``factors`` of the last check; what the
    lint calls the rules (``lint``), and whether they are ``refused``. ``differs``: why we say something else, which is
    expected here.
    """

    system: str
    about: str
    rules: Rules
    held: Mapping[str, object] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()
    whole: bool = False
    fail: tuple[int, ...] | None = None
    unknown: tuple[int, ...] = ()
    wrong: tuple[str, ...] | None = None
    size: int | None = None
    proposed: Mapping[str, object] | None = None
    implied: Mapping[str, object] | None = None
    slip: bool | None = None
    lint: Mapping[str, tuple[str, ...]] | None = None
    factors: Mapping[str, int] | None = None
    refused: bool = False
    differs: str = ""

    @property
    def form(self) -> Form:
        """The invented form with these rules, each of which makes one check."""
        expected = len(list(self.rules(report_node(CARGO, Values({})))))
        return replace(FORM, rules=tuple(self._rule(number) for number in range(expected)))

    def _rule(self, number: int) -> Rule:
        def function(report: Node) -> Iterator[Check]:
            yield list(self.rules(report))[number]

        return Rule(f"r{number + 1}", f"rule {number + 1}", function)

    @property
    def values(self) -> Values:
        """What was read of the record."""
        return Values({path: _read(path, value) for path, value in self.held.items()})

    @property
    def syndrome(self) -> SyndromeCase:
        """The record as diagnosis sees it."""
        checks = tuple((f"r{n}", c) for n, c in enumerate(self.rules(report_node(CARGO, self.values)), start=1))
        cells = {path: self._cell(path) for path in self.held if path in NUMBERS}
        texts = {path: self._category(path) for path in self.held if path in TEXTS}
        return SyndromeCase(self.values, cells, lambda _: checks, (), texts)

    def _cell(self, path: str) -> SyndromeCell:
        state, value = _read(path, self.held[path])
        held = Sighting(state, value if not isinstance(value, str) else None)
        return SyndromeCell(path, held, self.whole, path in self.fixed, weight=self.weights.get(path, 1))

    def _category(self, path: str) -> Category:
        state, value = _read(path, self.held[path])
        text = value if isinstance(value, str) else None
        return Category(path, state, text, path in self.fixed, weight=self.weights.get(path, 1))


def _read(path: str, value: object) -> tuple[State, Value | None]:
    if value is None:
        return "unread", None
    return "read", str(value) if path in TEXTS else Decimal(str(value))


def record(names: str, *values: object) -> dict[str, object]:
    """A record of these fields, in order."""
    return dict(zip(names.split(), values, strict=True))
