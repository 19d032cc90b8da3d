"""Between a client and a model: passes requests on, counts tokens, and can hang up."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Meter:
    """What passed since the last :meth:`take`: requests, and the tokens the model itself counted."""

    def __init__(self, address: str) -> None:
        self.place = urlsplit(address).netloc
        self.address = ""
        self._lock = threading.Lock()
        self._counts = (0, 0, 0)
        self._live: set[HTTPConnection] = set()

    def take(self) -> tuple[int, int, int]:
        """Requests, tokens in and tokens out; the counts begin anew."""
        with self._lock:
            taken, self._counts = self._counts, (0, 0, 0)
        return taken

    def hang_up(self) -> None:
        """Close what is still open, so that a model nobody waits for stops answering."""
        with self._lock:
            live = list(self._live)
        for each in live:
            with suppress(OSError):
                if each.sock is not None:
                    each.sock.shutdown(2)

    def pass_on(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, bytes]:
        """Status, content type and body of the model's reply. OSError if the line was cut."""
        connection = HTTPConnection(self.place)
        with self._lock:
            self._live.add(connection)
        try:
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            content = reply.read()
            self._count(content)
            return reply.status, reply.getheader("Content-Type", "application/json"), content
        finally:
            with self._lock:
                self._live.discard(connection)
            connection.close()

    def _count(self, content: bytes) -> None:
        with suppress(ValueError):
            reply = json.loads(content)
            usage = reply.get("usage") if isinstance(reply, dict) else None
            if isinstance(usage, dict):
                asked, read, written = self._counts
                added = (asked + 1, read + usage.get("prompt_tokens", 0), written + usage.get("completion_tokens", 0))
                with self._lock:
                    self._counts = added


@contextmanager
def metered(address: str) -> Iterator[Meter]:
    """A meter before the endpoint at ``address``, with an address of its own while the block runs."""
    meter = Meter(address)

    class MeterHandler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            self._answer("POST", self.rfile.read(length))

        def do_GET(self) -> None:
            self._answer("GET", b"")

        def _answer(self, method: str, body: bytes) -> None:
            kept = {key: self.headers[key] for key in ("Authorization", "Content-Type") if key in self.headers}
            with suppress(OSError):
                status, kind, content = meter.pass_on(method, self.path, body, kept)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), MeterHandler)
    meter.address = f"http://127.0.0.1:{server.server_port}{urlsplit(address).path}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield meter
    finally:
        server.shutdown()
        server.server_close()
