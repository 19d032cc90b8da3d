"""The fold (gutter) between two pages of an open book that lie in one picture."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.paper.text_boxes import TextBox

_SHAPE = (1.15, 2.0)
"""How many times as wide as high two pages side by side are, whose sides are as 1 to 1.7 at most."""
_MIDDLE = (0.4, 0.6)
"""Shares of the width between which the fold lies: the pages are of similar size."""
_COLUMNS, _BANDS = 400, 12
"""Into how many columns and bands the picture is parted to see how light its paper is."""
_LIGHT = 80.0
"""Percent of the pixels of a piece that are darker than its paper."""
_RULE = 5
"""Columns: what is dark and narrower is a rule."""
_REACH, _DARKER, _ASIDE = 24, 8.0, 6
"""Columns on either side of the fold where paper lies flat again, by how many greys paper is darker in it, and how many
columns the darkest place of a band may lie beside that of others."""
_MOST_BANDS = 0.8
"""Share of the bands in which the fold is seen."""
_FEWEST = 3
"""Lines of print on either side."""


def fold_of(pixels: Grey, boxes: Sequence[TextBox]) -> float | None:
    """Where the fold of an open book lies on a level page, in pixels from the left; None where there is none.

    The signs: about as much paper on either side, print on both, none over the fold, and paper that grows darker
    towards it over its whole height. ``boxes``: the lines of print.
    """
    high, wide = pixels.shape
    if not _SHAPE[0] * high <= wide <= _SHAPE[1] * high:
        return None
    shade = _shade(pixels)
    first, last = (round(share * _COLUMNS) for share in _MIDDLE)
    depths = np.minimum(_beside(shade, -1), _beside(shade, 1)) - shade
    darkest = first + depths[:, first:last].argmax(axis=1)
    at = int(np.median(darkest))
    seen = (np.abs(darkest - at) <= _ASIDE) & (depths[np.arange(_BANDS), darkest] >= _DARKER)
    x = (at + 0.5) * wide / _COLUMNS
    left = sum(box.x + box.length / 2 <= x for box in boxes)
    right = sum(box.x - box.length / 2 >= x for box in boxes)
    if seen.mean() < _MOST_BANDS or min(left, right) < _FEWEST or left + right < len(boxes):
        return None
    return float(x)


def _shade(pixels: Grey) -> NDArray[np.float32]:
    """How light the paper is in every column of every band, rules and print left out."""
    rows = [
        np.percentile(band, _LIGHT, axis=0)
        for band in np.array_split(cv2.resize(pixels, (_COLUMNS, _BANDS * 20), interpolation=cv2.INTER_AREA), _BANDS)
    ]
    whole = np.asarray(rows, np.float32)
    closed = cv2.morphologyEx(whole, cv2.MORPH_CLOSE, np.ones((1, _RULE), np.uint8))
    return np.asarray(cv2.GaussianBlur(closed, (9, 1), 2.0), np.float32)


def _beside(shade: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """How light paper is at the place where it lies flat, on one side (-1 left, 1 right) of every column."""
    return np.asarray(np.roll(shade, -side * _REACH, axis=1), np.float32)
