"""Replies that are kept: under everything that shapes them, and only once the reader could use them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel

from extractor.readers.bill import Bill
from extractor.readers.llm.address import EndpointSource
from extractor.readers.llm.recipe import schema_of

Answer = TypeVar("Answer", bound=BaseModel)


class ReplyCache(Protocol):
    """Replies kept by the content of their request."""

    def get(self, key: str) -> str | None:
        """The reply stored under ``key``, or None."""

    def put(self, key: str, reply: str) -> None:
        """Store a reply."""


class CallLedger(ReplyCache, Protocol):
    """The same where every call is written down: before it is sent, and with what came of it."""

    asker: str
    """Whoever asks through this ledger: calls of others are told by it."""

    def sent(self, key: str, most: Bill) -> int:
        """Write down that something is asked, before it is; the number of the call. ``most``: what it can take."""

    def answered(self, call: int, key: str, reply: str, took: Bill) -> None:
        """Write down an answer and what it took."""

    def failed(self, call: int, key: str, took: Bill) -> None:
        """Write down that there is no answer, and what that took."""

    def unsent(self, call: int) -> None:
        """It was not asked after all."""

    def refuted(self, key: str) -> None:
        """The answer under a key is none: the same may be asked again."""

    def spent(self, took: Bill) -> None:
        """Write down what was asked about no document."""

    def take_turn(self, gaps: Mapping[str, float]) -> float:
        """Reserve the next turn at an endpoint, whoever else asks there; seconds until it comes."""

    def move_turns(self, name: str, seconds: float) -> None:
        """The last turn took so much more than was reserved for it, or less."""

    def spent_by_others(self, currency: str) -> Decimal:
        """What calls took, or may take, that others sent: other runs, before or at the same time."""


@dataclass(frozen=True, slots=True)
class Asked(Generic[Answer]):
    """An answer and what it cost. ``text``: as it came, to be kept; empty where it was kept before."""

    answer: Answer
    text: str = ""
    tokens_in: int = 0
    tokens_out: int = 0


def key_of(source: EndpointSource, facts: object) -> str:
    """The key of a request: a hash of its facts, of where the model answers and of what goes with every request to it;
    then the name of the model, so that its replies can be found.

    A model in this process has no address, so that replies recorded from it hold on every machine.
    """
    where = [each for each in (source.address, source.additions) if each]
    known: object = {"request": facts, "endpoint": where} if where else facts
    digest = hashlib.sha256(json.dumps(known, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return f"{digest}:{source.model}"


def facts_of(answer_type: type[BaseModel], **facts: object) -> Mapping[str, object]:
    """The facts of a request whose answer has this type."""
    return {**facts, "answer": schema_of(answer_type)}
