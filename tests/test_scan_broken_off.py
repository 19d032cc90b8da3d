"""Rules that break off inside a cell go on as far as a trace of them is left on the paper."""

import numpy as np
import pytest

from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.broken_off import followed

DPI = 144.0
UPRIGHTS = tuple(Segment(x, 50.0, 250.0) for x in (100.0, 200.0, 300.0, 400.0))


def paper(seed: int = 5) -> Grey:
    return np.clip(np.random.default_rng(seed).normal(250.0, 2.0, (600, 1000)), 0, 255).astype(np.uint8)


def traced(y: float, start: float, end: float, darker: int, grey: Grey) -> Grey:
    """The page with a trace of a rule across on it, in points."""
    row, left, right = round(2 * y), round(2 * start), round(2 * end)
    grey[row : row + 2, left:right] -= np.uint8(darker)
    return grey


def across(grey: Grey, rule: Segment, boxes: tuple[PixelBox, ...] = ()) -> Segment:
    sheet = PaperSheet(grey, DPI, np.where(grey < 128, 255, 0).astype(np.uint8))
    return followed(Rules((rule,), UPRIGHTS), boxes, sheet).horizontal[0]


@pytest.mark.parametrize("darker", [3, 5, 12, 40])
@pytest.mark.parametrize(("start", "end"), [(100.0, 260.0), (160.0, 400.0), (140.0, 330.0), (100.0, 399.0)])
def test_a_rule_that_breaks_off_is_followed_to_the_side_of_its_table(darker: int, start: float, end: float) -> None:
    found = across(traced(150.0, 100.0, 400.0, darker, paper()), Segment(150.0, start, end))
    assert (found.start, found.end) == pytest.approx((100.0, 400.0), abs=2.0)


@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_followed_over_bare_paper(seed: int) -> None:
    rule = Segment(150.0, 100.0, 250.0)
    assert across(paper(seed), rule) == rule


@pytest.mark.parametrize("end", [200.0, 300.0])
def test_a_rule_that_ends_at_an_upright_ends_there(end: float) -> None:
    rule = Segment(150.0, 100.0, end)
    assert across(traced(150.0, 100.0, 400.0, 20, paper()), rule) == rule


def test_a_rule_is_not_followed_through_print() -> None:
    rule = Segment(150.0, 100.0, 230.0)
    assert across(traced(150.0, 100.0, 400.0, 20, paper()), rule, (PixelBox(480, 280, 560, 320),)) == rule


@pytest.mark.parametrize("specks", [1, 2, 3])
def test_specks_are_no_trace(specks: int) -> None:
    grey = paper()
    for at in range(specks):
        grey[299:303, 420 + 50 * at : 424 + 50 * at] = 0
    rule = Segment(150.0, 100.0, 205.0)
    assert across(grey, rule) == rule


def test_a_rule_stops_where_its_trace_does() -> None:
    found = across(traced(150.0, 100.0, 300.0, 15, paper()), Segment(150.0, 100.0, 250.0))
    assert (found.start, found.end) == (100.0, 300.0)


def test_uprights_are_followed_as_well() -> None:
    grey = paper()
    grey[100:500, 400:402] -= np.uint8(10)
    level = tuple(Segment(y, 100.0, 400.0) for y in (50.0, 150.0, 250.0))
    sheet = PaperSheet(grey, DPI, np.zeros(grey.shape, np.uint8))
    found = followed(Rules(level, (Segment(200.0, 50.0, 190.0),)), (), sheet).vertical[0]
    assert (found.start, found.end) == (50.0, 250.0)
