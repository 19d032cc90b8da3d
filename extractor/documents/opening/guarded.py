"""Files opened in processes of their own: whatever a file does to its process, it costs that file and nothing else."""

import atexit
import os
import threading
from dataclasses import replace
from functools import cache
from pathlib import Path

from extractor.documents.file_names import url_of
from extractor.documents.irregular import check_regular
from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.documents.model import Document
from extractor.documents.opening.opening_process import OpeningProcess, WorkerGone
from extractor.documents.opening.remote import fetched
from extractor.errors import LimitExceeded, OpeningCrashed

_MOST_SERVED = 1000
_MOST_HELD = 2 / 3
_MUCH_HELD = 1 / 4
"""Shares of the memory a process may have: from where on it is replaced before the next file, and from where on a file
that wants more than is left deserves a new process."""


def open_guarded(path: Path, limits: OpeningLimits = DEFAULT_LIMITS) -> Document:
    """Open one file in a process of its own, within limits of memory and time.

    As :func:`extractor.documents.open_document`, and beyond it: OpeningTimedOut, OpeningCrashed, LimitExceeded for want
    of memory, and OpenerDefect (an error of the program). The processes are kept for the next file, one for every
    caller at the same time up to the number of processors, and end with this one. ConfigurationError where none can be
    started. What is at a URL is fetched first.
    """
    if url_of(path):
        with fetched(path) as copy:
            return replace(_shared_opener().open(copy, limits), path=path)
    check_regular(path)
    return replace(_shared_opener().open(path, limits), path=path)


def open_at_most(files: int) -> None:
    """So many files at the same time, and no more, in this process: where several of them share the processors.

    To be said before the first is opened.
    """
    _shared_opener().limit(files)


class OpenerPool:
    """Keeps processes that open files. May be asked by any number of threads; ``most`` of them work at once."""

    def __init__(self, most: int | None = None) -> None:
        self._turns = threading.BoundedSemaphore(most or os.cpu_count() or 1)
        self._lock = threading.Lock()
        self._idle: list[OpeningProcess] = []
        self._busy: set[OpeningProcess] = set()
        self.started = 0
        """How many processes were started so far."""

    def limit(self, most: int) -> None:
        """From the next file on, ``most`` of them at once."""
        self._turns = threading.BoundedSemaphore(most)

    def open(self, path: Path, limits: OpeningLimits = DEFAULT_LIMITS) -> Document:
        """Open one file, as :func:`open_guarded`; a pipe is waited for as long as the limits allow."""
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 (resolve() would follow links and lose the file's own name)
        with self._turns:
            while True:
                process = self._take()
                used, grown = process.served > 0, process.memory_mib > _MUCH_HELD * limits.memory_mib
                try:
                    return process.ask(absolute, limits)
                except WorkerGone:
                    continue
                except OpeningCrashed:
                    # A process may suffer from the files before: only one that is new speaks about this file alone.
                    if not used:
                        raise
                except LimitExceeded:
                    if not (process.spent and grown):
                        raise
                finally:
                    self._give_back(process, limits)

    def pids(self) -> tuple[int, ...]:
        """The processes there are now."""
        with self._lock:
            return tuple(process.pid for process in (*self._idle, *self._busy))

    def close(self) -> None:
        """End all processes; those at work are stopped. The next file starts new ones."""
        with self._lock:
            idle, busy = self._idle, tuple(self._busy)
            self._idle = []
        for process in busy:
            process.kill()
        for process in idle:
            process.close()

    def _take(self) -> OpeningProcess:
        with self._lock:
            process = self._idle.pop() if self._idle else None
        if process is None:
            process = OpeningProcess()
            self.started += 1
        with self._lock:
            self._busy.add(process)
        return process

    def _give_back(self, process: OpeningProcess, limits: OpeningLimits) -> None:
        """Keep a process for the next file, unless it is gone, worn or has grown."""
        worn = process.spent or process.served >= _MOST_SERVED
        keep = process.alive and not worn and process.memory_mib < _MOST_HELD * limits.memory_mib
        with self._lock:
            self._busy.discard(process)
            if keep:
                self._idle.append(process)
        if not keep:
            process.close()


@cache
def _shared_opener() -> OpenerPool:
    opener = OpenerPool()
    atexit.register(opener.close)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_shared_opener.cache_clear)
    return opener
