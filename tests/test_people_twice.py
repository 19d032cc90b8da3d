"""Double entry: a second person decides without seeing what the first decided, and a third settles what differs."""

from pathlib import Path

from extractor.review.looking_again import TaskKind, task_of
from extractor.review.session import ReviewSession
from extractor.route import Result
from extractor.store import Store
from tests.review_desk import PROCESSED, RECEIVED, insisted, misread, session_on, stored, upheld


def entering(store: Store, person: str) -> ReviewSession:
    session = ReviewSession(store, person, task=task_of("blind", store, person))
    session.next_document()
    return session


def settling(store: Store, person: str) -> ReviewSession:
    session = ReviewSession(store, person, task=task_of("disagreed", store, person))
    session.next_document()
    return session


def first_decided(store: Store, folder: Path, value: str = "1204") -> Result:
    """A report of which anna decided the one field that waited."""
    result = misread(store, folder)
    session = session_on(store)
    assert insisted(session, PROCESSED, value).ok
    for _ in range(9):
        if session.case is None:
            break
        item = session.case.open_items[0]
        assert (session.waive(item.finding) if item.finding else upheld(session, item.path)).ok
    session.close()
    return result


def test_the_second_person_sees_what_was_read_and_nothing_of_the_first(store: Store, tmp_path: Path) -> None:
    first_decided(store, tmp_path)
    session = entering(store, "ben")
    assert session.case is not None and session.case.edits == ()
    field = session.case.verdict.fields[PROCESSED]
    assert (field.value, field.status) == (1294, "flagged") and session.case.decision(PROCESSED) is None


def test_nobody_enters_their_own_document_a_second_time(store: Store, tmp_path: Path) -> None:
    first_decided(store, tmp_path)
    assert entering(store, "anna").case is None


def test_two_who_decide_alike_agree_and_no_result_changes(store: Store, tmp_path: Path) -> None:
    result = first_decided(store, tmp_path)
    before = stored(store, result)
    session = entering(store, "ben")
    step = session.correct(PROCESSED, "1204")
    assert step.ok and step.finished is not None and session.case is None
    assert stored(store, result) == before and len(store.edits(result.sha256)) == 1
    (twice,) = store.second_entries.compared()
    assert (twice.path, twice.first, twice.second, twice.outcome) == (PROCESSED, "anna", "ben", "agreed")
    assert entering(store, "carl").case is None and settling(store, "carl").case is None
    figures = {each.person: each for each in store.reviewers()}
    assert [(figures[each].twice, figures[each].differing) for each in ("anna", "ben")] == [(1, 0), (1, 0)]


def test_every_field_that_the_first_decided_is_asked_for_though_no_rule_doubts_it(store: Store, tmp_path: Path) -> None:
    result = first_decided(store, tmp_path)
    again = ReviewSession(store, "anna", document=result.document)
    assert again.open_named() is not None and again.confirm(RECEIVED).ok
    again.close()
    session = entering(store, "ben")
    assert session.correct(PROCESSED, "1204").finished is None
    assert session.case is not None and [item.path for item in session.case.open_items] == [RECEIVED]
    assert store.second_entries.compared() == ()
    assert session.confirm(RECEIVED).finished is not None
    assert {each.path for each in store.second_entries.compared()} == {PROCESSED, RECEIVED}


def test_two_who_differ_are_settled_by_a_third_who_is_not_told_who_said_what(store: Store, tmp_path: Path) -> None:
    result = first_decided(store, tmp_path, "1205")
    session = entering(store, "ben")
    assert session.correct(PROCESSED, "1204").ok
    while session.case is not None:
        item = session.case.open_items[0]
        assert (session.waive(item.finding) if item.finding else upheld(session, item.path)).ok
    differing = [each.path for each in store.second_entries.compared() if each.outcome == ""]
    assert PROCESSED in differing
    assert settling(store, "anna").case is None and settling(store, "ben").case is None
    third = settling(store, "carl")
    assert third.case is not None
    field = third.case.verdict.fields[PROCESSED]
    assert (field.state, field.value) == ("unread", None) and third.case.decision(PROCESSED) is None
    said = {each.reader: each.field.value for each in third.case.candidates(PROCESSED)}
    assert set(said) == {"A", "B"} and set(said.values()) == {1204, 1205}
    assert not third.confirm(PROCESSED).ok
    assert insisted(third, PROCESSED, "1204").ok
    settled = {each.path: each for each in store.second_entries.compared()}[PROCESSED]
    assert (settled.outcome, settled.settled_by) == ("second", "carl")
    verdict = stored(store, result).verdict
    assert verdict is not None and verdict.fields[PROCESSED].value == 1204
    figures = {each.person: each for each in store.reviewers()}
    assert (figures["anna"].overruled, figures["ben"].overruled) == (1, 0)
    assert third.undo().ok
    assert {each.path: each.outcome for each in store.second_entries.compared()}[PROCESSED] == ""


def test_what_the_first_person_changes_later_is_compared_anew(store: Store, tmp_path: Path) -> None:
    result = first_decided(store, tmp_path)
    assert entering(store, "ben").correct(PROCESSED, "1204").ok
    again = ReviewSession(store, "anna", document=result.document)
    assert again.open_named() is not None and insisted(again, PROCESSED, "1205").ok
    twice = {each.path: each for each in store.second_entries.compared()}[PROCESSED]
    assert (twice.first_says.value, twice.second_says.value, twice.outcome) == (1205, 1204, "")
    again.close()
    third = settling(store, "carl")
    assert third.case is not None
    said = {each.field.value for each in third.case.candidates(PROCESSED)}
    assert said == {1204, 1205}
    third.close()
    assert again.open_named() is not None and again.undo().ok
    twice = {each.path: each for each in store.second_entries.compared()}[PROCESSED]
    assert (twice.first_says.value, twice.outcome) == (1204, "agreed")


def test_a_third_who_says_otherwise_than_two_who_agreed_overrules_both(store: Store, tmp_path: Path) -> None:
    result = first_decided(store, tmp_path)
    assert entering(store, "ben").correct(PROCESSED, "1204").ok
    third = ReviewSession(store, "carl", document=result.document)
    assert third.open_named() is not None and third.confirm(PROCESSED).ok
    (twice,) = store.second_entries.compared()
    assert (twice.outcome, twice.settled_by) == ("agreed", "")
    assert insisted(third, PROCESSED, "1205").ok
    (twice,) = store.second_entries.compared()
    assert (twice.outcome, twice.settled_by) == ("neither", "carl")
    figures = {each.person: each for each in store.reviewers()}
    assert [(figures[each].differing, figures[each].overruled) for each in ("anna", "ben")] == [(0, 1), (0, 1)]
    assert third.undo().ok
    assert [each.outcome for each in store.second_entries.compared()] == ["agreed"]


def named(store: Store, person: str, kind: TaskKind, result: Result) -> ReviewSession:
    session = ReviewSession(store, person, document=result.document, task=task_of(kind, store, person))
    if session.open_named() is None:
        session.next_document()
    return session


def test_naming_a_document_shows_nobody_what_they_may_not_see(store: Store, tmp_path: Path) -> None:
    result = first_decided(store, tmp_path, "1205")
    own = named(store, "anna", "blind", result)
    assert own.case is None and "you decided about it yourself" in own.passed_over[result.sha256]
    assert named(store, "ben", "disagreed", result).case is None
    second = named(store, "ben", "blind", result)
    assert second.case is not None and second.correct(PROCESSED, "1204").ok
    assert named(store, "carl", "blind", result).case is None
    while second.case is not None:
        item = second.case.open_items[0]
        assert (second.waive(item.finding) if item.finding else upheld(second, item.path)).ok
    assert named(store, "carl", "blind", result).case is None
    for person in ("anna", "ben"):
        session = named(store, person, "disagreed", result)
        assert session.case is None and "two other people" in session.passed_over[result.sha256]
    third = named(store, "carl", "disagreed", result)
    assert third.case is not None
    third.close()
    assert named(store, "ben", "queue", result).case is not None


def test_what_the_second_takes_back_is_compared_no_more(store: Store, tmp_path: Path) -> None:
    first_decided(store, tmp_path)
    session = entering(store, "ben")
    assert session.correct(PROCESSED, "1204").ok and store.second_entries.compared()
    assert session.undo().ok
    assert store.second_entries.compared() == () and session.case is not None


def test_who_has_begun_a_second_entry_keeps_it(store: Store, tmp_path: Path) -> None:
    result = first_decided(store, tmp_path)
    again = ReviewSession(store, "anna", document=result.document)
    assert again.open_named() is not None and again.confirm(RECEIVED).ok
    again.close()
    session = entering(store, "ben")
    assert session.correct(PROCESSED, "1204").ok
    session.close()
    assert entering(store, "carl").case is None
    assert entering(store, "ben").case is not None
