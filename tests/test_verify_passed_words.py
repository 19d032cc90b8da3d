"""A text that was read without words that stand among its own on paper is no text of the document."""

import pytest

from extractor.documents.model import Box, Document, Place, Word
from extractor.readers.reading import Spot
from extractor.verify.passed_words import PassedWords


def drawn(words: list[tuple[str, Box]], page: int = 1) -> Document:
    """A page with these words, in the order of its text."""
    made: list[Word] = []
    at = 0
    for text, box in words:
        made.append(Word(text, Place(page, (at, at + len(text)), box)))
        at += len(text) + 1
    text = " ".join(text for text, _ in words)
    return Document("a.pdf", "", "application/pdf", "text", text, (), tuple(made))


def form(y0: float, y1: float, x0: float = 26.0, x1: float = 39.0) -> Document:
    """The marks of a form in one line, a sentence, and what was written between the marks."""
    marks: list[tuple[str, Box]] = [("Latitude:", (0, 77, 20, 84)), ("°", (41, 78, 44, 85)), ("N", (60, 78, 66, 85))]
    return drawn([*marks, ("Datum:", (80, 78, 99, 85)), ("40", (x0, y0, x1, y1))])


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ((79.0, 89.0), "40"),
        ((76.0, 84.0), "40"),
        ((86.0, 96.0), ""),
        ((77.0, 81.0), ""),
        ((79.0, 89.0, 26.0, 45.0), ""),
        ((79.0, 89.0, 82.0, 95.0), ""),
    ],
)
def test_what_is_written_among_the_marks_of_a_form_belongs_to_them(written: tuple[float, ...], found: str) -> None:
    assert PassedWords(form(*written)).among(Spot(page=1, span=(0, 13))) == found


def test_a_text_with_all_its_words_passes_none() -> None:
    document = drawn([("One", (0, 10, 20, 20)), ("two", (30, 11, 50, 21)), ("three", (60, 10, 80, 20))])
    assert PassedWords(document).among(Spot(page=1, span=(0, 13))) == ""
    assert PassedWords(document).among(Spot(page=1)) == ""


def test_words_of_lines_below_each_other_stand_in_no_line_together() -> None:
    lines: list[tuple[str, Box]] = [
        ("Mill", (0, 10, 20, 20)),
        ("Street", (0, 25, 30, 35)),
        ("beside", (24, 10, 60, 20)),
    ]
    assert PassedWords(drawn(lines)).among(Spot(page=1, span=(0, 11))) == ""
