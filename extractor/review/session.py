"""Review without a screen: a queue of documents, the decisions about one of them, and what each decision changed.

Every decision is stored in the moment it is made, together with the new result, so nothing is lost when a reviewer
leaves. Nothing is read again: the stored readings and all edits go through verification and routing once more.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Literal, TypeAlias

from extractor.documents import Span
from extractor.policy import Policy
from extractor.review.case import Item, ReviewCase
from extractor.review.decision import Decision
from extractor.review.effort import Effort
from extractor.review.history import last_decision, left_unused, say_edits, say_unused
from extractor.review.list_rows import add_row, remove_row
from extractor.review.pen import Pen
from extractor.review.row_shift import shift_row
from extractor.review.same_cause import Cause, cause_of, settle_alike
from extractor.review.sitting import Sitting, author, key_of
from extractor.review.source_view import SourceLine, SourceShelf, SourceView
from extractor.review.spoken_words import tell
from extractor.review.step import Step
from extractor.review.table_copies import take_copy
from extractor.review.task import ReviewTask
from extractor.review.verdict_change import compare
from extractor.schemas.form import State
from extractor.settlement import Decisions
from extractor.store import LEASE_SECONDS, DocumentKey, QueueEntry, Store
from extractor.verify.completeness import UNUSED
from extractor.verify.edit import Edit, Why
from extractor.verify.finding import Finding

Order: TypeAlias = Literal["flags", "name"]
"""flags: the documents that are quickly settled first. name: by name of the file."""


class ReviewSession:
    """One reviewer at one store. ``case`` is the document at hand, None when there is nothing left to do.

    ``document`` names one document (name, path or start of its sha256) to review instead of the whole queue;
    ``policy`` is the evidence policy that the verdicts are made with; None: each by the one it was run with. ``task``:
    what is gone through instead of the queue. ``effort`` measures what each decision takes.
    """

    def __init__(
        self,
        store: Store,
        reviewer: str = "",
        order: Order = "flags",
        policy: Policy | None = None,
        document: str = "",
        lease_seconds: float = LEASE_SECONDS,
        task: ReviewTask | None = None,
    ) -> None:
        self.store = store
        self.sitting = Sitting(store, reviewer or author(), seconds=lease_seconds)
        self.reviewer = self.sitting.person
        self.case: ReviewCase | None = None
        self.passed_over: dict[str, str] = {}
        self.finished: list[str] = []
        self._order = order
        self.task = task or ReviewTask(store, self.reviewer, policy)
        self.effort = Effort()
        self._only = frozenset(key_of(result) for result in store.find(document)) if document else None
        self._shelf = SourceShelf(store)
        self._skipped: list[tuple[str, str]] = []
        self._decided: list[tuple[str, str]] = []
        self._undone: list[tuple[tuple[str, str], tuple[Edit, ...]]] = []
        self.asked: Decision | None = None
        self._beside: dict[tuple[str, str], ReviewCase] = {}

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
        entries = [entry for entry in self.task.entries() if self._wanted(entry)]
        if self._order == "name":
            entries.sort(key=lambda entry: (entry.document, entry.sha256))
        return tuple(sorted(entries, key=lambda entry: self._turn((entry.sha256, entry.schema_name))))

    def is_free(self, entry: QueueEntry) -> bool:
        """Whether no other session looks at a document."""
        return entry.session in ("", self.sitting.name)

    def next_document(self) -> ReviewCase | None:
        """Open the next document that nobody else has leased; what cannot be reviewed is passed over and said."""
        self.close()
        self.task.begin()
        for entry in self.queue():
            if self.is_free(entry) and self.open(entry.sha256, entry.schema_name, waiting=True):
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
        if case is None or (waiting and not case.is_waiting):
            self.sitting.release((sha256, schema_name))
            return False
        if self.case is not None and key_of(self.case.result) != (sha256, schema_name):
            self.close()
        self.case = case
        return True

    def skip(self) -> Step:
        """Leave the document as it is; it comes up again after all others."""
        if self.case is None:
            return Step(False, tell("none_to_skip"))
        left = self.case.result.document
        key = key_of(self.case.result)
        self._skipped = [each for each in self._skipped if each != key] + [key]
        self.next_document()
        if self.case is None or key_of(self.case.result) == key:
            return Step(False, tell("only_document"))
        return Step(True, tell("skipped", document=left))

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
        left = len(self.task.entries())
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
        note = f"{tell('place_unknown', near=where.near)} {view.note}"
        return replace(view, note=note.strip(), near=True)

    # -- decisions

    def correct(self, path: str, text: str) -> Step:
        """Give a field the value that was typed, or refuse what is no value of it."""
        return self._do(self._pen().correct(path, text))

    def take_clicked(self, path: str, line: SourceLine, span: Span) -> Step:
        """Give a field the number that stands at a span of a line of its page."""
        return self._do(self._pen().take_clicked(path, line, span))

    def mark(self, path: str, state: State) -> Step:
        """Say that no value is printed: ``blank``, ``not_applicable`` or ``absent``."""
        return self._do(self._pen().mark(path, state))

    def illegible(self, path: str) -> Step:
        """Say that what is printed cannot be made out."""
        return self._do(self._pen().illegible(path))

    def mark_row(self, path: str, state: State) -> Step:
        """Say of every field of a row that still waits what :meth:`mark` says of one; undone as one."""
        return self._do(self._pen().fill_row(path, state))

    def zero_row(self, path: str) -> Step:
        """Say of every field of a row that still waits that 0 is printed; what is printed otherwise is left alone."""
        return self._do(self._pen().fill_row(path, "read", 0))

    def take_proposal(self, item: Item) -> Step:
        """Give the field what diagnosis proposes, with the cells that change together with it; undone as one."""
        return self._do(self._pen().take_proposal(item))

    def take_alternative(self, path: str, number: int) -> Step:
        """Give a field what its picture also shows: the alternative with this number, counted from 0."""
        return self._do(self._pen().take_alternative(path, number))

    def shift_row(self, path: str, by: int) -> Step:
        """The values of a row one cell to the right (1) or to the left (-1)."""
        return self._do(shift_row(self._pen(), path, by))

    def take_copy(self, path: str) -> Step:
        """Of a table that is printed more than once, this copy counts."""
        return self._do(take_copy(self._pen(), path))

    def settle_alike(self, path: str) -> Step:
        """Confirm every field that waits for the same reason as this one, here and in the other documents."""
        pen = self._pen()
        cause = cause_of(pen.case, self._shelf, path) if self.task.reaches_others else frozenset()
        others = (self._load(*key) for key in self._waiting_alike(pen.case, cause))
        self._beside = {key_of(each.result): each for each in others if each is not None}
        return self._do(settle_alike(pen, tuple(self._beside.values()), path))

    def add_row(self, path: str, text: str) -> Step:
        """One more row of the list that a field belongs to, with this in its column."""
        return self._do(add_row(self._pen(), path, text))

    def remove_row(self, path: str) -> Step:
        """The row of a list that a field belongs to is no row."""
        return self._do(remove_row(self._pen(), path))

    def confirm(self, path: str) -> Step:
        """The value as read is right."""
        return self._do(self._pen().confirm(path))

    def waive(self, *findings: Finding, why: Why = "as_printed", note: str = "") -> Step:
        """The document contradicts itself here: its printed numbers stand. Several are waived, and undone, as one."""
        return self._do(self._pen().waive(findings, why, note))

    def note(self, path: str, text: str) -> Step:
        """Words about a field, or about the document where there is no path."""
        return self._do(self._pen().note(path, text))

    def leave_unused(self, item: Item) -> Step:
        """This printed number belongs to no field."""
        case, pen = self._need_case(), self._pen()
        if item.unused is None:
            return Step(False, tell("not_unused"))
        if not case.verdict.unused:
            return Step(False, tell("no_unused"))
        text = item.unused.text

        def decisions(history: tuple[Edit, ...]) -> Sequence[Edit]:
            return (pen.edit("waive", rule=UNUSED, values=(*left_unused(history), text)),)

        return self._settle(key_of(case.result), decisions, lambda edits: say_unused(edits[0].values))

    def answer(self, choice: int = 0) -> Step:
        """Yes to what was asked, or one of the other answers: stores what was to be decided."""
        asked, self.asked = self.asked, None
        answers = () if asked is None else (asked, *asked.otherwise)
        if choice >= len(answers) or self.case is None or not answers[choice].is_about(key_of(self.case.result)):
            return Step(False, tell("question_left"))
        return self._record(answers[choice])

    def undo(self) -> Step:
        """Take back the latest decision of this reviewer: the last of this session, or else of this document."""
        key = self._decided[-1] if self._decided else None if self.case is None else key_of(self.case.result)
        case = self._load(*key) if key is not None else None
        undone = () if case is None else last_decision(case.edits, self.reviewer)
        if key is None or not undone:
            return Step(False, tell("nothing_to_undo"))
        if not self.open(*key):
            return Step(False, tell("taken_since"))
        by = {"kind": "retract", "author": self.reviewer, "note": "", "at": _now()}

        def decisions(history: tuple[Edit, ...]) -> Sequence[Edit]:
            return [edit.model_copy(update=by) for edit in last_decision(history, self.reviewer)]

        step = self._settle(key, decisions, partial(self._told, "undone"), remember=False)
        if step.ok:
            self._undone.append((key, undone))
            if self._decided:
                self._decided.pop()
        return step

    def redo(self) -> Step:
        """Decide again what was just undone; nothing once something else was decided since."""
        if not self._undone:
            return Step(False, tell("nothing_to_redo"))
        key, edits = self._undone[-1]
        if not self.open(*key):
            return Step(False, tell("taken_since"))
        again = [edit.model_copy(update={"at": _now()}) for edit in edits]
        step = self._settle(key, lambda _: again, partial(self._told, "redone"), anew=False)
        if step.ok:
            self._undone.pop()
        return step

    # -- inside

    def _pen(self) -> Pen:
        return Pen(self._need_case(), self._shelf, self.reviewer)

    def _do(self, decision: Decision) -> Step:
        """Store a decision, or ask what has to be asked before."""
        self.asked = None
        if decision.refusal:
            return Step(False, decision.refusal)
        if decision.question:
            self.asked = decision
            return Step(False, decision.question, asks=True)
        return self._record(decision)

    def _record(self, decision: Decision) -> Step:
        """Store the edits of one action, all of one moment, with the result they lead to: the document at hand last."""
        by_document: dict[tuple[str, str], list[Edit]] = {}
        now = _now()
        for edit in self.effort.shared_out(decision.edits):
            by_document.setdefault((edit.sha256, edit.schema_name), []).append(edit.model_copy(update={"at": now}))
        (here, edits), *elsewhere = by_document.items()
        left = sum(not self._settle_beside(key, others) for key, others in elsewhere)
        said = decision.message + (tell("left_to_others", n=left) if left else "")
        return self._settle(here, lambda _: edits, lambda _: said)

    def _settle_beside(self, key: tuple[str, str], edits: Sequence[Edit]) -> bool:
        """Store what was decided about another document; False where it is another's by now, or no longer as it was."""
        stored = self._settle(key, lambda _: edits, lambda _: "", onward=False).ok
        if self.case is None or key_of(self.case.result) != key:
            self.sitting.release(key)
        return stored

    def _settle(
        self,
        key: tuple[str, str],
        decisions: Decisions,
        say: Callable[[tuple[Edit, ...]], str],
        remember: bool = True,
        anew: bool = True,
        onward: bool = True,
    ) -> Step:
        """Store what is decided with the result it leads to, from what the store holds at this moment."""
        shown = self.case if onward else self._beside.get(key)
        settled = self.task.settle(key, decisions, self.sitting.deciding(shown, key))
        before = None if settled is None else shown or self.task.case(settled.before)
        after = None if settled is None else self.task.case(settled.after)
        if settled is None or before is None or after is None:
            return Step(False, tell("gone"))
        if settled.holder:
            return Step(False, self.sitting.taken_by(settled.holder))
        self.case = after if onward else self.case
        if settled.stale:
            return Step(False, tell("stale"))
        if not settled.added:
            return Step(False, tell("nothing_to_undo"))
        if remember:
            self._decided.append(key)
            self._undone = [] if anew else self._undone
        message = say(settled.added)
        change = compare(before.verdict, after.verdict, [edit.path for edit in settled.added])
        if not after.is_done and key[0] in self.finished:
            self.finished.remove(key[0])
        if not after.is_done or before.is_done or not remember:
            return Step(True, message, change)
        self.finished.append(after.result.sha256)
        if onward:
            self.next_document()
        return Step(True, message, change, finished=after.result)

    def _load(self, sha256: str, schema_name: str) -> ReviewCase | None:
        filed = self.task.filed((sha256, schema_name))
        if filed is None or filed.outcome.result.verdict is None:
            self.passed_over[sha256] = tell("holds_nothing")
            return None
        case = self.task.case(filed)
        if case is None:
            self.passed_over[sha256] = tell("no_form", schema=schema_name, form=filed.outcome.result.form)
        return case

    def _need_case(self) -> ReviewCase:
        if self.case is None:
            raise LookupError("no document is open: call next_document() first")
        return self.case

    def _told(self, about: str, edits: Sequence[Edit]) -> str:
        return tell(about, said=say_edits(self._need_case(), edits))

    def _waiting_alike(self, case: ReviewCase, cause: Cause) -> Iterator[DocumentKey]:
        """The documents that nobody else looks at and of which a field waits for this cause."""
        here, schema = key_of(case.result)
        keys = self.store.waiting_alike(schema, " ".join(sorted(cause))) if cause else ()
        holders = self.store.leases.holders()
        for key in ((each, schema) for each in keys if each != here):
            if key not in holders or holders[key][1] == self.sitting.name:
                yield key

    def _wanted(self, entry: QueueEntry) -> bool:
        return self._only is None or (entry.sha256, entry.schema_name) in self._only

    def _turn(self, key: tuple[str, str]) -> int:
        return self._skipped.index(key) + 1 if key in self._skipped else 0


def _now() -> datetime:
    return datetime.now(UTC)
