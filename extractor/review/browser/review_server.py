"""``extractor review --web``: the screen of the terminal, in a browser on this machine.

textual-serve runs the program once for every window and carries its screen over a websocket. What it lacks stands here:
who does not know the address with its random token gets nothing, a page of another origin gets 403 (a browser lets any
page open a websocket to this machine), no name but this machine's own is answered (DNS rebinding), and nothing is
fetched from other hosts: its own page asks one for a typeface, ours does not.
"""

import secrets
import shlex
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from textual_serve.server import Server

HOST = "127.0.0.1"
_COOKIE = "extractor_review"
_OWN_HOSTS = frozenset({"127.0.0.1", "localhost"})
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "img-src 'self' data:; connect-src 'self' {socket}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class ReviewServer(Server):
    """Serves one command on loopback to whoever has the address of :attr:`address`."""

    def __init__(self, command: Sequence[str], port: int = 0) -> None:
        self.token = secrets.token_urlsafe(24)
        super().__init__(
            shlex.join(command),
            host=HOST,
            port=port or _free_port(),
            title="extractor review",
            templates_path=Path(__file__).parent,
        )

    @property
    def address(self) -> str:
        """What to open: the token makes it known to nobody else."""
        return f"{self.public_url}/?token={self.token}"

    async def make_app(self) -> web.Application:
        """The application, with everything refused that comes from elsewhere."""
        app = await self._make_app()
        app.middlewares.append(self._only_ours())
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Say where it is."""
        print(f"Review in a browser on this machine: {self.address}", file=sys.stderr, flush=True)
        print("Whoever has this address can decide. Ctrl+C ends it.", file=sys.stderr, flush=True)

    def run(self) -> None:
        """Serve until somebody interrupts."""
        web.run_app(self.make_app(), host=HOST, port=self.port, print=None)

    def _only_ours(self) -> Middleware:
        @web.middleware
        async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
            self._refuse_foreign(request)
            given = request.query.get("token", "")
            if not _same(given or request.cookies.get(_COOKIE, ""), self.token):
                raise web.HTTPForbidden(text="open the address that `extractor review --web` printed")
            response = await handler(request)
            if not response.prepared:
                if given:
                    response.set_cookie(_COOKIE, self.token, httponly=True, samesite="Strict", path="/")
                response.headers["Content-Security-Policy"] = _POLICY.format(socket=f"ws://{HOST}:{self.port}")
                response.headers["Referrer-Policy"] = "no-referrer"
                response.headers["X-Content-Type-Options"] = "nosniff"
                response.headers["Cache-Control"] = "no-store"
            return response

        return check

    def _refuse_foreign(self, request: web.Request) -> None:
        host = request.host.rsplit(":", 1)[0]
        if host not in _OWN_HOSTS:
            raise web.HTTPForbidden(text="this server answers to its own name only")
        origin = request.headers.get("Origin")
        if origin is not None and origin != f"http://{request.host}":
            raise web.HTTPForbidden(text="this server answers its own pages only")
        if request.path == "/ws" and origin is None:
            raise web.HTTPForbidden(text="only a page of this server may open its screen")


def serve_review(store: str, document: str | None, options: Sequence[str], port: int = 0) -> int:
    """Serve the review of a store until somebody interrupts; the exit code. ``options``: words of its command."""
    command = [sys.executable, "-m", "extractor", "review", *([document] if document else []), "--store", store]
    ReviewServer([*command, *options], port).run()
    return 0


def _same(given: str, token: str) -> bool:
    return secrets.compare_digest(given.encode(), token.encode())


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind((HOST, 0))
        port: int = bound.getsockname()[1]
        return port
