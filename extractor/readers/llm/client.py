"""The one place that talks to a model: openai and instructor behind typed questions and typed non-answers."""

import asyncio
import logging
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from extractor.documents.opening.picture import Picture, number_picture
from extractor.errors import (
    ContextOverflow,
    EmptyReply,
    EndpointRejected,
    ExtractorError,
    MalformedReply,
    Refusal,
    ReplyError,
    TruncatedReply,
)
from extractor.readers.llm.address import Asking, Endpoint, Traits
from extractor.readers.llm.circuit import Circuit
from extractor.readers.llm.completion import Usage
from extractor.readers.llm.deadline import Deadline
from extractor.readers.llm.event_loop import EventLoop
from extractor.readers.llm.exchange import Exchange, Message, Sender, with_schema
from extractor.readers.llm.pacing import SharedTurns
from extractor.readers.llm.shapes import prepared
from extractor.readers.llm.token_bounds import fewest_tokens, was_cut
from extractor.readers.llm.transport import Patience, Transport

_PROBE_TOKENS = 2048
_PASSING_STATUS = frozenset({408, 409, 502, 503, 504})
"""What a server says that is busy or on its way up, not one that does not take pictures."""
_CONTEXT_KEYS = ("n_ctx", "max_model_len", "context_length", "max_context_length", "context_window")
_NO_ANSWER = (MalformedReply, EmptyReply, Refusal, TruncatedReply)
_THINKING = (4096, 16384, 32768)
"""Room for thoughts besides what was asked for, after answers that never came to an end of thinking."""
Answer = TypeVar("Answer", bound=BaseModel)
__all__ = ["Client", "Message", "Reply", "Spending"]


class _Nonsense(BaseModel):
    """The only answer the probe's schema allows. Nothing in its question leads there."""

    model_config = ConfigDict(extra="forbid")

    colour: Literal["zuvorqlim-73"]


class _Number(BaseModel):
    """The answer to a picture of a number."""

    model_config = ConfigDict(extra="forbid")

    number: int


@dataclass
class Spending:
    """Requests and tokens of everything that was asked, answers that are none and probes included."""

    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0

    def add(self, usage: Usage) -> None:
        """One request more."""
        self.requests += 1
        self.tokens_in += usage.tokens_in
        self.tokens_out += usage.tokens_out


@dataclass(frozen=True)
class Reply(Generic[Answer]):
    """An answer of the requested type, as text, and what it cost. ``before``: what answers cost that were cut in the
    middle of a thought, so that the same was asked again.
    """

    answer: Answer
    text: str
    tokens_in: int
    tokens_out: int
    before: Spending = field(default_factory=Spending)


class Client:
    """Asks one model. Safe to use from several threads and from any event loop.

    ``circuit`` counts what became of requests and stops asking; ``spending`` what they cost, ``probing`` what questions
    about the endpoint did among them, ``batched`` what those cost that were answered in batches.
    """

    def __init__(self, endpoint: Endpoint, patience: Patience | None = None, shared: SharedTurns | None = None) -> None:
        import instructor

        # Without a handler of its own, instructor's talk about failed requests would reach the terminal.
        logging.getLogger("instructor").addHandler(logging.NullHandler())
        self.endpoint = endpoint
        self.circuit = Circuit()
        self.spending = Spending()
        self.probing = Spending()
        self.batched = Spending()
        self._transport = Transport(endpoint, patience or Patience(), shared)
        self._loop = EventLoop()
        self._traits: Traits | None = None
        self._probing: asyncio.Lock | None = None
        self._thinking = 0
        self._patch = instructor.patch
        self._mode = instructor.Mode.JSON_SCHEMA

    def close(self) -> None:
        """Close the connections. Requests under way are called off."""
        self._loop.close(self._transport.close())

    def traits(self, deadline: Deadline) -> Traits:
        """What the endpoint does, from one probe. Raises what the probe ran into."""
        return self._loop.wait_for(self._known(deadline))

    def sees(self, deadline: Deadline) -> bool:
        """Whether the model can say what a picture shows, found out once with a picture of a number.

        Raises what says nothing about that: nobody there, too late, too many requests, no credit.
        """
        return self._loop.wait_for(self._seeing(deadline))

    def listed(self, seconds: float) -> tuple[str, ...]:
        """Names of the models the endpoint lists."""
        return tuple(str(model.get("id", "")) for model in self._loop.wait_for(self._transport.models(seconds)))

    def ask(
        self,
        messages: Sequence[Message],
        answer_type: type[Answer],
        tokens: int,
        deadline: Deadline,
        picture: Picture | None = None,
    ) -> Reply[Answer]:
        """Ask once. ``tokens`` is the room for the answer; ``picture`` goes with the last message.

        ReplyError or QuotaExhausted if there is no answer.
        """
        return self._loop.wait_for(self._ask(messages, answer_type, tokens, deadline, picture))

    async def ask_async(
        self,
        messages: Sequence[Message],
        answer_type: type[Answer],
        tokens: int,
        deadline: Deadline,
        picture: Picture | None = None,
    ) -> Reply[Answer]:
        """The same for whoever has an event loop: many requests at the same time cost no thread."""
        return await self._loop.within(self._ask(messages, answer_type, tokens, deadline, picture))

    def refuted(self, outcome: ExtractorError, deadline: Deadline) -> None:
        """Tell that an answer of the right shape cannot be one: it counts as none."""
        self.circuit.refuted(outcome, id(deadline))

    async def _ask(
        self,
        messages: Sequence[Message],
        answer_type: type[Answer],
        tokens: int,
        deadline: Deadline,
        picture: Picture | None,
    ) -> Reply[Answer]:
        self.circuit.check()
        traits = await self._known(deadline)
        sent = list(messages) if traits.enforces else with_schema(messages, answer_type)
        sender = self._sender(messages, answer_type, tokens, deadline, picture)
        try:
            reply = await self._answered(sent, sender, answer_type, tokens, deadline, picture)
        except ReplyError as outcome:
            self.circuit.failed(outcome, id(deadline))
            raise
        self.circuit.answered()
        return reply

    async def _answered(
        self,
        sent: Sequence[Message],
        sender: Sender,
        answer_type: type[Answer],
        tokens: int,
        deadline: Deadline,
        picture: Picture | None,
    ) -> Reply[Answer]:
        """An answer that is cut while the model thinks is asked for again, with more room and never with the same."""
        prompt = "\n".join(message["content"] for message in sent)
        needed, context = fewest_tokens(prompt), self._traits.context if self._traits else None
        if context is not None and needed >= context:
            raise ContextOverflow(f"the request needs at least {needed} tokens, the model reads {context}")
        thinking, before = self._room_to_think(), Spending()
        with _knowing(before):
            while True:
                room = tokens + thinking if context is None else max(1, min(tokens + thinking, context - needed))
                exchange = Exchange(sender, deadline, needed + tokens, picture=picture)
                try:
                    answer = await self._create(exchange, sent, answer_type, room)
                except TruncatedReply:
                    cut_short = context is not None and room < tokens + thinking
                    if exchange.completion is None or not exchange.completion.thought_itself_out or cut_short:
                        raise
                    longer = self._think_longer(thinking)
                    if longer is None:
                        raise
                    thinking = longer
                    before.add(exchange.usage)
                    continue
                usage = exchange.usage
                if was_cut(needed, usage.tokens_in):
                    raise ContextOverflow(
                        f"the endpoint read {usage.tokens_in} tokens of a request of at least {needed}: "
                        "give the model a longer context (for Ollama: num_ctx)"
                    )
                return Reply(answer, exchange.text, usage.tokens_in, usage.tokens_out, before)

    def _sender(
        self,
        messages: Sequence[Message],
        answer_type: type[BaseModel],
        tokens: int,
        deadline: Deadline,
        picture: Picture | None,
    ) -> Sender:
        """Who takes this request to the endpoint."""
        return self._transport

    def _room_to_think(self) -> int:
        """Room for thoughts that a request gets at first: what others before it needed."""
        return self._thinking

    def _think_longer(self, thinking: int) -> int | None:
        """More room than was not enough, for all requests from now on; None where there is none."""
        if self._thinking <= thinking:
            self._thinking = longer_than(thinking) or self._thinking
        return self._thinking if self._thinking > thinking else None

    async def _create(
        self, exchange: Exchange, messages: Sequence[Message], answer_type: type[Answer], tokens: int
    ) -> Answer:
        from instructor.core.exceptions import InstructorRetryException

        self.circuit.check()
        create = self._patch(create=exchange.complete, mode=self._mode)
        try:
            return await create(  # type: ignore[misc, no-any-return]  # typed for the synchronous client only
                response_model=prepared(answer_type),
                max_retries=0,
                model=self.endpoint.model,
                messages=[dict(message) for message in messages],
                temperature=0,
                max_completion_tokens=tokens,
            )
        except InstructorRetryException as error:
            raise _charged(_outcome(error.__cause__ or error), exchange) from None
        except ValidationError as error:
            raise _charged(_outcome(error), exchange) from None
        finally:
            self._count(exchange)

    def _count(self, exchange: Exchange) -> None:
        """Count what an exchange took."""
        self.spending.add(exchange.usage)

    async def _known(self, deadline: Deadline) -> Traits:
        if self._traits is None:
            self._probing = self._probing or asyncio.Lock()
            with deadline.standing_still():
                await self._probing.acquire()
            try:
                self._traits = self._traits or await self._probe(deadline)
            except ReplyError as outcome:
                self.circuit.failed(outcome, id(deadline))
                raise
            finally:
                self._probing.release()
        dialect = self._transport.dialect
        return replace(
            self._traits,
            rejected=dialect.rejected,
            asking=dialect.asking,
            bare_schema=bool(dialect.spared),
            streams=dialect.streams,
        )

    async def _probe(self, deadline: Deadline) -> Traits:
        """A question whose only legal answer is nonsense: whoever gives it obeys schemas.

        An endpoint that does not is asked once more by a tool call; if that helps, it is asked so from then on.
        """
        question = [{"role": "user", "content": "Which colour has a ripe lemon? Answer in JSON."}]
        enforces, exchange = await self._obeys(question, deadline)
        before: Asking = self._transport.dialect.asking
        if not enforces and before != "tools":
            self._transport.dialect = replace(self._transport.dialect, asking="tools")
            try:
                enforces, _ = await self._obeys(question, deadline)
            except ReplyError:
                enforces = False
            if not enforces:
                self._transport.dialect = replace(self._transport.dialect, asking=before)
        elif not enforces:
            self._transport.dialect = replace(self._transport.dialect, asking="plain")
        context = await self._context(deadline)
        return Traits(enforces, exchange.usage.tokens_in > 0, exchange.logprobs, context)

    async def _obeys(self, question: Sequence[Message], deadline: Deadline) -> tuple[bool, Exchange]:
        exchange = Exchange(self._transport, deadline, _PROBE_TOKENS, logprobs=True)
        try:
            await self._create(exchange, question, _Nonsense, _PROBE_TOKENS)
        except _NO_ANSWER:
            if exchange.completion is None:
                raise
            exchange.logprobs = exchange.completion.logprobs
            return False, exchange
        finally:
            self.probing.add(exchange.usage)
        return True, exchange

    async def _seeing(self, deadline: Deadline) -> bool:
        traits = await self._known(deadline)
        if traits.sees is None:
            sees = await self._probe_sight(deadline, traits)
            traits = replace(traits, sees=sees)
            self._traits = traits
        return bool(traits.sees)

    async def _probe_sight(self, deadline: Deadline, traits: Traits) -> bool:
        """A number that only someone who sees its picture can say."""
        number = 100_000 + secrets.randbelow(900_000)
        question: list[Message] = [{"role": "user", "content": "Which number does the picture show? Answer in JSON."}]
        sent = question if traits.enforces else with_schema(question, _Number)
        exchange = Exchange(self._transport, deadline, _PROBE_TOKENS, picture=number_picture(number))
        try:
            return (await self._create(exchange, sent, _Number, _PROBE_TOKENS)).number == number
        except EndpointRejected as error:
            if error.status in _PASSING_STATUS:
                raise
            return False
        except (*_NO_ANSWER, ContextOverflow):
            return False
        finally:
            self.probing.add(exchange.usage)

    async def _context(self, deadline: Deadline) -> int | None:
        listed = await self._transport.models(min(deadline.left(), 5.0))
        named = [model for model in listed if model.get("id") == self.endpoint.model]
        model = next(iter(named or (listed if len(listed) == 1 else [])), None)
        return None if model is None else _context_of(model)


def longer_than(thinking: int) -> int | None:
    """The next larger room for thoughts; None beyond the largest."""
    return next((room for room in _THINKING if room > thinking), None)


@contextmanager
def _knowing(before: Spending) -> Iterator[None]:
    """Whatever comes of a question knows what answers took that were cut before."""
    try:
        yield
    except ExtractorError as outcome:
        outcome.before = (before.requests, before.tokens_in, before.tokens_out)
        raise


def _charged(outcome: ExtractorError, exchange: Exchange) -> ExtractorError:
    """An outcome that knows what it cost."""
    if isinstance(outcome, ReplyError):
        outcome.tokens_in, outcome.tokens_out = exchange.usage.tokens_in, exchange.usage.tokens_out
    return outcome


def _outcome(error: BaseException) -> ExtractorError:
    if isinstance(error, ExtractorError):
        return error
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        return MalformedReply(f"the answer does not have the requested shape: {where or 'it'}: {first['msg']}")
    return MalformedReply(f"the answer cannot be used: {error!r}")


def _context_of(model: Mapping[str, object]) -> int | None:
    """The context size among the facts an endpoint lists about a model."""
    facts: dict[str, object] = dict(model)
    meta = facts.get("meta")
    if isinstance(meta, dict):
        facts.update(meta)
    return next((size for key in _CONTEXT_KEYS if isinstance(size := facts.get(key), int) and size > 0), None)
