"""What recognising and reading may cost: a document beyond it fails by itself, in words, and the run goes on."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from extractor.documents.limits import OpeningLimits
from extractor.errors import LimitExceeded, ProblemKind, ReadingTimedOut
from extractor.run import reading_limits
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
    assert not within_limits("a.txt", A_SECOND, lambda: threading.Event().wait(1.6))


def test_what_swallows_exceptions_is_stopped_all_the_same() -> None:
    def goes_on() -> None:
        while True:
            try:
                sum(range(1000))
            except Exception:
                continue

    with pytest.raises(ReadingTimedOut, match=r"a\.txt: recognising and reading it takes more"):
        within_limits("a.txt", A_SECOND, goes_on)


def eats(held: list[bytes]) -> None:
    while len(held) < 6000:
        held.append(b"x" * 2**20)
        threading.Event().wait(0.004)


def test_memory_beyond_the_limit_is_told_in_words() -> None:
    held: list[bytes] = []
    with pytest.raises(LimitExceeded, match=r"a\.txt: reading it takes more than 256 MiB"):
        within_limits("a.txt", OpeningLimits(memory_mib=256), lambda: eats(held))
    held.clear()


def test_a_document_that_waits_does_not_answer_for_the_memory_of_another() -> None:
    limits, over, held = OpeningLimits(memory_mib=256), threading.Event(), list[bytes]()
    with ThreadPoolExecutor(1) as pool:
        waits = pool.submit(within_limits, "waits.txt", limits, lambda: over.wait(30))
        time.sleep(0.6)  # It was looked at before the other was begun.
        with pytest.raises(LimitExceeded, match=r"eats\.txt"):
            within_limits("eats.txt", limits, lambda: eats(held))
        over.set()
        assert waits.result()
    held.clear()


class StopsWhoeverEnters:
    """A lock that stops the thread that enters it the second time, as the one that looks after documents may."""

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock
        self._left = 2

    def __enter__(self) -> None:
        self._left -= 1
        if not self._left:
            reading_limits._raise_in(threading.get_ident(), reading_limits.ReadingStopped)
            list(map(str, range(10)))
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def test_a_document_stopped_while_it_ends_leaves_nothing_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = reading_limits._watch
    monkeypatch.setattr(watch, "_changing", StopsWhoeverEnters(threading.Lock()))
    assert within_limits("a.txt", A_SECOND, lambda: "made") == "made"
    assert not watch._at_work
