"""Review without a screen: what decisions do to a document, to the queue and to the store."""

from pathlib import Path

import pytest

from extractor.readers.reading import Spot, UnusedNumber
from extractor.review.session import ReviewSession
from extractor.review.sitting import author
from extractor.store import Store
from tests.built_readings import AMBIGUOUS, INFERRED
from tests.review_desk import (
    CONSISTENT,
    END,
    FORM,
    PROCESSED,
    RECEIVED,
    START,
    contradictory,
    insisted,
    misread,
    paper,
    put,
    session_on,
    stored,
    unsure,
)


def test_the_document_with_the_fewest_flags_comes_first(store: Store, tmp_path: Path) -> None:
    contradictory(store, tmp_path, "a.txt")
    misread(store, tmp_path, "b.txt")
    assert [entry.document for entry in session_on(store).queue()] == ["b.txt", "a.txt"]
    assert [entry.document for entry in ReviewSession(store, "anna", order="name").queue()] == ["a.txt", "b.txt"]


def test_a_corrected_value_is_verified_at_once_and_the_document_accepted(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    session = session_on(store)
    step = session.correct(PROCESSED, "1,204")
    assert step.ok and step.finished is not None
    assert any("pending at its end" in message for message in step.change.passing)
    after = stored(store, result)
    assert after.status == "accepted" and after.verdict is not None
    assert (after.verdict.fields[PROCESSED].value, after.verdict.fields[PROCESSED].status) == (1204, "corrected")


def test_after_an_accepted_document_the_session_opens_the_next(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    other = contradictory(store, tmp_path)
    session = session_on(store)
    session.correct(PROCESSED, "1204")
    assert session.case is not None and session.case.result.sha256 == other.sha256


def test_a_correction_that_breaks_a_rule_says_which(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    result = put(store, tmp_path, "keys.txt", text, unsure(reading, "year", doubts=(INFERRED,)))
    session = session_on(store)
    step = insisted(session, END, "4")
    assert step.ok and step.finished is None
    assert any("Pending as of End" in message for message in step.change.failing)
    assert stored(store, result).status == "review"


@pytest.mark.parametrize("typed", ["", "   ", "12O4", "twelve", "1,20", "3.5", "--5", "12 04 x", "1204 pages"])
def test_what_is_no_value_is_refused_and_nothing_is_stored(store: Store, tmp_path: Path, typed: str) -> None:
    result = misread(store, tmp_path)
    session = session_on(store)
    step = session.correct(PROCESSED, typed)
    assert not step.ok and step.message
    assert store.edits(result.sha256, "us_foia") == ()


@pytest.mark.parametrize(("typed", "state"), [("blank", "blank"), ("n/a", "not_applicable"), ("absent", "absent")])
def test_states_are_typed_by_name_and_never_become_zero(store: Store, tmp_path: Path, typed: str, state: str) -> None:
    misread(store, tmp_path)
    session = session_on(store)
    insisted(session, "consultations.overall.received", typed)
    assert session.case is not None
    field = session.case.verdict.fields["consultations.overall.received"]
    assert (field.state, field.value) == (state, None)


def test_a_number_that_is_printed_nowhere_is_taken_but_remarked_on(store: Store, tmp_path: Path) -> None:
    contradictory(store, tmp_path)
    session = session_on(store)
    assert "printed nowhere" in insisted(session, END, "12").message
    for printed in ("1204", "1,205", "9", "2021"):
        assert "printed nowhere" not in insisted(session, END, printed).message


def test_full_width_digits_are_understood(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    session_on(store).correct(PROCESSED, "１，２０４")
    assert store.edits(result.sha256, "us_foia")[0].value == 1204


def test_any_field_can_be_corrected_not_only_a_flagged_one(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Doors", CONSISTENT)
    wrong = reading.fields[END].model_copy(update={"value": 9})
    reading = reading.model_copy(update={"fields": {**reading.fields, END: wrong}})
    result = put(store, tmp_path, "doors.txt", text, unsure(reading, "year"))
    session = session_on(store)
    assert session.case is not None and END in {item.path for item in session.case.every_field}
    insisted(session, END, "3")
    session.confirm("year")
    assert stored(store, result).status == "accepted"


def test_a_confirmed_value_stands_as_it_was_read(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    result = put(store, tmp_path, "keys.txt", text, unsure(reading, "year"))
    session_on(store).confirm("year")
    edit = store.edits(result.sha256, "us_foia")[0]
    assert (edit.kind, edit.value, edit.author) == ("confirm", 2021, "anna")
    assert stored(store, result).status == "accepted"


def test_what_nobody_read_cannot_be_confirmed(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    put(store, tmp_path, "keys.txt", text, unsure(reading, "year", state="unread", doubts=(AMBIGUOUS,)))
    step = session_on(store).confirm("year")
    assert not step.ok and "nothing was read" in step.message


def test_a_waived_rule_lets_the_printed_numbers_stand(store: Store, tmp_path: Path) -> None:
    result = contradictory(store, tmp_path)
    session = session_on(store)
    assert session.case is not None
    finding = next(item.finding for item in session.case.open_items if item.finding is not None)
    step = session.waive(finding)
    after = stored(store, result)
    assert step.finished is not None and after.status == "accepted" and after.verdict is not None
    assert after.verdict.fields[END].value == 9


def test_a_waiver_lapses_when_a_value_changes(store: Store, tmp_path: Path) -> None:
    result = contradictory(store, tmp_path)
    session = session_on(store, document="contradictory.txt")
    assert session.case is not None
    finding = next(item.finding for item in session.case.open_items if item.finding is not None)
    session.waive(finding)
    session.open(result.sha256, "us_foia")
    insisted(session, END, "8")
    assert stored(store, result).status == "review"


def test_an_unused_number_can_be_left_to_no_field(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    numbers = tuple(
        UnusedNumber(text=each, spot=Spot(page=1, span=(len(text) + at, len(text) + at + 2)), table="requests")
        for at, each in ((0, "17"), (3, "17"), (6, "44"))
    )
    result = put(store, tmp_path, "keys.txt", f"{text}17 17 44\n", reading.model_copy(update={"unused": numbers}))
    session = session_on(store)
    for left in (2, 1, 0):
        assert session.case is not None
        step = session.leave_unused(session.case.open_items[0])
        assert step.ok
        if left:
            assert len([item for item in session.case.open_items if item.subject == "unused"]) == left
    assert stored(store, result).status == "accepted"


def test_undo_adds_an_edit_and_brings_the_state_before_back(store: Store, tmp_path: Path) -> None:
    result = contradictory(store, tmp_path)
    session = session_on(store)
    insisted(session, END, "4")
    insisted(session, END, "5")
    session.undo()
    assert session.case is not None and session.case.verdict.fields[END].value == 4
    session.undo()
    assert session.case.verdict == result.verdict
    assert [edit.kind for edit in store.edits(result.sha256, "us_foia")] == ["correct", "correct", "retract", "retract"]
    assert not session.undo().ok


def test_undo_goes_back_to_a_document_that_was_finished(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    contradictory(store, tmp_path)
    session = session_on(store)
    session.correct(PROCESSED, "1204")
    session.undo()
    assert session.case is not None and session.case.result.sha256 == result.sha256
    assert stored(store, result).status == "review"


def test_an_undo_that_leaves_the_document_accepted_stays_with_it(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    put(store, tmp_path, "keys.txt", text, reading)
    session = ReviewSession(store, "anna", document="keys.txt")
    session.open_named()
    before = session.case.result if session.case else None
    insisted(session, END, "7")
    step = session.undo()
    assert step.finished is None and session.case is not None and before is not None
    assert session.case.result.model_copy(update={"receipt": before.receipt}) == before
    assert session.summary().startswith("0 decisions stored, 0 accepted")


def test_undo_works_in_a_later_session(store: Store, tmp_path: Path) -> None:
    contradictory(store, tmp_path)
    earlier = session_on(store)
    insisted(earlier, END, "4")
    earlier.close()
    later = session_on(store)
    assert later.undo().ok
    assert later.case is not None and later.case.verdict.fields[END].value == 9


def test_undo_does_not_take_back_what_someone_else_decided(store: Store, tmp_path: Path) -> None:
    contradictory(store, tmp_path)
    anna = session_on(store)
    insisted(anna, END, "4")
    anna.close()
    ben = session_on(store, "ben")
    insisted(ben, END, "5")
    ben.close()
    assert not anna.undo().ok
    case = session_on(store).case
    assert case is not None and case.verdict.fields[END].value == 5


def test_a_row_is_marked_as_one_decision_and_undone_as_one(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    for path in (START, RECEIVED, END):
        reading = unsure(reading, path, state="unread", doubts=(AMBIGUOUS,), spot=None)
    result = put(store, tmp_path, "keys.txt", text, reading)
    session = session_on(store)
    step = session.mark_row(RECEIVED, "blank")
    assert step.ok and "3 fields" in step.message
    session.undo()
    assert session.case is not None and session.case.verdict == result.verdict


def test_two_reviewers_never_hold_the_same_document(store: Store, tmp_path: Path) -> None:
    first, second = misread(store, tmp_path), contradictory(store, tmp_path)
    anna, ben, carl = (session_on(store, name) for name in ("anna", "ben", "carl"))
    assert anna.case is not None and anna.case.result.sha256 == first.sha256
    assert ben.case is not None and ben.case.result.sha256 == second.sha256
    assert carl.case is None


def test_a_decision_on_a_document_taken_over_by_another_is_refused(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    anna = session_on(store)
    store.leases.release(result.sha256, "us_foia", "anna", anna.sitting.name)
    store.leases.take(result.sha256, "us_foia", "ben")
    step = anna.correct(PROCESSED, "1204")
    assert not step.ok and "ben" in step.message
    assert store.edits(result.sha256, "us_foia") == ()


def test_a_skipped_document_comes_up_again_after_all_others(store: Store, tmp_path: Path) -> None:
    first, second = misread(store, tmp_path), contradictory(store, tmp_path)
    session = session_on(store)
    order = []
    for _ in range(3):
        assert session.case is not None
        order.append(session.case.result.sha256)
        session.skip()
    assert order == [first.sha256, second.sha256, first.sha256]
    assert len(store.leases.current()) == 1


def test_flagged_fields_come_in_the_order_of_their_places(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    for path in ("consultations.overall.received", "year", RECEIVED):
        reading = unsure(reading, path)
    put(store, tmp_path, "keys.txt", text, reading)
    case = session_on(store).case
    assert case is not None
    assert [item.path for item in case.open_items] == ["year", RECEIVED, "consultations.overall.received"]


def test_what_two_readers_read_is_shown_beside_each_other(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    other = unsure(reading, END, 8, doubts=()).model_copy(update={"reader": "llm"})
    put(store, tmp_path, "keys.txt", text, reading, other)
    case = session_on(store).case
    assert case is not None
    assert [(each.reader, each.field.value) for each in case.candidates(END)] == [("layout", 3), ("llm", 8)]
    assert [item.path for item in case.open_items] == [END]


def test_a_disagreement_cannot_be_waived(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    other = unsure(reading, END, 8, doubts=()).model_copy(update={"reader": "llm"})
    put(store, tmp_path, "keys.txt", text, reading, other)
    session = session_on(store)
    assert session.case is not None
    finding = next(each for each in session.case.findings(END) if each.code == "agreement.value")
    assert not session.waive(finding).ok


def test_a_document_can_be_reviewed_by_name_though_it_is_accepted(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    result = put(store, tmp_path, "keys.txt", text, reading)
    session = ReviewSession(store, "anna", document="keys.txt")
    case = session.open_named()
    assert case is not None and case.open_items == () and len(case.every_field) == len(case.verdict.fields)
    insisted(session, "agency", "Bureau of Locks")
    assert session.case is not None and stored(store, result).status == "accepted"


def test_the_author_comes_from_the_environment_or_the_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_AUTHOR", "Clerk 7")
    assert author() == "Clerk 7"
    monkeypatch.setenv("EXTRACTOR_AUTHOR", "")
    monkeypatch.setenv("LOGNAME", "ben")
    assert author() == "ben"


def test_every_field_has_a_name_that_sets_it_apart_in_its_row(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    case = session_on(store).case
    assert case is not None
    names = [case.name(path) for path in FORM.fields if path.startswith("requests.overall.")]
    assert [name.short for name in names] == [
        "Pending as of Start of",
        "Received in",
        "Processed in",
        "Pending as of End of",
    ]
    assert case.name("requests.components.0.received").row == "Head Office"
