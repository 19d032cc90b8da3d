"""What a run over many documents need not do again: asked of narrow columns, some hundred documents at a time."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from extractor.documents.file_names import path_as_text
from extractor.documents.opening.members import shown_name
from extractor.route import Result
from extractor.run.consulting import Consulting
from extractor.run.entry_pile import EntryPile
from extractor.run.fingerprint import Fingerprint
from extractor.run.keeping import Changes, all_done_before, changed_since, is_done
from extractor.run.named_entries import named_entries
from extractor.run.selection import NamedContent
from extractor.run.summary import FileEntry, entry_of
from extractor.settlement import lies_there_now
from extractor.store import Standing, Store

_TOGETHER = 500


@dataclass
class Already:
    """What the store says before a run begins. ``pile``: the documents that need not be done again. ``left``: the
    numbers of those that are to be done, ``there`` those of which it has something all the same, and ``changed`` what
    has changed since they were done. ``read``: the numbers of those that need not be done again and did not fail.
    """

    pile: EntryPile
    left: "array[int]" = field(default_factory=lambda: array("q"))
    there: set[str] = field(default_factory=set)
    changed: dict[int, str] = field(default_factory=dict)
    read: "array[int]" = field(default_factory=lambda: array("q"))


def done_already(
    contents: Sequence[NamedContent], now: Fingerprint, store: Store, consulting: Consulting, again: bool
) -> Already:
    """Sort contents by whether they are done. The store learns where they lie now."""
    found = Already(EntryPile(_entries_in(store, contents, now, consulting)))
    changes, parted = Changes(now), store.parted()
    for start in range(0, len(contents), _TOGETHER):
        each = contents[start : start + _TOGETHER]
        standings = store.standings([content.sha256 for content in each if content.sha256])
        for content in each:
            standing = standings.get(content.sha256)
            if standing is not None:
                _learn_where(content, standing, store)
            if again:
                found.left.append(content.number)
            elif content.sha256 in parted:
                _sort_parted(found, content, now, store, consulting)
            elif standing is None:
                found.left.append(content.number)
            else:
                _sort(found, content, standing, changes, store, consulting)
    _forget_replaced(contents, found.read, store)
    return found


def _forget_replaced(contents: Sequence[NamedContent], read: "array[int]", store: Store) -> None:
    """What lay where known content lies now gives way, once all of it is named: two files may have changed places."""
    several = store.paths_of_several()
    for number in read if several else ():
        for text in map(path_as_text, contents[number].paths):
            if text in several:
                lies_there_now(store, contents[number].sha256, text)


def _learn_where(content: NamedContent, standing: Standing, store: Store) -> None:
    """The store learns where known content lies before anything is read: what lay there is not taken for a version of
    it, nor it for a version of what is stored first.
    """
    for path in content.paths:
        if (text := path_as_text(path)) not in standing.paths:
            store.name_content(content.sha256, text, shown_name(path))


def _sort(
    found: Already, content: NamedContent, standing: Standing, changes: Changes, store: Store, consulting: Consulting
) -> None:
    audited = consulting.draws(content.sha256)
    done = next((each for each in standing.done if is_done(store, content.sha256, each, changes, audited)), None)
    if done is not None:
        files = len(content.paths)
        if done.status != "failed":
            found.read.append(content.number)
        found.pile.add_stored(
            content.number, [done.status] * files, files if done.schema_name in standing.remarked else 0
        )
        return
    found.left.append(content.number)
    found.there.add(content.sha256)
    found_changed = (changes.since(each) for each in standing.done if each.status != "failed")
    changed = next((each[0] for each in found_changed if each), "").partition(" ")[0]
    if changed:
        found.changed[content.number] = changed


def _sort_parted(found: Already, content: NamedContent, now: Fingerprint, store: Store, consulting: Consulting) -> None:
    """A file that was found to hold several documents: each of them has to be done."""
    draws = consulting.draws(content.sha256)
    results = all_done_before(store, content.sha256, store.parts(content.sha256), now, draws)
    if results:
        entries = [entry for each in results for entry in named_entries(entry_of(each, True), each, content, store)]
        remarked = sum(entry.status == "accepted" and entry.let_pass > 0 for entry in entries)
        found.read.append(content.number)
        found.pile.add_stored(content.number, [entry.status for entry in entries], remarked)
        return
    found.left.append(content.number)
    found.there.add(content.sha256)
    if changed := changed_since(store, content.sha256, now):
        found.changed[content.number] = changed


def _entries_in(
    store: Store, contents: Sequence[NamedContent], now: Fingerprint, consulting: Consulting
) -> Callable[[int], tuple[FileEntry, ...]]:
    """The entries of a document that was done before, made of its result when they are asked for."""

    def entries(number: int) -> tuple[FileEntry, ...]:
        content = contents[number]
        sha256, draws = content.sha256, consulting.draws(content.sha256)
        parts = store.parts(sha256)
        results = all_done_before(store, sha256, parts, now, draws) or _stored_since(store, sha256, parts)
        return tuple(entry for each in results for entry in named_entries(entry_of(each, True), each, content, None))

    return entries


def _stored_since(store: Store, sha256: str, parts: Sequence[str]) -> tuple[Result, ...]:
    """The results of a file that was done when the run began, whoever made them anew since."""
    found = [store.result(key) for key in (parts or (sha256,))]
    return tuple(each for each in found if each is not None)
