"""Sums of products of fields: quantity × price, rate × base. What a rule comes down to that multiplies fields.

Numbers are exact. A product is compared as it is printed: with the one field on the other side, which was rounded to
the places it is printed with.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from extractor.errors import SchemaError
from extractor.schemas.check import ROUNDED_RELATIONS, CheckOutcome, Compared, Evaluation, Relation
from extractor.schemas.linear import SPOKEN_BLANKS, Linear, Number, Values, half_unit
from extractor.schemas.phrases import ENGLISH, Phrases


class ProductTerm(NamedTuple):
    """A number times fields. Without fields it is a constant. ``blank_counts_nothing``: as of a term of a sum."""

    factor: Number
    paths: tuple[str, ...]
    blank_counts_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Polynomial:
    """Products added up. ``empty``: it holds a sum over no rows at all, which says nothing."""

    terms: tuple[ProductTerm, ...]
    empty: bool = False

    @classmethod
    def of(cls, found: "Linear | Polynomial") -> "Polynomial":
        """A sum of fields as products of one field each."""
        if isinstance(found, Polynomial):
            return found
        terms = tuple(ProductTerm(each.factor, (each.path,), each.blank_counts_nothing) for each in found.terms)
        constant = (ProductTerm(found.constant, ()),) if found.constant else ()
        return cls(terms + constant, found.empty)

    @property
    def paths(self) -> tuple[str, ...]:
        """The fields, each once, in the order of the rule."""
        return tuple(dict.fromkeys(path for term in self.terms for path in term.paths))

    @property
    def field(self) -> str:
        """The one field that it is; empty where it is more than that."""
        plain = len(self.terms) == 1 and self.terms[0].factor == 1 and len(self.terms[0].paths) == 1
        return self.terms[0].paths[0] if plain else ""

    def plus(self, other: "Polynomial", factor: Number = 1) -> "Polynomial":
        """This plus ``factor`` times the other."""
        return Polynomial(self.terms + other.times(factor).terms, self.empty or other.empty)

    def times(self, factor: Number) -> "Polynomial":
        """Every product multiplied."""
        return Polynomial(tuple(each._replace(factor=each.factor * factor) for each in self.terms), self.empty)

    def by(self, other: "Polynomial") -> "Polynomial":
        """The product of both, multiplied out."""
        terms = tuple(
            ProductTerm(
                one.factor * two.factor,
                one.paths + two.paths,
                one.blank_counts_nothing or two.blank_counts_nothing,
            )
            for one, two in product(self.terms, other.terms)
        )
        return Polynomial(terms, self.empty or other.empty)

    def amount(self, values: Values) -> Number:
        """What it comes to, products with a field that holds nothing left out."""
        return sum((_amount(term, values) for term in self.terms), start=0)

    def bounds(self, values: Values) -> tuple[Number, Number]:
        """The least and the most it can have been before its fields were rounded to the places they are printed with.

        A factor that is printed without a fraction is exact: three pieces are three.
        """
        low: Number = 0
        high: Number = 0
        for term in self.terms:
            ends: tuple[Number, Number] = (term.factor, term.factor)
            for path in term.paths:
                number = values.number(path)
                if number is None:
                    ends = (0, 0)
                    break
                slack = Decimal(0) if len(term.paths) > 1 and _is_whole(number) else half_unit(number)
                corners = [end * each for end in ends for each in (number - slack, number + slack)]
                ends = (min(corners), max(corners))
            low, high = low + ends[0], high + ends[1]
        return low, high

    def render(self, name: Callable[[str], str]) -> str:
        """The products in words, with ``name`` giving the words for a field."""
        out = ""
        for term in self.terms:
            size = abs(term.factor)
            sign = "−" if term.factor < 0 else "+"
            parts = ([str(size)] if size != 1 or not term.paths else []) + [name(path) for path in term.paths]
            out += (f" {sign} " if out else "− " if sign == "−" else "") + " × ".join(parts)
        return out or "0"


@dataclass(frozen=True, slots=True, eq=False)
class ProductComparison(Compared):
    """Two sums of products compared.

    Where one side is one field, that field may be off by the rounding of its last printed place; ``by_rounding``: every
    field that is printed with a fraction may.
    """

    left: Polynomial
    relation: Relation
    right: Polynomial
    tolerance: Number = 0
    by_rounding: bool = False

    def within(self, tolerance: Number) -> "ProductComparison":
        """The same comparison, satisfied when the sides are at most ``tolerance`` apart beyond rounding."""
        if isinstance(tolerance, bool) or not isinstance(tolerance, (int, Decimal)) or tolerance < 0:
            raise SchemaError(f"within() takes a whole number or a Decimal that is not negative, not {tolerance!r}")
        return replace(self, tolerance=tolerance)

    def rounded(self) -> "ProductComparison":
        """The same comparison between numbers that are all rounded to the places they are printed with."""
        return replace(self, by_rounding=True)

    def truncated(self) -> "ProductComparison":
        """Products of numbers whose places were cut off are not told apart from wrong ones: SchemaError."""
        raise SchemaError("truncated() is not for products; write rounded() or within()")

    @property
    def paths(self) -> tuple[str, ...]:
        """The fields that take part, each once; those of the left side first."""
        return tuple(dict.fromkeys((*self.left.paths, *self.right.paths)))

    def evaluate(self, values: Values) -> Evaluation:
        """Unknown if a field is unread; not applicable if a field that is needed, or every field, holds no value."""
        unread, blank, read = _states((*self.left.terms, *self.right.terms), values)
        if unread:
            return Evaluation("unknown", unread=unread, blank=blank)
        if blank or not read or self.left.empty or self.right.empty:
            return Evaluation("not_applicable", blank=blank)
        left, right = self.left.amount(values), self.right.amount(values)
        below, above = self._reach(values, left - right)
        residual = left - right
        not_more, not_less = residual <= above, -residual <= below
        holds = {"=": not_more and not_less, "≤": not_more, "≥": not_less}
        strict = {"<": residual < above, ">": -residual < below}
        outcome: CheckOutcome = "pass" if {**holds, **strict}[self.relation] else "fail"
        return Evaluation(outcome, left, right, max(below, above))

    def _reach(self, values: Values, residual: Number) -> tuple[Number, Number]:
        """How far below and above the right side the left one may be."""
        if self.by_rounding:
            low, high = self.left.plus(self.right, -1).bounds(values)
            return high - residual + self.tolerance, residual - low + self.tolerance
        number = values.number(self.left.field or self.right.field or "")
        slack = self.tolerance + (half_unit(number) if number is not None else 0)
        return slack, slack

    def render(self, name: Callable[[str], str], phrases: Phrases = ENGLISH) -> str:
        """The comparison in words; its signs are the same in every language."""
        margin = f" (± {self.tolerance})" if self.tolerance else ""
        return f"{self.left.render(name)} {ROUNDED_RELATIONS[self.relation]} {self.right.render(name)}{margin}"

    def explain(self, name: Callable[[str], str], values: Values) -> str:
        """The numbers of a check that fails, with what each side comes to."""

        def shown(path: str) -> str:
            return f"{name(path)} {values.number(path)}"

        sides = (self.left, self.right)
        said = [each.render(shown) + ("" if each.field else f" = {each.amount(values)}") for each in sides]
        return f"{said[0]} ≠ {said[1]}" if self.relation == "=" else f"{said[0]}, {said[1]}"


def _states(terms: tuple[ProductTerm, ...], values: Values) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """The fields that are unread, those whose blank the rule does not allow for, and how many are read."""
    unread: list[str] = []
    blank: list[str] = []
    read = 0
    for term in terms:
        for path in term.paths:
            if values.number(path) is not None:
                read += 1
            elif values.state(path) not in SPOKEN_BLANKS:
                unread.append(path)
            elif not term.blank_counts_nothing:
                blank.append(path)
    return tuple(dict.fromkeys(unread)), tuple(dict.fromkeys(blank)), read


def _amount(term: ProductTerm, values: Values) -> Number:
    found: Number = term.factor
    for path in term.paths:
        number = values.number(path)
        if number is None:
            return 0
        found *= number
    return found


def _is_whole(number: Number) -> bool:
    exponent = number.as_tuple().exponent if isinstance(number, Decimal) else 0
    return isinstance(exponent, int) and exponent >= 0
