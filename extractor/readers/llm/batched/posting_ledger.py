"""What is remembered of requests that were handed in to be answered later, so that none is ever handed in twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from extractor.readers.bill import Bill

PostingState: TypeAlias = Literal["prepared", "uploaded", "open", "ended"]
"""prepared: its requests are known. uploaded: their file is at the endpoint. open: they are being answered there.
ended: what became of each of them is known."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One batch at an endpoint. ``name`` is ours, unique, and known to the endpoint from the upload on; ``file`` and
    ``batch`` are what the endpoint calls them; ``said``: the status it gave last.
    """

    name: str
    recipient: str
    created: str
    requests: int
    state: PostingState = "prepared"
    file: str = ""
    batch: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class PostedRequest:
    """One request of a batch. ``document``: the hash of the one it is about; ``asked``: how often it was handed in;
    ``tokens_in`` and ``tokens_out``: the most it can take; ``line``: what became of it, empty while nobody knows.
    """

    name: str
    document: str
    posting: str
    tokens_in: int
    tokens_out: int
    asked: int = 1
    line: str = ""


class PostingLedger(Protocol):
    """Where batches and their requests are kept. Each method is one transaction."""

    def claim(self) -> None:
        """Be the only one that hands in batches until :meth:`release`. StoreError where somebody else does."""

    def release(self) -> None:
        """Let others."""

    def prepare(self, posting: Posting, requests: Sequence[PostedRequest]) -> None:
        """Keep a batch and its requests before anything is sent. One that was handed in before now belongs to it."""

    def note(self, posting: Posting) -> None:
        """Keep what is new about a batch."""

    def drop(self, posting: Posting) -> None:
        """Forget a batch that never reached the endpoint, with its requests."""

    def end(
        self, posting: Posting, lines: Mapping[str, str], otherwise: str, took: Sequence[Bill] = (), asker: str = ""
    ) -> None:
        """Keep what became of the requests of a batch, by name; ``otherwise`` of those that nothing was said about.
        What they ``took`` is written down in the same transaction, as spent by ``asker``.
        """

    def not_ended(self, recipient: str) -> tuple[Posting, ...]:
        """The batches for a recipient that have not ended, oldest first."""

    def most_tokens(self) -> tuple[int, int]:
        """The most tokens that all requests of batches that have not ended can take, in and out."""

    def request(self, name: str) -> PostedRequest | None:
        """A request by its name."""

    def requests(self, posting: Posting) -> tuple[PostedRequest, ...]:
        """The requests of a batch."""

    def waiting(self, recipient: str) -> Mapping[str, frozenset[str]]:
        """The documents with requests that nothing is known about yet, each with the batches that hold those."""

    def forget(self, document: str, recipient: str) -> None:
        """Forget the requests about a document whose outcome is known: its result is stored."""
