"""Money while it is spent: what requests cost, and none that could cost more than is left of a budget."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from extractor.errors import (
    AskingStopped,
    BudgetReached,
    EmptyReply,
    EndpointUnreachable,
    MalformedReply,
    ModelUnavailable,
    NotSent,
    Refusal,
    ReplyError,
    ReplyTimeout,
    TruncatedReply,
)
from extractor.readers.bill import Bill
from extractor.readers.llm.price import Price
from extractor.readers.llm.reply_cache import CallLedger

_BYTES_OF_TURN = 64
"""Bytes that the frame of one message takes in a request, and more: roles, and the signs that part turns."""
_MOST_OF_PICTURE = 4096
"""More tokens than any model in use counts for a picture of the size that is sent."""
PERHAPS_BILLED = (Refusal, TruncatedReply, EmptyReply, MalformedReply, ReplyTimeout)
"""What is billed, or may be, although its tokens are not said."""
_NOT_SENT = (AskingStopped, EndpointUnreachable)
"""Nobody got the request."""


class SpentTokens(Protocol):
    """What a connection has spent so far, probes and answers that are none among it."""

    tokens_in: int
    tokens_out: int


@dataclass(slots=True)
class Hold:
    """What is kept aside for one request: the most it can take. ``said``: whether its answer told how many tokens it
    took.
    """

    most: Bill = field(default_factory=lambda: Bill(calls=1))
    said: bool = False


@dataclass(frozen=True, slots=True)
class Most:
    """The most tokens that a request can take."""

    tokens_in: int
    tokens_out: int

    @classmethod
    def of(cls, messages: Sequence[dict[str, str]], schema: str, room: int, pictured: bool) -> "Most":
        """A token holds a byte at least, so that a request has no more of them than bytes."""
        sent = sum(len(message["content"].encode()) + _BYTES_OF_TURN for message in messages)
        picture = _MOST_OF_PICTURE if pictured else 0
        return cls(
            2 * len(schema.encode()) + sent + picture, room
        )  # Once for the endpoint, once where it is spelt out.


@dataclass(slots=True)
class Taken:
    """What asking about one document has taken so far. ``pages``: those that were sent as pictures."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    pages: set[int] = field(default_factory=set)

    def answered(self, calls: int, tokens_in: int, tokens_out: int) -> None:
        """Count an answer; one that was kept from before took nothing."""
        self.calls += calls
        self.tokens_in += tokens_in
        self.tokens_out += tokens_out

    def failed(self, outcome: ReplyError | ModelUnavailable) -> None:
        """Count an answer that is none, unless its request never reached anybody, or would not have to."""
        spared = isinstance(outcome, NotSent) and not outcome.tokens_in
        if isinstance(outcome, ReplyError) and not isinstance(outcome, _NOT_SENT) and not spared:
            self.answered(1, outcome.tokens_in, outcome.tokens_out)


PROBES = Most(4096, 6144)
"""What finding out about an endpoint can take: three short questions, one of them with a picture."""


class Purse:
    """What may be spent. Without a budget everything goes through. Safe to use from several threads.

    ``batched``: requests about documents are answered in batches, at a lower price; those about the endpoint are not.
    ``ledger``: what other runs spent counts as well, whether they were before or are at work. ``posted``: the most
    tokens that requests can take, in and out, which others have handed in to be answered in batches; they count at the
    price of this model, whoever answers them.
    """

    def __init__(
        self,
        price: Price | None = None,
        budget: Decimal | None = None,
        batched: bool = False,
        ledger: CallLedger | None = None,
        posted: Callable[[], tuple[int, int]] | None = None,
    ) -> None:
        self.price = price
        self.budget = budget
        self.batched = batched
        self.ledger = ledger
        self._posted_by_others = posted
        self._posted = self._settled = Decimal(0)
        self._in_flight = Decimal(0)
        self._unsaid = Decimal(0)
        self._freed = threading.Condition()

    def asking(self, most: Most, new: bool) -> Most:
        """The most that a request can take, with what is asked about a ``new`` endpoint before it."""
        extra = PROBES if new else Most(0, 0)
        return Most(most.tokens_in + extra.tokens_in, most.tokens_out + extra.tokens_out)

    def bill(self, calls: int, tokens_in: int, tokens_out: int) -> Bill:
        """So many calls about documents and their tokens, with their money where somebody said the price."""
        price = self.price if self.price is None or not self.batched else self.price.batched
        return _bill(price, calls, tokens_in, tokens_out).model_copy(update={"batched": calls if self.batched else 0})

    def bill_at_once(self, calls: int, tokens_in: int, tokens_out: int) -> Bill:
        """The same of calls that were answered at once."""
        return _bill(self.price, calls, tokens_in, tokens_out)

    def set_aside(self, spending: Callable[[], SpentTokens], most: Most) -> None:
        """Keep money for a request that goes into a batch, until :meth:`set_free`.

        BudgetReached where the budget could be passed, if all that is under way costs the most it can.
        """
        if self.price is None or self.budget is None:
            return
        held = self.price.batched.of(most.tokens_in, most.tokens_out)
        with self._freed:
            spent = self._spent(spending)
            if spent + self._in_flight + held > self.budget:
                raise self._reached(spent, held)
            self._posted += held

    def set_aside_posted(self, most: Most) -> None:
        """The same for a request that a run before has handed in."""
        if self.price is not None:
            self._posted += self.price.batched.of(most.tokens_in, most.tokens_out)

    def set_free(self, most: Most, tokens_in: int, tokens_out: int) -> None:
        """A request of a batch took this much: what was kept for it beyond that is free again."""
        if self.price is not None:
            with self._freed:
                self._posted -= self.price.batched.of(most.tokens_in, most.tokens_out)
                self._settled += self.price.batched.of(tokens_in, tokens_out)

    def _spent(self, spending: Callable[[], SpentTokens]) -> Decimal:
        """What is spent, or may be by what was handed in."""
        assert self.price is not None
        now = spending()
        # First what is open, then what is over: a batch that ends in between is counted twice and not left out.
        posted = self.price.batched.of(*self._posted_by_others()) if self._posted_by_others else Decimal(0)
        others = self.ledger.spent_by_others(self.price.currency) if self.ledger is not None else Decimal(0)
        mine = self.price.of(now.tokens_in, now.tokens_out) + self._unsaid + self._posted + self._settled
        return mine + posted + others

    def _reached(self, spent: Decimal, held: Decimal) -> BudgetReached:
        assert self.price is not None and self.budget is not None
        return BudgetReached(
            f"of the budget of {self.budget:f} {self.price.currency}, {spent:.4f} are spent, and the next "
            f"request could cost {held:.4f}"
        )

    @contextmanager
    def holding(self, spending: Callable[[], SpentTokens], most: Callable[[], Most]) -> Iterator[Hold]:
        """Send a request inside this, counted by the most it could cost until it is answered.

        It waits while requests under way may yet turn out cheaper. BudgetReached where none are and it does not fit.
        """
        if self.price is None:
            yield Hold()
            return
        largest = most()
        hold = Hold(self.bill_at_once(1, largest.tokens_in, largest.tokens_out))
        if self.budget is None:
            yield hold
            return
        held = self.price.of(largest.tokens_in, largest.tokens_out)
        self._admit(spending, held)
        unsaid = False
        try:
            yield hold
            unsaid = not hold.said
        except PERHAPS_BILLED as outcome:
            unsaid = not outcome.tokens_in
            raise
        finally:
            with self._freed:
                self._in_flight -= held
                self._unsaid += held if unsaid else Decimal(0)
                self._freed.notify_all()

    def check(self, spending: Callable[[], SpentTokens]) -> None:
        """BudgetReached where requests of others that were let through at the same moment leave too little for those
        that this purse has let through.
        """
        if self.price is not None and self.budget is not None:
            with self._freed:
                spent = self._spent(spending)
                if spent + self._in_flight > self.budget:
                    raise self._reached(spent, self._in_flight)

    def _admit(self, spending: Callable[[], SpentTokens], held: Decimal) -> None:
        """Wait for room, and take it."""
        assert self.price is not None and self.budget is not None
        with self._freed:
            while True:
                spent = self._spent(spending)
                if spent + self._in_flight + held <= self.budget:
                    self._in_flight += held
                    return
                if not self._in_flight:
                    raise self._reached(spent, held)
                self._freed.wait()


def _bill(price: Price | None, calls: int, tokens_in: int, tokens_out: int) -> Bill:
    cost = None if price is None else price.of(tokens_in, tokens_out)
    currency = "" if price is None else price.currency
    return Bill(calls=calls, tokens_in=tokens_in, tokens_out=tokens_out, cost=cost, currency=currency)
