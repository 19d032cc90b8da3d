"""A store that is locked for one moment of a run: nothing is counted twice, nothing ends."""

import shutil
from pathlib import Path

import pytest

from extractor.errors import ProblemKind, StoreUnavailable
from extractor.run.engine import run_documents
from extractor.run.pipeline import Job, ReadDocument, Task, crashed
from extractor.run.quarantine import CRASHES
from extractor.run.settings import RunSettings
from extractor.store import Outcome, RunClaims, Store
from tests.runs_at_once import make_reports

SETTINGS = RunSettings(readers=("layout",), jobs=1)


def _locked_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The store is locked when the first name of a content is told to it; the names it has learned."""
    learned, name_content, calls = list[str](), store.name_content, list[str]()

    def locked(sha256: str, path: str, name: str) -> None:
        calls.append(name)
        if len(calls) == 1:
            raise StoreUnavailable("another program keeps it locked")
        name_content(sha256, path, name)
        learned.append(name)

    monkeypatch.setattr(store, "name_content", locked)
    return learned


def test_a_process_that_ended_once_is_counted_once(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = make_reports(tmp_path / "reports", 1)
    shutil.copy(reports / "000.txt", reports / "copy.txt")

    def ended(task: Task, job: Job, _: ReadDocument) -> Outcome:
        return crashed(task.content, job)

    monkeypatch.setattr("extractor.run.engine.process", ended)
    learned = _locked_once(store, monkeypatch)
    summary = run_documents([reports], SETTINGS, store)
    (result,) = store.results()
    assert result.problem is not None
    assert (result.problem.kind, result.problem.details[CRASHES]) == (ProblemKind.READING_CRASHED, 1)
    assert (learned, summary.counts) == (["copy.txt"], {"failed": 2})


def test_what_another_run_did_is_taken_over_once_the_store_is_back(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports, begin = make_reports(tmp_path / "reports", 2), RunClaims.begin
    shutil.copytree(reports, tmp_path / "same")

    def begin_after_another(claims: RunClaims, run: int) -> float:
        begun = begin(claims, run)
        monkeypatch.setattr(RunClaims, "begin", begin)
        with Store(str(tmp_path / "store.sqlite")) as other:
            run_documents([tmp_path / "same"], SETTINGS, other)
        return begun

    monkeypatch.setattr(RunClaims, "begin", begin_after_another)
    learned = _locked_once(store, monkeypatch)
    summary = run_documents([reports], SETTINGS, store)
    assert (summary.stopped, summary.left, summary.counts) == ("", 0, {"accepted": 2})
    assert sorted(learned) == ["000.txt", "001.txt"]
