"""A page in a real Chromium, driven over the browser's own debugging pipe: no driver, no network, no library."""

import fcntl
import json
import os
import shutil
import tempfile
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
)


class ChromiumPage:
    """One file, or one address, in one tab. ``console`` gathers errors and warnings, ``requests`` every address that
    was asked for.
    """

    def __init__(self, path: Path | str) -> None:
        assert CHROMIUM is not None
        self.console: list[str] = []
        self.requests: list[str] = []
        self._address = path if isinstance(path, str) else path.resolve().as_uri()
        self._folder = tempfile.mkdtemp(prefix="chromium-")
        self._count = 0
        self._session = ""
        self._rest = b""
        theirs_in, self._write_end = os.pipe()
        self._read_end, theirs_out = os.pipe()
        command = [CHROMIUM, *_OPTIONS, f"--user-data-dir={self._folder}"]
        self._browser = _start(command, theirs_in, theirs_out)
        os.close(theirs_in)
        os.close(theirs_out)

    def __enter__(self) -> "ChromiumPage":
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = str(self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._session = ""
        with suppress(OSError, AssertionError):
            self.ask("Browser.close")
        # A browser that does not answer ends when its pipe does.
        os.close(self._write_end)
        os.waitpid(self._browser, 0)
        os.close(self._read_end)
        shutil.rmtree(self._folder, ignore_errors=True)

    def load(self, width: int = 1280, height: int = 900, dark: bool = False) -> None:
        """Open the file anew in a window of this size, with the system's preference for light or dark."""
        self.ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        scheme: Json = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.ask("Emulation.setEmulatedMedia", features=scheme)
        self.ask("Page.navigate", url=self._address)
        ready = "new Promise(done => { const wait = () => document.readyState === 'complete' ? done(true) : "
        self.value(ready + "setTimeout(wait, 20); wait(); })")

    def value(self, script: str) -> Json:
        """What a script comes to, promises awaited. AssertionError where it throws."""
        answer = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        result = answer["result"]
        assert isinstance(result, dict)
        return result.get("value")

    def press(self, key: str, code: int) -> None:
        """Press and release a key; ``code`` is its virtual key code."""
        text = {"Enter": "\r", "Space": " "}.get(key, "")
        shown = " " if key == "Space" else key
        for kind in ("keyDown", "keyUp"):
            more: dict[str, Json] = {"text": text} if text and kind == "keyDown" else {}
            self.ask("Input.dispatchKeyEvent", type=kind, key=shown, code=key, windowsVirtualKeyCode=code, **more)

    def picture(self, target: Path, height: int = 0) -> None:
        """A picture of the window as it stands, or of the page from its top down to ``height``."""
        width = self.value("document.documentElement.clientWidth")
        clip: dict[str, Json] = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        more: dict[str, Json] = {"clip": clip, "captureBeyondViewport": True} if height else {}
        target.write_bytes(b64decode(str(self.ask("Page.captureScreenshot", format="png", **more)["data"])))

    def ask(self, method: str, **params: Json) -> Mapping[str, Json]:
        """Send a command and return its result; what happens meanwhile is noted."""
        self._count += 1
        message: dict[str, Json] = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write_end, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._count:
                assert "error" not in answer, f"{method}: {answer['error']}"
                result = answer["result"]
                assert isinstance(result, dict)
                return result
            self._note(str(answer.get("method")), answer.get("params"))

    def _receive(self) -> dict[str, Json]:
        while b"\0" not in self._rest:
            some = os.read(self._read_end, 1 << 16)
            assert some, "the browser has gone"
            self._rest += some
        message, _, self._rest = self._rest.partition(b"\0")
        decoded = json.loads(message)
        assert isinstance(decoded, dict)
        return decoded

    def _note(self, method: str, params: Json) -> None:
        if not isinstance(params, dict):
            return
        if method in ("Log.entryAdded", "Runtime.exceptionThrown"):
            self.console.append(json.dumps(params))
        elif method == "Network.requestWillBeSent":
            request = params["request"]
            assert isinstance(request, dict)
            self.requests.append(str(request["url"]))


def _start(command: list[str], commands: int, answers: int) -> int:
    """Start the browser, which reads commands from descriptor 3 and answers on descriptor 4; its process number."""
    above = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (commands, answers)]
    quiet = [(os.POSIX_SPAWN_OPEN, end, os.devnull, os.O_RDWR, 0) for end in (0, 1, 2)]
    wired = [(os.POSIX_SPAWN_DUP2, end, number) for end, number in zip(above, (3, 4), strict=True)]
    process = os.posix_spawn(command[0], command, os.environ, file_actions=[*quiet, *wired])
    for end in above:
        os.close(end)
    return process


@contextmanager
def opened(path: Path) -> Iterator[ChromiumPage]:
    """A file in a browser that is closed afterwards."""
    with ChromiumPage(path) as shown:
        yield shown
