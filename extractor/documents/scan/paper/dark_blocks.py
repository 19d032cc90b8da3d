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
    _, labels = cv2.connectedComponents(blocks, connectivity=4)
    chosen = {int(labels[min(int(box.y), labels.shape[0] - 1), min(int(box.x), labels.shape[1] - 1)]) for box in light}
    chosen.discard(0)
    inside = cv2.erode(np.isin(labels, sorted(chosen)).astype(np.uint8), _square(max(3.0, 2 * _EDGE * height)))
    return np.where(inside > 0, 255 - pixels, pixels).astype(np.uint8)


def _is_light_print(line: Grey) -> bool:
    ground = float(np.median(line))
    return ground < _DARK and float(np.percentile(line, 97)) > ground + _STRONGER


def _middle(pixels: Grey, light: Sequence[TextBox]) -> float:
    """Half way between the ground of light print and the print."""
    lines = [cut_out(pixels, box) for box in light]
    grounds, prints = (np.median([float(np.percentile(line, share)) for line in lines]) for share in (50, 97))
    return float(grounds + prints) / 2


def _square(side: float) -> np.ndarray:
    wide = max(1, round(side)) // 2 * 2 + 1
    return np.ones((wide, wide), np.uint8)
