"""A folder that changes while a run reads it: every file is one document, and known as what it holds by then."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.run.engine import run_documents
from extractor.run.progress import Silence
from extractor.run.settings import RunSettings
from extractor.store import Store
from tests.plain_reports import foia_report

LAYOUT = RunSettings(readers=("layout",), jobs=1)


class Changing(Silence):
    """Does something between hashing and opening."""

    def __init__(self, then: Callable[[], object]) -> None:
        self._then = then

    def begin(self, total: int, done_before: int) -> None:
        self._then()


def _sha256(data: str) -> str:
    return hashlib.sha256(data.encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "status"),
    [("", "failed"), ("Nothing of a report.\n", "unrecognised"), (foia_report("Office of Tests", 99), "accepted")],
)
def test_a_file_that_changes_before_it_is_opened_is_one_document(
    text: str, status: str, tmp_path: Path, store: Store
) -> None:
    report = tmp_path / "a.txt"
    report.write_text(foia_report("Office of Tests", 12))
    changed = run_documents([report], LAYOUT, store, Changing(lambda: report.write_text(text)))
    assert [(each.status, each.sha256) for each in changed.entries] == [(status, _sha256(text))]
    again = run_documents([report], LAYOUT, store)
    assert [(each.status, each.sha256) for each in again.entries] == [(status, _sha256(text))]
    assert [(each.status, each.sha256) for each in store.results()] == [(status, _sha256(text))]


def test_a_file_that_is_taken_away_before_it_is_opened_fails_once(tmp_path: Path, store: Store) -> None:
    report = tmp_path / "a.txt"
    report.write_text(foia_report("Office of Tests", 12))
    gone = run_documents([report], LAYOUT, store, Changing(report.unlink))
    assert [(each.status, each.sha256) for each in gone.entries] == [("failed", "")]
    report.write_text(foia_report("Office of Tests", 12))
    assert [each.status for each in run_documents([report], LAYOUT, store).entries] == ["accepted"]
    assert [each.status for each in store.results()] == ["accepted"]
