"""An endpoint on loopback that gives every schema the simplest answer it allows: zeros, the first choice, no text."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODEL = "tiny-0.5b"
NO_CREDIT = {"error": {"code": "insufficient_quota", "type": "insufficient_quota", "message": "You have no credit."}}


class Endpoint:
    """What the endpoint was asked, and how it behaves. ``credit``: answers until it says that there is no more."""

    def __init__(self, credit: int | None = None) -> None:
        self.asked = 0
        self.threads: set[int] = set()
        self.credit = credit
        self.base_url = ""
        self._lock = threading.Lock()

    def answer(self, request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and body for one request."""
        with self._lock:
            self.asked += 1
            if self.credit is not None and self.asked > self.credit:
                return 429, NO_CREDIT
        schema = request["response_format"]["json_schema"]["schema"]
        content = json.dumps(simplest(schema, schema.get("$defs", {})))
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
        usage = {"prompt_tokens": 4000, "completion_tokens": 9, "total_tokens": 4009}
        return 200, {"id": "1", "object": "chat.completion", "created": 1, "model": MODEL, "choices": [choice]} | {
            "usage": usage
        }


def simplest(schema: dict[str, Any], defined: dict[str, Any]) -> object:
    """The simplest value a JSON schema allows."""
    if "$ref" in schema:
        return simplest(defined[schema["$ref"].rpartition("/")[2]], defined)
    for key in ("const", "enum", "anyOf"):
        if key in schema:
            found = schema[key] if key == "const" else schema[key][0]
            return simplest(found, defined) if key == "anyOf" else found
    kind = schema.get("type")
    if kind == "object":
        return {name: simplest(each, defined) for name, each in schema.get("properties", {}).items()}
    if kind == "array":
        return [simplest(schema["items"], defined)] * schema.get("minItems", 0)
    return 0 if kind in ("integer", "number") else ""


@contextmanager
def answering(endpoint: Endpoint) -> Iterator[Endpoint]:
    """Serve the endpoint on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._send(200, {"object": "list", "data": [{"id": MODEL, "object": "model"}]})

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._send(*endpoint.answer(request))

        def _send(self, status: int, body: dict[str, Any]) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    endpoint.base_url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
