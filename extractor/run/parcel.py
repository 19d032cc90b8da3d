"""What passes between a run and a process that reads for it: tasks and answers in, questions and outcomes out."""

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import IO, NamedTuple

from extractor.readers.llm.posted import ModelManner
from extractor.readers.reading import Reading
from extractor.run.pipeline import Job, Task
from extractor.run.settings import RunSettings
from extractor.store.entries import Outcome

_LENGTH = 8


class ReadingOrder(NamedTuple):
    """What a process is to read with. ``openers``: files that it may have opened at the same time."""

    job: Job
    settings: RunSettings
    manner: ModelManner
    openers: int


class Letter(NamedTuple):
    """One message about the document at one place of a process."""

    place: int
    what: object


class Ready(NamedTuple):
    """A process has everything that it needs."""


class StopTheRun(NamedTuple):
    """What no other document can escape either."""

    error: Exception


@dataclass(frozen=True, slots=True)
class Parcel:
    """An outcome on its way. ``kept``: which of its readings are readings of the task, that came with it and stay
    where they were, by their positions in both. ``parts``: the outcomes of the documents of a file that holds several.
    """

    outcome: Outcome
    kept: Mapping[int, int]
    parts: "tuple[Parcel, ...]" = ()

    @classmethod
    def of(cls, outcome: Outcome, task: Task) -> "Parcel":
        """Put an outcome up."""
        before = {id(reading): number for number, reading in enumerate(_readings_of(task))}
        kept = {n: before[id(each)] for n, each in enumerate(outcome.readings) if id(each) in before}
        new = tuple(each for each in outcome.readings if id(each) not in before)
        parts = tuple(cls.of(part, task) for part in outcome.parts)
        return cls(replace(outcome, readings=new, parts=()), kept, parts)

    def unpacked(self, task: Task) -> Outcome:
        """The outcome with the very readings of the task that it was made from."""
        before, new = _readings_of(task), iter(self.outcome.readings)
        count = len(self.outcome.readings) + len(self.kept)
        readings = tuple(before[self.kept[n]] if n in self.kept else next(new) for n in range(count))
        parts = tuple(part.unpacked(task) for part in self.parts)
        return replace(self.outcome, readings=readings, parts=parts)


def _readings_of(task: Task) -> tuple[Reading, ...]:
    return tuple(reading for earlier in task.kept for reading in earlier.readings)


class LetterSender:
    """One end of a pipe that several threads send through."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._lock = Lock()

    def send(self, what: object) -> None:
        """Send one object. OSError or ValueError where the other end is gone."""
        data = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
        with self._lock:
            self._stream.write(len(data).to_bytes(_LENGTH, "big") + data)
            self._stream.flush()

    def close(self) -> None:
        """Say that nothing follows."""
        with self._lock:
            self._stream.close()


def letters(stream: IO[bytes]) -> Iterator[Letter]:
    """The messages that come through a pipe, until its other end is gone."""
    while True:
        try:
            letter = receive(stream)
        except (EOFError, OSError):
            return
        assert isinstance(letter, Letter)
        yield letter


def receive(stream: IO[bytes]) -> object:
    """The next object. EOFError where nothing follows, even in the middle of one."""
    head = stream.read(_LENGTH)
    data = stream.read(int.from_bytes(head, "big")) if len(head) == _LENGTH else b""
    if not data or len(data) < int.from_bytes(head, "big"):
        raise EOFError
    return pickle.loads(data)
