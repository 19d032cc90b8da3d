"""A point in time by which all requests about one document must be answered."""

import time

from extractor.errors import ReplyTimeout


class Deadline:
    """Counts down from its making. Waiting for a rate limit, retries and reading an answer all count."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left, more than 0. ReplyTimeout if there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.passed()
        return left

    def passed(self) -> ReplyTimeout:
        """The error that says so."""
        return ReplyTimeout(f"no answer within the {self._seconds:g} seconds allowed for one document")
