"""What is left of the rules around a cell, and of a frame within it, among the marks of its print."""

import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.tables.marks import Marks

_EDGE = 0.28
"""Share of the height of a digit: pieces of a rule are no thicker, and no further from the side of the cell."""
_CHARACTER = 1.6
"""Heights of a digit: no character is higher."""
_FRAME, _HOLLOW = 0.7, 0.25
"""Shares: how much of the width of its cell a frame reaches over, and how much of its box is inked at most."""


def without_edges(
    marks: Marks, numbers: NDArray[np.intp], area: PixelBox, height: int, sides: bool, ends: bool
) -> NDArray[np.intp]:
    """The marks without what is left of the rules around a cell: thin pieces along its edges."""
    boxes = marks.boxes[numbers]
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    reach = max(2, round(_EDGE * height))
    at_side = (boxes[:, 2] <= area.x0 + reach) | (boxes[:, 0] >= area.x1 - reach)
    at_end = (boxes[:, 3] <= area.y0 + reach) | (boxes[:, 1] >= area.y1 - reach)
    thin = (sides & at_side & (wide <= reach)) | (ends & at_end & (high <= reach))
    return numbers[~(thin | _are_frames(marks, numbers, area, height))]


def _are_frames(marks: Marks, numbers: NDArray[np.intp], area: PixelBox, height: int) -> NDArray[np.bool_]:
    """Which marks are what is left of a frame around the print of a cell: higher than a line and as wide as most of the
    cell, hardly anything of them inked, with other marks inside.
    """
    boxes, inked = marks.boxes[numbers], marks.areas[numbers]
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    large = (high > _CHARACTER * height) & (wide > _FRAME * area.width) & (inked < _HOLLOW * wide * high)
    for at in np.flatnonzero(large):
        x0, y0, x1, y1 = boxes[at]
        inside = (boxes[:, 0] >= x0) & (boxes[:, 2] <= x1) & (boxes[:, 1] >= y0) & (boxes[:, 3] <= y1)
        large[at] = inside.sum() > 1
    return np.asarray(large, np.bool_)
