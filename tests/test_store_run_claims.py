"""Claims of runs on documents: one run has a document at a time, as long as it is there."""

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractor.store import RunRecord, Store, process_identity, run_claims
from extractor.store.process_identity import is_gone, this_process


def begun(store: Store) -> tuple[int, float]:
    number = store.start_run(RunRecord(started=datetime.now(UTC)))
    return number, store.claims.begin(number)


def test_what_one_run_has_no_other_gets(store: Store) -> None:
    first, second = begun(store), begun(store)
    assert store.claims.take(*first, ["a", "b"]).keys == {"a", "b"}
    assert store.claims.take(*second, ["b", "c"]).keys == {"c"}
    assert store.claims.take(*first, ["a", "c"]).keys == {"a"}
    assert store.claims.claimed() == 3


def test_a_document_is_free_once_it_is_done_and_all_are_when_the_run_is_over(store: Store) -> None:
    first, second = begun(store), begun(store)
    store.claims.take(*first, ["a", "b", "c"])
    store.claims.take(*first, [], ["a"])
    assert store.claims.take(*second, ["a", "b"]).keys == {"a"}
    store.claims.end(first[0])
    assert store.claims.take(*second, ["b", "c"]).keys == {"b", "c"}


def test_a_run_that_says_nothing_loses_its_claims_and_one_that_is_heard_keeps_them(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_claims, "CLAIM_SECONDS", 0.0)
    silent = begun(store)
    store.claims.take(*silent, ["a"])
    heard = begun(store)
    store.claims.take(*heard, ["b"])
    monkeypatch.setattr(run_claims, "CLAIM_SECONDS", 60.0)
    store.claims.renew(heard[0])
    assert store.claims.take(*begun(store), ["a", "b"]).keys == {"a"}


def test_a_run_alone_need_not_look_for_what_others_did(store: Store) -> None:
    store.claims.end(begun(store)[0])
    first = begun(store)
    assert not store.claims.take(*first, ["a"]).shared
    second = begun(store)
    store.claims.end(second[0])
    assert store.claims.take(*first, ["b"]).shared, "it was at work meanwhile"


def test_more_documents_are_claimed_than_a_statement_takes_parameters(store: Store) -> None:
    keys = [f"{number:05}" for number in range(1201)]
    first, second = begun(store), begun(store)
    with store._engine.connect() as connection:
        driver = connection.connection.driver_connection
        if isinstance(driver, sqlite3.Connection):
            driver.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 600)
    assert len(store.claims.take(*first, keys[1:]).keys) == 1200
    assert store.claims.take(*second, keys).keys == {keys[0]}
    assert store.claims.take(*first, [], keys).keys == frozenset()
    assert store.claims.take(*second, keys).keys == frozenset(keys)


@pytest.mark.skipif(not this_process(), reason="this system does not tell which process is which")
def test_a_process_of_which_nothing_can_be_read_is_not_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    machine, there = this_process().rpartition(" ")[0].rpartition(" ")[0], other.pid

    def refused(number: int) -> str:
        raise PermissionError(number)

    monkeypatch.setattr(process_identity, "_began", refused)
    assert not is_gone(f"{machine} {there} 1")
    other.communicate(b"\n")
    assert is_gone(f"{machine} {there} 1")


def test_the_end_of_a_process_of_this_machine_is_noticed_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "from extractor.store.process_identity import this_process; print(this_process())"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    if not ended:
        pytest.skip("this system does not tell which process is which")
    assert is_gone(ended) and not is_gone(this_process())
    assert not is_gone(""), "of an unknown process nobody can say"
    assert not is_gone(f"elsewhere {ended.partition(' ')[2]}"), "nor of one of another machine"
    monkeypatch.setattr(run_claims, "this_process", lambda: ended)
    gone = begun(store)
    monkeypatch.undo()
    store.claims.take(*gone, ["a"])
    assert store.claims.take(*begun(store), ["a"]).keys == {"a"}


def test_claims_of_runs_that_are_over_do_not_pile_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_claims, "CLAIM_SECONDS", 0.0)
    with Store(str(tmp_path / "store.sqlite")) as store:
        store.claims.take(*begun(store), ["a", "b"])
        last = begun(store)
        with store._engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM run_claims").scalar_one() == 0
        assert store.claims.take(*last, ["a"]).keys == {"a"}
