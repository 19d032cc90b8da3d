"""Seals and stamps, which lie over print: the paper and the print beneath those in colour, and where grey ones lie.

Red print is print: only what is as large and as round as a seal is lifted off. What a copier made grey of a seal cannot
be told from print, but its ring can be seen: all that lies within is in doubt.
"""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

_COLOURED = 45
"""By so much, of 255, the strongest colour of a pixel of coloured ink exceeds the weakest."""
_SMALLEST, _LARGEST = 45.0, 160.0
"""Points: seals are no smaller and no larger."""
_ROUND = 1.3
_FILLED = (0.08, 0.75)
"""How much longer than wide a seal is at most, and which share of its square is inked: a frame of rules has less, a
coloured field more."""
_FAINTEST = 128.0
"""The strongest colour of the ink of a seal is no darker."""
_AROUND = 3
"""Pixels at 75 an inch: as far around a seal colours run in compressed pictures."""
_SQUARE, _INKED = 2.0, 0.2
"""Points: the squares that say where its ink lies, and which share of one is inked at least."""
_RING_DPI = 75.0
_PERFECT, _EDGES = 0.6, 200.0
"""How round the edges of a ring are at least, of 1, and how sharp (OpenCV's Hough transform with gradients)."""
_DARK, _ALONG = 225, 0.7
"""A grey, paper being 255, and the share of a ring that is darker: writing and rules make no such circle."""
_JOINED = 3.0
"""Points: the star and the writing of a seal are no further from its ring."""


def without_seals(colours: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """A page in grey with its seals lifted off; ``colours`` is of shape (height, width, 3): red, green, blue.

    Where a seal lies, the strongest of the three colours is taken, so light that the seal is white: coloured ink is
    light in it, black is dark.
    """
    grey = np.asarray(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY), np.uint8)
    coloured = _coloured(colours)
    for x0, y0, x1, y1 in _areas(coloured, dpi):
        area = slice(y0, y1), slice(x0, x1)
        strongest = colours[area].max(axis=2)
        ink = float(np.median(strongest[coloured[area]]))
        lifted = strongest.astype(np.float32) * (255 / max(ink, _FAINTEST))
        grey[area] = np.clip(lifted, 0, 255).astype(np.uint8)
    return grey


def seal_places(colours: NDArray[np.uint8], dpi: float) -> Iterator[tuple[int, int, int, int]]:
    """Where the ink of seals lies, as many small squares: left, top, right, bottom in pixels."""
    coloured = _coloured(colours)
    side = max(1, round(_SQUARE * dpi / 72))
    for x0, y0, x1, y1 in _areas(coloured, dpi):
        for top in range(y0, y1, side):
            for left in range(x0, x1, side):
                if coloured[top : min(y1, top + side), left : min(x1, left + side)].mean() > _INKED:
                    yield left, top, left + side, top + side


def ring_places(grey: NDArray[np.uint8], dpi: float) -> Iterator[tuple[int, int, int, int]]:
    """Where seals lie on a page in grey whose paper is white, as flat strips of their circles: left, top, right, bottom
    in pixels.
    """
    share = min(1.0, _RING_DPI / dpi)
    small = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    point, side = share * dpi / 72, max(1, round(_SQUARE * dpi / 72))
    least, most = (round(edge / 2 * point) for edge in (_SMALLEST, _LARGEST))
    found = cv2.HoughCircles(
        small, cv2.HOUGH_GRADIENT_ALT, 1.5, least / 2, param1=_EDGES, param2=_PERFECT, minRadius=least, maxRadius=most
    )
    for x, y, radius in [] if found is None else found[0].tolist():
        if _inked_along(np.asarray(small, np.uint8), x, y, radius) < _ALONG:
            continue
        for top in range(round((y - radius) / share), round((y + radius) / share), side):
            half = max(0.0, radius**2 - ((top + side / 2) * share - y) ** 2) ** 0.5
            yield round((x - half) / share), top, round((x + half) / share), top + side


def _inked_along(grey: NDArray[np.uint8], x: float, y: float, radius: float) -> float:
    """Which share of a circle is dark, a pixel in or out, of what lies on the page; 0 where that is less than half."""
    turns = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    high, wide = grey.shape
    rings, seen = [], []
    for reach in (radius - 1, radius, radius + 1):
        xs, ys = np.rint(x + reach * np.cos(turns)).astype(int), np.rint(y + reach * np.sin(turns)).astype(int)
        inside = (xs >= 0) & (xs < wide) & (ys >= 0) & (ys < high)
        rings.append(inside & (grey[ys.clip(0, high - 1), xs.clip(0, wide - 1)] < _DARK))
        seen.append(inside)
    on_page = int(np.any(seen, axis=0).sum())
    return int(np.any(rings, axis=0).sum()) / on_page if 2 * on_page >= len(turns) else 0.0


def _coloured(colours: NDArray[np.uint8]) -> NDArray[np.bool_]:
    red, green, blue = cv2.split(colours)
    strongest, weakest = cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)
    return np.asarray(cv2.subtract(strongest, weakest) > _COLOURED, np.bool_)


def _areas(coloured: NDArray[np.bool_], dpi: float) -> Iterator[tuple[int, int, int, int]]:
    """The areas around seals, in pixels."""
    if not coloured.any():
        return
    high_, wide_ = coloured.shape
    step = max(1, round(dpi / 75))
    small = np.ascontiguousarray(coloured[::step, ::step], np.uint8)
    reach = max(1, round(_JOINED * dpi / 72 / step)) * 2 + 1
    joined = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    point = dpi / 72 / step
    for x, y, wide, high, _ in stats[1:].tolist():
        inked = float(small[y : y + high, x : x + wide].mean())
        if _is_seal(wide / point, high / point, inked):
            top, left = max(0, (y - _AROUND) * step), max(0, (x - _AROUND) * step)
            yield left, top, min(wide_, (x + wide + _AROUND) * step), min(high_, (y + high + _AROUND) * step)


def _is_seal(wide: float, high: float, inked: float) -> bool:
    """Whether coloured ink of this size in points, which covers this share of its box, is a seal."""
    return (
        min(wide, high) >= _SMALLEST
        and max(wide, high) <= _LARGEST
        and max(wide, high) <= _ROUND * min(wide, high)
        and _FILLED[0] <= inked <= _FILLED[1]
    )
