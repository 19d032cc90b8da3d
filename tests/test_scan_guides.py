"""Tables that lack upright rules, or all rules, are cut into cells where no print stands."""

import numpy as np
import pytest

from extractor.documents.scan.paper.ink import sheet_of
from extractor.documents.scan.tables.mending import mended
from tests.drawn_table import DIGIT, PITCH, DrawnPage, columns_of

FIGURES = (("12", "345", "6"), ("7", "89", "1234"), ("560", "1", "22"), ("3", "4567", "890"), ("41", "5", "6"))
XS = (460, 640, 820)
LABELS = ("axbx cb", "cab abc ba", "bca", "abcab acb", "bac")


def with_rows(page: DrawnPage, ruled: bool, figures: tuple[tuple[str, ...], ...] = FIGURES) -> DrawnPage:
    for label, numbers in zip(LABELS, figures, strict=False):
        page.row((80, label), *zip(XS, numbers, strict=False))
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
    (grid,) = with_rows(headed(ruled), ruled).grids()
    assert len(grid.ys) - 1 == 6
    assert columns_of(grid, [90, 465, 645, 825], row=3) == [0, 1, 2, 3]
    assert all(cell.column_span == 1 and cell.row_span == 1 for cell in grid.cells)


@pytest.mark.parametrize("ruled", [True, False])
def test_the_room_of_a_point_is_no_gap_between_columns(ruled: bool) -> None:
    figures = (("1.5", "34.5", "6.1"), ("7.2", "18.9", "4.3"), ("5.0", "21.1", "2.2"), ("3.9", "45.6", "8.9"))
    (grid,) = with_rows(headed(ruled), ruled, figures).grids()
    assert len(grid.xs) - 1 == 4


@pytest.mark.parametrize("sign", ".,")
@pytest.mark.parametrize("ruled", [True, False])
def test_points_and_commas_of_a_wide_typeface_part_no_columns(sign: str, ruled: bool) -> None:
    page = DrawnPage(advance=14)
    if ruled:
        page.rule()
    for label in LABELS:
        page.row((80, label), (460, f"12{sign}345"), (640, "7"), (820, f"8{sign}901"))
        if ruled:
            page.rule()
    (grid,) = page.grids()
    first, same, second, third, last = columns_of(grid, [465, 525, 645, 825, 870], row=2)
    assert first == same < second < third == last


def test_a_column_that_only_its_heading_shows_stays_a_column() -> None:
    page = DrawnPage()
    page.rule()
    page.row((80, "abc"), (456, "abc"), (560, "bcab"), (640, "cab"), (816, "bca"))
    page.rule()
    (grid,) = with_rows(page, ruled=True).grids()
    assert columns_of(grid, [465, 580, 645, 825], row=2) == [1, 2, 3, 4]


def test_a_label_that_nearly_touches_the_first_number_does_not_swallow_it() -> None:
    page = DrawnPage()
    page.rule()
    for label, numbers in zip(("abcabcabcabcabcabcabcabcabcabcabca", *LABELS[1:]), FIGURES, strict=True):
        page.row((80, label), *zip(XS, numbers, strict=True))
        page.rule()
    (grid,) = page.grids()
    assert columns_of(grid, [90, 465, 645, 825], row=0) == [0, 1, 2, 3]


def test_a_heading_over_several_columns_is_not_cut() -> None:
    page = DrawnPage()
    page.rule()
    page.row((470, "abcabcabcabcabcabcabcabcabcabcab"))
    page.rule()
    (grid,) = with_rows(page, ruled=True).grids()
    assert len({cell for cell in grid.cells if cell.row == 0 and cell.column > 0}) < 3


def test_two_tables_with_a_title_between_them_are_two() -> None:
    page = with_rows(headed(ruled=True), ruled=True)
    page.row((80, "abcabcabc bacab cab abcacb"))
    page.rule()
    page.row((80, "abc"), (400, "cab"), (540, "bca"), (700, "cab"), (900, "bca"))
    page.rule()
    for label, numbers in zip(LABELS, FIGURES, strict=True):
        page.row((80, label), *zip((405, 545, 705), numbers, strict=True), (905, "77"))
        page.rule()
    first, second = page.grids()
    assert (len(first.xs) - 1, len(second.xs) - 1) == (4, 5)


def test_a_title_over_its_headings_is_no_row_of_the_table() -> None:
    page = DrawnPage()
    page.row((80, "abcabc bacab cab abcacb bcabcabacb abc abcabcab"))
    page.row((80, "abc"), (456, "abc"), (636, "cab"), (816, "bca"))
    (grid,) = with_rows(page, ruled=False).grids()
    assert len(grid.ys) - 1 == 6


def test_a_title_of_two_pieces_over_its_headings_is_no_row_either() -> None:
    page = DrawnPage()
    page.row((80, "ab"), (150, "abcabc bacab cab abcacb bcabcabacb abc abcabcab"))
    page.row((80, "abc"), (456, "abc"), (636, "cab"), (816, "bca"))
    (grid,) = with_rows(page, ruled=False).grids()
    assert len(grid.ys) - 1 == 6


def test_prose_is_no_table() -> None:
    page = DrawnPage()
    for _ in range(6):
        page.row((80, "abcabc bacab cab abcacb bcabcabacb abc 12 abcabcab"))
    assert page.grids() == []


def test_columns_that_do_not_fit_the_rows_are_not_forced_on_them() -> None:
    page = headed(ruled=True)
    for shift, numbers in enumerate(FIGURES):
        page.row((80, "abc"), *((x + 90 * (shift % 2), text) for x, text in zip(XS, numbers, strict=True)))
        page.rule()
    assert all(len(grid.xs) - 1 != 4 for grid in page.grids())


def upright_page(row_without: int | None = None, *missing: int) -> DrawnPage:
    """Three columns ruled both ways; one row lacks the upright rules at the pixels ``missing``."""
    page = DrawnPage()
    page.rule()
    for row in range(6):
        top = page.y
        page.row((80, "abc"), (640, "12"), (800, "34"))
        page.rule()
        for x in (60, 480, 720, 1038):
            if row != row_without or x not in missing:
                page.upright(x, top - 2, page.y)
    return page


def test_the_missing_piece_of_a_broken_rule_is_put_in() -> None:
    sheet, rules, marks = upright_page(2, 480).looked_at()
    (piece,) = mended(sheet, marks, rules, DIGIT).vertical
    assert piece.at == pytest.approx(240.5, abs=1)


def test_a_cell_over_all_columns_is_no_broken_rule() -> None:
    sheet, rules, marks = upright_page(3, 480, 720).looked_at()
    assert mended(sheet, marks, rules, DIGIT).vertical == ()


def test_a_rule_that_a_speck_makes_longer_ends_where_it_meets_the_other_rules() -> None:
    page = upright_page()
    page.upright(480, page.y - 2, page.y + 10)
    _, rules, _ = page.looked_at()
    assert max(rule.end for rule in rules.vertical) == pytest.approx(page.y / 2, abs=1.5)


def test_a_rule_across_that_breaks_off_within_a_cell_goes_on() -> None:
    page = upright_page()
    page.ink[page.y - 2 * PITCH - 2 : page.y - 2 * PITCH, 560:640] = 0
    sheet, rules, marks = page.looked_at()
    (piece,) = mended(sheet, marks, rules, DIGIT).horizontal
    assert [piece.start, piece.end] == pytest.approx([280, 320], abs=1.5)
    assert len(page.grids()[0].cells) == 18


def test_a_cell_over_two_rows_breaks_no_rule_across() -> None:
    page = upright_page()
    page.ink[page.y - 2 * PITCH - 2 : page.y - 2 * PITCH, 484:720] = 0
    sheet, rules, marks = page.looked_at()
    assert mended(sheet, marks, rules, DIGIT).horizontal == ()


def test_the_rest_of_a_rule_is_kept_that_a_copier_broke_twice() -> None:
    page = upright_page()
    across = slice(page.y - 2 * PITCH - 2, page.y - 2 * PITCH)
    page.ink[across, 460:540] = 0
    page.ink[across, 660:740] = 0
    _, rules, _ = page.looked_at()
    assert any(rule.start == pytest.approx(270, abs=2) and rule.end == pytest.approx(330, abs=2) for rule in rules[0])


def test_uprights_of_a_table_stand_whose_top_rule_is_lost() -> None:
    page = upright_page()
    page.ink[98:100, :470] = 0
    page.ink[98:100, 730:] = 0
    _, rules, _ = page.looked_at()
    assert {round(rule.at / 2) * 2 for rule in rules.vertical} == {30, 240, 360, 520}


def test_a_solid_rule_with_print_on_both_sides_is_one() -> None:
    page = DrawnPage()
    page.rule()
    for _ in range(6):
        page.row((80, "abc"), (704, "12"), (724, "34"))
        page.rule()
    for x in (60, 480, 720, 1038):
        page.upright(x, 98, page.y)
    _, rules, _ = page.looked_at()
    assert any(rule.at == pytest.approx(360, abs=1.5) for rule in rules.vertical)


def test_a_bent_rule_leaves_nothing_in_its_cells() -> None:
    page = upright_page()
    page.ink[page.y - PITCH - 6 : page.y - PITCH - 4, 300:420] = 255
    _, _, marks = page.looked_at()
    assert not ((marks.widths[1:] > 60) & (marks.heights[1:] < 10)).any()


def test_the_heading_of_numbers_that_stand_right_of_it_makes_no_column_of_its_own() -> None:
    page = DrawnPage()
    page.row((80, "abc"), (440, "abc"), (600, "cab"), (760, "bca"))
    for label, numbers in zip(LABELS, FIGURES, strict=True):
        page.row((80, label), *zip((500, 660, 820), numbers, strict=True))
    (grid,) = page.grids()
    assert len(grid.xs) - 1 == 4


def test_a_heading_over_nothing_has_a_column_though_a_full_row_is_not_the_first() -> None:
    page = DrawnPage()
    page.row((80, "abc"), (456, "abc"), (560, "cab"), (680, "bca"), (820, "abc"))
    for label, numbers in zip(LABELS, (("12",), *FIGURES[1:]), strict=True):
        page.row((80, label), *zip((460, 690, 830), numbers, strict=False))
    (grid,) = page.grids()
    assert len(set(columns_of(grid, [465, 570, 695, 835], row=2))) == 4


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
    (grid,) = page.grids()
    assert len(set(columns_of(grid, [x + 3 for x in xs], row=3))) == len(xs) == len(grid.xs) - 1


def test_the_tops_of_letters_above_a_table_are_none_of_its_rules() -> None:
    page = DrawnPage()
    page.rule(200, 500)
    page.row((80, "abc abacb"))
    page = with_rows_ruled(page)
    (grid,) = page.grids()
    assert grid.ys[0] == pytest.approx(100 / 2 + PITCH / 2, abs=1.5)


def with_rows_ruled(page: DrawnPage) -> DrawnPage:
    page.rule()
    page.row((80, "abc"), (456, "abc"), (636, "cab"), (816, "bca"))
    page.rule()
    return with_rows(page, ruled=True)


def test_dashes_that_stand_in_no_column_are_specks() -> None:
    page = with_rows(headed(False), False)
    for row, x in ((3, 1000), (4, 1040)):
        top = 100 + row * PITCH + 21
        page.ink[top : top + 3, x : x + 9] = 255
    (grid,) = page.grids()
    assert len(grid.xs) - 1 == 4


def test_a_digit_in_two_pieces_is_a_figure() -> None:
    page = with_rows(headed(False), False)
    for row in (2, 5):
        page.ink[100 + row * PITCH + 14 + 8, 455:880] = 0
    (grid,) = page.grids()
    assert columns_of(grid, [90, 465, 645, 825], row=3) == [0, 1, 2, 3]


def test_a_page_with_three_words_on_it_is_read() -> None:
    pixels = np.full((1500, 1100), 255, np.uint8)
    pixels[200:212, 100:108] = 30
    pixels[200:212, 120:128] = 30
    sheet = sheet_of(pixels, 144)
    assert int((sheet.ink > 0).sum()) == 2 * 12 * 8
