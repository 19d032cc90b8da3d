"""How a run is told while it goes: in a terminal, elsewhere, in a file, and in the store."""

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from rich.console import Console

from extractor.cli.counting import how_far
from extractor.cli.run_progress import Bar, RunLog, pace
from extractor.errors import ConfigurationError
from extractor.run import progress
from extractor.run.engine import run_documents
from extractor.run.settings import RunSettings
from extractor.run.summary import FileEntry
from extractor.store import RunRecord, Store
from tests.plain_reports import foia_report
from tests.typed_commands import extractor

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
BEGAN = NOW - timedelta(seconds=100)


def _entry(status: str) -> FileEntry:
    return FileEntry.model_validate(
        {"document": "a.txt", "path": "a.txt", "sha256": "0", "schema_name": None, "form": None, "status": status}
    )


@pytest.mark.parametrize(
    ("done", "left", "seconds", "told"),
    [
        (0, 9, 5.0, ""),
        (10, 10, 10.0, "1.0/s, 10 s left"),
        (10, 100, 20.0, "0.5/s, 3 min left"),
        (10, 10_000, 20.0, "0.5/s, 5 h 33 min left"),
    ],
)
def test_the_pace_is_that_of_the_whole_run(done: int, left: int, seconds: float, told: str) -> None:
    assert pace(done, left, seconds) == told


def test_plain_lines_where_there_is_no_terminal() -> None:
    written = io.StringIO()
    with Bar(Console(file=written, width=120), quiet=False, line_every=0.0) as bar:
        bar.begin(5, 2)
        bar.advance(_entry("accepted"))
        bar.advance(_entry("review"))
    lines = written.getvalue().splitlines()
    assert lines[1].startswith("3 of 5 documents: 1 accepted; ")
    assert lines[2].startswith("4 of 5 documents: 1 accepted, 1 review; ")


def test_names_in_the_bar_are_no_markup() -> None:
    """A name that closes what it never opened ended the run."""
    written = io.StringIO()
    console = Console(file=written, width=120, force_terminal=True)
    with Bar(console, quiet=False) as bar:
        bar.begin(2, 0)
        bar.advance(_entry("accepted").model_copy(update={"document": "[/red][bold]a.txt"}))
        bar._bar.refresh()
    assert "[/red][bold]a.txt" in written.getvalue()


def test_nobody_is_told_of_progress_who_wants_quiet() -> None:
    written = io.StringIO()
    with Bar(Console(file=written), quiet=True, line_every=0.0) as bar:
        bar.begin(5, 2)
        bar.advance(_entry("accepted"))
        bar.notice("Waiting.")
    assert written.getvalue() == "Waiting.\n"


AT_WORK = RunRecord(started=BEGAN, readers=("layout 1",), documents=120, counts={"done before": 10, "accepted": 50})


@pytest.mark.parametrize(
    ("seconds", "line"),
    [
        (
            0,
            "A run is at work since 2026-05-04 11:58 UTC: 60 of 120 documents (50 accepted, 10 done before); "
            "0.5 a second, 2 min left. Readers layout 1.",
        ),
        (
            61,
            "Last run: 2026-05-04 11:58 UTC, 60 of 120 documents (50 accepted, 10 done before), and no word since "
            "12:00:00: it is at a long document, or was killed; the same command goes on from there. Readers layout 1.",
        ),
    ],
)
def test_a_run_is_told_of_from_elsewhere(seconds: int, line: str) -> None:
    assert how_far(AT_WORK, NOW, NOW + timedelta(seconds=seconds)) == line


def test_a_run_that_has_not_begun_to_read_says_so() -> None:
    begun = RunRecord(started=BEGAN, readers=("layout 1",))
    said = "A run is at work since 2026-05-04 11:58 UTC: it is finding out what is done already. Readers layout 1."
    assert how_far(begun, NOW, NOW) == said


def _soon(store: Store, counts: dict[str, int]) -> RunRecord | None:
    """What the store says of its run as soon as it counts so; None where it does not within five seconds."""
    end = monotonic() + 5.0
    while monotonic() < end:
        (run,) = store.runs()
        if run.counts == counts:
            return run
        sleep(0.01)
    return None


@pytest.mark.parametrize("every", [0.0, 60.0])
def test_a_run_tells_the_store_how_far_it_is(
    every: float, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SAID_EVERY", 0.05)
    monkeypatch.setattr(progress, "HEARD_EVERY", every)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text(foia_report("Office of Tests", 12))
    seen: list[RunRecord | None] = []

    class Looking(Bar):
        def advance(self, entry: FileEntry) -> None:
            seen.append(_soon(store, {"accepted": 1}))

    with Looking(Console(file=io.StringIO()), quiet=True) as bar:
        run_documents([tmp_path / "reports"], RunSettings(readers=("layout",)), store, bar)
    assert seen[0] is not None and (seen[0].documents, seen[0].finished) == (1, None)
    (done,) = store.runs()
    assert (done.documents, done.counts, done.finished is None) == (1, {"accepted": 1}, False)


def test_every_event_is_added_to_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(foia_report("Office of Tests", 12))
    words = ("run", "a.txt", "--readers", "layout", "--log", "log.jsonl")
    assert extractor(tmp_path, *words).code == 0
    assert extractor(tmp_path, *words).code == 0
    events = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    first = ["manifest", "begin", "document", "end"]
    assert [event["event"] for event in events] == [*first, "manifest", "begin", "end"]
    assert events[0]["settings"]["readers"] == ["layout"]
    assert (events[2]["document"], events[2]["status"], events[3]["exit_code"]) == ("a.txt", "accepted", 0)


def test_two_files_of_one_content_are_two_documents_of_the_log(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(foia_report("Office of Tests", 12))
    assert extractor(tmp_path, "run", "a.txt", "b.txt", "--readers", "layout", "--log", "log.jsonl").code == 0
    events = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [event["document"] for event in events if event["event"] == "document"] == ["a.txt", "b.txt"]


def test_a_file_that_takes_no_events_is_refused_before_and_given_up_under_way() -> None:
    said: list[str] = []
    with pytest.raises(ConfigurationError, match="--log: /nowhere/log cannot be written"):
        RunLog(Path("/nowhere/log"), said.append).__enter__()
    with RunLog(Path("/dev/full"), said.append) as log:
        log.begin(1, 0)
        log.begin(1, 0)
    assert said == ["Nothing more is added to /dev/full: No space left on device."]
