"""What a run leaves in the store comes back equal, is replaced whole, and never takes an edit with it."""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from extractor.errors import StoreError
from extractor.store import RunRecord, Store
from extractor.store.database import store_url
from tests.built_outcomes import SCHEMA, accepted, in_review, sha, without_verdict
from tests.built_readings import edit


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "store.sqlite")


def test_a_result_comes_back_equal(place: str) -> None:
    outcome = in_review("a.txt")
    with Store(place) as store:
        store.save(outcome)
    with Store(place) as store:
        assert store.result(sha("a.txt"), SCHEMA.name) == outcome.result
        assert store.readings(sha("a.txt"), SCHEMA.name) == outcome.readings
        assert store.source(sha("a.txt")) == outcome.source


def test_saving_again_replaces_the_result_and_its_flags(place: str) -> None:
    with Store(place) as store:
        store.save(in_review("a.txt"))
        assert [flag.path for flag in store.open_flags()] == ["table3.granted.total"]
        store.save(accepted("a.txt"))
        assert [result.status for result in store.results()] == ["accepted"]
        assert store.open_flags() == ()


def test_a_failure_replaces_what_an_earlier_run_accepted(place: str) -> None:
    with Store(place) as store:
        store.save(accepted("a.txt"))
        store.save(without_verdict("a.txt", "failed", "internal_error"))
        assert [result.status for result in store.results()] == ["failed"]
        assert store.readings(sha("a.txt"), SCHEMA.name) == ()


def test_results_can_be_asked_for_by_status(place: str) -> None:
    with Store(place) as store:
        store.save(accepted("a.txt"))
        store.save(in_review("b.txt"))
        store.save(without_verdict("c.txt", "unrecognised", "unrecognised"))
        assert [result.document for result in store.results("review", "unrecognised")] == ["b.txt", "c.txt"]


def test_a_document_is_found_by_name_path_and_start_of_its_hash(place: str) -> None:
    with Store(place) as store:
        outcome = accepted("a.txt")
        store.save(outcome)
        for name in ("a.txt", "/reports/a.txt", sha("a.txt")[:8], sha("a.txt").upper()):
            assert store.find(name) == (outcome.result,)
        assert store.find("b.txt") == ()


def test_the_same_content_keeps_all_its_names(place: str) -> None:
    with Store(place) as store:
        outcome = accepted("a.txt")
        store.save(outcome)
        store.name_content(outcome.result.sha256, "/reports/copy.txt", "copy.txt")
        assert store.names(outcome.result) == ("/reports/a.txt", "/reports/copy.txt")
        assert store.find("copy.txt") == (outcome.result,)


def test_a_result_is_known_by_what_made_it(place: str) -> None:
    with Store(place) as store:
        store.save(accepted("a.txt"))
        (done,) = store.done(sha("a.txt"))
        assert (done.fingerprint, done.status, done.edits, done.edits_now) == ("made by this test", "accepted", 0, 0)
        store.add_edit(edit("confirm", "year", 2023, sha256=sha("a.txt")))
        (done,) = store.done(sha("a.txt"))
        assert (done.edits, done.edits_now) == (0, 1)


def test_the_review_queue_starts_with_the_fewest_flags(place: str) -> None:
    with Store(place) as store:
        store.save(in_review("many.txt", **{"table3.partial.total": 7, "agency": None}))
        store.save(in_review("few.txt"))
        store.leases.take(sha("few.txt"), SCHEMA.name, "Ada")
        queue = store.queue()
        assert [(entry.document, entry.leased_by) for entry in queue] == [("few.txt", "Ada"), ("many.txt", "")]
        assert queue[0].flags < queue[1].flags


def test_the_overview_counts_what_is_there(place: str) -> None:
    with Store(place) as store:
        store.save(accepted("a.txt"))
        store.save(in_review("b.txt"))
        run = RunRecord(started=datetime.now(UTC), readers=("layout 1",))
        number = store.start_run(run)
        store.note_run(number, run.model_copy(update={"counts": {"accepted": 1, "review": 1}}))
        overview = store.overview()
        assert (overview.statuses, overview.flags, overview.runs) == ({"accepted": 1, "review": 1}, 1, 1)
        assert store.runs()[0].counts == {"accepted": 1, "review": 1}


def test_a_reply_is_found_again_by_its_key(place: str) -> None:
    with Store(place) as store:
        assert store.calls.get("key") is None
        store.calls.put("key", "回复")
        store.calls.put("key", "second reply")
    with Store(place) as store:
        assert store.calls.get("key") == "second reply"


def test_a_plain_path_is_a_sqlite_store() -> None:
    assert store_url("reports.sqlite") == "sqlite:///reports.sqlite"
    assert store_url("postgres://me@host/db") == "postgresql+psycopg://me@host/db"
    with pytest.raises(StoreError, match="question mark"):
        store_url("what?.sqlite")


def test_a_store_of_a_later_layout_is_refused(place: str) -> None:
    Store(place).close()
    with sqlite3.connect(place) as connection:
        connection.execute("UPDATE store_layout SET version = 99")
    connection.close()
    with pytest.raises(StoreError, match=r"layout 99, made by a later release; this release uses 8"):
        Store(place)


def test_a_store_that_was_upgraded_while_it_was_open_is_written_to_no_more(place: str) -> None:
    with Store(place) as store:
        store.save(accepted("a.txt"))
        with sqlite3.connect(place) as connection:
            connection.execute("UPDATE store_layout SET version = 9")
        connection.close()
        with pytest.raises(StoreError, match=r"given layout 9 while it was open, this release uses 8"):
            store.save(in_review("a.txt"))
        assert [result.status for result in store.results()] == ["accepted"]


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database, only words " * 50)
    with pytest.raises(StoreError, match=r"cannot be opened"):
        Store(str(tmp_path / "notes.txt"))


def test_a_store_that_is_only_read_is_not_made(place: str) -> None:
    with pytest.raises(StoreError, match=r"there is no store at"):
        Store(place, create=False)
    assert not Path(place).exists()


def test_a_store_can_be_opened_while_another_process_writes_that_did_not_switch_its_journal(place: str) -> None:
    with Store(place) as store:
        store.save(accepted("a.txt"))
    other = sqlite3.connect(place, isolation_level=None)
    other.execute("PRAGMA journal_mode=DELETE")
    other.execute("BEGIN IMMEDIATE")
    with Store(place, create=False) as store:
        assert [result.document for result in store.results()] == ["a.txt"]
    other.close()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"the folder .*nowhere for the store does not exist"):
        Store(str(tmp_path / "nowhere" / "store.sqlite"))


def test_others_can_read_while_one_writes(place: str) -> None:
    with Store(place) as writer, Store(place) as reader:
        writer.save(accepted("a.txt"))
        with writer._write.begin() as connection:
            connection.execute(sa.text("UPDATE results SET status = 'review'"))
            assert [result.document for result in reader.results("accepted")] == ["a.txt"]


KILLED_WHILE_SAVING = """
import os, signal, sys
from extractor.store import Store, records
from tests.built_outcomes import in_review
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
records._result_row = die
Store(sys.argv[1]).save(in_review("b.txt"))
"""


def test_a_process_killed_while_saving_leaves_no_half_result(place: str) -> None:
    with Store(place) as store:
        store.save(accepted("a.txt"))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", KILLED_WHILE_SAVING, place], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    with Store(place) as store:
        assert [result.document for result in store.results()] == ["a.txt"]
        assert store.find("b.txt") == ()
        assert store.source(sha("b.txt")) is None
