"""Review without a screen: a queue of documents, the decisions about one of them, and what each decision changed."""

from collections.abc import Sequence

from extractor.documents import Span
from extractor.review.case import Item
from extractor.review.history import left_unused
from extractor.review.list_rows import add_row, remove_row
from extractor.review.open_documents import OpenDocuments, moment
from extractor.review.pen import Pen
from extractor.review.row_shift import shift_row
from extractor.review.same_cause import cause_of, settle_alike
from extractor.review.schema_choice import may_choose, read_under
from extractor.review.sitting import key_of
from extractor.review.source_view import SourceLine
from extractor.review.spoken_words import tell
from extractor.review.step import Step
from extractor.review.store_away import refused_while_away
from extractor.review.table_copies import take_copy
from extractor.schemas.form import State, Value
from extractor.verify.completeness import UNUSED
from extractor.verify.edit import Edit, Why
from extractor.verify.finding import Finding


class ReviewSession(OpenDocuments):
    """The open documents, and what may be decided about the one at hand."""

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

    @refused_while_away
    def settle_alike(self, path: str) -> Step:
        """Confirm every field that waits for the same reason as this one, here and in the other documents."""
        pen = self._pen()
        cause = cause_of(pen.case, self._shelf, path) if self.task.reaches_others else frozenset()
        others = (self._load(*key) for key in self.waiting.alike(key_of(pen.case.result), cause))
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

    @refused_while_away
    def choose_schema(self, schema_name: str) -> Step:
        """Read the document at hand under this schema in place of the one it was read under, or of none; other
        documents of its file come with it. What was decided under the other one is kept for when this is undone.
        """
        case = self._need_case()
        if case.result.schema_name == schema_name:
            return Step(False, tell("is_read_under", schema=schema_name))
        if self._read_anew is None or not self.task.reaches_others or not may_choose(case.result):
            return Step(False, tell("cannot_choose"))
        edit = Pen(case, self._shelf, self.reviewer).choice(schema_name, moment())
        became = read_under(self.store, self.sitting, case, schema_name, self._read_anew, edit)
        if became.problem:
            return Step(False, became.problem)
        return self._read_otherwise(case, became.results, (edit.sha256, schema_name))

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

        return self._settle(key_of(case.result), decisions, lambda edits: _no_field(edits[0].values))

    def answer(self, choice: int = 0) -> Step:
        """Yes to what was asked, or one of the other answers: stores what was to be decided."""
        asked, self.asked = self.asked, None
        answers = () if asked is None else (asked, *asked.otherwise)
        if choice >= len(answers) or self.case is None or not answers[choice].is_about(key_of(self.case.result)):
            return Step(False, tell("question_left"))
        step = self._record(answers[choice])
        self.asked = asked if step.busy else None
        return step

    def _pen(self) -> Pen:
        return Pen(self._need_case(), self._shelf, self.reviewer)


def _no_field(texts: Sequence[Value | None]) -> str:
    return tell("no_field", values=", ".join(map(str, texts)))
