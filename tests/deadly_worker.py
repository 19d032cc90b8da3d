"""A process that reads documents and dies of those that say :data:`DEADLY`: tests start it in place of the real one."""

import os
import signal
from collections.abc import Sequence
from pathlib import Path

from extractor.documents.model import Document
from extractor.documents.opening.near import open_near
from extractor.readers.recognise import Recognition, recognise
from extractor.run import pipeline, reading_process, reading_worker
from extractor.run.engine import run_documents
from extractor.run.pipeline import Job, Task, process
from extractor.run.reader_set import read_with_layout
from extractor.run.settings import RunSettings
from extractor.schemas.form import Schema
from extractor.store import Outcome, Store

DEADLY = "Bureau of Sudden Ends"
CODE = reading_process.CODE.replace(reading_worker.__name__, __name__)


def die_of_it() -> None:
    """Have this process die of the documents that say so, from now on."""

    def deadly(document: Document, schemas: Sequence[Schema]) -> Recognition:
        if DEADLY in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return recognise(document, schemas)

    pipeline.recognise = deadly  # type: ignore[attr-defined]  # imported there


def main() -> None:
    """Read as the real one does, until it dies."""
    die_of_it()
    reading_worker.main()


def run_to_its_end(store: str, folder: str) -> None:
    """A run over few documents, which it reads itself, until it dies."""
    die_of_it()
    with Store(store) as opened:
        run_documents([Path(folder)], RunSettings(readers=("layout",)), opened)


def read_in_pool(task: Task, job: Job) -> Outcome:
    """What a process of a pool does, until it dies."""
    die_of_it()
    return process(task, job, read_with_layout, open_near)
