"""Several people at one store: nobody decides what somebody else is looking at, and nobody's decision is lost."""

from datetime import timedelta
from pathlib import Path
from time import sleep

import pytest

from extractor.review.session import ReviewSession
from extractor.settlement import settle
from extractor.store import Store
from tests.built_outcomes import in_review
from tests.postgresql_server import a_database, emptied, why_there_is_none
from tests.review_desk import END, PROCESSED, contradictory, insisted, misread, session_on
from tests.reviewers_at_work import Worked, reports_that_wait, work

TOTAL = "table3.granted.total"


def nothing_is_lost(worked: Worked, number: int) -> None:
    assert (worked.documents, worked.waiting) == (number, 0)
    assert worked.twice == [] and worked.lost == [] and worked.wrong_results == []
    assert worked.untold <= 2 * worked.killed


def test_two_terminals_of_one_login_never_hold_the_same_document(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    one, other = session_on(store), session_on(store)
    assert one.case is not None and other.case is None


def test_a_terminal_that_lost_its_document_is_told_and_stores_nothing(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    slow = ReviewSession(store, "anna", lease_seconds=0)
    slow.next_document()
    quick = session_on(store)
    assert quick.case is not None
    step = insisted(slow, PROCESSED, "1205")
    assert not step.ok and "another session of yours" in step.message
    assert store.edits(result.sha256) == ()


def test_a_decision_about_what_has_been_decided_meanwhile_is_refused_and_shown(store: Store, tmp_path: Path) -> None:
    result = contradictory(store, tmp_path)
    slow = ReviewSession(store, "anna", lease_seconds=0)
    slow.next_document()
    quick = session_on(store, "ben")
    assert insisted(quick, END, "8").ok
    quick.close()
    step = insisted(slow, END, "3")
    assert not step.ok and "has changed since you looked at it" in step.message
    assert slow.case is not None and slow.case.verdict.fields[END].value == 8
    assert [each.author for each in store.edits(result.sha256)] == ["ben"]
    assert insisted(slow, END, "3").ok


def test_a_value_that_a_run_has_read_otherwise_meanwhile_is_not_confirmed(store: Store) -> None:
    settle(store, in_review("a.txt"))
    session = session_on(store)
    settle(store, in_review("a.txt", **{"table3.granted.natural": 7}))
    step = session.confirm(TOTAL)
    assert not step.ok and "has changed" in step.message
    assert session.confirm(TOTAL).ok


def test_the_document_of_a_reviewer_who_was_killed_comes_back(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    killed = ReviewSession(store, "anna", lease_seconds=0)
    assert killed.next_document() is not None
    assert session_on(store, "ben").case is not None


def test_a_heartbeat_keeps_a_document(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    anna = ReviewSession(store, "anna", lease_seconds=0.5)
    assert anna.next_document() is not None
    (first,) = store.leases.current()
    sleep(0.2)
    anna.renew()
    (second,) = store.leases.current()
    assert second.until - first.until >= timedelta(seconds=0.2)
    assert second.session == first.session


def test_a_document_that_was_settled_while_its_claim_was_asked_for_is_not_opened(store: Store, tmp_path: Path) -> None:
    first, second = misread(store, tmp_path), contradictory(store, tmp_path)
    late = ReviewSession(store, "ben")
    queue = late.queue()
    early = session_on(store)
    assert early.case is not None and early.case.result.sha256 == first.sha256
    assert early.correct(PROCESSED, "1204").finished is not None
    early.close()
    assert not late.open(queue[0].sha256, queue[0].schema_name, waiting=True)
    assert late.next_document() is not None and late.case is not None
    assert late.case.result.sha256 == second.sha256


def test_three_reviewers_one_of_them_killed_and_a_run_lose_nothing(tmp_path: Path) -> None:
    place = str(tmp_path / "store.sqlite")
    with Store(place) as store:
        reports_that_wait(store, tmp_path / "reports", 6)
    nothing_is_lost(work(place, tmp_path / "reports", reviewers=3, kills=1), 6)


@pytest.mark.slow
@pytest.mark.parametrize("database", ["SQLite", "PostgreSQL"])
def test_eight_reviewers_some_killed_and_a_run_lose_nothing(database: str, tmp_path: Path) -> None:
    if database == "PostgreSQL" and why_there_is_none():
        pytest.skip(why_there_is_none())
    place = str(tmp_path / "store.sqlite") if database == "SQLite" else a_database()
    with emptied(place):
        with Store(place) as store:
            reports_that_wait(store, tmp_path / "reports", 24)
        nothing_is_lost(work(place, tmp_path / "reports", reviewers=8, kills=4), 24)
