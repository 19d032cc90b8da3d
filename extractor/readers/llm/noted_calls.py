"""Calls that are written down: before they are sent, and with what came of them."""

import threading
from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel

from extractor.errors import AskingStopped, BudgetReached, EndpointUnreachable, ExtractorError, ReplyError
from extractor.readers.bill import Bill
from extractor.readers.llm.client import Client, Reply
from extractor.readers.llm.purse import PERHAPS_BILLED, Hold, Purse
from extractor.readers.llm.reply_cache import CallLedger

_NOBODY_ASKED = (AskingStopped, BudgetReached, EndpointUnreachable)
Answer = TypeVar("Answer", bound=BaseModel)


class NotedCalls:
    """What goes into the ledger. Safe to use from several threads."""

    def __init__(self, calls: CallLedger, purse: Purse) -> None:
        self.calls = calls
        self._purse = purse
        self._probed = Bill()
        self._lock = threading.Lock()

    def asked(self, key: str, hold: Hold, client: Client, ask: Callable[[], Reply[Answer]]) -> Reply[Answer]:
        """Ask, with the call written down before and its outcome after; one that goes into a batch is written down when
        the batch is over. Raises what asking raises.
        """
        if self._purse.batched:
            try:
                return ask()
            finally:
                self.probed(client)
        call = self.calls.sent(key, hold.most)
        try:
            self._purse.check(lambda: client.spending)
            reply = ask()
        except ExtractorError as outcome:
            if isinstance(outcome, _NOBODY_ASKED) and not outcome.before[0]:
                self.calls.unsent(call)
            else:
                self.calls.failed(call, key, self._failed(outcome, hold))
            raise
        finally:
            self.probed(client)
        before = reply.before
        cut = self._purse.bill_at_once(before.requests, before.tokens_in, before.tokens_out)
        took = self._purse.bill_at_once(1, reply.tokens_in, reply.tokens_out) if reply.tokens_in else hold.most
        self.calls.answered(call, key, reply.text, cut + took)
        return reply

    def probed(self, client: Client) -> None:
        """Write down what questions about the endpoint took since the last time."""
        with self._lock:
            now, before = client.probing, self._probed
            if now.requests == before.calls:
                return
            self._probed = Bill(calls=now.requests, tokens_in=now.tokens_in, tokens_out=now.tokens_out)
            new = self._probed
        self.calls.spent(
            self._purse.bill_at_once(
                new.calls - before.calls, new.tokens_in - before.tokens_in, new.tokens_out - before.tokens_out
            )
        )

    def _failed(self, outcome: ExtractorError, hold: Hold) -> Bill:
        """What an answer took that is none: what it says, else the most that it can, where it may be billed; and what
        was cut before it.
        """
        cut = self._purse.bill_at_once(*outcome.before)
        if isinstance(outcome, _NOBODY_ASKED):
            return cut
        tokens = (outcome.tokens_in, outcome.tokens_out) if isinstance(outcome, ReplyError) else (0, 0)
        unsaid = isinstance(outcome, PERHAPS_BILLED) and not any(tokens)
        return cut + (hold.most if unsaid else self._purse.bill_at_once(1, *tokens))
