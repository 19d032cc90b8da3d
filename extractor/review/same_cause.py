"""Fields that wait for one and the same reason, in one document and in others: shown together, settled together.

Only what is settled by looking once is settled so: fields that hold a value at a place, that no check speaks against,
and of which the place shows what they hold.
"""

from collections.abc import Iterable, Sequence

from extractor.evidence.sentences import spoken
from extractor.review.case import ReviewCase
from extractor.review.decision import Decision, refuse
from extractor.review.pen import Pen
from extractor.review.shown_place import says_same, shown_at
from extractor.review.source_view import SourceShelf
from extractor.review.spoken_words import tell
from extractor.verify.edit import Edit

Cause = frozenset[str]
"""Kinds of the doubts that a field waits for."""


def cause_of(case: ReviewCase, shelf: SourceShelf, path: str) -> Cause:
    """Why a field waits; empty where it cannot be settled with its like."""
    field = case.verdict.fields.get(path)
    if field is None or not field.waits or field.state not in ("read", "blank", "not_applicable"):
        return frozenset()
    if case.spot_of(path) is None or any(case.is_open_check(each) for each in case.findings(path)):
        return frozenset()
    if len({(each.field.state, each.field.value) for each in case.candidates(path)}) > 1:
        return frozenset()
    shown = shown_at(case, shelf, path)
    if shown is not None and not says_same(shown, field.state, field.value):
        return frozenset()
    return frozenset(each.kind.value for each in field.deciding)


def alike(case: ReviewCase, shelf: SourceShelf, cause: Cause) -> tuple[str, ...]:
    """The fields of a document that wait for just this reason."""
    paths: Iterable[str] = (field.path for field in case.verdict.flagged)
    return tuple(path for path in paths if cause_of(case, shelf, path) == cause) if cause else ()


def settle_alike(pen: Pen, others: Sequence[ReviewCase], path: str) -> Decision:
    """The fields of this document, and of others under the same form, that wait for the same reason as this one."""
    cause = cause_of(pen.case, pen.shelf, path)
    if not cause:
        return refuse(tell("cause_none"))
    here = pen.case.result.sha256
    same = [each for each in others if each.form == pen.case.form and each.result.sha256 != here]
    edits: list[Edit] = []
    documents = 0
    for case in (pen.case, *same):
        paths = alike(case, pen.shelf, cause)
        documents += bool(paths)
        edits += [edit for each in paths for edit in Pen(case, pen.shelf, pen.author).confirm(each).edits]
    why = "; ".join(pen.case.verdict.fields[path].told(spoken())[:1])
    counted = {"n": len(edits), "documents": documents}
    question = tell("cause_question", why=why, **counted)
    return Decision(tuple(edits), tell("cause_done", **counted)).asked(question)
