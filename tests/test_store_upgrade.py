"""A store that an earlier release made becomes one of this release, and nothing that anybody decided is lost."""

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from extractor.errors import StoreError, StoreOutdated
from extractor.export import export_results
from extractor.review.session import ReviewSession
from extractor.settlement import settle
from extractor.store import Store, Upgrade, identity_of, upgrade, upgrade_store
from extractor.store.sql_tables import VERSION
from extractor.store.steps import STEPS
from tests.house import ROOT
from tests.old_store import dump, make_old_store, rows, run_sql
from tests.review_desk import upheld
from tests.test_relations import two_years

RECORDED = Upgrade(found=1, now=VERSION, results=6, readings=5, edits=20)
KEPT = ("edits", "document_names", "runs", "documents")
STATUSES = {
    "scan.pdf": "review",
    "tests-2019.txt": "accepted",
    "tests-2020.txt": "review",
    "torn.txt": "review",
    "zero.pdf": "failed",
    "信.txt": "unrecognised",
}


@pytest.fixture
def place(tmp_path: Path) -> str:
    return make_old_store(tmp_path)


def tables_of(place: str) -> dict[str, object]:
    """Columns, keys, indexes and triggers of every table."""
    connection = sqlite3.connect(place)
    named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    found: dict[str, object] = {
        name: [
            connection.execute(f"PRAGMA table_info({name})").fetchall(),
            sorted(
                (index[1], [column[2] for column in connection.execute(f"PRAGMA index_info({index[1]})")])
                for index in connection.execute(f"PRAGMA index_list({name})")
            ),
        ]
        for (name,) in named
    }
    found["triggers"] = sorted(connection.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"))
    connection.close()
    return found


def test_every_decision_is_kept_byte_for_byte_and_so_is_all_that_is_no_result(place: str) -> None:
    before = {table: rows(place, table) for table in KEPT}
    assert len(before["edits"]) == RECORDED.edits
    upgrade_store(place)
    columns = {table: len(kept[0]) for table, kept in before.items()}
    after = {table: [row[: columns[table]] for row in rows(place, table)] for table in KEPT}
    assert after == before, "a table may have more columns than it had"


def test_every_result_keeps_its_status_and_its_values(place: str) -> None:
    before = {row[0]: json.loads(str(row[7])) for row in rows(place, "results")}
    upgrade_store(place)
    with Store(place, create=False) as store:
        assert {result.document: result.status for result in store.results()} == STATUSES
        for result in store.results():
            verdict, old = result.verdict, before[result.sha256]["verdict"]
            assert (verdict is None) == (old is None)
            if verdict is not None:
                assert {path: (field.state, field.status) for path, field in verdict.fields.items()} == {
                    path: (field["state"], field["status"]) for path, field in old["fields"].items()
                }


def test_the_queue_the_flags_and_the_numbers_are_the_same(place: str) -> None:
    flags = rows(place, "flags")
    upgrade_store(place)
    assert [row[:6] for row in rows(place, "flags")] == flags and all(row[6] for row in rows(place, "flags"))
    with Store(place, create=False) as store:
        assert [entry.document for entry in store.queue()] == ["scan.pdf", "tests-2020.txt", "torn.txt", "信.txt"]
        overview = store.overview()
        assert (overview.edits, overview.runs, len(overview.statuses)) == (20, 2, 4)


def test_a_document_can_be_reviewed_on_and_exported(place: str, tmp_path: Path) -> None:
    upgrade_store(place)
    with Store(place, create=False) as store:
        session = ReviewSession(store, "anna", document="tests-2020.txt")
        case = session.open_named()
        assert case is not None
        flagged = [field.path for field in case.verdict.flagged]
        for path in flagged:
            assert upheld(session, path).ok
        (result,) = store.find("tests-2020.txt")
        assert result.verdict is not None and result.verdict.flagged == ()
        assert len(store.edits(result.sha256)) == 1 + len(flagged)
        session.close()
        undone = ReviewSession(store, "李 娜", document="tests-2020.txt")
        assert undone.open_named() is not None and undone.undo().ok
        count = export_results(store.results("accepted", "review"), "jsonl", str(tmp_path / "out.jsonl"))
    assert count == len((tmp_path / "out.jsonl").read_text("utf-8").splitlines()) == 4


def test_decisions_that_no_result_knew_are_made_part_of_it_by_the_next_one(place: str) -> None:
    upgrade_store(place)
    with Store(place, create=False) as store:
        (result,) = store.find("scan.pdf")
        (done,) = store.done(result.sha256)
        assert (done.edits, done.edits_now) == (0, 1)
        session = ReviewSession(store, "ben", document="scan.pdf")
        assert session.open_named() is not None
        assert session.confirm("requests.overall.processed").ok
        (done,) = store.done(result.sha256)
        assert (done.edits, done.edits_now) == (2, 2)


def test_an_upgraded_store_has_the_tables_of_a_new_one(place: str, tmp_path: Path) -> None:
    upgrade_store(place)
    Store(str(tmp_path / "new.sqlite")).close()
    assert tables_of(place) == tables_of(str(tmp_path / "new.sqlite"))


def test_no_sql_can_change_a_decision_of_an_upgraded_store(place: str) -> None:
    upgrade_store(place)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        run_sql(place, "UPDATE edits SET body = '{}'")


def test_the_store_as_it_was_lies_beside_it_and_no_file_is_overwritten(place: str, tmp_path: Path) -> None:
    before = dump(place)
    (tmp_path / "reports.layout-1.sqlite").write_text("somebody's own file")
    Path(place).chmod(0o640)
    done = upgrade_store(place)
    assert done.copy == tmp_path / "reports.layout-1.2.sqlite"
    assert dump(done.copy) == before
    assert stat.S_IMODE(done.copy.stat().st_mode) == 0o640
    assert (tmp_path / "reports.layout-1.sqlite").read_text() == "somebody's own file"


def test_what_was_kept_is_counted_and_a_second_upgrade_does_nothing(place: str, tmp_path: Path) -> None:
    done = upgrade_store(place)
    assert (done.found, done.now, done.results, done.readings, done.edits) == (1, VERSION, 6, 5, 20)
    assert upgrade_store(place) == Upgrade(found=VERSION, now=VERSION)
    assert len(list(tmp_path.glob("*.sqlite"))) == 2


def test_a_store_that_cannot_be_read_afterwards_stays_as_it_was(place: str, tmp_path: Path) -> None:
    run_sql(place, """UPDATE results SET body = '{"document": "scan.pdf", "verdict": null}' WHERE name = 'scan.pdf'""")
    before = dump(place)
    with pytest.raises(StoreError, match=r"a Result in it cannot be read: .*; nothing was changed"):
        upgrade_store(place)
    assert dump(place) == before
    assert [path.name for path in tmp_path.glob("*layout*")] == []


def test_a_step_that_loses_a_decision_is_not_taken(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(connection: sa.Connection) -> None:
        STEPS[1](connection)
        connection.exec_driver_sql("DROP TRIGGER edits_are_kept_on_DELETE")
        connection.exec_driver_sql("DELETE FROM edits WHERE id = 3")

    monkeypatch.setattr(upgrade, "STEPS", {**STEPS, 1: careless})
    before = dump(place)
    with pytest.raises(StoreError, match="would not be the same after the upgrade"):
        upgrade_store(place)
    assert dump(place) == before


KILLED = """
import os, signal, sys
from extractor.store import upgrade, upgrade_store
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
upgrade._read_all = die
upgrade_store(sys.argv[1])
"""


def test_a_process_killed_while_it_upgrades_leaves_the_store_as_it_was(place: str) -> None:
    before = dump(place)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    killed = subprocess.run([sys.executable, "-c", KILLED, place], env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert dump(place) == before
    assert upgrade_store(place).edits == 20


def test_of_two_upgrades_at_once_one_waits_and_finds_it_done(place: str) -> None:
    done: list[Upgrade] = []
    threads = [threading.Thread(target=lambda: done.append(upgrade_store(place))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.found for each in done) == [1, VERSION]


def test_a_process_of_the_release_before_writes_no_more_results_into_it(place: str) -> None:
    upgrade_store(place)
    columns = "document_key, schema_name, name, status, fingerprint, edits, at, body"
    with pytest.raises(sqlite3.IntegrityError, match="policy"):
        run_sql(place, f"INSERT INTO results ({columns}) VALUES ('a', 'us_foia', 'a', 'accepted', '', 0, '', '')")


def test_a_store_from_before_bodies_were_known_learns_to_find_them(place: str) -> None:
    run_sql(place, "DROP TABLE identities")
    upgrade_store(place)
    with Store(place, create=False) as store, store.transaction() as held:
        (result,) = store.find("tests-2019.txt")
        identity = identity_of(result)
        assert identity is not None and held.keys_of("us_foia", identity) == (result.sha256,)


def test_new_documents_go_into_an_upgraded_store(place: str) -> None:
    upgrade_store(place)
    with Store(place, create=False) as store:
        for outcome in two_years(3, 5):
            settle(store, outcome)
        assert len(list(store.results())) == 8


def test_opening_an_old_store_names_the_command_and_changes_nothing(place: str) -> None:
    before = dump(place)
    with pytest.raises(StoreOutdated, match=r"layout 1, this release uses 8: `extractor store upgrade --store "):
        Store(place)
    assert dump(place) == before


def test_a_layout_that_no_release_has_written_is_refused(place: str) -> None:
    run_sql(place, "UPDATE store_layout SET version = 0")
    with pytest.raises(StoreError, match="layout 0, which no release has written"):
        upgrade_store(place)
