"""What a scanned page leaves in doubt: a table with one flaw, read as whole pages are, names the flaw at its cell."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
import pymupdf
import pytest

from extractor.documents.page.ruled_grid import find_grids
from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.numbers.neighbours import UNREADABLE
from extractor.documents.scan.page_ocr import line_reader, read_picture
from extractor.documents.scan.paper.ink import sheet_of
from extractor.documents.scan.paper.raster import Grey, Raster
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.rulings import find_rules
from extractor.documents.scan.tables.spots import spots_in_grids
from extractor.evidence import DoubtKind

pytestmark = pytest.mark.slow

DPI = 150
SCALE = 72 / DPI
PAPER = (500.0, 420.0)
LEFT, TOP, WIDE, HIGH = 30, 80, 140, 30
"""Points: where the table begins, and how large its cells are."""
INDENT, FOOT = 60, 20
"""Points: where the print of a cell begins, and the line it stands on."""
NAMES = ("Plums", "Pears", "Apples", "Figs", "Limes", "Dates", "Mangos", "Cherries")
PLAIN = [["Fruit", "Sold", "Left"], *([name, str(137 + 243 * at), str(58 + 24 * at)] for at, name in enumerate(NAMES))]
SOLD, LEFT_OVER = 1, 2
"""Columns of numbers."""


class Seen(NamedTuple):
    """What was read of a page, word by word, and the kinds of doubt of each word that has any."""

    texts: list[str]
    doubts: dict[str, list[DoubtKind]]


def printed(*changes: tuple[int, int, Sequence[tuple[int, str]]]) -> Grey:
    """The picture of the table. A change is a row, a column and what is printed there instead: places and texts."""
    cells = {(row, column): [(INDENT, text)] for row, line in enumerate(PLAIN) for column, text in enumerate(line)}
    cells |= {(row, column): [*texts] for row, column, texts in changes}
    pdf = pymupdf.open()
    page = pdf.new_page(width=PAPER[0], height=PAPER[1])
    page.insert_text((LEFT, TOP - 30), "Fruit sold in the market", fontsize=12)
    for (row, column), texts in cells.items():
        x, y = LEFT + WIDE * column, TOP + HIGH * row
        page.draw_rect((x, y, x + WIDE, y + HIGH))
        for start, text in texts:
            page.insert_text((x + start, y + FOOT), text, fontsize=11)
    made = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY)
    return np.frombuffer(made.samples, np.uint8).reshape(made.height, made.width).copy()


def stained(grey: Grey, row: int, column: int, box: tuple[int, int, int, int], shade: int = 40) -> Grey:
    """With a spot in one cell: left, top, right and bottom in pixels from where its print begins on its line."""
    x = round((LEFT + WIDE * column + INDENT) / SCALE)
    y = round((TOP + HIGH * row + FOOT) / SCALE)
    grey[y + box[1] : y + box[3], x + box[0] : x + box[2]] = shade
    return grey


def peppered(grey: Grey) -> Grey:
    """With five of a thousand pixels black."""
    places = np.random.default_rng(3).choice(grey.size, grey.size // 200, replace=False)
    grey.flat[places] = 0
    return grey


def seen(grey: Grey) -> Seen:
    raster = Raster(grey, DPI, (SCALE, 0.0, 0.0, SCALE, 0.0, 0.0), True, False)
    page = read_picture(raster, 1, PAPER, "fruit.png")
    doubts = {word.text: [each.kind for each in word.doubts] for word in page.words if word.doubts}
    return Seen([word.text for word in page.words], doubts)


def test_a_clean_table_is_read_without_a_doubt() -> None:
    found = seen(printed())
    assert found.doubts == {}
    assert found.texts[: len(PLAIN) * 3] == [text for line in PLAIN for text in line]


@pytest.mark.parametrize("shade", [150, 200])
def test_a_faint_stroke_before_a_number_may_be_a_minus(shade: int) -> None:
    found = seen(stained(printed(), 3, SOLD, (-10, -7, -3, -5), shade))
    assert DoubtKind.FAINT_MINUS in found.doubts["623"]


def test_what_lies_at_the_height_of_a_number_beside_it_may_be_a_piece_of_a_digit() -> None:
    found = seen(stained(printed(), 3, SOLD, (44, -12, 50, -8)))
    assert found.doubts == {"623": [DoubtKind.PIECE_LEFT_OUT, DoubtKind.MORE_INK]}


def test_a_single_digit_on_a_page_full_of_specks_may_be_a_zero_with_a_speck_on_it() -> None:
    changes = [(row, column, [(INDENT, "0" if column == SOLD else "8")]) for row in (4, 6, 7, 8) for column in (1, 2)]
    found = seen(peppered(printed(*changes)))
    assert found.doubts == {"8": [DoubtKind.SPECK_ON_ZERO]}


def test_signs_that_no_cell_holds_alone_are_unreadable() -> None:
    found = seen(printed((5, SOLD, [(INDENT, "@")])))
    assert found.doubts == {UNREADABLE: [DoubtKind.SIGNS_ALONE]}


def test_two_numbers_in_one_cell_stand_beside_each_other() -> None:
    found = seen(printed((5, SOLD, [(4, "457"), (110, "219")])))
    assert found.doubts == {"457": [DoubtKind.NUMBER_BESIDE], "219": [DoubtKind.NUMBER_BESIDE]}


def test_two_numbers_that_were_taken_for_one_have_a_gap_where_no_sign_stands() -> None:
    found = seen(printed((5, SOLD, [(20, "457"), (95, "219")])))
    assert found.doubts == {"457219": [DoubtKind.OTHER_SIGNS]}


def test_what_is_far_lower_than_numbers_and_looks_like_signs_of_one_may_be_specks() -> None:
    found = seen(printed((5, SOLD, [(INDENT, "*")])))
    assert DoubtKind.SPECKS_ALONE in found.doubts[UNREADABLE]


def test_specks_between_two_headings_are_no_row_of_numbers() -> None:
    found = seen(printed((0, SOLD, [(INDENT, "*")])))
    assert UNREADABLE not in found.texts
    assert "Left" in found.texts


def test_specks_behind_the_last_heading_may_be_all_that_is_left_of_one() -> None:
    found = seen(printed((0, LEFT_OVER, [(INDENT, "*")])))
    assert UNREADABLE in found.texts


def test_a_letter_that_was_read_as_a_digit_is_in_doubt() -> None:
    found = seen(printed((5, SOLD, [(INDENT, "Z")])))
    assert [kinds for kinds in found.doubts.values() if DoubtKind.READ_AS_LETTERS in kinds]


def test_a_blank_cell_with_more_dirt_than_others_may_have_held_something() -> None:
    grey = printed((4, LEFT_OVER, []))
    for at in range(12):
        grey = stained(grey, 4, LEFT_OVER, (7 * at - 40, 5 * at % 17 - 18, 7 * at - 38, 5 * at % 17 - 16), shade=60)
    assert seen(grey).doubts == {UNREADABLE: [DoubtKind.DIRT_IN_CELL]}


def test_a_mark_where_the_column_prints_its_numbers_may_be_what_is_left_of_one() -> None:
    found = seen(stained(printed((4, LEFT_OVER, [])), 4, LEFT_OVER, (2, -8, 6, -6)))
    assert found.doubts == {UNREADABLE: [DoubtKind.MARK_IN_LINE]}


def test_the_same_mark_away_from_the_numbers_of_the_column_is_dirt() -> None:
    found = seen(stained(printed((4, LEFT_OVER, [])), 4, LEFT_OVER, (-60, -8, -56, -6)))
    assert found.doubts == {}


def cut(open_: bool) -> Seen:
    """The table looked at in a grid whose line between the numbers goes through "623", before its last digit.
    ``open_``: that line is not printed, it only tells where the column ends.
    """
    grey = printed()
    sheet = sheet_of(grey, DPI)
    marks = Marks.of(np.asarray(cv2.bitwise_and(sheet.ink, cv2.bitwise_not(find_rules(sheet).pixels)), np.uint8))
    foot, through = TOP + HIGH * len(PLAIN), LEFT + WIDE + INDENT + 12
    across = tuple(Segment(TOP + HIGH * row, LEFT, LEFT + 3 * WIDE) for row in range(len(PLAIN) + 1))
    down = tuple(Segment(edge, TOP, foot) for edge in (LEFT, LEFT + WIDE, through, LEFT + 3 * WIDE))
    spots, _ = spots_in_grids(sheet, marks, find_grids(Rules(across, down)), (0,) if open_ else ())
    read = line_reader().read(sheet, marks, spots)
    return Seen([line.text for line in read], {line.text: [each.kind for each in line.doubts] for line in read})


def test_a_digit_may_stand_beyond_the_edge_of_a_column_that_is_not_printed() -> None:
    assert cut(open_=True).doubts["62"] == [DoubtKind.CUT_AT_EDGE]
    assert cut(open_=False).doubts["62"] == []
