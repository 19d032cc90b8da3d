"""What recognising, reading and judging one document may cost: whatever a document does, it costs that document alone.

A thread looks at all documents at work in this process, four times a second, and has that one stopped which takes more
than it may: an exception is raised in the thread that reads it, between two steps of Python. Processor time counts, so
that waiting for a model or for an opener takes nothing of it.
"""

import ctypes
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from extractor.documents.limits import OpeningLimits
from extractor.errors import LimitExceeded, ReadingTimedOut

_LOOKS = 0.25
"""Seconds between two looks."""
_AGAIN = 5.0
"""Seconds after which a document that goes on all the same is stopped once more."""
_GROWN = 1 / 2
"""Share of the memory allowed by which a process grew since a document was begun, if that is the one to blame."""


class ReadingStopped(BaseException):
    """Raised in a thread that reads from outside. It is no Exception: rules that break must not swallow it."""


@dataclass(eq=False)
class _Reading:
    """A document at work. ``spent``: processor seconds of its thread when it was begun. ``held``: MiB of the process
    when it was first looked at. ``why``: ``time`` or ``memory`` once it was stopped, and ``stopped`` when.
    """

    thread: int
    limits: OpeningLimits
    spent: float
    held: float | None = None
    why: str = ""
    stopped: float = float("-inf")

    def seconds(self) -> float:
        """Processor seconds that it has taken so far."""
        return _spent_by(self.thread) - self.spent


@contextmanager
def within_limits(name: str, limits: OpeningLimits) -> Iterator[None]:
    """Let the work on one document in this thread take so much and no more: ReadingTimedOut or LimitExceeded beyond."""
    reading = _watch.begin(limits)
    try:
        yield
    except ReadingStopped:
        raise _error(name, reading) from None
    except MemoryError:
        reading.why = "memory"
        raise _error(name, reading) from None
    finally:
        _watch.end(reading)


def _error(name: str, reading: _Reading) -> ReadingTimedOut | LimitExceeded:
    if reading.why == "memory":
        return LimitExceeded(
            f"{name}: reading it takes more than {reading.limits.memory_mib} MiB of memory. Split it, or allow more "
            "(--open-memory)."
        )
    return ReadingTimedOut(
        f"{name}: recognising and reading it takes more than {reading.limits.reading_seconds} seconds of processor "
        "time. Split it, take out what is no table of the report, or allow more (EXTRACTOR_READING_SECONDS)."
    )


class _Watch:
    """Looks after the documents at work in this process, by a thread of its own that is started with the first."""

    def __init__(self) -> None:
        self._at_work: dict[int, _Reading] = {}
        self._changing = threading.Lock()
        self._some = threading.Event()
        self._started = 0

    def begin(self, limits: OpeningLimits) -> _Reading:
        """Look after what this thread does from now on."""
        thread = threading.get_ident()
        reading = _Reading(thread, limits, _spent_by(thread))
        with self._changing:
            self._at_work[thread] = reading
            if self._started != os.getpid():
                self._started = os.getpid()
                threading.Thread(target=self._look, name="reading limits", daemon=True).start()
        self._some.set()
        return reading

    def end(self, reading: _Reading) -> None:
        """It is done; what was to stop it and came too late is taken back."""
        with self._changing:
            self._at_work.pop(reading.thread, None)
            if reading.why:
                _raise_in(reading.thread, None)

    def _look(self) -> None:
        while True:
            self._some.wait()
            time.sleep(_LOOKS)
            with self._changing:
                if self._at_work:
                    self._stop_what_takes_too_much()
                else:
                    self._some.clear()

    def _stop_what_takes_too_much(self) -> None:
        now = _memory_mib()
        for each in self._at_work.values():
            each.held = now if each.held is None else each.held
            if each.seconds() > each.limits.reading_seconds:
                self._stop(each, "time")
        grown = max(self._at_work.values(), key=lambda each: now - (each.held or now))
        limit = grown.limits.memory_mib
        if now > limit and now - (grown.held or now) > _GROWN * limit:
            self._stop(grown, "memory")

    def _stop(self, reading: _Reading, why: str) -> None:
        if time.monotonic() - reading.stopped > _AGAIN:
            reading.why, reading.stopped = reading.why or why, time.monotonic()
            _raise_in(reading.thread, ReadingStopped)


_watch = _Watch()


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Have an exception raised in a thread at its next step; None takes back what was not raised yet."""
    what = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), what)


def _spent_by(thread: int) -> float:
    """Processor seconds of a thread; where the system does not tell, seconds on the clock."""
    if hasattr(time, "pthread_getcpuclockid"):
        try:
            return time.clock_gettime(time.pthread_getcpuclockid(thread))
        except OSError:  # the thread is gone
            return 0.0
    return time.monotonic()


def _memory_mib() -> float:
    """MiB that this process holds; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
