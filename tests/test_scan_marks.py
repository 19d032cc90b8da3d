"""Marks of ink: what is a digit, a point or a dash, and what is dirt. A sign of a drawing is two by two pixels."""

from collections.abc import Mapping

import numpy as np
import pytest

from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.marks import Marks, digit_height
from specimens.scripted_recogniser import FOOT, SMUDGE, Blot, print_of_table, read_column, shown

TWO = "####  ####"
FEET = 8
"""In so many rows a digit is drawn."""
OTHERS = (["123"], ["456"], ["789"])
"""Cells that tell how high digits are."""


def drawn(rows: Mapping[int, str] | None = None, usual: str = TWO) -> str:
    """Digits in the rows 0 to 7, with other rows, and more of them below, where they are given."""
    rows = rows or {}
    return "\n".join(rows.get(row, usual if row < FEET else "") for row in range(_end(rows)))


def _end(rows: Mapping[int, str]) -> int:
    return max([FEET, *(row + 1 for row in rows)])


def kept(rows: Mapping[int, str] | None = None, usual: str = TWO) -> str:
    """What is taken for the print of a cell in which this is drawn, line below line."""
    cell = shown("5", art=drawn(rows, usual), below=_end(rows or {}) - FEET)
    return "\n\n".join(print_of_table(*OTHERS, [cell])[-1])


def test_digits_are_print() -> None:
    assert kept() == drawn()


def test_a_dot_at_the_foot_between_two_digits_is_a_point() -> None:
    pointed = {7: "####  #  ####"}
    assert kept(pointed, "####     ####") == drawn(pointed, "####     ####")


def test_a_point_beside_a_comma_as_tall_as_half_a_digit_is_one() -> None:
    signs = {6: "#### #  ####   ####", 7: "#### #  #### # ####", 8: "     #", 9: "     #"}
    usual = "####    ####   ####"
    assert kept(signs, usual) == drawn(signs, usual)


@pytest.mark.parametrize("dirt", [{7: "####  ####  #"}, {1: "####  ####  #"}])
def test_a_dot_behind_the_last_digit_is_dirt(dirt: dict[int, str]) -> None:
    assert kept(dirt) == drawn()


def test_a_dot_between_digits_above_their_foot_is_dirt() -> None:
    assert kept({1: "####  #  ####"}, "####     ####") == drawn(usual="####     ####")


@pytest.mark.parametrize(("row", "stays"), [(4, True), (0, False), (7, False)])
def test_a_short_stroke_before_the_first_digit_is_a_minus_at_half_of_its_height(row: int, stays: bool) -> None:
    before = {row: "## ####  ####"}
    assert kept(before, "   ####  ####") == (drawn(before, "   ####  ####") if stays else drawn())


def test_a_stroke_far_before_the_first_digit_is_none() -> None:
    assert kept({4: "##        ####"}, " " * 10 + "####") == drawn(usual="####")


def test_a_piece_within_a_digit_is_no_dirt() -> None:
    zero = {0: "######", 2: "# ## #", 3: "# ## #", 7: "######"}
    assert kept(zero, "#    #") == drawn(zero, "#    #")


def test_the_pieces_of_a_digit_that_fell_apart_are_one() -> None:
    pieces = {2: "", 5: ""}
    assert kept(pieces, "####") == drawn(pieces, "####")


def test_specks_far_from_every_digit_are_no_broken_digit() -> None:
    far = " " * 12 + "####"
    specks = {0: TWO + far, 1: TWO + far, 3: TWO + far, 4: TWO + far, 6: TWO + far, 7: TWO + far}
    assert kept(specks) == drawn()
    alone = dict.fromkeys(specks, "####")
    assert kept(alone, "") == drawn(alone, "")


def test_a_dash_alone_is_a_dash_whatever_it_is_read_as() -> None:
    dash = shown("1", art="#####", below=-3)
    assert [line.text for line in read_column("12", dash, "34")] == ["12", "-", "34"]


def test_digits_below_each_other_are_two_lines() -> None:
    two = {8: "", 9: "", **dict.fromkeys(range(10, 16), "####")}
    assert kept(two) == drawn() + "\n\n" + "\n".join(["####"] * 6)


def test_the_feet_of_several_digits_that_fell_off_belong_to_them() -> None:
    assert kept({5: "", 6: ""}) == drawn({5: "", 6: ""})
    assert kept({8: "", 9: TWO}) == drawn()


def test_the_foot_of_a_digit_that_fell_off_belongs_to_it() -> None:
    assert kept({5: "", 6: ""}, " ### ") == drawn({5: "", 6: ""}, "###")


@pytest.mark.parametrize("gap", [3, 4])
def test_two_halves_of_a_digit_in_a_cell_are_one(gap: int) -> None:
    assert kept({gap: ""}, "####") == drawn({gap: ""}, "####")


def test_what_is_left_of_the_rules_along_the_edges_of_a_cell_is_left_out() -> None:
    blots = ((3, 10, 6, 40), (40, 3, 100, 6))
    assert print_of_table(*OTHERS, [shown("12", blots=blots)])[-1] == [_figures("12")]
    assert print_of_table(*OTHERS, [shown(" ", blots=blots)])[-1] == []


def _figures(text: str) -> str:
    """The art of a number in a cell of its own."""
    return print_of_table(["345"], [text])[-1][0]


def test_a_blank_cell_full_of_specks_is_not_taken_for_blank() -> None:
    specks = tuple((60 + 6 * at, 16 + 4 * (at % 5), 63 + 6 * at, 19 + 4 * (at % 5)) for at in range(15))
    assert print_of_table(*OTHERS, [shown(" ", blots=specks)])[-1] == [SMUDGE]
    assert print_of_table(*OTHERS, [shown(" ", blots=specks[:1])])[-1] == []


@pytest.mark.parametrize(
    ("mark", "unclear"),
    [
        ((72, FOOT - 10, 76, FOOT - 7), True),
        ((30, FOOT - 10, 34, FOOT - 7), False),
        ((72, FOOT - 2, 76, FOOT + 1), False),
        ((73, FOOT - 10, 75, FOOT - 7), False),
    ],
    ids=["in line", "elsewhere", "too low", "too short"],
)
def test_what_may_be_left_of_a_dash_where_numbers_stand_is_not_blank(mark: Blot, unclear: bool) -> None:
    cells = (shown("12", x=60), shown("5", x=71), shown("34", x=60), shown("6", x=71))
    told = print_of_table(*([cell] for cell in cells), [shown(" ", blots=(mark,))])
    assert told[-1] == [SMUDGE] * unclear
    assert all(len(lines) == 1 for lines in told[:-1])


def test_digits_are_measured_apart_from_larger_characters_around_them() -> None:
    ink: Grey = np.zeros((400, 900), np.uint8)
    for at in range(20):
        ink[20:41, 10 + 40 * at : 31 + 40 * at] = 255
        ink[60 : 60 + 13 + at % 7, 10 + 40 * at : 18 + 40 * at] = 255
    for at in range(24):
        ink[100:115, 10 + 30 * at : 18 + 30 * at] = 255
    assert digit_height(Marks.of(ink), [PixelBox(0, 0, 900, 400)], 150) == 15


def test_capitals_tell_the_height_of_digits_where_small_letters_stand_among_them() -> None:
    ink: Grey = np.zeros((300, 1500), np.uint8)
    for at in range(30):
        ink[20:34, 10 + 40 * at : 18 + 40 * at] = 255
        ink[60:80, 10 + 40 * at : 20 + 40 * at] = 255
    assert digit_height(Marks.of(ink), [PixelBox(0, 0, 1500, 300)], 150) == 20


def test_digits_among_many_letters_wider_than_digits_are_as_tall_as_capitals() -> None:
    ink = np.zeros((400, 900), np.uint8)
    for row in range(3):
        for at in range(40):
            ink[40 + 40 * row : 52 + 40 * row, 20 + 20 * at : 34 + 20 * at] = 255
    for row in range(4):
        for at in range(5):
            ink[196 + 40 * row : 212 + 40 * row, 20 + 20 * at : 30 + 20 * at] = 255
    marks = Marks.of(ink)
    assert digit_height(marks, [PixelBox(0, 0, 900, 400)], 200) == 16
