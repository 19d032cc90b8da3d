"""Points between digits that have no room there."""

from dataclasses import replace

import numpy as np

from extractor.documents.scan.numbers.number_parts import AT_FOOT, gaps_between, parts_of
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.spots import PrintSpot

_LEAST_ROOM, _MORE_ROOM = 0.1, 0.6
"""How much wider a gap with a point is than the usual gap between digits: heights of a digit, or shares of that gap."""


def room_of_point(gap: float) -> float:
    """The least paper between two digits with a point between them, in heights of a digit. ``gap``: the usual paper."""
    return gap + max(_LEAST_ROOM, _MORE_ROOM * gap)


def without_crowded_points(marks: Marks, spot: PrintSpot, usual: float) -> PrintSpot:
    """The line without the small marks that stand between digits as close to each other as digits usually do, which
    are dirt then; the same object where there are none. ``usual`` as :func:`usual_gap` tells, 0 for unknown.
    """
    digits, small = parts_of(marks, spot)
    least = room_of_point(usual) * spot.height
    if not usual or not small:
        return spot
    foot = float(np.median(marks.boxes[digits, 3])) if digits else 0.0
    crowded = [
        mark
        for mark in small
        if abs(marks.boxes[mark, 3] - foot) <= AT_FOOT * spot.height
        for left, right in gaps_between(marks, digits)
        if right - left < least and left - 1 <= marks.boxes[mark, 0] and marks.boxes[mark, 2] <= right + 1
    ]
    if not crowded:
        return spot
    kept = tuple(mark for mark in spot.marks if mark not in crowded)
    return replace(spot, line=marks.around(kept), marks=kept, dirt=(*spot.dirt, *crowded))
