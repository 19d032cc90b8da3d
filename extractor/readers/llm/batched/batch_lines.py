"""Lines of the files that batches are made of: one request, one answer, and what stands in for an answer."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from extractor.errors import EndpointRejected, ExtractorError, QuotaExhausted, ReplyTimeout
from extractor.readers.llm.outcomes import Complaint, outcome_of, short

CHAT: Literal["/v1/chat/completions"] = "/v1/chat/completions"
OK = 200
NO_CREDIT = 402


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What became of one request. ``status``: as if it had been asked by itself; 0 where the batch ended without it,
    for the reason in ``body``.
    """

    status: int
    body: str

    @classmethod
    def parse(cls, text: str) -> "AnswerLine":
        """A line as it is kept."""
        data = json.loads(text)
        return cls(data["status"], data["body"])

    def __str__(self) -> str:
        return json.dumps({"status": self.status, "body": self.body}, ensure_ascii=False)

    @property
    def usage(self) -> tuple[int, int]:
        """Tokens in and out, 0 where the answer does not say."""
        if self.status != OK:
            return 0, 0
        usage = _object(_object(json.loads(self.body)).get("usage"))
        return _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens"))

    @property
    def complaint(self) -> Complaint:
        """What the endpoint said in place of an answer."""
        return Complaint(self.status, self.body.encode())

    def outcome(self, place: str) -> ExtractorError:
        """The typed outcome of a line that is no answer. ``place``: the endpoint as it may be shown."""
        if not self.status:
            return ReplyTimeout(self.body)
        found = outcome_of(self.complaint, place)
        # One line says nothing about the others: the endpoint itself says it when nothing more can be handed in.
        return EndpointRejected(str(found), NO_CREDIT) if isinstance(found, QuotaExhausted) else found


def request_line(name: str, body: Mapping[str, Any]) -> bytes:
    """A request as a line of the file to upload."""
    line = {"custom_id": name, "method": "POST", "url": CHAT, "body": body}
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def answer_lines(content: bytes) -> Iterator[tuple[str, AnswerLine]]:
    """The requests that a file of answers or errors speaks of, by name. What is no such line is passed over."""
    for text in content.splitlines():
        try:
            data = json.loads(text)
        except ValueError:
            continue
        if isinstance(data, dict) and isinstance(data.get("custom_id"), str):
            yield data["custom_id"], _answer(data)


def _answer(data: Mapping[str, object]) -> AnswerLine:
    response, error = _object(data.get("response")), _object(data.get("error"))
    status, body = _count(response.get("status_code")), response.get("body")
    if status and body:
        return AnswerLine(status, json.dumps(body, ensure_ascii=False))
    if status and status != OK:
        return AnswerLine(status, json.dumps({"error": error}, ensure_ascii=False))
    return AnswerLine(0, f"the batch ended without an answer to this request: {_said(error)}")


def _said(error: Mapping[str, object]) -> str:
    return short(str(error.get("message") or error.get("code") or "nobody said why"))


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0
