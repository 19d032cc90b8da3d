"""Strokes that are too faint for ink: found in the grey, and told from specks. A sign of a drawing is two by two
pixels: ``#`` is ink, ``+`` faint, ``:`` fainter still, ``-`` the shadow of an edge.
"""

import numpy as np
import pytest

from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.faint import with_faint_strokes
from extractor.documents.scan.tables.marks import Marks
from specimens.scripted_recogniser import art_of

pytestmark = pytest.mark.slow

DIGIT = 12
"""Height of a digit of the page in pixels: six signs."""
LEVEL = 120
"""What is darker is ink."""
SHADES = {"#": 60, "|": 60, "+": 160, ":": 195, "-": 230}
STROKE = "\n".join("+" * 6)


def print_of(art: str, beyond: str = " ") -> str:
    """The print of a page, once faint strokes were looked for; bars are a rule. ``beyond``: what lies around it."""
    grey: Grey = np.full((80, 80), SHADES.get(beyond, 255), np.uint8)
    rules = np.zeros(grey.shape, bool)
    for row, line in enumerate(art.splitlines()):
        for column, sign in enumerate(line):
            place = slice(30 + 2 * row, 32 + 2 * row), slice(40 + 2 * column, 42 + 2 * column)
            grey[place] = SHADES.get(sign, SHADES.get(beyond, 255))
            rules[place] = sign == "|"
    ink = np.asarray(np.where(grey < LEVEL, 255, 0), np.uint8)
    left = np.asarray(np.where(rules, 0, ink), np.uint8)
    found = with_faint_strokes(PaperSheet(grey, 100.0, ink), left, Marks.of(left), DIGIT)
    return art_of(found > 0)


@pytest.mark.parametrize("stroke", [STROKE, "#" + STROKE[1:], STROKE.replace("+", "++"), "+\n" + STROKE])
def test_a_faint_stroke_as_high_as_a_digit_is_print(stroke: str) -> None:
    assert print_of(stroke) == stroke.replace("+", "#")


@pytest.mark.parametrize("stroke", ["+\n+\n+\n+", "\n".join("+" * 15), "\n".join(["+" * 6] * 6)])
def test_what_is_lower_higher_or_wider_than_a_digit_is_none(stroke: str) -> None:
    assert print_of(stroke) == ""


def test_black_dots_in_a_grey_blur_are_specks() -> None:
    assert print_of("#:\n::\n::\n:#\n::\n#:") == "#\n\n\n #\n\n#"


def test_nothing_is_print_in_the_shadow_of_an_edge() -> None:
    assert print_of(STROKE, beyond="-") == ""


def test_what_is_a_mark_already_stays_as_it_is() -> None:
    assert print_of("+#+\n+#+\n+#+\n+#+\n+#+\n+++") == "\n".join("#" * 5)


def test_the_soft_edge_of_a_rule_is_no_print() -> None:
    assert print_of("|+\n" * 6) == ""
    assert print_of("| +\n" * 6) == "\n".join("#" * 6)
