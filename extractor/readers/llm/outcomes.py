"""What comes back from an endpoint, sorted into answers and typed non-answers."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from extractor.errors import (
    ContextOverflow,
    EmptyReply,
    EndpointRejected,
    ExtractorError,
    QuotaExhausted,
    RateLimited,
    Refusal,
    TruncatedReply,
)

QUOTA_CODES = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})
OVERLOADED = 529
"""Anthropic's status for "too many at the moment", from everybody together."""
_EXHAUSTED = "RESOURCE_EXHAUSTED"
"""Google's word for a quota of a minute that is used up as well as for one of a day."""
_PER_DAY = re.compile(r"per_?day|daily|billing|credit", re.IGNORECASE)
_PER_MINUTE = re.compile(r"per_?(?:minute|second)", re.IGNORECASE)
_DELAY = re.compile(r"^(\d+(?:\.\d+)?)s$")
_OVERFLOW = re.compile(
    r"context_length_exceeded|exceed_context_size|maximum context length|context (?:size|window|length)|too many tokens"
    r"|prompt is too long|input is too long",
    re.IGNORECASE,
)
_FILTERED = re.compile(r"content_filter|content_policy|content management policy", re.IGNORECASE)
_OVERLOAD = re.compile(r"overloaded|\bUNAVAILABLE\b", re.IGNORECASE)
_THOUGHT = re.compile(r"\A\s*<think(?:ing)?>.*?</think(?:ing)?>\s*", re.DOTALL)
_FENCE = re.compile(r"\A\s*```[\w-]*\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL)
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)
_ADVICE = {
    401: "check the key: EXTRACTOR_API_KEY belongs to --base-url, OPENAI_API_KEY to api.openai.com",
    403: "the key may not use this model",
    404: "check --base-url (it usually ends in /v1) and --model",
}
_MOVED = range(300, 400)


class Complaint:
    """An error of an endpoint as it says it: status, words, and the codes it gives in whatever place."""

    def __init__(self, status: int, body: bytes) -> None:
        self.status = status
        error = _error_in(body)
        self.codes = {str(error[key]) for key in ("code", "type", "status") if error.get(key)}
        self.parameter = str(error.get("param") or "")
        words = error.get("message")
        self.words = words if isinstance(words, str) and words else body[:2000].decode("utf-8", "replace")
        self._details = error.get("details")

    @property
    def said(self) -> str:
        """Everything it says."""
        return " ".join((*sorted(self.codes), self.words))

    @property
    def delay(self) -> float | None:
        """Seconds it asks to wait, in its body."""
        delays = (_DELAY.match(str(detail.get("retryDelay", ""))) for detail in self._detailed())
        return next((float(found[1]) for found in delays if found), None)

    @property
    def no_credit(self) -> bool:
        """Whether no later request can succeed either. A quota of a minute is none of those."""
        if self.status == 402 or self.codes & QUOTA_CODES:
            return True
        if _EXHAUSTED not in self.codes:
            return False
        names = [str(each.get("quotaId", "")) for detail in self._detailed() for each in detail.get("violations", ())]
        if any(_PER_DAY.search(name) for name in names):
            return True
        minute = any(map(_PER_MINUTE.search, names)) or self.delay is not None
        return not minute and _PER_DAY.search(self.words) is not None

    @property
    def too_many(self) -> bool:
        """Whether it asks to slow down."""
        if self.no_credit:
            return False
        overloaded = self.status in (503, OVERLOADED) and _OVERLOAD.search(self.said) is not None
        return self.status in (429, OVERLOADED) or _EXHAUSTED in self.codes or overloaded

    def _detailed(self) -> Iterator[dict[str, Any]]:
        if isinstance(self._details, list):
            yield from (detail for detail in self._details if isinstance(detail, dict))


def _error_in(body: bytes) -> Mapping[str, object]:
    """The error in a body: under ``error``, in a list of one, or the body itself."""
    try:
        data = json.loads(body)
    except ValueError:
        return {}
    data = data[0] if isinstance(data, list) and data else data
    if not isinstance(data, dict):
        return {}
    error = data.get("error")
    if isinstance(error, str):
        return {"message": error}
    return error if isinstance(error, dict) else data


def outcome_of(complaint: Complaint, place: str) -> ExtractorError:
    """The typed outcome behind an error status. ``place``: the endpoint's address as it may be shown."""
    status, words = complaint.status, short(complaint.words)
    if complaint.no_credit:
        return QuotaExhausted(f"the account at {place} has no credit left: {words}")
    if complaint.too_many:
        return RateLimited(f"{place} asks to slow down: {words}")
    if status == 413 or (status < 500 and _OVERFLOW.search(complaint.said)):
        return ContextOverflow(f"the request is longer than the model can read: {words}")
    if status < 500 and _FILTERED.search(complaint.said):
        return Refusal(f"the endpoint's filter stopped the request: {words}")
    advice = f"; {_ADVICE[status]}" if status in _ADVICE else ""
    advice = "; it has moved: check --base-url" if status in _MOVED else advice
    return EndpointRejected(f"{place} answered {status}: {words}{advice}", status)


def error_inside(error: object) -> ExtractorError:
    """The outcome behind an error that came with status 200."""
    said = json.dumps(error, ensure_ascii=False)
    complaint = Complaint(200, json.dumps({"error": error}).encode())
    if complaint.no_credit or any(code in said for code in QUOTA_CODES):
        return QuotaExhausted(f"the account has no credit left: {short(said)}")
    if _OVERFLOW.search(said):
        return ContextOverflow(f"the request is longer than the model can read: {short(said)}")
    return EndpointRejected(f"the endpoint answered with an error: {short(said)}")


def check_choice(content: str | None, refusal: str | None, finish_reason: str | None) -> str:
    """The text of a choice, or the typed reason why it is no answer."""
    if refusal:
        raise Refusal(f"the model declined: {short(refusal)}")
    if finish_reason == "content_filter":
        raise Refusal("the endpoint's filter stopped the answer")
    if finish_reason == "length":
        raise TruncatedReply("the answer was cut at the token limit")
    if not (content or "").strip():
        raise EmptyReply("the answer is empty")
    return content or ""


def strip_wrapping(content: str) -> str:
    """An answer without thoughts in front of it, a code fence or words around it; otherwise as it is.

    What is between the first brace and the last has to be one JSON object: it is checked like any other answer.
    """
    bare = _THOUGHT.sub("", content)
    fenced = _FENCE.match(bare)
    bare = (fenced[1] if fenced else bare).strip()
    if bare[:1] in ("{", "["):
        return bare
    inside = _OBJECT.search(bare)
    return inside[0] if inside else bare


def short(text: str) -> str:
    """A text of any length in one short line."""
    plain = " ".join(str(text).split())
    return plain if len(plain) <= 200 else plain[:199] + "…"


def begin_of(body: bytes) -> str:
    """How a body begins."""
    return repr(short(body[:80].decode("utf-8", "replace")))
