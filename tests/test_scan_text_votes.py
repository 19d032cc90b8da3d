"""What the boxes of lines of print say about rules and cells of scanned tables."""

import cv2
import numpy as np

from extractor.documents.page.ruled_grid import find_grids
from extractor.documents.page.ruling import Rules, Segment, together
from extractor.documents.scan.numbers.decoding import CtcReading
from extractor.documents.scan.numbers.doubts import point_before
from extractor.documents.scan.numbers.writing import said
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.seals import seal_places
from extractor.documents.scan.paper.text_boxes import TextBox
from extractor.documents.scan.tables.dark_fields import with_light_fields
from extractor.documents.scan.tables.marks import Marks, with_parts_above
from extractor.documents.scan.tables.ruled_strips import stacks_of
from extractor.documents.scan.tables.spots import PrintSpot
from extractor.documents.scan.tables.text_votes import cuts_of_cells, is_strike, parted_at_gaps, without_strokes
from extractor.documents.scan.tables.touched import touched
from extractor.evidence import DoubtKind

DPI = 72.0


def page_with(boxes: list[PixelBox]) -> PaperSheet:
    """Paper with ink wherever a line of print stands."""
    ink = np.zeros((400, 400), np.uint8)
    for box in boxes:
        ink[box.y0 + 2 : box.y1 - 2, box.x0 + 2 : box.x1 - 2] = 255
    return PaperSheet(255 - ink, DPI, ink)


def test_a_rule_through_a_line_of_print_is_none_and_one_below_it_is() -> None:
    print_ = [PixelBox(20, 100, 200, 116)]
    stroke, below = Segment(108.0, 30.0, 180.0), Segment(117.0, 10.0, 300.0)
    assert without_strokes(Rules((stroke, below), ()), print_, page_with(print_)).horizontal == (below,)


def test_a_rule_in_a_box_around_two_lines_is_one() -> None:
    lines = [PixelBox(20, top, 200, top + 16) for top in (20, 60, 140, 180)]
    rule = Segment(108.0, 30.0, 190.0)
    assert without_strokes(Rules((rule,), ()), [*lines, PixelBox(20, 92, 200, 124)], page_with(lines)).horizontal


def test_an_upright_is_none_where_letters_touch_it_on_both_sides() -> None:
    print_ = [PixelBox(20, 100, 200, 116)]
    touching, beside = page_with(print_), page_with([PixelBox(20, 100, 80, 116), PixelBox(100, 100, 200, 116)])
    rule = Segment(90.0, 99.0, 160.0)
    assert without_strokes(Rules((), (rule,)), print_, touching).vertical == (Segment(90.0, 116.0, 160.0),)
    assert without_strokes(Rules((), (rule,)), print_, beside).vertical == (rule,)
    assert without_strokes(Rules((), (Segment(90.0, 99.0, 118.0),)), print_, touching).vertical == ()


def ruled(header: bool) -> Rules:
    """A table of three columns and three rows; the first row without uprights."""
    across = tuple(Segment(y, 10.0, 310.0) for y in (10.0, 50.0, 80.0, 110.0))
    top = 10.0 if header else 50.0
    inner = tuple(Segment(x, top, 110.0) for x in (110.0, 210.0))
    return Rules(across, (Segment(10.0, 10.0, 110.0), *inner, Segment(310.0, 10.0, 110.0)))


def test_a_row_of_headings_without_uprights_is_cut_where_the_rows_below_have_theirs() -> None:
    boxes = [PixelBox(20, 20, 90, 36), PixelBox(120, 20, 190, 36), PixelBox(220, 20, 290, 36)]
    rules = ruled(header=False)
    cuts = cuts_of_cells(find_grids(rules), boxes, page_with(boxes))
    (cut,) = find_grids(together(rules, cuts))
    (whole,) = find_grids(ruled(header=True))
    assert [cell.box for cell in cut.cells] == [cell.box for cell in whole.cells]


def test_one_line_over_several_columns_stays_one_cell() -> None:
    boxes = [PixelBox(120, 20, 200, 36)]
    rules = ruled(header=False)
    assert cuts_of_cells(find_grids(rules), boxes, page_with(boxes)) == Rules((), ())


def test_headings_that_the_detector_joined_are_cut_in_the_paper_between_them() -> None:
    parts = [PixelBox(20, 20, 90, 36), PixelBox(120, 20, 190, 36), PixelBox(220, 20, 290, 36)]
    rules = ruled(header=False)
    cuts = cuts_of_cells(find_grids(rules), [PixelBox(20, 20, 290, 36)], page_with(parts))
    assert [upright.at for upright in cuts.vertical] == [110.0, 210.0]


def test_a_label_over_two_columns_is_not_cut_beside_a_comma_in_it() -> None:
    rules = Rules(
        tuple(Segment(y, 10.0, 310.0) for y in (10.0, 50.0, 80.0)),
        (*(Segment(x, 10.0, 80.0) for x in (10.0, 210.0, 310.0)), Segment(106.0, 50.0, 80.0)),
    )
    line = PixelBox(20, 20, 200, 36)
    parts = ((20, 102), (110, 114), (122, 150), (158, 162), (170, 200))  # as much paper beside either comma
    with_commas = [PixelBox(left - 2, 20, right + 2, 36) for left, right in parts]
    assert cuts_of_cells(find_grids(rules), [line], page_with(with_commas)) == Rules((), ())
    two_cells = [PixelBox(20, 20, 98, 36), PixelBox(114, 20, 200, 36)]
    (cut,) = cuts_of_cells(find_grids(rules), [line], page_with(two_cells)).vertical
    assert cut.at == 106.0


def test_a_heading_over_two_columns_has_a_line_below_it() -> None:
    boxes = [
        PixelBox(20, 24, 90, 36),
        PixelBox(170, 12, 250, 26),
        PixelBox(120, 32, 190, 46),
        PixelBox(220, 32, 290, 46),
    ]
    rules = ruled(header=False)
    cuts = cuts_of_cells(find_grids(rules), boxes, page_with(boxes))
    assert Segment(26.0, 110.0, 310.0) in cuts.horizontal
    assert {round(upright.start) for upright in cuts.vertical if upright.at == 210.0} == {26}


def test_what_the_detector_joined_over_wide_paper_is_parted_and_words_are_not() -> None:
    sheet = page_with([PixelBox(20, 100, 60, 120), PixelBox(66, 100, 90, 120), PixelBox(130, 100, 190, 120)])
    left, right = parted_at_gaps(sheet, [TextBox(105.0, 110.0, 174.0, 22.0, 0.0, 1.0)])
    assert (round(left.x), round(right.x)) == (55, 160)


def test_a_title_above_a_row_of_headings_is_a_row_of_its_own() -> None:
    boxes = [PixelBox(130, 12, 200, 26), *(PixelBox(left, 30, left + 70, 46) for left in (20, 120, 220))]
    rules = ruled(header=False)
    cuts = cuts_of_cells(find_grids(rules), boxes, page_with(boxes))
    assert Segment(26.0, 10.0, 310.0) in cuts.horizontal
    assert {upright.start for upright in cuts.vertical} == {26.0}


def test_the_parts_of_a_character_above_each_other_are_one_line() -> None:
    ink = np.zeros((60, 60), np.uint8)
    for top, bottom in ((10, 15), (19, 24), (40, 50)):
        ink[top:bottom, 10:24] = 255
    marks = Marks.of(ink)
    assert with_parts_above(marks, [[1], [2], [3]], 12) == [[1, 2], [3]]


def test_light_print_on_a_dark_field_becomes_dark_print_in_a_frame() -> None:
    page = np.full((1000, 1000), 245, np.uint8)
    page[300:360, 100:900] = 60
    page[320:340, 213:217] = 250
    page[420:440, 200:206] = 20
    light = with_light_fields(page, 150.0)
    assert light[330, 215] < 40
    assert light[312, 500] > 220
    assert light[300, 500] < 60
    assert (light[400:] == page[400:]).all()


def test_thick_print_and_thick_rules_are_no_dark_fields() -> None:
    page = np.full((1000, 1000), 245, np.uint8)
    page[300:306, 100:900] = 20
    for left in range(100, 900, 22):
        page[400:420, left : left + 9] = 20
    assert with_light_fields(page, 150.0) is page


def test_a_table_ruled_across_in_a_frame_is_one_that_is_ruled_across() -> None:
    across = tuple(Segment(float(y), 10.0, 310.0) for y in range(10, 110, 20))
    sides = (Segment(10.0, 10.0, 90.0), Segment(310.0, 10.0, 90.0))
    assert [len(stack.ys) for stack in stacks_of(Rules(across, sides))] == [5]
    assert stacks_of(Rules(across, (*sides, Segment(150.0, 10.0, 90.0)))) == []


def test_one_broad_character_is_not_read_twice() -> None:
    twice = CtcReading("结结", 0.9, (0, 3), 0.9, (0.9, 0.95))
    assert said(twice, twice, 0, square=True).text == "结"
    assert said(twice, twice, 0).text == "结结"


def test_a_line_through_a_row_of_print_is_no_rule_and_what_it_runs_through_is_in_doubt() -> None:
    row = [PixelBox(left, 100, left + 40, 116) for left in (20, 120, 220)]
    streak, rule = Segment(108.0, 0.0, 400.0), Segment(98.0, 0.0, 400.0)
    assert is_strike(streak, row, DPI)
    assert not is_strike(rule, row, DPI)
    (grid,) = find_grids(ruled(header=True))
    over = touched([streak], page_with(row), [grid])
    assert [each.kind for each in over.doubts_of(row[0])] == [DoubtKind.LIES_OVER]
    assert over.doubts_of(PixelBox(20, 130, 60, 146)) == ()
    assert {(round(stain.x), round(stain.y)) for stain in over.stains} == {(60, 95), (160, 95), (260, 95)}


def test_a_point_before_the_first_digit_is_a_doubt_and_a_distant_speck_is_not() -> None:
    ink = np.zeros((40, 100), np.uint8)
    ink[10:30, 40:52] = 255
    ink[27:30, 34:37] = 255
    marks = Marks.of(ink)
    digit = int(np.argmax(marks.heights[1:])) + 1
    spot = PrintSpot(PixelBox(40, 10, 52, 30), PixelBox(0, 0, 100, 40), 20, (digit,), (), True)
    assert point_before(marks, spot)
    ink[27:30, 34:37] = 0
    ink[27:30, 20:23] = 255
    assert not point_before(Marks.of(ink), spot)


def test_where_the_ring_of_a_seal_lies_is_known_and_paper_inside_it_is_free() -> None:
    page = np.full((600, 600, 3), 255, np.uint8)
    cv2.circle(page, (300, 300), 140, (220, 40, 40), 8)
    places = list(seal_places(page, 150.0))
    assert any(x0 <= 300 < x1 and y0 <= 160 < y1 for x0, y0, x1, y1 in places)
    assert not any(x0 <= 300 < x1 and y0 <= 300 < y1 for x0, y0, x1, y1 in places)
    assert list(seal_places(np.full((600, 600, 3), 255, np.uint8), 150.0)) == []


def test_a_cell_that_a_seal_touches_is_in_doubt() -> None:
    (grid,) = find_grids(ruled(header=True))
    over = touched([], page_with([]), [grid], [(150.0, 90.0, 152.0, 92.0)])
    assert [(round(stain.x), round(stain.y)) for stain in over.stains] == [(160, 95)]
    assert over.doubts_of(PixelBox(145, 85, 170, 100)) != ()
