"""Documents in processes, questions to the model from this one: whole documents at the pace that an endpoint answers.

The processes open, recognise, read and judge; they post their questions here, where one client asks for all of them,
and send back what is to be stored, ready made. As many questions are under way as documents are to be read at the same
time; a few documents more are being read or judged meanwhile, so that no place at the endpoint stays empty.
"""

import math
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from queue import Empty, SimpleQueue
from time import monotonic
from typing import NamedTuple, TypeAlias

from extractor.errors import ConfigurationError
from extractor.readers.llm.asked_model import AskedModel
from extractor.readers.llm.deadline import Deadline
from extractor.readers.llm.posted import (
    Asking,
    ModelManner,
    PostedBeginning,
    PostedQuestion,
    PostedRefutation,
    PostedSight,
    answer_by_post,
    hear_by_post,
)
from extractor.run.parcel import Parcel, ReadingOrder, Ready, StopTheRun
from extractor.run.pipeline import Job, Task, crashed
from extractor.run.reading_process import Gone, Heard, ReadingPlace, ReadingProcess
from extractor.run.ready import ReadyOutcome
from extractor.run.settings import RunSettings
from extractor.run.workers import GATHERED, MOST_GATHERED, Finished
from extractor.store.entries import Outcome

AHEAD = 8
"""Documents for each process beyond those that may be asked about at the same time."""
ASKED_BY_ONE = 16
"""Documents asked about at the same time that are worth a process: at 3.5 seconds an answer they take a quarter of its
time, so that one that is busy with a hard document does not keep the others waiting."""
_MOST_UNREADY = 3
"""Processes that may end before they read anything, while another one does read: whatever ended them, it passes."""


_Made: TypeAlias = Finished[Outcome | ReadyOutcome]


class _Posted(NamedTuple):
    """A question on its way to the model. ``waiting``: while it is not sent, the time of its document stands still."""

    process: ReadingProcess
    place: int
    asking: Asking
    deadline: Deadline
    waiting: AbstractContextManager[None]


class AskingPool:
    """Processes that read, and threads that ask for them."""

    def __init__(self, job: Job, settings: RunSettings, model: AskedModel, jobs: int) -> None:
        processors = os.cpu_count() or 1
        self._count = max(1, min(processors, math.ceil(jobs / ASKED_BY_ONE) + 1))
        self._places = math.ceil(jobs / self._count) + AHEAD
        openers = math.ceil(processors / self._count)
        self._order = ReadingOrder(job, settings, ModelManner.of(model), openers)
        self._job = job
        self._model = model
        self._posted: SimpleQueue[_Posted | None] = SimpleQueue()
        self._heard: SimpleQueue[Heard] = SimpleQueue()
        self._again: deque[Task] = deque()
        self._processes: list[ReadingProcess] = []
        self._jobs = jobs
        self._error: Exception | None = None
        self._unready = 0
        for _ in range(jobs):
            threading.Thread(target=self._ask, daemon=True).start()
        if settings.llm != "when-needed":
            threading.Thread(target=self._connect, daemon=True).start()

    def through(self, tasks: Iterable[Task]) -> Iterator[Sequence[_Made]]:
        """The outcomes, those together that are finished in about the time of :data:`GATHERED`. After an error no
        document is begun any more; those at work are finished, then it is raised. A process that dies costs the
        document that it was at work on.
        """
        source = iter(tasks)
        self._processes += [self._started(self._heard) for _ in range(self._count)]
        gathered, since = list[_Made](), 0.0
        while True:
            self._hand_out(source)
            if not any(each.busy for each in self._processes):
                break
            try:
                for made in self._made_of(self._heard.get(timeout=GATHERED if gathered else None)):
                    since = since if gathered else monotonic()
                    gathered.append(made)
            except Empty:
                pass
            except Exception:
                if gathered:
                    yield gathered
                raise
            if gathered and (len(gathered) >= MOST_GATHERED or monotonic() - since >= GATHERED):
                yield gathered
                gathered = []
        if gathered:
            yield gathered
        if self._error is not None:
            raise self._error

    def close(self, *, at_once: bool) -> None:
        """End the processes. Questions that are under way are left to the client."""
        for each in self._processes:
            each.kill() if at_once else each.end()
        for each in self._processes:
            each.close()
        for _ in range(self._jobs):
            self._posted.put(None)

    def _started(self, heard: "SimpleQueue[Heard]", places: int | None = None) -> ReadingProcess:
        return ReadingProcess(self._order, places or self._places, lambda each: self._hear(each, heard))

    def _hand_out(self, source: Iterator[Task]) -> None:
        """Every free place a document, first where the fewest are."""
        while self._error is None:
            process = max(self._processes, key=lambda each: each.free)
            if not process.free:
                return
            task = self._again.popleft() if self._again else next(source, None)
            if task is None:
                return
            process.hand(task)

    def _made_of(self, heard: Heard) -> Iterator[_Made]:
        """What a process says, as outcomes."""
        if isinstance(heard.what, Gone):
            return self._bereaved(heard.process, heard.what.error)
        return self._taken_in(heard)

    def _taken_in(self, heard: Heard) -> Iterator[_Made]:
        """An outcome, or an error that stops the run."""
        place = heard.process.busy.pop(heard.place)
        if isinstance(heard.what, ReadyOutcome):
            yield Finished(place.task, heard.what)
        elif isinstance(heard.what, StopTheRun):
            self._error = self._error or heard.what.error
        elif isinstance(heard.what, Parcel):
            yield Finished(place.task, heard.what.unpacked(place.task))

    def _bereaved(self, gone: ReadingProcess, error: Exception | None) -> Iterator[_Made]:
        """Another process in place of one that is gone. Documents that waited for the model are read again; each of the
        others may be what it died of, and is read alone.
        """
        if error is not None:
            raise error
        self._unready += not gone.ready
        if self._unready > (_MOST_UNREADY if any(each.ready for each in self._processes) else 0):
            raise ConfigurationError("no process to read documents in could be started; what it said stands above")
        self._processes.remove(gone)
        gone.close()
        self._processes.append(self._started(self._heard))
        self._again += [place.task for place in gone.busy.values() if place.waits]
        yield from self._alone([place.task for place in gone.busy.values() if not place.waits])

    def _alone(self, suspects: list[Task]) -> Iterator[_Made]:
        """One after the other, in a process in which nothing else is read."""
        heard: SimpleQueue[Heard] = SimpleQueue()
        process: ReadingProcess | None = None
        for task in suspects:
            if process is None:
                process = self._started(heard, 1)
                self._processes.append(process)
            process.hand(task)
            found = heard.get()
            if isinstance(found.what, Gone):
                self._processes.remove(process)
                process.close()
                process = None
                yield Finished(task, crashed(task.content, self._job))
            else:
                yield from self._taken_in(found)
        if process is not None:
            self._processes.remove(process)
            process.close()

    def _hear(self, heard: Heard, outcomes: "SimpleQueue[Heard]") -> None:
        """Sort what a process says. Called by the thread that listens to it."""
        what = heard.what
        if isinstance(what, Ready):
            heard.process.ready = True
        elif isinstance(what, PostedQuestion | PostedSight):
            place = heard.process.busy[heard.place]
            deadline = self._deadline_of(place)
            waiting = deadline.standing_still()
            waiting.__enter__()
            place.waits = True
            self._posted.put(_Posted(heard.process, heard.place, what, deadline, waiting))
        elif isinstance(what, PostedBeginning):
            heard.process.busy[heard.place].deadline = None
        elif isinstance(what, PostedRefutation):
            hear_by_post(self._model, what, self._deadline_of(heard.process.busy[heard.place]))
        else:
            outcomes.put(heard)

    def _deadline_of(self, place: ReadingPlace) -> Deadline:
        """The deadline of the document there, of a file with several the one at hand. It counts from the first question
        about it.
        """
        place.deadline = place.deadline or Deadline(self._model.profile.seconds)
        return place.deadline

    def _connect(self) -> None:
        """What the client needs is imported while the processes start, not when the first question is there."""
        with suppress(Exception):  # The first question will say what is wrong.
            self._model.client()

    def _ask(self) -> None:
        """Ask for others, one question at a time."""
        while (posted := self._posted.get()) is not None:
            posted.waiting.__exit__(None, None, None)
            answer = answer_by_post(self._model, posted.asking, posted.deadline)
            place = posted.process.busy.get(posted.place)
            if place is not None:
                place.waits = False
            posted.process.answer(posted.place, answer)


def in_asking_processes(
    tasks: Iterable[Task], job: Job, settings: RunSettings, model: AskedModel, jobs: int
) -> Iterator[Sequence[Finished[Outcome | ReadyOutcome]]]:
    """The outcomes of many documents that a model at an endpoint is asked about, ``jobs`` of them at the same time,
    with everything that is stored made where they were read. Those come together that are finished together.
    """
    pool = AskingPool(job, settings, model, jobs)
    done = False
    try:
        yield from pool.through(tasks)
        done = True
    finally:
        pool.close(at_once=not done)
