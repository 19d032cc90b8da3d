"""Tasks in which people look at what was settled: audits among the queue, double entry, and third looks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from extractor.evidence import Doubt, DoubtKind, doubt, is_about
from extractor.evidence.kinds import PLACES
from extractor.policy import Policy
from extractor.readers.reading import FieldReading, Reading
from extractor.review.case import ReviewCase, case_of
from extractor.review.task import ReviewTask
from extractor.route import FieldVerdict
from extractor.settlement import Deciding, Decisions, Settled, filed_apart, settle_apart
from extractor.store import DocumentKey, Filed, QueueEntry, Store, TwiceDecided
from extractor.verify.edit import giving
from extractor.verify.finding import Finding

_HANDS = ("A", "B")
"""What two people are called to the one who settles what they differ about: the same letter is no one person."""


TaskKind: TypeAlias = Literal["queue", "blind", "disagreed"]
"""queue: what waits, with audits among it where a share is given. blind: a second entry. disagreed: third looks."""


@dataclass(frozen=True)
class AuditTask(ReviewTask):
    """The queue with a ``share`` (0 to 1) of the accepted documents among it, not told from those that wait."""

    share: float = 0.0

    def begin(self) -> None:
        """Draw from what was accepted meanwhile."""
        self.store.audits.draw(self.share)

    def entries(self) -> Sequence[QueueEntry]:
        """Drawn documents stand where a document with as many flags would."""
        return self.store.audits.mixed_in(self.store.queue(), self.store.leases.holders())

    def case(self, filed: Filed) -> ReviewCase | None:
        """Drawn fields wait, too, for what other fields wait for."""
        case = case_of(filed)
        if case is None:
            return None
        drawn = self.store.audits.fields((case.result.sha256, case.result.schema_name or ""))
        return _asked(case, {each.path for each in drawn if not each.outcome}, self.store, filed.outcome.policy)


@dataclass(frozen=True)
class SecondTask(ReviewTask):
    """Double entry: documents that others decided about, as they were before anybody did."""

    reaches_others = False
    kept_from = "not_to_enter"

    def entries(self) -> Sequence[QueueEntry]:
        """Those that nobody has entered a second time."""
        return self.store.second_entries.waiting_for(self.person, self.store.leases.holders())

    def filed(self, key: DocumentKey) -> Filed | None:
        """What was read, with the second entries alone."""
        return filed_apart(self.store, *key)

    def case(self, filed: Filed) -> ReviewCase | None:
        """Every field that the first person decided waits until the second has decided it."""
        case = case_of(filed)
        if case is None:
            return None
        first = self.store.edits(case.result.sha256, case.result.schema_name)
        left = giving(first).keys() - giving(filed.edits).keys()
        return _asked(case, left, self.store, filed.outcome.policy)

    def settle(self, key: DocumentKey, decisions: Decisions, by: Deciding) -> Settled | None:
        """Kept apart from the decisions of others."""
        return settle_apart(self.store, *key, decisions, self.policy, by)


@dataclass(frozen=True)
class ThirdTask(ReviewTask):
    """What two other people decided differently, each field without a value, beside what the two of them say."""

    reaches_others = False
    kept_from = "not_to_settle"

    def entries(self) -> Sequence[QueueEntry]:
        """The documents with such fields."""
        return self.store.second_entries.disagreements_for(self.person, self.store.leases.holders())

    def case(self, filed: Filed) -> ReviewCase | None:
        """Nobody is named, and nothing says which of them the record holds now."""
        case = case_of(filed)
        if case is None:
            return None
        twice = self.store.second_entries.compared((case.result.sha256, case.result.schema_name or ""))
        return _disputed(case, [each for each in twice if each.outcome == "" and each.path in case.verdict.fields])


def task_of(kind: TaskKind, store: Store, person: str, policy: Policy | None = None, share: float = 0.0) -> ReviewTask:
    """What a session of a person goes through."""
    if kind == "blind":
        return SecondTask(store, person, policy)
    if kind == "disagreed":
        return ThirdTask(store, person, policy)
    return AuditTask(store, person, policy, share) if share else ReviewTask(store, person, policy)


def _asked(case: ReviewCase, paths: Collection[str], store: Store, policy: Policy) -> ReviewCase:
    """A case in which these fields wait like those that wait by themselves: for what such a field of the store waits
    for, read by one reader that is as sure of the place as it would be then.
    """
    fields = case.verdict.fields
    asked = {path for path in paths if path in fields and not fields[path].waits}
    if not asked:
        return case
    lent = store.audits.doubts((case.result.sha256, case.result.schema_name or ""), asked)
    # Where nothing waits that words could be taken from, a field waits as the policy lets fields at a place wait.
    default = (doubt(DoubtKind.ONE_WITNESS if policy == "strict" else DoubtKind.ROW_APART),)
    doubts = {path: lent.get(path, default) for path in asked}
    changed = {
        path: fields[path].model_copy(update={"status": "flagged", "doubts": doubts[path], "optional": False})
        for path in asked
    }
    return _showing(case, changed, _by_one(case.readings, doubts), case.verdict.findings)


def _by_one(readings: Sequence[Reading], doubts: Mapping[str, tuple[Doubt, ...]]) -> tuple[Reading, ...]:
    """Readings of which the first alone has read these fields, with these doubts about their places."""
    left, found = set(doubts), []
    for reading in readings:
        mine = left & reading.fields.keys()
        left -= mine
        shown = {
            path: reading.fields[path].model_copy(update={"doubts": is_about(doubts[path], *PLACES)}) for path in mine
        }
        others = _without(reading, doubts.keys() - mine)
        fields = {path: shown.get(path, field) for path, field in others.fields.items()}
        found.append(others.model_copy(update={"fields": fields}))
    return tuple(found)


def _disputed(case: ReviewCase, twice: Sequence[TwiceDecided]) -> ReviewCase:
    """A case in which these fields are not read, and two hands say what they hold."""
    fields = case.verdict.fields
    if not twice:
        return case
    why = doubt(DoubtKind.PEOPLE_DIFFER)
    changed = {each.path: _emptied(fields[each.path], why) for each in twice}
    readings = [_without(each, changed.keys()) for each in case.readings]
    for hand in range(len(_HANDS)):
        said = {each.path: _said(case, each, (hand + _turn(each.path)) % 2) for each in twice}
        readings.append(Reading(reader=_HANDS[hand], version="", fields=said))
    holding = [each for each in case.verdict.findings if each.outcome != "pass" or not changed.keys() & set(each.paths)]
    return _showing(case, changed, tuple(readings), tuple(holding))


def _emptied(field: FieldVerdict, why: Doubt) -> FieldVerdict:
    shown: dict[str, object] = {
        "status": "flagged",
        "state": "unread",
        "value": None,
        "doubts": (why,),
        "readers": {},
        "optional": False,
    }
    return field.model_copy(update=shown)


def _turn(path: str) -> int:
    """Which of the two comes first changes from field to field."""
    return sum(path.encode()) % 2


def _said(case: ReviewCase, each: TwiceDecided, whose: int) -> FieldReading:
    says = (each.first_says, each.second_says)[whose]
    field = case.verdict.fields[each.path]
    return FieldReading(path=each.path, state=says.state, value=says.value, spot=field.spot, quote=field.quote)


def _without(reading: Reading, paths: Collection[str]) -> Reading:
    return reading.model_copy(update={"fields": {k: v for k, v in reading.fields.items() if k not in paths}})


def _showing(
    case: ReviewCase,
    changed: Mapping[str, FieldVerdict],
    readings: tuple[Reading, ...],
    findings: tuple[Finding, ...],
) -> ReviewCase:
    update = {"fields": {**case.verdict.fields, **changed}, "findings": findings}
    verdict = case.verdict.model_copy(update=update)
    return replace(case, verdict=verdict, readings=readings, asked=frozenset(changed))
