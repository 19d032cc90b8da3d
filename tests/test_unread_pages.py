"""A page that could not be read may state anything: what was not found is not known to be absent."""

from dataclasses import replace

from extractor.documents.model import Document, Page, Place, Word
from extractor.evidence import DoubtKind, Leg, doubt
from extractor.readers.reading import FieldReading
from extractor.readers.unread_pages import with_unread_pages

POOR = Page(2, method="scan", remarks=("a poor picture, which cannot be read: 40 lines an inch",))
FIRST = Word("12", Place(1, (0, 2)), "rapidocr")


def doubts_of_absent(*pages: Page, words: tuple[Word, ...] = (FIRST,)) -> list[DoubtKind]:
    """What speaks against a field that was not found in a document of these pages."""
    document = Document("a.pdf", "", "application/pdf", "scan", "12\n", (), words, pages)
    field = FieldReading(path="prose.received", state="absent", leg=Leg("labels", "", "labels"))
    return [each.kind for each in with_unread_pages(document, {field.path: field})[field.path].doubts]


def test_what_was_not_found_is_in_doubt_where_a_page_could_not_be_read() -> None:
    assert doubts_of_absent(Page(1, method="scan"), POOR) == [DoubtKind.UNCLEAR_TEXT]


def test_what_was_not_found_on_pages_that_were_read_is_absent() -> None:
    legible = Word("in", Place(2, (2, 3)), "rapidocr")
    assert doubts_of_absent(Page(1, method="scan"), Page(2, method="scan")) == []
    assert doubts_of_absent(Page(1, method="scan"), POOR, words=(FIRST, legible)) == []


def test_what_was_not_found_is_in_doubt_where_a_page_is_too_poor_for_all_its_print_to_be_seen() -> None:
    legible = Word("in", Place(2, (2, 3)), "rapidocr")
    read = replace(POOR, unseen=(doubt(DoubtKind.POOR_PICTURE, "40 lines an inch"),))
    assert doubts_of_absent(Page(1, method="scan"), read, words=(FIRST, legible)) == [DoubtKind.UNCLEAR_TEXT]
