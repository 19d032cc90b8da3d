"""The layout reader on characters recognised in a picture: what may be hidden there is not called absent."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from extractor.documents import open_document
from extractor.documents.model import Cell, Document
from extractor.readers.layout import read_layout
from extractor.readers.layout.claims import with_doubts
from extractor.readers.reading import FieldReading, Reading, Spot
from tests.doubted import recognised as pictured
from tests.ledger import FORM, LEDGER, TEXT

PLUMS = "goods.plums.north"
FLEET = "lorries.fleet.loads"
ONE_LORRY = TEXT.replace("Red\t2\t/\nWHOLE FLEET\t12\t900\n", "")


def recognised(folder: Path, text: str, misread: Mapping[str, str] | None = None, unclear: str = "") -> Document:
    """A document as if it had been a picture. ``misread``: cells by what they print; ``unclear``: a line in doubt."""
    path = folder / "ledger.txt"
    path.write_text(text, encoding="utf-8")
    document = open_document(path)

    def seen(cell: Cell) -> Cell:
        text = (misread or {}).get(cell.text, cell.text)
        return replace(pictured(cell, "differ" if cell.text == unclear else "alike"), text=text)

    spans = [cell.place.span for row in document.rows for cell in row.cells if cell.text == unclear]
    words = (
        pictured(word, "differ" if any(a <= word.place.span[0] < b for a, b in spans) else "alike")
        for word in document.words
    )
    rows = (replace(row, cells=tuple(seen(cell) for cell in row.cells)) for row in document.rows)
    return replace(document, rows=tuple(rows), words=tuple(words))


def read(document: Document) -> Reading:
    return read_layout(document, LEDGER, FORM)


def test_rows_that_a_table_does_not_need_are_absent_if_all_others_were_read(tmp_path: Path) -> None:
    reading = read(recognised(tmp_path, TEXT))
    assert reading.fields[PLUMS].state == "absent"
    assert read(recognised(tmp_path, ONE_LORRY)).fields[FLEET].state == "absent"


def test_a_row_that_was_not_found_is_unread_where_others_could_not_be_read(tmp_path: Path) -> None:
    document = recognised(tmp_path, ONE_LORRY, {"900": "9OO"})
    assert read(document).fields[FLEET].state == "unread"


def test_parts_of_a_row_are_unread_where_the_row_itself_was_not_read(tmp_path: Path) -> None:
    document = recognised(tmp_path, TEXT, {"5": "S", "4": "A"})
    assert read(document).fields[PLUMS].state == "unread"


def test_a_claim_is_in_doubt_where_an_unclear_line_prints_digits(tmp_path: Path) -> None:
    line = "We recelved 3 vis1ts this year."
    text = TEXT.replace("We received 3 visits this year.", line)
    claim = read(recognised(tmp_path, text, unclear=line)).fields["words.visits"]
    assert (claim.state, claim.certainty) == ("absent", "inferred")
    claim = read(recognised(tmp_path, text)).fields["words.visits"]
    assert (claim.state, claim.certainty) == ("absent", "exact")


def test_an_unclear_date_is_no_statement_of_a_claim(tmp_path: Path) -> None:
    line = "19/02/2020"
    text = TEXT.replace("We received 3 visits this year.", line)
    claim = read(recognised(tmp_path, text, unclear=line)).fields["words.visits"]
    assert (claim.state, claim.certainty) == ("absent", "exact")


def test_a_statement_read_from_an_unclear_word_leaves_its_other_numbers_in_doubt(tmp_path: Path) -> None:
    line = "Visits:3,letters:57."
    document = recognised(tmp_path, TEXT.replace("We received 3 visits this year.", line), unclear=line)
    at = document.text.index(line)

    def looks(*numbers: str) -> str:
        found = {"letters": FieldReading(path="letters", state="absent")}
        for number in numbers:
            start = at + line.index(number)
            spot = Spot(page=1, span=(start, start + len(number)))
            found[number] = FieldReading(path=number, state="read", value=int(number), spot=spot)
        return with_doubts(document, found)["letters"].certainty

    assert looks("3") == "inferred"
    assert looks("3", "57") == "exact"


def test_an_unclear_paragraph_in_a_table_may_state_a_claim_and_a_label_does_not(tmp_path: Path) -> None:
    def look(cell: str) -> str:
        text = TEXT.replace("We received 3 visits this year.", "Nothing else is said.")
        text = text.replace("2. Pears in store", cell)
        return read(recognised(tmp_path, text, unclear=cell)).fields["words.visits"].certainty

    assert look("Over this year we recelved no less than 3 vis1ts from the neighbours.") == "inferred"
    assert look("2. Pears in stores of the neighbours and of all the others") == "exact"


def test_an_unclear_line_without_digits_states_no_number(tmp_path: Path) -> None:
    line = "We had hardly any visitors."
    text = TEXT.replace("We received 3 visits this year.", line)
    assert read(recognised(tmp_path, text, unclear=line)).fields["words.visits"].certainty == "exact"


def test_a_title_that_wide_spaces_part_is_one_line_in_a_picture(tmp_path: Path) -> None:
    document = recognised(tmp_path, TEXT.replace("C. Lorries of the year", "C. Lorries\tof the year"))
    rows = (
        replace(row, table=None) if "of the year" in row.cells[-1].text else row for row in document.rows if row.cells
    )
    assert read(replace(document, rows=tuple(rows))).value("lorries.lorries.0.miles") == 900
    assert any("of the year" in row.cells[-1].text and row.table is not None for row in document.rows)
    assert read(document).value("lorries.lorries.0.miles") == 900
