"""A process that opens files and dies of those that say :data:`DEADLY`: tests start it in place of the real one."""

import os
import signal
from pathlib import Path

from extractor.documents.limits import OpeningLimits
from extractor.documents.model import Document
from extractor.documents.opening import opening_process, opening_worker
from extractor.documents.opening.dispatch import open_file

DEADLY = "Bureau of Sudden Ends"
CODE = opening_process._CODE.replace(opening_worker.__name__, __name__)


def main() -> None:
    """Open as the real one does, until it dies."""

    def deadly(path: Path, limits: OpeningLimits) -> Document:
        if DEADLY in path.read_text("utf-8", "replace"):
            os.kill(os.getpid(), signal.SIGKILL)
        return open_file(path, limits)

    opening_worker.open_file = deadly  # type: ignore[attr-defined]  # imported there
    opening_worker.main()
