"""A sheet of paper told by its four sides: long straight edges on whose inner side it is lighter all along.

A desk may be as light as paper that lies in shadow, and then no level of grey parts them; the step from the one to the
other is there nevertheless (line segments by the Hough transform, judged side by side). On seven drawn photographs its
corners are 2 to 9 pixels off, those of outlines 4 to 307.
"""

from collections.abc import Sequence
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.raster import Grey

Line = tuple[float, float, float, float]
"""From where to where a line runs, in pixels."""
_SHORTEST, _GAP, _VOTES = 0.25, 0.04, 60
"""Shares of the longer side of the picture: how long an edge is seen at least, and how far it may be interrupted."""
_LEANING = 35.0
"""Degrees from level or upright that sides may lean."""
_APART = 0.02
"""Share of the longer side: edges whose middles are nearer are one."""
_MOST = 7
"""Edges either way that are tried with each other."""
_OFF, _STEP, _ALONG = (3.0, 6.0), 5.0, 0.85
"""Pixels beside an edge where paper and table are compared, by how many greys paper is lighter, and for which share of
a side.
"""
_LEAST = 0.2
"""Share of the picture that a sheet covers."""


def sheets_by_sides(small: Grey) -> list[NDArray[np.float32]]:
    """The corners of what may be the sheet, the largest first: upper left, upper right, lower right, lower left."""
    soft = np.asarray(cv2.GaussianBlur(small, (0, 0), 2.0), np.uint8)
    level, upright = _edges(soft)
    found = []
    for top, bottom in combinations(sorted(level, key=lambda line: line[1] + line[3]), 2):
        for left, right in combinations(sorted(upright, key=lambda line: line[0] + line[2]), 2):
            corners = _corners(top, right, bottom, left, soft.shape)
            if corners is not None and all(_is_side(soft, corners, at) for at in range(4)):
                found.append(corners)
    return sorted(found, key=lambda each: -cv2.contourArea(each))


def _edges(soft: Grey) -> tuple[list[Line], list[Line]]:
    """Long straight edges that run across, and those that run down, the longest of each."""
    long = max(soft.shape)
    lines = cv2.HoughLinesP(
        cv2.Canny(soft, 8, 24), 1, np.pi / 360, _VOTES, minLineLength=_SHORTEST * long, maxLineGap=_GAP * long
    )
    if lines is None:
        return [], []
    ordered = sorted(
        lines.reshape(-1, 4).astype(float).tolist(), key=lambda one: -np.hypot(one[2] - one[0], one[3] - one[1])
    )
    level: list[Line] = []
    upright: list[Line] = []
    for x0, y0, x1, y1 in ordered:
        degrees = abs(np.rad2deg(np.arctan2(y1 - y0, x1 - x0)))
        across = min(degrees, 180 - degrees) <= _LEANING
        if not across and abs(degrees - 90) > _LEANING:
            continue
        kept = level if across else upright
        if len(kept) < _MOST and all(_distance(one, (x0, y0, x1, y1)) > _APART * long for one in kept):
            kept.append((x0, y0, x1, y1))
    return level, upright


def _distance(line: Line, other: Line) -> float:
    """How far the ends of the second line are from the first at most, which goes on for ever."""
    x0, y0, x1, y1 = line
    length = np.hypot(x1 - x0, y1 - y0)
    ends = (other[:2], other[2:])
    return float(max(abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) / length for x, y in ends))


def _corners(top: Line, right: Line, bottom: Line, left: Line, shape: tuple[int, ...]) -> NDArray[np.float32] | None:
    """Where four lines meet; None where that is beyond the picture or no sheet."""
    met = [_meeting(*pair) for pair in ((top, left), (top, right), (bottom, right), (bottom, left))]
    corners = np.array([each for each in met if each is not None], np.float32)
    height, width = shape
    if len(corners) < 4 or (corners < -1).any() or (corners > (width, height)).any():
        return None
    large = cv2.contourArea(corners) >= _LEAST * height * width
    return corners if large and cv2.isContourConvex(corners.astype(np.int32)) else None


def _meeting(line: Line, other: Line) -> tuple[float, float] | None:
    one, two = (np.cross((*each[:2], 1.0), (*each[2:], 1.0)) for each in (line, other))
    x, y, w = np.cross(one, two)
    return (float(x / w), float(y / w)) if abs(w) > 1e-6 else None


def _is_side(soft: Grey, corners: NDArray[np.float32], at: int) -> bool:
    """Whether it is lighter on the inner side of an edge nearly all along."""
    begin, end = corners[at], corners[(at + 1) % 4]
    points = begin + np.linspace(0.03, 0.97, 64)[:, None] * (end - begin)
    along = (end - begin) / max(1e-6, float(np.hypot(*(end - begin))))
    inward = np.array([-along[1], along[0]])
    lighter = _mean(soft, points, inward) - _mean(soft, points, -inward) >= _STEP
    return float(lighter.mean()) >= _ALONG


def _mean(soft: Grey, points: NDArray[np.floating], to: NDArray[np.floating]) -> NDArray[np.float64]:
    """The grey beside points of an edge."""
    seen = [points + off * to for off in _OFF]
    height, width = soft.shape
    greys: Sequence[NDArray[np.uint8]] = [
        soft[
            np.clip(np.rint(each[:, 1]).astype(int), 0, height - 1),
            np.clip(np.rint(each[:, 0]).astype(int), 0, width - 1),
        ]
        for each in seen
    ]
    return np.asarray(np.mean(greys, axis=0), np.float64)
