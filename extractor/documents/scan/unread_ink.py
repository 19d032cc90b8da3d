"""Ink of which no word was read: blurred lines, handwriting, pictures among print. Told of, never a value."""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.model import Box
from extractor.documents.page.ruling import Rules
from extractor.documents.scan.paper.ink import PaperSheet

_STEP = 3.0
"""Points that a pixel of the small picture shows in which such ink is looked for."""
_DARK = 24
"""Greys below white paper: fainter is no ink."""
_TOGETHER = 5
"""Pixels of the small picture: ink that lies nearer to each other is one region."""
_WIDE, _HIGH = 72.0, 18.0
"""Points: smaller regions are signs, specks and scribbles of which nothing is said."""
_AROUND = 0.5
"""Of its height: how far the ink of a word may reach beyond its box."""
_RULE = 3.0
"""Points on either side of a rule."""


def unread_ink(sheet: PaperSheet, words: Iterable[Box], rules: Rules) -> list[Box]:
    """Regions of ink, in points, on which no word and no rule lies; what touches the edge of the page is no print."""
    height, width = sheet.grey.shape
    scale = 72 / sheet.dpi
    wide, high = (max(1, round(side * scale / _STEP)) for side in (width, height))
    small = cv2.resize(sheet.grey, (wide, high), interpolation=cv2.INTER_AREA)
    dark = (small < 255 - _DARK).astype(np.uint8)
    for x0, y0, x1, y1 in words:
        room = _AROUND * (y1 - y0)
        _erase(dark, (x0 - room, y0 - room, x1 + room, y1 + room))
    for rule in rules.horizontal:
        _erase(dark, (rule.start - _RULE, rule.at - _RULE, rule.end + _RULE, rule.at + _RULE))
    for rule in rules.vertical:
        _erase(dark, (rule.at - _RULE, rule.start - _RULE, rule.at + _RULE, rule.end + _RULE))
    whole = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((_TOGETHER, _TOGETHER), np.uint8))
    _, _, places, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    return [
        (x * _STEP, y * _STEP, (x + w) * _STEP, (y + h) * _STEP)
        for x, y, w, h, _ in places[1:].tolist()
        if w * _STEP >= _WIDE and h * _STEP >= _HIGH and x > 0 and y > 0 and x + w < wide and y + h < high
    ]


def _erase(dark: NDArray[np.uint8], box: Box) -> None:
    x0, y0, x1, y1 = (max(0, round(edge / _STEP)) for edge in box)
    dark[y0 : y1 + 1, x0 : x1 + 1] = 0
