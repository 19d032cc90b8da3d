"""How a run is told while it goes: a bar in a terminal, plain lines elsewhere, and events in a file."""

import platform
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import IO

from pydantic import JsonValue
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.text import Text

from extractor.cli.screen import json_line
from extractor.documents.file_names import path_as_text
from extractor.errors import ConfigurationError
from extractor.release import __version__
from extractor.run.progress import Silence
from extractor.run.settings import RunSettings, shown_store
from extractor.run.summary import FileEntry, RunSummary

LINE_EVERY = 30.0
"""Seconds from one plain line to the next."""
_ORDER = ("accepted", "review", "failed", "unrecognised")
_PACKAGES = ("pymupdf", "openai", "instructor", "pydantic", "SQLAlchemy")


def pace(done: int, left: int, seconds: float) -> str:
    """How fast documents are done, and how long the rest takes at that pace; it goes on counting inside a long one."""
    if not done or seconds <= 0:
        return ""
    return f"{done / seconds:.1f}/s, {duration(left * seconds / done)} left"


def duration(seconds: float) -> str:
    """Seconds as people say them."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"


class Bar:
    """Progress on standard error: a bar in a terminal, else a plain line every so often. ``quiet``: notices alone."""

    def __init__(self, console: Console, quiet: bool, line_every: float = LINE_EVERY) -> None:
        self._console = console
        self._quiet = quiet
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[counts]}", markup=False),
            _Pace(),
        )
        shown = console.is_terminal and not quiet
        self._bar = Progress(*columns, console=console, transient=True, disable=not shown)
        self._task: TaskID | None = None
        self._counts: Counter[str] = Counter()
        self._total = self._before = 0
        self._began = self._said = monotonic()
        self._line_every = line_every if not console.is_terminal and not quiet else None

    def __enter__(self) -> "Bar":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def notice(self, text: str) -> None:
        """Something to know before the run starts, or why it waits. It is said even where progress is not wanted."""
        self._console.print(text, style="yellow")

    def begin(self, total: int, done_before: int) -> None:
        """Set the length of the bar."""
        if done_before and not self._quiet:
            self._console.print(f"{done_before} of {total} documents were done before; --again reads them once more.")
        self._total, self._before = total, done_before
        self._began = self._said = monotonic()
        self._task = self._bar.add_task("reading", total=total, completed=done_before, counts="", before=done_before)

    def advance(self, entry: FileEntry) -> None:
        """One document further."""
        self._counts[entry.status] += 1
        if self._task is not None:
            self._bar.update(self._task, advance=1, description=entry.document[-40:], counts=self._said_counts())
        now = monotonic()
        if self._line_every is not None and now - self._said >= self._line_every:
            self._said = now
            done = self._counts.total()
            left = self._total - self._before - done
            told = pace(done, left, now - self._began)
            self._console.print(f"{self._before + done} of {self._total} documents: {self._said_counts()}; {told}.")

    def also(self, entry: FileEntry) -> None:
        """Nothing: the bar counts files."""

    def end(self, summary: RunSummary) -> None:
        """Nothing: the summary is shown by itself."""

    def _said_counts(self) -> str:
        return ", ".join(f"{self._counts[status]} {status}" for status in _ORDER if self._counts[status])


class _Pace(ProgressColumn):
    """The pace of the whole run, anew with every picture of the bar."""

    max_refresh = 0.5

    def render(self, task: Task) -> Text:
        """The column of one bar."""
        before = int(task.fields.get("before", 0))
        left = int((task.total or 0) - task.completed)
        return Text(pace(int(task.completed) - before, left, task.elapsed or 0.0))


class RunLog(Silence):
    """Adds every event of a run to a file, an object a line: ``{"at": …, "event": "manifest|notice|begin|document|end",
    …}``. Without a file it keeps nothing; where the file takes no more, the run goes on without, and ``tell`` says so.
    """

    def __init__(self, path: Path | None, tell: Callable[[str], None]) -> None:
        self._path = path
        self._tell = tell
        self._file: IO[str] | None = None

    def __enter__(self) -> "RunLog":
        if self._path is not None:
            try:
                self._file = self._path.open("a", encoding="utf-8")
            except OSError as error:
                raise ConfigurationError(f"--log: {self._path} cannot be written: {error.strerror}") from None
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def manifest(self, paths: Sequence[Path], settings: RunSettings) -> None:
        """What is at work: versions, settings, and what was named."""
        self._write(
            "manifest",
            extractor=__version__,
            python=platform.python_version(),
            packages={name: version(name) for name in _PACKAGES},
            platform=sys.platform,
            paths=[path_as_text(path) for path in paths],
            settings={
                **settings.model_dump(mode="json", exclude={"endpoint", "store"}),
                "store": shown_store(settings.store),
                "model": settings.endpoint.model,
                "base_url": shown_store(settings.endpoint.base_url or "") or None,
            },
        )

    def notice(self, text: str) -> None:
        """Something to know, or why the run waits."""
        self._write("notice", text=text)

    def begin(self, total: int, done_before: int) -> None:
        """What there is to do."""
        self._write("begin", documents=total, done_before=done_before)

    def advance(self, entry: FileEntry) -> None:
        """What became of a document."""
        self._write("document", **entry.model_dump(mode="json"))

    def also(self, entry: FileEntry) -> None:
        """What became of another document of the file, or of another file that holds the same."""
        self.advance(entry)

    def end(self, summary: RunSummary) -> None:
        """What became of the run."""
        told = summary.model_dump(mode="json", exclude={"entries"})
        self._write("end", **told, counts=dict(summary.counts), exit_code=summary.exit_code)

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):
                file.close()

    def _write(self, event: str, **said: JsonValue) -> None:
        if self._file is None:
            return
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        try:
            self._file.write(json_line({"at": at, "event": event, **said}))
            self._file.flush()
        except OSError as error:
            self._close()
            self._tell(f"Nothing more is added to {self._path}: {error.strerror}.")
