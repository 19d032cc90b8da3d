"""What is proposed for a field in review: shown with how far it is known, taken by a decision, undone like any."""

from pathlib import Path

from extractor.review.case import Item, ReviewCase
from extractor.review.proposal import proposal_for
from extractor.review.session import ReviewSession
from extractor.store import Store
from tests.built_readings import AMBIGUOUS
from tests.review_desk import CONSISTENT, END, PROCESSED, contradictory, misread, paper, put, session_on, stored, unsure


def case_of(session: ReviewSession) -> ReviewCase:
    assert session.case is not None
    return session.case


def open_item(session: ReviewSession, path: str) -> Item:
    return next(item for item in case_of(session).open_items if item.path == path)


def test_a_proposal_is_shown_and_taken_as_an_ordinary_correction(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    session = session_on(store)
    item = open_item(session, PROCESSED)
    proposal = proposal_for(case_of(session), item)
    assert proposal is not None and not proposal.problem
    assert proposal.line(str) == "proposed: 1204 (the only likely explanation, not proven)"
    step = session.take_proposal(item)
    assert step.ok and step.finished is not None and "recorded as proposed" in step.message
    (edit,) = store.edits(result.sha256, "us_foia")
    assert (edit.kind, edit.path, edit.value, edit.author) == ("correct", PROCESSED, 1204, "anna")
    assert stored(store, result).status == "accepted"


def test_a_taken_proposal_is_undone_by_another_edit(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    session = session_on(store)
    session.take_proposal(open_item(session, PROCESSED))
    assert session.undo().ok
    assert [edit.kind for edit in store.edits(result.sha256, "us_foia")] == ["correct", "retract"]
    after = stored(store, result).verdict
    assert after is not None and after.fields[PROCESSED].value == 1294
    assert proposal_for(case_of(session), open_item(session, PROCESSED)) is not None


def test_cells_that_are_wrong_together_are_taken_and_undone_together(store: Store, tmp_path: Path) -> None:
    full, part = (f"dispositions.components.0.{name}" for name in ("full_grants", "partial_grants"))
    overall = {path.replace("components.0", "overall"): number for path, number in ((full, "1,198"), (part, "6"))}
    text, reading = paper("Bureau of Bells", {**CONSISTENT, **overall, full: "1,198", part: "6"})
    result = put(store, tmp_path, "bells.txt", text, unsure(unsure(reading, full, 1188), part, 5))
    session = session_on(store)
    item = open_item(session, part)
    proposal = proposal_for(case_of(session), item)
    assert proposal is not None
    assert [(given.path, given.value) for given in proposal.given] == [(part, 6), (full, 1198)]
    assert session.take_proposal(item).ok and len(store.edits(result.sha256, "us_foia")) == 2
    assert stored(store, result).status == "accepted"
    assert session.undo().ok
    after = stored(store, result).verdict
    assert after is not None and (after.fields[full].value, after.fields[part].value) == (1188, 5)


def test_a_document_that_contradicts_itself_gets_no_proposal(store: Store, tmp_path: Path) -> None:
    result = contradictory(store, tmp_path)
    session = session_on(store)
    items = case_of(session).open_items
    assert items and all(proposal_for(case_of(session), item) is None for item in items)
    step = session.take_proposal(items[0])
    assert not step.ok and "nothing is proposed" in step.message
    assert store.edits(result.sha256, "us_foia") == ()


def test_a_proposed_zero_that_nobody_saw_cannot_be_taken_for_a_blank(store: Store, tmp_path: Path) -> None:
    other = "dispositions.overall.other"
    text, reading = paper("Bureau of Bells", CONSISTENT)
    result = put(store, tmp_path, "bells.txt", text, unsure(reading, other, 7))
    session = session_on(store)
    step = session.take_proposal(open_item(session, other))
    assert not step.ok and "cannot tell 0 from an empty cell" in step.message
    assert store.edits(result.sha256, "us_foia") == ()


def test_what_follows_for_an_unread_field_is_offered_and_never_taken_by_itself(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Bells", CONSISTENT)
    result = put(store, tmp_path, "bells.txt", text, unsure(reading, END, state="unread", doubts=(AMBIGUOUS,)))
    assert result.verdict is not None and result.verdict.fields[END].state == "unread"
    session = session_on(store)
    proposal = proposal_for(case_of(session), open_item(session, END))
    assert proposal is not None and proposal.given[0].value == 3 and "leaves" in proposal.grounds
    assert session.take_proposal(open_item(session, END)).ok
    assert store.edits(result.sha256, "us_foia")[0].value == 3
