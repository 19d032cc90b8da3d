"""Holes along the edges of fanfold paper, and of paper that was in a binder: rings of one size, one below the other, at
even steps. They are no print, and beyond them nothing is printed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.text_boxes import TextBox

_SIZE, _ROUND, _ALIKE = (7.0, 22.0), 0.75, 0.3
"""How wide a hole is, in points; its narrower side as a share of the other; and by which share holes of one row differ
in size at most.
"""
_MARGIN, _ASIDE = 60.0, 4.0
"""Points: so far from the edge of the paper holes are at most, and so far one stands aside of the one above it."""
_FEWEST, _EVEN, _SPAN = 6, 0.15, 0.6
"""How many holes are a row of them, by which share of a step one may be off, and how much of the height of the page
they run along.
"""
_RING = 0.15
"""Share of what a ring encloses that is ink inside of it at most, half way to its middle: a filled one has more."""
_ROOM = 1.5
"""Points around a hole that its shadow reaches."""


def without_feed_holes(sheet: PaperSheet) -> tuple[PaperSheet, list[PixelBox]]:
    """The sheet with paper in place of its holes, and the strips along its edges that hold them, in pixels."""
    holes = [hole for row in _rows(_rings(sheet), sheet) for hole in row]
    if not holes:
        return sheet, []
    grey, ink, room = sheet.grey.copy(), sheet.ink.copy(), sheet.pixels(_ROOM)
    for hole in holes:
        around = (slice(max(0, hole.y0 - room), hole.y1 + room), slice(max(0, hole.x0 - room), hole.x1 + room))
        grey[around], ink[around] = 255, 0
    return replace(sheet, grey=grey, ink=ink), holes


def outside_holes(boxes: Sequence[TextBox], holes: Sequence[PixelBox]) -> list[TextBox]:
    """The lines of print that are no hole."""
    return [box for box in boxes if not any(h.x0 <= box.x <= h.x1 and h.y0 <= box.y <= h.y1 for h in holes)]


def _rings(sheet: PaperSheet) -> list[PixelBox]:
    """The round marks near the left and right edges, as large as holes, top to bottom."""
    least, most = (size * sheet.dpi / 72 for size in _SIZE)
    wide, margin = sheet.ink.shape[1], sheet.pixels(_MARGIN)
    found = []
    for left, right in ((0, min(margin, wide)), (max(0, wide - margin), wide)):
        _, _, stats, _ = cv2.connectedComponentsWithStats(
            np.ascontiguousarray(sheet.ink[:, left:right]), connectivity=8
        )
        for x, y, across, down, area in stats[1:].tolist():
            if (
                least <= min(across, down)
                and max(across, down) <= most
                and min(across, down) >= _ROUND * max(across, down)
            ):
                found.append((PixelBox(left + x, y, left + x + across, y + down), area))
    return sorted((box for box, _ in found if _is_hollow(sheet.ink, box)), key=lambda box: box.y0)


def _is_hollow(ink: NDArray[np.uint8], box: PixelBox) -> bool:
    """Whether hardly anything stands in the middle of a mark, and ink all around it."""
    part = ink[box.y0 : box.y1, box.x0 : box.x1] > 0
    high, wide = part.shape
    inner = part[high // 4 : high - high // 4, wide // 4 : wide - wide // 4]
    sides = (
        part[: high // 4].any(),
        part[high - high // 4 :].any(),
        part[:, : wide // 4].any(),
        part[:, -(wide // 4) :].any(),
    )
    return float(inner.mean()) <= _RING and all(sides)


def _rows(rings: Sequence[PixelBox], sheet: PaperSheet) -> Iterator[list[PixelBox]]:
    """The rings that stand below each other at even steps along most of the page."""
    left = [*rings]
    while left:
        row = [left.pop(0)]
        for ring in [*left]:
            if abs(_middle(ring) - _middle(row[-1])) <= sheet.pixels(_ASIDE) and _alike(ring, row[0]):
                row.append(ring)
                left.remove(ring)
        if len(row) >= _FEWEST and row[-1].y1 - row[0].y0 >= _SPAN * sheet.ink.shape[0] and _is_even(row):
            yield row


def _middle(box: PixelBox) -> float:
    return (box.x0 + box.x1) / 2


def _alike(one: PixelBox, other: PixelBox) -> bool:
    sizes = (one.width + one.height, other.width + other.height)
    return max(sizes) <= (1 + _ALIKE) * min(sizes)


def _is_even(row: Sequence[PixelBox]) -> bool:
    """Whether holes follow each other in steps of one length, or several of them where some were not seen."""
    gaps = [below.y0 + below.y1 - above.y0 - above.y1 for above, below in pairwise(row)]
    step = float(np.median(gaps))
    return all(abs(gap / step - round(gap / step)) <= _EVEN and gap > 0.5 * step for gap in gaps)
