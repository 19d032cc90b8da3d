"""Requests that wait to be handed in together: the lines of a file on disk, as many as one batch may hold."""

import tempfile
import threading
from dataclasses import dataclass, field
from typing import IO

from extractor.readers.llm.batched.posting_ledger import PostedRequest

MOST_REQUESTS = 50_000
MOST_BYTES = 200_000_000
"""What OpenAI documents for one batch."""


@dataclass
class BatchParcel:
    """The requests of one batch to be, and the file with their lines, which is gone when it is closed."""

    file: IO[bytes] = field(default_factory=tempfile.TemporaryFile)
    requests: list[PostedRequest] = field(default_factory=list)
    size: int = 0


class Postbox:
    """Collects requests. Safe to use from several threads. A request that is in it is not taken a second time."""

    def __init__(self, most_requests: int = MOST_REQUESTS, most_bytes: int = MOST_BYTES) -> None:
        self._most_requests = most_requests
        self._most_bytes = most_bytes
        self._full: list[BatchParcel] = []
        self._open: BatchParcel | None = None
        self._names: set[str] = set()
        self._lock = threading.Lock()

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def add(self, request: PostedRequest, line: bytes) -> None:
        """Take a request and the line that says it."""
        with self._lock:
            if request.name in self._names:
                return
            parcel = self._open
            if parcel is not None and not self._holds(parcel, line):
                self._full.append(parcel)
                parcel = None
            parcel = self._open = parcel or BatchParcel()
            parcel.file.write(line)
            parcel.requests.append(request)
            parcel.size += len(line)
            self._names.add(request.name)

    def take(self, full_only: bool) -> list[BatchParcel]:
        """The parcels that no more can be added to, or all there are."""
        with self._lock:
            taken, self._full = self._full, []
            if not full_only and self._open is not None:
                taken.append(self._open)
                self._open = None
            for parcel in taken:
                self._names.difference_update(request.name for request in parcel.requests)
            return taken

    def close(self) -> None:
        """Throw away what was not handed in: it is collected again by whoever goes on."""
        for parcel in self.take(full_only=False):
            parcel.file.close()

    def _holds(self, parcel: BatchParcel, line: bytes) -> bool:
        return len(parcel.requests) < self._most_requests and parcel.size + len(line) <= self._most_bytes
