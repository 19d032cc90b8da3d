"""Where lines of print stand on a picture, whatever way they run (text detection, differentiable binarisation).

PP-OCRv6 (Apache-2.0) as rapidocr ships it in its wheel. The network sees the page small and says of every pixel how
likely it lies in the middle of a line; what hangs together is a line, grown by what the network leaves around it.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.paper.shipped_network import load_network

if TYPE_CHECKING:
    import onnxruntime

_MODEL = "PP-OCRv6_det_small.onnx"
_PIXELS = 720_000
"""A page is shown to the network with so many at most: 0.25 s of a core."""
_FINEST = 2.0
"""Small pictures are magnified by no more."""
_MULTIPLE = 32
_LIKELY, _SURE, _GROWN = 0.3, 0.5, 1.6
"""What rapidocr asks of a pixel, of the mean of a line, and by what share of area to circumference lines are grown."""
_LEAST = 3.0
"""Pixels of what the network sees."""


class TextBox(NamedTuple):
    """A line of print: its middle, how long and how high it is in pixels, and by how many degrees it falls to the
    right, from -90 to 90. Of a box that is hardly longer than high the direction says little.
    """

    x: float
    y: float
    length: float
    height: float
    degrees: float
    sure: float

    @property
    def corners(self) -> NDArray[np.float32]:
        """Shape (4, 2): those at the beginning of the line, then those at its end, clockwise from the upper left."""
        radians = np.deg2rad(self.degrees)
        along = np.array([np.cos(radians), np.sin(radians)]) * self.length / 2
        down = np.array([-np.sin(radians), np.cos(radians)]) * self.height / 2
        middle = np.array([self.x, self.y])
        return np.array([middle + a * along + d * down for a, d in ((-1, -1), (1, -1), (1, 1), (-1, 1))], np.float32)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """The smallest upright rectangle around it, in pixels."""
        corners = self.corners
        (x0, y0), (x1, y1) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
        return x0, y0, x1, y1


def find_text(pixels: Grey, most: int = _PIXELS) -> list[TextBox]:
    """The lines of print on a picture, top to bottom. ``most``: with so many pixels the network sees it."""
    height, width = pixels.shape
    scale = min(_FINEST, (most / (height * width)) ** 0.5)
    wide, high = (max(_MULTIPLE, round(side * scale / _MULTIPLE) * _MULTIPLE) for side in (width, height))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = np.asarray(cv2.resize(pixels, (wide, high), interpolation=way), np.float32) / 127.5 - 1
    network = _network()
    tensor = np.repeat(small[None, None], 3, axis=1)
    likely = np.asarray(network.run(None, {network.get_inputs()[0].name: tensor})[0][0, 0], np.float32)
    found = [_scaled(box, width / wide, height / high) for box in _boxes(likely)]
    return sorted(found, key=lambda box: box.y)


@cache
def _network() -> "onnxruntime.InferenceSession":
    """The one detector of this process."""
    return load_network(_MODEL)


def _boxes(likely: NDArray[np.float32]) -> Iterator[TextBox]:
    """The lines of a map of likelihoods, in its pixels."""
    within = cv2.dilate((likely > _LIKELY).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(within, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        (x, y), (first, second), _ = cv2.minAreaRect(contour)
        if min(first, second) < _LEAST:
            continue
        left, top, wide, high = cv2.boundingRect(contour)
        mask = np.zeros((high, wide), np.uint8)
        cv2.drawContours(mask, [contour - np.array([left, top])], -1, (1,), -1)
        sure = float(likely[top : top + high, left : left + wide][mask > 0].mean())
        if sure < _SURE:
            continue
        length, height, degrees = _direction(np.asarray(cv2.boxPoints(cv2.minAreaRect(contour)), np.float32))
        grown = _GROWN * length * height / (length + height)
        yield TextBox(x, y, length + grown, height + grown, degrees, sure)


def _direction(corners: NDArray[np.float32]) -> tuple[float, float, float]:
    """The longer and the shorter side of a rectangle, and by how many degrees the longer one falls to the right."""
    sides = [corners[1] - corners[0], corners[2] - corners[1]]
    lengths = [float(np.hypot(*side)) for side in sides]
    longer = 0 if lengths[0] >= lengths[1] else 1
    degrees = float(np.rad2deg(np.arctan2(sides[longer][1], sides[longer][0])))
    return max(lengths), min(lengths), (degrees + 90) % 180 - 90


def _scaled(box: TextBox, across: float, down: float) -> TextBox:
    """A box in the pixels of a picture that is larger by so much."""
    steep = abs(np.sin(np.deg2rad(box.degrees)))
    along, beside = across + (down - across) * steep, down + (across - down) * steep
    return box._replace(x=box.x * across, y=box.y * down, length=box.length * along, height=box.height * beside)


def cut_out(pixels: Grey, box: TextBox, longest: float = 0.0) -> Grey:
    """The picture of a line, level. ``longest``: of longer lines the beginning, in heights of the line."""
    length = min(box.length, longest * box.height) if longest else box.length
    corners = box.corners
    begin, down = corners[0], corners[3]
    along = (corners[1] - corners[0]) * (length / box.length)
    source = np.array([begin, begin + along, down], np.float32)
    wide, high = max(1, round(length)), max(1, round(box.height))
    target = np.array([[0, 0], [wide, 0], [0, high]], np.float32)
    matrix = cv2.getAffineTransform(source, target)
    way = cv2.INTER_LINEAR
    return np.asarray(
        cv2.warpAffine(pixels, matrix, (wide, high), flags=way, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def usual_line(boxes: Sequence[TextBox]) -> float:
    """The usual height of a line's box in pixels, 0 without lines. Boxes are about 1.5 times as high as the size of the
    type.
    """
    return float(np.median([box.height for box in boxes])) if boxes else 0.0
