"""Holes along the edges of the paper are no print; a column of noughts at the edge of a table is."""

from random import Random

import cv2
import numpy as np
import pytest

from extractor.documents.scan.paper.feed_holes import outside_holes, without_feed_holes
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.paper.text_boxes import TextBox

DPI = 144.0
WIDE, HIGH = 1200, 1600


def page(
    xs: tuple[int, ...] = (24, WIDE - 24), step: int = 72, radius: int = 11, filled: bool = False, upto: int = HIGH
) -> Grey:
    """White paper with a line of print, and rings below each other at each of ``xs``."""
    grey = np.full((HIGH, WIDE), 255, np.uint8)
    cv2.putText(grey, "OFFICE 2001", (300, 400), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (0,), 2)
    for x in xs:
        for y in range(40, upto - 20, step):
            cv2.circle(grey, (x, y), radius, (40,), -1 if filled else 2)
    return grey


def sheet(grey: Grey) -> PaperSheet:
    return PaperSheet(grey, DPI, np.where(grey < 128, 255, 0).astype(np.uint8))


def test_rows_of_rings_are_paper_and_print_stays() -> None:
    clean, holes = without_feed_holes(sheet(page()))
    assert len(holes) == 2 * len(range(40, HIGH - 20, 72))
    assert not clean.ink[:, :60].any()
    assert not clean.ink[:, -60:].any()
    assert (clean.ink == sheet(page(())).ink).all()


@pytest.mark.parametrize("seed", range(30))
def test_holes_too_pale_to_be_ink_are_told_by_the_others(seed: int) -> None:
    rng = Random(seed)
    grey, levels = page(()), [*range(40, HIGH - 20, 72)]
    dark = {x: {*rng.sample(levels, share)} for x, share in ((24, 14), (WIDE - 24, 5))}
    dark[24] |= {levels[0], levels[1], levels[-1]}
    for x, of in dark.items():
        for y in levels:
            cv2.circle(grey, (x + rng.randint(-1, 1), y + rng.randint(-1, 1)), 11, (40,) if y in of else (150,), 2)
    clean, holes = without_feed_holes(sheet(grey))
    assert len(holes) == 2 * len(levels)
    assert (clean.grey[:, :60] > 200).all()
    assert (clean.grey[:, -60:] > 200).all()
    assert (clean.ink == sheet(page(())).ink).all()


@pytest.mark.parametrize("seed", range(30))
def test_the_line_along_which_paper_is_torn_off_goes_with_its_holes(seed: int) -> None:
    rng = Random(seed)
    grey, clean = page(), page(())
    slope, x0, step = rng.uniform(-0.008, 0.008), rng.randint(62, 78), rng.choice((9, 12, 16))
    for y in range(0, HIGH, step):
        x = round(x0 + slope * y) + rng.randint(-1, 1)
        if rng.random() < 0.8:
            grey[y : y + step // 2, x : x + 2] = 70
    for _ in range(12):  # specks of a copy
        y, x = rng.randrange(HIGH), rng.randrange(300, WIDE - 80)
        grey[y : y + 2, x : x + 2] = clean[y : y + 2, x : x + 2] = 70
    found, places = without_feed_holes(sheet(grey))
    assert (found.ink == sheet(clean).ink).all()
    line = TextBox(x0 + slope * HIGH / 2, HIGH / 2, 8.0, 20.0, 0.0, 0.9)
    assert outside_holes([line], places) == []


@pytest.mark.parametrize("x", [44, 70])
def test_print_close_to_holes_is_no_tear_line(x: int) -> None:
    grey = page()
    for y in range(100, HIGH - 100, 30):
        cv2.putText(grey, "18", (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0,), 2)
    only = page(())
    for y in range(100, HIGH - 100, 30):
        cv2.putText(only, "18", (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0,), 2)
    assert (without_feed_holes(sheet(grey))[0].ink == sheet(only).ink).all()


def test_one_row_of_holes_of_a_binder_is_found_too() -> None:
    _, holes = without_feed_holes(sheet(page((40,), step=200, radius=17)))
    assert len(holes) == len(range(40, HIGH - 20, 200))


@pytest.mark.parametrize(
    "grey",
    [
        page((300,)),
        page(filled=True),
        page(upto=HIGH // 2),
        page(step=500),
        page(radius=5),
    ],
    ids=["far from the edge", "filled", "half of the page", "few", "small as print"],
)
def test_other_rows_of_marks_stay(grey: Grey) -> None:
    before = sheet(grey)
    after, holes = without_feed_holes(before)
    assert not holes
    assert (after.ink == before.ink).all()


def test_noughts_at_the_edge_are_narrower_than_rings() -> None:
    grey = page(())
    for y in range(40, HIGH - 20, 72):
        cv2.ellipse(grey, (24, y), (8, 13), 0, 0, 360, (40,), 2)
    assert not without_feed_holes(sheet(grey))[1]


def test_rings_at_uneven_steps_stay() -> None:
    grey = page(())
    for number, y in enumerate(range(40, HIGH - 60, 72)):
        cv2.circle(grey, (24, y + (number % 3) * 17), 11, (40,), 2)
    assert not without_feed_holes(sheet(grey))[1]


def test_lines_of_the_detector_that_are_holes_are_left_out() -> None:
    _, holes = without_feed_holes(sheet(page()))
    hole, line = TextBox(24.0, 40.0, 26.0, 26.0, 0.0, 0.9), TextBox(400.0, 390.0, 220.0, 40.0, 0.0, 0.9)
    assert outside_holes([hole, line], holes) == [line]
