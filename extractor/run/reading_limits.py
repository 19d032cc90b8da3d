"""What recognising, reading and judging one document may cost: whatever a document does, it costs that document alone.

A thread looks at all documents at work in this process, four times a second, and has that one stopped which takes more
than it may: an exception is raised in the thread that reads it, between two steps of Python. Processor time counts, so
that waiting for a model or for an opener takes nothing of it.
"""

import ctypes
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from extractor.documents.limits import OpeningLimits
from extractor.errors import LimitExceeded, ReadingTimedOut

_LOOKS = 0.25
"""Seconds between two looks."""
_AGAIN = 5.0
"""Seconds after which a document that goes on all the same is stopped once more."""
_GROWN = 1 / 2
"""Share of the memory allowed by which a document made its process grow, if that is the one to blame."""

Made = TypeVar("Made")


class ReadingStopped(BaseException):
    """Raised in a thread that reads from outside. It is no Exception: rules that break must not swallow it."""


@dataclass(eq=False)
class _Reading:
    """A document at work. ``spent``: processor seconds of its thread when it was begun, and ``looked`` what it had
    taken when it was last looked at. ``grown``: MiB by which it made the process grow. ``why``: ``time`` or ``memory``
    once it was stopped, and ``stopped`` when.
    """

    thread: int
    limits: OpeningLimits
    spent: float
    looked: float = 0.0
    grown: float = 0.0
    why: str = ""
    stopped: float = float("-inf")

    def seconds(self) -> float:
        """Processor seconds that it has taken so far."""
        return _spent_by(self.thread) - self.spent


def within_limits(name: str, limits: OpeningLimits, work: Callable[[], Made]) -> Made:
    """What the work on one document makes, in this thread. ReadingTimedOut or LimitExceeded where it takes more.

    It is no context manager: an exception from outside that came while one is left would belong to nobody.
    """
    reading = _watch.begin(limits)
    try:
        try:
            return work()
        finally:
            _watch.end(reading)
    except ReadingStopped:
        _watch.end(reading)  # It may have come before that was done.
        raise _error(name, reading) from None
    except MemoryError:
        reading.why = "memory"
        raise _error(name, reading) from None


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
        self._held = 0.0
        self._ended = 0.0

    def begin(self, limits: OpeningLimits) -> _Reading:
        """Look after what this thread does from now on."""
        thread = threading.get_ident()
        reading = _Reading(thread, limits, _spent_by(thread))
        with self._changing:
            if self._started != os.getpid():
                self._started = os.getpid()
                self._at_work.clear()  # Of a process that this one was forked from.
                threading.Thread(target=self._look, name="reading limits", daemon=True).start()
            self._at_work[thread] = reading
        self._some.set()
        return reading

    def end(self, reading: _Reading) -> None:
        """It is done; what was to stop it and comes too late is taken back."""
        try:
            self._end(reading)
        except ReadingStopped:
            self._end(reading)

    def _end(self, reading: _Reading) -> None:
        with self._changing:
            if self._at_work.pop(reading.thread, None) is not None:
                self._ended += reading.seconds() - reading.looked
            if reading.why:
                _raise_in(reading.thread, None)

    def _look(self) -> None:
        while True:
            if not self._some.is_set():
                self._some.wait()
                self._held = _memory_mib()
            time.sleep(_LOOKS)
            with self._changing:
                if self._at_work:
                    self._stop_what_takes_too_much()
                else:
                    self._some.clear()

    def _stop_what_takes_too_much(self) -> None:
        now = self._share_growth()
        for each in self._at_work.values():
            if each.looked > each.limits.reading_seconds:
                self._stop(each, "time")
        grown = max(self._at_work.values(), key=lambda each: each.grown)
        limit = grown.limits.memory_mib
        if now > limit and grown.grown > _GROWN * limit:
            self._stop(grown, "memory")

    def _share_growth(self) -> float:
        """Let the documents answer for what the process grew by since the last look, each by the processor time that it
        took: whoever waits takes no memory. What the process holds now, in MiB.
        """
        now, took = _memory_mib(), self._ended
        before, self._held, self._ended = self._held, now, 0.0
        since = list[tuple[_Reading, float]]()
        for each in self._at_work.values():
            seconds = each.seconds()
            since.append((each, seconds - each.looked))
            took += seconds - each.looked
            each.looked = seconds
        for each, seconds in since:
            each.grown = max(each.grown + (now - before) * seconds / took, 0.0) if took > 0 else each.grown
        return now

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
    """MiB that this process holds for itself, files mapped into it not counted, such as the weights of a model; 0 where
    the system does not say.
    """
    try:
        resident, shared = map(int, Path("/proc/self/statm").read_text().split()[1:3])
    except (OSError, ValueError):
        return 0.0
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE") / 2**20
