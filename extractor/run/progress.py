"""Who is told how a run goes: a screen, a file of events, the store."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from threading import Event, Thread
from typing import Protocol

from extractor.run.summary import FileEntry, RunSummary
from extractor.store import RunRecord

SAID_EVERY = 2.0
"""Seconds from one word of a run to the next that it is further than before."""
HEARD_EVERY = 20.0
"""Seconds after which a run that is no further says at least that it is at work."""
DONE_BEFORE = "done before"
"""What documents are counted as that a run need not do again."""
SILENT_AFTER = 60.0
"""Of a run that said nothing for so many seconds it is not known whether it is still at work."""


class Progress(Protocol):
    """Who is told how a run goes."""

    def notice(self, text: str) -> None:
        """Something to know before the run starts, or why it waits."""

    def begin(self, total: int, done_before: int) -> None:
        """How many documents there are, and how many of them were done before."""

    def advance(self, entry: FileEntry) -> None:
        """A document is done and stored."""

    def also(self, entry: FileEntry) -> None:
        """Another document of the file that was just told of, or another file with the same content."""

    def end(self, summary: RunSummary) -> None:
        """The run is over."""


class Silence:
    """Progress that nobody wants to hear of."""

    def notice(self, text: str) -> None:
        """Nothing."""

    def begin(self, total: int, done_before: int) -> None:
        """Nothing."""

    def advance(self, entry: FileEntry) -> None:
        """Nothing."""

    def also(self, entry: FileEntry) -> None:
        """Nothing."""

    def end(self, summary: RunSummary) -> None:
        """Nothing."""


class Both:
    """Tells two."""

    def __init__(self, one: Progress, other: Progress) -> None:
        self._each = (one, other)

    def notice(self, text: str) -> None:
        """To both."""
        for each in self._each:
            each.notice(text)

    def begin(self, total: int, done_before: int) -> None:
        """To both."""
        for each in self._each:
            each.begin(total, done_before)

    def advance(self, entry: FileEntry) -> None:
        """To both."""
        for each in self._each:
            each.advance(entry)

    def also(self, entry: FileEntry) -> None:
        """To both."""
        for each in self._each:
            each.also(entry)

    def end(self, summary: RunSummary) -> None:
        """To both."""
        for each in self._each:
            each.end(summary)


class SaidInStore(Silence):
    """Keeps the store told that a run is at work, and how far it is, for whoever asks from elsewhere: of the first
    document at once, of what follows every :data:`SAID_EVERY` seconds, and now and then while nothing is finished.
    ``note`` stores the record; where the store is away, the next word makes up for it.
    """

    def __init__(self, record: RunRecord, note: Callable[[RunRecord], None]) -> None:
        self._record = record
        self._note = note
        self._counts: Counter[str] = Counter()
        self._news, self._over = Event(), Event()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """The store is told while this lasts, and by nobody else once it is over."""
        telling = Thread(target=self._tell, daemon=True)
        self._news.set()
        try:
            telling.start()
            yield
        finally:
            self._over.set()
            self._news.set()
            telling.join()

    def begin(self, total: int, done_before: int) -> None:
        """Say how much there is to do."""
        self._counts[DONE_BEFORE] = done_before
        self._record = self._record.model_copy(update={"documents": total})
        self._news.set()

    def advance(self, entry: FileEntry) -> None:
        """Count a document."""
        self._counts[entry.status] += 1
        self._news.set()

    def _tell(self) -> None:
        while not self._over.is_set():
            self._news.wait(HEARD_EVERY)
            self._news.clear()
            counts = {name: count for name, count in dict(self._counts).items() if count}
            with suppress(Exception):  # What is wrong with the store is raised where it is asked for more than this.
                self._note(self._record.model_copy(update={"seen": datetime.now(UTC), "counts": counts}))
            self._over.wait(SAID_EVERY)
