"""The exact checks of a document as rows of whole numbers: what peeling and the solver work on.

Amounts are scaled by a power of ten, so that nothing is ever rounded. A row is the difference of the two sides of a
check; its residual is zero where the check holds. Cells that were not read count nothing in it and are unknowns.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from extractor.schemas.check import Check, Comparison, Conditional
from extractor.schemas.linear import SPOKEN_BLANKS, Linear, Number, Term, Values
from extractor.verify.diagnose.cell_limits import ANYTHING, Bounds, limits_of
from extractor.verify.diagnose.syndrome import Sighting, SyndromeCase, SyndromeCell


class SystemRow(NamedTuple):
    """``residual + Σ coefficient · change = 0``. ``check`` is the number of its check in the case."""

    check: int
    coefficients: Mapping[int, int]
    residual: int


@dataclass(frozen=True)
class System:
    """Rows over cells that go by number. ``held`` is 0 for a missing cell; ``low`` is None where there is no limit.

    ``weight``: what it costs to change each cell; none given: 1 for each.
    """

    cells: tuple[SyndromeCell, ...]
    held: tuple[int, ...]
    low: tuple[int | None, ...]
    step: tuple[int, ...]
    rows: tuple[SystemRow, ...]
    exponent: int
    weight: tuple[int, ...] = ()

    @property
    def alike(self) -> "System":
        """The system with every cell as heavy as every other."""
        return replace(self, weight=()) if self.weight else self

    def weight_of(self, cells: Iterable[int]) -> int:
        """What it costs to change these cells together."""
        return sum(self.weight[cell] if self.weight else 1 for cell in cells)

    def sums(self, largest: int) -> tuple[int, ...]:
        """All that up to so many cells may weigh together, the least first."""
        kinds, found = set(self.weight) or {1}, {0}
        for _ in range(largest):
            found |= {one + other for one in found for other in kinds}
        return tuple(sorted(found))

    @cached_property
    def missing(self) -> frozenset[int]:
        """The cells nobody read."""
        return frozenset(number for number, cell in enumerate(self.cells) if cell.missing)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of every cell, by its path."""
        return {cell.path: number for number, cell in enumerate(self.cells)}

    def assume(self, amounts: Mapping[int, int | None]) -> "System":
        """The system as if these cells held these amounts; None is a cell that was not read."""
        cells, held = list(self.cells), list(self.held)
        for cell, amount in amounts.items():
            held[cell] = amount or 0
            if amount is None or cells[cell].missing:
                lost = Sighting("unread" if amount is None else "read", amount)
                cells[cell] = replace(cells[cell], held=lost, decided=False)
        residuals = self.residuals(amounts)
        rows = tuple(row._replace(residual=residuals.get(at, row.residual)) for at, row in enumerate(self.rows))
        return replace(self, cells=tuple(cells), held=tuple(held), rows=rows)

    @cached_property
    def columns(self) -> Mapping[int, tuple[tuple[int, int], ...]]:
        """For every cell the rows it stands in, by their position, with its coefficients."""
        found: dict[int, list[tuple[int, int]]] = {}
        for at, row in enumerate(self.rows):
            for cell, factor in row.coefficients.items():
                found.setdefault(cell, []).append((at, factor))
        return {cell: tuple(rows) for cell, rows in found.items()}

    def residuals(self, amounts: Mapping[int, int | None]) -> dict[int, int]:
        """The residuals of the rows that these cells stand in, by position, if the cells held these amounts."""
        found: dict[int, int] = {}
        for cell, amount in amounts.items():
            by = (amount or 0) - self.held[cell]
            for at, factor in self.columns.get(cell, ()):
                found[at] = found.get(at, self.rows[at].residual) + factor * by
        return found

    @property
    def unit(self) -> int:
        """What the number 1 is in the rows."""
        return power_of_ten(self.exponent)

    def number(self, amount: int, cell: int) -> Number:
        """A scaled amount as the value of a cell."""
        if self.cells[cell].whole:
            return amount // self.step[cell]
        return Decimal(amount).scaleb(-self.exponent) if self.exponent else Decimal(amount)

    def scaled(self, number: Number) -> int | None:
        """A value in the units of the rows, or None if it has more decimals than any number in them."""
        if isinstance(number, int):
            return number * self.unit
        amount = number.scaleb(self.exponent)
        return int(amount) if amount == amount.to_integral_value() else None


def power_of_ten(exponent: int) -> int:
    """Ten to the power of ``exponent``, which is not negative."""
    return int(10**exponent)


def exact_comparison(check: Check, values: Values) -> Comparison | None:
    """The equation behind a check that must hold exactly and applies here, or None."""
    if isinstance(check, Conditional):
        return exact_comparison(check.check, values) if check.condition.evaluate(values).outcome == "pass" else None
    if not isinstance(check, Comparison) or check.relation != "=" or check.tolerance or check.by_rounding:
        return None
    return None if check.left.empty or check.right.empty else check


def build_system(case: SyndromeCase) -> System:
    """The exact checks of a case. Checks that a needed blank makes not applicable are left out.

    A total printed empty beside its parts is no such blank: it holds nothing where they ask for something.
    """
    sides: list[tuple[int, Linear]] = []
    for index, (_, check) in enumerate(case.checks):
        comparison = exact_comparison(check, case.values)
        if comparison is not None:
            terms = comparison.left.terms + tuple(
                Term(term.path, -term.factor, term.blank_counts_nothing) for term in comparison.right.terms
            )
            if applies(terms, case) or comparison.evaluate(case.values).outcome == "fail":
                sides.append((index, Linear(terms, comparison.left.constant - comparison.right.constant)))
    paths = tuple(dict.fromkeys(term.path for _, side in sides for term in side.terms))
    cells = tuple(case.cell(path) for path in paths)
    exponent = _exponent(cells, sides)
    number = {path: index for index, path in enumerate(paths)}
    unit = power_of_ten(exponent)
    held = tuple(_scale(cell.held.amount, exponent) for cell in cells)
    limits = limits_of(case, unit)
    return System(
        cells=cells,
        held=held,
        low=tuple(_lowest(cell, value, limits) for cell, value in zip(cells, held, strict=True)),
        step=tuple(unit if cell.whole else 1 for cell in cells),
        rows=tuple(_row(index, side, number, cells, held, exponent) for index, side in sides),
        exponent=exponent,
        weight=tuple(cell.weight for cell in cells) if any(cell.weight != 1 for cell in cells) else (),
    )


def _lowest(cell: SyndromeCell, held: int, limits: Mapping[str, Bounds]) -> int | None:
    """The least a cell may hold: of a count 0, of one that nobody read what rules say as well."""
    low = 0 if cell.whole and held >= 0 else None
    return Bounds(low, None).meet(limits.get(cell.path, ANYTHING)).low


def applies(terms: Sequence[Term], case: SyndromeCase) -> bool:
    """Whether a check can be asked: no needed field is blank, and some field holds a value or may hold one."""
    something = False
    for term in terms:
        cell = case.cell(term.path)
        if cell.held.value is not None or cell.missing:
            something = True
        elif not term.blank_counts_nothing and cell.held.state in SPOKEN_BLANKS:
            return False
    return something


def _row(
    index: int,
    side: Linear,
    number: Mapping[str, int],
    cells: Sequence[SyndromeCell],
    held: Sequence[int],
    exponent: int,
) -> SystemRow:
    unit = _factor_unit(side)
    coefficients: dict[int, int] = {}
    residual = _scale(side.constant, exponent) * unit
    for path, factor, _ in side.terms:
        cell = number[path]
        whole = factor if isinstance(factor, int) and unit == 1 else int(factor * unit)
        residual += whole * held[cell]
        if cells[cell].open or cells[cell].missing:
            coefficients[cell] = coefficients.get(cell, 0) + whole
    return SystemRow(index, {cell: factor for cell, factor in coefficients.items() if factor}, residual)


def _factor_unit(side: Linear) -> int:
    decimals = [places_of(term.factor) for term in side.terms if isinstance(term.factor, Decimal)]
    return power_of_ten(max(decimals, default=0))


def _exponent(cells: Iterable[SyndromeCell], sides: Iterable[tuple[int, Linear]]) -> int:
    values = [cell.held.value for cell in cells if isinstance(cell.held.value, Decimal)]
    constants = [side.constant for _, side in sides if isinstance(side.constant, Decimal)]
    return max((places_of(number) for number in (*values, *constants)), default=0)


def places_of(number: Number) -> int:
    """The decimals of a number."""
    exponent = Decimal(number).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _scale(number: Number, exponent: int) -> int:
    return number * power_of_ten(exponent) if isinstance(number, int) else int(number.scaleb(exponent))


def components(rows: Iterable[SystemRow]) -> list[list[SystemRow]]:
    """Rows that share cells, together."""
    groups: list[tuple[set[int], list[SystemRow]]] = []
    for row in rows:
        cells, members = set(row.coefficients), [row]
        apart = []
        for group in groups:
            if group[0] & cells:
                cells |= group[0]
                members += group[1]
            else:
                apart.append(group)
        groups = [*apart, (cells, members)]
    return [sorted(members, key=lambda row: row.check) for _, members in groups]
