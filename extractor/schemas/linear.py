"""Sums of fields: what every rule comes down to.

A :class:`Linear` is factors times fields plus a constant. It is exact (int and Decimal) and knows which of its fields
were read, so that a value that is missing is never counted as zero by accident.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from extractor.schemas.state import State, Value

Number: TypeAlias = int | Decimal

OTHER = "@"
"""Opens the path of a field in another document of the same body: ``@previous_year.table.row.total``."""

_NUMBERED = ("read", "computed")

SPOKEN_BLANKS = frozenset({"blank", "absent", "not_applicable"})
"""States that say that no value is printed. ``unread`` is not among them: it says nothing."""


@dataclass(frozen=True, slots=True)
class Values:
    """The state and value of every field of one document, by path, and how many rows each repeated row has.

    ``counts`` is keyed by the path of the list (``requests.components``). A path that is not there is unread, or
    what ``missing`` says. ``others`` are documents of the same body, under the names that rules ask for them.
    """

    cells: Mapping[str, tuple[State, Value | None]]
    counts: Mapping[str, int] = field(default_factory=dict)
    others: "Mapping[str, Values]" = field(default_factory=dict)
    missing: State = "unread"

    def cell(self, path: str) -> tuple[State, Value | None]:
        """The state and the value of a field."""
        found = self.cells.get(path)
        if found is None and path.startswith(OTHER):
            name, _, rest = path[len(OTHER) :].partition(".")
            return self.others[name].cell(rest) if name in self.others else ("absent", None)
        return found or (self.missing, None)

    def state(self, path: str) -> State:
        """The state of a field."""
        return self.cell(path)[0]

    def number(self, path: str) -> Number | None:
        """The number read for a field or computed for it, or None."""
        state, value = self.cell(path)
        return value if state in _NUMBERED and isinstance(value, (int, Decimal)) else None

    def text(self, path: str) -> str | None:
        """The characters read for a text field, or None."""
        state, value = self.cell(path)
        return value if state == "read" and isinstance(value, str) else None

    def count(self, path: str) -> int:
        """How many rows a repeated row has."""
        if path.startswith(OTHER):
            name, _, rest = path[len(OTHER) :].partition(".")
            return self.others[name].count(rest) if name in self.others else 0
        known = self.counts.get(path)
        if known is not None:
            return known
        return max((int(name) + 1 for name in self.names(path) if name.isdigit()), default=0)

    def names(self, path: str) -> tuple[str, ...]:
        """What stands directly below a path: the keys that the document gave, or the numbers of rows."""
        if path.startswith(OTHER):
            name, _, rest = path[len(OTHER) :].partition(".")
            return self.others[name].names(rest) if name in self.others else ()
        inside = f"{path}."
        return tuple(
            dict.fromkeys(each[len(inside) :].partition(".")[0] for each in self.cells if each.startswith(inside))
        )


class Term(NamedTuple):
    """One field in a sum. ``blank_counts_nothing``: the rule says that a field with no value adds nothing."""

    path: str
    factor: Number = 1
    blank_counts_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum as found in one document: its amount over the fields that were read, and the fields that were not."""

    amount: Number
    read: int
    unread: tuple[str, ...]
    blank: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Linear:
    """``terms`` and ``constant``. ``empty``: it holds a sum over no rows at all, which says nothing."""

    terms: tuple[Term, ...]
    constant: Number = 0
    empty: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """The fields, each once, in the order of the rule."""
        return tuple(dict.fromkeys(term.path for term in self.terms))

    @property
    def factors(self) -> dict[str, Number]:
        """The factor of every field, fields that stand several times added up."""
        found: dict[str, Number] = {}
        for term in self.terms:
            found[term.path] = found.get(term.path, 0) + term.factor
        return found

    def plus(self, other: "Linear", factor: int = 1) -> "Linear":
        """This sum plus ``factor`` times the other."""
        more = other if factor == 1 else other.times(factor)
        return Linear(self.terms + more.terms, self.constant + more.constant, self.empty or other.empty)

    def times(self, factor: Number) -> "Linear":
        """Every factor and the constant multiplied."""
        terms = tuple(Term(term.path, term.factor * factor, term.blank_counts_nothing) for term in self.terms)
        return Linear(terms, self.constant * factor, self.empty)

    def counting_blanks_as_nothing(self) -> "Linear":
        """The same sum, with fields that hold no value adding nothing."""
        terms = tuple(term if term.blank_counts_nothing else Term(term.path, term.factor, True) for term in self.terms)
        return Linear(terms, self.constant, self.empty)

    def evaluate(self, values: Values) -> Sum:
        """The sum in one document. ``blank`` lists only the fields whose blank the rule does not allow for."""
        amount, read = self.constant, 0
        unread: list[str] = []
        blank: list[str] = []
        cells = values.cells
        for path, factor, blank_counts_nothing in self.terms:
            state, number = cells.get(path) or values.cell(path)
            if state in _NUMBERED and isinstance(number, (int, Decimal)):
                amount += number if factor == 1 else factor * number
                read += 1
            elif state not in SPOKEN_BLANKS:
                unread.append(path)
            elif not blank_counts_nothing:
                blank.append(path)
        return Sum(amount, read, tuple(unread), tuple(blank))

    def rounding(self, values: Values) -> Number:
        """How far rounding can carry the sum from its true amount: half a unit in the last printed place of each field.

        The last printed place is the exponent of a Decimal as it was read (``12.50``: hundredths, ``1E+3``:
        thousands); of a whole number it is the ones.
        """
        slack = Decimal(0)
        for path, factor in self.factors.items():
            number = values.number(path)
            if number is not None:
                slack += (factor if factor > 0 else -factor) * half_unit(number)
        return slack

    def truncation(self, values: Values) -> tuple[Number, Number]:
        """How far the sum of what is printed may lie below and above 0 where the true one is 0 and places were cut off.

        One unit in the last printed place of each field, away from zero; of a printed 0 to both sides.
        """
        below = above = Decimal(0)
        for path, factor in self.factors.items():
            number = values.number(path)
            if number is not None and factor:
                unit = 2 * half_unit(number) * (factor if factor > 0 else -factor)
                outwards = (number > 0) == (factor > 0)
                below += unit if outwards or not number else 0
                above += unit if not outwards or not number else 0
        return below, above

    def render(self, name: Callable[[str], str]) -> str:
        """The sum in words, with ``name`` giving the words for a field."""
        out = ""
        for term in self.terms:
            size = abs(term.factor)
            sign = "−" if term.factor < 0 else "+"
            out += (f" {sign} " if out else "− " if sign == "−" else "") + (f"{size} × " if size != 1 else "")
            out += name(term.path)
        if self.constant or not out:
            out += f" + {self.constant}" if out else str(self.constant)
        return out


def half_unit(number: Number) -> Decimal:
    """Half a unit in the last printed place of a number. Exact: 0.05 for 12.3, 0.5 for 12."""
    exponent = number.as_tuple().exponent if isinstance(number, Decimal) else 0
    assert isinstance(exponent, int), "a value that was read is a finite number"
    return Decimal((0, (5,), exponent - 1))
