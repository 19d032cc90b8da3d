"""Pictures of single lines of text, cut close to their ink."""

from dataclasses import dataclass

import cv2
import numpy as np

from extractor.documents.scan.paper.raster import Grey

_ROOM_ACROSS, _ROOM_DOWN = 0.22, 0.14
"""Paper left around the ink, as shares of the height of the line."""


@dataclass(frozen=True, slots=True)
class PixelBox:
    """Whole pixels of an upright page: left, top, right, bottom; the last two one past."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        """In pixels."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """In pixels."""
        return self.y1 - self.y0


def paper_around(high: int, room: float = 1.0) -> tuple[int, int]:
    """The pixels of paper left and right of a line so high, and over and under it, in its picture."""
    return round(_ROOM_ACROSS * high * room), round(_ROOM_DOWN * high * room)


def crop(part: Grey, line: PixelBox, area: PixelBox, height: int, room: float = 1.0) -> Grey:
    """The picture of a line with some paper around it, at least ``height`` pixels high: a dash alone would otherwise
    fill the picture and look like a wall. ``part`` is the picture of ``area``; beyond it there is white paper.
    """
    high = max(line.height, height)
    middle = (line.y0 + line.y1) / 2
    across, down = paper_around(high, room)
    y0, y1 = round(middle - high / 2) - down, round(middle + high / 2) + down
    x0, x1 = line.x0 - across, line.x1 + across
    inside = part[
        max(0, y0 - area.y0) : max(0, y1 - area.y0),
        max(0, x0 - area.x0) : max(0, x1 - area.x0),
    ]
    above, left = max(0, area.y0 - y0), max(0, area.x0 - x0)
    below, right = (y1 - y0) - above - inside.shape[0], (x1 - x0) - left - inside.shape[1]
    return np.asarray(cv2.copyMakeBorder(inside, above, below, left, right, cv2.BORDER_CONSTANT, value=(255,)))
