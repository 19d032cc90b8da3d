"""One document read again because of what a person decided about it, just as the next run would read it."""

from collections.abc import Sequence
from dataclasses import replace

from extractor.documents.file_names import path_of_text, url_of
from extractor.documents.file_parts import hash_of_file
from extractor.errors import UnreadableDocument
from extractor.route import Result
from extractor.run.fingerprint import Fingerprint
from extractor.run.pipeline import process
from extractor.run.preparing import job_of, task_of
from extractor.run.reader_set import open_readers
from extractor.run.selection import group_by_content
from extractor.run.settings import RunSettings
from extractor.store import Outcome, Store
from extractor.verify.edit import Edit


def read_anew(store: Store, settings: RunSettings, result: Result, edits: Sequence[Edit]) -> Outcome:
    """What a run with these settings makes of a document about which ``edits`` are decided besides those in the store.

    Nothing is stored. UnreadableDocument where its file is nowhere any more as it was; else as a run raises, where a
    model cannot be asked.
    """
    given = settings.model_copy(update={"schema_name": None, "batch": False})
    file = hash_of_file(result.sha256)
    paths = (path for path in map(path_of_text, store.names(result)) if path.parent.exists() or url_of(path))
    contents = (group_by_content([path]) for path in paths)
    content = next((found[0] for found in contents if found and found[0].sha256 == file), None)
    if content is None:
        raise UnreadableDocument(f"{result.path}: the file is not there any more, or it has changed since it was read.")
    with open_readers(given, None, calls=store.calls) as readers:
        job = job_of(given, readers, store)
        task = task_of(content, Fingerprint.parse(job.fingerprint), store, True, readers.consulting)
        task = replace(task, edits=(*task.edits, *edits))
        return process(task, job, readers.reading(task.kept))
