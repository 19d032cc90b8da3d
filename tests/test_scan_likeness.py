"""Digits of a page compared with each other: what the recogniser doubts, the page itself may show."""

import cv2
import numpy as np

from extractor.documents.scan.numbers.likeness import Weighed, compared
from extractor.documents.scan.numbers.number_parts import usual_pitch
from extractor.documents.scan.numbers.views import ViewedLine
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.spots import PrintSpot
from extractor.evidence import DoubtKind, doubt, settled

PITCH, HIGH, ROW = 20, 22, 40
CLEAR = tuple(f"{first}{first + 1}{first + 2}{(first + 5) % 10}"[:4] for first in range(8)) * 3
"""Numbers that show every digit several times."""
DOUBTS = (doubt(DoubtKind.VIEWS_DIFFER),)


def written(*texts: str, halved: bool = False, room: int = 0) -> tuple[PaperSheet, Marks, list[PrintSpot]]:
    """A page with one number a line. ``halved``: a white line runs through the middle of the last digit of the last
    one; ``room``: more paper before that digit.
    """
    grey: Grey = np.full((ROW * len(texts) + ROW, 300), 255, np.uint8)
    for row, text in enumerate(texts):
        for place, char in enumerate(text):
            last = row == len(texts) - 1 and place == len(text) - 1
            at = (40 + PITCH * place + room * last, ROW * row + 30)
            cv2.putText(grey, char, at, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 3 if char == "1" else 2)
            if halved and last:
                middle = at[0] + cv2.getTextSize(char, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 2)[0][0] // 2
                grey[ROW * row : ROW * row + ROW, middle - 1 : middle + 1] = 255
    ink = np.asarray(np.where(grey < 128, 255, 0), np.uint8)
    marks, spots = Marks.of(ink), []
    for row in range(len(texts)):
        area = PixelBox(0, ROW * row, 300, ROW * row + ROW)
        numbers = tuple(marks.inside(area).tolist())
        spots.append(PrintSpot(marks.around(numbers), area, HIGH, numbers, (), True))
    return PaperSheet(grey, 200.0, ink), marks, spots


def weighed(
    drawn: str, seen: ViewedLine, *, others: tuple[str, ...] = CLEAR, halved: bool = False, room: int = 0
) -> Weighed:
    """What becomes of the last number of a page, on which ``drawn`` is printed."""
    sheet, marks, spots = written(*others, drawn, halved=halved, room=room)
    told = [*(ViewedLine(text, same_signs=True) for text in others), seen]
    found = compared(sheet, marks, spots, told, usual_pitch(marks, spots))
    assert [each.seen for each in found[:-1]] == told[:-1]
    return found[-1]


def doubted(text: str, *alternatives: str, same_signs: bool = True) -> ViewedLine:
    return ViewedLine(text, DOUBTS, alternatives, same_signs=same_signs)


def test_a_number_in_doubt_that_looks_like_the_digits_of_its_page_is_clear() -> None:
    found = weighed("283", doubted("283", "783"))
    assert found.told
    assert found.seen == doubted("283", "783")._replace(doubts=settled(DOUBTS))


def test_a_number_in_doubt_whose_digit_looks_like_another_is_that_one_and_in_doubt() -> None:
    found = weighed("283", doubted("783", "283"))
    assert not found.told
    assert (found.seen.text, found.seen.clear) == ("283", False)
    assert found.seen.alternatives[0] == "783"
    assert found.seen.doubts == (*DOUBTS, doubt(DoubtKind.DIGITS_UNLIKE, "783", "283"))


def test_two_digits_that_were_read_as_one_are_two() -> None:
    found = weighed("44", doubted("4", "44"))
    assert (found.seen.text, found.seen.clear, found.told) == ("44", False, False)


def test_what_is_clear_to_the_recogniser_keeps_its_text_and_is_in_doubt() -> None:
    found = weighed("283", ViewedLine("783", same_signs=True))
    assert (found.seen.text, found.told) == ("783", False)
    assert found.seen.doubts == (doubt(DoubtKind.DIGITS_UNLIKE, "783", "283"),)


def test_the_halves_of_a_digit_are_one() -> None:
    assert weighed("60", doubted("60", "611"), halved=True).told


def test_signs_that_differ_are_not_settled_by_digits() -> None:
    found = weighed("283", doubted("283", "28.3", same_signs=False))
    assert (found.seen.doubts, found.told) == (DOUBTS, False)


def test_digits_with_room_for_a_point_between_them_are_not_told() -> None:
    found = weighed("283", doubted("283", "28.3"), room=14)
    assert (found.seen.doubts, found.told) == (DOUBTS, False)


def test_a_page_with_few_numbers_tells_nothing() -> None:
    found = weighed("283", doubted("283", "783"), others=("12", "345"))
    assert (found.seen.doubts, found.told) == (DOUBTS, False)
