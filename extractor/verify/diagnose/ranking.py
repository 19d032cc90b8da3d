"""Explanations in order: what each costs, from the events it asks for and from who saw what. A cost proves nothing."""

from collections.abc import Iterable, Mapping, Sequence

from extractor.schemas.check import plain_text
from extractor.schemas.form import State
from extractor.schemas.linear import Number
from extractor.verify.diagnose.digit_distance import distance_of
from extractor.verify.diagnose.events import alike, cell_event, name_event
from extractor.verify.diagnose.explanation import PLACE, CellEvent, Event, Explanation, Repair
from extractor.verify.diagnose.syndrome import Category, Sighting, SyndromeCase, SyndromeCell, same
from extractor.verify.diagnose.system import System

CELL = 100
"""What one wrong cell costs, before its event and its evidence are looked at."""

# By chance the same number on the other side of zero explains a check far more seldom than digits that are alike.
EVENT: Mapping[CellEvent, int] = {"misread": 0, "sign_flipped": -5, "missing": 10, "invented": 10, "replaced": 15}
TOGETHER = 130
"""What one event costs that moved several cells together."""

SEVERAL: frozenset[Event] = frozenset({"several", "misread", "sign_flipped", "missing", "invented", "replaced"})
"""Events that are counted cell by cell."""

SEEN_AT_PLACE = -60
SEEN_BY_READER = -50
ALSO_READ = -30
"""A picture that reads so as well is no witness: it is less than the slack, so that it never decides alone."""

PRINTED_AS_READ = 60
READ_ALIKE = 40
DOUBTFUL = -20
SLACK = 40
"""Explanations that cost at most this much more than the first are as good as it."""


def explain(case: SyndromeCase, system: System, amounts: Mapping[int, int | None]) -> Explanation | None:
    """The explanation by which these cells hold these amounts (None: not fixed); None if nothing would change."""
    changing = {number: amounts[number] for number in sorted(_related(system, amounts))}
    values = {
        system.cells[number].path: None if amount is None else system.number(amount, number)
        for number, amount in changing.items()
    }
    return explain_values(case, values, system.numbers) if values else None


def explain_values(
    case: SyndromeCase, values: Mapping[str, Number | str | None], order: Mapping[str, int] | None = None
) -> Explanation:
    """The explanation by which these fields hold these values (None: not fixed), in the order of the numbers given."""
    changes = [_changed(case, path, value) for path, value in values.items()]
    fixed = {p: v for p, v in values.items() if v is not None and not isinstance(v, str)}
    event: Event = name_event(case, fixed) if len(fixed) == len(changes) else "several"
    if len(changes) == 1 and changes[0].path in case.categories:
        event = changes[0].event
    together = event not in SEVERAL
    cost = TOGETHER if together else 0
    for change in changes:
        cost += _evidence_of(case, change)
        if not together and change.state != "unread":
            cost += CELL + EVENT[change.event]
    surplus = _surplus(case, changes, together)
    place = order or {path: number for number, path in enumerate(values)}
    listed = sorted(changes, key=lambda change: (change.state == "unread", place[change.path]))
    return Explanation(event=event, cost=cost + surplus, surplus=surplus, changes=tuple(listed))


def _surplus(case: SyndromeCase, changes: Sequence[Repair], together: bool) -> int:
    """What fields cost that weigh more than 1; of an event that moved several together, the heaviest.

    A weight speaks where nobody saw the value that is proposed: it never outweighs a witness.
    """
    read = [change.path for change in changes if change.state != "unread" and not change.seen]
    extra = [(case.categories.get(path) or case.cells[path]).weight - 1 for path in read]
    return CELL * (max(extra, default=0) if together else sum(extra))


def accuse(case: SyndromeCase, paths: Sequence[str]) -> list[Explanation]:
    """Each of these cells as the wrong one, with no value proposed."""
    found: list[Explanation] = []
    for cell in (case.cells[path] for path in paths if path in case.cells):
        if cell.open:
            state, read = cell.held
            change = Repair(path=cell.path, state=state, read=read, proposed=None, event="replaced")
            surplus = CELL * (cell.weight - 1)
            cost = CELL + EVENT["replaced"] + _evidence(cell, change) + surplus
            found.append(Explanation(event="replaced", cost=cost, surplus=surplus, changes=(change,)))
    for category in (case.categories[path] for path in paths if path in case.categories):
        if category.open:
            found.append(explain_values(case, {category.path: None}))
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


def _changed(case: SyndromeCase, path: str, value: Number | str | None) -> Repair:
    if path in case.categories:
        return _recategorised(case.categories[path], value if isinstance(value, str) else None)
    return _change(case.cells[path], value if not isinstance(value, str) else None)


def _change(cell: SyndromeCell, value: Number | None) -> Repair:
    read = cell.held.value
    if value is None:
        return Repair(path=cell.path, state=cell.held.state, read=read, proposed=None, event=cell_event(cell, None))
    witnesses = [(name, seen) for name, seen in _witnesses(cell) if seen.state != "unread" and seen.amount == value]
    state: State = "read"
    if value == 0 and witnesses and all(seen.value is None for _, seen in witnesses):
        state = witnesses[0][1].state
    return Repair(
        path=cell.path,
        state=cell.held.state,
        read=read,
        proposed=value if state == "read" else None,
        proposed_state=state,
        event=cell_event(cell, value),
        seen=tuple(name for name, _ in witnesses),
        also_read=state == "read" and value in cell.also,
    )


def _witnesses(cell: SyndromeCell) -> Iterable[tuple[str, Sighting]]:
    return ((PLACE, cell.printed), *cell.readers)


def _recategorised(category: Category, text: str | None) -> Repair:
    """A category that is another one. ``text`` is None where none of those that are known would do."""
    read, path = category.text, category.path
    if text is None or read is None:
        return Repair(path=path, state=category.state, read=read, proposed=text, event="replaced")
    known = ((PLACE, category.printed), *category.readers)
    seen = tuple(name for name, said in known if said is not None and plain_text(said) == plain_text(text))
    event: CellEvent = "misread" if alike(read, text) else "replaced"
    return Repair(path=path, state=category.state, read=read, proposed=text, event=event, seen=seen)


def _evidence_of(case: SyndromeCase, change: Repair) -> int:
    cell = case.cells.get(change.path)
    return _evidence(cell, change) if cell is not None else _evidence_of_text(case.categories[change.path], change)


def _evidence_of_text(category: Category, change: Repair) -> int:
    cost = DOUBTFUL if category.doubtful else 0
    cost += SEEN_AT_PLACE if PLACE in change.seen else SEEN_BY_READER if change.seen else 0
    held = plain_text(category.text or "")
    if category.printed is not None and plain_text(category.printed) == held:
        cost += PRINTED_AS_READ
    return cost + (READ_ALIKE if any(plain_text(text) == held for _, text in category.readers) else 0)


def _evidence(cell: SyndromeCell, change: Repair) -> int:
    """What the witnesses add to the cost of changing a cell, or take off it."""
    cost = DOUBTFUL if cell.doubtful else 0
    if PLACE in change.seen:
        cost += SEEN_AT_PLACE
    elif change.seen:
        cost += SEEN_BY_READER
    elif change.also_read:
        cost += ALSO_READ
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


def _order(explanation: Explanation) -> tuple[int, int, int, list[str]]:
    """The likeliest first; of those that cost the same, the one that differs from what is printed in fewest digits."""
    paths = [change.path for change in explanation.changes]
    return explanation.cost, distance_of(explanation), len(explanation.changes), paths
