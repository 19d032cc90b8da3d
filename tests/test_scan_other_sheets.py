"""What sheets of others print around figures: frames in cells, heads with grids of their own, rows over two pages."""

import numpy as np

from extractor.documents.page.ruled_grid import find_grids
from extractor.documents.page.ruling import Rules, Segment, together
from extractor.documents.scan.numbers.neighbours import among_words
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.box_tables import box_tables
from extractor.documents.scan.tables.cell_edges import without_edges
from extractor.documents.scan.tables.figure_levels import boxed_lines, rows_of_levels, with_first_letters
from extractor.documents.scan.tables.finer_tables import with_box_tables
from extractor.documents.scan.tables.implied_rules import implied_across, twin_uprights
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.spots import PrintSpot, spots_in_grids
from extractor.documents.scan.tables.text_votes import cuts_of_cells, without_strokes
from tests.test_scan_implied_rules import DIGIT, NOTHING, Page, framed, open_table


def test_a_frame_within_a_cell_is_no_print_of_it() -> None:
    ink = np.zeros((80, 200), np.uint8)
    ink[10:70, 10:190] = 255
    ink[12:68, 12:188] = 0
    for top in (18, 46):
        ink[top : top + DIGIT, 20:27] = ink[top : top + DIGIT, 32:39] = 255
    marks = Marks.of(ink)
    area = PixelBox(4, 4, 196, 76)
    kept = without_edges(marks, marks.inside(area), area, DIGIT, True, True)
    assert marks.heights[kept].tolist() == [DIGIT] * 4


def test_a_box_with_nothing_in_it_is_print() -> None:
    ink = np.zeros((80, 200), np.uint8)
    ink[10:70, 10:190] = 255
    ink[12:68, 12:188] = 0
    marks = Marks.of(ink)
    area = PixelBox(4, 4, 196, 76)
    assert without_edges(marks, marks.inside(area), area, DIGIT, True, True).size == 1


def test_a_character_of_one_thin_stroke_at_the_end_of_a_line_is_part_of_it() -> None:
    page = Page()
    page.ink[111:113, 20:50] = 255
    page.ink[106:111, 46:50] = 255
    page.writing(66, 100, 3)
    for y in (150, 190, 230):
        page.figure(220, y)
    grids = framed((10.0, 200.0, 300.0), (80.0, 135.0, 175.0, 215.0, 255.0))
    spots, _ = spots_in_grids(sheet_with(page.ink), page.marks, grids)
    assert [spot.line.x0 for spot in spots if spot.line.y1 < 135] == [20]


def test_two_letters_in_a_cell_of_words_are_no_digits() -> None:
    words, number = PixelBox(0, 0, 50, 40), PixelBox(60, 0, 110, 40)
    spots = [
        PrintSpot(PixelBox(5, top, 20, top + 10), area, 10, (1,), (), False, column=(0, column))
        for top, area, column in ((2, words, 0), (20, words, 0), (20, number, 1))
    ]
    assert among_words(spots, ["No", "Records", "No"]) == [0]
    assert among_words(spots, ["So", "Records", "No"]) == []
    assert among_words(spots, ["No", "12", "No"]) == []


def sheet_with(ink: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> PaperSheet:
    return PaperSheet(np.asarray(255 - ink, np.uint8), 72.0, ink)


def test_the_last_stroke_of_a_line_is_no_side_of_a_cell() -> None:
    ink = np.zeros((200, 200), np.uint8)
    ink[60:76, 20:90] = 255
    ink[100:116, 20:80] = 255
    ink[98:118, 88:90] = 255
    boxes = [PixelBox(18, 56, 93, 80), PixelBox(18, 96, 93, 120)]
    stroke, side = Segment(88.0, 61.0, 75.0), Segment(89.0, 98.0, 118.0)
    assert without_strokes(Rules((), (stroke, side)), boxes, sheet_with(ink)).vertical == (side,)


def test_a_cell_that_is_cut_ends_where_it_did() -> None:
    across = (Segment(10.0, 10.0, 210.0), Segment(40.0, 110.0, 210.0), Segment(70.0, 10.0, 210.0))
    sides = (Segment(10.0, 10.0, 100.0), Segment(110.0, 70.0, 100.0), Segment(210.0, 10.0, 100.0))
    rules = Rules((*across, Segment(100.0, 10.0, 210.0)), sides)
    boxes = [PixelBox(20, 16, 90, 34), PixelBox(120, 16, 200, 34), PixelBox(20, 46, 90, 64), PixelBox(120, 46, 200, 64)]
    ink = np.zeros((200, 300), np.uint8)
    for box in boxes:
        ink[box.y0 + 2 : box.y1 - 2, box.x0 + 2 : box.x1 - 2] = 255
    (grid,) = find_grids(together(rules, cuts_of_cells(find_grids(rules), boxes, sheet_with(ink))))
    held = [grid.cell_at((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2) for box in boxes]
    assert len({*held}) == 4


def test_what_an_upright_parts_may_be_named_on_the_page_before() -> None:
    page = Page()
    page.writing(20, 130)
    for y in (60, 90):
        page.writing(90, y)
    for y in (60, 90, 130):
        for x in (200, 255, 310):
            page.figure(x, y, 2)
    down = (Segment(80.0, 50.0, 115.0), *(Segment(x, 50.0, 155.0) for x in (185.0, 240.0, 295.0)))
    found = implied_across(Rules((), down), page.boxes, 1.0)
    (edge,) = [rule for rule in found if round(rule.at) == 115]
    assert (round(edge.start), edge.end) == (17, 185.0)


def test_an_upright_beside_one_row_of_two_lines_is_one_where_taller_ones_end() -> None:
    tall = [Segment(x, 50.0, 150.0) for x in (100.0, 200.0)]
    row, stroke = Segment(60.0, 126.0, 150.0), Segment(70.0, 120.0, 134.0)
    assert list(twin_uprights([*tall, row, stroke])) == [*tall, row]


def test_lines_of_print_with_a_rule_below_their_headings_make_a_table() -> None:
    page = Page()
    open_table(page)
    (table,) = box_tables(page.marks, NOTHING, [], page.boxes, DIGIT, 1.0)
    rule = Segment(table.rules.horizontal[1].at, table.area.x0 + 3.0, table.area.x1 - 3.0)
    short = rule._replace(start=150.0)
    found = with_box_tables(page.marks, Rules((rule,), ()), NOTHING, page.boxes, DIGIT, 1.0)
    (grid,) = find_grids(found)
    assert (len(grid.xs) - 1, len(grid.ys) - 1) == (3, 4)
    assert with_box_tables(page.marks, Rules((short,), ()), NOTHING, page.boxes, DIGIT, 1.0) == NOTHING


def test_rows_below_a_head_with_a_grid_of_its_own_have_its_columns() -> None:
    page = Page()
    for y in (160, 196, 232):
        for x in (225, 355):
            page.figure(x, y)
    for y in (160, 232):
        page.writing(20, y, 3)
    page.writing(100, 196, 3)
    page.writing(100, 232, 3)
    page.writing(20, 196, 2)
    head = framed((10.0, 190.0, 320.0, 450.0), (90.0, 120.0, 150.0))
    (table,) = box_tables(page.marks, NOTHING, head, page.boxes, DIGIT, 1.0)
    (grid,) = find_grids(table.rules)
    assert {*head[0].xs} <= {*grid.xs}
    assert table.area.y0 == 150


def test_the_first_letter_that_a_box_misses_is_part_of_its_line() -> None:
    page = Page()
    page.writing(60, 100)
    page.ink[107:110, 38:55] = 255
    (line,) = with_first_letters(page.marks, boxed_lines(page.marks, page.boxes, DIGIT))
    assert line.box.x0 == 38


def test_a_heading_above_the_only_row_is_no_part_of_its_cell() -> None:
    page = Page()
    for x in (120, 220, 320):
        page.figure(x, 100)
    page.writing(412, 60, 2)
    page.writing(412, 100, 1)
    grids = framed((110.0, 210.0, 310.0, 405.0, 500.0), (50.0, 130.0))
    for x in (120, 220, 320):
        page.writing(x, 60, 2)
    found = rows_of_levels(page.marks, grids, page.boxes, DIGIT, 1.0)
    assert {rule.start for rule in found.horizontal} == {110.0, 210.0, 310.0, 405.0}
