"""What the shapes of marks say of a number that was read."""

import pytest

from extractor.documents.scan.numbers.neighbours import UNREADABLE
from extractor.documents.scan.numbers.views import ViewedLine
from extractor.evidence import DoubtKind, Weight
from specimens.scripted_recogniser import Shown, read_column, shown

pytestmark = pytest.mark.slow

DIGIT = ["####"] * 8
"""The marks of a digit, a sign for two pixels."""
LEANING = """
    ##
    ##
   ##
   ##
  ##
  ##
 ##
 ##
"""
LEANING_A_LITTLE = """
  ##
  ##
  ##
 ##
 ##
 ##
##
##
"""
UPRIGHT = "\n".join(["##"] * 8)


def after(mark: str, gap: str = " ") -> str:
    """A digit behind a mark that stands at half of its height."""
    return "\n".join((mark if row == 4 else " " * len(mark)) + gap + strokes for row, strokes in enumerate(DIGIT))


def told(cell: Shown) -> ViewedLine:
    """What becomes of a number among others."""
    return read_column("12", "-34", cell)[-1]


def kinds(line: ViewedLine) -> list[DoubtKind]:
    return [each.kind for each in line.doubts]


def test_a_point_before_the_digits_where_a_minus_stands_is_one_in_doubt() -> None:
    found = told(shown(".5", art=after("###")))
    assert found.text == "-5"
    assert DoubtKind.MARK_BEFORE in kinds(found)
    assert found.alternatives[0] == ".5"


def test_a_point_before_digits_without_a_mark_of_its_own_is_left_out_in_doubt() -> None:
    found = told(shown(".52", printed="52"))
    assert found.text == "52"
    assert DoubtKind.MARK_BEFORE in kinds(found)


def test_a_point_behind_the_digits_is_left_out() -> None:
    found = told(shown("5.", printed="5"))
    assert found.text == "5"
    assert found.clear


@pytest.mark.parametrize(
    ("read", "text", "lacks"),
    [
        ("12.345", "12.345", [DoubtKind.POINT_MAY_BE_COMMA]),
        ("045", "045", [DoubtKind.LEADING_ZERO]),
        ("4%%5", "4%%5", [DoubtKind.NOT_WELL_FORMED]),
        ("[14][25],[56]", "12.5", [DoubtKind.NOT_WELL_FORMED, DoubtKind.COMMA_AS_POINT]),
        ("1.234.567", "1,234.567", [DoubtKind.NOT_WELL_FORMED, DoubtKind.POINT_MAY_BE_COMMA]),
    ],
)
def test_a_number_that_no_table_prints_is_in_doubt_for_what_it_is_not(
    read: str, text: str, lacks: list[DoubtKind]
) -> None:
    found = told(shown(read))
    assert found.text == text
    assert set(lacks) >= set(kinds(found)) > set()


def test_a_minus_as_small_as_a_speck_is_in_doubt() -> None:
    found = told(shown("-5", art=after("##")))
    assert found.text == "-5"
    assert kinds(found) == [DoubtKind.SMALL_MINUS]
    assert found.alternatives[0] == "5"
    assert told(shown("-5", art=after("####"))).clear


def test_what_its_shape_settles_keeps_its_doubts_as_slight_ones() -> None:
    found = told(shown("1", "7", art=LEANING))
    assert found.text == "/"
    assert found.clear
    assert [each.kind for each in found.doubts if each.weight == Weight.SLIGHT] == [DoubtKind.VIEWS_DIFFER]


def test_an_upright_stroke_that_was_read_as_a_mark_for_none_is_in_doubt() -> None:
    found = told(shown("/", art=UPRIGHT))
    assert found.text == "/"
    assert kinds(found) == [DoubtKind.STROKE_STANDS]


def test_a_stroke_that_leans_is_no_one() -> None:
    found = told(shown("1", art=LEANING))
    assert found.text == "/"
    assert found.clear
    assert found.alternatives == ("1", "7")


def test_a_stroke_that_leans_a_little_is_no_one_in_doubt() -> None:
    found = told(shown("[17]", art=LEANING_A_LITTLE))
    assert found.text == "/"
    assert kinds(found) == [DoubtKind.STROKE_LEANS]
    assert found.alternatives[:2] == ("1", "7")


def test_an_upright_stroke_is_a_one() -> None:
    found = told(shown("1", art=UPRIGHT))
    assert found.text == "1"
    assert found.clear


@pytest.mark.parametrize(("art", "comma"), [("#\n##\n ##\n  ##\n   #", True), ("   #\n  ##\n ##\n##\n#", False)])
def test_a_short_stroke_that_falls_is_the_comma_of_a_listing_and_no_number(art: str, comma: bool) -> None:
    found = told(shown("7", art=art))
    assert (found.text == UNREADABLE and found.alternatives[:1] == ("\u3001",)) is comma
    assert (found.text == "7") is not comma
