"""Many files to many results: what is done is skipped, what is read is stored at once, a stop loses nothing."""

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import NamedTuple, cast

from extractor.documents.file_names import path_as_text
from extractor.documents.file_parts import hash_of_file, name_of_part
from extractor.documents.opening.members import shown_name
from extractor.errors import AnswersPending, QuotaExhausted, StoreLost, StoreUnavailable
from extractor.readers.bill import Bill
from extractor.readers.reading import Reading
from extractor.route import Result
from extractor.run.accounts import Accounts, Sent
from extractor.run.asking_pool import in_asking_processes
from extractor.run.claiming import Claiming
from extractor.run.collection import collecting_seldom
from extractor.run.consulting import Consulting
from extractor.run.fingerprint import Fingerprint, fingerprint_of
from extractor.run.hosts import host_beyond
from extractor.run.interruption import Interrupted, Interruption
from extractor.run.keeping import all_done_before, changed_since, done_since, still_good
from extractor.run.narrowing import narrowed
from extractor.run.pipeline import Job, Task, process, silent, unanswered
from extractor.run.progress import Both, Progress, SaidInStore, Silence
from extractor.run.quarantine import with_crashes
from extractor.run.reader_set import STRICT, ReaderSet, check_batch, open_readers
from extractor.run.rounds import in_rounds
from extractor.run.selection import NamedContent, Selection, group_by_content, select_files
from extractor.run.settings import RunSettings
from extractor.run.summary import FileEntry, PendingCount, RunSummary, Stop, entry_of
from extractor.run.workers import Finished, in_processes, in_threads, in_turn
from extractor.schemas.registry import broken_schemas, load_schemas, resolve_schema, text_anywhere
from extractor.settlement import settle_file
from extractor.store import Outcome, RunRecord, Store, StorePatience

WORTH_PROCESSES = 24
"""From so many documents on, starting processes costs less than it saves."""

_ENDPOINT_JOBS = 64
"""Documents at the same time where an endpoint is asked: most of them wait for it."""
_FEW_JOBS = 4
"""Documents at the same time where there are few and nobody said how many."""
_MOST_NAMED = 5


@dataclass
class _Tally:
    """What a run has so far. ``entries`` by the number of the document, so that they end in the order of the files."""

    entries: dict[int, tuple[FileEntry, ...]]
    accounts: Accounts
    stop: Stop = ""
    message: str = ""
    unanswered: list[str] = field(default_factory=list)
    silent: int = 0
    non_answers: Counter[str] = field(default_factory=Counter)
    changed: dict[int, str] = field(default_factory=dict)
    """What has changed since a document was done, by its number."""

    def note(self, task: Task, readings: Sequence[Reading]) -> None:
        """What a model had to say about a document, as far as it was asked in this run."""
        self.unanswered += filter(None, [unanswered(readings)])
        self.silent += bool(silent(readings))
        before = [id(reading) for earlier in task.kept for reading in earlier.readings]
        for reading in readings:
            if id(reading) not in before:
                self.non_answers.update(str(each.kind) for each in reading.problems if each.kind.no_answer)


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
    started, clock, selection = datetime.now(UTC), monotonic(), select_files(paths)
    contents = group_by_content(selection.files)
    if selection.irregular:
        told.notice(_left_out(selection.irregular))
    patience = StorePatience(settings.store_seconds, told.notice)
    with open_readers(settings, None, ledger=store.batches, calls=store.calls.patient(patience)) as readers:
        job = job_of(settings, readers)
        for text in _beforehand(readers, settings, store):
            told.notice(text)
        now = Fingerprint.parse(job.fingerprint)
        wanted = patience.take(lambda: narrowed(contents, settings.only, store, now))
        record = RunRecord(started=started, readers=readers.versions)
        number = patience.take(lambda: store.start_run(record))
        at_work = SaidInStore(record, lambda said: patience.take(lambda: store.note_run(number, said)))
        tally = _work(wanted, job, readers, settings, store, patience, Both(at_work, told), (number, started))
        summary = _summed_up(tally, readers, selection, len(contents), len(wanted))
    summary = summary.model_copy(update={"seconds": round(monotonic() - clock, 3)})
    ended = partial(store.note_run, number, _finished(record, len(wanted), summary))
    summary = _noted(summary, ended, patience)
    told.end(summary)
    return summary


def _summed_up(tally: _Tally, readers: ReaderSet, selection: Selection, named: int, wanted: int) -> RunSummary:
    """What came of a run over ``wanted`` of the documents ``named``, while its readers are still there to be asked."""
    usage = readers.bill() if readers.bill is not None else Bill()
    entries = tuple(entry for key in sorted(tally.entries) for entry in tally.entries[key])
    return RunSummary(
        entries=entries,
        readers=readers.versions,
        skipped=selection.skipped,
        irregular=selection.irregular,
        left=wanted - len(tally.entries),
        passed_over=named - wanted,
        stopped=tally.stop,
        message=tally.message,
        unanswered=len(tally.unanswered),
        unanswered_because=next(iter(tally.unanswered), ""),
        silent=tally.silent,
        non_answers=dict(tally.non_answers.most_common()),
        usage=usage,
        sent=_sent(tally.accounts, readers, usage),
        audit=tally.accounts.audit,
        pending=_pending(readers),
        done_again=Counter(changed for number, changed in sorted(tally.changed.items()) if number in tally.entries),
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
    return Job(texts, bool(given), settings.policy, str(fingerprint), settings.limits)


def _work(
    contents: Sequence[NamedContent],
    job: Job,
    readers: ReaderSet,
    settings: RunSettings,
    store: Store,
    patience: StorePatience,
    told: Progress,
    run: tuple[int, datetime],
) -> _Tally:
    now = Fingerprint.parse(job.fingerprint)
    there, known, changed = patience.take(lambda: _known(contents, now, store, readers.consulting, settings.again))
    tally = _Tally(dict(known), Accounts(readers.host, host_beyond(store.url)), changed=changed)
    told.begin(len(contents), len(known))
    numbers = {content.path: number for number, content in enumerate(contents) if number not in known}
    left, interruption = [contents[number] for number in numbers.values()], Interruption()

    def done(content: NamedContent) -> tuple[Result, ...]:
        return done_since(store, content.sha256, now, readers.consulting.draws(content.sha256), run[1])

    def take_over(content: NamedContent, results: Sequence[Result]) -> None:
        entries = tuple(entry for each in results for entry in _entries(each, content, store, True))
        tally.entries[numbers[content.path]] = entries
        told.advance(entries[0])
        for other in entries[1:]:
            told.also(other)

    def work(handed_out: Iterable[NamedContent], most: int) -> Iterator[Finished[Outcome]]:
        return _outcomes(handed_out, most, there, now, job, readers, settings, store, patience, told)

    claiming = Claiming(store.claims, run[0], patience, told.notice, done, take_over)
    try:
        with interruption.watched(), collecting_seldom(), claiming.kept():
            for task, outcome in claiming.outcomes(left, work, at_once=readers.desk is not None):
                keep = partial(_keep, task, outcome, store, tally, numbers[task.content.path], interruption)
                first, *others = patience.take(keep)
                told.advance(first)
                for other in others:
                    told.also(other)
                tally.note(task, tuple(reading for each in outcome.each for reading in each.readings))
    except Interrupted as error:
        tally.stop = error.stop
    except (StoreLost, AnswersPending, QuotaExhausted) as error:
        tally.stop, tally.message = cast("Stop", error.kind.value), str(error)
    return tally


class _Known(NamedTuple):
    """What the store says before a run begins: which documents it has something of, what need not be done again, by
    number, and what has changed since the others were done.
    """

    there: frozenset[str]
    entries: Mapping[int, tuple[FileEntry, ...]]
    changed: dict[int, str]


def _known(
    contents: Sequence[NamedContent], now: Fingerprint, store: Store, consulting: Consulting, again: bool
) -> _Known:
    keys = frozenset[str]() if again else store.keys()
    there = keys | frozenset(map(hash_of_file, keys))
    done = _done_before(contents, there, now, store, consulting)
    entries = {
        number: tuple(entry for each in results for entry in _entries(each, contents[number], store, True))
        for number, results in done.items()
    }
    seen = (number for number, content in enumerate(contents) if number not in done and content.sha256 in there)
    since = ((number, changed_since(store, contents[number].sha256, now)) for number in seen)
    return _Known(there, entries, {number: changed for number, changed in since if changed})


def _keep(
    task: Task, outcome: Outcome, store: Store, tally: _Tally, number: int, interruption: Interruption
) -> tuple[FileEntry, ...]:
    """Store what a file became, and count it; the entries of all its documents. Nothing interrupts it, and where the
    store raises it can be done again.
    """
    with interruption.held():
        results = settle_file(store, with_crashes(outcome, store))
        entries = [_entries(result, task.content, store, False) for result in results]
        counted: list[FileEntry] = []
        for result, made, named in zip(results, outcome.each, entries, strict=True):
            held = (reading for earlier in task.kept for reading in earlier.readings)
            audited = tally.accounts.add(result, made.readings, held)
            counted += [each.model_copy(update={"audited": audited}) for each in named]
        tally.entries[number] = tuple(counted)
        return tally.entries[number]


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
) -> Iterator[Finished[Outcome]]:
    """The outcomes of documents, ``most`` of them, at once or in rounds. ``there``: those of which the store has
    something.
    """

    def task(content: NamedContent) -> Task:
        return patience.take(lambda: task_of(content, now, store, content.sha256 not in there, readers.consulting))

    if readers.desk is None:
        return outcomes_of(map(task, contents), most, job, readers, settings)
    readers.desk.tell = told.notice

    def work(task: Task) -> Outcome:
        return process(task, job, readers.reading(task.kept))

    return in_rounds(contents, task, work, readers.desk, settings.jobs or os.cpu_count() or 1, settings.wait)


def outcomes_of(
    tasks: Iterable[Task], number: int, job: Job, readers: ReaderSet, settings: RunSettings
) -> Iterator[Finished[Outcome]]:
    """The outcomes as they come."""

    def work(task: Task) -> Outcome:
        return process(task, job, readers.reading(task.kept))

    processors = os.cpu_count() or 1
    if readers.parallel == "processes" and number >= WORTH_PROCESSES and (settings.jobs or processors) > 1:
        return in_processes(tasks, job, settings.jobs or processors)
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
    return Task(content, (*carried, *(edit for key in keys for edit in store.edits(key))), kept)


def _done_before(
    contents: Sequence[NamedContent], there: Collection[str], now: Fingerprint, store: Store, consulting: Consulting
) -> dict[int, tuple[Result, ...]]:
    """The results that need not be made again, by number. ``there``: documents that have some."""

    def done(sha256: str) -> tuple[Result, ...]:
        return all_done_before(store, sha256, store.parts(sha256), now, consulting.draws(sha256))

    found = ((number, done(content.sha256)) for number, content in enumerate(contents) if content.sha256 in there)
    return {number: results for number, results in found if results}


def _entries(result: Result, content: NamedContent, store: Store, done_before: bool) -> tuple[FileEntry, ...]:
    """One entry for each file that holds the content; the store learns all their names, of a part those of its file
    as well.
    """
    first = entry_of(result, done_before)
    copies = []
    for whole in content.paths:
        path = whole / name_of_part(result.sha256) if result.parts else whole
        text = path_as_text(path)
        if text != result.path:
            store.also_named(result, text, shown_name(path))
        if path != whole:
            store.also_named(result, path_as_text(whole), shown_name(whole))
        if whole != content.path:
            update = {"document": shown_name(path), "path": text, "same_as": result.path}
            copies.append(first.model_copy(update=update))
    return (first, *copies)
