"""One process that reads documents for a run, as this side sees it: start it, hand it tasks and answers, hear it."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, NamedTuple, TypeAlias

from extractor.readers.llm.deadline import Deadline
from extractor.run.parcel import Letter, LetterSender, ReadingOrder, letters
from extractor.run.pipeline import Task

CODE = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from extractor.run.reading_worker import main; main()"
"""What the process runs."""

_CLOSE_SECONDS = 2.0


class Gone(NamedTuple):
    """The process is at its end. ``error``: what failed here, so that it is not listened to any more."""

    error: Exception | None = None


class Heard(NamedTuple):
    """What a process said of the document at one of its places; :class:`Gone` of the process itself."""

    process: "ReadingProcess"
    place: int
    what: object


Hearing: TypeAlias = Callable[[Heard], None]


@dataclass
class ReadingPlace:
    """A place of a process with the document that is read there. ``waits``: for an answer of the model."""

    task: Task
    waits: bool = False
    deadline: Deadline | None = field(default=None, repr=False)


class ReadingProcess:
    """Reads one document at each of its places. ``busy``: the places with a document. ``ready``: it has begun.

    It is started as a process of its own rather than forked, so that it holds nothing of this one, and in a session of
    its own, so that Ctrl-C in the terminal is this side's affair.
    """

    def __init__(self, order: ReadingOrder, places: int, hearing: Hearing) -> None:
        path = json.dumps([os.path.abspath(each) for each in sys.path])  # noqa: PTH100 (a zip file is a path here)
        self._process = subprocess.Popen(
            [sys.executable, "-c", CODE, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self.busy: dict[int, ReadingPlace] = {}
        self.ready = False
        self._places = places
        self._hearing = hearing
        self._sender = LetterSender(self._process.stdin)
        threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()
        self._say(order)

    @property
    def free(self) -> int:
        """How many places have no document."""
        return self._places - len(self.busy)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def hand(self, task: Task) -> None:
        """Have a document read at a place that is free."""
        place = next(number for number in range(self._places) if number not in self.busy)
        self.busy[place] = ReadingPlace(task)
        self.answer(place, task)

    def answer(self, place: int, what: object) -> None:
        """Say something to the document at a place. A process that is gone is heard to be."""
        self._say(Letter(place, what))

    def end(self) -> None:
        """Let it end: nothing more is handed in."""
        with suppress(OSError, ValueError):
            self._sender.close()

    def close(self) -> None:
        """Wait until it has ended, or end it."""
        self.end()
        try:
            self._process.wait(_CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()

    def kill(self) -> None:
        """End it now. What it started ends with it, for want of anybody that asks."""
        if self._process.poll() is None:
            if sys.platform == "win32":
                self._process.kill()
            else:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(self._process.pid, signal.SIGKILL)

    def _say(self, what: object) -> None:
        with suppress(OSError, ValueError):
            self._sender.send(what)

    def _listen(self, stream: IO[bytes]) -> None:
        error: Exception | None = None
        try:
            for letter in letters(stream):
                self._hearing(Heard(self, letter.place, letter.what))
        except Exception as failed:
            error = failed
            self.kill()
        stream.close()
        self._process.wait()
        self._hearing(Heard(self, 0, Gone(error)))
