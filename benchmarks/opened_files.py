"""Files opened in a process of its own, each kept as what was made of it, with what it cost.

::

    python -m benchmarks.opened_files FOLDER FILE [FILE ...]

The first file is read once beforehand, for loading is paid once a process. Then a JSON line a file: its pages (0 if it
was refused), CPU seconds of all threads and the kind of refusal; at the end the most memory the process held, in MiB.
What was opened lies in FOLDER as ``NAME.pickle``.
"""

import json
import pickle
import sys
import time
import warnings
from pathlib import Path

from benchmarks.page_reader import peak_mib
from extractor.documents import Document, open_document
from extractor.errors import ExtractorError


def opened(path: Path) -> tuple[Document | None, str]:
    """The document, or None and the kind of what was wrong with it."""
    try:
        return open_document(path), ""
    except ExtractorError as error:
        return None, str(error.kind)


def main() -> None:
    """Open every file."""
    warnings.simplefilter("ignore")
    folder, *files = map(Path, sys.argv[1:])
    opened(files[0])
    for path in files:
        begun = time.process_time()
        document, why = opened(path)
        cpu = time.process_time() - begun
        if document is not None:
            (folder / f"{path.stem}.pickle").write_bytes(pickle.dumps(document))
        print(json.dumps({"pages": len(document.pages) if document else 0, "cpu": cpu, "why": why}), flush=True)
    print(json.dumps({"peak_mib": peak_mib()}))


if __name__ == "__main__":
    main()
