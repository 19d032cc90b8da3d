"""Cells of tables whose print runs up or down, as that of headings over narrow columns does, looked at once more: where
what was read across them is in doubt, the cell is turned both ways and read line by line. On a whole page the detector
of text sees small print that lies on its side too dimly.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extractor.documents.model import Box
from extractor.documents.page.glyphs import PageWord
from extractor.documents.scan.base_layer import WholeLine, level_boxes, read_lines, upended_words
from extractor.documents.scan.numbers.neighbours import UNREADABLE
from extractor.documents.scan.numbers.recogniser import Recogniser
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.paper.text_boxes import TextBox, find_text

_HIGH, _HIGHER = 30.0, 0.8
"""Points that a cell is high at least, and as a multiple of its width: a heading that is turned has room for a word."""
_PIECES, _DOUBTED = 3, 0.5
"""Pieces that were read across it at least, and the share of them in doubt: each is what stands beside each other in
several lines that run up.
"""
_SURE, _LETTERS = 0.85, 4
"""Mean likelihood of the characters of all its lines, and how many letters it has at least."""
_INSET = 1.5
"""Points of the sides of a cell that may be its rules."""
_LONGER = 1.2
"""Heights of a line: what is no longer is no line of words."""


class _Turned(NamedTuple):
    """The picture of a cell turned so that its print is level: by a quarter clockwise where that runs ``upwards``."""

    pixels: Grey
    left: int
    top: int
    upwards: bool

    def on_page(self, box: TextBox) -> TextBox:
        """A line of the turned picture where it stands on the page."""
        if self.upwards:
            return box._replace(x=self.left + box.y, y=self.top + self.pixels.shape[1] - 1 - box.x, degrees=-90.0)
        return box._replace(x=self.left + self.pixels.shape[0] - 1 - box.y, y=self.top + box.x, degrees=90.0)


def with_turned_cells(
    words: Sequence[PageWord], recogniser: Recogniser, grey: Grey, cells: Sequence[Box], scale: float
) -> list[PageWord]:
    """The words, with those of cells whose print is turned in place of what was read across it. ``cells`` in points;
    ``scale``: points for a pixel. Every new word is in doubt, as one read with its whole line.
    """
    found = [*words]
    for cell in cells:
        inside = [word for word in found if _lies_in(word, cell)]
        if not _may_be_turned(cell, inside):
            continue
        own = [word for line in _lines(recogniser, grey, cell, scale) for word in upended_words(line, scale)]
        if sum(char.isalpha() for word in own for char in word.text) >= _LETTERS:
            gone = {*map(id, inside)}
            found = [*(word for word in found if id(word) not in gone), *own]
    return found


def _lies_in(word: PageWord, cell: Box) -> bool:
    return cell[0] <= (word.x0 + word.x1) / 2 < cell[2] and cell[1] <= word.middle < cell[3]


def _may_be_turned(cell: Box, words: Sequence[PageWord]) -> bool:
    high, wide = cell[3] - cell[1], cell[2] - cell[0]
    doubted = sum(not word.clear or word.text == UNREADABLE for word in words)
    return high >= max(_HIGH, _HIGHER * wide) and len(words) >= _PIECES and doubted >= _DOUBTED * len(words)


def _lines(recogniser: Recogniser, grey: Grey, cell: Box, scale: float) -> list[WholeLine]:
    """The lines of a cell, where they stand on the page, as they read better, up or down; none where neither does."""
    ways = [_read(recogniser, turned) for turned in _turned(grey, cell, scale)]
    best = max(ways, key=_certainty, default=[])
    return best if _certainty(best) >= _SURE else []


def _turned(grey: Grey, cell: Box, scale: float) -> Iterator[_Turned]:
    x0, y0, x1, y1 = (round(edge / scale) for edge in cell)
    inset = max(1, round(_INSET / scale))
    left, top = max(0, x0 + inset), max(0, y0 + inset)
    part = grey[top : max(top, y1 - inset), left : max(left, x1 - inset)]
    if min(part.shape) > 2 * inset:
        yield _Turned(np.ascontiguousarray(np.rot90(part, -1)), left, top, upwards=True)
        yield _Turned(np.ascontiguousarray(np.rot90(part)), left, top, upwards=False)


def _read(recogniser: Recogniser, turned: _Turned) -> list[WholeLine]:
    boxes = [box for box in level_boxes(find_text(turned.pixels)) if box.length > _LONGER * box.height]
    lines = read_lines(recogniser, turned.pixels, boxes)
    return [line._replace(box=turned.on_page(line.box)) for line in lines if line.reading.text.strip()]


def _certainty(lines: Sequence[WholeLine]) -> float:
    """The mean likelihood of the characters of lines; 0 where there are none, or one is no print."""
    if not lines or not all(line.legible for line in lines):
        return 0.0
    sure = [each for line in lines for each in line.reading.sure]
    return sum(sure) / len(sure)
