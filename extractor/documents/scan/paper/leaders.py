"""Leaders: rows of dots, or of dashes as a fax makes of them, that lead from a label to its figures, are taken out.

They say nothing, stand as close to the label as its own points do, and are read as signs at its end. A row of dots with
nothing before it may stand for a value that is not given: it stays.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.text_boxes import TextBox

_HIGH, _WIDE, _STEP = 0.22, 0.7, 0.8
"""Shares of the height of a line of print: no dot is higher, no dash wider, and no further from the next one."""
_FEWEST = 6
"""An ellipsis has three dots, or six; as many as this with a label before them lead somewhere."""
_EVEN, _ALIKE = 0.25, 0.75
"""Share of the usual step by which a step may differ, beside a pixel, and the share of them that has to be so even."""
_LEVEL = 0.15
"""Heights of a line: how far dots may stand above or below each other."""
_BEFORE, _RISE, _ABOVE = 2.0, 0.7, 0.33
"""Heights of a line: how far before the first dot the label ends at most, how high its letters are, and what is no
letter if it is lower: a plus sign at the corner of a table that was typed with dashes.
"""
_FOOT = 0.4
"""Share of the height of a line of print: dots stand below it."""
_ENDS, _SEVERAL = 0.5, 2
"""Heights of a line, and a number: leaders of one table end no further from one place; what ends where so many do,
after a label, is one however few its dots are.
"""
_CLEAR = 0.6
"""Heights of a line: paper behind the last dot. A comma among digits has none, nor a point of a typewriter."""
_TALLEST, _LONGEST = 1.3, 4.0
"""Heights of a line: what is higher or longer is a rule, which may stand behind a leader."""
_RIM = 2
"""Pixels around a dot that are grey from it."""


class _Dots(NamedTuple):
    """Boxes of small marks as x0, y0, x1, y1, from left to right, the ink that is none of them, and what of that is no
    rule.
    """

    boxes: NDArray[np.int32]
    large: NDArray[np.bool_]
    letters: NDArray[np.bool_]


def without_leaders(sheet: PaperSheet, boxes: Sequence[TextBox]) -> tuple[PaperSheet, list[TextBox]]:
    """The page without leaders, and its lines of print without them: what is nothing else goes with them."""
    if not boxes:
        return sheet, []
    line = float(np.median([box.height for box in boxes]))
    areas = [area for row in _rows(_dots(sheet, line), line) if _in_line(row, boxes, line) for area in row]
    if not areas:
        return sheet, [*boxes]
    grey, ink = sheet.grey.copy(), sheet.ink.copy()
    for area in areas:
        part = slice(max(0, area.y0 - _RIM), area.y1 + _RIM), slice(max(0, area.x0 - _RIM), area.x1 + _RIM)
        grey[part], ink[part] = 255, 0
    clean = replace(sheet, grey=grey, ink=ink)
    left = (_shortened(box, areas, clean) for box in boxes)
    return clean, [box for box in left if box is not None]


def _in_line(row: Sequence[PixelBox], boxes: Sequence[TextBox], line: float) -> bool:
    """Whether dots stand at the foot of a line of print that begins before them: a rule that was typed stands below."""
    first = row[0]
    middle = (first.y0 + first.y1) / 2
    for x0, y0, x1, y1 in (box.bounds for box in boxes):
        if x0 < first.x0 < x1 + _BEFORE * line and y0 + _FOOT * (y1 - y0) < middle < y1:
            return True
    return False


def _dots(sheet: PaperSheet, line: float) -> _Dots:
    """The small flat marks of a page."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(sheet.ink, connectivity=8)
    x, y, wide, high = (stats[:, at] for at in range(4))
    small = (high <= max(2, _HIGH * line)) & (wide <= _WIDE * line)
    small[0] = False
    large = ~small
    large[0] = False
    letters = large & (high <= _TALLEST * line) & (wide <= _LONGEST * line)
    found = np.stack([x, y, x + wide, y + high], axis=1)[small].astype(np.int32)
    return _Dots(found[np.argsort(found[:, 0], kind="stable")], large[labels], letters[labels])


def _rows(dots: _Dots, line: float) -> Iterator[list[PixelBox]]:
    """The leaders of a page, each as its dots."""
    rows: list[list[NDArray[np.int32]]] = []
    at_height: dict[int, list[list[NDArray[np.int32]]]] = {}
    for dot in dots.boxes:
        middle, reach = float(dot[1] + dot[3]) / 2, dot[2] - _STEP * line
        bucket = int(middle / line)
        for key in (bucket - 1, bucket, bucket + 1):
            at_height[key] = [row for row in at_height.get(key, ()) if row[-1][2] >= reach]
        near = (row for key in (bucket, bucket - 1, bucket + 1) for row in at_height[key])
        level = max(1.0, _LEVEL * line)
        row = next((row for row in near if abs(float(row[-1][1] + row[-1][3]) / 2 - middle) <= level), None)
        if row is None:
            row = []
            rows.append(row)
            at_height[bucket].append(row)
        row.append(dot)
    leaders = [row for row in rows if _is_leader(row, dots, line)]
    certain = {id(row) for row in leaders}
    for row in rows:
        if id(row) in certain or (
            _ends_with(row, leaders, line) and _leads(row, dots, line) and _is_last(row, dots, line)
        ):
            yield [PixelBox(*(int(edge) for edge in dot)) for dot in row]


def _ends_with(row: Sequence[NDArray[np.int32]], leaders: Sequence[Sequence[NDArray[np.int32]]], line: float) -> bool:
    """Whether dots end where several leaders do, and are as large as theirs."""
    alike = [each for each in leaders if abs(int(each[-1][2]) - int(row[-1][2])) <= _ENDS * line]
    if len(alike) < _SEVERAL:
        return False
    sizes = np.array([(dot[2] - dot[0], dot[3] - dot[1]) for each in alike for dot in each])
    most = np.quantile(sizes, 0.9, axis=0) + 1
    return all(bool((dot[2:] - dot[:2] <= most).all()) for dot in row)


def _is_leader(row: Sequence[NDArray[np.int32]], dots: _Dots, line: float) -> bool:
    """Whether dots stand at one distance, with nothing between them and a label before them."""
    if len(row) < _FEWEST:
        return False
    steps = np.diff([(dot[0] + dot[2]) / 2 for dot in row])
    usual = float(np.median(steps))
    even = float((np.abs(steps - usual) <= _EVEN * usual + 1).mean()) >= _ALIKE
    return even and _leads(row, dots, line)


def _leads(row: Sequence[NDArray[np.int32]], dots: _Dots, line: float) -> bool:
    """Whether a label stands before some dots, and nothing between them."""
    x0, x1 = int(row[0][0]), int(row[-1][2])
    y0, y1 = int(min(dot[1] for dot in row)), int(max(dot[3] for dot in row))
    high, low = max(0, round(y1 - _RISE * line)), max(0, round(y1 - _ABOVE * line))
    before = dots.large[high:low, max(0, round(x0 - _BEFORE * line)) : x0]
    return not bool(dots.large[y0:y1, x0:x1].any()) and bool(before.any())


def _is_last(row: Sequence[NDArray[np.int32]], dots: _Dots, line: float) -> bool:
    """Whether paper is behind the last dot."""
    x1, y1 = int(row[-1][2]), int(max(dot[3] for dot in row))
    return not bool(dots.letters[max(0, round(y1 - _RISE * line)) : y1, x1 : round(x1 + _CLEAR * line)].any())


def _shortened(box: TextBox, areas: Sequence[PixelBox], sheet: PaperSheet) -> TextBox | None:
    """A line of print up to its last ink without the leaders on it, None where nothing is left."""
    x0, y0, x1, y1 = (round(edge) for edge in box.bounds)
    if not any(area.x0 < x1 and x0 < area.x1 and y0 < area.y0 < y1 for area in areas):
        return box
    core = round(_LEVEL * box.height)
    inked = np.flatnonzero(sheet.ink[max(0, y0 + core) : max(0, y1 - core), max(0, x0) : x1].any(axis=0))
    if not inked.size:
        return None
    end = min(float(x1), max(0, x0) + int(inked[-1]) + core)
    return box._replace(x=(x0 + end) / 2, length=end - x0)
