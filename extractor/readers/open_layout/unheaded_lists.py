"""Lists without headings: names, each with one amount, down to a total that they add up to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TypeAlias

from extractor.evidence import DoubtKind, doubt
from extractor.readers.open_layout.leaf_reading import absent_at, field_at, unread_at
from extractor.readers.open_layout.leaf_values import Notations, leaf_value
from extractor.readers.open_layout.open_labels import is_total, label_fit
from extractor.readers.open_layout.printed_bands import Band, Fragment
from extractor.readers.open_layout.printed_figures import figure_in, number_of
from extractor.readers.open_layout.row_fit import is_value
from extractor.readers.open_layout.shape_labels import ShapeLabels
from extractor.readers.reading import FieldReading
from extractor.schemas.check import Comparison
from extractor.schemas.form import Form
from extractor.schemas.linear import Linear, Number
from extractor.schemas.rehearsal import LIST_ROWS, checks_of, specimen
from extractor.schemas.shape import ITEM, ShapeLeaf, ShapeList
from extractor.schemas.state import NUMBERS

ItemRow: TypeAlias = tuple[Fragment, Fragment]
"""A name and its amount."""

_FEWEST = 2
"""Rows of a list without headings, at least: one alone is its own total. As many stand below its total: what is added
to that, and what they come to."""
_TABLE = 3
"""Columns from which on rows that are no field's may be the list, under headings nobody knows."""
_ASIDE = 3.0
"""Points by which the right edges of numbers in one column may differ."""


@dataclass(frozen=True)
class UnheadedItems:
    """The items of such a list: ``rows`` are names and amounts, ``column`` what the amounts are."""

    spec: ShapeList
    column: ShapeLeaf
    rows: Sequence[ItemRow]
    notations: Notations

    @property
    def taken(self) -> frozenset[Fragment]:
        """What is printed of it."""
        return frozenset(piece for row in self.rows for piece in row)

    def fields(self) -> Iterator[FieldReading]:
        """Every leaf of every item: the amount, its name where only one field can be it, the rest as not printed."""
        texts = [leaf for leaf in self.spec.leaves if leaf.kind == "text"]
        for number, (name, amount) in enumerate(self.rows):
            for leaf in self.spec.leaves:
                path = leaf.path.replace(ITEM, str(number), 1)
                if leaf is self.column:
                    yield field_at(path, leaf_value(amount.text, leaf, self.notations), amount, ())
                elif [leaf] == texts:
                    yield field_at(path, leaf_value(name.text, leaf, self.notations), name, ())
                elif leaf.required:
                    yield unread_at(path, (doubt(DoubtKind.HEADINGS_MISSING),))
                else:
                    may = leaf.kind not in NUMBERS
                    yield absent_at(path, (doubt(DoubtKind.LEFT_UNNAMED, name.text),) if may else ())


class UnheadedLists:
    """Looks for lists without headings, in bands that belong to no list (``free``): without a form there are none."""

    def __init__(self, form: Form | None, free: Sequence[Band], labels: ShapeLabels, notations: Notations) -> None:
        self._form = form
        self._free = free
        self._labels = labels
        self._notations = notations

    def find(self, lists: Sequence[ShapeList]) -> UnheadedItems | None:
        """The list that a document prints without headings, of those of which no item was found.

        A rule of the form has to add up one column of it, and that of no other list. The rows stand right above a
        total that is their sum and goes on: with one labelled number more it is another one, below. None where several
        blocks of rows are such, or rows of several columns may be the list.
        """
        blocks = [rows for rows, below, whole in self._blocks() if self._goes_on(below, whole)]
        if len(blocks) != 1 or self._may_stand_elsewhere():
            return None
        columns = [(spec, column) for spec in lists if (column := _summed(self._form, spec)) is not None]
        if len(columns) != 1:
            return None
        return UnheadedItems(*columns[0], blocks[0], self._notations)

    def near(self, spec: ShapeList) -> str:
        """The first row of what may be such a list, though nothing says so; empty where there is none."""
        if _summed(self._form, spec) is None:
            return ""
        return next((f"{rows[0][0].text} {rows[0][1].text}" for rows, _, _ in self._blocks()), "")

    def _blocks(self) -> Iterator[tuple[Sequence[ItemRow], Sequence[Band], Decimal]]:
        """Rows of names and amounts above a total that is their sum, with what stands below it and the sum."""
        for at, band in enumerate(self._free):
            total = self._row(band)
            if total is None or not is_total(total[0].text):
                continue
            rows = list(self._above(at, total[1]))[::-1]
            whole = self._number(total[1])
            if len(rows) >= _FEWEST and whole and sum(self._number(amount) for _, amount in rows) == whole:
                yield rows, self._free[at + 1 : at + 1 + _FEWEST], whole

    def _above(self, at: int, total: Fragment) -> Iterator[ItemRow]:
        """The rows right above a total, the nearest first."""
        number = self._free[at].number
        for band in reversed(self._free[:at]):
            row = self._row(band)
            number -= 1
            if row is None or band.number != number or row[1].place.page != total.place.page:
                return
            if band.paper and abs(row[1].x1 - total.x1) > _ASIDE:
                return
            if is_total(row[0].text) or self._is_labelled(row[0].text):
                return
            yield row

    def _row(self, band: Band) -> ItemRow | None:
        """A name and an amount that stand alone in a band."""
        if len(band.fragments) != 2 or is_value(band.fragments[0].text):
            return None
        name, amount = band.fragments
        figure = figure_in(amount.text)
        plain = figure is not None and (figure.money or not figure.digits.isdigit()) and figure.unit != "%"
        return (name, amount) if plain and is_value(amount.text) else None

    def _is_labelled(self, text: str) -> bool:
        return self._labels.is_label(text) or any(
            label_fit(text, leaf.labels) is not None for leaf, _ in self._labels.single.values()
        )

    def _goes_on(self, below: Sequence[Band], whole: Decimal) -> bool:
        """Whether two numbers at labels of the schema follow, of which the last is the total and the other one."""
        rows = [row for band in below if (row := self._row(band)) is not None and self._is_labelled(row[0].text)]
        if len(rows) != _FEWEST:
            return False
        more, last = (self._number(amount) for _, amount in rows)
        return bool(more) and whole + more == last

    def _may_stand_elsewhere(self) -> bool:
        """Whether two rows of several columns with numbers in them follow each other."""
        listed = [
            len(band.fragments) >= _TABLE and any(figure_in(each.text) is not None for each in band.fragments)
            for band in self._free
        ]
        return any(one and other for one, other in pairwise(listed))

    def _number(self, piece: Fragment) -> Decimal:
        figure = figure_in(piece.text)
        return (number_of(figure, self._notations.mark)[0] if figure is not None else None) or Decimal()


def _summed(form: Form | None, spec: ShapeList) -> ShapeLeaf | None:
    """The one column of a list that the rules of a form add up to a single field; None where they add up several."""
    if form is None:
        return None
    values = specimen(form)
    columns = {leaf.path: leaf for leaf in spec.leaves if leaf.kind == "amount"}
    found: set[str] = set()
    for rule in form.rules:
        for check in checks_of(rule, form, values) if rule.severity == "error" else ():
            if isinstance(check, Comparison) and check.relation == "=":
                found |= {path for path in columns if _adds_up(check.difference, path)}
    return columns[found.pop()] if len(found) == 1 else None


def _adds_up(difference: Linear, column: str) -> bool:
    factors: Mapping[str, Number] = difference.factors
    items = {column.replace(ITEM, str(number), 1) for number in range(LIST_ROWS)}
    inside, outside = {factors.get(path) for path in items}, set(factors) - items
    return len(inside) == 1 and len(outside) == 1 and inside == {-factors[path] for path in outside}
