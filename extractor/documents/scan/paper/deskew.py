"""How far a page lies turned, and the page turned back: once, so that digits are smoothed once."""

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.raster import Grey

_MOST = 6.0
_WIDTH = 1000
_LEAST = 0.02
_STRIP = 8
"""Columns that are moved together: six degrees lift one end of so many by less than a pixel over the other."""


def skew_of(pixels: Grey) -> float:
    """Degrees by which lines of text and rules rise to the right, at most six either way.

    The right turn is the one that makes rows of pixels most unlike their neighbours (sum of squared differences of the
    row sums): lines and gaps alternate sharply. Searched coarse to fine.
    """
    scale = min(1.0, _WIDTH / max(1, pixels.shape[1]))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    dark = cv2.subtract(ground, small)
    ink: NDArray[np.float32] = np.where(dark > 40, dark, 0).astype(np.float32)
    if not ink.any():
        return 0.0
    size = (max(1, ink.shape[1] // _STRIP), ink.shape[0])
    strips = np.asarray(cv2.resize(ink, size, interpolation=cv2.INTER_AREA), np.float32)
    ratio = ink.shape[1] / strips.shape[1]
    best = 0.0
    for step, reach in ((0.5, _MOST), (0.1, 0.5), (0.02, 0.1)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _sharpness(strips, angle, ratio)))
    return best if abs(best) >= _LEAST else 0.0


def turned(pixels: Grey, degrees: float) -> tuple[Grey, NDArray[np.float64]]:
    """The picture turned by ``degrees`` clockwise about its middle on white paper that holds all of it, and the map
    (2 x 3) from its pixels back to those of the picture that was given.
    """
    height, width = pixels.shape
    if not degrees:
        return pixels, np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    radians = np.deg2rad(abs(degrees))
    wide = round(width * np.cos(radians) + height * np.sin(radians))
    high = round(height * np.cos(radians) + width * np.sin(radians))
    matrix[0, 2] += (wide - width) / 2
    matrix[1, 2] += (high - height) / 2
    upright = cv2.warpAffine(pixels, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(255,))
    return np.asarray(upright, np.uint8), np.asarray(cv2.invertAffineTransform(matrix))


def _sharpness(ink: NDArray[np.float32], degrees: float, ratio: float) -> float:
    """How unlike neighbouring rows are when each column is moved up or down as the turn would move it. ``ratio``: so
    many columns of the picture are one here.
    """
    height, width = ink.shape
    shear = np.array([[1.0, 0.0, 0.0], [-np.tan(np.deg2rad(-degrees)) * ratio, 1.0, 0.0]])
    shear[1, 2] = -shear[1, 0] * width / 2
    sums = cv2.warpAffine(ink, shear, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1)
    return float(np.square(np.diff(sums)).sum())
