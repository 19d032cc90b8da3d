"""Digits of a page compared with each other: what the recogniser doubts, the page itself may show."""

import cv2
import pytest

from extractor.documents.scan.numbers.views import ViewedLine
from extractor.documents.scan.paper.raster import Grey
from extractor.evidence import DoubtKind, Weight
from specimens.scripted_recogniser import Shown, read_column, shown

pytestmark = pytest.mark.slow

CLEAR = ("1236", "2347", "3458", "4569", "5670", "6781", "7892", "9014") * 3
"""Numbers that show every digit several times."""


def pen(ink: Grey, x: int, foot: int, text: str, step: int = 20) -> None:
    """Digits of one width, as a typeface has them. An underline behind one: a white line runs down through its middle;
    a space: more paper before the next one.
    """
    for char in text:
        if char == " ":
            x += 14
        elif char == "_":
            middle = x - step + cv2.getTextSize(text[-2], cv2.FONT_HERSHEY_SIMPLEX, 1.0, 2)[0][0] // 2
            ink[foot - 30 : foot + 8, middle - 1 : middle + 1] = 0
        else:
            cv2.putText(ink, char, (x, foot), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (255,), 3 if char == "1" else 2)
            x += step


def told(cell: Shown, others: tuple[str, ...] = CLEAR) -> ViewedLine:
    """What the last number of a page says; the others are clear and stay so."""
    lines = read_column(*others, cell, pen=pen)
    assert [line.text for line in lines[:-1]] == [*others]
    assert all(line.clear for line in lines[:-1])
    return lines[-1]


def kinds(line: ViewedLine) -> set[DoubtKind]:
    return {each.kind for each in line.doubts}


def test_a_number_in_doubt_that_looks_like_the_digits_of_its_page_is_clear() -> None:
    found = told(shown("283", "783"))
    assert found.text == "283"
    assert found.clear
    assert [(each.kind, each.weight) for each in found.doubts] == [(DoubtKind.VIEWS_DIFFER, Weight.SLIGHT)]


def test_a_number_in_doubt_whose_digit_looks_like_another_is_that_one_and_in_doubt() -> None:
    found = told(shown("127", "427", "127", printed="427"))
    assert found.text == "427"
    assert not found.clear
    assert found.alternatives[0] == "127"
    assert kinds(found) == {DoubtKind.VIEWS_DIFFER, DoubtKind.DIGITS_UNLIKE}


def test_two_digits_that_were_read_as_one_are_two() -> None:
    found = told(shown("4", "44", "4", printed="44"))
    assert found.text == "44"
    assert not found.clear


def test_what_is_clear_to_the_recogniser_keeps_its_text_and_is_in_doubt() -> None:
    found = told(shown("127", printed="427"))
    assert found.text == "127"
    assert kinds(found) == {DoubtKind.DIGITS_UNLIKE}
    assert [each.detail for each in found.doubts] == [("127", "427")]


def test_the_halves_of_a_digit_are_one() -> None:
    assert told(shown("60", "61", printed="60_")).clear


def test_signs_that_differ_are_not_settled_by_digits() -> None:
    assert kinds(told(shown("283", "28.3"))) == {DoubtKind.VIEWS_DIFFER}
    assert not told(shown("283", "28.3")).clear


def test_digits_with_room_for_a_point_between_them_are_not_told() -> None:
    found = told(shown("283", "783", printed="28 3"))
    assert found.text == "283"
    assert not found.clear


def test_a_page_with_few_numbers_tells_nothing() -> None:
    found = told(shown("283", "783"), others=("12", "345"))
    assert kinds(found) == {DoubtKind.VIEWS_DIFFER}
    assert not found.clear


def test_a_digit_that_looks_like_its_kind_is_no_zero_with_a_speck_on_it() -> None:
    """Where the page is full of specks, but its digits are compared."""
    lines = read_column(*CLEAR, "8", pen=pen, peppered=True)
    assert kinds(lines[-1]) == set()
