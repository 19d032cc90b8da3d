"""A rehearsed endpoint: a real HTTP server on loopback that answers like a model, and misbehaves on request.

::

    with Rehearsal() as stage:
        stage.play(refuse, html_page)
        LlmReader(stage.endpoint).read(document, schema, form)

Without an act it copies: it reads the rows out of the request and gives back what they print, so that everything from
the request plan to the reading can be tried without a model. The first request of a connection is its probe.
"""

import base64
import json
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self, TypeAlias

from extractor.readers.llm.address import Endpoint
from extractor.readers.llm.shown import BLANK, SEPARATOR

MODEL = "rehearsal"
_ROWS = re.compile(r"<rows>\n(.*)\n</rows>", re.DOTALL)
_SCHEMA = re.compile(r"fits this schema, [^{]*(\{.*\})\Z", re.DOTALL)
_QUESTION = re.compile(r"^\d+\. ((?:rows|columns|statement:|line:) (?:.|\n(?!\d+\. ))*)", re.MULTILINE)
_NUMBERED = re.compile(r"^\(\d+\) ", re.MULTILINE)
_CELL_NAME = re.compile(r"(?:^| \| )[a-z]+=∅?")
_ID = re.compile(r"^([A-Z]+\d+)=")


@dataclass(frozen=True)
class ChatRequest:
    """A chat completion request as the server got it."""

    body: Mapping[str, object]

    @property
    def text(self) -> str:
        """The last message, which holds the rows."""
        return "\n".join(str(part["text"]) for part in self._parts if part.get("type") == "text")

    @property
    def pictures(self) -> list[bytes]:
        """The files of the pictures in the last message."""
        urls = [part["image_url"] for part in self._parts if part.get("type") == "image_url"]
        return [base64.b64decode(str(url["url"]).partition(",")[2]) for url in urls if isinstance(url, dict)]

    @property
    def _parts(self) -> list[dict[str, object]]:
        messages = self.body["messages"]
        content = messages[-1]["content"] if isinstance(messages, list) else ""
        return content if isinstance(content, list) else [{"type": "text", "text": content}]

    @property
    def rows(self) -> list[list[str]]:
        """The cells of every row, as they are shown."""
        found = _ROWS.search(self.text)
        lines = found[1].split("\n") if found and not self.pictures else []
        return [line.split(": ", 1)[1].split(SEPARATOR) for line in lines]

    @property
    def schema(self) -> Mapping[str, object]:
        """The JSON schema of the answer, empty if none was sent."""
        asked, tools = self.body.get("response_format"), self.body.get("tools")
        if isinstance(tools, list):
            return dict(tools[0]["function"]["parameters"])
        if isinstance(asked, dict) and "json_schema" in asked:
            return dict(asked["json_schema"]["schema"])
        return self._written_out()

    def _written_out(self) -> Mapping[str, object]:
        """The schema that stands in the words of the request where none is sent beside them."""
        turns = self.body["messages"]
        for turn in turns if isinstance(turns, list) else ():
            found = _SCHEMA.search(turn["content"]) if isinstance(turn["content"], str) else None
            if found is not None:
                return dict(json.loads(found[1]))
        return {}

    @property
    def is_probe(self) -> bool:
        """Whether this is the question every connection begins with."""
        properties = self.schema.get("properties")
        return not self.rows and (not isinstance(properties, dict) or "answers" not in properties)


@dataclass(frozen=True)
class Scene:
    """What goes over the wire. ``drip``: seconds between the bytes of the body; ``delay``: before the first one.
    ``cut``: bytes of the body after which the connection is cut, -1 before any answer; None for never.
    """

    body: str
    status: int = 200
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0
    cut: int | None = None


Act: TypeAlias = Callable[[ChatRequest], Scene]
Manner: TypeAlias = Callable[[ChatRequest, Scene], Scene]
"""How an endpoint puts a right answer, the one to its probe as well."""


class Rehearsal:
    """The server. ``requests`` are those about rows or statements, ``probes`` the questions before them.

    ``enforces``: whether it obeys schemas. ``rejects``: parameters it complains about. ``lists``: facts about the
    model that it gives on request. ``manner``: what it makes of every right answer. ``answered``: requests that were
    answered with status 200 and will be paid for.
    """

    def __init__(
        self,
        *,
        enforces: bool = True,
        rejects: Sequence[str] = (),
        lists: Mapping[str, object] | None = None,
        manner: Manner | None = None,
    ) -> None:
        self.answered = 0
        self._manner = manner
        self.requests: list[ChatRequest] = []
        self.probes: list[ChatRequest] = []
        self.refused: list[str] = []
        self.enforces = enforces
        self.rejects = tuple(rejects)
        self.lists = {"id": MODEL, "object": "model", "created": 0, "owned_by": "rehearsal", **(lists or {})}
        self._acts: list[Act] = []
        self._always: Act | None = None
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def endpoint(self) -> Endpoint:
        """The address and the model to ask for."""
        return Endpoint(f"http://127.0.0.1:{self._server.server_address[1]}/v1", MODEL, "rehearsal")

    def play(self, *acts: Act) -> None:
        """Answer the next requests with these acts, one each; after them it copies again."""
        self._acts += acts

    def always(self, act: Act) -> None:
        """Answer every request with this act, the probe as well."""
        self._always = act

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, request: ChatRequest) -> Scene:
        """The scene for one request."""
        scene = self._answer(request)
        scene = scene if self._manner is None else self._manner(request, scene)
        with self._lock:
            self.answered += scene.status == 200 and scene.cut != -1
        return scene

    def _answer(self, request: ChatRequest) -> Scene:
        with self._lock:
            named = next((name for name in self.rejects if name in request.body), None)
            if named is not None:
                self.refused.append(named)
                return reject(named)(request)
            if self._always is not None:
                self.requests.append(request)
                return self._always(request)
            if request.is_probe:
                self.probes.append(request)
                return completion(
                    _obey(request) if self.enforces else "yellow", logprobs=bool(request.body.get("logprobs"))
                )
            self.requests.append(request)
            act = self._acts.pop(0) if self._acts else copy
        return act(request)


def completion(
    content: str | None, finish: str = "stop", refusal: str | None = None, tokens: int = 5000, *, logprobs: bool = False
) -> Scene:
    """A chat completion with this content. ``tokens``: what it says it has read."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    choice = {
        "index": 0,
        "message": message,
        "finish_reason": finish,
        "logprobs": {"content": []} if logprobs else None,
    }
    usage = {"prompt_tokens": tokens, "completion_tokens": 20, "total_tokens": tokens + 20}
    facts = {"id": "rehearsal-1", "object": "chat.completion", "created": 0, "model": MODEL}
    return Scene(json.dumps({**facts, "choices": [choice], "usage": usage}))


def copied(request: ChatRequest) -> dict[str, object]:
    """The right answer: the numbers of the rows, or the ids of their cells; asked for places, that nothing is printed
    but the line that is known.
    """
    if not request.rows:
        return {"answers": [_nowhere(question, request.text) for question in _QUESTION.findall(request.text)]}
    return {"rows": [[_copied(cell) for cell in row] for row in request.rows]}


def _nowhere(question: str, shown: str) -> str:
    kind, _, what = question.partition(" ")
    if kind == "line:":
        lines = (line.split(" ", 1) for line in shown.split("</document>")[0].splitlines() if " " in line)
        return next(name for name, text in lines if " ".join(_CELL_NAME.sub(" ", text).split()).startswith(what))
    if kind == "rows":
        return " ".join("-" for _ in _NUMBERED.findall(question))
    return " ".join("-" for _ in re.findall(r"\(\d+\) ", question)) or "-"


def _copied(cell: str) -> object:
    named = _ID.match(cell)
    if named:
        return named[1]
    digits = re.match(r"[-+]?[\d,]+(\.\d+)?", cell)
    if cell == BLANK or digits is None:
        return None
    plain = digits[0].replace(",", "")
    return float(plain) if "." in plain else int(plain)


def copy(request: ChatRequest) -> Scene:
    """Answer rightly."""
    return completion(json.dumps(copied(request)))


def say(content: str | None, finish: str = "stop") -> Act:
    """Answer with this text whatever was asked."""
    return lambda request: completion(content, finish)


def wrap(before: str, after: str = "") -> Act:
    """Answer rightly, with text around the JSON."""
    return lambda request: completion(f"{before}{json.dumps(copied(request))}{after}")


def change(edit: Callable[[list[list[object]]], object]) -> Act:
    """Answer with the right rows after ``edit`` has changed them in place."""

    def act(request: ChatRequest) -> Scene:
        rows = [[_copied(cell) for cell in row] for row in request.rows]
        edit(rows)
        return completion(json.dumps({"rows": rows}))

    return act


def refuse(request: ChatRequest) -> Scene:
    """Decline to answer."""
    return completion(None, refusal="I'm sorry, I can't help with that.")


def cut_short(request: ChatRequest) -> Scene:
    """Stop at the token limit in the middle of the answer."""
    return completion(json.dumps(copied(request))[:12], "length")


def html_page(request: ChatRequest) -> Scene:
    """A web page with status 200."""
    return Scene("<!doctype html><title>Welcome</title><p>Sign in to continue.", media_type="text/html")


def fail(status: int, code: str = "", message: str = "it went wrong", **headers: str) -> Act:
    """An error status with the body that endpoints send."""
    error = {"message": message, "type": code or "error", "param": None, "code": code or None}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request: Scene(json.dumps({"error": error}), status, headers=named)


def reject(parameter: str) -> Act:
    """Complain about a parameter."""
    message = f"Unsupported parameter: '{parameter}' is not supported with this model."
    error = {"message": message, "type": "invalid_request_error", "param": parameter, "code": "unsupported_parameter"}
    return lambda request: Scene(json.dumps({"error": error}), 400)


def slowly(seconds: float) -> Act:
    """Answer rightly, but late."""
    return lambda request: replace(copy(request), delay=seconds)


def in_drips(seconds: float) -> Act:
    """Answer rightly, a few bytes at a time with this pause between them."""
    return lambda request: replace(copy(request), drip=seconds)


def half_read(tokens: int) -> Act:
    """Answer as if only the last ``tokens`` of the request had been read."""
    return lambda request: completion(json.dumps(copied(request)), tokens=tokens)


def _obey(request: ChatRequest) -> str:
    """The only answer the schema of a probe allows."""
    properties = request.schema.get("properties", {})
    if not isinstance(properties, dict):
        return "{}"
    return json.dumps({name: facts.get("const", facts.get("enum", [""])[0]) for name, facts in properties.items()})


def _handler(stage: Rehearsal) -> type[BaseHTTPRequestHandler]:
    class RehearsalHandler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # Otherwise every answer waits 40 ms for an acknowledgement.

        def do_GET(self) -> None:
            self._show(Scene(json.dumps({"object": "list", "data": [stage.lists]})))

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._show(stage.answer(ChatRequest(body)))

        def _show(self, scene: Scene) -> None:
            time.sleep(scene.delay)
            data = scene.body.encode()
            if scene.cut is not None:
                self.close_connection = True
            if scene.cut == -1:
                return
            try:
                self.send_response(scene.status)
                for name, value in {"Content-Type": scene.media_type, **scene.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                for start in range(0, len(data), 8 if scene.drip else len(data) or 1):
                    self.wfile.write(data[start : start + (8 if scene.drip else len(data))][: scene.cut])
                    self.wfile.flush()
                    time.sleep(scene.drip)
            except OSError:
                self.close_connection = True  # The client gave up, as it should.

        def log_message(self, *_: object) -> None:
            """Say nothing: the terminal belongs to the one who rehearses."""

    return RehearsalHandler
