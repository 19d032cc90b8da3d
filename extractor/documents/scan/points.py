"""Small marks among digits: points that have no room there, commas that a column line cut off, pieces left out."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np

from extractor.documents.scan.crops import Extent
from extractor.documents.scan.marks import Marks, upright
from extractor.documents.scan.raster import Grey
from extractor.documents.scan.spots import Spot

_TALL, _SMALL, _WHOLE = 0.6, 0.46, 0.75
_LEAST_ROOM, _MORE_ROOM = 0.1, 0.6
"""How much wider a gap with a point is than the usual gap between digits: heights of a digit, or shares of that gap."""
_AT_FOOT, _COMMA, _TAIL = 0.25, 0.25, 0.1
"""Shares of the height of a digit: how far from the foot of digits a point may stand, how high a comma is at least, and
by how much it reaches below the foot. The circle of a percent sign does not."""
_PIECE, _PIECE_INK, _BESIDE = 0.3, 0.05, 0.9
"""Shares of the height of a digit and of its square: size and ink of a piece of a digit, and how far from others it
stands at most."""
_CLOSE = 0.15
"""The same: so much more room than between digits is none between columns."""
_PERCENT, _PITCHES = 1.1, (0.55, 1.2)
_WIDE, _FARTHER = 0.85, 1.28
"""A share of the height of a digit: what is wider is no single digit. How many times as far apart as others digits are
that have a sign between them."""
_REACH, _BAND, _STROKE, _AWAY = 1.1, (0.75, 0.2), 0.32, 0.28
"""Shares of the height of a digit: how far before the first digit a minus begins at most, how high above the foot it
stands, how long it is at least, and how far from it paper is white."""
_DARK, _PALE = 45, 0.5
"""The least darkness of a faint stroke, of 255, and how dark the paper beside it may be in comparison."""
_FEWEST = 8


def usual_gap(marks: Marks, spots: Sequence[Spot]) -> float:
    """The usual paper between two digits of a number, in heights of a digit; 0 where the page has too few numbers."""
    gaps = []
    for spot in spots:
        digits, small = _parts(marks, spot)
        if not small:
            gaps += [(right - left) / spot.height for left, right in _gaps(marks, digits)]
    gaps = [gap for gap in gaps if 0 <= gap < 1]
    return float(np.median(gaps)) if len(gaps) >= _FEWEST else 0.0


def without_crowded_points(marks: Marks, spot: Spot, usual: float) -> Spot:
    """The line without the small marks that stand between digits as close to each other as digits usually do, which
    are dirt then; the same object where there are none. ``usual`` as :func:`usual_gap` tells, 0 for unknown.
    """
    digits, small = _parts(marks, spot)
    least = (usual + max(_LEAST_ROOM, _MORE_ROOM * usual)) * spot.height
    if not usual or not small:
        return spot
    foot = float(np.median(marks.boxes[digits, 3])) if digits else 0.0
    crowded = [
        mark
        for mark in small
        if abs(marks.boxes[mark, 3] - foot) <= _AT_FOOT * spot.height
        for left, right in _gaps(marks, digits)
        if right - left < least and left - 1 <= marks.boxes[mark, 0] and marks.boxes[mark, 2] <= right + 1
    ]
    if not crowded:
        return spot
    kept = tuple(mark for mark in spot.marks if mark not in crowded)
    return replace(spot, line=marks.around(kept), marks=kept, dirt=(*spot.dirt, *crowded))


def usual_pitch(marks: Marks, spots: Sequence[Spot]) -> float:
    """The usual distance from the middle of a digit to that of the next, in heights of a digit; 0 for unknown. Digits
    of a typeface are of one width, whatever paper the slim 1 leaves beside it.
    """
    steps = [
        (right - left) / spot.height
        for spot in spots
        if not _signs(marks, spot)
        for left, right in _steps(marks, spot)
    ]
    steps = [step for step in steps if _PITCHES[0] <= step <= _PITCHES[1]]
    return float(np.median(steps)) if len(steps) >= _FEWEST else 0.0


def says_other_signs(marks: Marks, spot: Spot, gap: float, pitch: float, text: str) -> bool:
    """Whether a text has more points and commas than there are marks for them, as specks make that touch digits, or
    fewer than stand between digits, or than digits stand further from each other than others do: a point is faint, or
    was taken for dirt. ``gap`` and ``pitch`` as :func:`usual_gap` and :func:`usual_pitch` tell. A sign of percent is as
    tall as a digit and wider.
    """
    said = text.count(".") + text.count(",")
    steps = _steps(marks, spot) if pitch else []
    if text.endswith("%"):
        steps = [(left, right) for left, right in steps if spot.line.x1 - right > _PERCENT * spot.height]
    wide = sum(right - left > _FARTHER * pitch * spot.height for left, right in steps)
    signs = _signs(marks, spot)
    boxes = upright(marks.boxes[list(spot.marks)])
    tall = boxes[boxes[:, 3] - boxes[:, 1] >= _TALL * spot.height]
    least = (gap + max(_LEAST_ROOM, _MORE_ROOM * gap)) * spot.height
    rooms = [(left[2], right[0]) for left, right in pairwise(tall.tolist()) if gap and right[0] - left[2] >= least]
    between = sum(any(start <= sign <= end for sign in signs) for start, end in rooms)
    return said > len(signs) or said < max(wide, between)


def with_faint_minus(grey: Grey, marks: Marks, spot: Spot) -> Spot:
    """The line with a stroke before its first digit that is too faint for a mark of its own; the same object where
    there is none. ``grey`` is the page, 255 its paper.
    """
    digits = _parts(marks, spot)[0]
    if not digits:
        return spot
    boxes, height = marks.boxes[digits], spot.height
    x1, foot = int(boxes[:, 0].min()), float(np.median(boxes[:, 3]))
    if any(int(marks.boxes[mark, 0]) < x1 for mark in spot.marks):
        return spot
    x0 = max(spot.area.x0, round(x1 - _REACH * height))
    y0, y1 = max(0, round(foot - _BAND[0] * height)), round(foot - _BAND[1] * height)
    dark = 255 - grey[y0:y1, x0 : x1 - 1]
    wide = max(3, round(_STROKE * height))
    if dark.shape[1] <= wide or not dark.shape[0]:
        return spot
    runs = cv2.erode(dark, np.ones((1, wide), np.uint8), borderValue=(0,))
    row, at = (int(place) for place in np.unravel_index(int(runs.argmax()), runs.shape))
    if runs[row, at] < _DARK:
        return spot
    away = round(_AWAY * height)
    columns = dark[:, max(0, at - wide // 2) : at + wide // 2 + 1]
    beside = [columns[near].mean() for near in (row - away, row + away) if 0 <= near < len(columns)]
    if any(darkness > _PALE * runs[row, at] for darkness in beside):
        return spot
    left = x0 + int(np.flatnonzero(dark[row] >= _DARK / 2)[0])
    dirt = tuple(mark for mark in spot.dirt if not (left - 1 <= marks.boxes[mark, 0] and marks.boxes[mark, 2] <= x1))
    return replace(spot, line=Extent(left, spot.line.y0, spot.line.x1, spot.line.y1), dirt=dirt)


def cut_at_edge(marks: Marks, spot: Spot, pitch: float) -> bool:
    """Whether what may be a digit stands as close to a figure as the digits of one number do, beyond the side of its
    cell that is not printed. ``pitch`` as :func:`usual_pitch` tells.
    """
    if not spot.open:
        return False
    near, line, boxes = _FARTHER * pitch * spot.height, spot.line, marks.boxes
    digits = sorted(_parts(marks, spot)[0], key=lambda mark: int(boxes[mark, 0]))
    if not digits:
        return False
    middles = (boxes[:, 0] + boxes[:, 2]) / 2
    level = (boxes[:, 1] < line.y1) & (boxes[:, 3] > line.y0) & (marks.heights >= _TALL * spot.height)
    level &= marks.widths <= _WIDE * spot.height
    left = (middles < spot.area.x0) & (middles >= middles[digits[0]] - near)
    right = (middles > spot.area.x1) & (middles <= middles[digits[-1]] + near)
    return bool((level & (left | right))[1:].any())


def cut_at_commas(marks: Marks, spots: Sequence[Spot]) -> set[int]:
    """Which lines may be pieces of one number that a wrong column line cut: those that end in a comma, and what stands
    in the next column.
    """
    places = {(spot.row, spot.column): at for at, spot in enumerate(spots)}
    found = set()
    for at, spot in enumerate(spots):
        if spot.column is None or not _ends_in_comma(marks, spot):
            continue
        grid, column = spot.column
        found |= {at, places.get((spot.row, (grid, column + 1)), at)}
    return found


def cut_between_digits(spots: Sequence[Spot], usual: float) -> set[int]:
    """Which figures in neighbouring cells stand as close as digits of one number: a wrong column line may cut it.
    ``usual`` as :func:`usual_gap` tells.
    """
    places = {(spot.row, spot.column): at for at, spot in enumerate(spots) if spot.figure}
    found = set()
    for at, spot in enumerate(spots):
        if spot.column is None or not spot.figure:
            continue
        grid, column = spot.column
        other = places.get((spot.row, (grid, column + 1)))
        if other is not None and spots[other].line.x0 - spot.line.x1 <= (usual + _CLOSE) * spot.height:
            found |= {at, other}
    return found


def leaves_out(marks: Marks, spot: Spot) -> bool:
    """Whether what was taken for dirt in or right beside a line may be a piece of a digit: large, and at its height."""
    if not spot.dirt:
        return False
    boxes, line, height = marks.boxes[list(spot.dirt)], spot.line, spot.height
    large = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) >= _PIECE * height
    large &= marks.areas[list(spot.dirt)] >= _PIECE_INK * height**2
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    level = (middle > line.y0) & (middle < line.y1)
    near = (boxes[:, 0] <= line.x1 + _BESIDE * height) & (boxes[:, 2] >= line.x0 - _BESIDE * height)
    return bool((large & level & near).any())


def _ends_in_comma(marks: Marks, spot: Spot) -> bool:
    digits, _ = _parts(marks, spot)
    if not digits:
        return False
    last = max(spot.marks, key=lambda mark: int(marks.boxes[mark, 0]))
    foot = float(np.median(marks.boxes[digits, 3]))
    top, bottom = int(marks.boxes[last, 1]), int(marks.boxes[last, 3])
    narrow = (
        last not in digits and int(marks.widths[last]) <= _SMALL * spot.height and bottom - top >= _COMMA * spot.height
    )
    return narrow and top >= foot - _SMALL * spot.height and bottom >= foot + max(2, _TAIL * spot.height)


def _parts(marks: Marks, spot: Spot) -> tuple[list[int], list[int]]:
    """The digits of a line, and its marks as small as points."""
    digits = [mark for mark in spot.marks if marks.heights[mark] >= _TALL * spot.height]
    size = _SMALL * spot.height
    return digits, [mark for mark in spot.marks if marks.heights[mark] <= size and marks.widths[mark] <= size]


def _signs(marks: Marks, spot: Spot) -> list[float]:
    """The middles of the marks of a line that may be points or commas, in pixels."""
    boxes = marks.boxes[list(spot.marks)]
    high, wide = boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0]
    digits = boxes[high >= _TALL * spot.height]
    foot = float(np.median((digits if len(digits) else boxes)[:, 3]))
    low = (boxes[:, 3] > foot - _AT_FOOT * spot.height) & (wide <= _SMALL * spot.height) & (high <= _TALL * spot.height)
    return ((boxes[low, 0] + boxes[low, 2]) / 2).tolist()


def _steps(marks: Marks, spot: Spot) -> list[tuple[float, float]]:
    """The middles of neighbouring digits, in pixels: of marks, or marks above each other, as tall and no wider."""
    boxes = upright(marks.boxes[list(spot.marks)])
    boxes = boxes[boxes[:, 3] - boxes[:, 1] >= _WHOLE * spot.height]
    middles = [((x0 + x1) / 2, x1 - x0 <= _WIDE * spot.height) for x0, _, x1, _ in boxes.tolist()]
    return [(left, right) for (left, one), (right, other) in pairwise(middles) if one and other]


def _gaps(marks: Marks, digits: Sequence[int]) -> list[tuple[int, int]]:
    """From where to where there is paper between neighbouring digits, in pixels."""
    boxes = sorted(marks.boxes[list(digits)].tolist())
    return [(left[2], right[0]) for left, right in pairwise(boxes)]
