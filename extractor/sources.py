"""Which code is at work: short hashes of the package's own sources, and versions of what is installed beside it.

A number kept by hand is forgotten; a hash is not. A comment changes it as well: work done once more costs time, work
wrongly taken for done costs trust.
"""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

_LENGTH = 8
"""Hexadecimal digits of a hash: two versions of some code are taken for one once in 4 thousand million times."""

_OWN = "*"


class SourceFile(NamedTuple):
    """A file, by its name below where it was looked for."""

    name: str
    place: Traversable


@cache
def hash_of(*parts: str) -> str:
    """The hash of parts of the package, worked out once a process: see :func:`sources_of`."""
    return hash_of_files(file for part in parts for file in sources_of(part))


def sources_of(part: str) -> tuple[SourceFile, ...]:
    """The files of a part of the package: a file (``policy.py``), a folder with all below it (``verify``), or a folder
    without its folders (``readers/*``). FileNotFoundError where there is no such part.
    """
    folder, _, last = part.rpartition("/")
    if last == _OWN:
        return tuple(file for file in _inside(SourceFile(folder, files("extractor") / folder)) if file.place.is_file())
    return tuple(files_below(SourceFile(part, files("extractor") / part)))


def files_below(found: SourceFile) -> Iterator[SourceFile]:
    """The file itself, or every file below a folder in order, without hidden ones and what Python keeps of its own."""
    if found.place.is_file():
        yield found
        return
    for each in _inside(found):
        yield from files_below(each)


def hash_of_files(found: Iterable[SourceFile]) -> str:
    """The hash of files by name and content."""
    return hash_of_facts(*(f"{name}:{hashlib.sha256(place.read_bytes()).hexdigest()}" for name, place in found))


def hash_of_facts(*facts: str) -> str:
    """The hash of a few lines."""
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:_LENGTH]


@cache
def version_of(distribution: str) -> str:
    """Name and version of an installed distribution, for a fingerprint; nothing is imported for it."""
    try:
        return f"{distribution} {metadata.version(distribution)}"
    except metadata.PackageNotFoundError:
        return f"no {distribution}"


def _inside(folder: SourceFile) -> Iterator[SourceFile]:
    for each in sorted(folder.place.iterdir(), key=lambda each: each.name):
        if not each.name.startswith(".") and each.name != "__pycache__":
            yield SourceFile(f"{folder.name}/{each.name}", each)
