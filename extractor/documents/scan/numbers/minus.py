"""A minus before a number that is too faint to leave a mark."""

from dataclasses import replace

import cv2
import numpy as np

from extractor.documents.scan.numbers.number_parts import parts_of
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.spots import PrintSpot

_REACH, _BAND, _STROKE, _AWAY = 1.1, (0.75, 0.2), 0.32, 0.28
"""Shares of the height of a digit: how far before the first digit a minus begins at most, how high above the foot it
stands, how long it is at least, and how far from it paper is white."""
_MOST_DIRT = 1
"""Where more specks than this stand around it, it may be one of them."""
_DARK, _PALE = 45, 0.5
"""The least darkness of a faint stroke, of 255, and how dark the paper beside it may be in comparison."""


def with_faint_minus(grey: Grey, marks: Marks, spot: PrintSpot) -> PrintSpot:
    """The line with a stroke before its first digit that is too faint for a mark of its own; the same object where
    there is none. ``grey`` is the page, 255 its paper.
    """
    digits = parts_of(marks, spot)[0]
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
    own = {mark for mark in spot.dirt if left - 1 <= marks.boxes[mark, 0] and marks.boxes[mark, 2] <= x1}
    around = PixelBox(x0 - height, spot.line.y0 - height, x1, spot.line.y1 + height)
    if len(set(marks.inside(around).tolist()) - own - set(spot.marks)) > _MOST_DIRT:
        return spot
    dirt = tuple(mark for mark in spot.dirt if mark not in own)
    return replace(spot, line=PixelBox(left, spot.line.y0, spot.line.x1, spot.line.y1), dirt=dirt)
