"""What files became, stored and counted: those together that were finished together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TypeAlias

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
from extractor.store import HeldClaim, Outcome, SealedOutcome, Store, StorePatience, key_of_content

_Settled: TypeAlias = tuple[Finished[Outcome | ReadyOutcome], tuple[Result, ...]]
"""A file that is stored, with its results as :func:`settle_group` gives them."""


def keep_group(
    group: Sequence[Finished[Outcome | ReadyOutcome]],
    store: Store,
    tally: Tally,
    interruption: Interruption,
    patience: StorePatience,
    lapsed: Callable[[NamedContent], object],
) -> list[tuple[FileEntry, ...]]:
    """Store what files became, and count them; the entries of all their documents. Nothing comes between the two, and
    only what raised is done again. The next run names what an interruption leaves unnamed.

    ``lapsed`` is told of files whose claim somebody else has by now: nothing is stored of them, nor counted.
    """
    made = patience.take(lambda: [_to_be_stored(task, each, store) for task, each in group])

    claims = [HeldClaim(_key(task.content), task.content.claim) for task, _ in group]

    def settled() -> list[_Settled]:
        with interruption.held():
            found = zip(group, settle_group(store, made, claims), strict=True)
            kept = [(each, results) for each, results in found if results is not None]
            entries.extend(_counted(kept, tally))
            return kept

    entries = list[tuple[FileEntry, ...]]()
    kept = patience.take(settled)
    patience.take(lambda: [_entries(each.outcome, found, each.task.content, store) for each, found in kept])
    contents = [each.task.content for each, _ in kept]
    patience.take(lambda: _retire(list(zip(contents, entries, strict=True)), store))
    for content in (each.task.content for each in group if each.task.content not in contents):
        lapsed(content)
    return entries


def _key(content: NamedContent) -> str:
    return key_of_content(content.sha256, path_as_text(content.path))


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


def _counted(settled: Iterable[_Settled], tally: Tally) -> Iterator[tuple[FileEntry, ...]]:
    for (task, outcome), results in settled:
        entries = _entries(outcome, results, task.content, None)
        if isinstance(outcome, Outcome):
            entries = _accounted(task, outcome, results, entries, tally)
        elif outcome.asked is not None:
            tally.asked.take_in(outcome.asked)
            entries = tuple(each.model_copy(update={"audited": outcome.entry.audited}) for each in entries)
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
