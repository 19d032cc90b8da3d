"""What speaks against characters travels from the words of a page to its cells, its document and other processes."""

import pickle

import pytest

from extractor.documents.composing import Composer, LaidCell, Piece
from extractor.documents.model import Cell, Document, Place, Word
from extractor.documents.opening.opening_frames import pack_document, unpack_document
from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.paged import document_of_pages
from extractor.documents.page.printed_page import PrintedPage, Stain
from extractor.documents.page.ruling import PageTurn, Rules, Segment
from extractor.evidence import Doubt, DoubtKind, doubt, settled
from extractor.evidence.kinds import CHARACTERS, KINDS
from tests.house import sources

DIFFER = doubt(DoubtKind.VIEWS_DIFFER, "“45”, “46”")
POINT = doubt(DoubtKind.POINT_MAY_BE_COMMA, "1.250")
STAINED = (doubt(DoubtKind.DIRT_LEFT_OUT),)
GRID = Rules(tuple(Segment(y, 50, 450) for y in (100, 140, 180)), tuple(Segment(x, 100, 180) for x in (50, 250, 450)))

WIDE = Rules(
    tuple(Segment(y, 50, 450) for y in (86, 106, 126, 146, 166)),
    tuple(Segment(x, 86, 166) for x in (50, 180, 280, 450)),
)


def cell_of(*pieces: Piece, own: tuple[DoubtKind, ...] = ()) -> Cell:
    composer = Composer()
    composer.add_row([LaidCell(pieces, own=tuple(map(doubt, own)))])
    return composer.rows[0].cells[0]


def ruled(*stains: Stain) -> Document:
    """A table of two rows and columns; the last cell is blank."""
    places = {"Plums": (60, 110), "45": (260, 110), "Pears": (60, 150)}
    words = tuple(PageWord(text, x, y, x + 40, y + 12, 10, "rapidocr") for text, (x, y) in places.items())
    page = PrintedPage(1, 600, 800, PageTurn(0, 600, 800), words, GRID, method="scan", stains=stains)
    return document_of_pages([page], name="ruled.pdf", sha256="", media_type="application/pdf")


def test_a_cell_holds_the_doubts_of_its_words_once_and_its_own() -> None:
    cell = cell_of(
        Piece("No.", seen_by="rapidocr"),
        Piece("45", seen_by="rapidocr", doubts=(DIFFER,)),
        Piece("45", seen_by="rapidocr", doubts=(DIFFER, POINT)),
        own=(DoubtKind.DIRT_IN_CELL,),
    )
    assert cell.doubts == (DIFFER, POINT, doubt(DoubtKind.DIRT_IN_CELL))
    assert cell.seen_by == "rapidocr"


@pytest.mark.parametrize(
    ("seen_by", "doubts", "views"),
    [
        ("", (), "stored"),
        ("rapidocr", (), "alike"),
        ("rapidocr", (DIFFER,), "differ"),
        ("rapidocr", settled([DIFFER]), "alike"),
        ("", (doubt(DoubtKind.JOINED_LINES, "12"),), "differ"),
        ("", (doubt(DoubtKind.LABEL_TORN),), "stored"),
    ],
)
def test_what_the_views_say_follows_from_who_looked_and_what_weighs(
    seen_by: str, doubts: tuple[Doubt, ...], views: str
) -> None:
    word = Word("12", Place(1, (0, 2)), seen_by, doubts)
    assert word.views == views
    assert Cell("12", word.place, 0, seen_by=seen_by, doubts=word.doubts).views == views


def test_a_document_tells_the_doubts_of_a_place() -> None:
    composer = Composer()
    doubted = Piece("45", seen_by="rapidocr", doubts=(DIFFER,))
    composer.add_row([LaidCell((Piece("Plums"),)), LaidCell((doubted,))])
    document = Document("a.txt", "", "text/plain", "scan", composer.text, tuple(composer.rows), tuple(composer.words))
    assert document.text == "Plums\t45"
    assert (document.doubts_at((0, 5)), document.seen_by_at((0, 5)), document.views_at((0, 5))) == ((), "", "stored")
    assert (document.doubts_at((0, 8)), document.seen_by_at((0, 8))) == ((DIFFER,), "rapidocr")
    assert document.views_at((0, 8)) == "differ"


def test_doubts_come_back_from_a_process_that_opened_a_file() -> None:
    document = ruled(Stain(350, 160, STAINED))
    assert unpack_document(pack_document(document)) == document


def test_nothing_but_doubts_is_built_from_where_they_are_defined() -> None:
    with pytest.raises(pickle.UnpicklingError, match="no part of a document"):
        unpack_document(b"cextractor.evidence.doubt\nmerged\n.")


def test_a_blank_cell_keeps_a_slight_doubt_for_what_was_taken_for_dirt_in_it() -> None:
    cells = {cell.text: cell for row in ruled(Stain(350, 160, STAINED)).rows for cell in row.cells}
    assert cells[""].doubts == STAINED
    assert (cells[""].seen_by, cells[""].views) == ("rapidocr", "alike")
    assert {cell.doubts for text, cell in cells.items() if text} == {()}


@pytest.mark.parametrize("rules", [WIDE, Rules((), ())])
def test_every_blank_cell_of_a_page_on_which_print_may_not_have_been_seen_is_in_doubt(rules: Rules) -> None:
    poor = (doubt(DoubtKind.POOR_PICTURE, "40 lines an inch"),)
    printed = [("Sort", 60, 90), ("Kept", 190, 90), ("Sold", 290, 90)]
    for at, (label, kept, sold) in enumerate((("Plums", "45", "45"), ("Pears", "12", ""), ("Figs", "", "7"))):
        y = 110 + 20 * at
        printed += [(text, x, y) for text, x in ((label, 60), (kept, 190), (sold, 290)) if text]
    words = tuple(PageWord(text, x, y, x + 8 * len(text), y + 12, 10, "rapidocr") for text, x, y in printed)
    page = PrintedPage(1, 600, 800, PageTurn(0, 600, 800), words, rules, method="scan", unseen=poor)
    document = document_of_pages([page], name="open.pdf", sha256="", media_type="application/pdf")
    cells = [cell for row in document.rows if row.table is not None for cell in row.cells]
    blank = [cell.doubts for cell in cells if not cell.text]
    assert blank
    assert set(blank) == {poor}
    assert {cell.doubts for cell in cells if cell.text} == {()}
    assert document.pages[0].unseen == poor


def test_what_was_taken_for_dirt_beside_print_or_outside_is_not_noted() -> None:
    document = ruled(Stain(300, 120, STAINED), Stain(350, 300, STAINED))
    assert {cell.doubts for row in document.rows for cell in row.cells} == {()}


@pytest.mark.parametrize("kind", [kind for kind, known in KINDS.items() if known.about in CHARACTERS])
def test_every_kind_of_doubt_about_characters_is_noted_where_they_are_read(kind: DoubtKind) -> None:
    room = [path.read_text("utf-8") for path in sources() if {"documents", "readers"} & {*path.parts}]
    assert any(f"DoubtKind.{kind.name}" in text for text in room)
