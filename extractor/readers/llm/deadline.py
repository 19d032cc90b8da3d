"""A point in time by which all requests about one document must be answered."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from extractor.errors import ReplyTimeout


class Deadline:
    """Counts down from its making. Retries and reading an answer count; waiting for one's turn at the endpoint does
    not, however long it takes (:meth:`standing_still`). Safe to use from several threads.

    ``document``: the hash of the document, empty for requests about none.
    """

    def __init__(self, seconds: float, document: str = "") -> None:
        self.document = document
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._waiting = 0
        self._since = 0.0

    def left(self) -> float:
        """Seconds left, more than 0. ReplyTimeout if there are none."""
        with self._lock:
            left = self._end - (self._since if self._waiting else time.monotonic())
        if left <= 0:
            raise self.passed()
        return left

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """While somebody waits in here, time does not count."""
        with self._lock:
            if not self._waiting:
                self._since = time.monotonic()
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1
                if not self._waiting:
                    self._end += time.monotonic() - self._since

    def passed(self) -> ReplyTimeout:
        """The error that says so."""
        return ReplyTimeout(f"no answer within the {self._seconds:g} seconds allowed for one document")

    def late(self, seconds: float) -> ReplyTimeout:
        """The error that says so of one request, which had so many seconds."""
        return ReplyTimeout(f"no answer within the {seconds:g} seconds allowed for one request")
