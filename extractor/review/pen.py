"""What a reviewer may decide about a document, as edits; nothing is stored here.

A decision that leaves something printed out of account, or that goes against what its place shows, is a question first:
it is asked once, and what the place shows is recorded with the answer. What is printed costs no more keys than what is
not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from extractor.documents import Span
from extractor.documents.file_parts import hash_of_file
from extractor.evidence.sentences import spoken
from extractor.readers.reading import Spot
from extractor.review.case import Item, ReviewCase
from extractor.review.decision import Decision, refuse
from extractor.review.proposal import proposal_for
from extractor.review.shown_place import ShownValue, says_same, shown_at
from extractor.review.source_view import SourceLine, SourceShelf
from extractor.review.spoken_words import tell, value_told
from extractor.review.typed import Typed, read_typed
from extractor.schemas.form import State, Value
from extractor.verify.completeness import UNUSED
from extractor.verify.edit import CHOSEN, NOTED, Edit, EditKind, Why
from extractor.verify.finding import Finding, FindingKind


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes decisions about one document; every method gives a :class:`Decision`."""

    case: ReviewCase
    shelf: SourceShelf
    author: str

    # -- a value

    def correct(self, path: str, text: str) -> Decision:
        """Give a field the value that was typed, or refuse what is no value of it."""
        if path not in self.case.verdict.fields:
            return refuse(tell("no_such_field", path=path))
        typed = read_typed(text, self.case.spec(path), self.case.choices(path))
        return refuse(typed.problem) if typed.problem else self._give(path, typed)

    def take_clicked(self, path: str, line: SourceLine, span: Span) -> Decision:
        """Give a field the number that a person pointed at, a span of a line; where it stood before, what is printed is
        unused then."""
        start = self.shelf.start_of(self.case.result, line.number)
        if start is None or path not in self.case.verdict.fields:
            return refuse(tell("no_such_place"))
        typed = read_typed(line.text[slice(*span)], self.case.spec(path), self.case.choices(path))
        if typed.problem:
            return refuse(typed.problem)
        known = self.case.spot_of(path)
        spot = Spot(page=1 if known is None else known.page, span=(start + span[0], start + span[1]))
        edit = self.edit("correct", path=path, state=typed.state, value=typed.value, spot=spot)
        return Decision((edit,), self._said(path, typed.state, typed.value))

    def mark(self, path: str, state: State) -> Decision:
        """Say that no value is printed: ``blank``, ``not_applicable`` or ``absent``."""
        if state not in ("blank", "not_applicable", "absent"):
            return refuse(tell("not_a_state"))
        if path not in self.case.verdict.fields:
            return refuse(tell("no_such_field", path=path))
        return self._give(path, Typed(state))

    def illegible(self, path: str) -> Decision:
        """Something is printed, and nobody can make it out: no value, and the checks of the field stay unknown."""
        if path not in self.case.verdict.fields:
            return refuse(tell("no_such_field", path=path))
        edit = self.edit("correct", path=path, state="illegible")
        return Decision((edit,), self._said(path, "illegible", None)).asked(tell("illegible_question"))

    def fill_row(self, path: str, state: State, value: Value | None = None) -> Decision:
        """Say the same of every field of a row that still waits; what is printed otherwise is left alone."""
        paths = self.case.waiting_in_row(path)
        if state in ("unread", "illegible", "computed") or not paths:
            return refuse(tell("no_waiting_row"))
        shown = {each: shown_at(self.case, self.shelf, each) for each in paths}
        printed = {each: found for each, found in shown.items() if found and not says_same(found, state, value)}
        left = ", ".join(f"{self.case.name(each).column} {found.text}" for each, found in printed.items())
        if len(printed) == len(paths):
            return refuse(tell("row_printed", printed=left))
        edits = [self.edit("correct", path=each, state=state, value=value) for each in paths if each not in printed]
        said = tell("row_recorded", n=len(edits), value=value_told(state, value))
        return Decision(tuple(edits), said + (tell("row_left", printed=left) if left else ""))

    def take_proposal(self, item: Item) -> Decision:
        """Give the field what diagnosis proposes, with the cells that change together with it."""
        proposal = proposal_for(self.case, item)
        if proposal is None:
            return refuse(tell("nothing_proposed"))
        if proposal.problem:
            return refuse(proposal.problem)
        given = [self._guarded(each.path, Typed(each.state, each.value)) for each in proposal.given]
        edits = tuple(edit for each in given for edit in each.edits)
        said = [f"{self.case.name(each.path).line} = {value_told(each.state, each.value)}" for each in proposal.given]
        decision = Decision(edits, tell("taken_as_proposed", said=", ".join(said)) + self._mind(edits))
        question = next((each.question for each in given if each.question), "")
        return decision.asked(question) if question else decision

    def take_alternative(self, path: str, number: int) -> Decision:
        """Give a field what its picture also shows: the alternative with this number, counted from 0."""
        others = self.case.alternatives(path)
        if not others:
            return refuse(tell("one_way"))
        if not 0 <= number < len(others):
            return refuse(tell("few_ways", n=len(others)))
        chosen = others[number]
        edit = self.edit("correct", path=path, state=chosen.state, value=chosen.value)
        return Decision((edit,), self._said(path, chosen.state, chosen.value))

    def _give(self, path: str, typed: Typed) -> Decision:
        """A value for a field, and a remark where it is printed nowhere."""
        given = self._guarded(path, typed)
        return Decision(given.edits, given.message + self._mind(given.edits), question=given.question)

    def _guarded(self, path: str, typed: Typed) -> Decision:
        """The edit, asked about where the place shows something else; what it shows is recorded then."""
        shown = shown_at(self.case, self.shelf, path)
        said = self._said(path, typed.state, typed.value)
        if shown is None or says_same(shown, typed.state, typed.value) or self._also_reads(path, typed):
            return Decision((self.edit("correct", path=path, state=typed.state, value=typed.value),), said)
        edit = self.edit("correct", path=path, state=typed.state, value=typed.value, printed=shown.text)
        message = said + tell("over_print", printed=shown.text)
        return Decision((edit,), message).asked(self._doubted(path, shown, typed))

    def _also_reads(self, path: str, typed: Typed) -> bool:
        return any((each.state, each.value) == (typed.state, typed.value) for each in self.case.alternatives(path))

    def _doubted(self, path: str, shown: ShownValue, typed: Typed) -> str:
        value = value_told(typed.state, typed.value)
        if typed.state != "read":
            return tell("printed_emptied", printed=shown.text, value=value)
        if not shown.stored:
            return tell("recognised_otherwise", printed=shown.text, value=value)
        about = "printed_balances" if self._balances(path, shown, typed) else "printed_otherwise"
        return tell(about, printed=shown.text, value=value)

    def _balances(self, path: str, shown: ShownValue, typed: Typed) -> bool:
        """Whether what was typed is off from what is printed by just what a broken check is off by."""
        if not isinstance(typed.value, int) or not isinstance(shown.value, int):
            return False
        off = abs(typed.value - shown.value)
        broken = [each.difference for each in self.case.findings(path) if each.broken]
        return any(abs(Decimal(each)) == off for each in broken if each)

    # -- the value as it is

    def confirm(self, path: str) -> Decision:
        """The value as read is right. Where it breaks checks and nothing else in them waits, they may be waived."""
        field = self.case.verdict.fields.get(path)
        if field is None:
            return refuse(tell("no_such_field", path=path))
        if field.state == "unread":
            return refuse(tell("nothing_to_confirm"))
        value = value_told(field.state, field.value)
        message = tell("confirmed", name=self.case.name(path).line, value=value)
        shown = shown_at(self.case, self.shelf, path)
        if shown is not None and not says_same(shown, field.state, field.value) and not self._decided(path):
            edit = self.edit("confirm", path=path, state=field.state, value=field.value, printed=shown.text)
            question = self._doubted(path, shown, Typed(field.state, field.value))
            return Decision((edit,), message + tell("over_print", printed=shown.text)).asked(question)
        plain = Decision((self.edit("confirm", path=path, state=field.state, value=field.value),), message)
        broken = self._broken_by(path)
        return self._as_printed(plain, path, value, broken) if broken else plain

    def _decided(self, path: str) -> bool:
        decision = self.case.decision(path)
        return decision is not None and bool(decision.printed)

    def _broken_by(self, path: str) -> list[Finding]:
        """The checks that would still speak against a field if its value were confirmed. Where another field in them
        waits as well, that one may be to blame, and is decided first."""
        open_ones = [each for each in self.case.findings(path) if self.case.is_open_check(each) and each.residual]
        waiting = {field.path for field in self.case.verdict.flagged} - {path}
        return [] if any(waiting.intersection(each.paths) for each in open_ones) else open_ones

    def _as_printed(self, plain: Decision, path: str, value: str, broken: Sequence[Finding]) -> Decision:
        waivers = tuple(self._waiver(each, "as_printed") for each in broken)
        count = len(broken)
        message = tell("confirmed_as_printed", name=self.case.name(path).line, value=value, n=count)
        confirmed = self.edit(
            "confirm", path=path, state=plain.edits[0].state, value=plain.edits[0].value, why="as_printed"
        )
        alone = Decision(plain.edits, plain.message, choice=tell("confirmed_alone_choice"))
        both = Decision((confirmed, *waivers), message, choice=tell("as_printed_choice", n=count))
        return both.asked(tell("as_printed", value=value, n=count), alone)

    # -- checks, numbers, notes

    def waive(self, findings: Sequence[Finding], why: Why = "as_printed", note: str = "") -> Decision:
        """The document contradicts itself here: its printed numbers stand. Several are waived, and undone, as one."""
        edits = []
        for finding in findings:
            if finding.kind == FindingKind.DISAGREEMENT:
                return refuse(tell("waive_disagreement"))
            if finding.kind == FindingKind.UNUSED_NUMBER:
                return self._leave_all_unused()
            if not finding.broken:
                return refuse(tell("waive_unbroken"))
            edits.append(self._waiver(finding, why, note))
        if not edits:
            return refuse(tell("waive_nothing"))
        said = findings[0].told(spoken()) if len(findings) == 1 else tell("checks", n=len(findings))
        return Decision(tuple(edits), tell("waived", said=said))

    def _waiver(self, finding: Finding, why: Why, note: str = "") -> Edit:
        values = self.case.values(finding.paths)
        return self.edit("waive", rule=finding.code, paths=finding.paths, values=values, why=why, note=note)

    def _leave_all_unused(self) -> Decision:
        texts = tuple(number.text for number in self.case.verdict.unused)
        if not texts:
            return refuse(tell("no_unused"))
        edit = self.edit("waive", rule=UNUSED, values=texts)
        return Decision((edit,), tell("no_field", values=", ".join(texts)))

    def note(self, path: str, text: str) -> Decision:
        """Words about a field, or about the document where there is no path."""
        if not self.case.recognised:
            return refuse(tell("choose_first"))
        if not text.strip():
            return refuse(tell("nothing_noted"))
        edit = self.edit("note", path=path, rule=NOTED, note=text.strip())
        return Decision((edit,), tell("noted", note=text.strip()))

    def choice(self, schema_name: str, at: datetime) -> Edit:
        """The document is read under this schema."""
        about = {"sha256": hash_of_file(self.case.result.sha256), "schema_name": schema_name}
        return Edit.model_validate({**about, "kind": "choose", "rule": CHOSEN, "author": self.author, "at": at})

    # -- inside

    def edit(self, kind: EditKind, **what: object) -> Edit:
        """An edit about this document; its moment is that in which it is stored."""
        about = {"sha256": self.case.result.sha256, "schema_name": self.case.result.schema_name}
        return Edit.model_validate({**about, "kind": kind, "author": self.author, "at": datetime.now(UTC), **what})

    def _said(self, path: str, state: State, value: Value | None) -> str:
        field = self.case.verdict.fields[path]
        before = "" if field.state == "unread" else tell("was", value=value_told(field.state, field.value))
        return tell("recorded", name=self.case.name(path).line, value=value_told(state, value)) + before

    def _mind(self, edits: Sequence[Edit]) -> str:
        """A remark on numbers that stand nowhere in the document."""
        numbers = [edit.value for edit in edits if isinstance(edit.value, int)]
        nowhere = [each for each in numbers if not self.shelf.prints(self.case.result, each)]
        return tell("mind", values=", ".join(map(str, nowhere)), n=len(nowhere)) if nowhere else ""
