"""The documents of a session: which is at hand, and how what is decided about it is stored, taken back and made again.

Every decision is stored in the moment it is made, together with the new result, so nothing is lost when a reviewer
leaves. Nothing is read again: the stored readings and all edits go through verification and routing once more.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from extractor.errors import StoreUnavailable
from extractor.policy import Policy
from extractor.review.case import ReviewCase, unrecognised
from extractor.review.decision import Decision
from extractor.review.document_at_hand import DocumentAtHand
from extractor.review.edit_wording import say_edits
from extractor.review.effort import Effort
from extractor.review.history import last_decision, of_one_moment, retracted
from extractor.review.schema_choice import ReadAnew, choices_of_file, say_read, say_set_aside, take_back
from extractor.review.sitting import Sitting, author, key_of
from extractor.review.source_view import SourceShelf
from extractor.review.spoken_words import tell
from extractor.review.step import Step
from extractor.review.store_away import refused_while_away, to_its_end
from extractor.review.task import ReviewTask
from extractor.review.verdict_change import compare
from extractor.review.waiting import Order, Waiting
from extractor.route import Result
from extractor.settlement import Decisions, Settled
from extractor.store import LEASE_SECONDS, QueueEntry, Store
from extractor.verify.edit import CHOSEN, Edit


class OpenDocuments(DocumentAtHand):
    """One reviewer at one store. ``case`` is the document at hand, None when there is nothing left to do.

    ``document`` names one document (name, path or start of its sha256) to review instead of the whole queue;
    ``policy`` is the evidence policy that the verdicts are made with; None: each by the one it was run with.
    ``task``: what is gone through instead of the queue. ``effort`` measures what each decision takes. ``read_anew``:
    how a document is read under a schema that somebody chooses; None: none can be chosen.
    """

    def __init__(
        self,
        store: Store,
        reviewer: str = "",
        order: Order = "flags",
        policy: Policy | None = None,
        document: str = "",
        lease_seconds: float = LEASE_SECONDS,
        read_anew: ReadAnew | None = None,
        task: ReviewTask | None = None,
    ) -> None:
        self.store = store
        self.sitting = Sitting(store, reviewer or author(), seconds=lease_seconds)
        self.reviewer = self.sitting.person
        super().__init__(SourceShelf(store))
        self.passed_over: dict[str, str] = {}
        only = frozenset(key_of(result) for result in store.find(document)) if document else None
        self.task = task or ReviewTask(store, self.reviewer, policy)
        self.effort = Effort()
        self.waiting = Waiting(self.task, self.sitting, order, only)
        self._read_anew = read_anew
        self._decided: list[tuple[str, str]] = []
        self._undone: list[tuple[tuple[str, str], tuple[Edit, ...]]] = []
        self.asked: Decision | None = None
        self._beside: dict[tuple[str, str], ReviewCase] = {}
        self._queue: tuple[QueueEntry, ...] = ()

    @property
    def named(self) -> bool:
        """Whether the session is about one document instead of the queue."""
        return self.waiting.only is not None

    @property
    def decided(self) -> int:
        """How many decisions of this session stand."""
        return len(self._decided)

    # -- the queue

    def queue(self) -> tuple[QueueEntry, ...]:
        """The documents that wait, those that were skipped last; while the store is out of reach, as they last were."""
        with suppress(StoreUnavailable):
            self._queue = self.waiting.entries()
        return self._queue

    def next_document(self) -> ReviewCase | None:
        """Open the next document that nobody else has leased; what cannot be reviewed is passed over and said.

        StoreUnavailable where the store is out of reach: the document at hand stays at hand.
        """
        at_hand = self.case
        self.close()
        try:
            self.task.begin()
            for entry in self.queue():
                if self.waiting.is_free(entry) and self.open(entry.sha256, entry.schema_name, waiting=True):
                    return self.case
        except StoreUnavailable:
            self.case = at_hand
            raise
        return None

    def open_named(self) -> ReviewCase | None:
        """Open the document that the session was made for, whatever its status; None if it cannot be opened, or if its
        task keeps it from this person, which is said.
        """
        for key in sorted(self.waiting.only or ()):
            if not self.task.may_see(key):
                self.passed_over[key[0]] = tell(self.task.kept_from)
            elif self.open(*key):
                return self.case
        return None

    def open(self, sha256: str, schema_name: str, waiting: bool = False) -> bool:
        """Lease a document and make it the one at hand. False: another session has it, or it cannot be shown; with
        ``waiting`` also where it does not wait for a decision any more, now that nobody else can decide about it.
        StoreUnavailable where the store is out of reach.
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

    @refused_while_away
    def skip(self) -> Step:
        """Leave the document as it is; it comes up again after all others."""
        if self.case is None:
            return Step(False, tell("none_to_skip"))
        left, key = self.waiting.name(self.case.result), key_of(self.case.result)
        self.waiting.skip(key)
        self.next_document()
        if self.case is None or key_of(self.case.result) == key:
            return Step(False, tell("only_document"))
        return Step(True, tell("skipped", document=left))

    def renew(self) -> None:
        """Keep the lease of the document at hand while a reviewer thinks; the next time, if the store is away now."""
        if self.case is not None:
            with suppress(StoreUnavailable):
                self.sitting.take(key_of(self.case.result))

    def close(self) -> None:
        """Give the document back to the queue."""
        if self.case is not None:
            self.sitting.release(key_of(self.case.result))
            self.case = None

    def summary(self) -> str:
        """What was done and what is left, in one line."""
        left = self.task.entries()
        unknown = sum(not each.schema_name for each in left)
        more = tell("summary_unrecognised", n=unknown) if unknown else ""
        done = len(self.waiting.finished)
        return tell("summary", n=self.decided, done=done, left=len(left) - unknown) + more

    # -- the document at hand

    def undo(self) -> Step:
        """Take back the latest decision of this reviewer: the last of this session, or else of this document. What it
        decided about other documents in the same moment goes with it. The document at hand stays where nothing was
        stored.
        """
        return self._or_back(self._undo)

    def redo(self) -> Step:
        """Decide again what was just undone; nothing once something else was decided since."""
        return self._or_back(self._redo)

    # -- inside

    def _or_back(self, act: Callable[[], Step]) -> Step:
        """An action that may go to another document; where nothing is stored, the one from before is at hand again."""
        before, step = self.case, act()
        if (
            not step.ok
            and self.case is not None
            and (before is None or key_of(before.result) != key_of(self.case.result))
        ):
            self.sitting.release(key_of(self.case.result))
            self.case = before
            self.renew()
        return step

    @refused_while_away
    def _undo(self) -> Step:
        key = self._decided[-1] if self._decided else None if self.case is None else key_of(self.case.result)
        case = self._undoable(key) if key is not None else None
        histories = () if case is None else (case.edits, choices_of_file(self.store, case.result))
        decided = [mine for edits in histories if (mine := last_decision(edits, self.reviewer))]
        undone = max(decided, key=lambda mine: mine[0].at, default=())
        if key is None or case is None or not undone:
            return Step(False, tell("nothing_to_undo"))
        key = key_of(case.result)
        if not self.open(*key):
            return Step(False, tell("taken_since"))
        if undone[0].rule == CHOSEN:
            return self._take_back_choice(case, undone[0])
        beside, self._beside = of_one_moment(self.store, undone[0]), {}
        decisions = partial(retracted, undone[0])
        left = self._settle_others(dict.fromkeys(beside, decisions), remember=False)
        if isinstance(left, Step):
            return left

        def say(edits: tuple[Edit, ...]) -> str:
            said = tell("in_documents", n=len(beside) - left + 1) if beside else ""
            said += tell("left_to_others", n=left) if left else ""
            return tell("undone", said=say_edits(self._need_case(), edits)) + said

        last = partial(self._settle, key, decisions, say, remember=False)
        step = to_its_end(last) if beside else last()
        if step.ok:
            self._undone.append((key, (*undone, *(edit for each in beside.values() for edit in each))))
            self._decided = self._decided[:-1]
        return step

    @refused_while_away
    def _redo(self) -> Step:
        if not self._undone:
            return Step(False, tell("nothing_to_redo"))
        key, edits = self._undone[-1]
        if not self.open(*key):
            return Step(False, tell("taken_since"))
        self._beside = {}
        mine = [edit for edit in edits if (edit.sha256, edit.schema_name) == key]
        step = self._record(Decision(edits, tell("redone", said=say_edits(self._need_case(), mine))), anew=False)
        if step.ok:
            self._undone.pop()
        return step

    def _undoable(self, key: tuple[str, str]) -> ReviewCase | None:
        """The document that was decided about; of a file that was found to hold several, the first of them."""
        parts = self.store.parts(key[0])
        return self._load(parts[0] if parts else key[0], key[1])

    def _take_back_choice(self, case: ReviewCase, chosen: Edit) -> Step:
        if self._read_anew is None:
            return Step(False, tell("cannot_choose"))
        retract = chosen.model_copy(update={"kind": "retract", "at": moment()})
        became = take_back(self.store, self.sitting, case, retract, self._read_anew)
        if became.problem:
            return Step(False, became.problem)
        self._decided = self._decided[:-1]
        return self._read_otherwise(case, became.results)

    def _read_otherwise(
        self, before: ReviewCase, results: Sequence[Result], chosen: tuple[str, str] | None = None
    ) -> Step:
        """Go on with what a document became under another schema, or under none. ``chosen``: where the choice is."""
        said = say_read(results, self.waiting.name(before.result))
        said += say_set_aside(before) if chosen is not None else ""
        self.close()
        self._decided += [chosen] if chosen is not None else []
        self._undone = []
        for each in results:
            self.waiting.read_as(*key_of(each))
        accepted = [each for each in results if each.status == "accepted"]
        self.waiting.finished += [each.sha256 for each in accepted]
        with suppress(StoreUnavailable):
            if not any(self.open(*key_of(each), waiting=True) for each in results):
                self.next_document()
        return Step(True, said, finished=accepted[0] if len(accepted) == len(results) else None)

    def _do(self, decision: Decision) -> Step:
        """Store a decision, or ask what has to be asked before."""
        self.asked = None
        if not self._need_case().recognised:
            return Step(False, tell("choose_first"))
        if decision.refusal:
            return Step(False, decision.refusal)
        if decision.question:
            self.asked = decision
            return Step(False, decision.question, asks=True)
        return self._record(decision)

    def _record(self, decision: Decision, anew: bool = True) -> Step:
        """Store a decision with what it took; where the store is busy, that is measured on."""
        taken = replace(self.effort)
        step = self._record_all(decision, anew)
        if step.busy:
            self.effort = taken
        return step

    def _record_all(self, decision: Decision, anew: bool) -> Step:
        """Store the edits of one action, all of one moment, with the result they lead to: the document at hand last."""
        by_document: dict[tuple[str, str], list[Edit]] = {}
        now = moment()
        for edit in self.effort.shared_out(decision.edits):
            by_document.setdefault((edit.sha256, edit.schema_name), []).append(edit.model_copy(update={"at": now}))
        (here, edits), *elsewhere = by_document.items()
        left = self._settle_others({key: _always(others) for key, others in elsewhere})
        if isinstance(left, Step):
            return left
        said = decision.message + (tell("left_to_others", n=left) if left else "")
        last = partial(self._settle, here, _always(edits), lambda _: said, anew=anew)
        return to_its_end(last) if elsewhere else last()

    def _settle_others(self, decisions: Mapping[tuple[str, str], Decisions], remember: bool = True) -> int | Step:
        """Store what is decided about documents that are not at hand, as part of an action about the one that is.

        How many were left out, for they are another's by now, or no longer as they were. A step where the store is
        busy before any of it is stored; what was begun goes to its end.
        """
        left = 0
        for number, (key, each) in enumerate(decisions.items()):
            act = partial(self._settle, key, each, lambda _: "", remember, onward=False)
            step = to_its_end(act) if number else act()
            if self.case is None or key_of(self.case.result) != key:
                self.sitting.release(key)
            if step.busy and not number:
                return step
            left += not step.ok
        return left

    def _before(self, shown: ReviewCase | None, settled: Settled) -> ReviewCase | None:
        """What is shown, where it is the document as it was found; else what was decided since it was made is in it."""
        then = settled.before
        if shown is not None and (shown.edits, shown.result.verdict) == (then.edits, then.outcome.result.verdict):
            return shown
        return self.task.case(then)

    @refused_while_away
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
        before = None if settled is None else self._before(shown, settled)
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
        if remember and onward:
            self._decided.append(key)
            self._undone = [] if anew else self._undone
        message = say(settled.added)
        change = compare(before.verdict, after.verdict, [edit.path for edit in settled.added])
        finished = self.waiting.finished
        if not after.is_done and key[0] in finished:
            finished.remove(key[0])
        if not after.is_done or before.is_done or not remember:
            return Step(True, message, change)
        finished.append(after.result.sha256)
        if onward:
            with suppress(StoreUnavailable):  # What was decided is stored; it stays on the screen.
                self.next_document()
        return Step(True, message, change, finished=after.result)

    def _load(self, sha256: str, schema_name: str) -> ReviewCase | None:
        filed = self.task.filed((sha256, schema_name))
        result = None if filed is None else filed.outcome.result
        if result is not None and result.status == "unrecognised":
            return unrecognised(result)
        if filed is None or result is None or result.verdict is None or result.form is None:
            self.passed_over[sha256] = tell("holds_nothing")
            return None
        case = self.task.case(filed)
        if case is None:
            self.passed_over[sha256] = tell("no_form", schema=schema_name, form=result.form)
        return case


def _always(edits: Sequence[Edit]) -> Decisions:
    return lambda _: edits


def moment() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)
