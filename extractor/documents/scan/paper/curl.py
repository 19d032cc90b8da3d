"""Pages whose lines are bent, as the curl of a page or a lens bends them: how far, and the page with straight lines.

The page is cut into strips from top to bottom. Rows of print go on from one strip to the next, so the shift at which
neighbouring strips look most alike tells how lines rise between them; a smooth surface is laid through all shifts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from typing import TypeAlias, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

_WIDTH = 1000
_STRIPS = 16
_BANDS = (0.25, 0.5, 0.75)
_MOST = 8
"""Pixels of the small picture by which a line rises from one strip to the next at most."""
_ALIKE = 0.3
"""Correlation of neighbouring strips: where it is less nothing goes on from one to the next."""
_ACROSS, _DOWN = 5, 2
"""Powers of the surface."""
_RIDGE = 0.005
_STRAY = 1.5
"""Pixels: a shift that lies further from the surface is another row's, and is left out."""
_LEAST, _GAIN = 1.5, 1.25
"""A page is bent where it is by so many pixels of the small picture, and its rows stand out so many times as sharply
when it is straightened. Of five flat pages the gain is 1 at most, of the same bent by 6 pixels 1.8 at least.
"""

Floats: TypeAlias = NDArray[np.float64]
Ink = TypeVar("Ink", NDArray[np.uint8], NDArray[np.float32])


@dataclass(frozen=True)
class Curl:
    """How far below its place on the straight page something lies: a polynomial in x and y, which run from -1 to 1 over
    the ``width`` and ``height`` of the page, in the same unit as these. ``powers``: of x, one after the other for each
    of y.
    """

    width: float
    height: float
    powers: tuple[float, ...]

    def below(self, x: Floats | float, y: Floats | float) -> Floats:
        """The displacement at points of the straight page."""
        surface = _surface(2 * np.asarray(x) / self.width - 1, 2 * np.asarray(y) / self.height - 1)
        return np.asarray(surface @ np.array(self.powers))

    def scaled(self, scale: float) -> "Curl":
        """The same in another unit, of which there are so many."""
        return Curl(self.width * scale, self.height * scale, tuple(each * scale for each in self.powers))


def curl_of(pixels: NDArray[np.uint8]) -> Curl | None:
    """How a level page is bent, in its pixels; None where it is flat."""
    scale = min(1.0, _WIDTH / pixels.shape[1])
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    dark = cv2.subtract(ground, small)
    ink: NDArray[np.float32] = np.where(dark > 40, dark, 0).astype(np.float32)
    found = [*_shifts(ink)]
    if len(found) < _STRIPS:
        return None
    height, width = ink.shape
    curl = Curl(width, height, _fitted(np.array(found)))
    across, below = np.meshgrid(np.linspace(0, width, 9), np.linspace(0, height, 5))
    if np.abs(curl.below(across, below)).max() < _LEAST or _sharpness(uncurled(ink, curl)) < _GAIN * _sharpness(ink):
        return None
    return curl.scaled(1 / scale)


def _fitted(found: Floats) -> tuple[float, ...]:
    """The powers of the surface through shifts as :func:`_shifts` gives them, strays left out."""
    left, right, down, shift, weight = found.T
    rows = _surface(right, down) - _surface(left, down)
    ridge = np.eye(_ACROSS * _DOWN) * _RIDGE
    for _ in range(3):
        told = np.append(shift * weight, np.zeros(len(ridge)))
        powers = np.linalg.lstsq(np.vstack([rows * weight[:, None], ridge]), told, rcond=None)[0]
        weight = np.where(np.abs(rows @ powers - shift) > _STRAY, 0.0, found[:, 4])
    return tuple(powers.tolist())


def uncurled(pixels: Ink, curl: Curl) -> Ink:
    """The page with its lines straight."""
    height, width = pixels.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    # The surface is a straight line from the top of the page to its bottom.
    top, bottom = (curl.below(x[0], end).astype(np.float32) for end in (0.0, curl.height))
    below = top + (y / curl.height) * (bottom - top)
    straight = cv2.remap(pixels, x, y + below, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(straight, pixels.dtype)


def _surface(x: Floats, y: Floats) -> Floats:
    """The powers of points, along a last axis."""
    powers = [np.asarray(x) ** across * np.asarray(y) ** down for down, across in product(range(_DOWN), range(_ACROSS))]
    return np.stack(np.broadcast_arrays(*powers), axis=-1)


def _shifts(ink: NDArray[np.float32]) -> Iterator[tuple[float, float, float, float, float]]:
    """For every two neighbouring strips in every band: where they stand across, from -1 to 1, how far down, by how many
    pixels lines fall from one to the other, and how much that is to be believed.
    """
    height, width = ink.shape
    edges = np.linspace(0, width, _STRIPS + 1).astype(int)
    profiles = [ink[:, x0:x1].sum(axis=1) for x0, x1 in pairwise(edges)]
    middles = (edges[1:] + edges[:-1]) / width - 1
    for at, band in product(range(_STRIPS - 1), _BANDS):
        y0, y1 = round((band - 0.25) * height), round((band + 0.25) * height)
        found = _fall(profiles[at][y0:y1], profiles[at + 1][y0:y1])
        if found is not None:
            yield float(middles[at]), float(middles[at + 1]), 2 * band - 1, *found


def _fall(one: NDArray[np.float32], other: NDArray[np.float32]) -> tuple[float, float] | None:
    """By how many pixels the second profile lies lower than the first, and their correlation then."""
    size = len(one) - 2 * _MOST
    if size < 4 * _MOST:
        return None
    one = one[_MOST:-_MOST] - one.mean()
    other = other - other.mean()
    if not one.any() or not other.any():
        return None
    norm = float(np.linalg.norm(one)) * float(np.linalg.norm(other))
    alike = np.array([float(one @ other[at : at + size]) for at in range(2 * _MOST + 1)]) / norm
    best = int(alike.argmax())
    if alike[best] < _ALIKE or not 0 < best < 2 * _MOST:
        return None
    before, peak, after = alike[best - 1 : best + 2]
    bow = before - 2 * peak + after
    return best - _MOST + (float(0.5 * (before - after) / bow) if bow < 0 else 0.0), float(peak)


def _sharpness(ink: NDArray[np.float32]) -> float:
    """How unlike neighbouring rows are."""
    return float(np.square(np.diff(ink.sum(axis=1))).sum())
