"""What is attached to a file and holds named values (XML, JSON): opened beside it, as a witness of its own."""

from dataclasses import replace
from hashlib import sha256

from extractor.documents.limits import OpeningLimits
from extractor.documents.model import Document
from extractor.documents.opening.characters import open_characters
from extractor.documents.pdf.pdf_attachments import AttachedFile, attached_files
from extractor.errors import DocumentError

_LARGEST = 8 * 2**20
"""Bytes of a record of one document; the largest invoices as XML that we have seen have 200,000."""
_VALUES = frozenset({"application/xml", "application/json", "application/x-ndjson"})
"""Media types of files of named values, as their openers call them."""


def with_attached_values(document: Document, data: bytes, limits: OpeningLimits) -> Document:
    """A PDF with the files of named values inside it; a remark of its first page names those that are not read."""
    files = attached_files(data, _LARGEST)
    if not files:
        return document
    opened = [(each, _opened(each, limits)) for each in files]
    unread = [each.name for each, found in opened if found is None]
    pages = document.pages
    if unread:
        first = replace(
            pages[0], remarks=(*pages[0].remarks, f"attached to the file, and not read: {', '.join(unread)}")
        )
        pages = (first, *pages[1:])
    return replace(document, pages=pages, attachments=tuple(found for _, found in opened if found is not None))


def _opened(file: AttachedFile, limits: OpeningLimits) -> Document | None:
    """A file of named values as a document; None for any other, and for one that cannot be opened."""
    try:
        found = open_characters(file.content, file.name, sha256(file.content).hexdigest(), limits)
    except DocumentError:
        return None
    return found if found.media_type in _VALUES else None
