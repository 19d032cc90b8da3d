"""The rim of a sheet that was cut out of a photograph: what is seen there of the table is no ink of the page."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.paper.text_boxes import TextBox

_SIDE = 800
"""Pixels of the longer side of the picture in which the rim is looked at."""
_RIM, _EDGE = 0.05, 3
"""How wide the rim is, as a share of the sides (the edges of a curled sheet or an open book are bent by as much), and
how many pixels of it are blurred table anyway."""
_AROUND = 61
"""Pixels: so near the table there is paper."""
_DARK = 0.8
"""Of the grey of the paper beside it; what is darker and hangs together with the edge of the picture is no paper."""


def without_rim(pixels: Grey, boxes: Sequence[TextBox]) -> Grey:
    """The sheet with paper in place of the table along its edges; lines of print (``boxes``) are left alone."""
    scale = min(1.0, _SIDE / max(pixels.shape))
    small = np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    paper = cv2.blur(cv2.dilate(small, np.ones((_AROUND, _AROUND), np.uint8)), (_AROUND, _AROUND))
    free = np.ones(small.shape, np.uint8)
    for box in boxes:
        cv2.fillConvexPoly(free, np.rint(box.corners * scale).astype(np.int32), (0,))
    table = _joined_to_edge((small < _DARK * paper.astype(np.float32)) & (_rim_of(small.shape, _RIM) > 0) & (free > 0))
    blurred = cv2.max(cv2.dilate(table, np.ones((5, 5), np.uint8)), _rim_of(small.shape, _EDGE / _SIDE))
    height, width = pixels.shape
    covered = cv2.resize(blurred * free, (width, height), interpolation=cv2.INTER_NEAREST)
    whole = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.where(covered > 0, whole, pixels), np.uint8)


def _rim_of(shape: tuple[int, ...], share: float) -> NDArray[np.uint8]:
    """1 along the edges of a picture, as wide as a share of its longer side."""
    wide = max(1, round(share * max(shape)))
    found = np.ones(shape, np.uint8)
    found[wide:-wide, wide:-wide] = 0
    return found


def _joined_to_edge(dark: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """What is dark and hangs together with an edge of the picture."""
    _, labels = cv2.connectedComponents(dark.astype(np.uint8), connectivity=8)
    edges = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    return np.isin(labels, edges[edges > 0]).astype(np.uint8)
