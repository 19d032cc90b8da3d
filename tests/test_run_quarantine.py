"""Files that kill the process they are opened in: after two of them a run leaves the file out, and says so."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.documents.opening import guarded, opening_process
from extractor.documents.opening.guarded import OpenerPool
from extractor.errors import ProblemKind
from extractor.route import Problem
from extractor.run import workers
from extractor.run.engine import run_documents
from extractor.run.settings import RunSettings
from extractor.run.summary import FileEntry
from extractor.store import Store
from tests import deadly_opener, deadly_worker
from tests.plain_reports import foia_report

LAYOUT = RunSettings(readers=("layout",), jobs=1)


@pytest.fixture
def opener(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenerPool]:
    """Opens files in processes that die of some of them."""
    monkeypatch.setattr(opening_process, "_CODE", deadly_opener.CODE)
    made = OpenerPool(most=1)
    monkeypatch.setattr(guarded, "_shared_opener", lambda: made)
    yield made
    made.close()


@pytest.fixture
def poison(tmp_path: Path) -> Path:
    path = tmp_path / "poison.txt"
    path.write_text(deadly_opener.DEADLY)
    return path


def read(path: Path, store: Store, again: bool = False) -> FileEntry:
    return run_documents([path], LAYOUT.model_copy(update={"again": again}), store).entries[0]


def problem_of(store: Store) -> Problem:
    (result,) = store.results()
    assert result.problem is not None
    return result.problem


def test_a_file_that_ended_two_processes_is_left_out_and_the_third_run_starts_none(
    poison: Path, store: Store, opener: OpenerPool
) -> None:
    read(poison, store)
    assert problem_of(store).kind == ProblemKind.OPENING_CRASHED
    second = read(poison, store)
    assert (second.status, second.done_before, problem_of(store).kind) == ("failed", False, ProblemKind.QUARANTINED)
    assert "left out from now on" in second.why and "--again" in second.why
    started = opener.started
    third = read(poison, store)
    assert (third.status, third.done_before, third.why) == ("failed", True, second.why)
    assert opener.started == started
    assert not read(poison, store, again=True).done_before
    assert opener.started > started


def test_other_content_and_another_program_are_tried(
    poison: Path, store: Store, opener: OpenerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        read(poison, store)
    monkeypatch.setattr("extractor.run.layers.opening_mark", lambda: "mended")
    assert not read(poison, store).done_before
    assert problem_of(store).kind == ProblemKind.OPENING_CRASHED, "it counts anew"
    poison.write_text(foia_report("Bureau of Calm", 12))
    assert read(poison, store).status == "accepted"


@pytest.mark.parametrize("jobs", [None, 1])
def test_a_file_that_ended_the_run_itself_is_read_apart_by_the_next_one(
    jobs: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for work in ("_ready_with_layout", "_process_with_layout"):
        monkeypatch.setattr(workers, work, deadly_worker.read_in_pool)
    reports, place = tmp_path / "reports", tmp_path / "store.sqlite"
    reports.mkdir()
    for name, agency in (("a.txt", "Bureau of Calm"), ("b.txt", deadly_worker.DEADLY), ("c.txt", "Bureau of Rest")):
        (reports / name).write_text(foia_report(agency, 12))
    code = f"from tests.deadly_worker import run_to_its_end; run_to_its_end({str(place)!r}, {str(reports)!r})"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -signal.SIGKILL
    kinds = []
    with Store(str(place)) as store:
        for _ in range(2):
            summary = run_documents([reports], LAYOUT.model_copy(update={"jobs": jobs}), store)
            assert summary.counts == {"accepted": 2, "failed": 1}
            (failed,) = store.results("failed")
            assert failed.problem is not None and failed.document == "b.txt"
            kinds.append(failed.problem.kind)
    assert kinds == [ProblemKind.READING_CRASHED, ProblemKind.QUARANTINED]
