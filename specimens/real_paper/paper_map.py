"""From points of a flat page to pixels of its picture and back: curled paper before a camera, or flat on a glass."""

from dataclasses import dataclass, replace
from math import cos, radians, sin
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from extractor.evaluate.render.cell_places import Box, Point, Quad

Places: TypeAlias = npt.NDArray[np.float64]
"""A place a row: x and y."""

_STEPS = 8
"""Of Newton's method, back from pixels to points; after five nothing moves by a thousandth of a point."""
_NODE = 8
"""Pixels from one place that is traced back to the next; between them the map is as good as straight."""


@dataclass(frozen=True)
class Bending:
    """How far paper stands up from the table, in points, at ``x`` points from its left side.

    ``bow``: an arch over the whole width. ``rise`` beside a fold at ``fold``, falling off over ``reach`` points: the
    gutter of a book.
    """

    width: float
    bow: float = 0.0
    rise: float = 0.0
    fold: float = 0.0
    reach: float = 60.0

    def height(self, x: Places) -> Places:
        """The height over the table."""
        arch = self.bow * np.sin(np.pi * x / self.width)
        # Rounded at the fold itself, so that the map has a slope everywhere.
        away = np.sqrt((x - self.fold) ** 2 + 25.0)
        return np.asarray(arch + self.rise * np.exp(-away / self.reach))


@dataclass(frozen=True)
class PaperMap:
    """Where a place of the flat page is in the picture. ``projection``: three rows of four numbers, row after row, that
    take x, y, height and 1 to a pixel and what it is divided by. ``size``: width and height of the picture.
    """

    projection: tuple[float, ...]
    curl: Bending
    size: tuple[int, int]

    def places(self, points: Places) -> Places:
        """Pixels of places of the page."""
        x, y = points[:, 0], points[:, 1]
        lifted = np.stack((x, y, self.curl.height(x), np.ones_like(x)))
        across, down, by = np.asarray(self.projection).reshape(3, 4) @ lifted
        return np.stack((across / by, down / by), axis=1)

    def point(self, x: float, y: float) -> Point:
        """One place."""
        found = self.places(np.array([[x, y]], dtype=np.float64))[0]
        return Point(float(found[0]), float(found[1]))

    def quad(self, box: Box) -> Quad:
        """The corners of a box."""
        one, two, three, four = (self.point(*corner) for corner in box.corners)
        return one, two, three, four

    def back(self, pixels: Places) -> Places:
        """Places of the page of pixels of the picture."""
        flat = np.asarray(self.projection).reshape(3, 4)[:, (0, 1, 3)]
        ahead = np.linalg.inv(flat) @ np.stack((pixels[:, 0], pixels[:, 1], np.ones(len(pixels))))
        found: Places = np.stack((ahead[0] / ahead[2], ahead[1] / ahead[2]), axis=1)
        for _ in range(_STEPS):
            here = self.places(found)
            right = self.places(found + np.array((0.01, 0.0))) - here
            down = self.places(found + np.array((0.0, 0.01))) - here
            short = pixels - here
            area = right[:, 0] * down[:, 1] - right[:, 1] * down[:, 0]
            step = np.stack(
                (
                    (short[:, 0] * down[:, 1] - short[:, 1] * down[:, 0]) / area,
                    (short[:, 1] * right[:, 0] - short[:, 0] * right[:, 1]) / area,
                ),
                axis=1,
            )
            found = found + 0.01 * np.clip(step, -5000, 5000)
        return found

    def traced(self) -> npt.NDArray[np.float32]:
        """The place of the page, x and y in points, that every pixel of the picture shows."""
        width, height = self.size
        across, down = np.arange(0, width + 2 * _NODE, _NODE), np.arange(0, height + 2 * _NODE, _NODE)
        nodes = np.stack(np.meshgrid(across, down), axis=2).reshape(-1, 2).astype(np.float64)
        coarse = self.back(nodes).reshape(len(down), len(across), 2).astype(np.float32)
        x, y = np.meshgrid(np.arange(width, dtype=np.float32) / _NODE, np.arange(height, dtype=np.float32) / _NODE)
        return np.asarray(cv2.remap(coarse, x, y, cv2.INTER_LINEAR), dtype=np.float32)

    def quarters(self, turns: int) -> "PaperMap":
        """The map to the picture turned clockwise by so many right angles."""
        found = self
        for _ in range(turns % 4):
            width, height = found.size
            turn = np.array(((0.0, -1.0, height - 1.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)))
            turned = turn @ np.asarray(found.projection).reshape(3, 4)
            found = replace(found, projection=tuple(turned.reshape(-1).tolist()), size=(height, width))
        return found


def on_glass(width: float, height: float, scale: float, degrees: float = 0.0, grow: bool = False) -> PaperMap:
    """A flat page on a scanner, turned clockwise about its middle, ``scale`` pixels a point. ``grow``: the picture is
    large enough for the whole page.
    """
    along, across = scale * cos(radians(degrees)), scale * sin(radians(degrees))
    wide, high = width * scale, height * scale
    if grow:
        wide, high = abs(width * along) + abs(height * across), abs(width * across) + abs(height * along)
    size = (round(wide), round(high))
    e = size[0] / 2 - along * width / 2 + across * height / 2
    f = size[1] / 2 - across * width / 2 - along * height / 2
    # Pixels are counted at their middles, as OpenCV does: the left side of the page lies half a pixel before the first.
    projection = (along, -across, 0.0, e - 0.5, across, along, 0.0, f - 0.5, 0.0, 0.0, 0.0, 1.0)
    return PaperMap(projection, Bending(width), size)


@dataclass(frozen=True)
class Stance:
    """How a camera stands to a page. ``tilt``, ``turn``, ``roll``: degrees about the axis across, the one down and that
    of sight; ``distance`` in lengths of the longer side; ``margin`` of desk around the page, shares of its extent.
    """

    tilt: float
    turn: float
    roll: float
    distance: float
    margin: tuple[float, float, float, float]


def before_camera(width: float, height: float, scale: float, curl: Bending, stance: Stance) -> PaperMap:
    """A page on a desk as a camera sees it, ``scale`` pixels a point where it is seen straight."""
    far = stance.distance * max(width, height)
    turning = _about(0, stance.tilt) @ _about(1, stance.turn) @ _about(2, stance.roll)
    place = np.eye(4)
    place[:3, 3] = (-width / 2, -height / 2, 0.0)
    placed = np.eye(4)
    placed[:3, :3] = turning
    seen = placed @ place
    projection = np.stack((far * seen[0], far * seen[1], far * seen[3] - seen[2])) * np.array([[scale], [scale], [1.0]])
    edges = np.linspace(0.0, 1.0, 21)
    rim = [(u * width, v * height) for u in edges for v in (0.0, 1.0)] + [
        (u * width, v * height) for u in (0.0, 1.0) for v in edges
    ]
    reached = PaperMap(tuple(projection.reshape(-1).tolist()), curl, (1, 1)).places(np.array(rim))
    low, high = reached.min(axis=0), reached.max(axis=0)
    extent = high - low
    left, top, right, bottom = stance.margin
    shift = np.array(((1.0, 0.0, left * extent[0] - low[0]), (0.0, 1.0, top * extent[1] - low[1]), (0.0, 0.0, 1.0)))
    size = (round(extent[0] * (1 + left + right)), round(extent[1] * (1 + top + bottom)))
    return PaperMap(tuple((shift @ projection).reshape(-1).tolist()), curl, size)


def _about(axis: int, degrees: float) -> npt.NDArray[np.float64]:
    """A turn about an axis."""
    one, two = (at for at in range(3) if at != axis)
    found = np.eye(3)
    found[one, one] = found[two, two] = cos(radians(degrees))
    found[two, one] = sin(radians(degrees))
    found[one, two] = -found[two, one]
    return found
