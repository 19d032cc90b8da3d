"""Points, digits and their places: whether a number has the signs it was read with, and all of its digits."""

from functools import partial

import pytest

from extractor.documents.scan.numbers.views import ViewedLine
from extractor.evidence import DoubtKind
from specimens.scripted_recogniser import FOOT, WIDE, Shown, boxes, read_column, read_table, shown

pytestmark = pytest.mark.slow

MANY = ("12", "34", "56", "78", "90", "23", "45", "67", "89")
"""So many numbers tell how digits stand on a page."""
FEW = MANY[:3]
AIRY = partial(boxes, gap=6)
"""Prints digits with so much paper between them that a speck finds a place there."""


def kinds(line: ViewedLine) -> set[DoubtKind]:
    return {each.kind for each in line.doubts}


def told(cell: str | Shown, others: tuple[str, ...] = MANY, airy: bool = False) -> ViewedLine:
    """What a number says below others."""
    return read_column(*others, cell, pen=AIRY if airy else boxes)[-1]


def test_a_dot_between_digits_as_close_as_all_others_is_dirt() -> None:
    crowded = told(shown("12", printed="1·2"), airy=True)
    assert crowded.text == "12"
    assert kinds(crowded) == {DoubtKind.MARK_LEFT_OUT}


def test_a_dot_that_has_room_is_a_point() -> None:
    roomy = told("1.2", airy=True)
    assert roomy.text == "1.2"
    assert roomy.clear


def test_few_numbers_tell_nothing_of_points() -> None:
    assert told(shown("1.2", printed="1·2"), FEW, airy=True).clear


def across(*cells: str | Shown) -> list[set[DoubtKind]]:
    """What is in doubt in the last row of a page."""
    rows = [[number] * len(cells) for number in MANY]
    return [kinds(line) for line in read_table(*rows, cells)[-len(cells) :]]


def test_a_figure_that_ends_in_a_comma_and_its_neighbour_may_be_one_number() -> None:
    first, second, third = across(shown("1,", x=150), "234", "567")
    assert DoubtKind.CUT_NUMBER in first & second
    assert third == set()
    assert across("1", "234", "567") == [set()] * 3


def test_figures_in_neighbouring_cells_that_stand_as_close_as_digits_may_be_one_number() -> None:
    first, second, third = across(shown("12", x=WIDE - 22), shown("34", x=2), "567")
    assert DoubtKind.CUT_NUMBER in first & second
    assert third == set()
    assert across(shown("12", x=WIDE - 22), shown("34", x=8), "567") == [set()] * 3


def test_a_piece_of_a_digit_among_the_dirt_puts_the_number_in_doubt_and_a_speck_does_not() -> None:
    def beside(*corners: int) -> ViewedLine:
        x0, y0, x1, y1 = corners
        return told(shown("5", x=60, blots=((x0, FOOT + y0, x1, FOOT + y1),)))

    assert kinds(beside(74, -16, 80, -10)) == {DoubtKind.PIECE_LEFT_OUT}
    assert beside(74, -14, 76, -12).clear
    assert beside(90, -16, 96, -10).clear
    assert beside(74, -24, 80, -18).clear


def test_digits_that_stand_further_apart_than_others_have_a_sign_between_them() -> None:
    apart = shown("123", printed="1\u200923")
    assert kinds(told(apart)) == {DoubtKind.OTHER_SIGNS}
    assert told(apart, FEW).clear
    assert told(shown("123", printed="1\u2009\u200923"), FEW).clear
    assert told("123").clear


def test_the_paper_beside_a_slim_digit_has_no_sign_in_it() -> None:
    assert told(shown("123", printed="l23")).clear
    assert told(shown("1123", printed="ll23")).clear


def test_digits_of_two_numbers_are_too_far_apart_in_any_typeface() -> None:
    assert kinds(told(shown("12", printed="1  2"), FEW)) == {DoubtKind.OTHER_SIGNS}


def test_digits_lower_than_usual_ones_that_stand_far_apart_are_no_number() -> None:
    low = "\n".join(["####" + " " * 5 + "####"] * 6)
    assert DoubtKind.OTHER_SIGNS in kinds(told(shown("50", art=low), FEW))
    assert told(shown("50", art="\n".join(["####" + " " * 5 + "####"] * 8)), FEW).clear


def test_a_sign_without_a_mark_and_a_mark_without_a_sign_are_in_doubt() -> None:
    assert DoubtKind.OTHER_SIGNS in kinds(told(shown("12.3", printed="123")))
    assert kinds(told(shown("123", printed="1.23"))) == {DoubtKind.OTHER_SIGNS}
    assert told("1.23").clear


def test_a_sign_of_percent_stands_further_from_the_digits() -> None:
    assert told(shown("12%", printed="12\u2009%")).clear


@pytest.mark.parametrize("open_", [True, False])
def test_a_digit_beyond_the_side_of_an_open_cell_puts_the_figure_in_doubt(open_: bool) -> None:
    rows = [[number, ""] for number in MANY]

    def cut(x: int) -> bool:
        lines = read_table(*rows, [shown("12", x=WIDE - 22), shown("3", x=x)], open_=open_)
        return DoubtKind.CUT_AT_EDGE in kinds(lines[-2])

    assert cut(0) is open_
    assert not cut(30)


def before(stroke: str, row: int, *, specks: bool = False) -> ViewedLine:
    """A digit with a faint stroke before it, so many rows of two pixels below its top."""
    art = "\n".join((stroke if at == row else " " * len(stroke)) + " ####" for at in range(8))
    blots = ((46, FOOT - 18, 48, FOOT - 16), (52, FOOT + 3, 54, FOOT + 5)) if specks else ()
    return told(shown("5", art=art, blots=blots), FEW)


def test_a_minus_too_faint_for_a_mark_puts_its_number_in_doubt() -> None:
    assert kinds(before("++++", 4)) == {DoubtKind.FAINT_MINUS}


@pytest.mark.parametrize(("stroke", "row"), [("++++", 0), ("  ++", 4), ("++++", 7)])
def test_what_is_too_high_too_short_or_too_low_is_no_minus(stroke: str, row: int) -> None:
    assert before(stroke, row).clear


def test_a_grey_shadow_before_a_digit_is_no_minus() -> None:
    art = "\n".join(["++++ ####"] * 8)
    assert told(shown("5", art=art), FEW).clear


def test_among_specks_a_faint_stroke_is_one_of_them() -> None:
    assert before("++++", 4, specks=True).clear


def test_numbers_on_one_line_of_a_cell_are_in_doubt() -> None:
    rows = [[number] for number in MANY]
    long = "1,234,567,890,123,456,789,012"
    lines = read_table(*rows, [shown(long, x=20, blots=((480, FOOT - 16, 488, FOOT),))], wide=520)
    assert all(DoubtKind.NUMBER_BESIDE in kinds(line) for line in lines[-2:])
    below = read_table(*rows, [shown("57", blots=((60, FOOT + 4, 68, FOOT + 14),))], ["12"])
    assert [line.text for line in below[-3:]] == ["57", "57", "12"]
    assert not any(DoubtKind.NUMBER_BESIDE in kinds(line) for line in below)
