"""Numbers beside numbers: in lines of words, in brackets, printed over each other."""

import pytest

from extractor.documents.model import Cell, Place, Row
from extractor.documents.page.glyphs import Glyph, words_of_glyphs
from extractor.evidence import DoubtKind
from extractor.readers.stray_lines import stray_lines
from extractor.schemas.values import looks_like_value, read_printed


def _row(*texts: str) -> Row:
    return Row(tuple(Cell(text, Place(1, (0, len(text)), None), at) for at, text in enumerate(texts)), None)


@pytest.mark.parametrize(
    "text",
    [
        "Days open: 132",
        "Gates counted 12",
        "(Staff 48)",
        "132 days open",
        "表内项目数：37",
        "Anzahl der Züge = 14",
        "室数 1,240",
    ],
)
def test_a_line_of_words_with_a_number_is_stray(text: str) -> None:
    assert stray_lines((_row(text),), lambda words: False) == {0}


@pytest.mark.parametrize(
    "text", ["Days open", "132", "Season 2019", "2.重复申请", "from 12 to 14", "rooms 4", "A-12", "3 to 4 p. m."]
)
def test_other_lines_are_not_stray(text: str) -> None:
    assert not stray_lines((_row(text),), lambda words: False)


def test_a_known_label_with_a_number_is_not_stray() -> None:
    assert not stray_lines((_row("Day tickets 132"),), lambda words: words == "Day tickets")
    assert not stray_lines((_row("Day tickets", "132"),), lambda words: False)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("628 (314)", "unread"),
        ("628（314）", "unread"),
        ("50 (1,025)", "unread"),
        ("628 (1)", "read"),
        ("628 (incl. 14 boys)", "read"),
        ("628 (-3)", "unread"),
    ],
)
def test_another_number_in_brackets_is_no_note(text: str, state: str) -> None:
    assert read_printed(text).state == state


@pytest.mark.parametrize("text", [":", "::", "..", "...", "·"])
def test_points_stand_in_the_place_of_a_number(text: str) -> None:
    assert looks_like_value(text)
    assert read_printed(text).state in ("unread", "not_applicable")


def _figures(text: str, left: float) -> list[Glyph]:
    return [Glyph(c, left + 5 * n, 0, left + 5 * n + 5, 10, 9, 9) for n, c in enumerate(text)]


@pytest.mark.parametrize(("other", "shift"), [("46", 2), ("641", 2.5), ("164", 1.5)])
def test_a_number_printed_over_another_is_in_doubt(other: str, shift: float) -> None:
    words = words_of_glyphs([*_figures("164", 20), *_figures(other, 20 + shift)], ())
    assert [each.kind for word in words for each in word.doubts] == [DoubtKind.COVERED_IN_CELL]


@pytest.mark.parametrize("shift", [0.3, 0.6, 30])
def test_false_bold_and_neighbours_are_not(shift: float) -> None:
    words = words_of_glyphs([*_figures("164", 20), *_figures("164", 20 + shift)], ())
    assert not any(word.doubts for word in words)
