"""Many files to many results: what is done is skipped, what is read is stored at once, a stop loses nothing."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import zip_longest
from pathlib import Path
from time import monotonic
from typing import cast

from extractor.documents.file_names import path_as_text
from extractor.documents.file_parts import hash_of_file
from extractor.errors import AnswersPending, QuotaExhausted, StoreLost, StoreUnavailable
from extractor.readers.bill import Bill
from extractor.route import Result
from extractor.run.accounts import Accounts, Sent
from extractor.run.already import done_already
from extractor.run.asking_pool import in_asking_processes
from extractor.run.claiming import Claiming, Groups
from extractor.run.collection import collecting_seldom
from extractor.run.consulting import Consulting
from extractor.run.fingerprint import Fingerprint, fingerprint_of
from extractor.run.hosts import host_beyond
from extractor.run.interruption import Interrupted, Interruption
from extractor.run.keeping import done_since, still_good
from extractor.run.named_entries import named_entries
from extractor.run.narrowing import narrowed
from extractor.run.opened_cache import OpenedCache, folder_beside
from extractor.run.pipeline import Job, Task, process
from extractor.run.progress import Both, Progress, SaidInStore, Silence
from extractor.run.quarantine import with_crashes
from extractor.run.reader_set import STRICT, ReaderSet, check_batch, open_readers
from extractor.run.ready import ReadyOutcome
from extractor.run.rounds import in_rounds
from extractor.run.run_tally import Tally
from extractor.run.selection import FileWalk, NamedContent, NamedContents, check_paths
from extractor.run.settings import RunSettings
from extractor.run.summary import FileEntry, PendingCount, RunSummary, Stop, entry_of
from extractor.run.workers import Finished, in_processes, in_sealing_processes, in_threads, in_turn
from extractor.schemas.registry import broken_schemas, load_schemas, resolve_schema, steady_schemas, text_anywhere
from extractor.settlement import settle_group
from extractor.store import Outcome, RunRecord, SealedOutcome, Store, StorePatience
from extractor.verify.edit import CHOSEN

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
    check_batch(settings)
    told = progress or Silence()
    started, clock, walk = datetime.now(UTC), monotonic(), FileWalk(check_paths(paths))
    contents = NamedContents.of_files(walk)
    if walk.irregular:
        told.notice(_left_out(walk.irregular))
    patience = StorePatience(settings.store_seconds, told.notice)
    calls, batches = store.calls.patient(patience), store.batches.patient(patience)
    with steady_schemas(), open_readers(settings, None, ledger=batches, calls=calls) as readers:
        job = job_of(settings, readers)
        for text in _beforehand(readers, settings, store):
            told.notice(text)
        now = Fingerprint.parse(job.fingerprint)
        wanted = patience.take(lambda: narrowed(contents, settings.only, store, now))
        record = RunRecord(started=started, readers=readers.versions)
        number = patience.take(lambda: store.start_run(record))
        at_work = SaidInStore(record, lambda said: patience.take(lambda: store.note_run(number, said)))
        tally = _work(wanted, job, readers, settings, store, patience, Both(at_work, told), number)
        summary = _summed_up(tally, readers, walk, len(contents), len(wanted))
    summary = summary.model_copy(update={"seconds": round(monotonic() - clock, 3)})
    ended = partial(store.note_run, number, _finished(record, len(wanted), summary))
    summary = _noted(summary, ended, patience)
    told.end(summary)
    return summary


def _summed_up(tally: Tally, readers: ReaderSet, walk: FileWalk, named: int, wanted: int) -> RunSummary:
    """What came of a run over ``wanted`` of the documents ``named``, while its readers are still there to be asked."""
    usage = readers.bill() if readers.bill is not None else Bill()
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
        unanswered=tally.unanswered,
        unanswered_because=tally.unanswered_because,
        silent=tally.silent,
        non_answers=dict(tally.non_answers.most_common()),
        usage=usage,
        sent=_sent(tally.accounts, readers, usage),
        audit=tally.accounts.audit,
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
    return f"Left out: {', '.join(irregular[:_MOST_NAMED])}{more}."


def job_of(settings: RunSettings, readers: ReaderSet) -> Job:
    """The job that settings and readers make. SchemaError for a schema that does not exist.

    Where none is given, all are tried that there are; a broken one is left out.
    """
    given = settings.schema_name
    texts = (text_anywhere(given),) if given else tuple(each.name for each in load_schemas())
    for text in texts:
        resolve_schema(text)
    fingerprint = fingerprint_of(texts, bool(given), readers.settings, settings.policy)
    return Job(texts, bool(given), settings.policy, str(fingerprint), settings.limits, _opened(settings, fingerprint))


def _opened(settings: RunSettings, fingerprint: Fingerprint) -> OpenedCache | None:
    folder = folder_beside(settings.store) if settings.cache_mib else None
    if folder is None:
        return None
    return OpenedCache(folder.absolute(), settings.cache_mib, fingerprint.layers.get("opening", ""), settings.again)


def _work(
    contents: Sequence[NamedContent],
    job: Job,
    readers: ReaderSet,
    settings: RunSettings,
    store: Store,
    patience: StorePatience,
    told: Progress,
    run: int,
) -> Tally:
    now = Fingerprint.parse(job.fingerprint)
    begun = patience.take(lambda: store.claims.begin(run))  # What others do from now on is looked for later.
    found = patience.take(lambda: done_already(contents, now, store, readers.consulting, settings.again))
    tally = Tally(found.pile, Accounts(readers.host, host_beyond(store.url)), changed=found.changed)
    told.begin(len(contents), found.pile.documents)
    interruption = Interruption()

    def done(content: NamedContent) -> tuple[Result, ...]:
        return done_since(store, content.sha256, now, readers.consulting.draws(content.sha256), begun, settings.again)

    def tell(first: FileEntry, *others: FileEntry) -> None:
        told.advance(first)
        for other in others:
            told.also(other)

    def take_over(content: NamedContent, results: Sequence[Result]) -> None:
        def named() -> tuple[FileEntry, ...]:
            each = (named_entries(entry_of(result, True), result, content, store) for result in results)
            return tuple(entry for entries in each for entry in entries)

        entries = patience.take(named)
        with interruption.held():
            tally.add(content.number, entries)
        tell(*entries)

    def work(handed_out: Iterable[NamedContent], most: int) -> Groups:
        return _outcomes(handed_out, most, found.there, now, job, readers, settings, store, patience, told)

    claiming = Claiming(store.claims, (run, begun), patience, told.notice, done, take_over)
    left = (contents[number] for number in found.left)
    try:
        with interruption.watched(), collecting_seldom(), claiming.kept():
            for group in claiming.outcomes(left, len(found.left), work, at_once=readers.desk is not None):
                for entries in _keep(group, store, tally, interruption, patience):
                    tell(*entries)
    except Interrupted as error:
        tally.stop = error.stop
    except (StoreLost, AnswersPending, QuotaExhausted) as error:
        tally.stop, tally.message = cast("Stop", error.kind.value), str(error)
    return tally


def _keep(
    group: Sequence[Finished[Outcome | ReadyOutcome]],
    store: Store,
    tally: Tally,
    interruption: Interruption,
    patience: StorePatience,
) -> list[tuple[FileEntry, ...]]:
    """Store what files became, and count them; the entries of all their documents. Nothing comes between the two, and
    only what raised is done again. The next run names what an interruption leaves unnamed.
    """
    made = patience.take(lambda: [_to_be_stored(task, each, store) for task, each in group])

    def settled() -> list[tuple[Result, ...]]:
        with interruption.held():
            found = settle_group(store, made)
            entries.extend(_counted(group, found, tally))
            return found

    entries = list[tuple[FileEntry, ...]]()
    results = patience.take(settled)
    each = [(outcome, found, task.content) for (task, outcome), found in zip(group, results, strict=True)]
    patience.take(lambda: [_entries(*one, store) for one in each])
    return entries


def _to_be_stored(task: Task, outcome: Outcome | ReadyOutcome, store: Store) -> Outcome | SealedOutcome:
    if isinstance(outcome, ReadyOutcome):
        return replace(outcome.sealed, choices=task.choices)
    return replace(with_crashes(outcome, store), choices=task.choices)


def _counted(
    group: Sequence[Finished[Outcome | ReadyOutcome]], settled: Sequence[Sequence[Result]], tally: Tally
) -> Iterator[tuple[FileEntry, ...]]:
    for (task, outcome), results in zip(group, settled, strict=True):
        entries = _entries(outcome, results, task.content, None)
        if isinstance(outcome, Outcome):
            entries = _accounted(task, outcome, results, entries, tally)
        tally.add(task.content.number, entries)
        yield entries


def _entries(
    outcome: Outcome | ReadyOutcome, results: Sequence[Result], content: NamedContent, store: Store | None
) -> tuple[FileEntry, ...]:
    """One entry for each document of a file and each file that holds the same, as they are stored; the store, if given,
    learns their names.
    """
    if not results:
        assert isinstance(outcome, ReadyOutcome)
        return named_entries(outcome.entry, None, content, store)
    return tuple(entry for each in results for entry in named_entries(entry_of(each), each, content, store))


def _accounted(
    task: Task, outcome: Outcome, results: Sequence[Result], entries: Sequence[FileEntry], tally: Tally
) -> tuple[FileEntry, ...]:
    """The entries, with what asking a model about their documents came to."""
    files, found = len(task.content.paths), list[FileEntry]()
    for number, (result, made) in enumerate(zip_longest(results, outcome.each)):  # Others, where those stored stayed.
        held = (reading for earlier in task.kept for reading in earlier.readings)
        audited = tally.accounts.add(result or outcome.result, made.readings if made is not None else (), held)
        named = entries[number * files : (number + 1) * files]
        found += [each.model_copy(update={"audited": audited}) for each in named]
    tally.note(task, tuple(reading for each in outcome.each for reading in each.readings))
    return tuple(found)


def _outcomes(
    contents: Iterable[NamedContent],
    most: int,
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
    ``there``: those of which the store has something.
    """
    undecided = not patience.take(store.anything_decided)

    def task(content: NamedContent) -> Task:
        new = content.sha256 not in there
        if new and undecided:
            return Task(content)
        return patience.take(lambda: task_of(content, now, store, new, readers.consulting))

    if readers.desk is None:
        if _in_processes(readers, most, settings):
            return in_sealing_processes(map(task, contents), job, _processes(settings))
        return ([each] for each in outcomes_of(map(task, contents), most, job, readers, settings))
    readers.desk.tell = told.notice

    def work(task: Task) -> Outcome:
        return process(task, job, readers.reading(task.kept))

    return ([each] for each in in_rounds(contents, task, work, readers.desk, _processes(settings), settings.wait))


def _in_processes(readers: ReaderSet, number: int, settings: RunSettings) -> bool:
    """Whether so many documents are worth processes of their own, in which nobody has to be asked."""
    return readers.parallel == "processes" and number >= WORTH_PROCESSES and _processes(settings) > 1


def _processes(settings: RunSettings) -> int:
    return settings.jobs or os.cpu_count() or 1


def outcomes_of(
    tasks: Iterable[Task], number: int, job: Job, readers: ReaderSet, settings: RunSettings
) -> Iterator[Finished[Outcome]]:
    """The outcomes as they come."""

    def work(task: Task) -> Outcome:
        return process(task, job, readers.reading(task.kept))

    processors = os.cpu_count() or 1
    if _in_processes(readers, number, settings):
        return in_processes(tasks, job, _processes(settings))
    if readers.parallel == "threads":
        jobs = min(settings.jobs or _ENDPOINT_JOBS, max(number, 1))
        if readers.asked is not None and number >= WORTH_PROCESSES and jobs > 1:
            return in_asking_processes(tasks, job, settings, readers.asked, jobs)
        return in_threads(tasks, work, jobs)
    few = min(settings.jobs or min(processors, _FEW_JOBS), number)
    if readers.parallel in ("processes", "few") and few > 1:
        # Too few for processes of their own; what takes long, opening scans, happens in other processes anyway.
        return in_threads(tasks, work, few)
    return in_turn(tasks, work)


def task_of(content: NamedContent, now: Fingerprint, store: Store | None, again: bool, consulting: Consulting) -> Task:
    """The task about one content, with what people decided and what still holds of what was read before."""
    if store is None:
        return Task(content)
    older = store.schema_chosen_before(content.sha256, path_as_text(content.path)) if again and content.sha256 else ()
    carried = tuple(each.model_copy(update={"sha256": content.sha256}) for each in older)
    audited = consulting.draws(content.sha256)
    keys = (content.sha256, *(() if again or not content.sha256 else store.parts(content.sha256)))
    kept = () if again else tuple(each for key in keys for each in still_good(store, key, now, audited))
    edits = tuple(edit for key in keys for edit in store.edits(key))
    file = hash_of_file(content.sha256)
    about = edits if file in keys else store.edits(file)
    choices = sum(edit.rule == CHOSEN and edit.sha256 == file for edit in about)
    return Task(content, (*carried, *edits), kept, choices)
