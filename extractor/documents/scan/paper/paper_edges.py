"""A sheet of paper photographed aslant: its corners, and the page as if seen from straight above."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.placing import Lens
from extractor.documents.scan.paper.raster import Grey, Raster
from extractor.documents.scan.paper.sheet_sides import sheets_by_sides
from extractor.documents.scan.paper.text_boxes import TextBox

_SIDE = 600
"""Pixels of the longer side of the picture in which paper is looked for."""
_FRAME = 0.02
"""Share of the sides of a picture: what lies along its edges is the table and not the paper, on a photograph."""
_DARKER, _CONTRAST = 40, 30
"""Grey: as much darker than paper is the frame of a photograph, and what lies around the paper."""
_SHARES = (0.2, 0.97)
"""Of the picture, that paper covers."""
_FILLED = 0.93
"""Share of a quadrilateral that paper covers."""
_BEYOND = 0.5
"""Heights of a line of print: it reaches no further over the edge of the sheet, at either end. Of 2538 lines on 41
drawn photographs none reaches further than 0.1.
"""
_SQUARE = 40.0
"""Degrees by which corners of paper differ from a right angle at most."""

Corners = NDArray[np.float32]
"""Shape (4, 2): upper left, upper right, lower right, lower left, in pixels."""


def flattened(raster: Raster, boxes: Sequence[TextBox]) -> Raster | None:
    """The sheet of paper alone, seen from straight above; None where the picture shows nothing but paper. ``boxes``:
    the lines of print on the picture, which all stand on the sheet.
    """
    corners = paper_corners(raster.pixels, boxes)
    if corners is None:
        return None
    upper, right, lower, left = (float(np.hypot(*(corners[(at + 1) % 4] - corners[at]))) for at in range(4))
    wide, high = round(max(upper, lower)), round(max(left, right))
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    flat = cv2.getPerspectiveTransform(corners, target)
    pixels = cv2.warpPerspective(
        raster.pixels, flat, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    a, b, c, d, e, f = raster.matrix
    to_points = np.array([[a, c, e], [b, d, f], [0.0, 0.0, 1.0]])
    lens: Lens = tuple((to_points @ np.linalg.inv(flat)).ravel().tolist())
    upright = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return replace(raster, pixels=np.asarray(pixels, np.uint8), matrix=upright, lens=lens, native=False)


def paper_corners(pixels: Grey, boxes: Sequence[TextBox]) -> Corners | None:
    """The corners of the sheet of paper that a photograph shows, with all its print; None where there is no table
    around it, or no outline is sure.
    """
    scale = min(1.0, _SIDE / max(pixels.shape))
    small = np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    small = np.asarray(cv2.medianBlur(small, 5), np.uint8)
    if not boxes:
        return None
    for sides in sheets_by_sides(small):
        if _is_square(sides) and _holds(sides / scale, boxes):
            return np.asarray(sides / scale, np.float32)
    for contour in _outlines(small) if _is_framed(small) else ():
        corners = _quadrilateral(contour)
        if corners is not None and _is_sheet(small, contour, corners) and _holds(corners / scale, boxes):
            return np.asarray(corners / scale, np.float32)
    return None


def _is_framed(small: Grey) -> bool:
    """Whether what lies along the edges of a picture is clearly darker than paper."""
    return float(np.median(_frame(small))) <= float(np.percentile(small, 80)) - _DARKER


def _outlines(small: Grey) -> Iterator[NDArray[np.int32]]:
    """What may be the outline of the paper: of what is light, at several levels, and of what edges enclose."""
    reach = max(small.shape) // 20 | 1
    usual, _ = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    masks = [(small > usual + more).astype(np.uint8) for more in (0, -15, 15, -30, 30)]
    edges = cv2.dilate(cv2.Canny(small, 20, 50), np.ones((3, 3), np.uint8))
    hulls, _ = cv2.findContours(edges, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    for mask in masks:
        edged = cv2.copyMakeBorder(mask, reach, reach, reach, reach, cv2.BORDER_CONSTANT, value=(0,))
        whole = cv2.morphologyEx(edged, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))[reach:-reach, reach:-reach]
        whole = cv2.morphologyEx(np.ascontiguousarray(whole), cv2.MORPH_OPEN, np.ones((reach, reach), np.uint8))
        contours, _ = cv2.findContours(whole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        if contours:
            yield np.asarray(max(contours, key=cv2.contourArea), np.int32)
    if hulls:
        yield np.asarray(cv2.convexHull(max(hulls, key=lambda each: cv2.contourArea(cv2.convexHull(each)))), np.int32)


def _holds(corners: NDArray[np.float32], boxes: Sequence[TextBox]) -> bool:
    """Whether all lines of print stand on the sheet with both ends: none is lost with what is cut off."""
    for box in boxes:
        first, second, third, fourth = box.corners
        for x, y in ((first + fourth) / 2, (second + third) / 2):
            if cv2.pointPolygonTest(corners, (float(x), float(y)), True) < -_BEYOND * box.height:
                return False
    return True


def _frame(small: Grey) -> NDArray[np.uint8]:
    """The pixels along the edges of a picture."""
    down, across = (max(2, round(_FRAME * side)) for side in small.shape)
    sides = (small[:down], small[-down:], small[:, :across], small[:, -across:])
    return np.concatenate([side.ravel() for side in sides])


def _quadrilateral(contour: NDArray[np.int32]) -> Corners | None:
    """The four corners of an outline that has four, in order."""
    hull = cv2.convexHull(contour)
    around = cv2.arcLength(hull, True)
    for share in (0.02, 0.03, 0.04, 0.06, 0.08):
        found = cv2.approxPolyDP(hull, share * around, True).reshape(-1, 2).astype(np.float32)
        if len(found) == 4:
            break
    else:
        return None
    middle = found.mean(axis=0)
    around_middle = np.argsort(np.arctan2(found[:, 1] - middle[1], found[:, 0] - middle[0]))
    found = found[around_middle]
    return np.roll(found, -int(found.sum(axis=1).argmin()), axis=0)


def _is_sheet(small: Grey, contour: NDArray[np.int32], corners: Corners) -> bool:
    """Whether a quadrilateral is a sheet of paper: large, full, nearly square at its corners, lighter than the rest."""
    area = cv2.contourArea(corners)
    if not _SHARES[0] * small.size <= area <= _SHARES[1] * small.size:
        return False
    if cv2.contourArea(contour) < _FILLED * area:
        return False
    if not _is_square(corners):
        return False
    mask = np.zeros(small.shape, np.uint8)
    cv2.fillConvexPoly(mask, corners.astype(np.int32), (1,))
    inside, outside = small[mask > 0], small[mask == 0]
    return float(np.median(inside)) > float(np.median(outside)) + _CONTRAST


def _is_square(corners: Corners) -> bool:
    """Whether all corners are nearly right angles."""
    for at in range(4):
        one, other = corners[at - 1] - corners[at], corners[(at + 1) % 4] - corners[at]
        cosine = float(one @ other) / max(1e-6, float(np.hypot(*one) * np.hypot(*other)))
        if abs(np.rad2deg(np.arccos(np.clip(cosine, -1, 1))) - 90) > _SQUARE:
            return False
    return True
