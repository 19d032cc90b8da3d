"""Tables that lack upright rules, or all rules, are cut into cells where no print stands."""

from collections.abc import Sequence

import numpy as np
import pytest

from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import sheet_of
from extractor.documents.scan.tables.facing_pages import guides_of_pages
from specimens.drawn_page import PITCH, DrawnPage

pytestmark = pytest.mark.slow

FIGURES = (("12", "345", "6"), ("7", "89", "1234"), ("560", "1", "22"), ("3", "4567", "890"), ("41", "5", "6"))
XS = (460, 640, 820)
LABELS = ("axbx cb", "cab abc ba", "bca", "abcab acb", "bac")
ROWS = [" | ".join((label, *numbers)) for label, numbers in zip(LABELS, FIGURES, strict=True)]
"""The table that ``with_rows`` prints, below its headings."""
HEADING = "abc | abc | cab | bca"


def with_rows(
    page: DrawnPage, ruled: bool, figures: Sequence[Sequence[str]] = FIGURES, xs: Sequence[int] = XS
) -> DrawnPage:
    for label, numbers in zip(LABELS, figures, strict=False):
        page.row((80, label), *zip(xs, numbers, strict=False))
        if ruled:
            page.rule()
    return page


def headed(ruled: bool) -> DrawnPage:
    page = DrawnPage()
    if ruled:
        page.rule()
    page.row((80, "abc"), (456, "abc"), (636, "cab"), (816, "bca"))
    if ruled:
        page.rule()
    return page


@pytest.mark.parametrize("ruled", [True, False])
def test_columns_are_found_where_no_row_prints_anything(ruled: bool) -> None:
    assert with_rows(headed(ruled), ruled).tables() == [[HEADING, *ROWS]]


@pytest.mark.parametrize("ruled", [True, False])
def test_the_room_of_a_point_is_no_gap_between_columns(ruled: bool) -> None:
    figures = (("1.5", "34.5", "6.1"), ("7.2", "18.9", "4.3"), ("5.0", "21.1", "2.2"), ("3.9", "45.6", "8.9"))
    (table,) = with_rows(headed(ruled), ruled, figures).tables()
    assert table[1:] == [" | ".join((label, *row)) for label, row in zip(LABELS, figures, strict=False)]


@pytest.mark.parametrize("sign", ".,")
@pytest.mark.parametrize("ruled", [True, False])
def test_points_and_commas_of_a_wide_typeface_part_no_columns(sign: str, ruled: bool) -> None:
    page = DrawnPage(advance=14)
    if ruled:
        page.rule()
    with_rows(page, ruled, [(f"12{sign}345", "7", f"8{sign}901")] * len(LABELS))
    (table,) = page.tables()
    assert [row.split(" | ")[-3:] for row in table] == [[f"12{sign}345", "7", f"8{sign}901"]] * len(LABELS)


def test_a_column_that_only_its_heading_shows_stays_a_column() -> None:
    page = DrawnPage()
    page.rule()
    page.row((80, "abc"), (456, "abc"), (560, "bcab"), (640, "cab"), (816, "bca"))
    page.rule()
    (table,) = with_rows(page, ruled=True).tables()
    assert table[:3] == ["abc | abc | bcab | cab | bca", "axbx cb | 12 |  | 345 | 6", "cab abc ba | 7 |  | 89 | 1234"]


def test_a_label_that_nearly_touches_the_first_number_does_not_swallow_it() -> None:
    page = DrawnPage()
    page.rule()
    for label, numbers in zip(("abcabcabcabcabcabcabcabcabcabcabca", *LABELS[1:]), FIGURES, strict=True):
        page.row((80, label), *zip(XS, numbers, strict=True))
        page.rule()
    assert page.tables() == [["abcabcabcabcabcabcabcabcabcabcabca | 12 | 345 | 6", *ROWS[1:]]]


def test_a_heading_over_several_columns_is_not_cut() -> None:
    page = DrawnPage()
    page.rule()
    page.row((470, "abcabcabcabcabcabcabcabcabcabcab"))
    page.rule()
    (table,) = with_rows(page, ruled=True).tables()
    assert "abcabcabcabcabcabcabcabcabcabcab" in table[0].split(" | ")
    assert table[1:] == ROWS


def test_two_tables_with_a_title_between_them_are_two() -> None:
    page = with_rows(headed(ruled=True), ruled=True)
    page.row((80, "abcabcabc bacab cab abcacb"))
    page.rule()
    page.row((80, "abc"), (400, "cab"), (540, "bca"), (700, "cab"), (900, "bca"))
    page.rule()
    with_rows(page, True, [(*numbers, "77") for numbers in FIGURES], (405, 545, 705, 905))
    first, second = page.tables()
    assert first == [HEADING, *ROWS]
    assert second == ["abc | cab | bca | cab | bca", *(f"{row} | 77" for row in ROWS)]


@pytest.mark.parametrize("pieces", [((80, "abc"),), ((80, "ab"), (150, "abc"))], ids=["one piece", "two pieces"])
def test_a_title_over_its_headings_is_no_row_of_the_table(pieces: tuple[tuple[int, str], ...]) -> None:
    page = DrawnPage()
    *before, (x, start) = pieces
    page.row(*before, (x, f"{start}abc bacab cab abcacb bcabcabacb abc abcabcab"))
    page.row((80, "abc"), (456, "abc"), (636, "cab"), (816, "bca"))
    assert with_rows(page, ruled=False).tables() == [[HEADING, *ROWS]]


def test_prose_is_no_table() -> None:
    page = DrawnPage()
    for _ in range(6):
        page.row((80, "abcabc bacab cab abcacb bcabcabacb abc 12 abcabcab"))
    assert page.tables() == []


def test_columns_that_do_not_fit_the_rows_are_not_forced_on_them() -> None:
    page = headed(ruled=True)
    for shift, numbers in enumerate(FIGURES):
        page.row((80, "abc"), *((x + 90 * (shift % 2), text) for x, text in zip(XS, numbers, strict=True)))
        page.rule()
    assert all(row.count(" | ") != 3 for table in page.tables() for row in table[1:])


def upright_page(row_without: int | None = None, *missing: int) -> DrawnPage:
    """Three columns ruled both ways; one row lacks the upright rules at the pixels ``missing``."""
    page = DrawnPage()
    page.rule()
    for row in range(6):
        top = page.y
        page.row((80, LONG), (640, "12"), (800, "34"))
        page.rule()
        for x in (60, 480, 720, 1038):
            if row != row_without or x not in missing:
                page.upright(x, top - 2, page.y)
    return page


LONG = "abcabcabcabcabcabcabcabcabcabcabc"
"""A label that fills its cell."""
FULL = f"{LONG} | 12 | 34"


def test_the_missing_piece_of_a_broken_rule_is_put_in() -> None:
    assert upright_page(2, 480).tables() == [[FULL] * 6]


def test_a_cell_over_all_columns_is_no_broken_rule() -> None:
    assert upright_page(3, 480, 720).tables() == [[FULL, FULL, FULL, f"{LONG} 12 34", FULL, FULL]]


def test_a_rule_that_a_speck_makes_longer_ends_where_it_meets_the_other_rules() -> None:
    page = upright_page()
    page.upright(480, page.y - 2, page.y + 10)
    assert max(rule.end for rule in page.rules.vertical) == pytest.approx(page.y / 2, abs=1.5)


def test_a_rule_across_that_breaks_off_within_a_cell_goes_on() -> None:
    page = upright_page()
    page.blank(560, page.y - 2 * PITCH - 2, 640, page.y - 2 * PITCH)
    assert page.tables() == [[FULL] * 6]


def test_a_cell_over_two_rows_breaks_no_rule_across() -> None:
    page = upright_page()
    page.blank(484, page.y - 2 * PITCH - 2, 720, page.y - 2 * PITCH)
    assert page.tables() == [[FULL, FULL, FULL, f"{LONG} | 12 12 | 34", f"{LONG} | 34", FULL]]


def test_the_rest_of_a_rule_is_kept_that_a_copier_broke_twice() -> None:
    page = upright_page()
    for x0, x1 in ((460, 540), (660, 740)):
        page.blank(x0, page.y - 2 * PITCH - 2, x1, page.y - 2 * PITCH)
    pieces = [rule for rule in page.rules.horizontal if rule.start < 330 < rule.end + 2 and rule.start > 240]
    assert [(rule.start, rule.end) for rule in pieces] == [pytest.approx((270, 330), abs=2)]


def test_uprights_of_a_table_stand_whose_top_rule_is_lost() -> None:
    page = upright_page()
    page.blank(0, 98, 470, 100)
    page.blank(730, 98, 1100, 100)
    assert page.uprights() == pytest.approx([60, 480, 720, 1039], abs=2)


def test_a_solid_rule_with_print_on_both_sides_is_one() -> None:
    page = DrawnPage()
    page.rule()
    for _ in range(6):
        page.row((80, "abc"), (704, "12"), (724, "34"))
        page.rule()
    for x in (60, 480, 720, 1038):
        page.upright(x, 98, page.y)
    assert page.uprights() == pytest.approx([60, 480, 720, 1039], abs=2)


def test_a_bent_rule_leaves_nothing_in_its_cells() -> None:
    page = upright_page()
    page.blot(300, page.y - PITCH - 6, 420, page.y - PITCH - 4)
    assert page.smears() == 0


def test_the_heading_of_numbers_that_stand_right_of_it_makes_no_column_of_its_own() -> None:
    page = DrawnPage()
    page.row((80, "abc"), (440, "abc"), (600, "cab"), (760, "bca"))
    with_rows(page, False, xs=(500, 660, 820))
    assert page.tables() == [[HEADING, *ROWS]]


def test_a_heading_over_nothing_has_a_column_though_a_full_row_is_not_the_first() -> None:
    page = DrawnPage()
    page.row((80, "abc"), (456, "abc"), (560, "cab"), (680, "bca"), (820, "abc"))
    with_rows(page, False, (("12",), *FIGURES[1:]), (460, 690, 830))
    (table,) = page.tables()
    assert table[:3] == ["abc | abc | cab | bca | abc", "axbx cb | 12 |  |  | ", "cab abc ba | 7 |  | 89 | 1234"]


def test_the_heading_of_a_group_between_two_columns_makes_none_of_its_own() -> None:
    xs = tuple(range(80, 1000, 100))
    page = DrawnPage()
    page.rule()
    page.row((xs[4] + 46, "ab"))
    page.rule()
    page.row(*((x - 10, "abc") for x in xs))
    page.rule()
    for number in range(3):
        page.row(*((x, f"{number}") for x in xs))
        page.rule()
    (table,) = page.tables()
    assert table[1:] == [" | ".join([text] * len(xs)) for text in ("abc", "0", "1", "2")]


def test_headings_that_look_like_figures_are_no_rows_and_part_no_columns() -> None:
    """Wide letters of small print are as tall as digits; writing stands among them, as it does not among figures."""
    xs = tuple(range(70, 1000, 70))
    page = DrawnPage()
    page.rule()
    page.row((xs[2] + 26, "7777"), (xs[9] + 26, "ab"))
    page.rule()
    page.row(*((x + 26, ("77", "ab")[at % 2]) for at, x in enumerate(xs[:7])))
    page.rule()
    page.row(*((x + 26, ("77", "ab")[at % 2]) for at, x in enumerate(xs[7:])))
    page.rule()
    page.row(*((x, "5") for x in xs))
    page.rule()
    (table,) = page.tables()
    assert table[-1] == " | ".join(["5"] * len(xs))


def test_the_tops_of_letters_above_a_table_are_none_of_its_rules() -> None:
    page = DrawnPage()
    page.rule(200, 500)
    page.row((80, "abc abacb"))
    page.rule()
    page.row((80, "abc"), (456, "abc"), (636, "cab"), (816, "bca"))
    page.rule()
    assert with_rows(page, ruled=True).tables() == [[HEADING, *ROWS]]


def test_dashes_that_stand_in_no_column_are_specks() -> None:
    page = with_rows(headed(False), False)
    for row, x in ((3, 1000), (4, 1040)):
        top = 100 + row * PITCH + 21
        page.blot(x, top, x + 9, top + 3)
    assert page.tables() == [[HEADING, *ROWS]]


def test_a_digit_in_two_pieces_is_a_figure() -> None:
    page = with_rows(headed(False), False)
    for row in (2, 4):
        top = 100 + row * PITCH + 22
        page.blank(455, top, 880, top + 1)
    assert page.tables() == [[HEADING, *ROWS]]


def test_a_page_with_three_words_on_it_is_read() -> None:
    pixels = np.full((1500, 1100), 255, np.uint8)
    pixels[200:212, 100:108] = 30
    pixels[200:212, 120:128] = 30
    sheet = sheet_of(pixels, 144)
    assert int((sheet.ink > 0).sum()) == 2 * 12 * 8


def facing(joined: bool = False) -> DrawnPage:
    """Two tables on facing pages, the right one between the rows of the left one; ``joined``: a rule over both."""
    page = with_rows(DrawnPage(wide=2200), ruled=False)
    page.y = 100 + PITCH // 2
    for label, numbers in zip(LABELS, FIGURES, strict=True):
        page.row((1180, label), *zip((1560, 1740, 1920), numbers, strict=True))
    page.y = 100
    if joined:
        page.rule(60, 2140)
    return page


def test_rows_of_facing_pages_do_not_cut_each_other() -> None:
    assert facing().tables(fold=1100) == [ROWS, ROWS]
    assert facing().tables() != [ROWS, ROWS]


def test_the_fold_parts_no_rows_under_a_rule_that_goes_over_it() -> None:
    page = facing(joined=True)
    sheet, marks = page.sheet, page.marks
    lines = [PixelBox(80, 60, 300, 80), PixelBox(80, 400, 300, 420)]
    whole = guides_of_pages(sheet, marks, page.rules, lines, None)
    assert guides_of_pages(sheet, marks, page.rules, lines, 1100) == whole
    assert guides_of_pages(sheet, marks, page.rules, lines[1:], 1100) != whole, "a rim of the paper joins nothing"
