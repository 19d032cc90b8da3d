"""What recognising and reading may cost: a document beyond it fails by itself, in words, and the run goes on."""

import threading
from pathlib import Path

import pytest

from extractor.documents.limits import OpeningLimits
from extractor.errors import LimitExceeded, ProblemKind, ReadingTimedOut
from extractor.run.engine import run_documents
from extractor.run.reading_limits import within_limits
from extractor.run.settings import RunSettings
from extractor.store import Store
from tests.plain_reports import foia_report

A_SECOND = OpeningLimits(reading_seconds=1)


def wide(path: Path, columns: int = 4000) -> Path:
    """A table of so many columns: opened at once, and compared with every label for a long time."""
    lines = (",".join(f"{word}{n}" for n in range(columns)) for word in ("column ", ""))
    path.write_text("\n".join(lines))
    return path


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_table_of_thousands_of_columns_fails_alone_and_the_others_are_read(
    tmp_path: Path, store: Store, jobs: int
) -> None:
    wide(tmp_path / "wide.csv")
    (tmp_path / "report.txt").write_text(foia_report("Department of Lakes", 12))
    settings = RunSettings(readers=("layout",), jobs=jobs, limits=A_SECOND)
    entries = {each.document: each for each in run_documents([tmp_path], settings, store).entries}
    failed = entries["wide.csv"]
    assert failed.status == "failed"
    assert "more than 1 seconds of processor time" in failed.why and "Split it" in failed.why
    assert entries["report.txt"].status in ("accepted", "review")
    problems = [each.problem.kind for each in store.results() if each.problem is not None]
    assert problems == [ProblemKind.READING_TIMED_OUT]


def test_waiting_takes_nothing_of_the_time() -> None:
    with within_limits("a.txt", A_SECOND):
        threading.Event().wait(1.6)


def test_what_swallows_exceptions_is_stopped_all_the_same() -> None:
    with (
        pytest.raises(ReadingTimedOut, match=r"a\.txt: recognising and reading it takes more"),
        within_limits("a.txt", A_SECOND),
    ):
        while True:
            try:
                sum(range(1000))
            except Exception:
                continue


def test_memory_beyond_the_limit_is_told_in_words() -> None:
    held: list[bytes] = []
    beyond = pytest.raises(LimitExceeded, match=r"a\.txt: reading it takes more than 256 MiB")
    with beyond, within_limits("a.txt", OpeningLimits(memory_mib=256)):
        while len(held) < 6000:
            held.append(b"x" * 2**20)
            threading.Event().wait(0.004)
    held.clear()
