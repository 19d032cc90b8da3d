"""Despeckling: salt and pepper, black and white pixels, alone or in pairs, that a sensor or dust adds to a picture.

The picture is in grey, and squeezed into a JPEG file each pixel becomes a small soft blot. On a page full of them they
hang on digits and fill the paper, where signs of numbers are hardly larger. They are told from print by standing alone:
a point of a decimal is a few pixels wide wherever it can be read at all.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.raster import Grey

_BLACK = 40
"""Greys by which pepper is darker than what lies around it."""
_EVEN, _REACH = 50, 9
"""Paper differs by no more greys, within so many pixels."""
_PEPPERED = 2.2
"""How many of a thousand pixels of its paper are pepper where something is done about it: what costs points and signs
as small as specks has to be worth it.
"""
_FINE = 250.0
"""Dots an inch: where they are as close, the thinnest stroke is three pixels wide and outlasts a median of three."""
_LINE = 15
"""Pixels: what is as long is a rule, and stays however thin it is."""
_BREAK, _LONG, _THICKEST = 0.035, 0.5, 0.05
"""Inches: what a dashed rule leaves out between two dashes, how long and how thick it is."""
_APART, _UNLIKE = 25, 20
"""Greys: how far a pixel is from the middle of its neighbours, and from all of them but one."""
_PALE, _LEAST_INK, _LARGEST = 12, 120, 5
"""Greys of what is left of a speck, its darkness in all (that of half a black pixel), and its size in pixels."""


class Cleaned(NamedTuple):
    """A picture without its specks, and how many of a thousand pixels of its paper they were; 0 where nothing was done
    about them.
    """

    pixels: Grey
    share: float


def without_pepper(pixels: Grey, dpi: float) -> Cleaned:
    """A grey picture of ``dpi`` dots an inch, before it is turned, without its single black and white pixels."""
    middle = np.asarray(cv2.medianBlur(pixels, 3), np.uint8)
    alone = _stands_alone(pixels, middle)
    alone &= ~_on_dashed_rules(pixels, dpi)
    share = 1000 * _share(pixels, middle, alone)
    if share < _PEPPERED:
        return Cleaned(pixels, 0.0)
    if dpi >= _FINE:
        return Cleaned(np.minimum(middle, _lines(pixels)), share)
    return Cleaned(_without_remains(np.where(alone, middle, pixels), middle), share)


def _lines(pixels: Grey) -> Grey:
    """Nothing but the rules of a picture, on white."""
    across = cv2.morphologyEx(pixels, cv2.MORPH_CLOSE, np.ones((1, _LINE), np.uint8))
    down = cv2.morphologyEx(pixels, cv2.MORPH_CLOSE, np.ones((_LINE, 1), np.uint8))
    return np.minimum(across, down).astype(np.uint8)


def _share(pixels: Grey, middle: Grey, alone: NDArray[np.bool_]) -> float:
    """The share of the paper that is black pixels standing ``alone``. ``middle``: of every pixel and its neighbours."""
    reach = np.ones((_REACH, _REACH), np.uint8)
    even = cv2.subtract(cv2.dilate(middle, reach), cv2.erode(middle, reach)) < _EVEN
    black = alone & (cv2.subtract(middle, pixels) > _BLACK)
    return float((black & even).sum() / max(1, even.sum()))


def _stands_alone(pixels: Grey, middle: Grey) -> NDArray[np.bool_]:
    """Which pixels are unlike all their neighbours but one: a line goes on at two sides."""
    found = np.zeros(pixels.shape, bool)
    values = pixels.astype(np.int16)
    rows, columns = np.nonzero(np.abs(values - middle)[1:-1, 1:-1] > _APART)
    if rows.size:
        rows, columns = rows + 1, columns + 1
        own = values[rows, columns]
        around = [(down, across) for down in (-1, 0, 1) for across in (-1, 0, 1) if down or across]
        unlike = np.stack([np.abs(values[rows + down, columns + across] - own) for down, across in around])
        unlike.partition(1, axis=0)
        alone = unlike[1] > _UNLIKE
        found[rows[alone], columns[alone]] = True
    return found


def _on_dashed_rules(pixels: Grey, dpi: float) -> NDArray[np.bool_]:
    """Which pixels lie where dark ones follow each other along a line, thinner than a line of print: the dashes of a
    rule have ends that look like pepper.
    """
    reach = np.ones((_REACH, _REACH), np.uint8)
    dark = (cv2.subtract(np.asarray(cv2.dilate(pixels, reach), np.uint8), pixels) > _BLACK).astype(np.uint8)
    found = np.zeros(pixels.shape, bool)
    gap, least, thickest = (max(3, round(inches * dpi)) | 1 for inches in (_BREAK, _LONG, _THICKEST))
    for turned, seen in ((dark, found), (np.ascontiguousarray(dark.T), found.T)):
        thick = cv2.dilate(turned, np.ones((3, 1), np.uint8))
        joined = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
        long = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
        lines = cv2.morphologyEx(long, cv2.MORPH_OPEN, np.ones((thickest, 1), np.uint8))
        seen |= (long > 0) & (lines == 0)
    return found


def _without_remains(pixels: Grey, middle: Grey) -> Grey:
    """The picture without what is left of specks in its paper: small and pale, with less ink than a point has."""
    paper = cv2.morphologyEx(middle, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    dark = cv2.subtract(paper, pixels)
    count, labels, stats, _ = cv2.connectedComponentsWithStats((dark > _PALE).astype(np.uint8), connectivity=8)
    ink = np.bincount(labels.ravel(), dark.ravel(), count)
    size = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    remains = (ink <= _LEAST_INK) & (size <= _LARGEST)
    remains[0] = False
    return np.where(remains[labels], paper, pixels).astype(np.uint8)
