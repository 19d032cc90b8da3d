"""Decisions of people: kept for ever, kept apart from results, and made by one person at a time."""

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.errors import StaleResult
from extractor.store import Store
from tests.built_outcomes import SCHEMA, accepted, in_review, sha
from tests.built_readings import edit


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "store.sqlite")


def test_edits_come_back_in_the_order_they_were_made(place: str) -> None:
    made = [edit("correct", "table3.granted.total", number, sha256=sha("a.txt")) for number in (8, 9, 8)]
    with Store(place) as store:
        for each in made:
            store.add_edit(each)
        assert store.edits(sha("a.txt"), SCHEMA.name) == tuple(made)
        assert store.edits(sha("b.txt"), SCHEMA.name) == ()


def test_running_again_never_takes_an_edit_away(place: str) -> None:
    with Store(place) as store:
        store.save(in_review("a.txt"))
        store.add_edit(edit("correct", "table3.granted.total", 8, sha256=sha("a.txt")))
        store.save(replace(accepted("a.txt"), edits=1))
        assert len(store.edits(sha("a.txt"), SCHEMA.name)) == 1


def test_a_result_that_knows_nothing_of_a_decision_is_not_stored(place: str) -> None:
    with Store(place) as store:
        store.save(in_review("a.txt"))
        store.add_edit(edit("correct", "table3.granted.total", 8, sha256=sha("a.txt")))
        with pytest.raises(StaleResult, match=r"judged with 0 decisions, and there are 1"):
            store.save(accepted("a.txt"))
        assert [result.status for result in store.results()] == ["review"]


@pytest.mark.parametrize("change", ["UPDATE edits SET body = '{}'", "DELETE FROM edits"])
def test_no_sql_can_change_an_edit(place: str, change: str) -> None:
    with Store(place) as store:
        store.add_edit(edit("confirm", "year", 2023, sha256=sha("a.txt")))
    connection = sqlite3.connect(place)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(change)
    connection.close()


def test_an_edit_and_the_verdict_after_it_are_stored_together(place: str) -> None:
    with Store(place) as store:
        store.save(in_review("a.txt"))
        settled = accepted("a.txt").result
        with store.transaction() as held:
            held.append([edit("correct", "table3.granted.total", 8, sha256=sha("a.txt"))])
            held.save(replace(accepted("a.txt"), edits=1))
        assert store.result(sha("a.txt")) == settled
        assert store.open_flags() == ()
        (done,) = store.done(sha("a.txt"))
        assert (done.fingerprint, done.edits, done.edits_now) == ("made by this test", 1, 1)


def test_a_decision_whose_result_cannot_be_stored_is_not_stored_either(place: str) -> None:
    with Store(place) as store:
        store.save(in_review("a.txt"))
        with pytest.raises(StaleResult), store.transaction() as held:
            held.append([edit("correct", "table3.granted.total", 8, sha256=sha("a.txt"))])
            held.save(accepted("a.txt"))
        assert store.edits(sha("a.txt")) == ()


def test_only_one_person_at_a_time_claims_a_document(place: str) -> None:
    with Store(place) as store:
        assert store.leases.take(sha("a.txt"), SCHEMA.name, "Ada").person == "Ada"
        assert store.leases.take(sha("a.txt"), SCHEMA.name, "Ben").person == "Ada"
        store.leases.release(sha("a.txt"), SCHEMA.name, "Ben")
        assert [claim.person for claim in store.leases.current()] == ["Ada"]
        store.leases.release(sha("a.txt"), SCHEMA.name, "Ada")
        assert store.leases.take(sha("a.txt"), SCHEMA.name, "Ben").person == "Ben"


def test_a_claim_runs_out(place: str) -> None:
    with Store(place) as store:
        store.leases.take(sha("a.txt"), SCHEMA.name, "Ada", seconds=0)
        assert store.leases.current() == ()
        assert store.leases.take(sha("a.txt"), SCHEMA.name, "Ben").person == "Ben"


def test_many_threads_that_claim_at_once_agree_on_one_person(place: str) -> None:
    holders: list[str] = []
    with Store(place) as store:

        def take(person: str) -> None:
            holders.append(store.leases.take(sha("a.txt"), SCHEMA.name, person).person)

        threads = [threading.Thread(target=take, args=(f"person {number}",)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(holders) == 8
    assert len(set(holders)) == 1
