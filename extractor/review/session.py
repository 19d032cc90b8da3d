"""Review without a screen: a queue of documents, the decisions about one of them, and what each decision changed.

Every decision is stored in the moment it is made, together with the new result, so nothing is lost when a reviewer
leaves. Nothing is read again: the stored readings and all edits go through verification and routing once more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from extractor.policy import Policy
from extractor.relations import form_of
from extractor.review.case import Item, ReviewCase
from extractor.review.history import last_decision, left_unused
from extractor.review.proposal import proposal_for
from extractor.review.sitting import Sitting, author, key_of
from extractor.review.source_view import SourceShelf, SourceView
from extractor.review.typed import Typed, read_typed
from extractor.review.verdict_change import VerdictChange, compare
from extractor.route import Result
from extractor.schemas.form import State, Value
from extractor.settlement import Decisions, settle_decisions
from extractor.store import LEASE_SECONDS, Filed, QueueEntry, Store
from extractor.verify.completeness import UNUSED
from extractor.verify.edit import Edit
from extractor.verify.finding import Finding, FindingKind
from extractor.verify.wording import say_value

Order: TypeAlias = Literal["flags", "name"]
"""flags: the documents that are quickly settled first. name: by name of the file."""

_NO_CHANGE = VerdictChange()


@dataclass(frozen=True, slots=True)
class Step:
    """What an action did. ``ok`` is False where nothing was stored, and ``message`` says why.

    ``finished`` is the document that was accepted by this decision; the session has moved on to the next one.
    """

    ok: bool
    message: str
    change: VerdictChange = _NO_CHANGE
    finished: Result | None = None


class ReviewSession:
    """One reviewer at one store. ``case`` is the document at hand, None when there is nothing left to do.

    ``document`` names one document (name, path or start of its sha256) to review instead of the whole queue;
    ``policy`` is the evidence policy that the verdicts are made with; None: each by the one it was run with.
    """

    def __init__(
        self,
        store: Store,
        reviewer: str = "",
        order: Order = "flags",
        policy: Policy | None = None,
        document: str = "",
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        self.store = store
        self.sitting = Sitting(store, reviewer or author(), seconds=lease_seconds)
        self.reviewer = self.sitting.person
        self.case: ReviewCase | None = None
        self.passed_over: dict[str, str] = {}
        self.finished: list[str] = []
        self._order = order
        self._policy = policy
        self._only = frozenset(key_of(result) for result in store.find(document)) if document else None
        self._shelf = SourceShelf(store)
        self._skipped: list[tuple[str, str]] = []
        self._decided: list[tuple[str, str]] = []

    @property
    def named(self) -> bool:
        """Whether the session is about one document instead of the queue."""
        return self._only is not None

    @property
    def decided(self) -> int:
        """How many decisions of this session stand."""
        return len(self._decided)

    # -- the queue

    def queue(self) -> tuple[QueueEntry, ...]:
        """The documents in review, those that were skipped last."""
        entries = [entry for entry in self.store.queue() if self._wanted(entry)]
        if self._order == "name":
            entries.sort(key=lambda entry: (entry.document, entry.sha256))
        return tuple(sorted(entries, key=lambda entry: self._turn((entry.sha256, entry.schema_name))))

    def next_document(self) -> ReviewCase | None:
        """Open the next document that nobody else has leased; what cannot be reviewed is passed over and said."""
        self.close()
        for entry in self.queue():
            if entry.session in ("", self.sitting.name) and self.open(entry.sha256, entry.schema_name, waiting=True):
                return self.case
        return None

    def open_named(self) -> ReviewCase | None:
        """Open the document that the session was made for, whatever its status; None if it cannot be opened."""
        return next((self.case for sha256, schema in sorted(self._only or ()) if self.open(sha256, schema)), None)

    def open(self, sha256: str, schema_name: str, waiting: bool = False) -> bool:
        """Lease a document and make it the one at hand. False: another session has it, or it cannot be shown; with
        ``waiting`` also where it does not wait for a decision any more, now that nobody else can decide about it.
        """
        if not self.sitting.take((sha256, schema_name)):
            return False
        case = self._load(sha256, schema_name)
        if case is None or (waiting and case.result.status != "review"):
            self.sitting.release((sha256, schema_name))
            return False
        if self.case is not None and key_of(self.case.result) != (sha256, schema_name):
            self.close()
        self.case = case
        return True

    def skip(self) -> Step:
        """Leave the document as it is; it comes up again after all others."""
        if self.case is None:
            return Step(False, "there is no document to skip")
        left = self.case.result.document
        key = key_of(self.case.result)
        self._skipped = [each for each in self._skipped if each != key] + [key]
        self.next_document()
        if self.case is None or key_of(self.case.result) == key:
            return Step(False, "this is the only document there is to review")
        return Step(True, f"skipped {left}; it comes up again at the end")

    def renew(self) -> None:
        """Keep the lease of the document at hand while a reviewer thinks."""
        if self.case is not None:
            self.sitting.take(key_of(self.case.result))

    def close(self) -> None:
        """Give the document back to the queue."""
        if self.case is not None:
            self.sitting.release(key_of(self.case.result))
            self.case = None

    def summary(self) -> str:
        """What was done and what is left, in one line."""
        decided = "1 decision" if self.decided == 1 else f"{self.decided} decisions"
        left = len(self.store.queue())
        documents = "1 document waits" if left == 1 else f"{left} documents wait"
        return f"{decided} stored, {len(self.finished)} accepted by them; {documents} for review"

    # -- the document at hand

    def source(self, item: Item, context: int = 12) -> SourceView:
        """The lines around an item's place."""
        case = self._need_case()
        where = case.whereabouts(item)
        view = self._shelf.view(case.result, where.spot, where.quote, context)
        if not where.near:
            return view
        note = f"Its place is unknown; underlined is the nearest one: {where.near}. {view.note}"
        return replace(view, note=note.strip(), near=True)

    # -- decisions

    def correct(self, path: str, text: str) -> Step:
        """Give a field the value that was typed, or refuse what is no value of it."""
        case = self._need_case()
        if path not in case.verdict.fields:
            return Step(False, f"this document has no field {path}")
        typed = read_typed(text, case.spec(path), case.choices(path))
        return Step(False, typed.problem) if typed.problem else self._give(case, path, typed)

    def mark(self, path: str, state: State) -> Step:
        """Say that no value is printed: ``blank``, ``not_applicable`` or ``absent``."""
        case = self._need_case()
        if state in ("read", "unread"):
            return Step(False, "a field can be marked blank, n/a or absent; a value has to be typed")
        if path not in case.verdict.fields:
            return Step(False, f"this document has no field {path}")
        return self._give(case, path, Typed(state))

    def mark_row(self, path: str, state: State) -> Step:
        """Say of every field of a row that still waits what :meth:`mark` says of one; undone as one."""
        case = self._need_case()
        paths = case.waiting_in_row(path)
        if state in ("read", "unread") or not paths:
            return Step(False, "no field of this row is waiting")
        now = _now()
        edits = [self._edit(case, "correct", path=each, state=state, at=now) for each in paths]
        fields = "1 field" if len(paths) == 1 else f"{len(paths)} fields"
        return self._record(edits, f"recorded for {fields} of this row: {say_value(state, None)}")

    def take_proposal(self, item: Item) -> Step:
        """Give the field what diagnosis proposes, with the cells that change together with it; undone as one."""
        case = self._need_case()
        proposal = proposal_for(case, item)
        if proposal is None:
            return Step(False, "nothing is proposed here: type the value, or c confirms the one shown")
        if proposal.problem:
            return Step(False, proposal.problem)
        now, given = _now(), proposal.given
        edits = [self._edit(case, "correct", path=g.path, state=g.state, value=g.value, at=now) for g in given]
        said = [f"{case.name(g.path).line} = {say_value(g.state, g.value)}" for g in given]
        nowhere = [g.value for g in given if isinstance(g.value, int) and not self._shelf.prints(case.result, g.value)]
        return self._record(edits, f"recorded as proposed: {', '.join(said)}{_mind(nowhere)}")

    def take_alternative(self, path: str, number: int) -> Step:
        """Give a field what its picture also shows: the alternative with this number, counted from 0."""
        case = self._need_case()
        others = case.alternatives(path)
        if not others:
            return Step(False, "its picture reads no other way: type the value, or c confirms the one shown")
        if not 0 <= number < len(others):
            count = "only one other way" if len(others) == 1 else f"only {len(others)} other ways"
            return Step(False, f"its picture reads {count}")
        return self._give(case, path, Typed(others[number].state, others[number].value), in_picture=True)

    def confirm(self, path: str) -> Step:
        """The value as read is right."""
        case = self._need_case()
        field = case.verdict.fields.get(path)
        if field is None:
            return Step(False, f"this document has no field {path}")
        if field.state == "unread":
            return Step(False, "nothing was read here that could be confirmed: type the value, or mark it")
        edit = self._edit(case, "confirm", path=path, state=field.state, value=field.value)
        return self._record([edit], f"confirmed: {case.name(path).line} = {say_value(field.state, field.value)}")

    def waive(self, *findings: Finding) -> Step:
        """The document contradicts itself here: its printed numbers stand. Several are waived, and undone, as one."""
        case = self._need_case()
        now = _now()
        edits = []
        for finding in findings:
            if finding.kind == FindingKind.DISAGREEMENT:
                return Step(False, "the readers disagree: only a value settles that, type it or confirm the one shown")
            if finding.kind == FindingKind.UNUSED_NUMBER:
                return self._leave_unused(case)
            if not finding.broken:
                return Step(False, "this check does not keep the document from being accepted: nothing to waive")
            what = {"rule": finding.code, "paths": finding.paths, "values": case.values(finding.paths)}
            edits.append(self._edit(case, "waive", at=now, **what))
        if not edits:
            return Step(False, "there is nothing to waive")
        said = findings[0].message if len(findings) == 1 else f"{len(findings)} checks"
        return self._record(edits, f"waived, the printed numbers stand: {said}")

    def leave_unused(self, item: Item) -> Step:
        """This printed number belongs to no field."""
        case = self._need_case()
        if item.unused is None:
            return Step(False, "this is not an unused number")
        if not case.verdict.unused:
            return Step(False, "no printed number is unused")
        text = item.unused.text

        def decisions(history: tuple[Edit, ...]) -> Sequence[Edit]:
            return (self._edit(case, "waive", rule=UNUSED, values=(*left_unused(history), text)),)

        return self._settle(key_of(case.result), decisions, lambda edits: _no_field(edits[0].values))

    def undo(self) -> Step:
        """Take back the latest decision of this reviewer: the last of this session, or else of this document."""
        key = self._decided[-1] if self._decided else None if self.case is None else key_of(self.case.result)
        case = self._load(*key) if key is not None else None
        if key is None or case is None or not last_decision(case.edits, self.reviewer):
            return Step(False, "there is nothing to undo")
        if not self.open(*key):
            return Step(False, "another reviewer has taken that document: nothing was undone")
        by = {"kind": "retract", "author": self.reviewer, "note": "", "at": _now()}

        def decisions(history: tuple[Edit, ...]) -> Sequence[Edit]:
            return [edit.model_copy(update=by) for edit in last_decision(history, self.reviewer)]

        step = self._settle(key, decisions, self._say_undone, remember=False)
        if step.ok and self._decided:
            self._decided.pop()
        return step

    # -- inside

    def _give(self, case: ReviewCase, path: str, typed: Typed, in_picture: bool = False) -> Step:
        field = case.verdict.fields[path]
        edit = self._edit(case, "correct", path=path, state=typed.state, value=typed.value)
        before = "" if field.state == "unread" else f" (was {say_value(field.state, field.value)})"
        message = f"recorded: {case.name(path).line} = {say_value(typed.state, typed.value)}{before}"
        shown = in_picture or not isinstance(typed.value, int) or self._shelf.prints(case.result, typed.value)
        return self._record([edit], message + _mind([] if shown else [typed.value]))

    def _leave_unused(self, case: ReviewCase) -> Step:
        texts = tuple(number.text for number in case.verdict.unused)
        if not texts:
            return Step(False, "no printed number is unused")
        return self._record([self._edit(case, "waive", rule=UNUSED, values=texts)], _no_field(texts))

    def _edit(self, case: ReviewCase, kind: Literal["correct", "confirm", "waive"], **what: object) -> Edit:
        about = {"sha256": case.result.sha256, "schema_name": case.result.schema_name}
        return Edit.model_validate({**about, "kind": kind, "author": self.reviewer, "at": _now(), **what})

    def _record(self, edits: list[Edit], message: str) -> Step:
        """Store the edits of one action with the result they lead to."""
        return self._settle((edits[0].sha256, edits[0].schema_name), lambda _: edits, lambda _: message)

    def _settle(
        self, key: tuple[str, str], decisions: Decisions, say: Callable[[tuple[Edit, ...]], str], remember: bool = True
    ) -> Step:
        """Store what is decided with the result it leads to, from what the store holds at this moment."""
        settled = settle_decisions(self.store, *key, decisions, self._policy, self.sitting.deciding(self.case, key))
        before, after = (None, None) if settled is None else (_case(settled.before), _case(settled.after))
        if settled is None or before is None or after is None:
            return Step(False, "this document is no longer in the store: nothing was stored")
        if settled.holder:
            return Step(False, self.sitting.taken_by(settled.holder))
        self.case = after
        if settled.stale:
            return Step(False, "this document has changed since you looked at it: nothing was stored; look again")
        if not settled.added:
            return Step(False, "there is nothing to undo")
        if remember:
            self._decided.append(key)
        message = say(settled.added)
        change = compare(before.verdict, after.verdict, [edit.path for edit in settled.added])
        if after.result.status != "accepted" and key[0] in self.finished:
            self.finished.remove(key[0])
        if after.result.status != "accepted" or before.result.status == "accepted" or not remember:
            return Step(True, message, change)
        self.finished.append(after.result.sha256)
        self.next_document()
        return Step(True, message, change, finished=after.result)

    def _load(self, sha256: str, schema_name: str) -> ReviewCase | None:
        filed = self.store.filed(sha256, schema_name)
        result = None if filed is None else filed.outcome.result
        if filed is None or result is None or result.verdict is None or result.form is None:
            self.passed_over[sha256] = "its result holds nothing to review: run the extractor over it again"
            return None
        case = _case(filed)
        if case is None:
            self.passed_over[sha256] = f"schema {schema_name}, form {result.form} is not installed here"
        return case

    def _need_case(self) -> ReviewCase:
        if self.case is None:
            raise LookupError("no document is open: call next_document() first")
        return self.case

    def _say_undone(self, edits: tuple[Edit, ...]) -> str:
        more = f" and {len(edits) - 1} more" if len(edits) > 1 else ""
        return f"undone: {self._say_edit(edits[0])}{more}"

    def _say_edit(self, edit: Edit) -> str:
        if not edit.path:
            return f"waiver of {edit.rule}"
        return f"{self._need_case().name(edit.path).line} = {say_value(edit.state, edit.value)}"

    def _wanted(self, entry: QueueEntry) -> bool:
        return self._only is None or (entry.sha256, entry.schema_name) in self._only

    def _turn(self, key: tuple[str, str]) -> int:
        return self._skipped.index(key) + 1 if key in self._skipped else 0


def _mind(nowhere: Sequence[Value | None]) -> str:
    """A remark on numbers that stand nowhere in the document."""
    verb = "is" if len(nowhere) == 1 else "are"
    return f"; mind: {', '.join(map(str, nowhere))} {verb} printed nowhere in this document" if nowhere else ""


def _no_field(texts: Sequence[Value | None]) -> str:
    return f"belongs to no field: {', '.join(map(str, texts))}"


def _case(filed: Filed) -> ReviewCase | None:
    """What is stored as a case; None where its form is not installed here."""
    result, form = filed.outcome.result, form_of(filed.outcome.result)
    if form is None or result.verdict is None:
        return None
    return ReviewCase(result, form, filed.outcome.readings, filed.edits, result.verdict)


def _now() -> datetime:
    return datetime.now(UTC)
