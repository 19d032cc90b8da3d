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
from extractor.documents.scan.paper.tear_lines import tear_lines
from extractor.documents.scan.paper.text_boxes import TextBox

_SIZE, _ROUND, _ALIKE = (7.0, 22.0), 0.75, 0.3
"""How wide a hole is, in points; its narrower side as a share of the other; and by which share holes of one row differ
in size at most.
"""
_MARGIN, _ASIDE = 60.0, 4.0
"""Points: so far from the edge of the paper holes are at most, and so far one stands aside of the one above it."""
_FEWEST, _EVEN, _SPAN, _SEEN = 6, 0.1, 0.6, 0.4
"""How many holes are a row of them, by which share of a step one may be off, how much of the height of the page they
run along, and the share of them that is dark enough to be ink.
"""
_FEW = 3
"""So many holes are a row where they stand as high as those of another one."""
_RING = 0.15
"""Share of what a ring encloses that is ink inside of it at most, half way to its middle: a filled one has more."""
_ROOM = 1.5
"""Points around a hole that its shadow reaches."""


def without_feed_holes(sheet: PaperSheet) -> tuple[PaperSheet, list[PixelBox]]:
    """The sheet with paper in place of its holes and of the lines beside them along which it is torn, and the places of
    both, in pixels.
    """
    rings = _rings(sheet)
    rows = [*_rows(rings, sheet)]
    rows += _opposite([ring for ring in rings if not any(ring in row for row in rows)], rows, sheet)
    holes = [hole for row in rows for hole in _every(row, rows[0], sheet.ink.shape[0])]
    torn = [*tear_lines(sheet, rows)]
    if not holes:
        return sheet, []
    grey, ink, room = sheet.grey.copy(), sheet.ink.copy(), sheet.pixels(_ROOM)
    for hole in (*holes, *(dash for line in torn for dash in line.dashes)):
        around = (slice(max(0, hole.y0 - room), hole.y1 + room), slice(max(0, hole.x0 - room), hole.x1 + room))
        grey[around], ink[around] = 255, 0
    return replace(sheet, grey=grey, ink=ink), [*holes, *(strip for line in torn for strip in line.strips)]


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
    step = _step(row)
    even = all(abs(gap / step - round(gap / step)) <= _EVEN and gap > 0.5 * step for gap in _gaps(row))
    return even and len(row) >= _SEEN * (sum(_gaps(row)) / step + 1)


def _gaps(row: Sequence[PixelBox]) -> list[float]:
    return [(below.y0 + below.y1 - above.y0 - above.y1) / 2 for above, below in pairwise(row)]


def _step(row: Sequence[PixelBox]) -> float:
    """How far from each other the holes of a row are, told by all of them: neighbours may be missing."""
    gaps = _gaps(row)
    least = max(1.0, min(gaps))
    return sum(gaps) / max(1, sum(round(gap / least) for gap in gaps))


def _first(row: Sequence[PixelBox]) -> float:
    """How low the first hole stands, as all of them tell."""
    step, middles = _step(row), [(hole.y0 + hole.y1) / 2 for hole in row]
    return float(np.mean([middle - round((middle - middles[0]) / step) * step for middle in middles]))


def _opposite(rings: Sequence[PixelBox], rows: Sequence[list[PixelBox]], sheet: PaperSheet) -> Iterator[list[PixelBox]]:
    """The rows of fewer rings that stand as high as the holes of another row, as those of the other edge do."""
    for row in rows[:1]:
        step, first = _step(row), _first(row)
        level = [ring for ring in rings if _alike(ring, row[0]) and _off_step(ring, first, step) <= _EVEN]
        while level:
            beside = [ring for ring in level if abs(_middle(ring) - _middle(level[0])) <= sheet.pixels(_ASIDE)]
            level = [ring for ring in level if ring not in beside]
            if len(beside) >= _FEW:
                yield beside


def _off_step(ring: PixelBox, first: float, step: float) -> float:
    """By which share of a step a ring is off the places of holes."""
    steps = ((ring.y0 + ring.y1) / 2 - first) / step
    return abs(steps - round(steps))


def _every(row: Sequence[PixelBox], known: Sequence[PixelBox], high: int) -> Iterator[PixelBox]:
    """The holes of a row, and those too pale to be ink at the other places that the steps of a ``known`` row tell."""
    yield from row
    step, first = _step(known), _first(known)
    for number in range(-int(first // step), int((high - first) // step) + 1):
        y = first + number * step
        near = min(row, key=lambda hole: abs((hole.y0 + hole.y1) / 2 - y))
        if abs((near.y0 + near.y1) / 2 - y) > near.height:
            top = max(0, round(y - near.height / 2))
            yield PixelBox(near.x0, top, near.x1, min(high, top + near.height))
