"""A process that reads documents and dies of those that say :data:`DEADLY`: tests start it in place of the real one."""

import os
import signal
from collections.abc import Sequence

from extractor.documents.model import Document
from extractor.readers.recognise import Recognition, recognise
from extractor.run import pipeline, reading_process, reading_worker
from extractor.schemas.form import Schema

DEADLY = "Bureau of Sudden Ends"
CODE = reading_process.CODE.replace(reading_worker.__name__, __name__)


def main() -> None:
    """Read as the real one does, until it dies."""

    def deadly(document: Document, schemas: Sequence[Schema]) -> Recognition:
        if DEADLY in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return recognise(document, schemas)

    pipeline.recognise = deadly  # type: ignore[attr-defined]  # imported there
    reading_worker.main()
