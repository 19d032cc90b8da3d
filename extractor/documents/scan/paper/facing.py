"""Which way up a page lies: upright, on a side or on its head, and by how much it lies askew.

The lines of print say so by their direction; which end they begin at a network tells (PP-OCR's classifier of lines in
rapidocr's wheel), asked about many of them.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.placing import joined
from extractor.documents.scan.paper.raster import Grey, Raster
from extractor.documents.scan.paper.shipped_network import load_network
from extractor.documents.scan.paper.text_boxes import TextBox, cut_out

if TYPE_CHECKING:
    import onnxruntime

_MODEL = "ch_ppocr_mobile_v2.0_cls_mobile.onnx"
_HEIGHT, _WIDTH = 48, 192
_LONG = 1.6
"""Lines that are longer than high by so much have a direction."""
_MOST_LONG = 12.0
"""Longer lines count no more."""
_PART, _LONGEST, _LONGER = 0.1, 3, 1.5
"""Share of its lines that are level on a page that does not lie on its side at least, how many of the longest are
looked at, and how much longer than the steep ones they are. Of eight pages with headings that are turned, the level
lines were 2.2 to 6.6 times as long; on one of them 65 % of the lines were steep.
"""
_LINES = 32


class Direction(NamedTuple):
    """Which way the lines of a page run: by how many quarter turns clockwise it has to be turned for them to be level
    (0 or 1), and by how many degrees they rise to the right then.
    """

    quarters: int
    degrees: float


def direction_of(boxes: Sequence[TextBox]) -> Direction:
    """What the lines of a page say together; level where there are none."""
    lines = [box for box in boxes if box.length >= _LONG * box.height]
    if not lines:
        return Direction(0, 0.0)
    weights = np.array([min(box.length / box.height, _MOST_LONG) for box in lines])
    degrees = np.array([box.degrees for box in lines])
    steep = np.abs(degrees) > 45
    lengths = np.array([box.length for box in lines])
    sideways = bool(weights[steep].sum() > weights[~steep].sum()) and not _has_level_titles(lengths, weights, steep)
    own = steep == sideways
    beside = (degrees + 90 + 90) % 180 - 90 if sideways else degrees
    return Direction(int(sideways), -_weighted_median(beside[own], weights[own]))


def _has_level_titles(lengths: NDArray[np.float64], weights: NDArray[np.float64], steep: NDArray[np.bool_]) -> bool:
    """Whether a good part of the lines of a page is level, its longest ones among them: then the steep ones are
    headings over narrow columns, however many they are.
    """
    part = weights[~steep].sum() >= _PART * weights.sum()
    longest = [np.sort(lengths[which])[-_LONGEST:].mean() for which in (~steep, steep) if which.any()]
    return bool(part and len(longest) > 1 and longest[0] > _LONGER * longest[1])


def _weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])


def share_on_head(pixels: Grey, boxes: Sequence[TextBox]) -> tuple[float, int]:
    """How much of what the classifier says about the longest lines is that they stand on their head, and of how many
    lines.
    """
    lines = sorted((box for box in boxes if box.length >= 2 * box.height), key=lambda box: -box.length / box.height)
    pictures = [cut_out(pixels, box, _WIDTH / _HEIGHT) for box in lines[:_LINES]]
    if not pictures:
        return 0.0, 0
    network = _network()
    tensor = np.stack([_scaled(picture) for picture in pictures])
    answers = np.asarray(network.run(None, {network.get_inputs()[0].name: tensor})[0], np.float32)
    return float(answers[:, 1].mean()), len(pictures)


@cache
def _network() -> "onnxruntime.InferenceSession":
    """The one classifier of this process."""
    return load_network(_MODEL)


def _scaled(line: Grey) -> NDArray[np.float32]:
    height, width = line.shape
    wide = min(_WIDTH, max(8, round(width * _HEIGHT / height)))
    grown = cv2.resize(line, (wide, _HEIGHT), interpolation=cv2.INTER_LINEAR).astype(np.float32) / 127.5 - 1
    found = np.zeros((3, _HEIGHT, _WIDTH), np.float32)
    found[:, :, :wide] = grown
    return found


def turned_by(raster: Raster, quarters: int) -> Raster:
    """The page turned clockwise by so many quarters."""
    height, width = raster.pixels.shape
    back = {
        1: (0.0, -1.0, 1.0, 0.0, 0.0, float(height)),
        2: (-1.0, 0.0, 0.0, -1.0, float(width), float(height)),
        3: (0.0, 1.0, -1.0, 0.0, float(width), 0.0),
    }.get(quarters % 4)
    if back is None:
        return raster
    pixels = np.ascontiguousarray(np.rot90(raster.pixels, -quarters % 4))
    return replace(raster, pixels=pixels, matrix=joined(back, raster.matrix))


def boxes_turned(boxes: Sequence[TextBox], quarters: int, shape: tuple[int, int]) -> list[TextBox]:
    """Where lines of a page of this shape (height, width) lie when it is turned clockwise by so many quarters."""
    height, width = shape
    for _ in range(quarters % 4):
        boxes = [box._replace(x=height - box.y, y=box.x, degrees=(box.degrees + 90 + 90) % 180 - 90) for box in boxes]
        height, width = width, height
    return [*boxes]
