"""Pages of a document that were not read, or not all of what they print: what was not found may stand on them."""

from collections import Counter
from collections.abc import Mapping

from extractor.documents.model import Document
from extractor.evidence import DoubtKind, doubt, merged
from extractor.readers.reading import FieldReading
from extractor.schemas.values import UNREADABLE

_MANY = 10
"""So many words of a page that cannot be read, and more than those that can, may hide anything."""


def with_unread_pages(document: Document, fields: Mapping[str, FieldReading]) -> dict[str, FieldReading]:
    """The fields; those that were not found are in doubt where a page could not be read, or is too poor a picture for
    all that it prints to be seen.
    """
    if not (has_unread_page(document) or any(page.unseen for page in document.pages)):
        return dict(fields)
    unseen = (doubt(DoubtKind.UNCLEAR_TEXT),)
    return {
        path: field.model_copy(update={"doubts": merged(field.doubts, unseen)}) if field.state == "absent" else field
        for path, field in fields.items()
    }


def has_unread_page(document: Document) -> bool:
    """Whether a page is a picture that has remarks and no legible word, or much of its text cannot be read."""
    pictures = {page.number for page in document.pages if page.method == "scan" and page.remarks}
    legible: Counter[int] = Counter()
    illegible: Counter[int] = Counter()
    for word in document.words:
        (legible if word.text.strip(UNREADABLE) else illegible)[word.place.page] += 1
    struck = any(count >= _MANY and count > legible[page] for page, count in illegible.items())
    return struck or bool(pictures - legible.keys())
