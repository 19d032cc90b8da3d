"""Documents inside ZIP archives and mails: named ``archive.zip/inner.txt``, read in memory, opened like any other file.

An archive is a container, its members are documents of their own. A mail is a document itself where it says anything,
and its attachments are members. An archive or mail inside another is looked into once.
"""

import io
from collections.abc import Iterator, Set
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple, TypeAlias

from extractor.documents.file_names import legible_name, name_of_file
from extractor.documents.file_parts import split_part
from extractor.documents.limits import DEFAULT_LIMITS, MAX_FILE_BYTES, OpeningLimits
from extractor.documents.package import Package
from extractor.documents.web.attachments import MailParts
from extractor.errors import DocumentError, LimitExceeded

SUFFIX = ".zip"
MAIL = ".eml"
CONTAINERS = frozenset({SUFFIX, MAIL})
"""Suffixes of files that hold documents."""
_SIGNATURE = b"PK\x03\x04"
Holder: TypeAlias = Package | MailParts
"""What holds documents."""


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
    """What a document is called, legibly: the name of the file; for a member, with the archive it is in; for a part of
    a file, with that file.
    """
    whole, part = split_part(path)
    if part is not None:
        return f"{shown_name(whole)}/{part}"
    member = None if path.exists() else find_member(path)
    return legible_name(name_of_file(path) if member is None else path.relative_to(member.archive.parent).as_posix())


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
        holder = _holder(file, shown_name(member.archive), limits)
        for step in member.inner[:-1]:
            holder = _holder(io.BytesIO(_part(holder, step)), step, limits)
        return _part(holder, member.inner[-1])


def list_members(archive: Path, suffixes: Set[str], limits: OpeningLimits = DEFAULT_LIMITS) -> Members:
    """The documents in an archive or mail by their suffixes, in order, a mail that says anything among them; none for a
    file that holds none or is damaged."""
    try:
        with archive.open("rb") as file:
            zipped = file.read(4) == _SIGNATURE
            file.seek(0)
            if not zipped and archive.suffix.lower() != MAIL:
                return Members((), 0)
            holder = _holder(file, archive.name, limits)
            found, left_out = _documents(holder, suffixes, limits, True)
    except (OSError, DocumentError):
        return Members((), 0)
    own = [archive] if found and isinstance(holder, MailParts) and holder.has_text else []
    return Members((*own, *(archive.joinpath(*PurePosixPath(name).parts) for name in found)), left_out)


def _holder(file: BinaryIO, name: str, limits: OpeningLimits) -> Holder:
    """The members of an archive or mail. DocumentError for a damaged one."""
    zipped = file.read(4) == _SIGNATURE
    file.seek(0)
    if zipped or not name.lower().endswith(MAIL):
        return Package(file, name, limits)
    data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise LimitExceeded(f"{name}: over {MAX_FILE_BYTES // 2**20} MB, and no more are opened. Save its attachments.")
    return MailParts(data, name)


def _documents(holder: Holder, suffixes: Set[str], limits: OpeningLimits, inside: bool) -> tuple[list[str], int]:
    found: list[str] = []
    left_out = holder.left_out if isinstance(holder, Package) else 0
    for part in sorted(holder.parts) if isinstance(holder, Package) else holder.parts:
        suffix = PurePosixPath(part).suffix.lower()
        if any(step.startswith((".", "__MACOSX")) for step in PurePosixPath(part).parts):
            continue
        if suffix in CONTAINERS and inside:
            inner, more = _looked_into(holder, part, suffixes, limits)
            found += inner or [part]
            left_out += more
        elif suffix in suffixes or suffix == SUFFIX:
            found.append(part)
        else:
            left_out += 1
    return found, left_out


def _looked_into(holder: Holder, part: str, suffixes: Set[str], limits: OpeningLimits) -> tuple[list[str], int]:
    """The documents of an archive or mail inside another; none where it cannot be opened, which is then said of it."""
    try:
        inner = _holder(io.BytesIO(holder.read(part)), part, limits)
        found, left_out = _documents(inner, suffixes, limits, False)
    except DocumentError:
        return [], 0
    own = [part] if found and isinstance(inner, MailParts) and inner.has_text else []
    return [*own, *(f"{part}/{name}" for name in found)], left_out


def _part(holder: Holder, name: str) -> bytes:
    if name not in holder:
        raise FileNotFoundError(2, "no such member", name)
    return holder.read(name)


def _steps(inner: str) -> tuple[str, ...]:
    """The names that lead to a member: up to an inner archive or mail, then on from there."""
    steps: Iterator[str] = iter(PurePosixPath(inner).parts)
    names = [""]
    for step in steps:
        names[-1] = f"{names[-1]}/{step}".lstrip("/")
        if PurePosixPath(step).suffix.lower() in CONTAINERS and len(names) == 1:
            names.append("")
    return tuple(name for name in names if name)
