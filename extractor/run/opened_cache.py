"""Opened documents, kept for a store: a schema or a prompt that changes opens no scan again.

What is kept goes by the content of the file, what a document of it is called, and the mark of everything that opens
files: what another release or another engine made is never found. The folder may be deleted at any time.
"""

import hashlib
import os
import pickle
import secrets
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from extractor.documents.limits import OpeningLimits
from extractor.documents.model import Document
from extractor.documents.opening.members import shown_name
from extractor.documents.opening.opening_frames import pack_document, unpack_document
from extractor.store import sqlite_file, store_address

SLOW = 1.0
"""Seconds of opening from which on a document is kept; one of pictures always is."""
_SUFFIX = ".opened"
_OF_ADDRESS = 16
"""Characters of the hash of a store's address that its folder is called by."""
_DIGEST = hashlib.sha256().digest_size

OpenFile = Callable[[Path, OpeningLimits], Document]


class KeptFolder(NamedTuple):
    """A folder for what can be made again. ``of_user``: one of the user's own, which nobody else may look into; else it
    lies beside a store, and is not made where that is gone.
    """

    path: Path
    of_user: bool = False

    def make(self) -> None:
        """Make it where it is not there. OSError where that cannot be."""
        self.path.mkdir(0o700 if self.of_user else 0o777, parents=self.of_user, exist_ok=True)


@dataclass(frozen=True, slots=True)
class OpenedCache:
    """A folder of opened documents, of ``mebibytes`` at most: those not asked for the longest give way. ``opener``: the
    mark of what opens files. ``fresh``: nothing is taken from it, as where somebody wants documents opened again.
    """

    folder: KeptFolder
    mebibytes: int
    opener: str
    fresh: bool = False

    def open(self, path: Path, sha256: str, limits: OpeningLimits, open_file: OpenFile) -> Document:
        """Open a file of this content, or take the document that was kept of it. Raises what ``open_file`` raises."""
        place = self._place(path, sha256, limits)
        if place is None:
            return open_file(path, limits)
        kept = None if self.fresh else _kept(place, sha256)
        if kept is not None:
            return replace(kept, path=path)
        began = time.monotonic()
        document = open_file(path, limits)
        if document.sha256 == sha256 and (_is_of_pictures(document) or time.monotonic() - began >= SLOW):
            self._keep(place, document)
        return document

    def _place(self, path: Path, sha256: str, limits: OpeningLimits) -> Path | None:
        """Where a document is kept; None where it cannot be told what it would be."""
        if not (sha256 and self.opener and self.mebibytes):
            return None
        name = "\n".join((self.opener, sha256, shown_name(path), str(limits.recognised)))
        return self.folder.path / f"{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()}{_SUFFIX}"

    def _keep(self, place: Path, document: Document) -> None:
        """Keep a document. Where the disk does not take it, it is not kept: nobody is in need of it."""
        packed = zlib.compress(pack_document(document), 1)
        written = place.with_suffix(f".{os.getpid()}-{secrets.token_hex(4)}")
        try:
            self.folder.make()
            written.write_bytes(hashlib.sha256(packed).digest() + packed)
            written.replace(place)
            self._give_way()
        except OSError:
            with suppress(OSError):
                written.unlink()

    def _give_way(self) -> None:
        """Keep no more than may be kept; what was half written by a process that was killed counts as well."""
        found = list[tuple[os.stat_result, str]]()
        for each in os.scandir(self.folder.path):
            with suppress(FileNotFoundError):  # Another process made it give way.
                found.append((each.stat(), each.path))
        left = sum(stat.st_size for stat, _ in found)
        for stat, path in sorted(found, key=lambda each: each[0].st_mtime):
            if left <= self.mebibytes << 20:
                return
            Path(path).unlink(missing_ok=True)
            left -= stat.st_size


def _kept(place: Path, sha256: str) -> Document | None:
    """The document that is kept at a place; None where there is none, or what is there is damaged."""
    try:
        data = place.read_bytes()
        packed = data[_DIGEST:]
        if hashlib.sha256(packed).digest() != data[:_DIGEST]:
            return None
        document = unpack_document(zlib.decompress(packed))
        os.utime(place)
    except (OSError, zlib.error, pickle.UnpicklingError, TypeError):
        return None
    return document if document.sha256 == sha256 else None


def _is_of_pictures(document: Document) -> bool:
    return document.method == "scan" or any(page.method == "scan" for page in document.pages)


def folder_for(store: str, suffix: str = _SUFFIX) -> KeptFolder:
    """Where opened documents are kept for the store at an address: beside its file, or, of one on a server, where
    programs keep what they can make again for a user of this machine (``XDG_CACHE_HOME``), for each store apart.
    """
    file = sqlite_file(store)
    if file is not None:
        return KeptFolder(file.with_name(f"{file.name}{suffix}").absolute())
    from platformdirs import user_cache_path

    address = hashlib.sha256(store_address(store).encode()).hexdigest()[:_OF_ADDRESS]
    return KeptFolder(user_cache_path("extractor", appauthor=False) / "stores" / f"{address}{suffix}", of_user=True)
