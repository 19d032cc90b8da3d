"""Tables in reports ruled down only, in a frame, of one row; uprights that headings cross; dark fields askew."""

import numpy as np
import pytest

from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.dark_fields import with_light_fields
from extractor.documents.scan.tables.text_votes import without_strokes
from specimens.drawn_page import DrawnPage

FIGURES = (("12", "345", "6"), ("7", "89", "1234"), ("560", "1", "22"), ("3", "4567", "890"), ("41", "5", "6"))
LABELS = ("axbx cb", "cab abc ba", "bca", "abcab acb", "bac")
ROWS = [" | ".join((label, *numbers)) for label, numbers in zip(LABELS, FIGURES, strict=True)]
XS = (460, 640, 820)


def body(page: DrawnPage) -> None:
    for label, numbers in zip(LABELS, FIGURES, strict=True):
        page.row((80, label), *zip(XS, numbers, strict=True))


@pytest.mark.parametrize("heads", [1, 2, 3])
def test_rows_between_uprights_alone_are_rows(heads: int) -> None:
    page = DrawnPage()
    page.rule()
    top = page.y
    for _ in range(heads):
        page.row((80, "abc"), (456, "abc"), (636, "cab"), (816, "bca"))
        page.y -= 16
    page.y += 16
    body(page)
    page.rule()
    for x in (60, 420, 600, 780, 1038):
        page.upright(x, top - 2, page.y)
    (table,) = page.tables()
    assert table[-5:] == ROWS
    assert len(table) == 6


def test_a_row_ruled_both_ways_with_many_lines_stays_one_row() -> None:
    page = DrawnPage()
    page.rule()
    top = page.y
    page.row((80, "abc"), (456, "2019"), (636, "2020"), (816, "2021"))
    page.row((456, "1"), (636, "2"), (816, "3"))
    page.rule()
    for label, numbers in zip(LABELS, FIGURES, strict=True):
        page.row((80, label), *zip(XS, numbers, strict=True))
        page.rule()
    for x in (60, 420, 600, 780, 1038):
        page.upright(x, top - 2, page.y)
    (table,) = page.tables()
    assert table == ["abc | 2019 1 | 2020 2 | 2021 3", *ROWS]


@pytest.mark.parametrize("ruled_head", [True, False])
def test_a_table_in_a_frame_is_cut_into_its_cells(ruled_head: bool) -> None:
    page = DrawnPage()
    page.rule()
    top = page.y
    page.row((80, "abc"), (456, "abc"), (636, "cab"), (816, "bca"))
    if ruled_head:
        page.rule()
    body(page)
    page.rule()
    page.upright(60, top - 2, page.y)
    page.upright(1038, top - 2, page.y)
    (table,) = page.tables()
    assert table[-5:] == ROWS


def test_one_row_of_many_figures_below_its_headings_is_a_table() -> None:
    page = DrawnPage()
    xs = (300, 400, 500, 600, 700, 800, 900)
    page.row((80, "abc"), *((x, "abc") for x in xs))
    page.row((80, "cabcab bac"), *zip(xs, ("2", "290", "52", "51", "12", "0", "407"), strict=True))
    (table,) = page.tables()
    assert table[-1] == "cabcab bac | 2 | 290 | 52 | 51 | 12 | 0 | 407"


def test_a_first_row_with_few_figures_is_not_put_to_its_headings() -> None:
    page = DrawnPage()
    page.row((80, "abc"), (456, "abc"), (636, "cab"), (816, "bca"))
    page.row((80, "cab"), (250, "ab"), (456, "8"))
    body(page)
    (table,) = page.tables()
    printed = [[cell for cell in row.split(" | ") if cell] for row in table]
    assert printed[:2] == [["abc", "abc", "cab", "bca"], ["cab", "ab", "8"]]
    assert printed[-5:] == [[label, *numbers] for label, numbers in zip(LABELS, FIGURES, strict=True)]


def page_with(boxes: list[PixelBox]) -> PaperSheet:
    ink = np.zeros((400, 400), np.uint8)
    for box in boxes:
        ink[box.y0 + 2 : box.y1 - 2, box.x0 + 2 : box.x1 - 2] = 255
    return PaperSheet(255 - ink, 72.0, ink)


def test_an_upright_that_goes_on_above_and_below_a_wide_heading_is_one() -> None:
    heading = [PixelBox(60, 60, 120, 76)]
    rule = Segment(90.0, 20.0, 200.0)
    assert without_strokes(Rules((), (rule,)), heading, page_with(heading)).vertical == (rule,)


def test_strokes_in_line_below_each_other_are_no_upright() -> None:
    lines = [PixelBox(60, top, 120, top + 16) for top in range(40, 180, 22)]
    rule = Segment(90.0, 38.0, 194.0)
    assert without_strokes(Rules((), (rule,)), lines, page_with(lines)).vertical == ()


@pytest.mark.parametrize("rise", [0.0, 0.01, 0.03, -0.02])
def test_a_dark_field_that_lies_askew_leaves_no_dark_wedge(rise: float) -> None:
    page = np.full((1000, 1200), 245, np.uint8)
    tops = [300 + round(rise * (x - 100)) for x in range(100, 1100)]
    for x, top in zip(range(100, 1100), tops, strict=True):
        page[top : top + 50, x] = 60
        if x % 23 < 4:
            page[top + 18 : top + 34, x] = 250
    light = with_light_fields(page, 150.0)
    for x, top in list(zip(range(100, 1100), tops, strict=True))[20:-20:7]:
        assert (light[top + 6 : top + 14, x] > 200).all()
        assert (light[top + 38 : top + 44, x] > 200).all()
        assert x % 23 >= 4 or light[top + 26, x] < 80


def test_heavy_characters_close_to_each_other_are_no_dark_field() -> None:
    page = np.full((1000, 1000), 245, np.uint8)
    for left in range(100, 196, 17):
        page[400:416, left : left + 15] = 20
        page[403:405, left + 3 : left + 15] = 245
        page[408:410, left : left + 11] = 245
        page[412:416, left + 6 : left + 9] = 245
    assert with_light_fields(page, 150.0) is page
