"""Boxes to tick in pictures are signs with a state, in doubt; characters and tables are none."""

from itertools import pairwise
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest

from extractor.documents import open_document
from extractor.documents.page.glyphs import PageWord
from extractor.documents.scan import ocr_ready
from extractor.documents.scan.paper.ink import PaperSheet, sheet_of
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.ticked_boxes import boxes_to_tick, with_ticked_boxes
from extractor.evidence import DoubtKind

DPI = 200


def page() -> Grey:
    return np.full((800, 900), 250, np.uint8)


def box(pixels: Grey, x: int, y: int, side: int = 26, mark: str = "", pen: int = 3) -> None:
    """A box with a cross, a tick, bars or nothing in it."""
    cv2.rectangle(pixels, (x, y), (x + side, y + side), 30, 2)

    def stroke(*ends: tuple[float, float]) -> None:
        for (ax, ay), (bx, by) in pairwise(ends):
            begin, end = (round(x + ax * side), round(y + ay * side)), (round(x + bx * side), round(y + by * side))
            cv2.line(pixels, begin, end, 40, pen, cv2.LINE_AA)

    if mark == "cross":
        stroke((0.2, 0.2), (0.8, 0.8))
        stroke((0.8, 0.2), (0.2, 0.8))
    elif mark == "tick":
        stroke((0.2, 0.5), (0.45, 0.8), (0.85, 0.2))
    elif mark == "bar":
        stroke((0.0, 0.5), (1.0, 0.5))


def sheet(pixels: Grey) -> PaperSheet:
    return sheet_of(pixels, DPI)


@pytest.mark.parametrize(("side", "pen"), [(20, 2), (26, 2), (26, 3), (26, 4), (34, 3), (34, 4), (44, 3), (44, 5)])
@pytest.mark.parametrize(("mark", "ticked"), [("", False), ("cross", True), ("tick", True)])
def test_a_box_alone_is_told_with_its_state(side: int, pen: int, mark: str, ticked: bool) -> None:
    pixels = page()
    box(pixels, 300, 300, side, mark, pen)
    (found,) = boxes_to_tick(sheet(pixels))
    assert found.ticked is ticked
    assert abs(found.x0 - 300) <= 2 >= abs(found.y0 - 300)


def test_squares_that_digits_are_written_in_are_no_boxes() -> None:
    pixels = page()
    for at in range(4):
        box(pixels, 300 + 26 * at, 300)
    assert not [*boxes_to_tick(sheet(pixels))]


def test_a_character_with_bars_is_no_box() -> None:
    pixels = page()
    box(pixels, 300, 300, mark="bar")
    assert not [*boxes_to_tick(sheet(pixels))]


def test_a_square_in_a_row_of_print_is_no_box() -> None:
    pixels = page()
    box(pixels, 300, 300)
    pixels[300:326, 280:292] = 30
    assert not [*boxes_to_tick(sheet(pixels))]


def test_large_and_small_squares_are_no_boxes() -> None:
    pixels = page()
    box(pixels, 100, 100, 12)
    box(pixels, 300, 300, 90)
    assert not [*boxes_to_tick(sheet(pixels))]


def word(text: str, x0: float, x1: float) -> PageWord:
    scale = 72 / DPI
    return PageWord(text, x0 * scale, 300 * scale, x1 * scale, 326 * scale, 10, "rapidocr")


def told(*words: PageWord, mark: str = "") -> list[str]:
    pixels = page()
    box(pixels, 300, 300, mark=mark)
    return [each.text for each in sorted(with_ticked_boxes(words, sheet(pixels)), key=lambda each: each.x0)]


@pytest.mark.parametrize(
    ("read", "left"),
    [
        ((), ["☐"]),
        ((word("口", 300, 326),), ["☐"]),
        ((word("D", 300, 326),), ["☐"]),
        ((word("□yes", 300, 400),), ["☐", "yes"]),
        ((word("Order", 300, 420),), ["☐", "Order"]),
        ((word("Question", 100, 220), word("yes", 340, 400)), ["Question", "☐", "yes"]),
        ((word("日期", 300, 360),), ["日期"]),
        ((word("7", 300, 326),), ["7"]),
        ((word("of口the", 200, 420),), ["of口the"]),
    ],
)
def test_a_sign_stands_in_place_of_what_a_box_was_taken_for(read: tuple[PageWord, ...], left: list[str]) -> None:
    assert told(*read) == left


def test_a_box_in_a_picture_is_always_in_doubt() -> None:
    pixels = page()
    box(pixels, 300, 300, mark="cross")
    (found,) = with_ticked_boxes((), sheet(pixels))
    assert [each.kind for each in found.doubts] == [DoubtKind.READ_IN_PICTURE]
    assert not found.clear


@pytest.mark.slow
@pytest.mark.skipif(not ocr_ready(), reason="OCR is not installed")
def test_the_boxes_of_a_form_are_read_with_their_labels(tmp_path: Path) -> None:
    rng, pixels, states = Random(5), page(), []
    for at in range(6):
        y, mark = 80 + 110 * at, rng.choice(("", "cross", "tick"))
        cv2.putText(pixels, f"Question {at + 1}", (60, y + 24), cv2.FONT_HERSHEY_DUPLEX, 0.9, 30, 1, cv2.LINE_AA)
        box(pixels, 400, y, mark=mark)
        cv2.putText(pixels, "applies", (450, y + 24), cv2.FONT_HERSHEY_DUPLEX, 0.9, 30, 1, cv2.LINE_AA)
        states.append("☒" if mark else "☐")
    cv2.imwrite(str(tmp_path / "a.png"), pixels)
    text = open_document(tmp_path / "a.png").text.split()
    assert [each for each in text if each in "☐☒"] == states
    assert text.count("applies") == 6
