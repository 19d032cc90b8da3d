"""The loopback model behind a real HTTP server on this machine."""

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from extractor.evaluate.loopback.batch_manner import BatchManner
from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.loopback_batches import LoopbackBatches
from extractor.evaluate.loopback.loopback_model import LoopbackModel
from extractor.readers.llm.address import Endpoint
from extractor.readers.llm.rehearsed_endpoint import ChatRequest, Scene

MODEL = "loopback"


class LoopbackServer:
    """A server, the model that answers there, at once and in ``batches``."""

    def __init__(self, model: LoopbackModel, port: int = 0, manner: BatchManner | None = None) -> None:
        self.model = model
        self.batches = LoopbackBatches(model.answer, manner)
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(model, self.batches))
        self._server.daemon_threads = True

    @property
    def endpoint(self) -> Endpoint:
        """The address and the model to ask for."""
        return Endpoint(f"http://127.0.0.1:{self._server.server_address[1]}/v1", MODEL, "loopback")

    def serve(self) -> None:
        """Answer until :meth:`close`."""
        self._server.serve_forever(poll_interval=0.05)

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def loopback(
    truths: Sequence[KnownTruth] = (), mode: str = "ok", port: int = 0, manner: BatchManner | None = None
) -> Iterator[LoopbackServer]:
    """A server in a thread of its own, for tests. ``port`` 0: any that is free. ``manner``: of its batches."""
    server = LoopbackServer(LoopbackModel(truths, mode), port, manner)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join()


def _handler(model: LoopbackModel, batches: LoopbackBatches) -> type[BaseHTTPRequestHandler]:
    class LoopbackHandler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # Otherwise every answer waits 40 ms for an acknowledgement.

        def do_GET(self) -> None:
            found = batches.respond("GET", self.path, b"", "")
            if found is not None:
                self._send(found)
                return
            listed = {"id": MODEL, "object": "model", "created": 0, "owned_by": "loopback"}
            self._send(Scene(json.dumps({"object": "list", "data": [listed]})))

        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers["Content-Length"] or 0))
            found = batches.respond("POST", self.path, data, self.headers.get("Content-Type", ""))
            if found is not None:
                self._send(found)
                return
            key = self.headers.get("Authorization", "").removeprefix("Bearer ")
            self._send(model.answer(ChatRequest(json.loads(data)), key))

        def _send(self, scene: Scene) -> None:
            if scene.delay:
                time.sleep(scene.delay)
            data = scene.body.encode()
            try:
                self.send_response(scene.status)
                for name, value in {"Content-Type": scene.media_type, **scene.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            except OSError:
                self.close_connection = True  # The client gave up.

        def log_message(self, *_: object) -> None:
            """Say nothing: the terminal belongs to the one who asks."""

    return LoopbackHandler
