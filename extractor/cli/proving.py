"""``extractor show DOC --html``, ``--pdf`` and ``--open``: the document itself, for who has to believe its values."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from extractor.cli.screen import talk
from extractor.cli.storing import documents_named, open_store, several_named, store_place
from extractor.documents.file_names import path_of_text
from extractor.errors import ConfigurationError
from extractor.route import Result
from extractor.store import Store

_VIEWERS = {"darwin": "open", "win32": "explorer"}


def write_proof(document: str, store: str | None, target: Path, as_pdf: bool = False) -> int:
    """Write the page of a document, or the PDF. ConfigurationError if there is none, or several go by the name."""
    from extractor.export.proof_file import proof_file
    from extractor.export.proof_page import proof_page

    with open_store(store_place(store), create=False) as opened:
        result = _one(opened, document)
        known = result, opened.source(result.sha256), opened.edits(result.sha256, result.schema_name)
    written = proof_file(*known) if as_pdf else proof_page(*known).encode()
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(written)
        part.replace(target)
    except OSError as error:
        raise ConfigurationError(f"{target} cannot be written: {error}") from error
    talk().print(f"{target} shows {result.document} with its values.", soft_wrap=True)
    return 0


def open_original(document: str, store: str | None) -> int:
    """Open the file of a document in the viewer of this system, a PDF at the page of its first flagged field."""
    with open_store(store_place(store), create=False) as opened:
        result = _one(opened, document)
    path = path_of_text(result.path)
    if not path.is_file():
        raise ConfigurationError(f"the file is not there any more: {path}")
    flagged = result.verdict.flagged if result.verdict is not None else ()
    page = next((field.spot.page for field in flagged if field.spot is not None), 1)
    command = _viewer(path, page)
    if command is None:
        raise ConfigurationError(f"no program to open files with was found here: the file is {path}")
    subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    talk().print(f"Opened {path}, page {page}.", soft_wrap=True)
    return 0


def _viewer(path: Path, page: int) -> list[str] | None:
    """What opens a file; EXTRACTOR_VIEWER may name a program, with {page} and {path} where they belong."""
    own = os.environ.get("EXTRACTOR_VIEWER", "")
    if own:
        return [part.format(page=page, path=path) for part in own.split()]
    found = shutil.which(_VIEWERS.get(sys.platform, "xdg-open"))
    return None if found is None else [found, str(path)]


def _one(opened: Store, document: str) -> Result:
    found = documents_named(opened, document)
    if len(found) > 1:
        raise several_named(opened, document, found)
    return found[0]
