"""The door of this floor: a path in, a Document or a typed error out."""

import hashlib
from dataclasses import replace
from pathlib import Path

from extractor.documents.file_parts import document_part, split_part
from extractor.documents.irregular import check_regular
from extractor.documents.limits import DEFAULT_LIMITS, MAX_FILE_BYTES, MAX_TEXT_BYTES, OpeningLimits
from extractor.documents.model import Document
from extractor.documents.opening.characters import open_characters
from extractor.documents.opening.members import read_file, shown_name
from extractor.documents.opening.openers import opener_of
from extractor.documents.opening.pictured_text import with_pictures_read
from extractor.documents.opening.signature import FileKind, detect_kind, refusal
from extractor.documents.package import Package
from extractor.documents.unified_letters import with_unified_letters
from extractor.errors import EmptyDocument, LimitExceeded, UnreadableDocument

_HEAD = 4096


def open_document(path: Path | str, limits: OpeningLimits = DEFAULT_LIMITS) -> Document:
    """Open one file in this process, or one document inside a ZIP archive (``archive.zip/inner.txt``), or a part of
    either (``report.pdf/pages 3-7``).

    The kind is decided by the content; a name that promises something else is overruled. Nothing outside the file
    is ever fetched. Raises UnsupportedFormat, UnreadableDocument, EncryptedDocument, EmptyDocument, NeedsOcr or
    LimitExceeded. Memory and time are held only where a process of its own opens the file:
    :func:`extractor.documents.opening.guarded.open_guarded`.
    """
    path = Path(path)
    check_regular(path)
    return open_file(path, limits)


def open_file(path: Path, limits: OpeningLimits) -> Document:
    """The same, for a path already known to name a regular file or something inside one."""
    return replace(with_unified_letters(with_pictures_read(_open(path, limits), limits)), path=path)


def _open(path: Path, limits: OpeningLimits) -> Document:
    whole, part = split_part(path)
    if part is None:
        return _open_whole(path, limits)
    if part.unit == "page":
        limits = replace(limits, recognised=(part.first, part.last))
    return document_part(_open_whole(whole, limits), part, shown_name(path))


def _open_whole(path: Path, limits: OpeningLimits) -> Document:
    name = shown_name(path)
    data = _read(path, name, limits)
    digest = hashlib.sha256(data).hexdigest()
    kind = detect_kind(data)
    opener = opener_of(kind)
    if opener is not None:
        opened = opener(data, name=name, sha256=digest, limits=limits)
        return _with_attached(opened, data, limits) if kind is FileKind.PDF else opened
    if kind is FileKind.MAIL:
        return _open_mail(data, name, digest, limits)
    if kind is FileKind.ZIP:
        Package(data, name, limits)
    if kind is not FileKind.TEXT:
        raise refusal(kind, name)
    return open_characters(data, name, digest, limits)


def _with_attached(document: Document, data: bytes, limits: OpeningLimits) -> Document:
    """A PDF with the named values inside it."""
    from extractor.documents.opening.attached_values import with_attached_values

    return with_attached_values(document, data, limits)


def _read(path: Path, name: str, limits: OpeningLimits) -> bytes:
    """The bytes of the file, within the limits."""
    try:
        if path.is_file() and path.stat().st_size > MAX_TEXT_BYTES:
            _check_size(path.stat().st_size, read_file(path, limits, _HEAD), name)
        data = read_file(path, limits, MAX_FILE_BYTES)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableDocument(f"{name}: cannot be read from the disk ({reason}).") from error
    if not data:
        raise EmptyDocument(f"{name}: the file holds no bytes.")
    _check_size(len(data), data, name)
    return data


def _check_size(size: int, begin: bytes, name: str) -> None:
    """LimitExceeded for a file of too many bytes, by what kind it begins as: to be asked before it is read."""
    limit = MAX_TEXT_BYTES if detect_kind(begin[:_HEAD]) is FileKind.TEXT else MAX_FILE_BYTES
    if size > limit:
        raise LimitExceeded(f"{name}: over {limit // 2**20} MB, and no more are opened. Split the file.")


def _open_mail(data: bytes, name: str, digest: str, limits: OpeningLimits) -> Document:
    """The page or text inside a saved web archive or mail."""
    from extractor.documents.web.mhtml import page_of

    page, charset, _ = page_of(data, name)
    return open_characters(page, name, digest, limits, charset)
