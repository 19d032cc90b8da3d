"""When to stop asking an endpoint for the rest of a run, and what is said instead of asking."""

import threading
from collections import Counter

from extractor.errors import (
    AskingStopped,
    ContextOverflow,
    EndpointRejected,
    EndpointUnreachable,
    ExtractorError,
    NotSent,
    ProblemKind,
    RateLimited,
    ReplyTimeout,
)

MOST_FAILURES = 5
"""Requests in a row without a usable answer, after which nobody asks any more."""
MOST_DOCUMENTS = 3
"""Where answers were usable before, the failures must be of so many documents: one can be hard for a good model."""

_HOPELESS_STATUS = frozenset({401, 403, 404})
_NOBODY_THERE = (EndpointRejected, EndpointUnreachable, RateLimited, ReplyTimeout)


class Circuit:
    """Counts what becomes of requests. Open, it lets no request through. Safe to use from several threads.

    It opens at once where the endpoint does not let this caller in or does not know the model (401, 403, 404), and
    otherwise after :data:`MOST_FAILURES` failures in a row.
    """

    def __init__(self) -> None:
        self.usable = 0
        self.failures: Counter[ProblemKind] = Counter()
        """Answers that were none, by kind, over the whole run."""
        self._row: list[int] = []
        self._before: list[int] = []
        self._why = ""
        self._lock = threading.Lock()

    @property
    def why(self) -> str:
        """What opened it; empty while it is closed."""
        return self._why

    def check(self) -> None:
        """AskingStopped if it is open."""
        if self._why:
            raise AskingStopped(f"the model is not asked any more in this run: {self._why}")

    def answered(self) -> None:
        """A request got an answer of the right shape."""
        with self._lock:
            self.usable += 1
            self._before, self._row = self._row, []

    def failed(self, outcome: ExtractorError, document: int) -> None:
        """A request about a document ended without an answer."""
        with self._lock:
            self._count(outcome, document)

    def refuted(self, outcome: ExtractorError, document: int) -> None:
        """An answer of the right shape, counted as one, turned out to be none."""
        with self._lock:
            self.usable = max(0, self.usable - 1)
            self._row = self._row or self._before
            self._count(outcome, document)

    def _count(self, outcome: ExtractorError, document: int) -> None:
        if isinstance(outcome, AskingStopped | NotSent):
            return
        self.failures[outcome.kind] += 1
        if isinstance(outcome, ContextOverflow) or self._why:
            return  # It says something about the document, not about the endpoint.
        self._row.append(document)
        if isinstance(outcome, EndpointRejected) and outcome.status in _HOPELESS_STATUS:
            self._why = str(outcome)
        elif len(self._row) >= MOST_FAILURES and self._widespread(outcome):
            self._why = f"{len(self._row)} requests in a row had no usable answer, the last: {outcome}"

    def _widespread(self, outcome: ExtractorError) -> bool:
        return not self.usable or isinstance(outcome, _NOBODY_THERE) or len(set(self._row)) >= MOST_DOCUMENTS
