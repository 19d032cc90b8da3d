"""Copies of documents at URLs, from when their hashes are made until they are opened: each is fetched once.

Nobody depends on a copy: where there is none, for want of room or because it was taken away, the document is fetched
again.
"""

import os
import secrets
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from extractor.documents.opening.remote import chunks_at, copy_of
from extractor.errors import ExtractorError


@dataclass(frozen=True, slots=True)
class FetchedCopies:
    """A folder with the copies of one run."""

    folder: Path

    @classmethod
    @contextmanager
    def of_this_run(cls, folder: Path) -> Iterator["FetchedCopies"]:
        """Copies below a folder that other runs use as well, as long as this lasts. What runs left behind that were
        killed is thrown away.
        """
        for left in folder.glob("*-*") if folder.is_dir() else ():
            if not _is_at_work(left.name.partition("-")[0]):
                shutil.rmtree(left, ignore_errors=True)
        mine = folder / f"{os.getpid()}-{secrets.token_hex(4)}"
        try:
            yield cls(mine)
        finally:
            shutil.rmtree(mine, ignore_errors=True)
            with suppress(OSError):
                folder.rmdir()

    @contextmanager
    def taken(self, path: Path) -> Iterator[Path | None]:
        """The copy of what is at a URL, under its name there; None where there is none. It is gone afterwards."""
        place = self.place_of(path)
        if not place.exists():
            yield None
            return
        with copy_of(path) as copy:
            try:
                _linked(place, copy)
            except OSError:
                yield None
            else:
                yield copy
        place.unlink(missing_ok=True)

    def place_of(self, path: Path) -> Path:
        """Where the copy of what is at a URL lies."""
        return self.folder / sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()


class Fetching:
    """Makes hashes of what is at URLs, and keeps so many ``mebibytes`` of it. Safe to use from several threads."""

    def __init__(self, copies: FetchedCopies, mebibytes: int) -> None:
        self._copies = copies
        self._room = mebibytes << 20
        self._lock = threading.Lock()

    def hash_at(self, path: Path) -> str:
        """The hash of the bytes at a URL; empty where they cannot be read, or are more than is opened."""
        digest, copy = sha256(), _Writing(self, self._copies.place_of(path))
        try:
            for chunk in chunks_at(path):
                digest.update(chunk)
                copy.add(chunk)
        except ExtractorError:
            copy.drop()
            return ""
        copy.close()
        return digest.hexdigest()

    def take_room(self, count: int) -> bool:
        """Whether so many bytes more may be kept; a negative number gives room back."""
        with self._lock:
            if count > self._room:
                return False
            self._room -= count
            return True


class _Writing:
    """A copy that is being written: dropped once there is no room for it, or the disk takes no more."""

    def __init__(self, fetching: Fetching, place: Path) -> None:
        self._fetching = fetching
        self._place = place
        self._part = place.with_suffix(f".{secrets.token_hex(4)}")
        self._file: IO[bytes] | None = None
        self._length = 0
        self._dropped = False

    def add(self, chunk: bytes) -> None:
        if self._dropped:
            return
        if not self._fetching.take_room(len(chunk)):
            self.drop()
            return
        self._length += len(chunk)
        try:
            if self._file is None:
                self._part.parent.mkdir(0o700, parents=True, exist_ok=True)
                self._file = self._part.open("wb")
            self._file.write(chunk)
        except OSError:
            self.drop()

    def close(self) -> None:
        self.add(b"")  # What is empty is a file as well.
        if self._file is not None:
            try:
                self._file.close()
                self._part.replace(self._place)
            except OSError:
                self.drop()

    def drop(self) -> None:
        self._dropped = True
        self._fetching.take_room(-self._length)
        self._length = 0
        with suppress(OSError):
            if self._file is not None:
                self._file.close()
            self._part.unlink(missing_ok=True)
        self._file = None


def _linked(place: Path, copy: Path) -> None:
    try:
        copy.hardlink_to(place)
    except FileNotFoundError:
        raise
    except OSError:  # On another disk, or on one that knows no such links.
        shutil.copyfile(place, copy)


def _is_at_work(process: str) -> bool:
    """Whether a run of this machine may be at work; of one of another machine nobody knows, and it can fetch again."""
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except OSError:
        return True
    return True
