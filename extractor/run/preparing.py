"""What a run prepares: the job that is the same for every document, and the task about one of them."""

from extractor.documents.file_names import path_as_text
from extractor.documents.file_parts import hash_of_file
from extractor.documents.opening.fetched_copies import FetchedCopies
from extractor.run.consulting import Consulting
from extractor.run.fingerprint import Fingerprint, fingerprint_of
from extractor.run.keeping import still_good
from extractor.run.opened_cache import OpenedCache, folder_for
from extractor.run.pipeline import Job, Task
from extractor.run.reader_set import ReaderSet
from extractor.run.selection import NamedContent
from extractor.run.settings import RunSettings
from extractor.schemas.registry import load_schemas, resolve_schema, text_anywhere
from extractor.store import Store
from extractor.verify.edit import CHOSEN


def job_of(
    settings: RunSettings, readers: ReaderSet, store: Store | None = None, copies: FetchedCopies | None = None
) -> Job:
    """The job that settings and readers make. SchemaError for a schema that does not exist.

    Where none is given, all are tried that there are; a broken one is left out. Opened documents are kept for the
    ``store`` that results go to; where there is none, nothing is kept. ``copies``: as of :class:`Job`.
    """
    given = settings.schema_name
    texts = (text_anywhere(given),) if given else tuple(each.name for each in load_schemas())
    for text in texts:
        resolve_schema(text)
    fingerprint = fingerprint_of(texts, bool(given), readers.settings, settings.policy)
    opened = _opened(settings, fingerprint, store)
    return Job(texts, bool(given), settings.policy, str(fingerprint), settings.limits, opened, copies)


def _opened(settings: RunSettings, fingerprint: Fingerprint, store: Store | None) -> OpenedCache | None:
    if store is None or not settings.cache_mib:
        return None
    opener = fingerprint.layers.get("opening", "")
    return OpenedCache(folder_for(store.url), settings.cache_mib, opener, settings.again)


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
