"""All lightest sets of cells whose change satisfies every row: iterative deepening over exact elimination.

Whoever explains a violated row must change one of its cells. So the search takes a violated row, lets each of its
cells in turn be wrong, and eliminates that cell: the row is used up to say by how much, and is added to the other rows
that hold the cell, which leaves rows that say something about all other cells. Every set of at most ``size`` cells that
explains all rows lies on some branch, so the list is complete. Cells that were not read are eliminated first, for
nothing: they are erasures. Where the amounts that come out break a limit (a count below zero), another cell of the rows
they come from must be wrong as well. Where all cells weigh the same, the lightest sets are the smallest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from extractor.verify.diagnose.feasibility import Inequality, Interval, interval_of, some_whole
from extractor.verify.diagnose.system import System, SystemRow

LISTED = 50
"""Explanations that are listed; one more is looked for, to say that there are more."""

NODES = 20_000
"""Branches after which the search gives up and says that it is not complete."""

Active: TypeAlias = tuple[dict[int, int], int]
"""A row without the cells chosen so far: coefficients and residual."""


class Pivot(NamedTuple):
    """The row that says by how much a chosen cell changes."""

    cell: int
    coefficients: Mapping[int, int]
    residual: int


@dataclass(frozen=True, slots=True)
class Solution:
    """New amounts (scaled) of the cells that change and of missing cells; None where the rows do not fix it."""

    amounts: Mapping[int, int | None]

    def changed(self, missing: frozenset[int]) -> frozenset[int]:
        """The cells that were read and would hold something else."""
        return frozenset(self.amounts) - missing


@dataclass(frozen=True, slots=True)
class Enumeration:
    """All solutions whose cells weigh ``size``, the least weight with which there are any (their number, as a rule).

    ``complete``: every solution up to ``size`` is listed. ``conflict``: no change of any cells can satisfy the rows.
    """

    solutions: tuple[Solution, ...]
    size: int
    complete: bool
    conflict: bool = False


def enumerate_solutions(system: System, rows: Sequence[SystemRow], largest: int, smallest: int = 0) -> Enumeration:
    """The lightest solutions of at least ``smallest`` with at most ``largest`` changed cells.

    With 0, missing cells explain all.
    """
    search = _Search(system)
    weights = system.sums(largest)
    active, pivots, free = _without_missing(system, rows)
    if any(residual and not coefficients for coefficients, residual in active):
        return Enumeration((), 0, True, conflict=True)
    for weight in (each for each in weights if each >= smallest):
        search.explore(active, pivots, free, (), frozenset(), Allowance(largest, weight))
        if search.found or search.nodes > NODES:
            return Enumeration(tuple(search.found), weight, search.nodes <= NODES and len(search.found) <= LISTED)
    return Enumeration((), weights[-1], True, conflict=not satisfiable(rows))


def _without_missing(
    system: System, rows: Sequence[SystemRow]
) -> tuple[list[Active], tuple[Pivot, ...], tuple[int, ...]]:
    active: list[Active] = [(dict(row.coefficients), row.residual) for row in rows]
    pivots: list[Pivot] = []
    free: list[int] = []
    present = {cell for row in rows for cell in row.coefficients}
    for cell in sorted(system.missing & present):
        holding = [row for row in active if cell in row[0]]
        if not holding:
            free.append(cell)
            continue
        row = min(holding, key=lambda each: len(each[0]))
        active = eliminate(active, row, cell)
        pivots.append(Pivot(cell, *row))
    return active, tuple(pivots), tuple(free)


def satisfiable(rows: Iterable[SystemRow]) -> bool:
    """Whether all rows can hold at once if their cells may hold any amounts, limits left aside."""
    active: list[Active] = [(dict(row.coefficients), row.residual) for row in rows]
    while active:
        used = active[0]
        if not used[0]:
            if used[1]:
                return False
            active = active[1:]
            continue
        active = eliminate(active, used, next(iter(used[0])))
    return True


def eliminate(active: Iterable[Active], used: Active, cell: int) -> list[Active]:
    """The rows other than ``used``, with ``cell`` eliminated from each of them by means of it."""
    coefficients, residual = used
    pivot = coefficients[cell]
    left: list[Active] = []
    for row in active:
        if row is used:
            continue
        factor = row[0].get(cell)
        if factor is None:
            left.append(row)
            continue
        times, minus = (1, factor // pivot) if factor % pivot == 0 else (pivot, factor)
        mixed = dict(row[0]) if times == 1 else {each: times * amount for each, amount in row[0].items()}
        for each, amount in coefficients.items():
            total = mixed.get(each, 0) - minus * amount
            if total:
                mixed[each] = total
            else:
                mixed.pop(each, None)
        left.append((mixed, times * row[1] - minus * residual))
    return left


class Allowance(NamedTuple):
    """What a branch may still spend: at most so many cells, of exactly this weight together."""

    cells: int
    weight: int

    def without(self, weight: int) -> "Allowance":
        """What is left when a cell of this weight is chosen."""
        return Allowance(self.cells - 1, self.weight - weight)


@dataclass
class _Search:
    system: System
    found: list[Solution] = field(default_factory=list)
    nodes: int = 0

    def __post_init__(self) -> None:
        self.weight = self.system.weight or (1,) * len(self.system.cells)
        self.lightest = min(self.weight, default=1)

    def explore(
        self,
        active: list[Active],
        pivots: tuple[Pivot, ...],
        free: tuple[int, ...],
        chosen: tuple[int, ...],
        tried: frozenset[int],
        left: Allowance,
    ) -> None:
        """Solutions that change ``chosen`` and more cells with all that is ``left``, none of those ``tried``: every
        set of cells once, for what is begun with one cell is not begun with it later."""
        self.nodes += 1
        if self.nodes > NODES or len(self.found) > LISTED:
            return
        violated = [row for row in active if row[1]]
        if not violated:
            self._finish(active, pivots, free, chosen, tried, left)
            return
        more = min(left.cells, left.weight // self.lightest)
        if not more or not _coverable(violated, more):
            return
        if more == 1:
            self._last(active, violated, pivots, free, chosen, tried, left.weight)
            return
        used = min(violated, key=lambda row: len(row[0]))
        for cell in used[0]:
            if cell not in tried and self.weight[cell] <= left.weight:
                after, fewer = eliminate(active, used, cell), left.without(self.weight[cell])
                self.explore(after, (*pivots, Pivot(cell, *used)), free, (*chosen, cell), tried, fewer)
                tried |= {cell}

    def _last(
        self,
        active: list[Active],
        violated: list[Active],
        pivots: tuple[Pivot, ...],
        free: tuple[int, ...],
        chosen: tuple[int, ...],
        tried: frozenset[int],
        weight: int,
    ) -> None:
        """One more cell of a weight: in every violated row and in no other, and all of them ask the same of it."""
        used = min(violated, key=lambda row: len(row[0]))
        held: set[int] = set().union(*(row[0] for row in active if not row[1]))
        for cell in used[0]:
            factor, residual = used[0][cell], used[1]
            if (
                self.weight[cell] == weight
                and cell not in held
                and cell not in tried
                and all(row[0].get(cell, 0) * residual == row[1] * factor for row in violated)
            ):
                self._finish([], (*pivots, Pivot(cell, *used)), free, (*chosen, cell), tried, Allowance(0, 0))

    def _finish(
        self,
        active: list[Active],
        pivots: tuple[Pivot, ...],
        free: tuple[int, ...],
        chosen: tuple[int, ...],
        tried: frozenset[int],
        left: Allowance,
    ) -> None:
        """All rows are satisfied: work out the amounts, and go on where one of them breaks a limit."""
        amounts = _amounts(self.system, pivots, free)
        breaking = [cell for cell, amount in amounts.items() if self._breaks(cell, amount)][:1]
        opened = _Opened((), None) if breaking else self._opened(amounts)
        if not breaking and not self._possible(amounts, opened, frozenset()):
            breaking = [cell for cell, amount in amounts.items() if amount.free]
        if not breaking:
            if not left.weight:
                self._accept(amounts, opened, free, chosen)
        elif left.cells:
            for cell in sorted(set().union(*(_behind(each, pivots) for each in breaking))):
                if cell in tried or cell in amounts or cell in free or self.weight[cell] > left.weight:
                    continue
                used = next((row for row in active if cell in row[0]), None)
                more, fewer = (*chosen, cell), left.without(self.weight[cell])
                if used is None:
                    self.explore(active, pivots, (*free, cell), more, tried, fewer)
                else:
                    after = eliminate(active, used, cell)
                    self.explore(after, (*pivots, Pivot(cell, *used)), free, more, tried, fewer)
                tried |= {cell}

    def _accept(
        self,
        amounts: dict[int, "_LinearAmount"],
        opened: "_Opened",
        free: tuple[int, ...],
        chosen: tuple[int, ...],
    ) -> None:
        key = frozenset(chosen)
        if not self._possible(amounts, opened, key):
            return
        settled: dict[int, int | None] = {cell: None for cell in free if cell in key}
        for cell, amount in amounts.items():
            if amount.free:
                if cell in key:
                    settled[cell] = None
                continue
            if cell in key and amount.constant == self.system.held[cell]:
                return
            settled[cell] = amount.constant.numerator
        self.found.append(Solution(settled))

    def _opened(self, amounts: dict[int, "_LinearAmount"]) -> "_Opened":
        """The open amounts that others rest on, and what the limits of all of them leave of the first."""
        cells = sorted({cell for amount in amounts.values() for cell in amount.free})
        if not cells:
            return _Opened((), (None, None))
        limits = [(cell, _LinearAmount(Fraction(0), {cell: Fraction(1)})) for cell in cells]
        demands = [
            Inequality(amount.free, amount.constant - low)
            for cell, amount in (*limits, *amounts.items())
            if (low := self.system.low[cell]) is not None
        ]
        return _Opened(tuple(cells), interval_of(demands, cells[0], cells[1:]))

    def _possible(self, amounts: dict[int, "_LinearAmount"], opened: "_Opened", changing: frozenset[int]) -> bool:
        """Whether open amounts can be filled in so that all keep their limits at once and those of ``changing`` differ
        from what is held.
        """
        interval = opened.interval
        if interval is None or len(opened.cells) != 1:
            return interval is not None
        (first,), system = opened.cells, self.system

        def fits(number: int) -> bool:
            filled = {cell: amount.constant + amount.free.get(first, 0) * number for cell, amount in amounts.items()}
            filled[first] = Fraction(number)
            whole = all(each.denominator == 1 and not each.numerator % system.step[c] for c, each in filled.items())
            return whole and all(filled[cell] != system.held[cell] for cell in changing if cell in filled)

        return some_whole(interval, system.step[first], fits)

    def _breaks(self, cell: int, amount: "_LinearAmount") -> bool:
        """Whether an amount is no whole number, or lies below its limit whatever the free cells hold."""
        low, most = self.system.low[cell], amount.constant
        if not amount.free and (most.denominator != 1 or most.numerator % self.system.step[cell]):
            return True
        if low is None:
            return False
        for other, factor in amount.free.items():
            limit = self.system.low[other]
            if factor > 0 or limit is None:
                return False
            most += factor * limit
        return most < low


class _Opened(NamedTuple):
    """Open amounts, and the limits of the first of them; None where no amounts keep all limits."""

    cells: tuple[int, ...]
    interval: Interval | None


class _LinearAmount(NamedTuple):
    """A new amount: a constant, and factors of the new amounts of free cells."""

    constant: Fraction
    free: Mapping[int, Fraction]


def _amounts(system: System, pivots: tuple[Pivot, ...], free: tuple[int, ...]) -> dict[int, _LinearAmount]:
    """The new amounts of the cells with a pivot, last chosen first: each row speaks of later cells only.

    A row counts changes; a free cell enters with its new amount instead, so what it holds now is taken off.
    """
    found: dict[int, _LinearAmount] = {}
    for cell, coefficients, residual in reversed(pivots):
        constant: Fraction = Fraction(residual)
        loose: dict[int, Fraction] = {}
        for other, factor in coefficients.items():
            if other in found:
                constant += factor * (found[other].constant - system.held[other])
                for each, times in found[other].free.items():
                    loose[each] = loose.get(each, Fraction(0)) + factor * times
            elif other in free:
                constant -= factor * system.held[other]
                loose[other] = loose.get(other, Fraction(0)) + factor
        by = -coefficients[cell]
        left = {each: times / by for each, times in loose.items() if times}
        found[cell] = _LinearAmount(constant / by + system.held[cell], left)
    return found


def _behind(cell: int, pivots: tuple[Pivot, ...]) -> set[int]:
    """The cells that could move ``cell`` by being wrong as well: those of its row and of the rows behind that."""
    rows = {pivot.cell: pivot.coefficients for pivot in pivots}
    seen: set[int] = set()
    waiting = [cell]
    while waiting:
        for other in rows.get(waiting.pop(), {}):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen


def _coverable(violated: list[Active], left: int) -> bool:
    """Whether so few cells can stand in all violated rows: no cell stands in more of them than the most frequent."""
    if len(violated) <= left:
        return True
    counts: dict[int, int] = {}
    for coefficients, _ in violated:
        for cell in coefficients:
            counts[cell] = counts.get(cell, 0) + 1
    return max(counts.values(), default=0) * left >= len(violated)
