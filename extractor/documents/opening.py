"""The door of this floor: a path in, a Document or a typed error out."""

import hashlib
from dataclasses import replace
from pathlib import Path

from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.documents.model import Document
from extractor.documents.signature import Kind, detect_kind, refusal
from extractor.errors import EmptyDocument, LimitExceeded, UnreadableDocument, UnsupportedFormat

MAX_PDF_BYTES = 128 * 1024 * 1024
MAX_TEXT_BYTES = 16 * 1024 * 1024


def open_document(path: Path, limits: OpeningLimits = DEFAULT_LIMITS) -> Document:
    """Open one file in this process: plain text, markdown, HTML or a PDF that carries its characters.

    The kind is decided by the content; a name that promises something else is overruled. Nothing outside the file
    is ever fetched. Raises UnsupportedFormat, UnreadableDocument, EncryptedDocument, EmptyDocument, NeedsOcr or
    LimitExceeded. Memory and time are held only where a process of its own opens the file:
    :func:`extractor.documents.guarded.open_guarded`.
    """
    return replace(_open(path, limits), path=path)


def _open(path: Path, limits: OpeningLimits) -> Document:
    data = _read(path)
    digest = hashlib.sha256(data).hexdigest()
    kind = detect_kind(data)
    if kind is not Kind.PDF and kind is not Kind.TEXT:
        raise refusal(kind, path.name)
    if kind is Kind.PDF:
        from extractor.documents.pdf import open_pdf

        return open_pdf(data, name=path.name, sha256=digest, limits=limits)
    return _open_characters(data, path, digest)


def _read(path: Path) -> bytes:
    """The bytes of the file, within the limits."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(1024)
            limit = MAX_PDF_BYTES if b"%PDF-" in head else MAX_TEXT_BYTES
            data = head + file.read(limit + 1 - len(head))
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableDocument(f"{path.name}: cannot be read from the disk ({reason}).") from error
    if not data:
        raise EmptyDocument(f"{path.name}: the file holds no bytes.")
    kind = detect_kind(data)
    if len(data) > limit and kind in (Kind.PDF, Kind.TEXT):
        raise LimitExceeded(
            f"{path.name}: {size / 2**20:.0f} MB; at most {limit // 2**20} MB are opened. Split the file."
        )
    return data


def _open_characters(data: bytes, path: Path, digest: str) -> Document:
    """Text or HTML, whichever the characters say."""
    from extractor.documents.encoding import decode_html, decode_text
    from extractor.documents.signature import looks_like_html, looks_like_xml

    name = path.name
    text, encoding = decode_text(data, name) if not _maybe_html(data) else decode_html(data, name)
    if not text.strip("\ufeff \t\r\n\f\v\u3000\u00a0"):
        raise EmptyDocument(f"{name}: the file holds only white space.")
    if looks_like_html(text):
        from extractor.documents.html import open_html

        return open_html(text, name=name, sha256=digest, encoding=encoding)
    if looks_like_xml(text):
        raise UnsupportedFormat(f"{name}: an XML file that is not a web page; there is no opener for it.")
    from extractor.documents.text import open_text

    markdown = path.suffix.lower() in {".md", ".markdown"}
    media_type = "text/markdown" if markdown else "text/plain"
    return open_text(text, name=name, sha256=digest, encoding=encoding, media_type=media_type)


def _maybe_html(data: bytes) -> bool:
    """A cheap look at the bytes: a declared charset is only believed where tags are."""
    return b"<" in data[:4096] and b"charset" in data[:4096].lower()
