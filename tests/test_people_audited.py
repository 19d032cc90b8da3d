"""Accepted documents among the queue that nobody can tell from those that wait, and what is learned from them."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from extractor.evidence import DoubtKind, doubt
from extractor.review.looking_again import AuditTask, task_of
from extractor.review.session import ReviewSession
from extractor.review.tui.row_grid import row_grid
from extractor.review.tui.styled_lines import item_paragraphs
from extractor.review.upper_bound import most_wrong
from extractor.route import Result
from extractor.settlement import forget
from extractor.store import Store, sql_tables
from tests.review_desk import CONSISTENT, END, PROCESSED, RECEIVED, insisted, misread, paper, put, stored, unsure


def accepted(store: Store, folder: Path, number: int = 1) -> list[str]:
    """Reports that are accepted as they were read; their hashes."""
    found = []
    for each in range(number):
        text, reading = paper(f"Bureau of {'Keys' * (each + 1)}", CONSISTENT)
        found.append(put(store, folder, f"keys {each}.txt", text, reading).sha256)
    return found


def auditing(store: Store, person: str = "anna", share: float = 1.0) -> ReviewSession:
    session = ReviewSession(store, person, task=task_of("queue", store, person, share=share))
    session.next_document()
    return session


def settle_all(session: ReviewSession) -> None:
    """Every open field is what the document says."""
    while session.case is not None:
        step = session.confirm(session.case.open_items[0].path)
        assert step.ok, step.message


def test_a_share_of_nothing_draws_nothing_and_a_larger_one_draws_the_same_and_more(
    store: Store, tmp_path: Path
) -> None:
    accepted(store, tmp_path, 12)
    assert store.audits.draw(0.0) == 0
    few = store.audits.draw(0.3)
    drawn = set(store.audits.open())
    assert store.audits.draw(0.3) == 0 and len(drawn) == few < 12
    assert few + store.audits.draw(1.0) == 12
    assert drawn < set(store.audits.open())


def test_a_drawn_document_waits_like_any_other(store: Store, tmp_path: Path) -> None:
    accepted(store, tmp_path)
    text, reading = paper("Bureau of Lamps", CONSISTENT)
    put(store, tmp_path, "lamps.txt", text, unsure(reading, PROCESSED))
    session = auditing(store)
    entries = session.queue()
    assert [each.flags for each in entries] == [1, 1]
    cases = [session.case]
    session.skip()
    cases.append(session.case)
    assert len({case.result.document for case in cases if case is not None}) == 2
    told = [(item.subject, case.verdict.fields[item.path].status) for case in cases if case for item in case.open_items]
    assert told == [("field", "flagged")] * 2
    reasons = [case.verdict.fields[case.open_items[0].path].reasons for case in cases if case]
    assert all(len(each) == 1 for each in reasons)
    held = [case.held(case.open_items[0].path) for case in cases if case]
    assert all(held)


def test_what_is_right_is_confirmed_and_counted_and_the_document_stays_accepted(store: Store, tmp_path: Path) -> None:
    (sha,) = accepted(store, tmp_path)
    settle_all(auditing(store))
    fields = store.audits.fields((sha, "us_foia"))
    assert {(each.outcome, each.reviewer) for each in fields} == {("right", "anna")} and len(fields) == 4
    tally = store.audits.tally()
    assert (tally.fields, tally.wrong, tally.documents, tally.documents_wrong, tally.waiting) == (4, 0, 1, 0, 0)
    result = store.result(sha)
    assert result is not None and result.status == "accepted"
    assert auditing(store, "ben").case is None


def test_what_is_wrong_is_found_corrected_and_counted_and_undone(store: Store, tmp_path: Path) -> None:
    accepted(store, tmp_path)
    session = auditing(store)
    assert session.case is not None
    path = session.case.open_items[0].path
    assert insisted(session, path, "2022").ok
    tally = store.audits.tally()
    assert (tally.fields, tally.wrong) == (1, 1)
    (figures,) = store.reviewers()
    assert (figures.audited, figures.audit_errors) == (1, 1)
    assert session.undo().ok
    assert store.audits.tally().fields == 0
    assert session.case is not None and path in {item.path for item in session.case.open_items}
    assert session.redo().ok
    assert store.audits.tally().wrong == 1


def test_what_nobody_can_make_out_counts_against_what_nobody_looked_at(store: Store, tmp_path: Path) -> None:
    accepted(store, tmp_path)
    session = auditing(store)
    assert session.case is not None
    session.illegible(session.case.open_items[0].path)
    assert session.answer().ok
    assert store.audits.tally().wrong == 1


def test_a_document_that_a_person_decided_about_is_not_drawn(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    session = ReviewSession(store, "anna")
    session.next_document()
    assert session.correct(PROCESSED, "1204").ok
    assert stored(store, result).status == "accepted"
    assert store.audits.draw(1.0) == 0


def test_a_drawn_field_that_is_read_otherwise_meanwhile_is_no_audit(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    result = put(store, tmp_path, "keys.txt", text, reading)
    store.audits.draw(1.0)
    ((_, paths),) = store.audits.open().items()
    put(store, tmp_path, "keys.txt", text, *(unsure(reading, path) for path in paths[:1]))
    session = auditing(store)
    assert session.case is not None and session.case.asked == frozenset(paths[1:])
    assert session.confirm(paths[0]).ok
    outcomes = {each.path: each.outcome for each in store.audits.fields((result.sha256, "us_foia"))}
    assert outcomes[paths[0]] == "lapsed"


def test_two_wrong_values_that_balance_each_other_are_two_wrong_ones(store: Store, tmp_path: Path) -> None:
    balanced = {**CONSISTENT, **dict.fromkeys((RECEIVED, "requests.components.0.received"), "1,206")}
    balanced |= dict.fromkeys((END, "requests.components.0.pending_end"), "4")
    text, reading = paper("Bureau of Keys", balanced)
    result = put(store, tmp_path, "keys.txt", text, reading)
    assert result.status == "accepted"
    _draw(store, result, (RECEIVED, END))
    session = auditing(store)
    assert insisted(session, RECEIVED, "1205").ok
    assert session.case is not None and session.case.result.verdict is not None
    assert session.case.result.verdict.fields[END].status == "flagged"
    assert insisted(session, END, "3").ok
    assert [each.outcome for each in store.audits.fields((result.sha256, "us_foia"))] == ["wrong", "wrong"]
    tally = store.audits.tally()
    assert (tally.fields, tally.wrong) == (2, 2)
    assert session.undo().ok and store.audits.tally().wrong == 1
    assert session.undo().ok and store.audits.tally().fields == 0
    assert session.redo().ok and session.redo().ok and store.audits.tally().wrong == 2


def test_what_has_lapsed_is_no_audit_whatever_is_decided_later(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    result = put(store, tmp_path, "keys.txt", text, reading)
    _draw(store, result, (RECEIVED, PROCESSED))
    put(store, tmp_path, "keys.txt", text, unsure(reading, PROCESSED))
    session = auditing(store)
    assert session.confirm(RECEIVED).ok and session.confirm(PROCESSED).ok
    outcomes = {each.path: each.outcome for each in store.audits.fields((result.sha256, "us_foia"))}
    assert outcomes == {RECEIVED: "right", PROCESSED: "lapsed"}


def test_the_audits_of_a_forgotten_document_wait_for_nobody(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    result = put(store, tmp_path, "keys.txt", text, reading)
    store.audits.draw(1.0)
    assert store.audits.tally().waiting == 4
    forget(store, result)
    assert store.audits.tally().waiting == 0
    put(store, tmp_path, "keys.txt", text, reading)
    assert store.audits.tally().waiting == 4


def _draw(store: Store, result: Result, paths: Sequence[str]) -> None:
    """Everything that is accepted is drawn, and of this document just these fields."""
    store.audits.draw(1.0)
    with create_engine(store.url).begin() as connection:
        mine = sql_tables.audits.c.document_key == result.sha256
        drawn = connection.execute(select(sql_tables.audits).where(mine)).mappings().first()
        assert drawn is not None
        connection.execute(sql_tables.audits.delete().where(mine))
        connection.execute(sql_tables.audits.insert(), [{**drawn, "path": path} for path in paths])


def test_who_reviews_without_audits_sees_none(store: Store, tmp_path: Path) -> None:
    accepted(store, tmp_path)
    store.audits.draw(1.0)
    session = ReviewSession(store, "ben")
    assert session.next_document() is None and session.queue() == ()


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_about_the_share_is_drawn(store: Store, share: float) -> None:
    from extractor.store.audits import chance_of

    drawn = sum(chance_of("seed", f"{each:064x}") < share for each in range(4000))
    assert drawn / 4000 == pytest.approx(share, abs=0.03)


def test_audits_bound_what_nobody_looked_at() -> None:
    assert most_wrong(0, 60) == pytest.approx(0.0487, abs=0.0001)


def test_an_audit_task_draws_what_was_accepted_meanwhile(store: Store, tmp_path: Path) -> None:
    task = AuditTask(store, "anna", None, 1.0)
    session = ReviewSession(store, "anna", task=task)
    assert session.next_document() is None
    accepted(store, tmp_path)
    assert session.next_document() is not None


def test_an_audit_and_a_field_that_waits_are_told_in_the_same_lines(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    audited = put(store, tmp_path, "keys.txt", text, reading)
    _draw(store, audited, (PROCESSED,))
    text, reading = paper("Bureau of Lamps", CONSISTENT)
    waiting = put(store, tmp_path, "lamps.txt", text, unsure(reading, PROCESSED))
    session = auditing(store)
    shown = {}
    for result in (audited, waiting):
        assert session.open(result.sha256, "us_foia") and session.case is not None
        (item,) = session.case.open_items
        grid = row_grid(session.case, item.path, 100, neighbours=True)
        assert grid is not None
        shown[result.document] = ([*map(str, item_paragraphs(session.case, item))], grid.markup)
    assert shown["keys.txt"] == shown["lamps.txt"]
    lines, grid_shown = shown["keys.txt"]
    assert any("inferred" in line for line in lines) and any("torn off" in line for line in lines)
    assert any("hold" in line and "✓" in line for line in lines) and "✓" in grid_shown


def test_causes_that_speak_of_one_place_alone_are_not_lent(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    audited = put(store, tmp_path, "keys.txt", text, reading)
    misread(store, tmp_path)
    key = (audited.sha256, "us_foia")
    assert store.audits.doubts((audited.sha256, "invoice"), [PROCESSED]) == {}
    assert store.audits.doubts(key, [PROCESSED]) == {PROCESSED: (doubt(DoubtKind.LABEL_TORN),)}
    text, reading = paper("Bureau of Doors", CONSISTENT)
    put(store, tmp_path, "doors.txt", text, unsure(reading, PROCESSED, doubts=(doubt(DoubtKind.LABEL_DIFFERS, "x"),)))
    assert store.audits.doubts(key, [RECEIVED]) == {RECEIVED: (doubt(DoubtKind.LABEL_TORN),)}
