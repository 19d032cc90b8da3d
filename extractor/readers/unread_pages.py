"""Pages of a document of which nothing could be read: what was not found anywhere may stand on them."""

from collections.abc import Mapping

from extractor.documents.model import Document
from extractor.evidence import DoubtKind, doubt, merged
from extractor.readers.reading import FieldReading
from extractor.schemas.values import UNREADABLE


def with_unread_pages(document: Document, fields: Mapping[str, FieldReading]) -> dict[str, FieldReading]:
    """The fields; those that were not found are in doubt where a page says that it could not be read."""
    if not has_unread_page(document):
        return dict(fields)
    unseen = (doubt(DoubtKind.UNCLEAR_TEXT),)
    return {
        path: field.model_copy(update={"doubts": merged(field.doubts, unseen)}) if field.state == "absent" else field
        for path, field in fields.items()
    }


def has_unread_page(document: Document) -> bool:
    """Whether a page is a picture that has remarks and no legible word."""
    pictures = {page.number for page in document.pages if page.method == "scan" and page.remarks}
    if not pictures:
        return False
    legible = {word.place.page for word in document.words if word.text.strip(UNREADABLE)}
    return bool(pictures - legible)
