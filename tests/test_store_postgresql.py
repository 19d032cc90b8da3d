"""The same store in PostgreSQL. Runs where EXTRACTOR_TEST_POSTGRESQL names an empty database that may be filled."""

import os
import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from extractor.store import Store, sql_tables
from tests.built_outcomes import SCHEMA, accepted, in_review, sha, without_verdict
from tests.built_readings import edit

PLACE = os.environ.get("EXTRACTOR_TEST_POSTGRESQL", "")

pytestmark = pytest.mark.skipif(not PLACE, reason="EXTRACTOR_TEST_POSTGRESQL names no database")


@pytest.fixture
def store() -> Iterator[Store]:
    with Store(PLACE) as opened:
        yield opened
        with opened._write.begin() as connection:
            sql_tables.metadata.drop_all(connection)


def test_results_come_back_equal_and_are_replaced_whole(store: Store) -> None:
    outcome = in_review("报告.txt")
    store.save(outcome)
    assert store.find("报告.txt") == (outcome.result,)
    assert store.readings(sha("报告.txt"), SCHEMA.name) == outcome.readings
    assert [flag.path for flag in store.open_flags()] == ["table3.granted.total"]
    store.save(without_verdict("报告.txt", "failed", "internal_error"))
    assert [result.status for result in store.results()] == ["failed"]
    assert store.open_flags() == ()


def test_the_queue_and_the_overview_count_the_same(store: Store) -> None:
    store.save(in_review("a.txt"))
    store.save(accepted("b.txt"))
    assert [(entry.document, entry.flags) for entry in store.queue()] == [("a.txt", 1)]
    assert store.overview().statuses == {"review": 1, "accepted": 1}


@pytest.mark.parametrize("change", ["UPDATE edits SET body = '{}'", "DELETE FROM edits"])
def test_no_sql_can_change_an_edit(store: Store, change: str) -> None:
    decision = edit("confirm", "year", 2023, sha256=sha("a.txt"))
    store.add_edit(decision)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), store._write.begin() as connection:
        connection.execute(sa.text(change))
    assert store.edits(sha("a.txt")) == (decision,)


def test_threads_that_claim_at_once_agree_on_one_person(store: Store) -> None:
    holders: list[str] = []

    def take(person: str) -> None:
        holders.append(store.leases.take(sha("a.txt"), SCHEMA.name, person).person)

    threads = [threading.Thread(target=take, args=(f"person {number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(holders)) == 1


def test_replies_are_kept(store: Store) -> None:
    store.replies.put("key", "first")
    store.replies.put("key", "second")
    assert store.replies.get("key") == "second"
