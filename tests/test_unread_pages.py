"""A page that could not be read may state anything: what was not found is not known to be absent."""

from dataclasses import replace

from extractor.documents.model import Document, Page, Place, Word
from extractor.evidence import DoubtKind, Leg, doubt
from extractor.readers.model_reading.model_readers import with_empty_lists
from extractor.readers.reading import FieldReading, Reading
from extractor.readers.unread_pages import with_unread_pages
from tests.shape_readings import FORM

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


def test_what_no_reader_of_a_model_found_on_such_a_page_is_in_doubt() -> None:
    page = Page(1, method="scan", unseen=(doubt(DoubtKind.POOR_PICTURE, "40 lines an inch"),))
    document = Document("a.pdf", "", "application/pdf", "scan", "12\n", (), (FIRST,), (page,))
    leg = Leg("somebody", "", "somebody")
    field = FieldReading(path="note", state="absent", leg=leg)
    assert FORM.shape is not None
    reading = with_empty_lists(
        Reading(reader="somebody", version="1", fields={"note": field}), document, FORM.shape, leg
    )
    assert [each.kind for each in reading.fields["note"].doubts] == [DoubtKind.UNCLEAR_TEXT]
