"""Documents read in processes while this one asks the model: the same results, and what happens when a process dies."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import ConfigurationError, ProblemKind
from extractor.readers.llm.rehearsed_endpoint import ChatRequest, Rehearsal, Scene, copy, fail
from extractor.run import engine, reading_process
from extractor.run.engine import WORTH_PROCESSES, run_documents
from extractor.run.settings import EndpointSettings, RunSettings
from extractor.run.summary import RunSummary
from extractor.store import Store
from tests import deadly_worker
from tests.plain_reports import foia_report

pytestmark = pytest.mark.slow

NUMBER = WORTH_PROCESSES + 4

RUN = """
import sys
from pathlib import Path
from extractor.run.engine import run_documents
from extractor.run.progress import Silence
from extractor.run.settings import EndpointSettings, RunSettings
from extractor.store import Store

class Aloud(Silence):
    def advance(self, entry):
        print(entry.document, flush=True)

if __name__ == "__main__":
    reports, place, address = sys.argv[1:]
    endpoint = EndpointSettings(base_url=address, model="big")
    with Store(place) as store:
        summary = run_documents([Path(reports)], RunSettings(endpoint=endpoint, jobs=4), store, Aloud())
    print("left", summary.left, flush=True)
    sys.exit(summary.exit_code)
"""


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(NUMBER):
        (folder / f"{number:03}.txt").write_text(foia_report(f"Office {number}", 12 + number))
    return folder


@contextmanager
def _stored(place: Path) -> Iterator[Store]:
    with Store(str(place)) as store:
        yield store


def _run(address: str, folder: Path, store: Store, **settings: Any) -> RunSummary:  # noqa: ANN401 (settings of a run)
    endpoint = EndpointSettings(base_url=address, model="big")
    return run_documents([folder], RunSettings(endpoint=endpoint, jobs=4, **settings), store)


def _found(store: Store) -> dict[str, object]:
    """Everything that a run leaves behind, by document."""
    return {
        result.document: (result, store.readings(result.sha256, result.schema_name or "")) for result in store.results()
    }


def test_documents_become_the_same_whether_processes_or_threads_read_them(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (reports / "letter.txt").write_text("Dear Sir or Madam,\nthank you.\n")
    (reports / "zero.pdf").write_bytes(b"")
    with Rehearsal() as stage, _stored(tmp_path / "processes") as one, _stored(tmp_path / "threads") as other:
        in_processes = _run(stage.endpoint.base_url, reports, one)
        asked = len(stage.requests)
        monkeypatch.setattr(engine, "WORTH_PROCESSES", 1000)
        in_threads = _run(stage.endpoint.base_url, reports, other)
        assert _found(one) == _found(other)
        assert (len(stage.requests), len(stage.probes)) == (2 * asked, 2)
    assert in_processes.model_dump(exclude={"seconds"}) == in_threads.model_dump(exclude={"seconds"})
    assert in_processes.counts["failed"] == 1


def test_as_many_questions_are_under_way_as_documents_may_be_read_at_once(reports: Path, tmp_path: Path) -> None:
    lock, under_way, most = threading.Lock(), 0, 0

    def slowly(request: ChatRequest) -> Scene:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        time.sleep(0.3)
        with lock:
            under_way -= 1
        return copy(request)

    with Rehearsal() as stage, _stored(tmp_path / "store") as store:
        stage.play(*[slowly] * NUMBER)
        _run(stage.endpoint.base_url, reports, store)
    assert most == 4


def test_what_a_model_read_before_is_not_charged_again(reports: Path, tmp_path: Path) -> None:
    with Rehearsal() as stage, _stored(tmp_path / "store") as store:
        first = _run(stage.endpoint.base_url, reports, store)
        again = _run(stage.endpoint.base_url, reports, store, policy="strict")
        anew = _run(stage.endpoint.base_url, reports, store, again=True)
    assert first.usage.calls == NUMBER + 1
    assert (again.usage.calls, again.sent.calls, anew.usage.calls) == (0, 0, 0)
    assert not any(entry.done_before for entry in again.entries)


def test_a_document_that_kills_its_process_fails_alone(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_process, "CODE", deadly_worker.CODE)
    (reports / "011.txt").write_text(foia_report(deadly_worker.DEADLY, 12))
    with Rehearsal() as stage, _stored(tmp_path / "store") as store:
        summary = _run(stage.endpoint.base_url, reports, store)
        (result,) = store.find("011.txt")
    assert [entry.document for entry in summary.entries if entry.status == "failed"] == ["011.txt"]
    assert len(summary.entries) == NUMBER
    assert result.problem is not None
    assert result.problem.kind == ProblemKind.READING_CRASHED


def test_documents_that_waited_in_a_process_that_died_are_read_by_another(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed: list[int] = []

    def answer(request: ChatRequest) -> Scene:
        if len(stage.requests) == 6 and not killed:
            killed.extend(_children(os.getpid(), "reading_worker")[:1])
            os.kill(killed[0], signal.SIGKILL)
        return copy(request)

    with Rehearsal() as stage, _stored(tmp_path / "store") as store:
        stage.play(*[answer] * NUMBER)
        summary = _run(stage.endpoint.base_url, reports, store)
    assert killed
    assert "failed" not in summary.counts
    assert len(summary.entries) == NUMBER


def test_processes_that_cannot_be_started_stop_the_run(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_process, "CODE", "raise SystemExit(3)")
    with (
        Rehearsal() as stage,
        _stored(tmp_path / "store") as store,
        pytest.raises(ConfigurationError, match="no process to read documents in could be started"),
    ):
        _run(stage.endpoint.base_url, reports, store)


def test_no_credit_left_stops_the_run_with_everything_stored_that_is_done(reports: Path, tmp_path: Path) -> None:
    with Rehearsal() as stage, _stored(tmp_path / "store") as store:
        stage.play(*[copy] * 10, *[fail(429, "insufficient_quota")] * NUMBER)
        summary = _run(stage.endpoint.base_url, reports, store)
        assert len(list(store.results())) == len(summary.entries) == 10
    assert (summary.stopped, summary.exit_code) == ("quota_exhausted", 2)
    assert summary.left == NUMBER - 10


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_leaves_no_process_behind(
    reports: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    (tmp_path / "run_aloud.py").write_text(RUN)

    def slowly(request: ChatRequest) -> Scene:
        time.sleep(0.2)
        return copy(request)

    with Rehearsal() as stage:
        stage.play(*[slowly] * NUMBER)
        command = [sys.executable, str(tmp_path / "run_aloud.py"), str(reports), str(tmp_path / "store")]
        process = subprocess.Popen([*command, stage.endpoint.base_url], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        done = [process.stdout.readline() for _ in range(3)]
        workers = _children(process.pid)
        process.send_signal(number)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == code
    left = int(rest.split("left")[1])
    with _stored(tmp_path / "store") as store:
        assert len(list(store.results())) == NUMBER - left
    assert 0 < left <= NUMBER - len(done)
    assert workers
    assert [each for each in workers if Path(f"/proc/{each}").exists()] == []


def _children(parent: int, running: str = "") -> list[int]:
    """The processes that a process started and that run some code."""
    found = []
    for listed in Path(f"/proc/{parent}/task").glob("*/children"):
        found += [int(child) for child in listed.read_text().split()]
    if not found:
        pytest.skip("this system does not list the children of a process")
    return [each for each in found if running in Path(f"/proc/{each}/cmdline").read_text()]
