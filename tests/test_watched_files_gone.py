"""Files that are moved away between being listed and being read do not end ``extractor watch``."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from extractor.cli import watching
from extractor.store import Store
from tests.runs_at_once import make_reports


def test_a_file_that_is_gone_before_it_is_read_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports, place = make_reports(tmp_path / "reports", 3), str(tmp_path / "s.sqlite")

    def arrivals(_folders: Sequence[Path], _polling: bool) -> Iterator[list[Path]]:
        yield [reports / "none.txt", reports / "000.txt"]
        yield [reports / "none.txt"]
        (reports / "001.txt").unlink()
        yield [reports / "001.txt", reports / "002.txt"]

    monkeypatch.setattr(watching, "_arrivals", arrivals)
    given = {"store": place, "readers": ("layout",), "jobs": 1}
    assert watching._watch([reports], given, polling=False, quiet=True, log=None) == 0
    with Store(place) as store:
        assert [each.document for each in store.results()] == ["000.txt", "002.txt"]


def test_a_file_that_goes_while_the_run_begins_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports, place = make_reports(tmp_path / "reports", 2), str(tmp_path / "s.sqlite")
    log = tmp_path / "log.jsonl"
    monkeypatch.setattr(watching, "_arrivals", lambda *_: iter([sorted(reports.iterdir())]))
    begun = list[bool]()

    def manifest(*_: object) -> None:
        if not begun:
            (reports / "000.txt").unlink()
        begun.append(True)

    monkeypatch.setattr("extractor.cli.run_progress.RunLog.manifest", manifest)
    given = {"store": place, "readers": ("layout",), "jobs": 1}
    assert watching._watch([reports], given, polling=False, quiet=True, log=log) == 0
    with Store(place) as store:
        assert [each.document for each in store.results()] == ["001.txt"]
