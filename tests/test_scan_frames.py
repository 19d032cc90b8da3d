"""Frames thicker than the rules of their table are rules: a thick line, or a thick and a thin one; bars of other kinds
are none.
"""

import numpy as np
import pytest

from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.rulings import Ruled, find_rules

DPI = 144.0


def page() -> Grey:
    return np.zeros((900, 1200), np.uint8)


def ruled(ink: Grey) -> Ruled:
    return find_rules(PaperSheet(np.asarray(255 - ink, np.uint8), DPI, ink))


def framed(outer: int, gap: int, inner: int) -> Grey:
    """A table of 4 by 4 cells in thin rules, around it a frame ``outer`` pixels thick with ``gap`` pixels of paper
    between; its sides are ``inner`` pixels.
    """
    ink = page()
    for at in (100, 200, 300, 400, 500):
        ink[at : at + 1, 200:901] = 255
    for at in (200, 375, 550, 725, 900):
        ink[100:501, at : at + 1] = 255
    for reach in (range(inner), range(inner + gap, inner + gap + outer)):
        for out in reach:
            ink[100 - out, 200 - out : 901 + out] = ink[500 + out, 200 - out : 901 + out] = 255
            ink[100 - out : 501 + out, 200 - out] = ink[100 - out : 501 + out, 900 + out] = 255
    return ink


@pytest.mark.parametrize(("outer", "gap", "inner"), [(4, 2, 1), (5, 2, 2), (3, 2, 2), (8, 0, 0), (4, 5, 1)])
def test_the_sides_of_a_thick_frame_are_rules_and_no_marks_of_a_cell(outer: int, gap: int, inner: int) -> None:
    ink = framed(outer, gap, inner)
    found = ruled(ink)
    assert [round(rule.at * 2) for rule in found.rules.vertical] == pytest.approx([197, 375, 550, 725, 903], abs=4)
    assert [round(rule.at * 2) for rule in found.rules.horizontal] == pytest.approx([97, 200, 300, 400, 503], abs=4)
    left = np.where(found.pixels > 0, 0, ink)
    assert (left > 0).sum() < 0.01 * (ink > 0).sum()


@pytest.mark.parametrize("thick", [12, 20])
def test_a_bar_over_blackened_words_is_no_rule(thick: int) -> None:
    ink = page()
    ink[300 : 300 + thick, 200:700] = 255
    assert ruled(ink).rules == ((), ())


def test_the_shadow_at_the_edge_of_the_paper_is_no_rule() -> None:
    ink = page()
    ink[10:18, 50:1150] = 255
    ink[50:850, 1180:1188] = 255
    assert ruled(ink).rules == ((), ())


@pytest.mark.parametrize("high", [8, 9, 10])
def test_a_row_of_small_letters_is_no_rule(high: int) -> None:
    ink, rng, x = page(), np.random.default_rng(3), 200
    while x < 700:
        wide = int(rng.integers(4, 12))
        ink[300 : 300 + high, x : x + wide] = 255
        x += wide + 1
    assert ruled(ink).rules == ((), ())
