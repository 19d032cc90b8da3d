"""Thin strokes too faint for ink, of which specks alone would be left: the 1 of a typewriter, scanned coarsely."""

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.marks import Marks

_FAINT = 205
"""A grey: what is lighter is paper."""
_DARK, _PAPER = 178, 240
"""Greys: half of a stroke is darker than the first, while specks are black dots in what is hardly grey, and half of
what lies around it is lighter than the other."""
_TALL, _MOST, _WIDE = 0.75, 1.35, 0.95
"""Heights of a digit: how high a character is at least and at most, and how wide at most."""
_PIECE = 0.6
"""The same: what is as high is no speck, and read as it is."""
_SLIM = 1.2
"""How many times as high as wide it is at least."""


def with_faint_strokes(sheet: PaperSheet, ink: Grey, marks: Marks, height: int) -> Grey:
    """The ``ink`` of a page without its rules, with those strokes as high as a digit of which it holds nothing larger
    than specks. ``height`` of a digit, in pixels.
    """
    rules = (sheet.ink > 0) & (ink == 0)
    beside = cv2.dilate(rules.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    weak = np.where((sheet.grey < _FAINT) & ~beside, 255, 0).astype(np.uint8) | ink
    _, found_labels, stats, _ = cv2.connectedComponentsWithStats(weak, connectivity=8)
    labels = np.asarray(found_labels, np.int32)
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    alike = (high >= _TALL * height) & (high <= _MOST * height) & (wide <= _WIDE * height) & (high >= _SLIM * wide)
    alike[0] = False
    numbers = np.flatnonzero(alike).tolist()
    found = [
        number
        for number in numbers
        if _is_lost(sheet, marks, labels, np.asarray(stats[number], np.int32), number, height)
    ]
    return ink | np.where(np.isin(labels, found), 255, 0).astype(np.uint8) if found else ink


def _is_lost(
    sheet: PaperSheet, marks: Marks, labels: NDArray[np.int32], stats: NDArray[np.int32], number: int, height: int
) -> bool:
    """Whether a stroke is dark enough for print, and no mark of its own already."""
    x0, y0, wide, high, _ = stats.tolist()
    part = labels[y0 : y0 + high, x0 : x0 + wide] == number
    own = np.unique(marks.labels[y0 : y0 + high, x0 : x0 + wide][part])
    own = own[own > 0]
    if own.size and int(marks.heights[own].max()) >= _PIECE * height:
        return False
    room = height // 2
    around = sheet.grey[max(0, y0 - room) : y0 + high + room, max(0, x0 - room) : x0 + wide + room]
    middle = float(np.median(sheet.grey[y0 : y0 + high, x0 : x0 + wide][part]))
    return middle < _DARK and float(np.median(around)) >= _PAPER
