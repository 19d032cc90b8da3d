"""What stands in the boxes of a comb field is one value, with the place of the whole field."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.documents.model import Cell, Document
from extractor.documents.page.bare_fields import bare_fields
from extractor.documents.page.comb_fields import with_comb_fields
from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan import ocr_ready
from extractor.evidence import DoubtKind
from specimens.comb_forms import KINDS, CombForm, comb_form, scanned


def opened(content: bytes, folder: Path) -> Document:
    path = folder / "form.pdf"
    path.write_bytes(content)
    return open_document(path)


def cells_of(document: Document, form: CombForm) -> dict[str, Cell]:
    """By label, the cell that holds its whole value."""
    cells = [cell for row in document.rows for cell in row.cells]
    return {label: cell for label, value in form.values.items() for cell in cells if cell.text == value}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(500, 504))
def test_the_characters_of_a_field_of_a_pdf_are_one_value(kind: str, seed: int, tmp_path: Path) -> None:
    form = comb_form(kind, seed)
    found = cells_of(opened(form.pdf, tmp_path), form)
    assert {*found} == {*form.values}
    unruled = {DoubtKind.FIGURES_SPREAD} if kind == "bare" else set()
    assert {each.kind for cell in found.values() for each in cell.doubts} == unruled


def test_the_place_is_that_of_the_whole_field(tmp_path: Path) -> None:
    form = comb_form("frame", 500)
    cell = cells_of(opened(form.pdf, tmp_path), form)["Postcode"]
    assert cell.place.box is not None
    x0, y0, x1, y1 = cell.place.box
    assert x1 - x0 >= 5 * 13 - 2 and y1 > y0


@pytest.mark.skipif(not ocr_ready(), reason="OCR is not installed")
@pytest.mark.parametrize("kind", ["frame", "teeth"])
def test_the_characters_of_a_field_on_a_scan_are_one_value(kind: str, tmp_path: Path) -> None:
    form = comb_form(kind, 500)
    found = cells_of(opened(scanned(form, 200), tmp_path), form)
    assert {*found} == {*form.values}


def boxed(text: str, y: float = 100.0, pitch: float = 16.0) -> list[PageWord]:
    places = ((60 + pitch * at, char) for at, char in enumerate(text) if char != " ")
    return [PageWord(char, x + 5, y + 4, x + 11, y + 14, 10.0) for x, char in places]


def comb(boxes: int, y: float = 100.0, pitch: float = 16.0, high: float = 18.0) -> Rules:
    sides = tuple(Segment(60 + pitch * at, y, y + high) for at in range(boxes + 1))
    return Rules((Segment(y, 60, 60 + pitch * boxes), Segment(y + high, 60, 60 + pitch * boxes)), sides)


def test_boxes_under_headings_of_their_own_are_columns() -> None:
    words = [*boxed("47136"), *boxed("ABCDE", 86.0)]
    assert with_comb_fields(words, comb(5)) == (words, comb(5))


def test_a_table_of_two_rows_is_no_comb() -> None:
    words = [*boxed("47136"), *boxed("58204", 118.0)]
    rules = comb(5, high=36.0)
    assert with_comb_fields(words, rules) == (words, rules)


def test_boxes_that_hold_numbers_are_columns() -> None:
    words = [*boxed("471"), PageWord("12", 108 + 3, 104, 108 + 13, 114, 10.0), *boxed("    6")]
    assert with_comb_fields(words, comb(5)) == (words, comb(5))


def test_the_teeth_between_boxes_are_no_rules_any_more() -> None:
    words, rules = with_comb_fields(boxed("47 36"), comb(5))
    assert [word.text for word in words] == ["47", "36"]
    assert [rule.at for rule in rules.vertical] == [60, 140]


def test_figures_in_columns_without_rules_stay_apart() -> None:
    words = [*boxed("47136"), *boxed("58204", 118.0)]
    assert bare_fields(words, ()) == words


def test_a_word_near_by_is_no_part_of_a_field_and_keeps_it_apart() -> None:
    words = [*boxed("47136"), PageWord("kg", 143, 104, 153, 114, 10.0)]
    assert bare_fields(words, ()) == words
