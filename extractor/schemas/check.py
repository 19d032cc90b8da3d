"""Checks: what a rule yields. A check is data, from which come its outcome, its residual, its fields and its text."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, NoReturn, TypeAlias
from unicodedata import normalize

from extractor.errors import SchemaError
from extractor.schemas.linear import OTHER, SPOKEN_BLANKS, Linear, Number, Values
from extractor.schemas.phrases import ENGLISH, Phrases

CheckOutcome: TypeAlias = Literal["pass", "fail", "unknown", "not_applicable"]
Relation: TypeAlias = Literal["=", "≤", "≥", "<", ">"]

ROUNDED_RELATIONS: dict[Relation, str] = {"=": "≈", "≤": "⪅", "≥": "⪆", "<": "⪅", ">": "⪆"}
"""How a comparison of rounded numbers is written."""

EMPTY_CELLS = frozenset({"blank", "not_applicable"})
"""States of a cell that is there and holds no number."""

BRANCH_MESSAGE = (
    "a rule may not branch on a value of the report (if, and, or, not, in, ==-chains): the other branch would hide a "
    "check; write when(condition).then(check)"
)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcome of a check in one document.

    ``left`` and ``right`` are the two sides and ``residual`` their difference, where they could be computed; ``slack``
    is how far apart the check lets them be.
    ``unread`` and ``blank`` name the fields that kept the check from being decided; of a check that fails, ``blank`` is
    the total that is printed empty beside its parts.
    """

    outcome: CheckOutcome
    left: Number = 0
    right: Number = 0
    slack: Number = 0
    unread: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()

    @property
    def residual(self) -> Number:
        """Left side minus right side."""
        return self.left - self.right


class Check:
    """Something that must hold. Subclasses evaluate themselves; none has a truth value."""

    __slots__ = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """The fields that take part, each once; those of the left side first."""
        raise NotImplementedError

    @property
    def own_paths(self) -> tuple[str, ...]:
        """The fields of the report itself, without those of other documents."""
        return tuple(path for path in self.paths if not path.startswith(OTHER))

    def evaluate(self, values: Values) -> Evaluation:
        """The outcome in one document."""
        raise NotImplementedError

    def render(self, name: Callable[[str], str], phrases: Phrases = ENGLISH) -> str:
        """The check in words: ``name`` gives the words for a field, ``phrases`` those between them."""
        raise NotImplementedError

    def explain(self, name: Callable[[str], str], values: Values) -> str:
        """Why it fails in one document, in labels, values and signs, which are the same in every language."""
        return self.render(name)

    def __bool__(self) -> NoReturn:
        raise SchemaError(BRANCH_MESSAGE)


class Compared(Check):
    """Two numbers or dates compared: what a comparison in a rule gives. SchemaError for a margin it cannot have."""

    __slots__ = ()

    def within(self, tolerance: Number) -> "Compared":
        """The same, satisfied when the sides are at most ``tolerance`` apart."""
        raise SchemaError("dates are compared as they are; within() is for numbers")

    def rounded(self) -> "Compared":
        """The same between numbers that are rounded to the places they are printed with."""
        raise SchemaError("dates are compared as they are; rounded() is for numbers")

    def truncated(self) -> "Compared":
        """The same between numbers whose further places were cut off when they were printed."""
        raise SchemaError("dates are compared as they are; truncated() is for numbers")


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Compared):
    """Two sums compared. ``tolerance`` is the distance at which they still count as equal (or in order).

    ``by_rounding``: the printed numbers are rounded, so the sides may differ by what rounding can explain; with
    ``cut_off`` they are truncated instead, so that each true number is at least as far from zero as the printed one.
    """

    left: Linear
    relation: Relation
    right: Linear
    tolerance: Number = 0
    by_rounding: bool = False
    cut_off: bool = False

    def within(self, tolerance: Number) -> "Comparison":
        """The same comparison, satisfied when the sides are at most ``tolerance`` apart."""
        if isinstance(tolerance, bool) or not isinstance(tolerance, (int, Decimal)) or tolerance < 0:
            raise SchemaError(f"within() takes a whole number or a Decimal that is not negative, not {tolerance!r}")
        return replace(self, tolerance=tolerance)

    def rounded(self) -> "Comparison":
        """The same comparison between numbers that are rounded to the places they are printed with.

        Every number stands for the closed interval of half a unit in its last printed place on both sides; the check
        fails only if no true numbers in these intervals satisfy it. Closed, because rounding halves to even can reach
        either end. A number without a fraction is taken as rounded to ones.
        """
        return replace(self, by_rounding=True, cut_off=False)

    def truncated(self) -> "Comparison":
        """The same comparison between numbers whose further places were cut off when they were printed.

        Every number stands for the closed interval from itself to one unit in its last printed place further from zero;
        a printed 0 may be less than a unit on either side. Closed, as for :meth:`rounded`.
        """
        return replace(self, by_rounding=True, cut_off=True)

    def slack(self, values: Values) -> Number:
        """How far apart the sides may be in this document, on the side on which they may be further apart."""
        return max(self.reach(values))

    def reach(self, values: Values) -> tuple[Number, Number]:
        """How far below and how far above the right side the left one may be in this document."""
        if not self.by_rounding:
            return self.tolerance, self.tolerance
        if self.cut_off:
            below, above = self.difference.truncation(values)
            return below + self.tolerance, above + self.tolerance
        slack = self.difference.rounding(values) + self.tolerance
        return slack, slack

    @property
    def difference(self) -> Linear:
        """The linear form: left side minus right side."""
        return self.left.plus(self.right, -1)

    @property
    def paths(self) -> tuple[str, ...]:
        """The fields that take part, each once; those of the left side first."""
        return tuple(dict.fromkeys((*self.left.paths, *self.right.paths)))

    def evaluate(self, values: Values) -> Evaluation:
        """Unknown if a field is unread; not applicable if a needed field, or every field, holds no value.

        A total that is printed empty is no such field where its parts add up to something: they say that it is not 0,
        so either it or one of them is not what is printed.
        """
        left, right = self.left.evaluate(values), self.right.evaluate(values)
        unread, blank = left.unread + right.unread, left.blank + right.blank
        if unread:
            return Evaluation("unknown", unread=unread, blank=blank)
        if blank and blank == self._empty_total(values):
            reach = self.reach(values)
            if not self._holds(left.amount - right.amount, reach):
                return Evaluation("fail", left.amount, right.amount, max(reach), blank=blank)
        if blank or self.left.empty or self.right.empty or not left.read + right.read:
            return Evaluation("not_applicable", blank=blank)
        reach = self.reach(values)
        outcome: CheckOutcome = "pass" if self._holds(left.amount - right.amount, reach) else "fail"
        return Evaluation(outcome, left.amount, right.amount, max(reach))

    def _empty_total(self, values: Values) -> tuple[str, ...]:
        """The field that is a side of its own and printed empty, where the other side is a sum with something read."""
        for whole, rest in ((self.left, self.right), (self.right, self.left)):
            summed = self.relation == "=" and _is_total(whole, values) and _is_sum_of_parts(rest)
            if summed and rest.evaluate(values).read:
                return (whole.terms[0].path,)
        return ()

    def _holds(self, residual: Number, reach: tuple[Number, Number]) -> bool:
        below, above = reach
        if self.relation in ("<", ">"):
            loose = above if self.relation == "<" else below
            further = residual if self.relation == "<" else -residual
            return further < loose
        not_more, not_less = residual <= above, -residual <= below
        return not_more and not_less if self.relation == "=" else not_more if self.relation == "≤" else not_less

    def render(self, name: Callable[[str], str], phrases: Phrases = ENGLISH) -> str:
        """The comparison in words; its signs are the same in every language."""
        margin = f" (± {self.tolerance})" if self.tolerance else ""
        relation = ROUNDED_RELATIONS[self.relation] if self.by_rounding else self.relation
        return f"{self.left.render(name)} {relation} {self.right.render(name)}{margin}"


def _is_total(side: Linear, values: Values) -> bool:
    """Whether a side is one field of this report that is printed and holds nothing, or a mark for nothing."""
    if len(side.terms) != 1 or side.constant or side.terms[0].path.startswith(OTHER):
        return False
    return values.state(side.terms[0].path) in EMPTY_CELLS


def _is_sum_of_parts(side: Linear) -> bool:
    return len(side.terms) > 1 or any(term.blank_counts_nothing for term in side.terms)


@dataclass(frozen=True, slots=True, eq=False)
class Membership(Check):
    """A text that must be one of a few: a category. Spaces and the width of characters make no difference."""

    path: str
    options: tuple[str, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The one field."""
        return (self.path,)

    def evaluate(self, values: Values) -> Evaluation:
        """Unknown if the field is unread; not applicable if no text is printed in it."""
        if values.state(self.path) in SPOKEN_BLANKS:
            return Evaluation("not_applicable", blank=self.paths)
        text = values.text(self.path)
        if text is None:
            return Evaluation("unknown", unread=self.paths)
        return Evaluation("pass" if plain_text(text) in map(plain_text, self.options) else "fail")

    def render(self, name: Callable[[str], str], phrases: Phrases = ENGLISH) -> str:
        """The field and its options in words."""
        return phrases.one_of.format(field=name(self.path), options=phrases.options(self.options))


def plain_text(text: str) -> str:
    """A text without spaces and with characters of ordinary width, as categories are compared."""
    return "".join(normalize("NFKC", text).split())


@dataclass(frozen=True, slots=True, eq=False)
class Conditional(Check):
    """A check that is asked only where a condition holds."""

    condition: Check
    check: Check

    @property
    def paths(self) -> tuple[str, ...]:
        """The fields of the check, then those of the condition, each once."""
        return tuple(dict.fromkeys((*self.check.paths, *self.condition.paths)))

    def evaluate(self, values: Values) -> Evaluation:
        """Not applicable where the condition does not hold, unknown where it cannot be told."""
        condition = self.condition.evaluate(values)
        if condition.outcome == "pass":
            return self.check.evaluate(values)
        return replace(condition, outcome="not_applicable" if condition.outcome == "fail" else condition.outcome)

    def render(self, name: Callable[[str], str], phrases: Phrases = ENGLISH) -> str:
        """The condition and the check in words."""
        condition, check = self.condition.render(name, phrases), self.check.render(name, phrases)
        return phrases.if_then.format(condition=condition, check=check)
