"""``extractor watch`` in a process of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest

from extractor.store import Store
from tests.plain_reports import foia_report
from tests.typed_commands import COMMAND, extractor

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="signals")]


def _until(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    end = monotonic() + seconds
    while not holds():
        assert monotonic() < end, "it did not come about"
        sleep(0.1)


def test_what_comes_into_a_folder_is_read_until_the_command_is_ended(tmp_path: Path) -> None:
    folder, log = tmp_path / "reports", tmp_path / "log.jsonl"
    (folder / "2021").mkdir(parents=True)
    (folder / "there.txt").write_text(foia_report("Office 1", 12))
    words = ["watch", str(folder), "--readers", "layout", "--store", str(tmp_path / "s.sqlite"), "--log", str(log)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("EXTRACTOR_", "OPENAI_"))}
    with subprocess.Popen([sys.executable, "-c", COMMAND, *words], env=clean, stderr=subprocess.PIPE) as watching:

        def read() -> list[str]:
            events = map(json.loads, log.read_text().splitlines()) if log.exists() else ()
            return [event["document"] for event in events if event["event"] == "document"]

        _until(lambda: read() == ["there.txt"])
        (folder / "2021" / "new.txt").write_text(foia_report("Office 2", 13))
        (folder / ".hidden.txt").write_text(foia_report("Office 3", 13))
        (folder / "program.exe").write_text("no document")
        _until(lambda: read() == ["there.txt", "new.txt"])
        (folder / "there.txt").write_text(foia_report("Office 1", 14))
        _until(lambda: read() == ["there.txt", "new.txt", "there.txt"])
        aside = tmp_path / "aside"
        (aside / ".trash").mkdir(parents=True)
        (aside / ".trash" / "gone.txt").write_text(foia_report("Office 4", 13))
        (aside / "moved.txt").write_text(foia_report("Office 5", 13))
        aside.rename(folder / "2022")
        _until(lambda: read()[3:] == ["moved.txt"])
        whole = foia_report("Office 6", 13)
        (folder / "slow.txt").write_text(whole[: len(whole) // 2])
        sleep(0.7)
        (folder / "slow.txt").write_text(whole)
        _until(lambda: len(read()) > 4)
        watching.send_signal(signal.SIGTERM)
        assert watching.wait(30) == 143
    assert read()[4:] == ["slow.txt"]
    with Store(str(tmp_path / "s.sqlite"), create=False) as store:
        assert [each.status for each in store.results()] == ["accepted"] * 4


def test_a_store_that_is_taken_away_while_nothing_comes_is_not_made_anew(tmp_path: Path) -> None:
    folder, place = tmp_path / "reports", tmp_path / "s.sqlite"
    folder.mkdir()
    (folder / "there.txt").write_text(foia_report("Office 1", 12))
    words = ["watch", str(folder), "--readers", "layout", "--store", str(place), "--store-seconds", "1"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("EXTRACTOR_", "OPENAI_"))}
    with subprocess.Popen([sys.executable, "-c", COMMAND, *words], env=clean, stderr=subprocess.PIPE) as watching:
        assert watching.stderr is not None
        _until(lambda: b"Waiting for documents" in watching.stderr.readline())  # type: ignore[union-attr]  # it is piped
        place.rename(tmp_path / "aside.sqlite")
        (folder / "new.txt").write_text(foia_report("Office 2", 13))
        assert watching.wait(60) == 5
        assert b"Traceback" not in watching.stderr.read()
    assert not place.exists()


def test_a_file_is_no_folder_to_be_watched(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    answer = extractor(tmp_path, "watch", "a.txt")
    assert (answer.code, "a.txt is no folder" in answer.err) == (3, True)
