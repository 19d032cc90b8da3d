"""Letters alone in running text are read with their line, and stay in doubt; digits and cells stay what they are."""

import cv2
import numpy as np
import pytest

from extractor.documents.page.glyphs import PageWord
from extractor.documents.scan import ocr_ready
from extractor.documents.scan.numbers.neighbours import UNREADABLE
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.paper.text_boxes import TextBox

pytestmark = pytest.mark.skipif(not ocr_ready(), reason="OCR is not installed")

TEXT = "Part B of the accounts, class 12"
PITCH = 20


def line() -> tuple[Grey, TextBox, list[PageWord]]:
    """A line of print, and its words where they stand; a pixel is a point."""
    grey = np.full((80, 700), 255, np.uint8)
    words = []
    x = 20
    for text in TEXT.split():
        (wide, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_COMPLEX, 0.9, 2)
        cv2.putText(grey, text, (x, 50), cv2.FONT_HERSHEY_COMPLEX, 0.9, (0,), 2, cv2.LINE_AA)
        words.append(PageWord(text, x, 30, x + wide, 52, 30, "rapidocr"))
        x += wide + PITCH
    return grey, TextBox((x + 4) / 2, 42, x - 16, 36, 0.0, 1.0), words


def read(words: list[PageWord], tables: tuple[tuple[float, float, float, float], ...] = ()) -> list[PageWord]:
    from extractor.documents.scan.lettered_lines import with_letters
    from extractor.documents.scan.page_ocr import line_reader

    grey, box, _ = line()
    return with_letters(words, line_reader().recogniser, grey, [box], 1.0, tables)


@pytest.mark.parametrize("misread", [UNREADABLE, "8"])
def test_a_letter_taken_for_something_else_is_read_with_its_line(misread: str) -> None:
    _, _, words = line()
    words[1] = PageWord(misread, words[1].x0, 30, words[1].x1, 52, 30, "rapidocr")
    found = read(words)
    assert " ".join(word.text for word in found) == TEXT
    assert not found[1].clear
    assert found[1].alternatives == (() if misread == UNREADABLE else ("8",))


def test_numbers_stay_what_they_are() -> None:
    _, _, words = line()
    assert read(words) == words


def test_nothing_is_changed_in_a_ruled_table() -> None:
    _, _, words = line()
    words[1] = PageWord("8", words[1].x0, 30, words[1].x1, 52, 30, "rapidocr")
    assert read(words, ((0, 0, 700, 80),)) == words
