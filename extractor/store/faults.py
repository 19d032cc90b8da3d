"""What is said of a store that is out of reach while it is in use, and waiting for it to come back."""

import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from extractor.errors import StoreLost, StoreUnavailable

Made = TypeVar("Made")

_LOCKED = "another program keeps it locked"
_SQLITE = (
    ("SQLITE_BUSY", _LOCKED),
    ("SQLITE_LOCKED", _LOCKED),
    ("SQLITE_FULL", "the disk is full, or the file may not grow"),
    ("SQLITE_IOERR", "the disk does not take or give what is asked of it"),
    ("SQLITE_CANTOPEN", "its file cannot be opened"),
    ("SQLITE_READONLY", "its file may not be written"),
    ("SQLITE_PROTOCOL", _LOCKED),
)
"""Beginnings of the names of errors that may be gone the next time."""
_LOCK_NOT_AVAILABLE = "55P03"
"""What PostgreSQL says of a lock that was not given within its ``lock_timeout``."""
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 15.0
"""Seconds from one try to the next: twice as long each time."""


def telling_faults(engine: sa.Engine, shown: str, file: Path | None) -> None:
    """From now on what is raised by a database that is locked, full or gone is StoreUnavailable."""

    def translate(context: sa.engine.ExceptionContext) -> None:
        error = context.original_exception
        fault = _fault_of(error, gone=context.is_disconnect)
        if getattr(error, "sqlite_errorname", "").startswith(_DAMAGED):
            raise StoreLost(f"the store {shown} is damaged: {error}") from error
        if fault:
            unavailable = StoreUnavailable(f"the store {shown} is out of reach: {fault}")
            unavailable.locked = fault == _LOCKED
            raise unavailable from error

    sa.event.listen(engine, "handle_error", translate)
    if file is not None:
        _watch(engine, shown, file)


def telling_pool(shown: str) -> type[sa.pool.Pool]:
    """Connections of which none is free for long, as where a server does not answer, are StoreUnavailable as well."""

    class TellingPool(sa.pool.QueuePool):
        def connect(self) -> sa.PoolProxiedConnection:
            try:
                return super().connect()
            except sa.exc.TimeoutError as error:
                raise StoreUnavailable(f"the store {shown} is out of reach: all connections are in use") from error

    return TellingPool


def _fault_of(error: BaseException, *, gone: bool) -> str:
    """What is wrong with a database for the moment; empty for errors of another kind."""
    if isinstance(error, sqlite3.Error):
        name = getattr(error, "sqlite_errorname", "")
        return next((fault for start, fault in _SQLITE if name.startswith(start)), "")
    # Of a server: nobody answers, or it says itself that it cannot go on (its disk is full, it is being stopped).
    state = str(getattr(error, "sqlstate", None) or "")
    if state == _LOCK_NOT_AVAILABLE:
        return _LOCKED
    if gone or state[:2] in ("08", "53", "57") or (type(error).__name__ == "OperationalError" and not state):
        return " ".join(str(error).split()) or "the server is gone"
    return ""


def _watch(engine: sa.Engine, shown: str, file: Path) -> None:
    """A file that was taken away still takes what is written to it, and nobody sees it again: look before writing."""

    def remember(_connection: Any, record: sa.pool.ConnectionPoolEntry) -> None:  # noqa: ANN401 (a driver's own)
        record.info["file"] = _identity(file)

    def look(connection: sa.Connection) -> None:
        was, now = connection.info.get("file"), _identity(file)
        if was is None:
            connection.invalidate()  # It was opened while the file was going or coming: nobody knows which one it has.
        if was is None or now is None:
            raise StoreUnavailable(f"the store {shown} is gone: put its file back, or what is written to it is lost")
        if now != was:
            connection.invalidate()
            raise StoreLost(f"the store {shown} is another file than it was: what was stored before is not in it")

    sa.event.listen(engine, "connect", remember)
    sa.event.listen(engine, "begin", look)


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


class StorePatience:
    """Tries again, for so many seconds, what a store that is out of reach keeps from being done.

    Safe to use from several threads: only the first that waits is told of, and the first that goes on.
    """

    def __init__(self, seconds: float, tell: Callable[[str], None]) -> None:
        self._seconds = seconds
        self._tell = tell
        self._lock = threading.Lock()
        self._waiting = False

    def take(self, work: Callable[[], Made]) -> Made:
        """What ``work`` gives, however often it has to be tried: nothing of it may be left behind where it raises.

        StoreLost where the store does not come back.
        """
        pause, end = _FIRST_PAUSE, 0.0
        while True:
            try:
                made = work()
            except StoreLost:
                raise
            except StoreUnavailable as error:
                end = end or time.monotonic() + self._seconds
                if time.monotonic() + pause > end:
                    raise StoreLost(f"{error}; it did not come back within {self._seconds:g} seconds") from error
                self._say(f"Waiting for up to {self._seconds:g} seconds: {error}.", waiting=True)
                time.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            else:
                if end:
                    self._say("The store is back, the run goes on.", waiting=False)
                return made

    def _say(self, text: str, *, waiting: bool) -> None:
        with self._lock:
            if self._waiting is not waiting:
                self._waiting = waiting
                self._tell(text)
