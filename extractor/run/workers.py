"""Ways to work on several documents: one after the other, in threads that wait for an endpoint, in processes.

Outcomes come back as they are finished, into the thread that asked: it alone writes results to the store.
"""

import itertools
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from queue import SimpleQueue
from typing import Generic, NamedTuple, TypeVar

from extractor.run.collection import collect_seldom
from extractor.run.pipeline import Job, Task, crashed, process
from extractor.run.reader_set import LAYOUT_ALONE, reading_what_is_missing
from extractor.store.entries import Outcome

Made = TypeVar("Made")


class Finished(NamedTuple, Generic[Made]):
    """A task and its outcome."""

    task: Task
    outcome: Made


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
    source = iter(tasks)
    while True:
        in_flight: dict[Future[Outcome], Task] = {}
        pool = _pool(jobs)
        try:
            yield from _through(pool, source, in_flight, job, jobs)
            return
        except BrokenProcessPool:
            suspects = list(in_flight.values())
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        for task in suspects:
            yield Finished(task, _alone(task, job))


def _through(
    pool: ProcessPoolExecutor, source: Iterator[Task], in_flight: dict[Future[Outcome], Task], job: Job, jobs: int
) -> Iterator[Finished[Outcome]]:
    """Keep the pool busy until the tasks are used up. BrokenProcessPool leaves the unfinished in ``in_flight``."""
    while True:
        for task in itertools.islice(source, jobs * _AHEAD - len(in_flight)):
            try:
                in_flight[pool.submit(_process_with_layout, task, job)] = task
            except BrokenProcessPool:
                in_flight[Future()] = task
                raise
        if not in_flight:
            return
        for future in wait(in_flight, return_when=FIRST_COMPLETED).done:
            outcome = future.result()
            yield Finished(in_flight.pop(future), outcome)


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
    return process(task, job, reading_what_is_missing(LAYOUT_ALONE, task.kept))


def _begin_worker() -> None:
    """A worker leaves Ctrl-C to its parent, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_with, args=(parent.sentinel,), daemon=True).start()


def _leave_with(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)
