"""Ways to work on several documents: one after the other, in threads that wait for an endpoint, in processes.

Outcomes come back as they are finished, into the thread that asked: it alone writes results to the store.
"""

import itertools
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from queue import SimpleQueue
from time import monotonic
from typing import Generic, NamedTuple, TypeVar

from extractor.documents.opening.near import open_near
from extractor.run.collection import collect_seldom
from extractor.run.pipeline import Job, Task, crashed, process
from extractor.run.reader_set import LAYOUT_ALONE, reading_what_is_missing
from extractor.run.ready import ReadyOutcome, ready
from extractor.schemas.registry import steady_schemas
from extractor.store.entries import Outcome

Made = TypeVar("Made")
Made_co = TypeVar("Made_co", covariant=True)


class Finished(NamedTuple, Generic[Made_co]):
    """A task and its outcome."""

    task: Task
    outcome: Made_co


GATHERED = 0.5
"""Seconds for which finished documents are gathered, to be stored in one transaction: a disk takes as long for one as
for many. A document counts as done when it is stored; whoever kills a run loses what was gathered."""
MOST_GATHERED = 64
"""Documents that are stored in one transaction at most."""
_AHEAD = 4
"""Tasks handed out for each process: enough to keep it busy, few enough to stop quickly."""


def in_turn(tasks: Iterable[Task], work: Callable[[Task], Made]) -> Iterator[Finished[Made]]:
    """One after the other, in this thread."""
    return (Finished(task, work(task)) for task in tasks)


def in_threads(tasks: Iterable[Task], work: Callable[[Task], Made], jobs: int) -> Iterator[Finished[Made]]:
    """In ``jobs`` threads. After an error no task is begun any more; those at work are finished, then it is raised.

    The threads are left behind when the caller stops asking: a request cannot be called back.
    """
    orders: SimpleQueue[Task | None] = SimpleQueue()
    finished: SimpleQueue[Finished[Made] | BaseException] = SimpleQueue()
    for _ in range(jobs):
        threading.Thread(target=_labour, args=(orders, finished, work), daemon=True).start()
    source = iter(tasks)
    error: BaseException | None = None
    try:
        out = _hand_out(source, orders, jobs)
        while out:
            found = finished.get()
            out -= 1
            if isinstance(found, BaseException):
                error = error or found
                continue
            yield found
            out += _hand_out(source, orders, 0 if error else 1)
        if error is not None:
            raise error
    finally:
        for _ in range(jobs):
            orders.put(None)


def _hand_out(source: Iterator[Task], orders: "SimpleQueue[Task | None]", number: int) -> int:
    handed = 0
    for handed, task in enumerate(itertools.islice(source, number), start=1):  # noqa: B007 (the count is wanted)
        orders.put(task)
    return handed


def _labour(
    orders: "SimpleQueue[Task | None]",
    finished: "SimpleQueue[Finished[Made] | BaseException]",
    work: Callable[[Task], Made],
) -> None:
    while (task := orders.get()) is not None:
        try:
            finished.put(Finished(task, work(task)))
        except BaseException as error:
            finished.put(error)


def in_processes(tasks: Iterable[Task], job: Job, jobs: int) -> Iterator[Finished[Outcome]]:
    """In ``jobs`` processes, with the layout reader alone. A document that kills its process fails by itself."""
    return (each for group in _in_processes(tasks, job, jobs, _process_with_layout) for each in group)


def in_sealing_processes(
    tasks: Iterable[Task], job: Job, jobs: int
) -> Iterator[Sequence[Finished[Outcome | ReadyOutcome]]]:
    """The same, with everything that is stored made in those processes. What is finished in about the time of
    :data:`GATHERED` comes together.
    """
    return _in_processes(tasks, job, jobs, _ready_with_layout)


def _in_processes(
    tasks: Iterable[Task], job: Job, jobs: int, work: Callable[[Task, Job], Made]
) -> Iterator[Sequence[Finished[Outcome | Made]]]:
    source = iter(tasks)
    while True:
        in_flight: dict[Future[Made], Task] = {}
        pool = _pool(jobs)
        try:
            yield from _through(pool, source, in_flight, partial(_submitted, pool, job, work), jobs)
            return
        except BrokenProcessPool:
            suspects = list(in_flight.values())
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        for task in suspects:
            yield [Finished(task, _alone(task, job))]


def _submitted(pool: ProcessPoolExecutor, job: Job, work: Callable[[Task, Job], Made], task: Task) -> Future[Made]:
    return pool.submit(work, task, job)


def _through(
    pool: ProcessPoolExecutor,
    source: Iterator[Task],
    in_flight: dict[Future[Made], Task],
    submit: Callable[[Task], Future[Made]],
    jobs: int,
) -> Iterator[Sequence[Finished[Made]]]:
    """Keep the pool busy until the tasks are used up. BrokenProcessPool leaves the unfinished in ``in_flight``."""
    gathered: list[Finished[Made]] = []
    since = 0.0
    while True:
        try:
            for task in itertools.islice(source, jobs * _AHEAD - len(in_flight)):
                waiting: Future[Made] = Future()
                in_flight[waiting] = task  # It is not lost where the pool takes nothing more.
                in_flight[submit(task)] = task
                del in_flight[waiting]
            due = len(gathered) >= MOST_GATHERED or monotonic() - since >= GATHERED
            if not (gathered and (due or not in_flight)):
                if not in_flight:
                    return
                for future in wait(in_flight, GATHERED if gathered else None, FIRST_COMPLETED).done:
                    since = since if gathered else monotonic()
                    gathered.append(Finished(in_flight[future], future.result()))
                    del in_flight[future]
                continue
        except BrokenProcessPool:
            if gathered:
                yield gathered
            raise
        yield gathered
        gathered = []


def _alone(task: Task, job: Job) -> Outcome:
    """A task in a process of its own: it was at work, or waiting, when a process died."""
    with _pool(1) as pool:
        try:
            return pool.submit(_process_with_layout, task, job).result()
        except BrokenProcessPool:
            return crashed(task.content, job)


def _pool(jobs: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin_worker)


def _process_with_layout(task: Task, job: Job) -> Outcome:
    return process(task, job, reading_what_is_missing(LAYOUT_ALONE, task.kept), open_near)


def _ready_with_layout(task: Task, job: Job) -> Outcome | ReadyOutcome:
    return ready(_process_with_layout(task, job))


def _begin_worker() -> None:
    """A worker leaves Ctrl-C to its parent, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()
    steady_schemas().__enter__()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_with, args=(parent.sentinel,), daemon=True).start()


def _leave_with(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)
