"""Light print on dark ground: headings of tables and fields of colour, turned into dark print on light ground."""

from collections.abc import Sequence

import cv2
import numpy as np

from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.paper.text_boxes import TextBox, cut_out, usual_line

_DARK = 120
"""The middle grey of a line with light print is darker."""
_STRONGER = 60
"""By so much light print is lighter than its ground."""
_DARKEST, _WEAKER = 5.0, 30
"""Percent of the pixels between head and foot of a line, and by how much they are darker than its ground at most."""
_LARGEST = 0.3
"""Share of a picture: a block is no larger, but a shadow may be, or the table a page lies on."""
_EDGE = 0.06
"""Share of the height of a line: so much of a block stays dark along its edges, for they are rules."""


def without_dark_blocks(pixels: Grey, boxes: Sequence[TextBox]) -> Grey:
    """The page with those dark blocks inverted on which lines of light print stand; the same object where none is."""
    light = [box for box in boxes if _is_light_print(cut_out(pixels, box))]
    if not light:
        return pixels
    height = usual_line(light)
    solid = cv2.morphologyEx((pixels < _middle(pixels, light)).astype(np.uint8), cv2.MORPH_OPEN, _square(0.2 * height))
    # What letters cut out of a block belongs to it.
    blocks = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, _square(0.6 * height))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(blocks, connectivity=4)
    chosen = {int(labels[min(int(box.y), labels.shape[0] - 1), min(int(box.x), labels.shape[1] - 1)]) for box in light}
    chosen -= {0, *np.flatnonzero(stats[:, cv2.CC_STAT_AREA] > _LARGEST * blocks.size).tolist()}
    inside = cv2.erode(np.isin(labels, sorted(chosen)).astype(np.uint8), _square(max(3.0, 2 * _EDGE * height)))
    return np.where(inside > 0, 255 - pixels, pixels).astype(np.uint8)


def _is_light_print(line: Grey) -> bool:
    """Whether print all along a line is light and none is dark: where the edge of a shadow crosses a line of print,
    light paper lies at one end only, or dark print beside it.
    """
    height, width = line.shape
    ground = float(np.median(line))
    inner = line[height // 4 : height - height // 4]
    if ground >= _DARK or float(np.percentile(inner, _DARKEST)) < ground - _WEAKER:
        return False
    pieces = np.array_split(line, max(1, round(width / height)), axis=1)
    light = [float(np.median(each)) < _DARK and float(np.percentile(each, 97)) > ground + _STRONGER for each in pieces]
    return 2 * sum(light) >= len(light)


def _middle(pixels: Grey, light: Sequence[TextBox]) -> float:
    """Half way between the ground of light print and the print."""
    lines = [cut_out(pixels, box) for box in light]
    grounds, prints = (np.median([float(np.percentile(line, share)) for line in lines]) for share in (50, 97))
    return float(grounds + prints) / 2


def _square(side: float) -> np.ndarray:
    wide = max(1, round(side)) // 2 * 2 + 1
    return np.ones((wide, wide), np.uint8)
