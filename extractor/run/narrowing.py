"""Which of the documents that were named a run goes through: all, or those of which the store says something."""

from collections.abc import Collection, Sequence

from extractor.documents.file_names import path_as_text
from extractor.run.fingerprint import Fingerprint
from extractor.run.keeping import changed_since
from extractor.run.selection import NamedContent, NamedContents
from extractor.run.settings import Only
from extractor.store import Store, key_of_content


def narrowed(
    contents: Sequence[NamedContent], only: Collection[Only], store: Store, now: Fingerprint
) -> Sequence[NamedContent]:
    """The contents that stand in the store as ``only`` says, all of them where it says nothing."""
    if not only:
        return contents
    there = store.keys()
    return NamedContents(each for each in contents if _stands(each, only, store, there, now))


def _stands(
    content: NamedContent, only: Collection[Only], store: Store, there: Collection[str], now: Fingerprint
) -> bool:
    key = key_of_content(content.sha256, path_as_text(content.path))
    keys = (key, *(store.parts(content.sha256) if content.sha256 else ()))
    if not any(each in there for each in keys):  # A new version of a file stands as the one before.
        before = {status for path in content.paths for status in store.statuses_at(path_as_text(path))}
        return bool(before) and ("changed" in only or not before.isdisjoint(only))
    if any(done.status in only for each in keys for done in store.done(each)):
        return True
    return "changed" in only and bool(changed_since(store, content.sha256, now))
