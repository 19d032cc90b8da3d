"""Columns without upright rules end where neither their figures nor their headings stand."""

from collections.abc import Sequence

import numpy as np

from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.gutters import Gutter, find_gutters
from extractor.documents.scan.tables.heading_blocks import around_headings
from extractor.documents.scan.tables.ruled_strips import PrintRun, RuledStrip
from extractor.documents.scan.tables.text_votes import on_their_ink, parted_between

HEIGHT = 16
"""Of a digit, in pixels."""


def strip(top: int, *printed: tuple[int, int], figures: bool = True, high: int = 24) -> RuledStrip:
    """A line of print from side to side of a page, its first piece a label."""
    pieces = tuple(PrintRun(x0, x1, figures and at > 0, False, False) for at, (x0, x1) in enumerate(printed))
    return RuledStrip(PixelBox(0, top, 1200, top + high), pieces, printed, HEIGHT, HEIGHT)


def columns(headings: Sequence[PixelBox], *ends: int) -> tuple[list[Gutter], list[Gutter]]:
    """The gutters between columns of figures that end at ``ends``, without headings and with them."""
    rows = [strip(200 + 40 * at, (20, 140), *((end - 30, end) for end in ends)) for at in range(4)]
    bare = find_gutters(rows)
    head = RuledStrip(PixelBox(0, 100, 1200, 190), (), (), HEIGHT, HEIGHT)
    return bare, around_headings(bare, rows, [head], headings)


def within(gutters: Sequence[Gutter], *places: tuple[int, int]) -> bool:
    """Whether each gutter lies between two places, a little aside for the room that boxes have."""
    return len(gutters) == len(places) and all(
        left - 10 <= gutter.left < gutter.right <= right + 10
        for gutter, (left, right) in zip(gutters, places, strict=True)
    )


def test_figures_at_the_right_of_wide_headings_have_the_columns_of_these() -> None:
    headings = [PixelBox(40, 130, 180, 154), PixelBox(260, 120, 560, 144), PixelBox(290, 144, 520, 168)]
    headings += [PixelBox(640, 120, 880, 144), PixelBox(930, 120, 1150, 144)]
    bare, gutters = columns(headings, 570, 900, 1160)
    assert len(bare) == 3
    assert within(gutters, (180, 260), (570, 640), (900, 930))


def test_a_heading_away_from_its_figure_makes_no_column_of_its_own() -> None:
    headings = [PixelBox(60, 150, 120, 174), PixelBox(300, 150, 380, 174), PixelBox(600, 150, 680, 174)]
    _, gutters = columns(headings, 480, 780)
    assert within(gutters, (140, 300), (480, 600))


def test_a_heading_with_nothing_below_it_has_a_column() -> None:
    headings = [PixelBox(40, 150, 120, 174), PixelBox(260, 150, 380, 174)]
    headings += [PixelBox(500, 150, 620, 174), PixelBox(700, 150, 840, 174)]
    bare, gutters = columns(headings, 370, 800)
    assert len(bare) == 2
    assert within(gutters, (140, 260), (380, 500), (620, 700))


def test_the_name_of_a_group_over_two_columns_heads_neither() -> None:
    headings = [PixelBox(40, 160, 120, 184), PixelBox(330, 160, 420, 184), PixelBox(620, 160, 700, 184)]
    group = PixelBox(440, 102, 560, 126)
    assert columns([*headings, group], 420, 700) == columns(headings, 420, 700)


def test_a_line_that_joins_two_headings_is_cut_between_their_columns() -> None:
    ink = np.zeros((300, 1200), np.uint8)
    ink[152:172, 300:410] = ink[152:172, 440:700] = 255
    sheet = PaperSheet(np.bitwise_not(ink), 200, ink)
    lines = [*parted_between(sheet, [PixelBox(300, 150, 700, 174)], [(140, 390), (405, 670)])]
    assert [(line.x0, line.x1) for line in lines] == [(300, 410), (440, 700)]


def test_lines_whose_boxes_reach_into_each_other_end_with_their_letters() -> None:
    ink = np.zeros((300, 1200), np.uint8)
    ink[152:172, 300:410] = ink[152:172, 422:700] = 255
    sheet = PaperSheet(np.bitwise_not(ink), 200, ink)
    lines = on_their_ink(sheet, [PixelBox(290, 150, 415, 174), PixelBox(404, 151, 712, 175)])
    assert [(line.x0, line.x1) for line in lines] == [(300, 410), (422, 700)]
