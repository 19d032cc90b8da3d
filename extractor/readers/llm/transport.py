"""Requests over HTTP, all of them through one limiter: deadlines, pauses that are asked for, and what is not taken."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from extractor.errors import (
    ConfigurationError,
    EndpointUnreachable,
    ExtractorError,
    MalformedReply,
    RateLimited,
)
from extractor.readers.llm.address import Endpoint
from extractor.readers.llm.completion import Completion, read_completion
from extractor.readers.llm.deadline import Deadline
from extractor.readers.llm.dialect import Dialect
from extractor.readers.llm.outcomes import Complaint, outcome_of
from extractor.readers.llm.pacing import BUSY, Pace, SharedTurns, Ticket
from extractor.readers.llm.rate_headers import retry_after

if TYPE_CHECKING:
    import httpx2
    import openai

_TRANSIENT = frozenset({408, 409, 500, 502, 503, 504})
_NO_KEY = "none"
_MOST_CONNECTIONS = 1024
_CONNECT_SECONDS = 30.0
_KEEP_SECONDS = 30.0
_NO_HEADERS: Mapping[str, str] = {}
_CALL_SECONDS = 60.0
FILE_SECONDS = 900.0
"""The longest that a call may take, and one that brings or fetches a file: 200 MB at two megabits a second."""
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to put up with an endpoint.

    ``wait``: the longest pause it may ask for, in seconds; however long if not said. ``attempts``: tries of one request
    where the server fails. ``pause``: seconds before the second try where the endpoint names none, doubled for each
    further one. ``rounds``: times in a row that it may say "too many" to everybody without answering anybody, and
    ``busy``: seconds for which it may, pauses that it asks for left out.
    """

    wait: float = inf
    attempts: int = 4
    pause: float = 0.5
    rounds: int = 12
    busy: float = BUSY


class Transport:
    """Sends requests to one endpoint and remembers how it wants to be asked. It lives in one event loop."""

    def __init__(self, endpoint: Endpoint, patience: Patience, shared: SharedTurns | None = None) -> None:
        self.endpoint = endpoint
        self.dialect = Dialect()
        self._patience = patience
        self._pace = Pace(
            endpoint.requests,
            endpoint.tokens,
            patience.pause,
            patience.busy,
            shared,
            f"{endpoint.shown} {endpoint.model}",
        )
        self._client = _connected(endpoint)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def models(self, seconds: float) -> list[Mapping[str, object]]:
        """The models the endpoint lists, as it describes them; an empty list if it does not."""
        import openai

        try:
            async with asyncio.timeout(seconds):
                listed = await self._client.models.list()
            return [dict(model.model_dump()) for model in listed.data]
        except (openai.OpenAIError, TimeoutError, TypeError, AttributeError, ValueError):
            return []

    async def call(
        self,
        work: Callable[["openai.AsyncOpenAI"], Awaitable[Made]],
        again: bool = True,
        seconds: float = _CALL_SECONDS,
    ) -> Made:
        """What a call about something else than an answer comes to; its failure is a typed outcome.

        ``again``: where the server fails it is tried again, because it does no harm twice.
        """
        attempt = 1
        while True:
            try:
                return await self._called(work, seconds)
            except _Failed as failed:
                limited = isinstance(failed.outcome, RateLimited)
                if not again or attempt >= self._patience.attempts or not (failed.transient or limited):
                    raise failed.outcome from None
                pause = self._patience.pause * 2 ** (attempt - 1) if failed.asked is None else failed.asked
                await asyncio.sleep(pause)
                attempt += 1

    async def _called(self, work: Callable[["openai.AsyncOpenAI"], Awaitable[Made]], seconds: float) -> Made:
        import openai

        try:
            async with asyncio.timeout(seconds):
                return await work(self._client)
        except TimeoutError:
            late = EndpointUnreachable(f"{self.endpoint.shown} did not answer within {seconds:g} seconds")
            raise _Failed(late) from None
        except openai.APIStatusError as error:
            complaint = Complaint(error.status_code, self._readable(error.response.content))
            raise _Failed.of(complaint, error.response.headers, None, self.endpoint) from None
        except openai.OpenAIError as error:
            raise _Failed(self._broken_off(error)) from None

    def learn_from(self, complaint: Complaint, request: Mapping[str, Any]) -> None:
        """Learn from a complaint that came late, about a request put as requests are put now."""
        self._learn(self.dialect, complaint, self.put(request))

    def put(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The body of a request, as this endpoint wants it."""
        return {**self.dialect.put(request), **self.endpoint.extra_body}

    async def send(self, request: Mapping[str, Any], deadline: Deadline, tokens: int) -> Completion:
        """The endpoint's answer. Every failure is a typed outcome (ReplyError or QuotaExhausted), nothing secret in it.

        ``tokens``: about how many the request and its answer take.
        """
        attempt = 1
        while True:
            dialect = self.dialect
            sent = {**dialect.put(request), **self.endpoint.extra_body}
            try:
                return await self._once(sent, deadline, tokens)
            except _Failed as failed:
                if failed.complaint is not None and self._learn(dialect, failed.complaint, sent):
                    continue
                attempt += await self._wait(failed, attempt, deadline)

    async def _once(self, sent: Mapping[str, Any], deadline: Deadline, tokens: int) -> Completion:
        with deadline.standing_still():
            ticket = await self._pace.admit(tokens)
        try:
            response = await self._post(sent, deadline, ticket)
            headers = response.headers
            completion = read_completion(self._readable(response.content), headers.get("content-type", ""))
        finally:
            self._pace.landed(ticket)
        tokens_taken = completion.usage.tokens_in + completion.usage.tokens_out
        self._pace.answered(ticket, headers, tokens_taken)
        await self._pace.settle(ticket, tokens_taken)
        return completion

    async def _post(self, sent: Mapping[str, Any], deadline: Deadline, ticket: Ticket) -> "httpx2.Response":
        import httpx2
        import openai

        try:
            async with asyncio.timeout(min(deadline.left(), self.endpoint.timeout or inf)):
                return await self._client.post("/chat/completions", cast_to=httpx2.Response, body=dict(sent))
        except TimeoutError:
            deadline.left()
            raise deadline.late(self.endpoint.timeout or 0.0) from None
        except openai.APIStatusError as error:
            body = self._readable(error.response.content)
            raise _Failed.of(
                Complaint(error.status_code, body), error.response.headers, ticket, self.endpoint
            ) from None
        except openai.OpenAIError as error:
            raise _Failed(self._broken_off(error)) from None

    def _readable(self, body: bytes) -> bytes:
        """A body without secrets, whatever the endpoint repeats of them."""
        return self.endpoint.masked(body.decode("utf-8", "replace")).encode()

    def _broken_off(self, error: "openai.OpenAIError") -> ExtractorError:
        import aiohttp

        causes = [error]
        while causes[-1].__cause__ is not None:
            causes.append(causes[-1].__cause__)  # type: ignore[arg-type]  # an exception like the first
        why = self.endpoint.masked(" ".join(str(causes[-1]).split()) or type(causes[-1]).__name__)
        if any(isinstance(cause, aiohttp.ClientPayloadError) for cause in causes):
            return MalformedReply(f"the answer broke off: {why}")
        if any(isinstance(cause, aiohttp.ClientConnectorCertificateError | ssl.SSLError) for cause in causes):
            return EndpointUnreachable(
                f"{self.endpoint.shown} is not trusted ({why}): give its authority with --ca FILE"
            )
        return EndpointUnreachable(f"nobody answers at {self.endpoint.shown} ({why}): is the server running?")

    def _learn(self, used: Dialect, complaint: Complaint, sent: Mapping[str, Any]) -> bool:
        """Whether to put the request another way. Somebody else may have learnt it while this one was under way."""
        if self.dialect != used:
            return complaint.status in (400, 415, 422, 501)
        better = used.after(complaint, sent)
        if better is None or better == used:
            return False
        self.dialect = better
        return True

    async def _wait(self, failed: "_Failed", attempt: int, deadline: Deadline) -> int:
        """Wait before the next try; how much of this request's patience that takes. Raises where another is vain."""
        if failed.ticket is not None:
            pause = self._pace.too_many(failed.ticket, failed.asked, failed.headers)
            if pause > self._patience.wait:
                raise RateLimited(f"{self.endpoint.shown} asks to wait {pause:g} seconds, longer than this run waits")
            if self._pace.rounds >= self._patience.rounds or self._pace.busy >= self._patience.busy:
                raise failed.outcome
            return 0
        if not failed.transient or attempt >= self._patience.attempts:
            raise failed.outcome
        pause = self._patience.pause * 2 ** (attempt - 1) if failed.asked is None else failed.asked
        if pause >= deadline.left():
            raise failed.outcome
        await asyncio.sleep(pause)
        return 1


class _Failed(Exception):
    """A request that failed, with what decides whether it is tried again. ``ticket``: it came when too many did."""

    def __init__(self, outcome: ExtractorError) -> None:
        super().__init__(str(outcome))
        self.outcome = outcome
        self.complaint: Complaint | None = None
        self.headers = _NO_HEADERS
        self.ticket: Ticket | None = None
        self.asked: float | None = None
        self.transient = isinstance(outcome, EndpointUnreachable)

    @classmethod
    def of(
        cls, complaint: Complaint, headers: Mapping[str, str], ticket: Ticket | None, endpoint: Endpoint
    ) -> "_Failed":
        """A request that was answered with an error status."""
        outcome = outcome_of(complaint, endpoint.shown)
        failed = cls(outcome)
        failed.complaint, failed.headers = complaint, headers
        asked = retry_after(headers)
        failed.asked = complaint.delay if asked is None else asked
        failed.ticket = ticket if isinstance(outcome, RateLimited) else None
        failed.transient = complaint.status in _TRANSIENT and not complaint.no_credit
        return failed


def _connected(endpoint: Endpoint) -> "openai.AsyncOpenAI":
    """The client library on aiohttp: no proxy before this machine, no redirects, trust in one more authority."""
    import httpx2
    import openai

    parts = urlsplit(endpoint.base_url)
    limits = httpx2.Limits(max_connections=_MOST_CONNECTIONS, keepalive_expiry=_KEEP_SECONDS)
    http = openai.DefaultAioHttpClient(
        limits=limits,
        timeout=httpx2.Timeout(None, connect=_CONNECT_SECONDS),
        trust_env=not endpoint.loopback,
        verify=_trusting(endpoint),
        follow_redirects=False,
    )
    key = endpoint.api_key or _NO_KEY
    return openai.AsyncOpenAI(
        base_url=urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")),
        api_key=key,
        max_retries=0,
        timeout=httpx2.Timeout(None, connect=_CONNECT_SECONDS),
        http_client=http,
        default_query=dict(parse_qsl(parts.query)),
        default_headers={**({"api-key": key} if endpoint.azure else {}), **endpoint.headers},
    )


def _trusting(endpoint: Endpoint) -> ssl.SSLContext | bool:
    if endpoint.ca is None:
        return True
    try:
        context = ssl.create_default_context()
        context.load_verify_locations(endpoint.ca)
    except (OSError, ssl.SSLError) as error:
        raise ConfigurationError(f"--ca {endpoint.ca}: no certificates can be read from it ({error})") from None
    return context
