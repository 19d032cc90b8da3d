"""What the shapes of marks say of a number that was read."""

import numpy as np

from extractor.documents.scan.numbers.settled_number import settled_number
from extractor.documents.scan.numbers.views import ViewedLine
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.spots import PrintSpot
from extractor.evidence import DoubtKind, Weight, doubt

HEIGHT = 20


def line(ink: Grey) -> tuple[Marks, PrintSpot]:
    marks = Marks.of(ink)
    numbers = tuple(range(1, len(marks.boxes)))
    return marks, PrintSpot(marks.around(numbers), PixelBox(0, 0, 120, 60), HEIGHT, numbers, (), True)


def boxes(*corners: tuple[int, int, int, int]) -> Grey:
    ink = np.zeros((60, 120), np.uint8)
    for x0, y0, x1, y1 in corners:
        ink[y0:y1, x0:x1] = 255
    return ink


def leaning(width: int, thick: int) -> Grey:
    """A stroke that rises by the height of a digit over ``width`` pixels."""
    ink = np.zeros((60, 120), np.uint8)
    for y in range(10, 30):
        x = 20 + round((30 - y) * width / HEIGHT)
        ink[y, x : x + thick] = 255
    return ink


def kinds(seen: ViewedLine) -> list[DoubtKind]:
    return [each.kind for each in seen.doubts]


def told(ink: Grey, seen: ViewedLine) -> ViewedLine:
    return settled_number(*line(ink), seen)


def test_a_point_before_the_digits_where_a_minus_stands_is_one_in_doubt() -> None:
    found = told(boxes((10, 18, 16, 21), (18, 10, 28, 30)), ViewedLine(".5"))
    assert (found.text, kinds(found), found.alternatives) == ("-5", [DoubtKind.MARK_BEFORE], (".5",))


def test_a_point_before_digits_without_a_mark_of_its_own_is_left_out_in_doubt() -> None:
    found = told(boxes((18, 10, 28, 30), (32, 10, 42, 30)), ViewedLine(".52"))
    assert (found.text, kinds(found)) == ("52", [DoubtKind.MARK_BEFORE])


def test_a_point_behind_the_digits_is_left_out() -> None:
    assert told(boxes((18, 10, 28, 30)), ViewedLine("5."))[:2] == ("5", ())


def test_a_number_that_no_table_prints_is_in_doubt_for_what_it_is_not() -> None:
    block = boxes((18, 10, 28, 30))
    assert kinds(told(block, ViewedLine("12.345"))) == [DoubtKind.POINT_MAY_BE_COMMA]
    assert kinds(told(block, ViewedLine("045"))) == [DoubtKind.LEADING_ZERO]
    assert kinds(told(block, ViewedLine("4%5"))) == [DoubtKind.NOT_WELL_FORMED]
    lost = told(block, ViewedLine("12,5"))
    assert (lost.text, kinds(lost)) == ("12.5", [DoubtKind.NOT_WELL_FORMED, DoubtKind.COMMA_AS_POINT])


def test_a_minus_as_small_as_a_speck_is_in_doubt() -> None:
    found = told(boxes((10, 18, 13, 21), (18, 10, 28, 30)), ViewedLine("-5"))
    assert (found.text, kinds(found)) == ("-5", [DoubtKind.SMALL_MINUS])


def test_what_its_shape_settles_keeps_its_doubts_as_slight_ones() -> None:
    found = told(leaning(10, 3), ViewedLine("1", (doubt(DoubtKind.VIEWS_DIFFER, "1, 7"),)))
    assert found.clear
    assert [(each.kind, each.weight) for each in found.doubts] == [(DoubtKind.VIEWS_DIFFER, Weight.SLIGHT)]


def test_an_upright_stroke_that_was_read_as_a_mark_for_none_is_in_doubt() -> None:
    assert kinds(told(boxes((18, 10, 21, 30)), ViewedLine("/"))) == [DoubtKind.STROKE_STANDS]


def test_a_stroke_that_leans_is_no_one() -> None:
    assert told(leaning(10, 3), ViewedLine("1"))[:2] == ("/", ())


def test_a_stroke_that_leans_a_little_is_no_one_in_doubt() -> None:
    found = told(leaning(5, 4), ViewedLine("1", (), ("7",)))
    assert (found.text, kinds(found), found.alternatives) == ("/", [DoubtKind.STROKE_LEANS], ("1", "7"))


def test_an_upright_stroke_is_a_one() -> None:
    assert told(boxes((18, 10, 21, 30)), ViewedLine("1"))[:2] == ("1", ())
