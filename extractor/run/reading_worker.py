"""The process that reads documents for a run whose model answers at an endpoint: everything but asking and storing.

It is started by :mod:`extractor.run.reading_process` and ends when that closes its standard input. Every document has a
thread, and most of these wait for the model; one of them at a time computes, so that documents are ready one after the
other rather than all of them late.
"""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import IO, cast

from extractor.documents.limits import OpeningLimits
from extractor.documents.model import Document
from extractor.documents.opening.guarded import open_at_most, open_guarded
from extractor.readers.llm.posted import Asking, PostedAnswer, PostedModel, Telling
from extractor.run.collection import collect_seldom
from extractor.run.parcel import Letter, LetterSender, Parcel, ReadingOrder, Ready, StopTheRun, letters, receive
from extractor.run.pipeline import STOPS_THE_RUN, Task, process
from extractor.run.reader_set import readers_with
from extractor.run.ready import ReadyOutcome, ready_and_counted
from extractor.store import Outcome


def main() -> None:
    """Read until nothing more is handed in."""
    stream, sender = _channels()
    order = cast("ReadingOrder", receive(stream))
    open_at_most(order.openers)
    assert order.job.schemas
    collect_seldom()
    sender.send(Letter(0, Ready()))
    places: dict[int, _Place] = {}
    turn = threading.Lock()
    for number, what in letters(stream):
        if number not in places:
            places[number] = _Place(number, order, sender, turn)
        places[number].letters.put(what)


def _channels() -> tuple[IO[bytes], LetterSender]:
    """Standard input, and a copy of standard output that nobody else can print to."""
    sender = LetterSender(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)
    return sys.stdin.buffer, sender


class _Place:
    """Where one document at a time is read, in a thread of its own."""

    def __init__(self, number: int, order: ReadingOrder, sender: LetterSender, turn: threading.Lock) -> None:
        self._number = number
        self._order = order
        self._sender = sender
        self._turn = turn
        self.letters: SimpleQueue[object] = SimpleQueue()
        self._readers = readers_with(PostedModel(order.manner, self), order.settings)
        threading.Thread(target=self._work, daemon=True).start()

    def ask(self, asking: Asking) -> PostedAnswer | bool:
        """What the model says, asked by the process that started this one."""
        self._send(asking)
        with self._aside():
            answer = self.letters.get()
        if isinstance(answer, Exception):
            raise answer
        return cast("PostedAnswer | bool", answer)

    def tell(self, telling: Telling) -> None:
        """Say something that needs no answer."""
        self._send(telling)

    def _work(self) -> None:
        while True:
            task = cast("Task", self.letters.get())
            found: Parcel | ReadyOutcome | StopTheRun
            with self._turn:
                try:
                    outcome = process(task, self._order.job, self._readers.reading(task.kept), self._open)
                    made = ready_and_counted(outcome, task)
                    found = Parcel.of(made, task) if isinstance(made, Outcome) else made
                except STOPS_THE_RUN as error:
                    found = StopTheRun(error)
                self._send(found)

    def _open(self, path: Path, limits: OpeningLimits) -> Document:
        """The file is opened by yet another process."""
        with self._aside():
            return open_guarded(path, limits)

    @contextmanager
    def _aside(self) -> Iterator[None]:
        """Others have their turn while this document waits."""
        self._turn.release()
        try:
            yield
        finally:
            self._turn.acquire()

    def _send(self, what: object) -> None:
        try:
            self._sender.send(Letter(self._number, what))
        except OSError:
            os._exit(1)  # Nobody is there any more.
