"""What a line that may be a number is made of: its digits, its signs, and how far digits stand from each other."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.tables.marks import Marks, upright
from extractor.documents.scan.tables.spots import PrintSpot

TALL, SMALL, _WHOLE = 0.6, 0.46, 0.75
"""Shares of the height of a digit: what is as high is a digit, what is no higher may be a sign, and a whole digit."""
AT_FOOT = 0.25
"""The same: how far from the foot of digits a point may stand."""
WIDE = 0.85
"""The same: what is wider is no single digit."""
_PITCHES = (0.55, 1.2)
_FEWEST = 8


def usual_gap(marks: Marks, spots: Sequence[PrintSpot]) -> float:
    """The usual paper between two digits of a number, in heights of a digit; 0 where the page has too few numbers."""
    gaps = []
    for spot in spots:
        digits, small = parts_of(marks, spot)
        if not small:
            gaps += [(right - left) / spot.height for left, right in gaps_between(marks, digits)]
    gaps = [gap for gap in gaps if 0 <= gap < 1]
    return float(np.median(gaps)) if len(gaps) >= _FEWEST else 0.0


def usual_pitch(marks: Marks, spots: Sequence[PrintSpot]) -> float:
    """The usual distance from the middle of a digit to that of the next, in heights of a digit; 0 for unknown. Digits
    of a typeface are of one width, whatever paper the slim 1 leaves beside it.
    """
    steps = [
        (right - left) / own_height(marks, spot)
        for spot in spots
        if not signs_of(marks, spot)
        for left, right in steps_of(marks, spot)
    ]
    steps = [step for step in steps if _PITCHES[0] <= step <= _PITCHES[1]]
    return float(np.median(steps)) if len(steps) >= _FEWEST else 0.0


def own_height(marks: Marks, spot: PrintSpot) -> float:
    """The height of the digits of a line itself in pixels: what is usual in its table may be that of other print."""
    tall = tall_boxes(marks, spot)
    return float(np.median(tall[:, 3] - tall[:, 1])) if len(tall) else float(spot.height)


def tall_boxes(marks: Marks, spot: PrintSpot) -> NDArray[np.int32]:
    """Corners of what stands in a line and is as tall as a digit, left to right; marks above each other are one."""
    boxes = upright(marks.boxes[list(spot.marks)])
    return boxes[boxes[:, 3] - boxes[:, 1] >= TALL * spot.height]


def parts_of(marks: Marks, spot: PrintSpot) -> tuple[list[int], list[int]]:
    """The digits of a line, and its marks as small as points."""
    digits = [mark for mark in spot.marks if marks.heights[mark] >= TALL * spot.height]
    size = SMALL * spot.height
    return digits, [mark for mark in spot.marks if marks.heights[mark] <= size and marks.widths[mark] <= size]


def gaps_between(marks: Marks, digits: Sequence[int]) -> list[tuple[int, int]]:
    """From where to where there is paper between neighbouring digits, in pixels."""
    boxes = sorted(marks.boxes[list(digits)].tolist())
    return [(left[2], right[0]) for left, right in pairwise(boxes)]


def signs_of(marks: Marks, spot: PrintSpot) -> list[tuple[int, int]]:
    """From where to where the marks of a line reach that may be points or commas, in pixels."""
    boxes = marks.boxes[list(spot.marks)]
    high, wide = boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0]
    digits = boxes[high >= TALL * spot.height]
    foot = float(np.median((digits if len(digits) else boxes)[:, 3]))
    low = (boxes[:, 3] > foot - AT_FOOT * spot.height) & (wide <= SMALL * spot.height) & (high <= TALL * spot.height)
    return [(left, right) for left, _, right, _ in boxes[low].tolist()]


def steps_of(marks: Marks, spot: PrintSpot) -> list[tuple[float, float]]:
    """The middles of neighbouring digits, in pixels: of marks, or marks above each other, as tall and no wider. Where
    all marks of a line are lower than digits usually are, its own height counts.
    """
    boxes = upright(marks.boxes[list(spot.marks)])
    heights = boxes[:, 3] - boxes[:, 1]
    boxes = boxes[heights >= _WHOLE * min(spot.height, int(heights.max()))]
    middles = [((x0 + x1) / 2, x1 - x0 <= WIDE * spot.height) for x0, _, x1, _ in boxes.tolist()]
    return [(left, right) for (left, one), (right, other) in pairwise(middles) if one and other]
