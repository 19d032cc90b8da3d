"""A store that is locked, full, taken away or unreachable while a run writes to it."""

import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from extractor.errors import StoreError, StoreLost, StoreUnavailable
from extractor.run.engine import run_documents
from extractor.run.progress import Silence
from extractor.run.settings import RunSettings
from extractor.run.summary import FileEntry, RunSummary
from extractor.store import Store, StorePatience, database
from tests.plain_reports import foia_report
from tests.postgresql_server import a_database, why_there_is_none

pytestmark = pytest.mark.slow

FILES = 6


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number}.txt").write_text(foia_report(f"Office {number}", 12 + number))
    return folder


class Told(Silence):
    """Keeps what a run says, and does something when the first document is stored."""

    def __init__(self, then: Callable[[], object] = lambda: None) -> None:
        self.said: list[str] = []
        self._then = then
        self._stored = 0

    def notice(self, text: str) -> None:
        self.said.append(text)

    def advance(self, entry: FileEntry) -> None:
        self._stored += 1
        if self._stored == 1:
            self._then()


def _run(reports: Path, store: Store, told: Told, seconds: float = 20.0) -> RunSummary:
    settings = RunSettings(readers=("layout",), jobs=1, store_seconds=seconds)
    return run_documents([reports], settings, store, told)


def test_a_store_that_is_taken_away_under_a_run_ends_it_with_a_code_of_its_own(reports: Path, tmp_path: Path) -> None:
    place = tmp_path / "store.sqlite"

    def away() -> None:
        for each in tmp_path.glob("store.sqlite*"):
            each.unlink()

    told = Told(away)
    with Store(str(place)) as store:
        summary = _run(reports, store, told, seconds=1.0)
    assert (summary.stopped, summary.exit_code, summary.left) == ("store_lost", 5, FILES - 1)
    assert "put its file back" in summary.message
    assert len(told.said) == 1 and told.said[0].startswith("Waiting for up to 1 seconds: the store")


def test_a_store_that_comes_back_is_gone_on_with(reports: Path, tmp_path: Path) -> None:
    place, aside = tmp_path / "store.sqlite", tmp_path / "aside"

    def away() -> None:
        place.rename(aside)
        threading.Timer(1.2, lambda: aside.rename(place)).start()

    told = Told(away)
    with Store(str(place)) as store:
        summary = _run(reports, store, told)
        assert (summary.exit_code, len(summary.entries), len(store.keys())) == (0, FILES, FILES)
    assert [each.split()[0] for each in told.said] == ["Waiting", "The"]


def test_another_file_in_place_of_the_store_is_not_written_to(reports: Path, tmp_path: Path) -> None:
    place = tmp_path / "store.sqlite"

    def replaced() -> None:
        for each in tmp_path.glob("store.sqlite*"):
            each.unlink()
        Store(str(place)).close()

    with Store(str(place)) as store:
        summary = _run(reports, store, Told(replaced))
    assert (summary.stopped, summary.left) == ("store_lost", FILES - 1)
    with Store(str(place)) as found:
        assert not found.keys()


def test_a_store_that_somebody_locks_is_waited_for(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    place = tmp_path / "store.sqlite"

    def lock() -> None:
        other = sqlite3.connect(place, check_same_thread=False, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(1.2, other.close).start()

    told = Told(lock)
    with Store(str(place)) as store:
        summary = _run(reports, store, told)
        assert (summary.exit_code, len(store.keys())) == (0, FILES)
    assert "another program keeps it locked" in told.said[0]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of processes")
def test_a_full_disk_pauses_the_run_and_ends_it_without_a_traceback(reports: Path, tmp_path: Path) -> None:
    place = tmp_path / "store.sqlite"
    command = [sys.executable, "-m", "extractor", "run", str(reports), "--readers", "layout", "--store", str(place)]

    def typed(limit: int | None) -> subprocess.CompletedProcess[str]:
        def limited() -> None:
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        given = [*command, "--jobs", "1", "--store-seconds", "1"]
        return subprocess.run(given, capture_output=True, text=True, check=False, preexec_fn=limited)

    full = typed(400_000)
    assert full.returncode == 5, full.stderr
    assert "Traceback" not in full.stderr
    assert "Waiting for up to 1 seconds" in full.stderr
    assert "The store is lost" in full.stderr
    with Store(str(place), create=False) as store:
        stored = len(store.keys())
    assert 0 < stored < FILES
    again = typed(None)
    assert (again.returncode, f"{stored} of {FILES} documents were done before" in again.stderr) == (0, True)


@pytest.mark.skipif(bool(why_there_is_none()), reason=why_there_is_none())
def test_a_server_that_goes_away_and_comes_back_costs_nothing(reports: Path) -> None:
    address = a_database()
    port = int(address.rsplit(":", 1)[1].split("/")[0])
    with _Way(port) as way:
        told = Told(lambda: way.closed_for(1.5))
        with Store(address.replace(f":{port}/", f":{way.port}/")) as store:
            summary = _run(reports, store, told)
            assert (summary.exit_code, len(store.keys())) == (0, FILES)
    assert [each.split()[0] for each in told.said] == ["Waiting", "The"]


class _Way:
    """A way to a server on loopback that can be closed."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._open: list[socket.socket] = []
        self.port = 0
        self._listen()

    def __enter__(self) -> "_Way":
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def closed_for(self, seconds: float) -> None:
        """Nobody comes through from now on, for so long."""
        self._close()
        threading.Timer(seconds, self._listen).start()

    def _close(self) -> None:
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._open.clear()

    def _listen(self) -> None:
        listener = socket.create_server(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        self._open.append(listener)
        threading.Thread(target=self._let_in, args=(listener,), daemon=True).start()

    def _let_in(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                self._open += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=_carry, args=(one, other), daemon=True).start()


def _carry(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    for each in (one, other):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


def test_an_interruption_while_the_store_is_locked_ends_the_run_as_an_interruption(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 1.0)
    place = tmp_path / "store.sqlite"

    def lock() -> None:
        other = sqlite3.connect(place, check_same_thread=False, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        threading.Timer(20, other.close).start()

    begun = time.monotonic()
    with Store(str(place)) as store:
        summary = _run(reports, store, Told(lock), seconds=60.0)
    assert (summary.stopped, summary.exit_code) == ("interrupted", 130)
    assert time.monotonic() - begun < 15


def test_a_store_that_is_locked_when_a_run_begins_is_waited_for(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    place, told = tmp_path / "store.sqlite", Told()
    with Store(str(place)) as store:
        other = sqlite3.connect(place, check_same_thread=False, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(1.2, other.close).start()
        assert _run(reports, store, told).exit_code == 0
    assert told.said[0].startswith("Waiting")


@pytest.mark.parametrize("place", ["postgresql://nobody@127.0.0.1:1/x", "a folder"])
def test_an_address_at_which_there_is_no_store_is_wrong_usage(place: str, tmp_path: Path) -> None:
    (tmp_path / "a folder").mkdir()
    with pytest.raises(StoreError):
        Store(place if "://" in place else str(tmp_path / place))


def test_a_damaged_store_is_lost_and_not_waited_for(reports: Path, tmp_path: Path) -> None:
    place = tmp_path / "store.sqlite"

    def spoil() -> None:
        with closing(sqlite3.connect(place)) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with place.open("r+b") as file:
            file.seek(0)
            file.write(b"\xff" * place.stat().st_size)

    with Store(str(place)) as store:
        summary = _run(reports, store, Told(spoil))
    assert (summary.stopped, "damaged" in summary.message) == ("store_lost", True)


def test_waiting_ends_at_once_where_there_is_no_time_to_wait() -> None:
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        raise StoreUnavailable("gone")

    with pytest.raises(StoreLost, match="did not come back within 0 seconds"):
        StorePatience(0, lambda _: None).take(work)
    assert len(tries) == 1
