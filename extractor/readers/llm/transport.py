"""One request over HTTP: deadline, rate limits, parameters an endpoint does not take."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, cast

from extractor.errors import ContextOverflow, ExtractorError, MalformedReply, QuotaExhausted, RateLimited
from extractor.readers.llm.deadline import Deadline
from extractor.readers.llm.endpoint import Endpoint
from extractor.readers.llm.outcomes import error_of, parse_body

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    import openai

_LIMIT = "max_completion_tokens"
_OLD_LIMIT = "max_tokens"
_DROPPABLE = (_LIMIT, _OLD_LIMIT, "temperature", "seed", "logprobs", "response_format")
_TRANSIENT = frozenset({408, 409, 429, 500, 502, 503, 504})
_NO_KEY = "none"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to put up with an endpoint.

    ``wait``: the longest pause it may ask for, in seconds. ``attempts``: tries of one request. ``pause``: seconds
    before the second try where the endpoint names none, doubled for each further one.
    """

    wait: float = 60.0
    attempts: int = 4
    pause: float = 0.5


class Transport:
    """Sends requests to one endpoint and remembers which parameters it rejected."""

    def __init__(self, endpoint: Endpoint, patience: Patience) -> None:
        import openai

        self._endpoint = endpoint
        self._patience = patience
        self._client = openai.OpenAI(base_url=endpoint.base_url, api_key=endpoint.api_key or _NO_KEY, max_retries=0)
        # The request is plain data made by instructor; its keywords are not known here one by one.
        create: object = self._client.chat.completions.with_streaming_response.create
        self._open = cast("Callable[..., AbstractContextManager[openai.APIResponse[object]]]", create)
        self.rejected: frozenset[str] = frozenset()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def models(self, seconds: float) -> list[Mapping[str, object]]:
        """The models the endpoint lists, as it describes them; an empty list if it does not."""
        import openai

        try:
            listed = self._client.models.list(timeout=seconds)
            return [dict(model.model_dump()) for model in listed.data]
        except (openai.OpenAIError, TypeError, AttributeError, ValueError):
            return []

    def send(self, request: Mapping[str, object], deadline: Deadline) -> Mapping[str, object]:
        """The endpoint's JSON answer. Every failure is a typed outcome (ReplyError or QuotaExhausted)."""
        attempt = 1
        while True:
            try:
                return self._post(self._accepted(request), deadline)
            except _Failed as failed:
                if self._drop_rejected(request, failed):
                    continue
                self._wait(failed, attempt, deadline)
                attempt += 1

    def _post(self, request: Mapping[str, object], deadline: Deadline) -> Mapping[str, object]:
        import openai

        try:
            with self._open(**request, timeout=deadline.left()) as response:
                body = bytearray()
                for chunk in response.iter_bytes():
                    deadline.left()
                    body += chunk
                media_type = response.headers.get("content-type", "")
        except openai.OpenAIError as error:
            raise _Failed(error, error_of(error, self._endpoint.base_url)) from error
        except ExtractorError:
            raise
        except Exception as error:
            # The HTTP library's own errors while the body arrives: the client library passes them on as they are.
            deadline.left()
            raise MalformedReply(f"the answer broke off: {error!r}") from error
        return parse_body(bytes(body), media_type)

    def _accepted(self, request: Mapping[str, object]) -> dict[str, object]:
        """The request without what the endpoint does not take."""
        sent = {key: value for key, value in request.items() if key not in self.rejected}
        if _LIMIT in request and _LIMIT in self.rejected and _OLD_LIMIT not in self.rejected:
            sent[_OLD_LIMIT] = request[_LIMIT]
        return sent

    def _drop_rejected(self, request: Mapping[str, object], failed: "_Failed") -> bool:
        """Whether the endpoint complained about a parameter it can do without; it is not sent again."""
        if failed.status not in (400, 422) or isinstance(failed.outcome, ContextOverflow):
            return False
        sent = self._accepted(request)
        named = next((name for name in _DROPPABLE if name in sent and name == failed.parameter), None)
        named = named or next((name for name in _DROPPABLE if name in sent and name in failed.message), None)
        if named is None:
            return False
        self.rejected |= {named}
        return True

    def _wait(self, failed: "_Failed", attempt: int, deadline: Deadline) -> None:
        """Pause before the next try, as long as the endpoint asks. Raises the outcome where another try is vain."""
        if not failed.transient or attempt >= self._patience.attempts:
            raise failed.outcome from failed.error
        asked = failed.retry_after
        pause = self._patience.pause * 2 ** (attempt - 1) if asked is None else asked
        if pause > self._patience.wait or pause >= deadline.left():
            if asked is None:
                raise failed.outcome from failed.error
            raise RateLimited(
                f"{self._endpoint.base_url} asks to wait {pause:g} seconds, longer than this run waits"
            ) from failed.error
        time.sleep(pause)


class _Failed(Exception):
    """A request that failed, with what decides whether it is tried again."""

    def __init__(self, error: "openai.OpenAIError", outcome: ExtractorError) -> None:
        import openai

        super().__init__(str(outcome))
        self.error = error
        self.outcome = outcome
        self.status: int | None = None
        self.message = str(error)
        self.parameter = ""
        self.retry_after: float | None = None
        self.transient = isinstance(error, openai.APIConnectionError) and not isinstance(error, openai.APITimeoutError)
        if isinstance(error, openai.APIStatusError):
            self.status = error.status_code
            self.parameter = error.param or ""
            self.retry_after = _retry_after(error.response.headers)
            self.transient = error.status_code in _TRANSIENT
        self.transient = self.transient and not isinstance(outcome, QuotaExhausted)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from a number of milliseconds, a number of seconds or a date."""
    try:
        if "retry-after-ms" in headers:
            return max(0.0, float(headers["retry-after-ms"]) / 1000)
        asked = headers.get("retry-after")
        if asked is None:
            return None
        if asked.replace(".", "", 1).isdigit():
            return float(asked)
        return max(0.0, parsedate_to_datetime(asked).timestamp() - time.time())
    except (ValueError, TypeError):
        return None
