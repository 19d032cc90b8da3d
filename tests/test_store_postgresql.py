"""The same store in PostgreSQL, on a server of the tests' own."""

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from extractor.errors import StaleResult, StoreError, StoreOutdated
from extractor.review.session import ReviewSession
from extractor.run.engine import run_documents
from extractor.settlement import settle
from extractor.store import SAME_REPORT, Store, Upgrade, same_report_of, upgrade_store
from extractor.store.database import store_url
from extractor.store.sql_tables import VERSION
from tests.batch_stage import NUMBER, batch_stage
from tests.built_outcomes import SCHEMA, accepted, in_review, sha, without_verdict
from tests.built_readings import edit
from tests.house import ROOT
from tests.postgresql_server import a_database, emptied, why_there_is_none
from tests.rendered_years import draw_report
from tests.three_at_work import LAYOUT, decide_at_once, what_is_lost, work_at_once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(why_there_is_none()), reason=why_there_is_none() or "there is a server"),
]


@pytest.fixture
def place() -> Iterator[str]:
    with emptied(a_database()) as empty:
        yield empty


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with Store(place) as opened:
        yield opened


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
    store.calls.put("key", "first")
    store.calls.put("key", "second")
    assert store.calls.get("key") == "second"


def test_a_decision_and_its_result_are_stored_together_or_not_at_all(store: Store) -> None:
    store.save(in_review("a.txt"))
    decision = edit("correct", "table3.granted.total", 8, sha256=sha("a.txt"))
    with pytest.raises(StaleResult), store.transaction() as held:
        held.append([decision])
        held.save(accepted("a.txt"))
    assert store.edits(sha("a.txt")) == ()
    with store.transaction() as held:
        held.append([decision])
        held.save(replace(accepted("a.txt"), edits=1))
    assert [(done.edits, done.edits_now) for done in store.done(sha("a.txt"))] == [(1, 1)]


def test_the_same_report_is_named_on_both(store: Store) -> None:
    for name in ("a.txt", "b.txt"):
        settle(store, accepted(name))
    assert [result.document for result in store.results() if same_report_of(result) is not None] == ["a.txt", "b.txt"]
    settle(store, accepted("b.txt", year=2019))
    assert SAME_REPORT not in repr(list(store.results()))


def test_a_decision_made_while_a_neighbours_decision_is_stored_is_in_its_result(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert decide_at_once(store, tmp_path / "reports", monkeypatch) == {2021: "confirmed", 2022: "confirmed"}
    assert what_is_lost(store) == []


def test_a_run_and_two_reviewers_at_once_lose_nothing(store: Store, place: str, tmp_path: Path) -> None:
    for year in (2021, 2022, 2023):
        draw_report(tmp_path / "reports", year, misprint=8, size="county")
    run_documents([tmp_path / "reports"], LAYOUT, store)
    told = work_at_once(place, tmp_path / "reports", 2021, 2022)
    made = {year: len(store.edits(store.find(f"report-{year}.txt")[0].sha256)) for year in told}
    assert made == told
    assert what_is_lost(store) == []


@pytest.fixture
def old_store(place: str) -> str:
    """The recorded store of layout 1, row by row in tables as its release made them in PostgreSQL."""
    recorded = sqlite3.connect(":memory:")
    recorded.executescript((ROOT / "tests" / "stores" / "layout_1.sql").read_text("utf-8"))
    engine = sa.create_engine(store_url(place))
    made = (ROOT / "tests" / "stores" / "layout_1_postgresql.sql").read_text("utf-8")
    with engine.begin() as connection:
        connection.exec_driver_sql(made)
        for (table,) in recorded.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            found = recorded.execute(f"SELECT * FROM {table}")
            columns = [column[0] for column in found.description]
            into = sa.table(table, *map(sa.column, columns)).insert()
            connection.execute(into, [dict(zip(columns, row, strict=True)) for row in found.fetchall()])
        connection.exec_driver_sql("SELECT setval('edits_id_seq', (SELECT max(id) FROM edits))")
    engine.dispose()
    return place


def edits_in(place: str) -> list[tuple[object, ...]]:
    engine = sa.create_engine(store_url(place))
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(sa.text("SELECT * FROM edits ORDER BY id"))]
    engine.dispose()
    return found


def test_an_old_store_is_upgraded_and_keeps_every_decision(old_store: str) -> None:
    before = edits_in(old_store)
    with pytest.raises(StoreOutdated, match="extractor store upgrade"):
        Store(old_store)
    done = upgrade_store(old_store)
    assert (done.found, done.now, done.copy, done.results, done.readings, done.edits) == (1, VERSION, None, 6, 5, 20)
    assert upgrade_store(old_store) == Upgrade(VERSION, VERSION)
    assert edits_in(old_store) == before
    with Store(old_store, create=False) as store:
        assert store.overview().statuses == {"accepted": 1, "failed": 1, "review": 3, "unrecognised": 1}
        session = ReviewSession(store, "anna", document="tests-2020.txt")
        assert session.open_named() is not None and session.confirm("requests.overall.received").ok
        assert len(edits_in(old_store)) == len(before) + 1


def test_two_upgrades_at_once_do_it_once(old_store: str) -> None:
    done: list[Upgrade] = []
    threads = [threading.Thread(target=lambda: done.append(upgrade_store(old_store))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.found for each in done) == [1, VERSION]


def test_a_process_of_the_release_before_writes_no_more_results_into_it(old_store: str) -> None:
    upgrade_store(old_store)
    columns = "document_key, schema_name, name, status, fingerprint, edits, at, body"
    engine = sa.create_engine(store_url(old_store))
    written = sa.text(f"INSERT INTO results ({columns}) VALUES ('a', 'us_foia', 'a', 'accepted', '', 0, '', '')")
    with pytest.raises(sa.exc.IntegrityError, match="policy"), engine.begin() as connection:
        connection.execute(written)
    engine.dispose()


def test_a_run_in_batches_that_was_killed_goes_on(
    store: Store, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXTRACTOR_MODEL_DIR", str(tmp_path / "no model"))
    with batch_stage(tmp_path, "polls:2,shuffles") as stage:
        stage.place = place
        assert stage.kill_at("POST batches", "after") < 0
        assert stage.run().counts == {"accepted": NUMBER}
        assert (stage.server.batches.created, set(stage.handed_in().values())) == (1, {1})
    assert store.batches.not_ended() == ()


def test_one_at_a_time_hands_in_batches(store: Store, place: str) -> None:
    store.batches.claim()
    with Store(place) as other:
        with pytest.raises(StoreError, match="another run --batch"):
            other.batches.claim()
        store.batches.release()
        other.batches.claim()
    store.batches.claim()
