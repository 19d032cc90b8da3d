"""Runs that are killed or interrupted half-way: the same call goes on, and nothing is done twice."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.run.engine import WORTH_PROCESSES, run_documents
from extractor.run.settings import RunSettings
from extractor.store import Store
from tests.plain_reports import foia_report

pytestmark = pytest.mark.slow

LAYOUT = RunSettings(readers=("layout",))
NUMBER = 3 * WORTH_PROCESSES

RUN = """
import os, sys, time
from pathlib import Path
from extractor.run import engine
from extractor.run.settings import RunSettings
from extractor.store import Store

class Slowly(engine.Silence):
    def advance(self, entry):
        print(entry.document, flush=True)
        time.sleep(0.05)

if __name__ == "__main__":
    reports, place, jobs = sys.argv[1:]
    with Store(place) as store:
        settings = RunSettings(readers=("layout",), jobs=int(jobs))
        summary = engine.run_documents([Path(reports)], settings, store, Slowly())
    print("left", summary.left, flush=True)
    sys.exit(summary.exit_code)
"""


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(NUMBER):
        (folder / f"{number:03}.txt").write_text(foia_report(f"Office {number}", number))
    return folder


def _start(reports: Path, jobs: int) -> "subprocess.Popen[str]":
    script = reports.parent / "run_slowly.py"
    script.write_text(RUN)
    command = [sys.executable, str(script), str(reports), str(reports.parent / "store.sqlite"), str(jobs)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _after(process: "subprocess.Popen[str]", documents: int) -> list[str]:
    """The names of the first documents that the run has done."""
    assert process.stdout is not None
    return [process.stdout.readline().strip() for _ in range(documents)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_was_killed_is_finished_by_the_same_call(reports: Path, jobs: int) -> None:
    process = _start(reports, jobs)
    done_by_then = _after(process, 10)
    process.kill()
    process.communicate()
    with Store(str(reports.parent / "store.sqlite")) as store:
        stored = {result.document for result in store.results()}
        assert set(done_by_then) <= stored
        assert len(stored) < NUMBER
        summary = run_documents([reports], LAYOUT, store)
        assert {entry.document for entry in summary.entries if entry.done_before} == stored
        assert summary.counts == {"accepted": NUMBER}
        assert len(list(store.results())) == NUMBER


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupted_run_stores_what_is_done_and_ends(
    reports: Path, jobs: int, number: signal.Signals, code: int
) -> None:
    process = _start(reports, jobs)
    _after(process, 5)
    process.send_signal(number)
    rest, _ = process.communicate(timeout=60)
    assert process.returncode == code
    left = int(rest.split("left")[1])
    with Store(str(reports.parent / "store.sqlite")) as store:
        assert len(list(store.results())) == NUMBER - left
        assert 0 < left < NUMBER
        assert store.runs()[0].stopped in ("interrupted", "terminated")


def test_workers_do_not_outlive_a_run_that_was_killed(reports: Path) -> None:
    for report in reports.iterdir():
        report.rename(report.with_suffix(".tsv"))  # Small texts are opened by the process that reads them.
    process = _start(reports, 2)
    _after(process, 5)
    workers = _below(process.pid)
    assert set(workers) - set(_children(process.pid)), "processes that read have others that open files"
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 20
    while any(_alive(worker) for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [worker for worker in workers if _alive(worker)] == []


def _below(parent: int) -> list[int]:
    """The children of a process, theirs, and so on."""
    children = _children(parent)
    return children + [each for child in children for each in _below(child)]


def _children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children")
    if not listed.exists():
        pytest.skip("this system does not list the children of a process")
    try:
        return [int(child) for child in listed.read_text().split()]
    except ProcessLookupError:
        return []


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
