"""The review command itself in a pseudo-terminal: keys in, characters on the screen out, decisions in a real store."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyte
import pytest

from extractor.store import Store
from tests.review_desk import contradictory, misread

pytestmark = pytest.mark.slow

WAIT = 60.0
"""Seconds after which a screen that never shows what is waited for is a failure; it takes one or two."""
SETTLED = 0.4
"""Seconds in which keys that decide are not heard after the cursor moved on by itself, and a little more."""


class Terminal:
    """A command in a terminal of a given size; ``screen`` is what a person would see."""

    def __init__(self, columns: int, rows: int, *arguments: str, **environment: str) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        child, self._door = pty.fork()
        if not child:
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", **environment})
            os.execv(sys.executable, [sys.executable, "-m", "extractor", *arguments])
        self._child = child
        fcntl.ioctl(self._door, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, keys: str) -> None:
        """Keys are struck one after the other."""
        for key in keys:
            os.write(self._door, key.encode())
            self._read(0.05)

    @property
    def text(self) -> str:
        """What stands on the screen, wide characters once."""
        return "\n".join(self.screen.display)

    def until(self, seen: Callable[[str], bool]) -> str:
        """Wait for something to be on the screen; the screen as it is then."""
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            self._read(0.2)
            if seen(self.text):
                return self.text
        raise AssertionError(f"it was never on the screen:\n{self.text}")

    def pause(self) -> None:
        """A person looks."""
        end = time.monotonic() + SETTLED
        while time.monotonic() < end:
            self._read(0.1)

    def ends(self) -> int:
        """The exit code, when it has left."""
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            self._read(0.1)
            done, status = os.waitpid(self._child, os.WNOHANG)
            if done:
                self._child = 0
                return os.waitstatus_to_exitcode(status)
        raise AssertionError("it did not leave")

    def close(self) -> None:
        """Whatever is left of it goes."""
        if self._child:
            os.kill(self._child, signal.SIGKILL)
            os.waitpid(self._child, 0)
        os.close(self._door)

    def _read(self, seconds: float) -> None:
        ready, _, _ = select.select([self._door], [], [], seconds)
        if ready:
            try:
                self._feed(os.read(self._door, 65536))
            except OSError:
                time.sleep(seconds)

    def _feed(self, data: bytes) -> None:
        self._stream.feed(data)


@pytest.fixture
def terminals() -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def start(columns: int, rows: int, *arguments: str, **environment: str) -> Terminal:
        opened.append(Terminal(columns, rows, *arguments, EXTRACTOR_AUTHOR="anna", **environment))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (200, 50)])
def test_two_documents_are_signed_in_a_terminal(
    store: Store, tmp_path: Path, terminals: Callable[..., Terminal], columns: int, rows: int
) -> None:
    first, second = misread(store, tmp_path), contradictory(store, tmp_path)
    terminal = terminals(columns, rows, "review", "--store", str(tmp_path / "store.sqlite"))
    terminal.until(lambda text: "misread.txt" in text and "▶" in text)
    terminal.pause()
    terminal.type("1204\r")
    terminal.until(lambda text: text.startswith(" queue 2/2 · contradictory.txt") and "misread.txt is accepted" in text)
    terminal.pause()
    terminal.type("w\r")
    terminal.until(lambda text: "No document waits for review" in text)
    terminal.type("q")
    assert terminal.ends() == 0
    statuses = [store.result(each.sha256, "us_foia") for each in (first, second)]
    assert [each.status for each in statuses if each is not None] == ["accepted", "accepted"]
    assert store.leases.current() == ()


def test_what_goes_against_the_place_is_asked_about_in_a_terminal(
    store: Store, tmp_path: Path, terminals: Callable[..., Terminal]
) -> None:
    result = misread(store, tmp_path)
    terminal = terminals(80, 24, "review", "--store", str(tmp_path / "store.sqlite"), NO_COLOR="1")
    terminal.until(lambda text: "▶" in text)
    terminal.pause()
    terminal.type("b")
    terminal.until(lambda text: "1,204 is printed here" in text)
    terminal.pause()
    terminal.type("n")
    terminal.until(lambda text: "left as it was" in text)
    assert store.edits(result.sha256, "us_foia") == ()
    terminal.type("q")
    assert terminal.ends() == 0


def test_the_language_of_the_terminal_is_spoken(
    store: Store, tmp_path: Path, terminals: Callable[..., Terminal]
) -> None:
    misread(store, tmp_path)
    place = str(tmp_path / "store.sqlite")
    by_locale = terminals(100, 30, "review", "--store", place, LC_ALL="zh_CN.UTF-8", EXTRACTOR_LANG="")
    by_locale.until(lambda text: "待定" in "".join(text.split()))
    by_locale.type("q")
    assert by_locale.ends() == 0
    asked = terminals(100, 30, "review", "--store", place, "--lang", "en", LC_ALL="zh_CN.UTF-8", EXTRACTOR_LANG="")
    asked.until(lambda text: "To decide" in text)
    asked.type("q")
    assert asked.ends() == 0
