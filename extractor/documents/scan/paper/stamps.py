"""Grey stamps that are no rings: names and dates in frames, square, oblong or oval, as copiers leave them.

Their ink is lighter than the print of the page, and their frame leaves no row and no column of their place without it,
as the lines and letters of pale print do. What lies within is in doubt. A stamp as dark as print is not told from it.
"""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.raster import Grey

_DPI = 150.0
_INK = 205
"""Grey, paper being 255: what is darker is ink."""
_LIGHTER, _PALEST = 26.0, 46.0
"""By so many greys the ink of a stamp is lighter than most print, and at least so light."""
_MOSTLY = 0.3
"""Share of the ink of a page that is light where its print is pale itself."""
_SMALLEST, _LONGEST, _LARGEST = 18.0, 30.0, 190.0
"""Points: the shorter and the longer side of a stamp at least, and its longer side at most."""
_PIECE, _JOINED = 5.0, 6.0
"""Points: the shortest piece of a stamp, and how far apart its pieces lie where print and rules cross it."""
_ALL, _FILLED = 0.88, (0.06, 0.6)
"""Share of the rows and columns of a stamp in which it has ink, and of its place that is ink."""
_STRIP = 2.0
"""Points: the height of the strips that say where a stamp lies."""


def stamp_places(grey: Grey, dpi: float, rules: Grey) -> Iterator[tuple[int, int, int, int]]:
    """Where such stamps lie on a level page whose paper is white, as flat strips: left, top, right, bottom in pixels.
    ``rules``: the pixels of its rules (255).
    """
    share = min(1.0, _DPI / dpi)
    small = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    ruled = cv2.resize(rules, small.shape[::-1], interpolation=cv2.INTER_AREA)
    around = np.asarray(cv2.dilate(ruled, np.ones((3, 3), np.uint8)) > 0, np.bool_)
    ink = (small < _INK) & ~around
    if not ink.any():
        return
    core = cv2.erode(small, np.ones((3, 3), np.uint8))
    light = ink & (core > max(_PALEST, float(np.median(core[ink])) + _LIGHTER))
    point = share * dpi / 72
    pieces = _long_pieces(light.astype(np.uint8), _PIECE * point)
    if pieces.sum() > _MOSTLY * ink.sum():
        return
    for outline in _outlines(pieces, around, point):
        yield from _strips(outline, small.shape, point, share)


def _long_pieces(drawn: Grey, least: float) -> Grey:
    """A mask without what is shorter: the edges of print are as light as a stamp."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(drawn, connectivity=8)
    kept = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= least
    kept[0] = False
    return np.asarray(kept[labels], np.uint8)


def _outlines(pieces: Grey, rules: NDArray[np.bool_], point: float) -> Iterator[NDArray[np.int32]]:
    """The outlines of what fills a place to its edges, as polygons."""
    reach = 2 * round(_JOINED * point / 2) + 1
    joined = cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for number, (x, y, wide, high, _) in enumerate(stats[1:].tolist(), start=1):
        if min(wide, high) < _SMALLEST * point or not _LONGEST * point <= max(wide, high) <= _LARGEST * point:
            continue
        own = pieces[y : y + high, x : x + wide] * (labels[y : y + high, x : x + wide] == number)
        ruled = rules[y : y + high, x : x + wide]
        whole = min(_share_inked(own, ruled, 0), _share_inked(own, ruled, 1))
        if whole >= _ALL and _FILLED[0] <= float(own.mean()) <= _FILLED[1]:
            yield np.asarray(cv2.convexHull(cv2.findNonZero(own)) + np.array([x, y]), np.int32)


def _share_inked(own: Grey, ruled: NDArray[np.bool_], axis: int) -> float:
    """The share of columns (0) or rows (1) that have ink, where no rule takes it away."""
    free = np.asarray(ruled.mean(axis) < 0.5)
    return float((own.max(axis) > 0)[free].mean()) if free.any() else 0.0


def _strips(
    outline: NDArray[np.int32], shape: tuple[int, ...], point: float, share: float
) -> Iterator[tuple[int, int, int, int]]:
    whole = np.zeros(shape, np.uint8)
    cv2.fillPoly(whole, [outline], (1,))
    step = max(1, round(_STRIP * point))
    top, bottom = int(outline[:, 0, 1].min()), int(outline[:, 0, 1].max())
    for y in range(top, bottom + 1, step):
        columns = np.flatnonzero(whole[y : y + step].any(0))
        if len(columns):
            x0, x1 = int(columns[0]) / share, (int(columns[-1]) + 1) / share
            yield round(x0), round(y / share), round(x1), round(min(bottom + 1, y + step) / share)
