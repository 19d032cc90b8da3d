"""What the places of digits and signs say against a number that was read: a piece of it lies elsewhere or was left
out, or there is one sign too many or too few in it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from extractor.documents.scan.numbers.number_parts import (
    SMALL,
    TALL,
    WIDE,
    own_height,
    parts_of,
    signs_of,
    steps_of,
    tall_boxes,
)
from extractor.documents.scan.numbers.points import room_of_point
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.spots import PrintSpot

_COMMA, _TAIL = 0.25, 0.1
"""Shares of the height of a digit: how high a comma is at least, and by how much it reaches below the foot. The circle
of a percent sign does not."""
_PIECE, _PIECE_INK, _BESIDE = 0.3, 0.05, 0.9
"""Shares of the height of a digit and of its square: size and ink of a piece of a digit, and how far from others it
stands at most."""
_POINT, _POINT_INK, _AT_FOOT, _BEFORE = (0.12, 0.32), 0.6, 0.14, 0.62
"""The same: how large a point is, which share of its box is ink, how far from the foot of digits it ends, and how far
before the first digit."""
_CLOSE = 0.15
"""The same: so much more room than between digits is none between columns."""
_PERCENT = 1.1
"""The same: a sign of percent is no wider."""
_WIDEST = 1.05
"""The same: in no usual typeface digits stand further apart."""
_FARTHER = 1.28
"""How many times as far apart as others digits are that have a sign between them."""


def cut_numbers(marks: Marks, spots: Sequence[PrintSpot], gap: float) -> set[int]:
    """Which lines may be pieces of one number that a wrong column line cut: those that end in a comma, with what stands
    in the next column, and figures of neighbouring cells that are as close as digits of one number. ``gap``: the usual
    one between those, in heights of a digit.
    """
    found = set()
    for at, other in _neighbours(spots):
        left, right = spots[at], spots[other] if other is not None else None
        close = (
            right is not None
            and left.figure
            and right.figure
            and right.line.x0 - left.line.x1 <= (gap + _CLOSE) * left.height
        )
        if close or _ends_in_comma(marks, left):
            found |= {at, other if other is not None else at}
    return found


def _neighbours(spots: Sequence[PrintSpot]) -> Iterator[tuple[int, int | None]]:
    """Every line of a column, and what stands first in the same row of the next column."""
    places: dict[tuple[object, object], int] = {}
    for at, spot in enumerate(spots):
        key = (spot.row, spot.column)
        if key not in places or spot.line.x0 < spots[places[key]].line.x0:
            places[key] = at
    for at, spot in enumerate(spots):
        if spot.column is not None:
            grid, column = spot.column
            yield at, places.get((spot.row, (grid, column + 1)))


def beside_numbers(spots: Sequence[PrintSpot], numbers: Sequence[int]) -> set[int]:
    """Which of the ``numbers`` stand on one line with another one in a cell of a table: lines between columns are
    missing there.
    """
    cells: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at in numbers:
        if spots[at].row is not None:
            cells[spots[at].row, spots[at].area].append(at)
    return {
        at
        for members in cells.values()
        for at in members
        if any(other != at and _on_one_line(spots[at].line, spots[other].line) for other in members)
    }


def _on_one_line(line: PixelBox, other: PixelBox) -> bool:
    return 2 * (min(line.y1, other.y1) - max(line.y0, other.y0)) > min(line.height, other.height)


def cut_at_edge(marks: Marks, spot: PrintSpot, pitch: float) -> bool:
    """Whether what may be a digit stands as close to a figure as the digits of one number do, beyond the side of its
    cell that is not printed. ``pitch`` as :func:`usual_pitch` tells.
    """
    if not spot.open:
        return False
    near, line, boxes = _FARTHER * pitch * own_height(marks, spot), spot.line, marks.boxes
    digits = sorted(parts_of(marks, spot)[0], key=lambda mark: int(boxes[mark, 0]))
    if not digits:
        return False
    middles = (boxes[:, 0] + boxes[:, 2]) / 2
    level = (boxes[:, 1] < line.y1) & (boxes[:, 3] > line.y0) & (marks.heights >= TALL * spot.height)
    level &= marks.widths <= WIDE * spot.height
    left = (middles < spot.area.x0) & (middles >= middles[digits[0]] - near)
    right = (middles > spot.area.x1) & (middles <= middles[digits[-1]] + near)
    return bool((level & (left | right))[1:].any())


def leaves_out(marks: Marks, spot: PrintSpot) -> bool:
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


def point_before(marks: Marks, spot: PrintSpot) -> bool:
    """Whether a small solid mark stands at the foot of a number right before its first digit: ".5" is half of one."""
    digits = parts_of(marks, spot)[0]
    if not digits:
        return False
    height = own_height(marks, spot)
    foot = float(np.median(marks.boxes[digits, 3]))
    first = int(marks.boxes[digits, 0].min())
    boxes = marks.boxes
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    small = (np.minimum(wide, high) >= _POINT[0] * height) & (np.maximum(wide, high) <= _POINT[1] * height)
    small &= (marks.areas >= _POINT_INK * wide * high) & (np.abs(boxes[:, 3] - foot) <= _AT_FOOT * height)
    before = (boxes[:, 2] <= first - 1) & (boxes[:, 2] >= first - _BEFORE * height)
    # A piece of the first digit, as the ball at the foot of a 3, is one of its own marks.
    before[list(spot.marks)] = False
    return bool((small & before)[1:].any())


def says_other_signs(marks: Marks, spot: PrintSpot, gap: float, pitch: float, text: str) -> bool:
    """Whether a text has more points and commas than there are marks for them, as specks make that touch digits, or
    fewer than stand between digits, or than digits stand further from each other than others do: a point is faint, or
    was taken for dirt. ``gap`` and ``pitch`` as :func:`usual_gap` and :func:`usual_pitch` tell. A sign of percent is as
    tall as a digit and wider.
    """
    said = text.count(".") + text.count(",")
    steps = steps_of(marks, spot)
    if text.endswith("%"):
        steps = [(left, right) for left, right in steps if spot.line.x1 - right > _PERCENT * spot.height]
    wide = sum(right - left > _FARTHER * (pitch or _WIDEST) * own_height(marks, spot) for left, right in steps)
    signs = signs_of(marks, spot)
    tall = tall_boxes(marks, spot)
    least = room_of_point(gap) * spot.height
    rooms = [(left[2], right[0]) for left, right in pairwise(tall.tolist()) if gap and right[0] - left[2] >= least]
    between = sum(any(start <= left and right <= end for left, right in signs) for start, end in rooms)
    return said > len(signs) or said < max(wide, between)


def _ends_in_comma(marks: Marks, spot: PrintSpot) -> bool:
    digits, _ = parts_of(marks, spot)
    if not digits:
        return False
    last = max(spot.marks, key=lambda mark: int(marks.boxes[mark, 0]))
    foot = float(np.median(marks.boxes[digits, 3]))
    top, bottom = int(marks.boxes[last, 1]), int(marks.boxes[last, 3])
    narrow = (
        last not in digits and int(marks.widths[last]) <= SMALL * spot.height and bottom - top >= _COMMA * spot.height
    )
    return narrow and top >= foot - SMALL * spot.height and bottom >= foot + max(2, _TAIL * spot.height)
