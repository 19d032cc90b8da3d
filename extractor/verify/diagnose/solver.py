"""More wrong cells than the search goes to: OR-tools CP-SAT, where the extra ``solver`` is installed.

The solver only says which cells change. What they would hold is worked out by exact elimination over these cells alone,
so nothing the solver says is believed without being checked. It counts in whole numbers throughout.
"""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from extractor.verify.diagnose.bounds import search
from extractor.verify.diagnose.peeling import LISTED, Enumeration, Solution
from extractor.verify.diagnose.system import System, SystemRow

SOLVED_UP_TO = 8
"""Wrong cells beyond which an explanation says nothing about what happened."""

EFFORT = 2.0
"""Deterministic time of one search, about as many seconds."""

_LARGEST = 2**40


def installed() -> bool:
    """Whether the solver can be used."""
    return find_spec("ortools") is not None


def solve(system: System, rows: Sequence[SystemRow], largest: int = SOLVED_UP_TO) -> Enumeration | None:
    """All lightest solutions with at most ``largest`` cells; None without a solver, or where it did not finish."""
    model = _model(system, rows)
    first = model.smallest(largest) if model is not None else None
    if model is None or first is None:
        return None
    solutions: list[Solution] = []
    complete = True
    found: frozenset[int] | None = first
    while found is not None and len(solutions) <= LISTED:
        within = _amounts(system, rows, found)
        solutions += within.solutions
        complete = complete and within.complete
        found = model.another(found)
    weight = system.weight_of(first)
    return Enumeration(tuple(solutions), weight, complete and model.finished and len(solutions) <= LISTED)


def smallest(system: System, rows: Sequence[SystemRow], largest: int = SOLVED_UP_TO) -> frozenset[int] | None:
    """The cells of one lightest solution; None without a solver, or where it found none in time."""
    model = _model(system, rows)
    return model.smallest(largest) if model is not None else None


def _model(system: System, rows: Sequence[SystemRow]) -> "_Model | None":
    limit = sum(map(abs, system.held)) + sum(abs(row.residual) for row in rows) + 1
    if limit > _LARGEST or not installed():
        return None
    return _Model(import_module("ortools.sat.python.cp_model"), system, rows, limit)


def _amounts(system: System, rows: Sequence[SystemRow], cells: frozenset[int]) -> Enumeration:
    """What these cells and the missing ones would hold, all others staying as they are."""
    free = cells | system.missing
    alone = [
        row._replace(coefficients={cell: factor for cell, factor in row.coefficients.items() if cell in free})
        for row in rows
    ]
    return search(system, alone, len(cells), system.weight_of(cells))


class _Model:
    def __init__(self, library: ModuleType, system: System, rows: Sequence[SystemRow], limit: int) -> None:
        self._library = library
        self._model = library.CpModel()
        self._changes = {}
        self._system = system
        self.finished = True
        amounts = {}
        for cell in sorted({cell for row in rows for cell in row.coefficients}):
            low = system.low[cell]
            step = system.step[cell]
            lowest = -(limit // step) if low is None else -(-low // step)
            units = self._model.new_int_var(lowest, limit // step + 1, f"v{cell}")
            amounts[cell] = step * units
            if cell not in system.missing:
                changed = self._model.new_bool_var(f"z{cell}")
                self._model.add(amounts[cell] == system.held[cell]).only_enforce_if(changed.negated())
                self._changes[cell] = changed
        for row in rows:
            held = sum(factor * system.held[cell] for cell, factor in row.coefficients.items())
            total = sum(factor * amounts[cell] for cell, factor in row.coefficients.items())
            self._model.add(total == held - row.residual)

    def smallest(self, largest: int) -> frozenset[int] | None:
        """The cells of one lightest solution, to whose weight all later ones are held."""
        self._model.add(sum(self._changes.values()) <= largest)
        weight = sum(self._system.weight_of((cell,)) * changed for cell, changed in self._changes.items())
        self._model.minimize(weight)
        found = self._run(self._library.OPTIMAL)
        if found is not None:
            self._model.clear_objective()
            self._model.add(weight == self._system.weight_of(found))
        return found

    def another(self, last: frozenset[int]) -> frozenset[int] | None:
        """The cells of another solution of that weight; None where there is none left."""
        self._model.add_bool_or([self._changes[cell].negated() for cell in sorted(last)])
        return self._run(self._library.OPTIMAL, self._library.FEASIBLE)

    def _run(self, *wanted: int) -> frozenset[int] | None:
        solver = self._library.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = EFFORT
        status = solver.solve(self._model)
        if status in wanted:
            return frozenset(cell for cell, changed in self._changes.items() if solver.value(changed))
        self.finished = status == self._library.INFEASIBLE
        return None
