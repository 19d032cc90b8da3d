"""Neither files that go between being listed and being read, nor names in any bytes, end ``extractor watch``."""

import os
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import pytest

from extractor.cli import watching
from extractor.errors import ConfigurationError
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


@pytest.mark.skipif(sys.platform != "linux", reason="a system that takes any bytes for a name")
@pytest.mark.parametrize("polling", [False, True])
def test_names_that_are_no_utf8_are_told_like_any(
    polling: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_QUIET", 150)
    (tmp_path / "there.txt").write_text("1")
    arrivals = watching._arrivals([tmp_path], polling)
    assert next(islice(arrivals, 1)) == [tmp_path / "there.txt"]
    odd = tmp_path / os.fsdecode("年报.txt".encode("gbk"))
    odd.write_text("2")
    assert any(odd in each for each in islice(arrivals, 8))
    folder = tmp_path / os.fsdecode("年".encode("gbk"))
    folder.mkdir()
    (folder / "in.txt").write_text("3")
    assert any(folder / "in.txt" in each for each in islice(arrivals, 8))
    (tmp_path / "new.txt").write_text("4")
    assert any(tmp_path / "new.txt" in each for each in islice(arrivals, 8))


@pytest.mark.skipif(sys.platform != "linux", reason="a system that takes any bytes for a name")
def test_a_folder_whose_own_name_is_no_utf8_is_refused_in_words(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode("年报".encode("gbk"))
    folder.mkdir()
    with pytest.raises(ConfigurationError, match="no UTF-8"):
        next(watching._arrivals([folder], False))


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
