"""Words of small Latin print stay apart: a line whose gaps are no spaces in one look is looked at with more paper."""

from pathlib import Path

import numpy as np
import pymupdf
import pytest

from extractor.documents import open_document
from extractor.documents.scan.numbers.decoding import CtcReading
from extractor.documents.scan.numbers.lost_spaces import leaves_letters_out, may_lack_spaces, respaced
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.spots import PrintSpot

LINES = (
    "PEANUT CHOCOLATE BAR",
    "BAR NO COLOR NO",
    "TABLET B NO COLOR NO",
    "CRISPY CHOCOLATE TABLET",
    "Office of the General Counsel",
    "MILK AND HONEY TABLET",
    "Net of Tax in A Row",
    "To Be or Not to Be",
    "LA FORET ET LE LAC",
)


@pytest.mark.parametrize(("font", "size", "dpi"), [("tiro", 8, 110), ("hebo", 7, 110)])
def test_words_of_small_print_stay_apart(font: str, size: int, dpi: int, tmp_path: Path) -> None:
    with pymupdf.open() as drawn:  # type: ignore[no-untyped-call]  # pymupdf has no annotations
        page = drawn.new_page(width=420, height=16 * len(LINES) + 60)
        for number, line in enumerate(LINES):
            page.insert_text((30, 40 + 16 * number), line, fontsize=size, fontname=font)
        page.get_pixmap(dpi=dpi, colorspace="gray").save(tmp_path / "page.png")
    seen = open_document(tmp_path / "page.png").text.replace("\t", " ").splitlines()
    assert [line for line in LINES if line not in seen] == []


def read(text: str, sure: float = 1.0) -> CtcReading:
    return CtcReading(text, sure, tuple(range(len(text))), sure, (sure,) * len(text), (text.replace("o", "c"),))


def printed(gaps: int) -> tuple[Marks, PrintSpot]:
    """A line of marks 20 pixels high, with so many gaps of ten pixels among those of two."""
    page = np.zeros((60, 400), np.uint8)
    x = 20
    for number in range(8):
        page[20:40, x : x + 12] = 255
        x += 22 if number < gaps else 14
    marks = Marks.of(page)
    line = PixelBox(20, 20, x, 40)
    return marks, PrintSpot(line, PixelBox(0, 0, 400, 60), 20, tuple(range(1, 9)), (), figure=False)


def test_spaces_of_a_look_with_more_paper_are_taken_where_gaps_bear_them_out() -> None:
    marks, spot = printed(gaps=2)
    line = respaced(marks, spot, read("toforow", 0.7), read("to fo row", 0.3))
    assert (line.text, line.worst, line.others) == ("to fo row", 0.7, ("tc fc rcw",))
    assert line.sure == (0.7, 0.7, 1.0, 0.7, 0.7, 1.0, 0.7, 0.7, 0.7)


@pytest.mark.parametrize(("gaps", "other"), [(1, "to fo row"), (2, "to fo rov"), (2, "toforow"), (0, "to forow")])
def test_other_letters_no_more_spaces_and_more_than_there_are_gaps_change_nothing(gaps: int, other: str) -> None:
    marks, spot = printed(gaps)
    assert respaced(marks, spot, read("toforow"), read(other)) == read("toforow")


@pytest.mark.parametrize(
    ("gaps", "text"), [(0, "toforow"), (1, "to forow"), (2, "12"), (2, "信息公开"), (2, "信息 of")]
)
def test_lines_with_as_many_spaces_as_gaps_figures_and_wide_letters_lack_none(gaps: int, text: str) -> None:
    marks, spot = printed(gaps)
    assert not may_lack_spaces(marks, spot, read(text))
    assert may_lack_spaces(*printed(2), read("to forow"))


@pytest.mark.parametrize(
    ("text", "steps", "lost"),
    [
        ("Inspector Geral", (0, 2, 4, 6, 8, 10, 12, 14, 15, 17, 20, 22, 28, 30, 32), True),
        ("Ofice", (0, 6, 8, 9, 11), True),
        ("Inspector General", (0, 2, 4, 6, 8, 10, 12, 14, 15, 17, 20, 22, 24, 26, 28, 30, 32), False),
        ("Illinois", (0, 1, 2, 3, 5, 7, 8, 10), False),
        ("was (not) read", (0, 3, 5, 7, 9, 13, 16, 18, 19, 23, 25, 27, 29, 31), False),
        ("Records ......... x", (*range(0, 14, 2), 15, *range(16, 34, 2), 60, 61), False),
        ("Ice", (0, 6, 8), False),
        ("办理结果公开", (0, 4, 8, 20, 24, 28), False),
    ],
)
def test_a_letter_is_missed_where_two_of_a_word_leave_room_for_it(
    text: str, steps: tuple[int, ...], lost: bool
) -> None:
    assert leaves_letters_out(CtcReading(text, 1.0, steps)) is lost
