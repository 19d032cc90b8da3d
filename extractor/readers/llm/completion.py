"""The body of an answer, in whatever shape it comes: one JSON object or a stream of them, to text and usage."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extractor.errors import MalformedReply, ReplyError
from extractor.readers.llm.outcomes import begin_of, check_choice, error_inside, strip_wrapping

_DATA = re.compile(rb"^data:\s*(.*?)\s*$", re.MULTILINE)
_THOUGHTS = frozenset({"thinking", "reasoning", "redacted_thinking"})
_DONE = b"[DONE]"


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request. ``thinking``: of those that came out, the ones nobody sees."""

    tokens_in: int = 0
    tokens_out: int = 0
    thinking: int = 0


@dataclass(frozen=True, slots=True)
class Completion:
    """One choice of a model: what it says, how it ended, what it cost."""

    content: str
    finish_reason: str | None
    refusal: str | None
    usage: Usage
    logprobs: bool

    def answer(self) -> str:
        """The text without wrapping. Refusal, TruncatedReply or EmptyReply, with what it cost, where there is none."""
        try:
            return strip_wrapping(check_choice(self.content, self.refusal, self.finish_reason))
        except ReplyError as outcome:
            outcome.tokens_in, outcome.tokens_out = self.usage.tokens_in, self.usage.tokens_out
            raise

    @property
    def thought_itself_out(self) -> bool:
        """Whether the room was used up before or almost before the answer began."""
        return self.finish_reason == "length" and (not self.content.strip() or self.usage.thinking > 0)


def read_completion(body: bytes, media_type: str) -> Completion:
    """The completion in a response with status 200. The error it holds in its place, or MalformedReply, is raised."""
    if "event-stream" in media_type or body.lstrip()[:5] == b"data:":
        return _of_stream(body)
    try:
        data = json.loads(body)
    except ValueError:
        what = "a web page" if "html" in media_type or body.lstrip()[:1] == b"<" else "text that is not JSON"
        raise MalformedReply(
            f"the endpoint answered with {what}: check --base-url; it begins {begin_of(body)}"
        ) from None
    if not isinstance(data, dict):
        raise MalformedReply(f"the endpoint answered with something else than a completion: {begin_of(body)}")
    if data.get("error"):
        raise error_inside(data["error"])
    choices = data.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise MalformedReply(f"the endpoint answered without a choice: {begin_of(body)}")
    choice = choices[0]
    message = choice.get("message")
    message = message if isinstance(message, dict) else {}
    usage = _usage(data.get("usage"))
    return _completion(message, choice.get("finish_reason"), usage, choice.get("logprobs") is not None)


def _of_stream(body: bytes) -> Completion:
    """Deltas put together. MalformedReply where the stream breaks off before its end."""
    content: list[str] = []
    arguments: list[str] = []
    thoughts: list[str] = []
    finish, usage, refusal, complete = None, Usage(), "", False
    for event in _events(body):
        if event.get("error"):
            raise error_inside(event["error"])
        usage = _usage(event["usage"]) if event.get("usage") else usage
        for choice in event.get("choices") or ():
            delta = choice.get("delta") or choice.get("message") or {}
            content.append(_text(delta.get("content")))
            thoughts.append(_text(delta.get("reasoning_content") or delta.get("reasoning")))
            arguments += [_arguments(call) for call in delta.get("tool_calls") or ()]
            refusal += delta.get("refusal") or ""
            finish = choice.get("finish_reason") or finish
            complete = complete or finish is not None
    if not complete and _DONE not in body:
        raise MalformedReply("the answer broke off in the middle of the stream")
    message = {"content": "".join(content) or None, "refusal": refusal or None, "reasoning_content": "".join(thoughts)}
    if any(arguments):
        message["content"] = message["content"] or "".join(arguments)
    return _completion(message, finish, usage, False)


def _events(body: bytes) -> Iterator[dict[str, Any]]:
    for data in _DATA.findall(body):
        if data == _DONE or not data:
            continue
        try:
            event = json.loads(data)
        except ValueError:
            raise MalformedReply(f"the stream holds something else than JSON: {begin_of(data)}") from None
        if isinstance(event, dict):
            yield event


def _completion(message: Mapping[str, object], finish: object, usage: Usage, logprobs: bool) -> Completion:
    """What a message says: its content, else the arguments of its tool call, else JSON that stands among thoughts."""
    content = _text(message.get("content"))
    calls = message.get("tool_calls")
    if not content.strip() and isinstance(calls, list) and calls:
        content = _arguments(calls[0])
    call = message.get("function_call")
    if not content.strip() and isinstance(call, dict):
        content = _text(call.get("arguments"))
    thoughts = _text(message.get("reasoning_content") or message.get("reasoning"))
    if not content.strip() and strip_wrapping(thoughts)[:1] in ("{", "["):
        content = thoughts
    refusal = message.get("refusal")
    ended = finish if isinstance(finish, str) else None
    return Completion(content, ended, refusal if isinstance(refusal, str) and refusal else None, usage, logprobs)


def _text(content: object) -> str:
    """Content as text: a string, or the words of its parts without thoughts."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        parts = (part for part in content if isinstance(part, dict) and part.get("type") not in _THOUGHTS)
        return "".join(_text(part.get("text")) for part in parts)
    if isinstance(content, dict):
        return json.dumps(content, ensure_ascii=False)
    return ""


def _arguments(call: object) -> str:
    function = call.get("function") if isinstance(call, dict) else None
    return _text(function.get("arguments")) if isinstance(function, dict) else ""


def _usage(usage: object) -> Usage:
    if not isinstance(usage, dict):
        return Usage()
    details = usage.get("completion_tokens_details")
    thinking = _count(details, "reasoning_tokens") if isinstance(details, dict) else 0
    return Usage(_count(usage, "prompt_tokens"), _count(usage, "completion_tokens"), thinking)


def _count(facts: Mapping[str, object], key: str) -> int:
    count = facts.get(key)
    return count if isinstance(count, int) else 0
