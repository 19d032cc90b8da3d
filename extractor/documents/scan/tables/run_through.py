"""Numbers that a stroke runs through: one that is longer than any stroke of a digit, or was taken for a rule."""

from collections.abc import Iterator, Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.page.ruled_grid import RuledGrid
from extractor.documents.page.ruling import Segment
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.tables.marks import Marks, is_dash
from extractor.documents.scan.tables.spots import PrintSpot

_LONG = 0.9
"""In heights of a digit: the bar of a 4 is 0.7 long."""
_INSIDE = 0.15
"""The same: feet and heads of digits that touch each other, and lines under them, are no farther from their edge."""
_RISE, _FLUSH, _BAR_END = 0.15, 0.08, 0.3
"""The same: how far above a bar its digit is looked at, how far from its end the slope of a 4 stands there at most, and
how far its other end reaches beyond the stem."""
_PIXEL = 1
_LOW, _TWO_BARS = 11, 1.5
"""Pixels: lower digits touch their neighbours, the bowl of a 9 the bar of a 4; and in heights of a digit, how long two
bars are at most. Of 22 numbers of 3 pages at 100 dots an inch whose bars run together so none has a longer run.
"""
_PITCH = 0.8
"""Heights of a digit for every character of touching ones: where a run is longer, not all of it was read."""
_SAME_LEVEL = 1.5
"""Points: rules so close to each other are pieces of one."""
_DIGIT = 0.6
"""The same: what is lower is no digit."""
_HALF, _PIECE, _CUT = 0.9, 0.15, (0.7, 1.5)
"""Points from the middle of a rule that are taken away with it; in heights of a digit, how high a piece of a cut digit
is at least (of one that stands on a rule, less is below it), and how high its pieces and what is between them are."""


def run_through(marks: Marks, spots: Mapping[PrintSpot, str]) -> Iterator[PixelBox]:
    """The lines of numbers in which a mark runs across for longer than strokes of digits do, between foot and head.
    ``spots``: with what was read there.
    """
    for spot, text in spots.items():
        if not spot.figure or not spot.marks or is_dash(marks, spot.marks, spot.height):
            continue
        tall = [number for number in spot.marks if int(marks.heights[number]) >= _DIGIT * spot.height]
        longest = _PITCH * spot.height * len(text)
        numbers = (*spot.marks, *spot.dirt)
        if any(_runs_across(marks, number, tall or [*spot.marks], spot.height, longest) for number in numbers):
            yield spot.line


def _runs_across(marks: Marks, number: int, digits: Sequence[int], height: int, longest: float) -> bool:
    """``longest``: in pixels, what the bars of the characters that were read are together."""
    x0, y0, x1, y1 = marks.boxes[number].tolist()
    least = round(_LONG * height)
    if x1 - x0 < least:
        return False
    edges = marks.around(digits)
    inset = round(_INSIDE * height)
    top, bottom = max(y0, edges.y0 + inset), min(y1, edges.y1 - inset)
    if top >= bottom:
        return False
    own = (marks.labels[y0:y1, x0:x1] == number).astype(np.uint8)
    inner = own[top - y0 : bottom - y0]
    kernel = np.ones((1, least), np.uint8)
    across = cv2.morphologyEx(inner, cv2.MORPH_OPEN, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    found, _, stats, _ = cv2.connectedComponentsWithStats(across, connectivity=8)
    runs = [stats[each, :4].tolist() for each in range(1, found)]
    return any(run[2] > longest or not _is_bars(own, run, top - y0, height) for run in runs)


def _is_bars(own: NDArray[np.uint8], run: Sequence[int], inset: int, height: int) -> bool:
    """Whether a run across is made of strokes of digits that touch each other, as the bars of two fours: where it
    begins, a stroke rises from it, and it ends no further to the right than a bar does. A line drawn through digits
    begins before them. Of low digits that touch others the stroke that rises where a short run begins is looked for
    there. A short run that begins and ends in strokes which go on above or below it is two digits that touch: what is
    drawn through them reaches beyond. ``run``: left, top, width and height, ``inset`` rows below the top of the mark,
    ``own``.
    """
    left, top, wide, high = run
    top += inset
    if wide <= _TWO_BARS * height and _between_strokes(own, left, left + wide, top, top + high):
        return True
    over = np.flatnonzero(own[max(0, top - max(2, round(_RISE * height))) : top].any(axis=0))
    under = np.flatnonzero(own[top + high :].any(axis=0))
    if height < _LOW and wide <= _TWO_BARS * height:
        over = over[over >= left - _FLUSH * height - _PIXEL]
    if not over.size:
        return False
    last = max(int(over[-1]), int(under[-1]) if under.size else 0)
    return bool(abs(int(over[0]) - left) <= _FLUSH * height + _PIXEL and left + wide - 1 - last <= _BAR_END * height)


def _between_strokes(own: NDArray[np.uint8], left: int, right: int, top: int, bottom: int) -> bool:
    """Whether a stroke goes on above or below both ends of a run across."""
    near = np.concatenate([own[max(0, top - _PIXEL) : top], own[bottom : bottom + _PIXEL]])
    ends = slice(max(0, left - _PIXEL), left + _PIXEL + 1), slice(right - _PIXEL - 1, right + _PIXEL)
    return all(bool(near[:, end].any()) for end in ends)


def rules_through(rules: Sequence[Segment], marks: Marks, spots: Sequence[PrintSpot], dpi: float) -> Iterator[Segment]:
    """The rules across that cut a digit in two: strokes that end at uprights of a table, or are long enough for a rule.
    ``marks`` are those left without them.
    """
    heights = [spot.height for spot in spots if spot.figure]
    if not heights:
        return
    height, scale = float(np.median(heights)), dpi / 72
    boxes = marks.boxes[1:]
    boxes = boxes[(boxes[:, 3] - boxes[:, 1] >= _PIECE * height) & (boxes[:, 2] - boxes[:, 0] <= height)]
    reach = max(1, round(_HALF * scale)) + 2
    for rule in rules:
        at, start, end = rule.at * scale, rule.start * scale, rule.end * scale
        along = boxes[(boxes[:, 0] >= start) & (boxes[:, 2] <= end)]
        above = along[(along[:, 3] <= at + 1) & (along[:, 3] >= at - reach)]
        below = along[(along[:, 1] >= at - 1) & (along[:, 1] <= at + reach)]
        shared = np.minimum(above[:, 2, None], below[:, 2]) - np.maximum(above[:, 0, None], below[:, 0])
        narrower = np.minimum((above[:, 2] - above[:, 0])[:, None], below[:, 2] - below[:, 0])
        whole = below[:, 3] - above[:, 1, None]
        if ((2 * shared > narrower) & (whole >= _CUT[0] * height) & (whole <= _CUT[1] * height)).any():
            yield rule


def rules_on_level(
    rules: Sequence[Segment], grids: Sequence[RuledGrid], spots: Sequence[PrintSpot], dpi: float
) -> Iterator[Segment]:
    """The rules across that lie at the height of the digits beside them, and are shorter than half of their table: a
    stroke along a row, for no row stands where a rule ends two.
    """
    scale = dpi / 72
    tall = [spot for spot in spots if spot.figure and spot.row and spot.line.height >= _DIGIT * spot.height]
    lines = [spot.line for spot in tall]
    for grid in grids:
        x0, y0, x1, y1 = grid.box
        inside = [rule for rule in rules if y0 + 1 < rule.at < y1 - 1 and rule.end > x0 and rule.start < x1]
        for rule in inside:
            level = sum(each.end - each.start for each in inside if abs(each.at - rule.at) <= _SAME_LEVEL)
            if 2 * level < x1 - x0 and any(_passes(rule, line, scale) for line in lines):
                yield rule


def _passes(rule: Segment, line: PixelBox, scale: float) -> bool:
    """Whether a line of digits stands beside a rule, which lies between its foot and its head."""
    inset = _INSIDE * line.height
    beside = line.x1 < rule.start * scale or line.x0 > rule.end * scale
    return beside and line.y0 + inset < rule.at * scale < line.y1 - inset
