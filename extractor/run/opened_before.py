"""Documents of which pages were recognised, kept by their content: another schema or prompt recognises nothing again.

They are kept by what opened them too (the layer ``opening`` of a fingerprint), so that none is taken that another
release, engine or Python made. ``EXTRACTOR_KEEP_RECOGNISED=never`` keeps none. What is read back builds the types of
the document model and nothing else.
"""

import hashlib
import logging
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TypeAlias

from extractor.documents.file_parts import hash_of_file
from extractor.documents.limits import OpeningLimits
from extractor.documents.model import Document
from extractor.documents.opening.members import shown_name
from extractor.documents.opening.opening_frames import pack_document, unpack_document
from extractor.run.fingerprint import Fingerprint
from extractor.run.selection import NamedContent
from extractor.user_cache import user_cache

OpenFile: TypeAlias = Callable[[Path, OpeningLimits], Document]

SWITCH = "EXTRACTOR_KEEP_RECOGNISED"
MOST_BYTES = 1 << 30
"""How much is kept; what was not asked for longest goes first."""
_LOOKED_AFTER = 50
"""So many documents are written from one look at how much there is to the next."""
_LOG = logging.getLogger(__name__)


def recognised_folder() -> Path:
    """Where they are kept."""
    return user_cache("recognised")


def forget_recognised() -> int:
    """Throw all of them away; how many there were."""
    folder = recognised_folder()
    number = len(_files(folder))
    shutil.rmtree(folder, ignore_errors=True)
    return number


@cache
def opened_before(fingerprint: str) -> "OpenedBefore | None":
    """What is kept for runs of a fingerprint; None where nothing is to be kept."""
    mark = Fingerprint.parse(fingerprint).layers.get("opening")
    if not mark or os.environ.get(SWITCH) == "never":
        return None
    return OpenedBefore(recognised_folder(), mark)


@dataclass
class OpenedBefore:
    """The folder, and the mark of the openers at work. Several processes may share it."""

    folder: Path
    mark: str
    most: int = MOST_BYTES
    _written: int = field(default=0, init=False)

    def open(self, content: NamedContent, limits: OpeningLimits, open_file: OpenFile) -> Document:
        """The document as it was opened before, or opened now; as ``open_file`` raises."""
        file = self._file_of(content, limits)
        kept = _kept(file)
        if kept is not None:
            return replace(kept, name=shown_name(content.path), path=content.path)
        document = open_file(content.path, limits)
        same = hash_of_file(document.sha256) == hash_of_file(content.sha256)
        if same and any(word.seen_by for word in document.words):
            self._keep(file, document)
        return document

    def _file_of(self, content: NamedContent, limits: OpeningLimits) -> Path:
        """What a file is called has a say in what it is taken for, and of some only a few pages are wanted."""
        facts = (self.mark, content.sha256, content.path.suffix.lower(), repr(limits.recognised))
        return self.folder / hashlib.sha256("\0".join(facts).encode("utf-8", "surrogatepass")).hexdigest()

    def _keep(self, file: Path, document: Document) -> None:
        """A disk that is full, or a folder that may not be written, costs time the next time and nothing else."""
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as written:
                try:
                    written.write(zlib.compress(pack_document(document)))
                    written.close()
                    Path(written.name).replace(file)
                except OSError:
                    Path(written.name).unlink(missing_ok=True)
                    raise
            if self._written % _LOOKED_AFTER == 0:
                self._make_room()
            self._written += 1

    def _make_room(self) -> None:
        files = sorted(_files(self.folder), key=lambda each: each[1], reverse=True)
        held = 0
        for size, _, file in files:
            held += size
            if held > self.most:
                file.unlink(missing_ok=True)


def _kept(file: Path) -> Document | None:
    """None where it is not there, or not whole: then it is made again."""
    try:
        document = unpack_document(zlib.decompress(file.read_bytes()))
        os.utime(file)
    except FileNotFoundError:
        return None
    except Exception as error:
        _LOG.warning("%s cannot be read and is made again: %s", file, error)
        return None
    return document


def _files(folder: Path) -> list[tuple[int, float, Path]]:
    """Size and last use of every document that is kept."""
    found = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                about = entry.stat()
                found.append((about.st_size, about.st_mtime, Path(entry.path)))
    return found
