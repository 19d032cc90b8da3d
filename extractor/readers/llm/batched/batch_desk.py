"""Batches from the first request to the last answer, through runs that die: what is done is kept step by step."""

import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from extractor.errors import (
    AnswersPending,
    EndpointRejected,
    EndpointUnreachable,
    ExtractorError,
    QuotaExhausted,
    RateLimited,
)
from extractor.readers.llm.batched.batch_client import BatchClient
from extractor.readers.llm.batched.batch_lines import OK, AnswerLine
from extractor.readers.llm.batched.batch_service import BatchReport, BatchService
from extractor.readers.llm.batched.postbox import BatchParcel
from extractor.readers.llm.batched.posting_ledger import PostedRequest, Posting
from extractor.readers.llm.purse import Most

_FIRST_PAUSE = 0.5
_GROWTH = 1.5
_LONGEST_PAUSE = 120.0
"""Seconds between two looks at a batch: it takes minutes as a rule, and a day at most."""
_MOST_VAIN = 12
"""Looks in a row that came to nothing, after which the run leaves the batch to itself."""
_MOST_TRIED = 4
_SERVERS_OWN = 500
_FORGOTTEN = frozenset({400, 404})
Tell = Callable[[str], None]


@dataclass
class Handed:
    """What this run has handed in: requests, and the documents that they are about."""

    requests: int = 0
    documents: set[str] = field(default_factory=set)
    pictured: dict[str, int] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """Pages that went as pictures."""
        return sum(pages for document, pages in self.pictured.items() if document in self.documents)


class BatchDesk:
    """Hands in what a client collects and fetches the answers. Used from one thread. ``tell``: who is told in words."""

    def __init__(self, client: BatchClient, tell: Tell = lambda text: None) -> None:
        self.client = client
        self.tell = tell
        self.handed = Handed()
        self._service = BatchService(client.transport)

    def begin(self) -> None:
        """Take over what a run before has left. ConfigurationError where nothing can be handed in at this endpoint."""
        ledger = self.client.ledger
        ledger.claim()
        self.client.wait_for(self._service.check())
        for posting in ledger.not_ended(self.client.recipient):
            self._take_over(posting)
        for posting in self.open:
            for request in ledger.requests(posting):
                self.client.purse.set_aside_posted(Most(request.tokens_in, request.tokens_out))
        if self.open:
            self.tell(f"{_count(self.open)} of an earlier run are taken over: {_named(self.open)}.")
            self._fetch_some(self.open)

    def end(self) -> None:
        """Let others hand in batches."""
        self.client.ledger.release()

    @property
    def open(self) -> tuple[Posting, ...]:
        """The batches that are being answered."""
        return tuple(each for each in self.client.ledger.not_ended(self.client.recipient) if each.state == "open")

    def waiting(self) -> frozenset[str]:
        """The documents with requests that are being answered."""
        return frozenset(self.client.ledger.waiting(self.client.recipient))

    def forget(self, document: str) -> None:
        """The result of a document is stored: its answers are not needed any more."""
        self.client.ledger.forget(document, self.client.recipient)

    def hand_in(self, full_only: bool = False) -> int:
        """Hand in what was collected; how many batches that makes. QuotaExhausted or AnswersPending if it fails."""
        parcels = self.client.postbox.take(full_only)
        try:
            for parcel in parcels:
                self._hand_in(parcel)
        except QuotaExhausted:
            raise
        except ExtractorError as outcome:
            raise AnswersPending(f"a batch could not be handed in: {outcome}") from None
        finally:
            for parcel in parcels:
                parcel.file.close()
        if not full_only:
            self._raise_held_back(bool(parcels))
        return len(parcels)

    def fetch(self, documents: Iterable[str], wait: bool) -> None:
        """Come back when a batch with requests about one of these documents is over.

        AnswersPending where none is and nobody waits, or the endpoint does not say any more how far they are.
        """
        pause, vain, told = _FIRST_PAUSE, 0, not wait
        wanted = frozenset(documents)
        while True:
            held = self.client.ledger.waiting(self.client.recipient)
            names = frozenset().union(*(held[document] for document in wanted & held.keys()))
            postings = [posting for posting in self.open if posting.name in names]
            if not postings:
                return
            try:
                if self._fetch_some(postings):
                    return
                vain = 0
            except (EndpointUnreachable, RateLimited, EndpointRejected) as outcome:
                vain += 1
                if vain >= _MOST_VAIN or not wait or _hopeless(outcome):
                    raise AnswersPending(f"nobody says how far the batches are: {outcome}") from None
            if not wait:
                raise AnswersPending("the batches are being answered, and nobody waits for them")
            if not told:
                number = _requests(sum(posting.requests for posting in postings))
                self.tell(f"Waiting for {number}, a day at most. Ctrl-C leaves them running, the same call goes on.")
                told = True
            time.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * _GROWTH)

    def _hand_in(self, parcel: BatchParcel) -> None:
        ledger, name = self.client.ledger, secrets.token_hex(8)
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        posting = Posting(name, self.client.recipient, now, len(parcel.requests))
        requests = [replace(request, posting=name) for request in parcel.requests]
        ledger.prepare(posting, requests)
        file = self.client.wait_for(self._service.upload(name, parcel.file))
        posting = replace(posting, state="uploaded", file=file)
        ledger.note(posting)
        posting = self._create(posting)
        self.handed.requests += len(requests)
        self.handed.documents |= {request.document for request in requests}
        self.tell(f"Batch {posting.batch}: {_requests(len(requests))} handed in.")

    def _create(self, posting: Posting, before: bool = False) -> Posting:
        """Have the batch answered, once. ``before``: somebody may have asked for it already."""
        batch, attempts = None, 0
        while batch is None:
            if before:
                batch = self.client.wait_for(self._service.find(posting.name, posting.file))
            try:
                batch = batch or self.client.wait_for(self._service.create(posting.name, posting.file))
            except (EndpointUnreachable, RateLimited, EndpointRejected) as outcome:
                attempts += 1
                if attempts >= _MOST_TRIED or (isinstance(outcome, EndpointRejected) and outcome.status < _SERVERS_OWN):
                    raise
                before = True  # Nobody knows whether the request arrived: only the endpoint can say.
                time.sleep(_FIRST_PAUSE * 2**attempts)
        posting = replace(posting, state="open", batch=batch)
        self.client.ledger.note(posting)
        return posting

    def _take_over(self, posting: Posting) -> None:
        """Go on where a run died: what was uploaded is found by its name, what was handed in by its file."""
        if posting.state == "prepared":
            file = self.client.wait_for(self._service.find_file(posting.name))
            if file is None:
                self.client.ledger.drop(posting)
                return
            posting = replace(posting, state="uploaded", file=file)
            self.client.ledger.note(posting)
        if posting.state == "uploaded":
            try:
                self._create(posting, before=True)
            except EndpointRejected as outcome:
                if outcome.status not in _FORGOTTEN:
                    raise AnswersPending(f"a batch could not be handed in: {outcome}") from None
                self.client.ledger.drop(posting)

    def _fetch_some(self, postings: Iterable[Posting]) -> bool:
        """Fetch the answers of those that are over; whether some are."""
        over = False
        for posting in postings:
            report = self.client.wait_for(self._service.report(posting.batch))
            if report.over:
                self._end(posting, report)
                over = True
            elif report.status != posting.said:
                self.client.ledger.note(replace(posting, said=report.status))
        return over

    def _end(self, posting: Posting, report: BatchReport) -> None:
        lines = self.client.wait_for(self._service.answers(report))
        why = f": {report.why}" if report.why else ""
        otherwise = AnswerLine(0, f"batch {posting.batch} is {report.status} without an answer to this request{why}")
        requests = self.client.ledger.requests(posting)
        ends = [(request, lines.get(request.name, otherwise)) for request in requests]
        told = {request.name: str(line) for request, line in ends}
        ended, purse = replace(posting, state="ended", said=report.status), self.client.purse
        if purse.ledger is None:
            self.client.ledger.end(ended, told, str(otherwise))
        else:
            took = [purse.bill(1, *_taken(request, line)) for request, line in ends]
            self.client.ledger.end(ended, told, str(otherwise), took, purse.ledger.asker)
        answered = sum(self._account(request, line) for request, line in ends)
        failed = len(requests) - answered
        again = f", {failed} without an answer" if failed else ""
        self.tell(f"Batch {posting.batch} is {report.status}{why}: {answered} of {_requests(len(requests))}{again}.")

    def _account(self, request: PostedRequest, line: AnswerLine) -> bool:
        """Count what a request took; whether it was answered."""
        tokens_in, tokens_out = line.usage
        answered = line.status == OK
        self.client.purse.set_free(Most(request.tokens_in, request.tokens_out), *_taken(request, line))
        if answered:
            self.client.batched.requests += 1
            self.client.batched.tokens_in += tokens_in
            self.client.batched.tokens_out += tokens_out
        return answered

    def _raise_held_back(self, handed_in: bool) -> None:
        """BudgetReached where a request was held back and nothing is under way that may turn out cheaper."""
        held_back, self.client.held_back = self.client.held_back, None
        if held_back is not None and not handed_in and not self.open:
            raise held_back


def _taken(request: PostedRequest, line: AnswerLine) -> tuple[int, int]:
    """The tokens that a request took, in and out. What nobody counted is taken to have cost the most."""
    unsaid = line.status == OK and not line.usage[0]
    return (request.tokens_in, request.tokens_out) if unsaid else line.usage


def _hopeless(outcome: ExtractorError) -> bool:
    return isinstance(outcome, EndpointRejected) and outcome.status in (401, 403)


def _count(postings: Iterable[Posting]) -> str:
    number = len(tuple(postings))
    return "1 batch" if number == 1 else f"{number} batches"


def _named(postings: Iterable[Posting]) -> str:
    return ", ".join(posting.batch for posting in postings)


def _requests(number: int) -> str:
    return "1 request" if number == 1 else f"{number} requests"
