"""Many files to many results: what is done is skipped, what is read is stored at once, a stop loses nothing."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import cast

from extractor.documents.file_names import legible_name
from extractor.documents.opening.fetched_copies import FetchedCopies, Fetching
from extractor.errors import AnswersPending, ClusterLost, QuotaExhausted, StoreLost, StoreUnavailable
from extractor.readers.bill import Bill
from extractor.route import Result
from extractor.run.accounts import Accounts, Sent
from extractor.run.already import Already, done_already
from extractor.run.asked_tally import AskedTally
from extractor.run.asking_pool import in_asking_processes
from extractor.run.claiming import Claiming, Groups
from extractor.run.cluster.block_reports import gather, order_of
from extractor.run.cluster.cluster_checks import beyond, check_engine, check_urls, joined_cluster
from extractor.run.cluster.ray_cluster import RayCluster
from extractor.run.collection import YOUNG_WHERE_HANDED_OUT, collecting_seldom
from extractor.run.fingerprint import Fingerprint
from extractor.run.hosts import host_beyond
from extractor.run.interruption import Interrupted, Interruption
from extractor.run.keeping import done_since
from extractor.run.named_entries import named_entries
from extractor.run.narrowing import narrowed
from extractor.run.opened_cache import folder_for
from extractor.run.pipeline import Job, Task, process
from extractor.run.preparing import job_of, task_of
from extractor.run.progress import Both, Progress, SaidInStore, Silence
from extractor.run.quarantine import may_end_a_run
from extractor.run.reader_set import STRICT, ReaderSet, check_batch, open_readers
from extractor.run.rounds import in_rounds
from extractor.run.run_tally import Tally
from extractor.run.selection import FileWalk, NamedContent, NamedContents, check_paths
from extractor.run.settings import RunSettings
from extractor.run.storing_groups import keep_group
from extractor.run.summary import FileEntry, PendingCount, RunSummary, Stop, entry_of
from extractor.run.workers import Finished, in_processes, in_sealing_processes, in_threads, in_turn
from extractor.schemas.registry import broken_schemas, steady_schemas
from extractor.store import Outcome, RunRecord, Store, StorePatience

WORTH_PROCESSES = 24
"""From so many documents on, starting processes costs less than it saves."""

_ENDPOINT_JOBS = 64
"""Documents at the same time where an endpoint is asked: most of them wait for it."""
_FEW_JOBS = 4
"""Documents at the same time where there are few and nobody said how many."""
_MOST_NAMED = 5


def run_documents(
    paths: Sequence[Path], settings: RunSettings, store: Store, progress: Progress | None = None
) -> RunSummary:
    """Read every document of ``paths`` (files, folders) and store what becomes of it.

    A stop (Ctrl-C, SIGTERM, no credit left) ends the run early with everything that is done stored; the same call goes
    on from there. A store that is out of reach is waited for. ConfigurationError, ModelUnavailable or StoreUnavailable
    if it cannot start.
    """
    with FetchedCopies.of_this_run(folder_for(store.url, ".fetched").path) as copies:
        return _run_with(copies, paths, settings, store, progress or Silence())


def _run_with(
    copies: FetchedCopies, paths: Sequence[Path], settings: RunSettings, store: Store, told: Progress
) -> RunSummary:
    check_batch(settings)
    check_engine(settings)
    check_urls(paths, settings)
    started, clock, walk = datetime.now(UTC), monotonic(), FileWalk(check_paths(paths))
    contents = NamedContents.of_files(walk, Fetching(copies, settings.cache_mib).hash_at)
    if walk.irregular:
        told.notice(_left_out(walk.irregular))
    patience = StorePatience(settings.store_seconds, told.notice)
    calls, batches = store.calls.patient(patience), store.batches.patient(patience)
    with (
        steady_schemas(),
        open_readers(settings, None, ledger=batches, calls=calls) as readers,
        joined_cluster(settings, readers, told.notice) as cluster,
    ):
        job = job_of(settings, readers, store, copies)
        for text in _beforehand(readers, settings, store):
            told.notice(text)
        now = Fingerprint.parse(job.fingerprint)
        wanted = patience.take(lambda: narrowed(contents, settings.only, store, now))
        record = RunRecord(started=started, readers=readers.versions)
        number = patience.take(lambda: store.start_run(record))
        at_work = SaidInStore(record, partial(store.note_run, number))
        with at_work.kept():
            tally = _work(wanted, job, readers, settings, store, patience, Both(at_work, told), number, cluster)
        summary = _summed_up(tally, readers, walk, len(contents), len(wanted))
    summary = summary.model_copy(update={"seconds": round(monotonic() - clock, 3)})
    ended = partial(store.note_run, number, _finished(record, len(wanted), summary))
    summary = _noted(summary, ended, patience)
    told.end(summary)
    return summary


def _summed_up(tally: Tally, readers: ReaderSet, walk: FileWalk, named: int, wanted: int) -> RunSummary:
    """What came of a run over ``wanted`` of the documents ``named``, while its readers are still there to be asked."""
    usage = tally.asked.usage + (readers.bill() if readers.bill is not None else Bill())
    return RunSummary(
        entries=tally.pile,
        counted=dict(tally.pile.counts),
        remarked=tally.pile.remarked,
        readers=readers.versions,
        skipped=walk.skipped,
        irregular=tuple(walk.irregular),
        left=wanted - tally.pile.documents,
        passed_over=named - wanted,
        stopped=tally.stop,
        message=tally.message,
        unanswered=tally.asked.unanswered,
        unanswered_because=tally.asked.unanswered_because,
        silent=tally.asked.silent,
        non_answers=dict(tally.asked.non_answers.most_common()),
        usage=usage,
        sent=_sent(tally.asked.accounts, readers, usage),
        audit=tally.asked.accounts.audit,
        pending=_pending(readers),
        done_again=tally.done_again,
    )


def _beforehand(readers: ReaderSet, settings: RunSettings, store: Store) -> Iterator[str]:
    """What there is to know before a run with these readers begins."""
    if readers.notice:
        yield readers.notice
    for name, problem in ({} if settings.schema_name else broken_schemas()).items():
        yield f"The schema {name} is left out: {problem}"
    if settings.policy == "strict" and readers.searches < 2:
        yield STRICT
    if readers.model and readers.desk is None and (left := store.batches.not_ended()):
        yield _elsewhere(sum(each.requests for each in left))


def _noted(summary: RunSummary, note: Callable[[], None], patience: StorePatience) -> RunSummary:
    """A summary when the store knows of it, or when it is lost. Whoever stopped the run waits for nothing more."""
    try:
        if summary.stopped:
            note()
        else:
            patience.take(note)
    except StoreUnavailable as error:
        if not summary.stopped:
            return summary.model_copy(update={"stopped": "store_lost", "message": str(error)})
    return summary


def _sent(accounts: Accounts, readers: ReaderSet, usage: Bill) -> Sent:
    if readers.desk is None:
        return accounts.sent(usage.calls)
    handed = readers.desk.handed
    return accounts.handed_in(len(handed.documents), handed.pages, handed.requests, usage.calls - usage.batched)


def _pending(readers: ReaderSet) -> PendingCount:
    left = readers.desk.open if readers.desk is not None else ()
    return PendingCount(batches=tuple(each.batch for each in left), requests=sum(each.requests for each in left))


def _finished(record: RunRecord, documents: int, summary: RunSummary) -> RunRecord:
    return RunRecord(
        started=record.started,
        finished=datetime.now(UTC),
        readers=summary.readers,
        counts=summary.counts,
        documents=documents,
        stopped=summary.stopped,
        unanswered=summary.unanswered,
        silent=summary.silent,
        non_answers=summary.non_answers,
        usage=summary.usage,
        audit=summary.audit,
    )


def _elsewhere(requests: int) -> str:
    return f"{requests} requests of an earlier run are being answered in batches: --batch fetches the answers."


def _left_out(irregular: Sequence[str]) -> str:
    more = f" and {len(irregular) - _MOST_NAMED} more" if len(irregular) > _MOST_NAMED else ""
    return f"Left out: {', '.join(map(legible_name, irregular[:_MOST_NAMED]))}{more}."


def _work(
    contents: Sequence[NamedContent],
    job: Job,
    readers: ReaderSet,
    settings: RunSettings,
    store: Store,
    patience: StorePatience,
    told: Progress,
    run: int,
    cluster: RayCluster | None,
) -> Tally:
    now = Fingerprint.parse(job.fingerprint)
    behind, begun = patience.take(lambda: (store.claims.left_behind(), store.claims.begin(run)))
    found = patience.take(lambda: done_already(contents, now, store, readers.consulting, settings.again))
    apart = patience.take(lambda: _may_end_it(contents, found, behind, store))
    asked = AskedTally(Accounts(readers.host, host_beyond(store.url), beyond(settings)))
    tally, interruption = Tally(found.pile, asked, found.changed), Interruption()
    told.begin(len(contents), found.pile.documents)

    def done(content: NamedContent) -> tuple[Result, ...]:
        return done_since(store, content.sha256, now, readers.consulting.draws(content.sha256), begun, settings.again)

    def take_over(content: NamedContent, results: Sequence[Result]) -> None:
        entries = patience.take(lambda: _named(content, results, store))
        with interruption.held():
            tally.add(content.number, entries)
        _tell(told, *entries)

    def work(handed_out: Iterable[NamedContent], most: int) -> Groups:
        return _outcomes(handed_out, most, apart, found.there, now, job, readers, settings, store, patience, told)

    def stored() -> Iterator[tuple[FileEntry, ...]]:
        left, together = map(contents.__getitem__, found.left), readers.desk is not None
        for group in claiming.outcomes(left, len(found.left), work, at_once=together):
            yield from keep_group(group, store, tally, interruption, patience, claiming.lapsed)

    def gathered(cluster: RayCluster) -> Iterator[tuple[FileEntry, ...]]:
        order = order_of(settings, readers, cluster.processors, (run, begun), job.fingerprint)
        return gather(cluster, order, contents, found, claiming, tally, interruption, told.notice)

    claiming = Claiming(store.claims, (run, begun), patience, told.notice, done, take_over)
    try:
        with interruption.watched(), collecting_seldom(YOUNG_WHERE_HANDED_OUT), claiming.kept():
            for entries in stored() if cluster is None else gathered(cluster):
                _tell(told, *entries)
    except Interrupted as error:
        tally.stop = error.stop
    except (StoreLost, ClusterLost, AnswersPending, QuotaExhausted) as error:
        tally.stop, tally.message = cast("Stop", error.kind.value), str(error)
    return tally


def _may_end_it(contents: Sequence[NamedContent], found: Already, behind: Collection[str], store: Store) -> bool:
    """Whether one of the documents that are left may end the process that reads it. Of many, which are read in others
    anyway, the store is not asked one by one.
    """
    there = found.there if len(found.left) < WORTH_PROCESSES else ()
    return may_end_a_run(map(contents.__getitem__, found.left), behind, there, store)


def _tell(told: Progress, first: FileEntry, *others: FileEntry) -> None:
    told.advance(first)
    for other in others:
        told.also(other)


def _named(content: NamedContent, results: Sequence[Result], store: Store) -> tuple[FileEntry, ...]:
    """The entries of a document that another run did."""
    each = (named_entries(entry_of(result, True), result, content, store) for result in results)
    return tuple(entry for entries in each for entry in entries)


def _outcomes(
    contents: Iterable[NamedContent],
    most: int,
    apart: bool,
    there: Collection[str],
    now: Fingerprint,
    job: Job,
    readers: ReaderSet,
    settings: RunSettings,
    store: Store,
    patience: StorePatience,
    told: Progress,
) -> Groups:
    """The outcomes of documents, ``most`` of them, at once or in rounds, those together that are to be stored together.
    ``apart``: none of them is read in this process. ``there``: those of which the store has something.
    """
    undecided = not patience.take(store.anything_decided)

    def task(content: NamedContent) -> Task:
        new = content.sha256 not in there
        if new and undecided:
            return Task(content)
        return patience.take(lambda: task_of(content, now, store, new, readers.consulting))

    if readers.desk is None:
        if _in_processes(readers, most, settings, apart):
            return in_sealing_processes(map(task, contents), job, _processes(settings))
        jobs = _asking_jobs(settings, most)
        if readers.asked is not None and (apart or (most >= WORTH_PROCESSES and jobs > 1)):
            return in_asking_processes(map(task, contents), job, settings, readers.asked, jobs)
        return ([each] for each in outcomes_of(map(task, contents), most, job, readers, settings, apart))
    readers.desk.tell = told.notice

    def work(task: Task) -> Outcome:
        return process(task, job, readers.reading(task.kept))

    return ([each] for each in in_rounds(contents, task, work, readers.desk, _processes(settings), settings.wait))


def _in_processes(readers: ReaderSet, number: int, settings: RunSettings, apart: bool) -> bool:
    """Whether so many documents are worth processes of their own, in which nobody has to be asked."""
    return readers.parallel == "processes" and (apart or number >= WORTH_PROCESSES)


def _processes(settings: RunSettings) -> int:
    return settings.jobs or os.cpu_count() or 1


def _asking_jobs(settings: RunSettings, number: int) -> int:
    """How many of so many documents are read at the same time where most of them wait for an endpoint."""
    return min(settings.jobs or _ENDPOINT_JOBS, max(number, 1))


def outcomes_of(
    tasks: Iterable[Task], number: int, job: Job, readers: ReaderSet, settings: RunSettings, apart: bool = False
) -> Iterator[Finished[Outcome]]:
    """The outcomes as they come. ``apart``: not in this process, where that can be."""

    def work(task: Task) -> Outcome:
        return process(task, job, readers.reading(task.kept))

    processors = os.cpu_count() or 1
    if _in_processes(readers, number, settings, apart):
        return in_processes(tasks, job, _processes(settings))
    if readers.parallel == "threads":
        return in_threads(tasks, work, _asking_jobs(settings, number))
    few = min(settings.jobs or min(processors, _FEW_JOBS), number)
    if readers.parallel in ("processes", "few") and few > 1:
        # Too few for processes of their own; what takes long, opening scans, happens in other processes anyway.
        return in_threads(tasks, work, few)
    return in_turn(tasks, work)
