"""The process of a cluster that reads blocks of documents: it opens the store itself, claims, reads and stores.

A block may come twice: its process, or the machine under it, may have ended in the middle. What is stored of it then is
told again and not done again; what was claimed and is not stored is read in a process of its own, for it may be what
the first one ended of.
"""

import atexit
import os
import platform
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from functools import cache, partial
from typing import TypeVar

from extractor.documents.file_names import path_as_text
from extractor.errors import ConfigurationError
from extractor.readers.bill import Bill, bill_of
from extractor.route import Result
from extractor.run.accounts import Accounts
from extractor.run.asked_tally import AskedTally
from extractor.run.asking_pool import in_asking_processes
from extractor.run.cluster.block import BlockOrder, BlockReport, BlockRow, left_because, sendable
from extractor.run.entry_pile import EntryPile
from extractor.run.fingerprint import Fingerprint
from extractor.run.hosts import host_beyond
from extractor.run.interruption import Interruption
from extractor.run.keeping import done_since
from extractor.run.named_entries import named_entries
from extractor.run.pipeline import Task, process
from extractor.run.preparing import job_of, task_of
from extractor.run.reader_set import open_readers
from extractor.run.ready import ReadyOutcome
from extractor.run.run_tally import Tally
from extractor.run.selection import NamedContent
from extractor.run.storing_groups import keep_group
from extractor.run.summary import FileEntry, entry_of
from extractor.run.workers import GATHERED, Finished, in_processes, in_threads, in_turn
from extractor.schemas.registry import steady_schemas
from extractor.store import Outcome, Store, StorePatience, key_of_content

Made = TypeVar("Made")


@cache
def reader_for(order_text: bytes) -> "BlockReader":
    """The reader of this process for an order, as it was sent: what it opens stays open for the next block."""
    import pickle

    order = pickle.loads(order_text)
    assert isinstance(order, BlockOrder)
    return BlockReader(order)


class BlockReader:
    """Reads blocks, one at a time. Once something stops the run here, every further block is left as it is."""

    def __init__(self, order: BlockOrder) -> None:
        self._order = order
        self._notices: list[str] = []
        self._finished: list[str] = []
        self._billed = Bill()
        self._stopped: Exception | None = None
        self._open = ExitStack()
        atexit.register(self.close)
        try:
            self._begin()
        except Exception as error:
            self._stopped = error

    def close(self) -> None:
        """Close the store and the connection to the model."""
        self._open.close()

    def read(self, rows: Sequence[BlockRow]) -> BlockReport:
        """Read a block; whatever happens, there is a report."""
        if self._stopped is not None:
            return left_because(rows, self._stopped)
        accounts = Accounts(self._readers.host, host_beyond(self._store.url))
        tally = Tally(EntryPile(), AskedTally(accounts))
        report = BlockReport(asked=tally.asked)
        try:
            self._read(rows, report, tally)
        except Exception as error:
            self._stopped = sendable(error)
            report.error = self._stopped
        reported = {*(number for number, _ in report.done), *report.elsewhere}
        report.left = [row.content.number for row in rows if row.content.number not in reported]
        report.notices, self._notices = self._notices, []
        if self._readers.bill is not None:
            now = self._readers.bill()
            tally.asked.usage += now.since(self._billed)
            self._billed = now
        return report

    def _begin(self) -> None:
        order = self._order
        os.environ.update(order.environ)
        with suppress(OSError):
            os.chdir(order.folder)
        settings = order.settings
        self._store = self._open.enter_context(Store(settings.store, create=False))
        self._patience = StorePatience(settings.store_seconds, self._notices_taken)
        self._open.enter_context(steady_schemas())
        calls = self._store.calls.patient(self._patience)
        self._readers = self._open.enter_context(open_readers(settings, None, calls=calls))
        self._job = job_of(settings, self._readers, self._store)
        self._now = Fingerprint.parse(self._job.fingerprint)
        if self._job.fingerprint != order.fingerprint:
            raise ConfigurationError(_another_program(Fingerprint.parse(order.fingerprint), self._now))

    def _notices_taken(self, text: str) -> None:
        self._notices.append(f"{platform.node()}: {text}")

    def _read(self, rows: Sequence[BlockRow], report: BlockReport, tally: Tally) -> None:
        order, done = self._order, tuple(self._finished)
        keys = [_key(row.content) for row in rows]
        taken = self._patience.take(lambda: self._store.claims.take(order.run, order.begun, keys, done))
        self._finished = []
        fresh: list[BlockRow] = []
        again: list[BlockRow] = []
        for key, row in zip(keys, rows, strict=True):
            mine = key in taken.begun
            results = self._done_since(row.content) if mine or taken.shared else ()
            if results:
                report.done.append((row.content.number, self._told(row.content, results, tally, mine)))
                self._finished.append(key)
            elif key not in taken.keys:
                report.elsewhere.append(row.content.number)
            else:
                held = row._replace(content=replace(row.content, claim=taken.token))
                (again if mine else fresh).append(held)
        for part, apart in ((fresh, False), (again, True)):
            for group in _gathered(self._outcomes(part, apart)) if part else ():
                lapsed = list[NamedContent]()
                entries = keep_group(group, self._store, tally, Interruption(), self._patience, lapsed.append)
                contents = [each.task.content for each in group if each.task.content not in lapsed]
                report.done += zip((each.number for each in contents), entries, strict=True)
                report.elsewhere += (each.number for each in lapsed)
                self._finished += map(_key, contents)

    def _done_since(self, content: NamedContent) -> tuple[Result, ...]:
        draws, again = self._readers.consulting.draws(content.sha256), self._order.settings.again
        return self._patience.take(
            lambda: done_since(self._store, content.sha256, self._now, draws, self._order.begun, again)
        )

    def _told(
        self, content: NamedContent, results: Sequence[Result], tally: Tally, mine: bool
    ) -> tuple[FileEntry, ...]:
        """The entries of a document that is stored: by this run (``mine``), whose report was lost, or by another."""

        def told() -> tuple[FileEntry, ...]:
            each = (named_entries(entry_of(result, not mine), result, content, self._store) for result in results)
            return tuple(entry for entries in each for entry in entries)

        for result in results if mine else ():
            read = partial(self._store.readings, result.sha256, result.schema_name or "")
            readings = self._patience.take(read)
            tally.asked.accounts.add(result, readings, ())
            tally.asked.note(Task(content), readings)
            tally.asked.usage += bill_of(readings)
        return self._patience.take(told)

    def _outcomes(self, rows: Sequence[BlockRow], apart: bool) -> Iterator[Finished[Outcome | ReadyOutcome]]:
        """What becomes of documents. ``apart``: in other processes, so that this one outlives them."""
        order, readers = self._order, self._readers
        undecided = not self._patience.take(self._store.anything_decided)
        tasks = (self._task(row, undecided) for row in rows)

        def work(task: Task) -> Outcome:
            return process(task, self._job, readers.reading(task.kept))

        if readers.parallel == "threads":
            jobs = min(order.threads, len(rows))
            if apart and readers.asked is not None:
                groups = in_asking_processes(tasks, self._job, order.settings, readers.asked, jobs)
                return (each for group in groups for each in group)
            return in_threads(tasks, work, jobs)
        return in_processes(tasks, self._job, 1) if apart else in_turn(tasks, work)

    def _task(self, row: BlockRow, undecided: bool) -> Task:
        if row.new and undecided:
            return Task(row.content)
        consulting = self._readers.consulting
        return self._patience.take(lambda: task_of(row.content, self._now, self._store, row.new, consulting))


def _gathered(finished: Iterator[Finished[Made]]) -> Iterator[list[Finished[Made]]]:
    """Those together that were finished in a short time, to be stored in one transaction."""
    group: list[Finished[Made]] = []
    since = time.monotonic()
    for each in finished:
        group.append(each)
        if time.monotonic() - since >= GATHERED:
            yield group
            group, since = [], time.monotonic()
    if group:
        yield group


def _key(content: NamedContent) -> str:
    return key_of_content(content.sha256, path_as_text(content.path))


def _another_program(there: Fingerprint, here: Fingerprint) -> str:
    layers = sorted({*there.layers, *here.layers})
    named = ", ".join(each for each in layers if there.layers.get(each) != here.layers.get(each))
    return (
        f"{platform.node()} would read otherwise than the machine that began the run ({named}): install the same "
        "release and packages, and put the same schemas, rules and prompts at the same places, on every machine"
    )
