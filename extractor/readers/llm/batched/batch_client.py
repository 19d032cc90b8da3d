"""A client whose requests are answered later: it reads answers that are there, and collects requests for the others."""

import hashlib
import json
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from extractor.documents.opening.picture import Picture
from extractor.errors import AskingStopped, BudgetReached, ContextOverflow, Postponed, Refusal, ReplyError
from extractor.readers.llm.address import Endpoint, Traits
from extractor.readers.llm.batched.batch_lines import OK, AnswerLine, request_line
from extractor.readers.llm.batched.postbox import Postbox
from extractor.readers.llm.batched.posting_ledger import PostedRequest, PostingLedger
from extractor.readers.llm.circuit import Circuit
from extractor.readers.llm.client import Client, longer_than
from extractor.readers.llm.completion import Completion, read_completion
from extractor.readers.llm.deadline import Deadline
from extractor.readers.llm.exchange import Exchange, Message, Sender
from extractor.readers.llm.purse import Most, Purse
from extractor.readers.llm.transport import Patience, Transport

Outcome = TypeVar("Outcome")
_MOST_UNUSABLE = 25
"""Answers without a usable one among them, after which no request follows from another."""
_MOST_ASKED = 2
"""Times that a request is handed in which comes back without an answer."""


class PaidCircuit(Circuit):
    """Answers in a batch are there and paid for: they are read, whatever came before. Only new requests stop.

    Answers of a batch come all at once, so that some in a row say little: it takes many without a usable one.
    """

    def check(self) -> None:
        """Nothing: nobody is asked."""

    def check_new(self) -> None:
        """AskingStopped if nobody is to be asked any more."""
        unusable = sum(self.failures.values())
        if not self.usable and unusable >= _MOST_UNUSABLE:
            raise AskingStopped(f"the model is not asked any more: of {unusable} answers none was usable")


class BatchClient(Client):
    """Asks one model in batches; only questions about the endpoint itself are asked at once.

    A request is known by what it asks about which document, never by how it is put, so that another run finds it.
    """

    def __init__(
        self, endpoint: Endpoint, ledger: PostingLedger, purse: Purse, patience: Patience | None = None
    ) -> None:
        super().__init__(endpoint, patience)
        self.circuit: PaidCircuit = PaidCircuit()
        self._at_once = Circuit()
        self.ledger = ledger
        self.purse = purse
        self.postbox = Postbox()
        self.held_back: BudgetReached | None = None
        """Why a request was not even collected."""

    @property
    def recipient(self) -> str:
        """Who answers, as the ledger names it: answers of others are no answers."""
        more = f" with {self.endpoint.additions}" if self.endpoint.additions else ""
        return f"{self.endpoint.model} at {self.endpoint.address}{more}"

    def wait_for(self, work: Coroutine[Any, Any, Outcome]) -> Outcome:
        """What a coroutine over the connection returns or raises."""
        return self._loop.wait_for(work)

    @property
    def transport(self) -> Transport:
        """The connection."""
        return self._transport

    def close(self) -> None:
        """Close the connections, and throw away what was not handed in."""
        self.postbox.close()
        super().close()

    def collect(self, request: PostedRequest, body: Mapping[str, Any]) -> None:
        """Take a request for the next batch, unless it could pass the budget. AskingStopped if nobody is asked."""
        self.circuit.check_new()
        if request.name in self.postbox:
            return
        try:
            self.purse.set_aside(lambda: self.spending, Most(request.tokens_in, request.tokens_out))
        except BudgetReached as reached:
            self.held_back = reached
            return
        self.postbox.add(request, request_line(request.name, body))

    def _count(self, exchange: Exchange) -> None:
        """Count what was asked at once; what an answer from a batch took is counted when it comes."""
        if exchange.sender is self._transport:
            super()._count(exchange)

    async def _known(self, deadline: Deadline) -> Traits:
        if self._traits is not None:
            return await super()._known(deadline)
        self._at_once.check()
        try:
            return await super()._known(deadline)
        except ReplyError as outcome:
            self._at_once.failed(outcome, id(deadline))
            raise

    def _sender(
        self,
        messages: Sequence[Message],
        answer_type: type[BaseModel],
        tokens: int,
        deadline: Deadline,
        picture: Picture | None,
    ) -> Sender:
        schema = json.dumps(answer_type.model_json_schema(), sort_keys=True)
        facts = [self.recipient, deadline.document, list(messages), schema, tokens, picture and picture.sha256]
        name = hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()[:32]
        return LateSender(self, name, Most.of(messages, schema, tokens, picture is not None))

    def _room_to_think(self) -> int:
        """Every request begins anew: what others needed must not make another request of it."""
        return 0

    def _think_longer(self, thinking: int) -> int | None:
        return longer_than(thinking)


class LateSender:
    """One request and those that follow from it, with more room. Answers come from the ledger."""

    def __init__(self, client: BatchClient, name: str, most: Most) -> None:
        self._client = client
        self._name = name
        self._most = most
        self._sent = 0

    async def send(self, request: Mapping[str, Any], deadline: Deadline, tokens: int) -> Completion:
        """The answer, where it is there. Postponed where it is not, with the request collected if it is a new one."""
        name = f"{self._name}-{self._sent}"
        self._sent += 1
        client = self._client
        posted = client.ledger.request(name)
        if posted is None:
            self._collect(name, deadline.document, request, 1)
            raise _handed_in()
        if not posted.line:
            raise _handed_in()
        answer = AnswerLine.parse(posted.line)
        if answer.status == OK:
            return read_completion(answer.body.encode(), "application/json")
        outcome = answer.outcome(client.endpoint.shown)
        if posted.asked < _MOST_ASKED and not isinstance(outcome, ContextOverflow | Refusal):
            if answer.status:
                client.transport.learn_from(answer.complaint, request)
            self._collect(name, deadline.document, request, posted.asked + 1)
            raise _handed_in()
        raise outcome

    def _collect(self, name: str, document: str, request: Mapping[str, Any], asked: int) -> None:
        room = max(self._most.tokens_out, int(request.get("max_completion_tokens", 0)))
        posted = PostedRequest(name, document, "", self._most.tokens_in, room, asked)
        self._client.collect(posted, self._client.transport.put(request))


def _handed_in() -> Postponed:
    return Postponed("this request is answered in a batch")
