"""Halves of characters, as fonts and web pages name them, never reach the store: nothing could write them."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.documents.composing import Composer, LaidCell, Piece
from extractor.documents.printing import whole_characters
from tests.shared_truth import SHARED

HIGH, LOW = "\ud83d", "\udcde"


@pytest.mark.parametrize(
    ("given", "whole"),
    [(HIGH, "�"), (f"{HIGH}7", "�7"), (f"a{LOW}b", "a�b"), (HIGH + LOW, "📞"), ("规章 1,234", "规章 1,234")],
)
def test_two_halves_become_a_character_and_one_becomes_the_sign_for_none(given: str, whole: str) -> None:
    assert whole_characters(given) == whole


def test_the_words_and_cells_of_a_page_have_whole_characters_and_fitting_places() -> None:
    composer = Composer()
    composer.add_row([LaidCell((Piece(HIGH + LOW), Piece("12"))), LaidCell((Piece(f"{HIGH}7"),))])
    assert composer.text == "📞 12\t�7"
    assert [cell.text for cell in composer.rows[0].cells] == ["📞 12", "�7"]
    for word in composer.words:
        start, end = word.place.span
        assert composer.text[start:end] == word.text


def invoices() -> list[Path]:
    return sorted((SHARED / "corpus" / "invoice_zugferd").glob("*.pdf"))


@pytest.mark.parametrize("path", invoices(), ids=lambda path: path.name)
def test_every_invoice_can_be_stored(path: Path) -> None:
    assert open_document(path).text.encode("utf-8")
