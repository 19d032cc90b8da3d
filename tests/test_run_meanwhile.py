"""What another run does at any moment of this one is not done a second time, whatever the clocks of machines say."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from extractor.run import engine
from extractor.run.engine import run_documents
from extractor.run.progress import Silence
from extractor.run.settings import RunSettings
from extractor.run.summary import FileEntry
from extractor.store import RunClaims, Store, records
from tests.runs_at_once import make_reports

LAYOUT = RunSettings(readers=("layout",), jobs=1)
FILES = ["000.txt", "001.txt"]


class Read(Silence):
    """The documents that a run read itself."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def advance(self, entry: FileEntry) -> None:
        if not entry.done_before:
            self.read.append(entry.document)


class AnotherClock(datetime):
    """The clock of a machine that is an hour behind, or ahead."""

    by = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "AnotherClock":
        return super().now(tz) + cls.by


def _once(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, then: Callable[[], object]) -> None:
    """The first time that something is called, another run is there right after it."""
    original = getattr(owner, name)

    def called(*given: object) -> object:
        monkeypatch.setattr(owner, name, original)
        made = original(*given)
        then()
        return made

    monkeypatch.setattr(owner, name, called)


@pytest.mark.parametrize("hours", [-1, 0, 1])
@pytest.mark.parametrize("moment", ["done_already", "begin", "anything_decided"])
def test_what_another_run_does_meanwhile_is_not_read_again(
    moment: str, hours: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports, place = make_reports(tmp_path / "reports", len(FILES)), str(tmp_path / "store.sqlite")
    mine, others = Read(), Read()

    def another() -> None:
        AnotherClock.by = timedelta(hours=hours)
        monkeypatch.setattr(records, "datetime", AnotherClock)
        with Store(place) as store:
            run_documents([reports], LAYOUT, store, others)

    owner = {"done_already": engine, "begin": RunClaims, "anything_decided": Store}[moment]
    with Store(place) as store:
        _once(monkeypatch, owner, moment, another)
        summary = run_documents([reports], LAYOUT, store, mine)
        assert (others.read, mine.read, summary.left) == (FILES, [], 0)


def test_what_was_stored_before_a_run_is_done_again_whatever_clock_it_was_stored_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports, place = make_reports(tmp_path / "reports", len(FILES)), str(tmp_path / "store.sqlite")
    others = make_reports(tmp_path / "others", 1)
    mine = Read()
    with Store(place) as store:
        AnotherClock.by = timedelta(hours=1)
        with monkeypatch.context() as ahead:
            ahead.setattr(records, "datetime", AnotherClock)
            run_documents([reports], LAYOUT, store)
        assert store.done(next(iter(store.keys())))[0].at <= datetime.now(UTC).isoformat()

        def another() -> None:
            with Store(place) as opened:
                run_documents([others], LAYOUT, opened)

        _once(monkeypatch, RunClaims, "begin", another)
        run_documents([reports], LAYOUT.model_copy(update={"again": True}), store, mine)
    assert mine.read == FILES
