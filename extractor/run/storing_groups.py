"""What files became, stored and counted: those together that were finished together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from extractor.documents.file_names import path_as_text
from extractor.route import Result
from extractor.run.interruption import Interruption
from extractor.run.named_entries import named_entries
from extractor.run.pipeline import Task
from extractor.run.quarantine import with_crashes
from extractor.run.ready import ReadyOutcome
from extractor.run.run_tally import Tally
from extractor.run.selection import NamedContent
from extractor.run.summary import FileEntry, entry_of
from extractor.run.workers import Finished
from extractor.settlement import lies_there_now, settle_group
from extractor.store import Outcome, SealedOutcome, Store, StorePatience


def keep_group(
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
    patience.take(
        lambda: _retire([(task.content, told) for (task, _), told in zip(group, entries, strict=True)], store)
    )
    return entries


def _retire(stored: Sequence[tuple[NamedContent, tuple[FileEntry, ...]]], store: Store) -> None:
    """What lay before where files lie that were read is no record any more, whatever they are; of one that failed it is
    not known what it is.
    """
    lying = {
        path_as_text(path): content.sha256
        for content, (first, *_) in stored
        if first.status != "failed"
        for path in content.paths
    }
    for path in store.paths_of_several(list(lying)) if lying else ():
        lies_there_now(store, lying[path], path)


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
        audited = tally.asked.accounts.add(result or outcome.result, made.readings if made is not None else (), held)
        named = entries[number * files : (number + 1) * files]
        found += [each.model_copy(update={"audited": audited}) for each in named]
    tally.asked.note(task, tuple(reading for each in outcome.each for reading in each.readings))
    return tuple(found)
