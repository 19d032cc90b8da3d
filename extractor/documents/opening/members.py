"""Documents inside ZIP archives: named ``archive.zip/inner.txt``, read in memory, opened like any other file.

An archive is a container, its members are documents of their own. An archive inside an archive is looked into once.
"""

import io
from collections.abc import Iterator, Set
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from extractor.documents.file_parts import split_part
from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.documents.package import Package
from extractor.errors import DocumentError

SUFFIX = ".zip"
_SIGNATURE = b"PK\x03\x04"


class Members(NamedTuple):
    """The documents of an archive, and how many of its files were left out."""

    paths: tuple[Path, ...]
    left_out: int


class Member(NamedTuple):
    """Where a member stands: the archive on the disk, and the names that lead into it, one for each archive."""

    archive: Path
    inner: tuple[str, ...]


def find_member(path: Path) -> Member | None:
    """The member, or the part of a file, that a path names; None where no file on the way may hold it."""
    for above in path.parents:
        if above.is_file():
            return Member(above, _steps(path.relative_to(above).as_posix()))
    return None


def shown_name(path: Path) -> str:
    """What a document is called: the name of the file; for a member, with the archive it is in; for a part of a file,
    with that file.
    """
    whole, part = split_part(path)
    if part is not None:
        return f"{shown_name(whole)}/{part}"
    member = None if path.exists() else find_member(path)
    return path.name if member is None else path.relative_to(member.archive.parent).as_posix()


def read_file(path: Path, limits: OpeningLimits = DEFAULT_LIMITS, limit: int | None = None) -> bytes:
    """The bytes of a file or member, one more than ``limit`` at most; for a part of a file, those of the whole file.

    OSError, or DocumentError for a member.
    """
    path, _ = split_part(path)
    member = None if path.is_file() else find_member(path)
    if member is None:
        with path.open("rb") as file:
            return file.read() if limit is None else file.read(limit + 1)
    with member.archive.open("rb") as file:
        package = Package(file, shown_name(member.archive), limits)
        for step in member.inner[:-1]:
            package = Package(io.BytesIO(_part(package, step)), step, limits)
        return _part(package, member.inner[-1])


def list_members(archive: Path, suffixes: Set[str], limits: OpeningLimits = DEFAULT_LIMITS) -> Members:
    """The documents in an archive by their suffixes, in order; none for a file that is no archive or is damaged."""
    try:
        with archive.open("rb") as file:
            if file.read(4) != _SIGNATURE:
                return Members((), 0)
            package = Package(file, archive.name, limits)
            found, left_out = _documents(package, suffixes, limits, True)
    except (OSError, DocumentError):
        return Members((), 0)
    return Members(tuple(archive.joinpath(*PurePosixPath(name).parts) for name in found), left_out)


def _documents(package: Package, suffixes: Set[str], limits: OpeningLimits, inside: bool) -> tuple[list[str], int]:
    found: list[str] = []
    left_out = package.left_out
    for part in sorted(package.parts):
        suffix = PurePosixPath(part).suffix.lower()
        if any(step.startswith((".", "__MACOSX")) for step in PurePosixPath(part).parts):
            continue
        if suffix == SUFFIX and inside:
            inner, more = _looked_into(package, part, suffixes, limits)
            found += [f"{part}/{name}" for name in inner] or [part]
            left_out += more
        elif suffix in suffixes or suffix == SUFFIX:
            found.append(part)
        else:
            left_out += 1
    return found, left_out


def _looked_into(package: Package, part: str, suffixes: Set[str], limits: OpeningLimits) -> tuple[list[str], int]:
    """The documents of an archive inside an archive; none where it cannot be opened, which is then said of it."""
    try:
        return _documents(Package(io.BytesIO(package.read(part)), part, limits), suffixes, limits, False)
    except DocumentError:
        return [], 0


def _part(package: Package, name: str) -> bytes:
    if name not in package:
        raise FileNotFoundError(2, "no such member", name)
    return package.read(name)


def _steps(inner: str) -> tuple[str, ...]:
    """The names that lead to a member: up to an inner archive, then on from there."""
    steps: Iterator[str] = iter(PurePosixPath(inner).parts)
    names = [""]
    for step in steps:
        names[-1] = f"{names[-1]}/{step}".lstrip("/")
        if step.lower().endswith(SUFFIX) and len(names) == 1:
            names.append("")
    return tuple(name for name in names if name)
