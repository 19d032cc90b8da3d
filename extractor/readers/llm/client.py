"""The one place that talks to a model: openai and instructor behind typed questions and typed non-answers."""

import base64
import json
import logging
import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, TypeVar

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
from extractor.readers.llm.deadline import Deadline
from extractor.readers.llm.endpoint import Endpoint, Traits
from extractor.readers.llm.outcomes import check_choice, strip_wrapping
from extractor.readers.llm.tokens import fewest_tokens, was_cut
from extractor.readers.llm.transport import Patience, Transport

Message = dict[str, str]
"""One turn of a conversation: ``role`` and ``content``."""

_PROBE_TOKENS = 2048
_PASSING_STATUS = frozenset({408, 409, 502, 503, 504})
"""What a server says that is busy or on its way up, not one that does not take pictures."""
_CONTEXT_KEYS = ("n_ctx", "max_model_len", "context_length", "max_context_length", "context_window")
Answer = TypeVar("Answer", bound=BaseModel)


class _Nonsense(BaseModel):
    """The only answer the probe's schema allows. Nothing in its question leads there."""

    model_config = ConfigDict(extra="forbid")

    colour: Literal["zuvorqlim-73"]


class _Number(BaseModel):
    """The answer to a picture of a number."""

    model_config = ConfigDict(extra="forbid")

    number: int


@dataclass(frozen=True)
class Reply(Generic[Answer]):
    """An answer of the requested type, as text, and what it cost."""

    answer: Answer
    text: str
    tokens_in: int
    tokens_out: int


@dataclass
class Spending:
    """Requests and tokens of everything that was asked, answers that are none and probes included."""

    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0


class Client:
    """Asks one model. Safe to use from several threads. ``spending`` says what everything that was asked cost."""

    def __init__(self, endpoint: Endpoint, patience: Patience | None = None) -> None:
        import instructor

        # Without a handler of its own, instructor's talk about failed requests would reach the terminal.
        logging.getLogger("instructor").addHandler(logging.NullHandler())
        self.endpoint = endpoint
        self.spending = Spending()
        self._transport = Transport(endpoint, patience or Patience())
        self._traits: Traits | None = None
        self._lock = threading.Lock()
        self._counting = threading.Lock()
        self._patch = instructor.patch
        self._mode = instructor.Mode.JSON_SCHEMA

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def traits(self, deadline: Deadline) -> Traits:
        """What the endpoint does, from one probe. Raises what the probe ran into."""
        with self._lock:
            if self._traits is None:
                self._traits = self._probe(deadline)
            return replace(self._traits, rejected=self._transport.rejected)

    def sees(self, deadline: Deadline) -> bool:
        """Whether the model can say what a picture shows, found out once with a picture of a number.

        Raises what says nothing about that: nobody there, too late, too many requests, no credit.
        """
        traits = self.traits(deadline)
        with self._lock:
            if traits.sees is None:
                traits = replace(traits, sees=self._probe_sight(deadline, traits))
                self._traits = traits
        return bool(traits.sees)

    def listed(self, seconds: float) -> tuple[str, ...]:
        """Names of the models the endpoint lists."""
        return tuple(str(model.get("id", "")) for model in self._transport.models(seconds))

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
        traits = self.traits(deadline)
        room = self._room(messages, tokens, traits)
        sent = list(messages) if traits.enforces else _with_schema(messages, answer_type)
        exchange = _Exchange(self._transport, deadline, picture=picture)
        answer = self._create(exchange, sent, answer_type, room)
        prompt = "\n".join(message["content"] for message in sent)
        if was_cut(prompt, exchange.tokens_in):
            raise ContextOverflow(
                f"the endpoint read {exchange.tokens_in} tokens of a request of at least {fewest_tokens(prompt)}: "
                "give the model a longer context (for Ollama: num_ctx)"
            )
        return Reply(answer, exchange.text, exchange.tokens_in, exchange.tokens_out)

    def _room(self, messages: Sequence[Message], tokens: int, traits: Traits) -> int:
        if traits.context is None:
            return tokens
        needed = sum(fewest_tokens(message["content"]) for message in messages)
        if needed >= traits.context:
            raise ContextOverflow(f"the request needs at least {needed} tokens, the model reads {traits.context}")
        return max(1, min(tokens, traits.context - needed))

    def _create(
        self, exchange: "_Exchange", messages: Sequence[Message], answer_type: type[Answer], tokens: int
    ) -> Answer:
        from instructor.core.exceptions import InstructorRetryException

        create = self._patch(create=exchange.complete, mode=self._mode)
        try:
            return create(
                response_model=answer_type,
                max_retries=0,
                model=self.endpoint.model,
                messages=[dict(message) for message in messages],
                temperature=0,
                max_completion_tokens=tokens,
            )
        except InstructorRetryException as error:
            raise _charged(_outcome(error.__cause__ or error), exchange) from error
        except ValidationError as error:
            raise _charged(_outcome(error), exchange) from error
        finally:
            with self._counting:
                self.spending.requests += 1
                self.spending.tokens_in += exchange.tokens_in
                self.spending.tokens_out += exchange.tokens_out

    def _probe(self, deadline: Deadline) -> Traits:
        """A question whose only legal answer is nonsense: whoever gives it obeys schemas."""
        exchange = _Exchange(self._transport, deadline, logprobs=True)
        question = [{"role": "user", "content": "Which colour has a ripe lemon? Answer in JSON."}]
        try:
            self._create(exchange, question, _Nonsense, _PROBE_TOKENS)
            enforces = True
        except (MalformedReply, EmptyReply, Refusal, TruncatedReply):
            if not exchange.answered:
                raise
            enforces = False
        return Traits(enforces, exchange.tokens_in > 0, exchange.logprobs, self._context(deadline))

    def _probe_sight(self, deadline: Deadline, traits: Traits) -> bool:
        """A number that only someone who sees its picture can say."""
        number = 100_000 + secrets.randbelow(900_000)
        question: list[Message] = [{"role": "user", "content": "Which number does the picture show? Answer in JSON."}]
        sent = question if traits.enforces else _with_schema(question, _Number)
        exchange = _Exchange(self._transport, deadline, picture=number_picture(number))
        try:
            return self._create(exchange, sent, _Number, _PROBE_TOKENS).number == number
        except EndpointRejected as error:
            if error.status in _PASSING_STATUS:
                raise
            return False
        except (MalformedReply, EmptyReply, Refusal, TruncatedReply, ContextOverflow):
            return False

    def _context(self, deadline: Deadline) -> int | None:
        listed = self._transport.models(min(deadline.left(), 5.0))
        named = [model for model in listed if model.get("id") == self.endpoint.model]
        model = next(iter(named or (listed if len(listed) == 1 else [])), None)
        return None if model is None else _context_of(model)


class _Exchange:
    """One request and its answer: what instructor calls in place of the client library's own method."""

    def __init__(
        self, transport: Transport, deadline: Deadline, *, logprobs: bool = False, picture: Picture | None = None
    ) -> None:
        self._transport = transport
        self._deadline = deadline
        self._ask_logprobs = logprobs
        self._picture = picture
        self.answered = False
        self.logprobs = False
        self.text = ""
        self.tokens_in = 0
        self.tokens_out = 0

    def complete(self, **request: object) -> object:
        """Send the request with a strict schema; give back a completion whose content is bare JSON."""
        from openai.types.chat import ChatCompletion

        sent = {**request, "response_format": _strict(request.get("response_format"))}
        if self._ask_logprobs:
            sent["logprobs"] = True
        if self._picture is not None:
            sent["messages"] = _with_picture(request["messages"], self._picture)
        reply: dict[str, Any] = dict(self._transport.send(sent, self._deadline))
        completion = ChatCompletion.construct(**reply)
        self.answered = True
        self.tokens_in = _count(reply, "prompt_tokens")
        self.tokens_out = _count(reply, "completion_tokens")
        choice = completion.choices[0]
        self.logprobs = choice.logprobs is not None
        message = choice.message
        content = check_choice(message.content, getattr(message, "refusal", None), choice.finish_reason)
        self.text = message.content = strip_wrapping(content)
        return completion


def _count(reply: Mapping[str, object], key: str) -> int:
    usage = reply.get("usage")
    count = usage.get(key) if isinstance(usage, dict) else None
    return count if isinstance(count, int) else 0


def _strict(response_format: object) -> object:
    """The response format with ``strict: true`` and every object closed, which some endpoints demand."""
    if not isinstance(response_format, dict):
        return response_format
    named = dict(response_format["json_schema"])
    return {**response_format, "json_schema": {**named, "strict": True, "schema": _closed(named["schema"])}}


def _closed(schema: object) -> object:
    if isinstance(schema, list):
        return [_closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {key: _closed(value) for key, value in schema.items()}
    return {**parts, "additionalProperties": False} if parts.get("type") == "object" else parts


def _with_schema(messages: Sequence[Message], answer_type: type[BaseModel]) -> list[Message]:
    """The messages with the schema written out, for endpoints that do not enforce it."""
    schema = json.dumps(answer_type.model_json_schema(), ensure_ascii=False, separators=(",", ":"))
    note = f"\n\nThe answer must be JSON that fits this schema, without a code fence or any other text: {schema}"
    first, *rest = messages
    return [{**first, "content": first["content"] + note}, *rest]


def _with_picture(messages: object, picture: Picture) -> object:
    """The messages with a picture in front of the words of the last one."""
    if not isinstance(messages, list):
        return messages
    *before, last = messages
    url = "data:image/png;base64," + base64.b64encode(picture.png).decode()
    shown = {"type": "image_url", "image_url": {"url": url, "detail": "high"}}
    return [*before, {**last, "content": [shown, {"type": "text", "text": last["content"]}]}]


def _outcome(error: BaseException) -> ExtractorError:
    if isinstance(error, ExtractorError):
        return error
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        return MalformedReply(f"the answer does not have the requested shape: {where or 'it'}: {first['msg']}")
    return MalformedReply(f"the answer cannot be used: {error!r}")


def _charged(outcome: ExtractorError, exchange: "_Exchange") -> ExtractorError:
    """The outcome with what its request cost."""
    if isinstance(outcome, ReplyError):
        outcome.tokens_in, outcome.tokens_out = exchange.tokens_in, exchange.tokens_out
    return outcome


def _context_of(model: Mapping[str, object]) -> int | None:
    """The context size among the facts an endpoint lists about a model."""
    facts: dict[str, object] = dict(model)
    meta = facts.get("meta")
    if isinstance(meta, dict):
        facts.update(meta)
    return next((size for key in _CONTEXT_KEYS if isinstance(size := facts.get(key), int) and size > 0), None)
