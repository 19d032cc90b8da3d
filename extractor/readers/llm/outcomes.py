"""What comes back from an endpoint, sorted into answers and typed non-answers."""

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NoReturn

from extractor.errors import (
    ContextOverflow,
    EmptyReply,
    EndpointRejected,
    EndpointUnreachable,
    ExtractorError,
    MalformedReply,
    QuotaExhausted,
    RateLimited,
    Refusal,
    ReplyTimeout,
    TruncatedReply,
)

if TYPE_CHECKING:
    import openai

QUOTA_CODES = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})
_OVERFLOW = re.compile(
    r"context_length_exceeded|exceed_context_size|maximum context length|context (?:size|window|length)|too many tokens"
    r"|prompt is too long|input is too long",
    re.IGNORECASE,
)
_FILTERED = re.compile(r"content_filter|content_policy|content management policy", re.IGNORECASE)
_THOUGHT = re.compile(r"\A\s*<think(?:ing)?>.*?</think(?:ing)?>\s*", re.DOTALL)
_FENCE = re.compile(r"\A\s*```[\w-]*\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL)
_ADVICE = {
    401: "check the key in EXTRACTOR_API_KEY or OPENAI_API_KEY",
    403: "the key may not use this model",
    404: "check --base-url (it usually ends in /v1) and --model",
}


def error_of(error: "openai.OpenAIError", base_url: str) -> ExtractorError:
    """The typed outcome behind an error of the client library."""
    import openai

    if isinstance(error, openai.APITimeoutError):
        return ReplyTimeout(f"{base_url} did not answer in time")
    if isinstance(error, openai.APIConnectionError):
        why = error.__cause__ or error
        return EndpointUnreachable(f"nobody answers at {base_url} ({why}): is the server running?")
    if isinstance(error, openai.APIStatusError):
        return _status_error(error, base_url)
    return MalformedReply(f"{base_url}: {error}")


def _status_error(error: "openai.APIStatusError", base_url: str) -> ExtractorError:
    said = f"{error.code or ''} {error.type or ''} {error.message}"
    status = error.status_code
    if status == 402 or {error.code, error.type} & QUOTA_CODES:
        return QuotaExhausted(f"the account at {base_url} has no credit left: {_short(error.message)}")
    if status == 429:
        return RateLimited(f"{base_url} asks to slow down: {_short(error.message)}")
    if status == 413 or (status < 500 and _OVERFLOW.search(said)):
        return ContextOverflow(f"the request is longer than the model can read: {_short(error.message)}")
    if status < 500 and _FILTERED.search(said):
        return Refusal(f"the endpoint's filter stopped the request: {_short(error.message)}")
    advice = f"; {_ADVICE[status]}" if status in _ADVICE else ""
    return EndpointRejected(f"{base_url} answered {status}: {_short(error.message)}{advice}", status)


def parse_body(body: bytes, media_type: str) -> Mapping[str, object]:
    """The JSON object of a response with status 200. Its own error, if that is what it holds, is raised."""
    try:
        data = json.loads(body)
    except ValueError:
        what = "a web page" if "html" in media_type or body.lstrip()[:1] == b"<" else "text that is not JSON"
        raise MalformedReply(f"the endpoint answered with {what}: check --base-url; it begins {_begin(body)}") from None
    if not isinstance(data, dict):
        raise MalformedReply(f"the endpoint answered with something else than a completion: {_begin(body)}")
    if data.get("error"):
        _raise_inner(data["error"])
    if not isinstance(data.get("choices"), list) or not data["choices"]:
        raise MalformedReply(f"the endpoint answered without a choice: {_begin(body)}")
    return data


def _raise_inner(error: object) -> NoReturn:
    said = json.dumps(error, ensure_ascii=False)
    if any(code in said for code in QUOTA_CODES):
        raise QuotaExhausted(f"the account has no credit left: {_short(said)}")
    if _OVERFLOW.search(said):
        raise ContextOverflow(f"the request is longer than the model can read: {_short(said)}")
    raise EndpointRejected(f"the endpoint answered with an error: {_short(said)}")


def check_choice(content: str | None, refusal: str | None, finish_reason: str | None) -> str:
    """The text of a choice, or the typed reason why it is no answer."""
    if refusal:
        raise Refusal(f"the model declined: {_short(refusal)}")
    if finish_reason == "content_filter":
        raise Refusal("the endpoint's filter stopped the answer")
    if finish_reason == "length":
        raise TruncatedReply("the answer was cut at the token limit")
    if not (content or "").strip():
        raise EmptyReply("the answer is empty")
    return content or ""


def strip_wrapping(content: str) -> str:
    """An answer without thoughts in front of it and without a code fence around it; otherwise as it is."""
    bare = _THOUGHT.sub("", content)
    fenced = _FENCE.match(bare)
    return (fenced[1] if fenced else bare).strip()


def _short(text: str) -> str:
    plain = " ".join(str(text).split())
    return plain if len(plain) <= 200 else plain[:199] + "…"


def _begin(body: bytes) -> str:
    return repr(_short(body[:80].decode("utf-8", "replace")))
