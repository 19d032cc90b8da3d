"""Clauses as a model of OR-tools CP-SAT: which fields change, with as few, or as light ones, as possible."""

from collections.abc import Mapping
from types import ModuleType
from typing import NamedTuple, Protocol, TypeAlias

from extractor.schemas.check import plain_text
from extractor.verify.diagnose.clauses import Choice, Clause, Demand, LinearBound, Tangle
from extractor.verify.diagnose.solver import EFFORT
from extractor.verify.diagnose.syndrome import SyndromeCase, SyndromeCell
from extractor.verify.diagnose.system import power_of_ten

ANOTHER_TEXT = ""
"""Stands for any text that nobody named."""

Found: TypeAlias = Mapping[str, int | str]
"""What fields hold in a solution: scaled amounts and plain texts, by path."""


class Amount(Protocol):
    """A sum of the library's variables."""

    def __add__(self, other: "Amount") -> "Amount": ...
    def __rmul__(self, factor: int) -> "Amount": ...
    def __le__(self, most: int) -> object: ...
    def __ge__(self, least: int) -> object: ...
    def __eq__(self, value: object) -> bool: ...
    def __ne__(self, value: object) -> bool: ...


class SolverLiteral(Protocol):
    """A literal of the library."""

    def negated(self) -> "SolverLiteral":
        """The opposite."""


class ClauseModel:
    """The clauses over the fields that may change: all of them, or ``only`` these and those nobody read.

    ``each``: every field that was read and may change does. ``weighed``: the lightest fields are looked for.
    ``reach``: no amount lies further from 0. ``spent``: deterministic time of all searches so far. ``finished``: the
    last search that found nothing proved that there is nothing.
    """

    def __init__(
        self,
        library: ModuleType,
        case: SyndromeCase,
        tangle: Tangle,
        reach: int,
        only: frozenset[str] | None = None,
        each: bool = False,
        weighed: bool = False,
    ) -> None:
        self.finished = True
        self.spent = 0.0
        self._library = library
        self._model = library.CpModel()
        self._unit = tangle.unit
        self._reach = reach
        self._steps = {path: power_of_ten(tangle.exponent - places) for path, places in tangle.places.items()}
        self._only = only
        self._each = each
        self._case, self._weighed = case, weighed
        self._changes: dict[str, SolverLiteral] = {}
        self._amounts: dict[str, Amount] = {}
        self._texts: dict[str, Amount] = {}
        self._variable: list[str] = []
        self._options = _options(case, tangle)
        for path in sorted(tangle.paths):
            if path in case.categories:
                self._add_text(case, path)
            else:
                self._add_amount(case.cell(path))
        for clause in tangle.clauses:
            self._add_clause(clause)

    def _add_amount(self, cell: SyndromeCell) -> None:
        held = int(cell.held.amount * self._unit)
        if not (cell.missing or (cell.open and self._may_change(cell.path))):
            self._amounts[cell.path] = self._model.new_constant(held)
            return
        self._variable.append(cell.path)
        step = self._unit if cell.whole else self._steps.get(cell.path, 1)
        low = 0 if cell.whole and held >= 0 else -self._reach
        units = self._model.new_int_var(-(-low // step), self._reach // step, f"v {cell.path}")
        self._amounts[cell.path] = step * units
        if not cell.missing:
            self._tie(cell.path, self._amounts[cell.path], held)

    def _add_text(self, case: SyndromeCase, path: str) -> None:
        category = case.categories[path]
        held = self._options[path].index(plain_text(category.text or ANOTHER_TEXT))
        if not (category.missing or (category.open and self._may_change(path))):
            self._texts[path] = self._model.new_constant(held)
            return
        self._variable.append(path)
        self._texts[path] = self._model.new_int_var(0, len(self._options[path]) - 1, f"t {path}")
        if not category.missing:
            self._tie(path, self._texts[path], held)

    def _tie(self, path: str, what: Amount, held: int) -> None:
        """A literal that says whether a field changes."""
        changed = self._model.new_bool_var(f"z {path}")
        self._model.add(what == held).only_enforce_if(changed.negated())
        self._model.add(what != held).only_enforce_if(changed)
        if self._each:
            self._model.add_bool_or([changed])
        self._changes[path] = changed

    def _may_change(self, path: str) -> bool:
        return self._only is None or path in self._only

    def _add_clause(self, clause: Clause) -> None:
        ways = [way for condition in clause.conditions for way in self._unless(condition)]
        self._model.add_bool_or([*ways, self._where(clause.demand)])

    def _where(self, demand: Demand) -> SolverLiteral:
        """A literal under which a demand holds."""
        literal: SolverLiteral = self._model.new_bool_var("")
        if isinstance(demand, Choice):
            self._among(demand.path, frozenset(demand.options), literal)
            return literal
        amount = self._sum(demand)
        if demand.low is not None:
            self._model.add(amount >= demand.low).only_enforce_if(literal)
        if demand.high is not None:
            self._model.add(amount <= demand.high).only_enforce_if(literal)
        return literal

    def _unless(self, demand: Demand) -> list[SolverLiteral]:
        """Literals under which a demand does not hold."""
        if isinstance(demand, Choice):
            literal: SolverLiteral = self._model.new_bool_var("")
            self._among(demand.path, frozenset(self._options[demand.path]).difference(demand.options), literal)
            return [literal]
        amount = self._sum(demand)
        found: list[SolverLiteral] = []
        if demand.low is not None:
            found.append(self._model.new_bool_var(""))
            self._model.add(amount <= demand.low - 1).only_enforce_if(found[-1])
        if demand.high is not None:
            found.append(self._model.new_bool_var(""))
            self._model.add(amount >= demand.high + 1).only_enforce_if(found[-1])
        return found

    def _sum(self, limit: LinearBound) -> Amount:
        zero: Amount = self._model.new_constant(0)
        return sum((factor * self._amounts[path] for path, factor in limit.coefficients.items()), zero)

    def _among(self, path: str, options: frozenset[str], literal: SolverLiteral) -> None:
        numbers = [number for number, option in enumerate(self._options[path]) if option in options]
        domain = self._library.Domain.from_values(numbers)
        self._model.add_linear_expression_in_domain(self._texts[path], domain).only_enforce_if(literal)

    def smallest(self, largest: int) -> frozenset[str] | None:
        """The fields of one smallest solution, to which all later ones are held."""
        library = self._library
        self._model.add(library.LinearExpr.sum([*self._changes.values()]) <= largest)
        weights = {path: self._weight(path) for path in self._changes}
        weight = library.LinearExpr.weighted_sum([*self._changes.values()], [*weights.values()])
        self._model.minimize(weight)
        found = self._run(library.OPTIMAL)
        if found is None:
            return None
        self._model.clear_objective()
        self._model.add(weight == sum(weights[path] for path in found.changed))
        return found.changed

    def _weight(self, path: str) -> int:
        if not self._weighed:
            return 1
        return self._case.categories[path].weight if path in self._case.categories else self._case.cell(path).weight

    def another(self, last: frozenset[str]) -> frozenset[str] | None:
        """The fields of another solution of that size; None where there is none left."""
        self._model.add_bool_or([self._changes[path].negated() for path in sorted(last)])
        found = self._run(self._library.OPTIMAL, self._library.FEASIBLE)
        return found.changed if found is not None else None

    def any(self) -> Found | None:
        """What the fields that may change hold in some solution, whatever its size."""
        found = self._run(self._library.OPTIMAL, self._library.FEASIBLE)
        return found.values if found is not None else None

    def fixes(self, path: str, value: int | str) -> bool:
        """Whether the field holds this value in every solution."""
        return self._assuming({path: value}, holds=False) is None and self.finished

    def with_values(self, values: Found) -> Found | None:
        """A solution in which these fields hold these values."""
        return self._assuming(values, holds=True)

    def _assuming(self, values: Found, holds: bool) -> Found | None:
        assumed = self._model.new_bool_var("")
        for path, value in values.items():
            if isinstance(value, str):
                options = frozenset({value}) if holds else frozenset(self._options[path]) - {value}
                self._among(path, options, assumed)
            elif holds:
                self._model.add(self._amounts[path] == value).only_enforce_if(assumed)
            else:
                self._model.add(self._amounts[path] != value).only_enforce_if(assumed)
        self._model.add_assumption(assumed)
        found = self.any()
        self._model.clear_assumptions()
        return found

    def _run(self, *wanted: int) -> "_Solution | None":
        solver = self._library.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = EFFORT
        status = solver.solve(self._model)
        self.spent += solver.response_proto.deterministic_time
        if status not in wanted:
            self.finished = status == self._library.INFEASIBLE
            return None
        values: dict[str, int | str] = {}
        for path in self._variable:
            if path in self._texts:
                values[path] = self._options[path][solver.value(self._texts[path])]
            else:
                values[path] = int(solver.value(self._amounts[path]))
        changed = frozenset(path for path, literal in self._changes.items() if solver.value(literal))
        return _Solution(changed, values)


class _Solution(NamedTuple):
    changed: frozenset[str]
    values: Found


def _options(case: SyndromeCase, tangle: Tangle) -> dict[str, tuple[str, ...]]:
    """For every category the texts it may hold: those that rules name, those that anybody read, and another one."""
    found: dict[str, dict[str, None]] = {path: {} for path in tangle.paths if path in case.categories}
    for clause in tangle.clauses:
        for each in (*clause.conditions, clause.demand):
            if isinstance(each, Choice):
                found[each.path].update(dict.fromkeys(each.options))
    for path, options in found.items():
        category = case.categories[path]
        seen = (category.text, category.printed, *(text for _, text in category.readers))
        options.update(dict.fromkeys(plain_text(text) for text in seen if text is not None))
    return {path: (*options, ANOTHER_TEXT) for path, options in found.items()}
