"""Ctrl-C and SIGTERM: stop between two documents, never inside a transaction."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from extractor.run.summary import Stop

_NAMES: dict[int, Stop] = {signal.SIGINT: "interrupted", signal.SIGTERM: "terminated"}


class Interrupted(BaseException):
    """The run is asked to stop. Not an Exception: no document may catch it."""

    def __init__(self, stop: Stop) -> None:
        super().__init__(stop)
        self.stop: Stop = stop


class Interruption:
    """Turns signals into :class:`Interrupted`; while held, they wait."""

    def __init__(self) -> None:
        self._held = False
        self._pending: Stop = ""

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Listen to the signals; outside the main thread nothing can be listened to and nothing changes."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._receive) for number in _NAMES}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let what is inside finish, or fail; a signal that came meanwhile takes effect after it."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
            if self._pending:
                raise Interrupted(self._pending)

    def _receive(self, number: int, _frame: FrameType | None) -> None:
        if not self._held:
            raise Interrupted(_NAMES[number])
        self._pending = _NAMES[number]
