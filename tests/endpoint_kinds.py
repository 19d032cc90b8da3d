"""Every way an endpoint was seen to answer or not to, each as a manner of the rehearsed one."""

import itertools
import json
import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extractor.readers.llm.rehearsed_endpoint import (
    ChatRequest,
    Manner,
    Scene,
    completion,
    fail,
    html_page,
    refuse,
    reject,
)


@dataclass(frozen=True)
class EndpointKind:
    """One kind of endpoint. ``manner`` makes the way it answers, anew for every run; ``seconds``: the deadline."""

    name: str
    manner: Callable[[], Manner]
    seconds: float = 60.0


# -- how a right answer is put


def _message(scene: Scene, edit: Callable[[dict[str, Any], str], None], finish: str | None = None) -> Scene:
    """A completion whose message is edited."""
    body = json.loads(scene.body)
    if "choices" not in body:
        return scene
    choice = body["choices"][0]
    edit(choice["message"], choice["message"]["content"] or "")
    choice["finish_reason"] = finish or choice["finish_reason"]
    return replace(scene, body=json.dumps(body))


def _put(**changed: Callable[[str], object]) -> Callable[[], Manner]:
    """Parts of the message, made from the right content; the content itself is gone unless it is one of them."""

    def edit(message: dict[str, Any], content: str) -> None:
        message["content"] = None
        message.update({name: make(content) for name, make in changed.items()})

    return lambda: lambda request, scene: _message(scene, edit)


def _calling(content: str) -> object:
    return [{"id": "1", "type": "function", "function": {"name": "answer", "arguments": content}}]


def _stream(scene: Scene) -> Scene:
    """The same in pieces."""
    body = json.loads(scene.body)
    if "choices" not in body:
        return scene
    content = body["choices"][0]["message"]["content"] or ""
    pieces = [content[start : start + 7] for start in range(0, len(content), 7)]
    events: list[dict[str, Any]] = [{"choices": [{"index": 0, "delta": {"content": piece}}]} for piece in pieces]
    events += [
        {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
        {"choices": [], "usage": body["usage"]},
    ]
    text = "".join(f"data: {json.dumps(event)}\n\n" for event in events) + "data: [DONE]\n\n"
    return replace(scene, body=text, media_type="text/event-stream")


def _streams_only() -> Manner:
    def manner(request: ChatRequest, scene: Scene) -> Scene:
        return (
            _stream(scene)
            if request.body.get("stream")
            else fail(400, message="Only stream=true is supported")(request)
        )

    return manner


def _without(*words: str, text: str) -> Callable[[], Manner]:
    """Does not take schemas with these words."""

    def manner(request: ChatRequest, scene: Scene) -> Scene:
        sent = json.dumps([request.body.get("response_format"), request.body.get("tools")])
        found = next((word for word in words if f'"{word}"' in sent), None)
        return scene if found is None else fail(400, message=text.format(found))(request)

    return lambda: manner


def _refuses(*names: str) -> Callable[[], Manner]:
    """Does not take these parameters."""

    def manner(request: ChatRequest, scene: Scene) -> Scene:
        named = next((name for name in names if name in request.body), None)
        return scene if named is None else reject(named)(request)

    return lambda: manner


def _json_object_only() -> Manner:
    text = "Invalid value: 'json_schema'. Supported values are: 'json_object' and 'text'."

    def manner(request: ChatRequest, scene: Scene) -> Scene:
        asked = request.body.get("response_format")
        kind = asked["type"] if isinstance(asked, dict) else ""
        if "tools" in request.body:
            return completion("I have no tools.")
        return fail(400, message=text)(request) if kind == "json_schema" else scene

    return manner


def _obeys(*ways: str) -> Callable[[], Manner]:
    """Obeys schemas only where they come this way; its answers are right all the same."""

    def manner(request: ChatRequest, scene: Scene) -> Scene:
        probe = request.is_probe and "zuvorqlim" in json.dumps(request.body)
        return completion('{"colour": "yellow"}') if probe and not any(way in request.body for way in ways) else scene

    return lambda: manner


def _thinks(until: int) -> Callable[[], Manner]:
    """Uses up the room before it answers, unless there is more of it than this."""

    def manner(request: ChatRequest, scene: Scene) -> Scene:
        room = request.body.get("max_completion_tokens")
        return scene if isinstance(room, int) and room > until else completion(None, "length")

    return lambda: manner


def _numbers_twice(request: ChatRequest, scene: Scene) -> Scene:
    def edit(message: dict[str, Any], content: str) -> None:
        answer = json.loads(content)
        for row in answer.get("rows", []):
            row[0] = row[1]
        message["content"] = json.dumps(answer)

    return scene if request.is_probe else _message(scene, edit)


# -- how it fails


def _first(number: int, act: Callable[[ChatRequest], Scene]) -> Callable[[], Manner]:
    """Fails at first."""

    def make() -> Manner:
        left = itertools.count(number, -1)
        lock = threading.Lock()

        def manner(request: ChatRequest, scene: Scene) -> Scene:
            with lock:
                failing = next(left) > 0
            return act(request) if failing else scene

        return manner

    return make


def _always(act: Callable[[ChatRequest], Scene]) -> Callable[[], Manner]:
    return lambda: lambda request, scene: act(request)


def _after_probe(act: Callable[[ChatRequest], Scene]) -> Callable[[], Manner]:
    return lambda: lambda request, scene: scene if request.is_probe else act(request)


def _limit(per_second: int) -> Callable[[], Manner]:
    """Admits so many in a second and says nothing about when to come again."""

    def make() -> Manner:
        sent: list[float] = []
        lock = threading.Lock()

        def manner(request: ChatRequest, scene: Scene) -> Scene:
            with lock:
                now = time.monotonic()
                sent[:] = [moment for moment in sent if moment > now - 1]
                if len(sent) >= per_second:
                    return fail(429, "rate_limit_exceeded", "slow down")(request)
                sent.append(now)
                return scene

        return manner

    return make


def _remaining() -> Manner:
    """Says with every fifth answer that the next has to wait. One that was under way may come once more."""
    count, lock, until = itertools.count(1), threading.Lock(), [0.0]

    def manner(request: ChatRequest, scene: Scene) -> Scene:
        with lock:
            if time.monotonic() < until[0]:
                return fail(429, message="asked too early", retry_after_ms="50")(request)
            if next(count) % 5:
                return scene
            until[0] = time.monotonic() + 0.2
        headers = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "300ms"}
        return replace(scene, headers=headers)

    return manner


def _google(status: int, quota: str, delay: str = "") -> Callable[[ChatRequest], Scene]:
    """Google's error: a list, with details."""
    violation: dict[str, object] = {
        "@type": "type.googleapis.com/google.rpc.QuotaFailure",
        "violations": [{"quotaId": quota}],
    }
    details = [violation]
    if delay:
        details.append({"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay})
    message = "You exceeded your current quota, please check your plan and billing details."
    error = {"code": status, "message": message, "status": "RESOURCE_EXHAUSTED", "details": details}
    return lambda request: Scene(json.dumps([{"error": error}]), status)


def _text(body: str, **changed: Any) -> Callable[[ChatRequest], Scene]:  # noqa: ANN401 (fields of a scene)
    return lambda request: Scene(body, **changed)


def _cut(after: int) -> Callable[[ChatRequest], Scene]:
    return lambda request: replace(completion("{}" * 40), cut=after)


def _broken_stream(request: ChatRequest) -> Scene:
    return Scene('data: {"choices": [{"delta": {"content": "{\\"rows\\": [["}}]}\n\n', media_type="text/event-stream")


def _same(request: ChatRequest, scene: Scene) -> Scene:
    return scene


def _closing(request: ChatRequest, scene: Scene) -> Scene:
    return replace(scene, headers={"Connection": "close"})


def _uncounted(request: ChatRequest, scene: Scene) -> Scene:
    return replace(scene, body=re.sub(r', "usage": \{[^}]*\}', "", scene.body))


_TOO_MANY = {"retry_after_ms": "20"}
KINDS: Sequence[EndpointKind] = (
    EndpointKind("answers as it should", lambda: _same),
    EndpointKind("JSON in a code fence", _put(content=lambda right: f"```json\n{right}\n```")),
    EndpointKind("a thought before the JSON", _put(content=lambda right: f"<think>3 and 4</think>\n{right}")),
    EndpointKind("words around the JSON", _put(content=lambda right: f"Here is the JSON: {right} Anything else?")),
    EndpointKind("a list of parts as content", _put(content=lambda right: [{"type": "text", "text": right}])),
    EndpointKind("a tool call in place of content", _put(tool_calls=_calling)),
    EndpointKind("a function call in place of content", _put(function_call=lambda right: {"arguments": right})),
    EndpointKind("reasoning_content in place of content", _put(reasoning_content=lambda right: right)),
    EndpointKind("answers only with stream=true", _streams_only),
    EndpointKind("streams unasked", lambda: lambda request, scene: _stream(scene)),
    EndpointKind(
        "takes no minItems and maxItems",
        _without("minItems", "maxItems", text="For 'array' type, property '{}' is not supported"),
    ),
    EndpointKind("takes no strict", _without("strict", text="Unknown name '{}' in response_format")),
    EndpointKind("takes no additionalProperties", _without("additionalProperties", text='Unknown name "{}"')),
    EndpointKind("takes no response_format", _refuses("response_format")),
    EndpointKind("takes json_object only", _json_object_only),
    EndpointKind("takes no response_format and no tools", _refuses("response_format", "tools")),
    EndpointKind("ignores schemas", _obeys()),
    EndpointKind("ignores schemas, obeys tools", _obeys("tools")),
    EndpointKind("takes no temperature", _refuses("temperature")),
    EndpointKind("takes no max_completion_tokens", _refuses("max_completion_tokens")),
    EndpointKind("takes no logprobs", _refuses("logprobs")),
    EndpointKind("500 at first", _first(2, fail(500))),
    EndpointKind("503 at first, with Retry-After", _first(1, fail(503, Retry_After="0.2"))),
    EndpointKind("529 at first", _first(2, fail(529, "overloaded_error", "Overloaded"))),
    EndpointKind("429 at first, with Retry-After", _first(1, fail(429, Retry_After="0.3"))),
    EndpointKind("Google's quota of a minute at first", _first(2, _google(429, "RequestsPerMinutePerProject", "0.2s"))),
    EndpointKind("admits 5 requests a second", _limit(5)),
    EndpointKind("says when to come again in headers", _remaining),
    EndpointKind("cuts the connection at first", _first(2, _cut(-1))),
    EndpointKind("closes every connection", lambda: _closing),
    EndpointKind("thinks longer than there is room", _thinks(9000)),
    EndpointKind("counts no tokens", lambda: _uncounted),
    EndpointKind("is slow", lambda: lambda request, scene: replace(scene, delay=0.2)),
    EndpointKind("drips", lambda: lambda request, scene: replace(scene, drip=0.002)),
    EndpointKind("uses a cell twice", lambda: _numbers_twice),
    EndpointKind("declines", _always(refuse)),
    EndpointKind("its filter stops answers", _after_probe(lambda request: completion(None, "content_filter"))),
    EndpointKind("its filter stops requests", _after_probe(fail(400, "content_policy_violation"))),
    EndpointKind("says nothing", _after_probe(lambda request: completion(""))),
    EndpointKind("content is null", _after_probe(lambda request: completion(None))),
    EndpointKind("talks", _after_probe(lambda request: completion("I think it is 7."))),
    EndpointKind("JSON of another shape", _after_probe(lambda request: completion('{"lines": []}'))),
    EndpointKind("half of the JSON", _after_probe(lambda request: completion('{"rows": [["A1", '))),
    EndpointKind("every answer is cut at the limit", _after_probe(lambda request: completion('{"rows": [[', "length"))),
    EndpointKind("a web page with status 200", _always(html_page)),
    EndpointKind("an error with status 200", _after_probe(_text('{"error": {"message": "backend failed"}}'))),
    EndpointKind("no choice", _after_probe(_text('{"choices": []}'))),
    EndpointKind("a stream that breaks off", _after_probe(_broken_stream)),
    EndpointKind("a body that breaks off", _after_probe(_cut(9))),
    EndpointKind("the request is too long", _after_probe(fail(400, "context_length_exceeded"))),
    EndpointKind("the request is too large", _after_probe(fail(413))),
    EndpointKind("400 for everything", _always(fail(400, message="bad request"))),
    EndpointKind("401", _always(fail(401, "invalid_api_key"))),
    EndpointKind("403", _always(fail(403))),
    EndpointKind("404", _always(fail(404))),
    EndpointKind("has moved", _always(lambda request: Scene("", 302, headers={"Location": "https://else.where/v1"}))),
    EndpointKind("429 always", _always(fail(429, **_TOO_MANY))),
    EndpointKind("500 always, with Retry-After", _always(fail(500, **_TOO_MANY))),
    EndpointKind("cuts every connection", _always(_cut(-1))),
    EndpointKind("never answers", _after_probe(lambda request: replace(completion("{}"), delay=2.0)), 1.0),
    EndpointKind("402", _after_probe(fail(402, message="Insufficient balance"))),
    EndpointKind("no credit", _after_probe(fail(429, "insufficient_quota", "You exceeded your current quota"))),
    EndpointKind("Google's quota of a day", _after_probe(_google(429, "GenerateRequestsPerDayPerProject"))),
)
