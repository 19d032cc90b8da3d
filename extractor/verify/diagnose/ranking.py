"""Explanations in order: what each costs, from the events it asks for and from who saw what. A cost proves nothing."""

from collections.abc import Iterable, Mapping

from extractor.schemas.form import State
from extractor.verify.diagnose.events import cell_event, name_event
from extractor.verify.diagnose.evidence import Case, Cell, Sighting, same
from extractor.verify.diagnose.model import PLACE, CellEvent, Change, Event, Explanation
from extractor.verify.diagnose.system import System

CELL = 100
"""What one wrong cell costs, before its event and its evidence are looked at."""

EVENT: Mapping[CellEvent, int] = {"misread": 0, "missing": 10, "invented": 10, "replaced": 15}
TOGETHER = 130
"""What one event costs that moved several cells together."""

SEVERAL: frozenset[Event] = frozenset({"several", "misread", "missing", "invented", "replaced"})
"""Events that are counted cell by cell."""

SEEN_AT_PLACE = -60
SEEN_BY_READER = -50
PRINTED_AS_READ = 60
READ_ALIKE = 40
DOUBTFUL = -20
SLACK = 40
"""Explanations that cost at most this much more than the first are as good as it."""


def explain(case: Case, system: System, amounts: Mapping[int, int | None]) -> Explanation | None:
    """The explanation by which these cells hold these amounts (None: not fixed); None if nothing would change."""
    changing = {number: amounts[number] for number in sorted(_related(system, amounts))}
    changes = [_change(system, number, amount) for number, amount in changing.items()]
    if not changes:
        return None
    fixed = {
        system.cells[number].path: system.number(amount, number)
        for number, amount in changing.items()
        if amount is not None
    }
    event: Event = name_event(case, fixed) if len(fixed) == len(changes) else "several"
    together = event not in SEVERAL
    cost = TOGETHER if together else 0
    for change in changes:
        cost += _evidence(case.cells[change.path], change)
        if not together and change.state != "unread":
            cost += CELL + EVENT[change.event]
    order = sorted(changes, key=lambda change: (change.state == "unread", system.numbers[change.path]))
    return Explanation(event=event, cost=cost, changes=tuple(order))


def accuse(case: Case, paths: Iterable[str]) -> list[Explanation]:
    """Each of these cells as the wrong one, with no value proposed."""
    found: list[Explanation] = []
    for cell in (case.cells[path] for path in paths if path in case.cells):
        if cell.open:
            state, read = cell.held
            change = Change(path=cell.path, state=state, read=read, proposed=None, event="replaced")
            cost = CELL + EVENT["replaced"] + _evidence(cell, change)
            found.append(Explanation(event="replaced", cost=cost, changes=(change,)))
    return ranked(found)


def _related(system: System, amounts: Mapping[int, int | None]) -> set[int]:
    """The cells that change, and the missing ones among ``amounts`` that a row connects with one of those."""
    changed = {number for number, amount in amounts.items() if number not in system.missing}
    changed = {number for number in changed if _alters(system, number, amounts[number])}
    if not changed:
        return set(amounts) & system.missing
    near = {cell for row in system.rows if not changed.isdisjoint(row.coefficients) for cell in row.coefficients}
    return changed | (near & system.missing & set(amounts))


def _alters(system: System, number: int, amount: int | None) -> bool:
    return amount is None or system.cells[number].missing or amount != system.held[number]


def _change(system: System, number: int, amount: int | None) -> Change:
    cell = system.cells[number]
    read = cell.held.value
    if amount is None:
        return Change(path=cell.path, state=cell.held.state, read=read, proposed=None, event=cell_event(read, None))
    value = system.number(amount, number)
    witnesses = [(name, seen) for name, seen in _witnesses(cell) if seen.state != "unread" and seen.amount == value]
    state: State = "read"
    if value == 0 and witnesses and all(seen.value is None for _, seen in witnesses):
        state = witnesses[0][1].state
    return Change(
        path=cell.path,
        state=cell.held.state,
        read=read,
        proposed=value if state == "read" else None,
        proposed_state=state,
        event=cell_event(read, value),
        seen=tuple(name for name, _ in witnesses),
    )


def _witnesses(cell: Cell) -> Iterable[tuple[str, Sighting]]:
    return ((PLACE, cell.printed), *cell.readers)


def _evidence(cell: Cell, change: Change) -> int:
    """What the witnesses add to the cost of changing a cell, or take off it."""
    cost = DOUBTFUL if cell.doubtful else 0
    if PLACE in change.seen:
        cost += SEEN_AT_PLACE
    elif change.seen:
        cost += SEEN_BY_READER
    if cell.missing:
        return cost
    if cell.printed.state != "unread" and same(cell.printed, cell.held):
        cost += PRINTED_AS_READ
    if any(same(seen, cell.held) for _, seen in cell.readers):
        cost += READ_ALIKE
    return cost


def ranked(explanations: Iterable[Explanation]) -> list[Explanation]:
    """Each explanation once, the likeliest first; the order is fixed where they cost the same.

    Explanations that change the same cells to the same values are one, whatever they say about cells nobody read.
    """
    distinct: dict[tuple[tuple[str, object], ...], Explanation] = {}
    for each in explanations:
        key = tuple((change.path, change.proposed) for change in each.changes if change.state != "unread")
        known = distinct.get(key)
        if known is None or _order(each) < _order(known):
            distinct[key] = each
    return sorted(distinct.values(), key=_order)


def _order(explanation: Explanation) -> tuple[int, int, list[str]]:
    return explanation.cost, len(explanation.changes), [change.path for change in explanation.changes]
