"""A small sign raised behind a number is none of its digits."""

from random import Random

import numpy as np
import pytest

from extractor.documents.scan.numbers.raised_signs import with_raised_signs
from extractor.documents.scan.numbers.views import ViewedLine
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.spots import PrintSpot


@pytest.mark.parametrize("variant", range(30))
def test_a_raised_sign_read_as_a_digit_leaves_the_number_unread(variant: int) -> None:
    rng = Random(variant)
    digits, height = rng.randrange(1, 7), rng.randrange(18, 30)
    ink = np.zeros((100, 300), np.uint8)
    for at in range(digits):
        ink[40 : 40 + height, 20 + height * at : 20 + height * at + height // 2] = 255
    lone = Marks.of(ink)
    x, small, raised = 20 + height * digits, round(height * rng.uniform(0.45, 0.7)), rng.uniform(0.32, 0.5)
    foot = round(40 + height * (1 - raised))
    ink[foot - small : foot, x : x + small // 2 + 2] = 255
    both = Marks.of(ink)
    text = "".join(rng.choice("0123456789") for _ in range(digits + 1))

    def read(marks: Marks, said: str) -> str:
        area = PixelBox(10, 10, 290, 90)
        spot = PrintSpot(area, area, height, tuple(range(1, len(marks.boxes))), (), True)
        (line,) = with_raised_signs(marks, [spot], [ViewedLine(said)])
        assert line.clear is (line.text == said)
        return line.text

    assert read(both, text) == text[:-1] + "\ufffd"
    assert read(both, text[:-1] + "a") == text[:-1] + "a"
    assert read(lone, text[:-1]) == text[:-1]
