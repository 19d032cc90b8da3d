"""Whole runs over real files: what becomes of each, what is skipped the next time, what stops a run."""

import hashlib
import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from extractor.documents.model import Document
from extractor.errors import ConfigurationError, QuotaExhausted, SchemaError
from extractor.readers.reading import Reading
from extractor.run import engine
from extractor.run.engine import run_documents
from extractor.run.pipeline import Job, Task, process
from extractor.run.preparing import job_of
from extractor.run.reader_set import read_with_layout
from extractor.run.selection import group_by_content
from extractor.run.settings import Only, RunSettings, resolve_settings
from extractor.run.summary import FileEntry, RunSummary
from extractor.run.workers import in_processes, in_threads
from extractor.schemas.form import Form, Schema
from extractor.schemas.registry import schema_names
from extractor.store import Outcome, Store
from tests.built_readings import edit
from tests.plain_reports import foia_report

pytestmark = pytest.mark.slow

LAYOUT = RunSettings(readers=("layout",))


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A good report, one that contradicts itself, one that is something else, one that is damaged."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "good.txt").write_text(foia_report("Office of Tests", 12))
    (folder / "inconsistent.txt").write_text(foia_report("Office of Tests", 12, pending_end=3))
    (folder / "letter.txt").write_text("Dear Sir or Madam,\nthank you.\n")
    (folder / "zero.pdf").write_bytes(b"")
    return folder


def _run(reports: Path, store: Store, settings: RunSettings = LAYOUT) -> RunSummary:
    return run_documents([reports], settings, store)


def _of(summary: RunSummary, name: str) -> FileEntry:
    return next(entry for entry in summary.entries if entry.document == name)


def test_every_file_gets_its_own_outcome(reports: Path, store: Store) -> None:
    summary = _run(reports, store)
    assert {entry.document: entry.status for entry in summary.entries} == {
        "good.txt": "accepted",
        "inconsistent.txt": "review",
        "letter.txt": "unrecognised",
        "zero.pdf": "failed",
    }
    assert summary.exit_code == 2
    assert _of(summary, "good.txt").why == ""
    assert _of(summary, "inconsistent.txt").source_inconsistent
    assert "no bytes" in _of(summary, "zero.pdf").why


@pytest.mark.parametrize(
    ("jobs", "processors", "count"), [(None, 2, 2), (None, 16, 4), (None, 1, 0), (1, 4, 0), (3, 1, 3)]
)
def test_a_run_of_few_documents_is_shared_out_too(
    reports: Path, store: Store, monkeypatch: pytest.MonkeyPatch, jobs: int | None, processors: int, count: int
) -> None:
    """``count``: documents at the same time, 0 for one after the other."""
    asked: list[int] = []

    def spied(tasks: Iterable[Task], work: Callable[[Task], Outcome], most: int) -> Iterator[tuple[Task, Outcome]]:
        asked.append(most)
        return in_threads(tasks, work, most)

    monkeypatch.setattr(engine, "in_threads", spied)
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    summary = _run(reports, store, LAYOUT.model_copy(update={"jobs": jobs}))
    assert [entry.document for entry in summary.entries] == ["good.txt", "inconsistent.txt", "letter.txt", "zero.pdf"]
    assert asked == ([count] if count else [])


def test_the_exit_code_says_the_worst_that_happened(reports: Path, store: Store) -> None:
    (reports / "zero.pdf").unlink()
    assert _run(reports, store).exit_code == 1
    assert run_documents([reports / "good.txt"], LAYOUT, store).exit_code == 0


def test_an_unrecognised_document_names_what_is_missing(reports: Path, store: Store) -> None:
    _run(reports, store)
    (result,) = store.results("unrecognised")
    assert result.problem is not None
    assert result.problem.kind == "unrecognised"
    assert set(result.problem.details) == {"nearest", "share", "missing", "missing_count"}


def test_a_failed_document_carries_the_kind_of_its_error(reports: Path, store: Store) -> None:
    _run(reports, store)
    (result,) = store.results("failed")
    assert result.problem is not None
    assert result.problem.kind == "empty_document"
    assert result.sha256 == hashlib.sha256(b"").hexdigest()


def test_what_is_done_is_not_done_again(reports: Path, store: Store) -> None:
    _run(reports, store)
    again = _run(reports, store)
    done = {entry.document for entry in again.entries if entry.done_before}
    assert done == {"good.txt", "inconsistent.txt", "letter.txt"}
    assert again.counts == {"accepted": 1, "review": 1, "unrecognised": 1, "failed": 1}
    assert not any(
        entry.done_before for entry in _run(reports, store, LAYOUT.model_copy(update={"again": True})).entries
    )


def test_another_policy_judges_every_report_again(reports: Path, store: Store) -> None:
    _run(reports, store)
    strict = _run(reports, store, LAYOUT.model_copy(update={"policy": "strict"}))
    assert not any(entry.done_before for entry in strict.entries if entry.schema_name is not None)
    assert _of(strict, "good.txt").status == "review"


def test_a_decision_made_since_is_taken_into_account(reports: Path, store: Store) -> None:
    _run(reports, store)
    (result,) = store.find("good.txt")
    correction = edit("correct", "year", 2018, sha256=result.sha256, schema_name="us_foia")
    store.add_edit(correction)
    again = _run(reports, store)
    assert not _of(again, "good.txt").done_before
    (result,) = store.find("good.txt")
    assert result.verdict is not None
    assert (result.verdict.fields["year"].value, result.verdict.fields["year"].status) == (2018, "corrected")
    assert store.edits(result.sha256) == (correction,)


def test_the_same_content_is_read_once_and_listed_under_both_names(reports: Path, store: Store) -> None:
    (reports / "copy.txt").write_bytes((reports / "good.txt").read_bytes())
    summary = _run(reports, store)
    assert _of(summary, "good.txt").same_as == str(reports / "copy.txt")
    assert _of(summary, "good.txt").status == "accepted"
    assert len(list(store.results("accepted"))) == 1
    assert store.find("good.txt") == store.find("copy.txt")


def test_a_given_schema_is_used_without_asking_the_document(reports: Path, store: Store) -> None:
    summary = _run(reports, store, LAYOUT.model_copy(update={"schema_name": "us_foia"}))
    letter = _of(summary, "letter.txt")
    assert (letter.schema_name, letter.status, letter.confirmed) == ("us_foia", "review", 0)


def test_a_schema_that_does_not_exist_stops_before_the_first_document(reports: Path, store: Store) -> None:
    with pytest.raises(SchemaError, match="there is no schema called 'invoices'"):
        _run(reports, store, LAYOUT.model_copy(update={"schema_name": "invoices"}))
    assert list(store.results()) == []


def _job() -> Job:
    return Job(schema_names())


def _tasks(folder: Path) -> list[Task]:
    return [Task(content) for content in group_by_content(sorted(folder.iterdir()))]


def test_an_error_of_the_program_becomes_a_failure_with_its_traceback(
    reports: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def broken_reader(document: Document, schema: Schema, form: Form) -> tuple[Reading, ...]:
        raise ZeroDivisionError("in the reader")

    (task,) = [task for task in _tasks(reports) if task.content.path.name == "good.txt"]
    with caplog.at_level(logging.CRITICAL):
        outcome = process(task, _job(), broken_reader)
    assert outcome.result.status == "failed"
    assert outcome.result.problem is not None
    assert outcome.result.problem.kind == "internal_error"
    assert "in broken_reader" in str(outcome.result.problem.details["traceback"])


def test_no_credit_left_is_not_an_outcome_of_the_document(reports: Path) -> None:
    def without_credit(document: Document, schema: Schema, form: Form) -> tuple[Reading, ...]:
        raise QuotaExhausted("no credit left")

    (task,) = [task for task in _tasks(reports) if task.content.path.name == "good.txt"]
    with pytest.raises(QuotaExhausted):
        process(task, _job(), without_credit)


def test_threads_return_every_outcome(reports: Path) -> None:
    seen: set[int] = set()

    def work(task: Task) -> Outcome:
        seen.add(threading.get_ident())
        return process(task, _job(), read_with_layout)

    found = {task.content.path.name: outcome.result.status for task, outcome in in_threads(_tasks(reports), work, 2)}
    assert found["good.txt"] == "accepted"
    assert len(found) == 4
    assert threading.get_ident() not in seen


def test_an_error_in_a_thread_reaches_the_run(reports: Path) -> None:
    def work(task: Task) -> Outcome:
        raise QuotaExhausted("no credit left")

    with pytest.raises(QuotaExhausted):
        list(in_threads(_tasks(reports), work, 2))


def test_processes_return_the_same_outcomes_as_this_process(reports: Path) -> None:
    tasks = _tasks(reports)
    expected = {task.content.path: process(task, _job(), read_with_layout) for task in tasks}
    assert {task.content.path: outcome for task, outcome in in_processes(tasks, _job(), 2)} == expected


def test_the_fingerprint_changes_with_the_policy_and_the_schema(reports: Path, store: Store) -> None:
    from extractor.run.reader_set import open_readers

    with open_readers(LAYOUT, store.calls) as readers:
        made_by = {
            job_of(resolve_settings({"readers": "layout", **given}, {}), readers).fingerprint
            for given in ({}, {"policy": "strict"}, {"schema_name": "us_foia"})
        }
    assert len(made_by) == 3


def test_a_path_that_does_not_exist_starts_nothing(tmp_path: Path, store: Store) -> None:
    with pytest.raises(ConfigurationError, match="does not exist"):
        run_documents([tmp_path / "nowhere"], LAYOUT, store)
    assert store.runs() == ()


@pytest.mark.parametrize(
    ("only", "names"),
    [
        (("review",), ["inconsistent.txt"]),
        (("failed", "unrecognised"), ["letter.txt", "zero.pdf"]),
        (("changed",), ["good.txt"]),
        ((), ["good.txt", "inconsistent.txt", "letter.txt", "new.txt", "zero.pdf"]),
    ],
)
def test_a_run_goes_through_those_that_stand_so_in_the_store(
    only: tuple[Only, ...], names: list[str], reports: Path, store: Store
) -> None:
    _run(reports, store)
    (reports / "good.txt").write_text(foia_report("Office of Tests", 13))
    (reports / "new.txt").write_text(foia_report("Office of More Tests", 13))
    summary = _run(reports, store, LAYOUT.model_copy(update={"only": only}))
    assert [entry.document for entry in summary.entries] == names
    assert (summary.left, summary.passed_over) == (0, 5 - len(names))


def test_a_document_is_changed_where_the_policy_or_a_decision_is_another(reports: Path, store: Store) -> None:
    _run(reports, store)
    changed = LAYOUT.model_copy(update={"only": ("changed",)})
    assert _run(reports, store, changed).entries == ()
    strict = changed.model_copy(update={"policy": "strict"})
    assert [each.document for each in _run(reports, store, strict).entries] == ["good.txt", "inconsistent.txt"]


def test_a_file_that_failed_and_was_mended_is_gone_through_as_failed(reports: Path, store: Store) -> None:
    _run(reports, store)
    (reports / "zero.pdf").write_text(foia_report("Office of Mending", 12))
    failed = LAYOUT.model_copy(update={"only": ("failed",)})
    assert [(each.document, each.status) for each in _run(reports, store, failed).entries] == [("zero.pdf", "accepted")]
