"""Whether a page stands on its head, by reading: its longest lines from both sides, and one side reads better; and
whether its lines run from top to bottom, as in Chinese and Japanese books, by reading single characters.
"""

import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np

from extractor.documents.scan.numbers.decoding import read_greedily
from extractor.documents.scan.numbers.recogniser import Likelihoods, Recogniser
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.paper.text_boxes import TextBox, cut_out

_LINES = 8
_WIDEST = 16.0
"""Heights of a line: of longer lines their beginning is enough."""
_SURER = 0.06
"""By how much the mean likelihood of the characters must be higher the other way up. On pages of reports, upright lines
have 0.9 and more, lines on their head 0.3 to 0.6.
"""
_CHARACTER = (0.45, 0.85)
"""Heights of a line's box: how wide a character is that fills a square of type."""
_CHARACTERS, _FEWEST = 24, 8
"""How many of them are looked at, and how many have to be there for anything to be said."""
_WIDE = 0.75
"""Mean likelihood of wide characters among them. On pages whose Chinese and Japanese lines run from top to bottom it is
0.95 and more, on such pages whose lines run across and on Latin ones, all of which lay on a side, 0 to 0.22.
"""
_INK = 128
"""Greys by which ink is darker than its paper at most."""


def reads_better_turned(recogniser: Recogniser, pixels: Grey, boxes: Sequence[TextBox]) -> bool:
    """Whether the longest lines of a page are read with more certainty when the page is turned by half a turn."""
    longest = sorted(boxes, key=lambda box: -box.length)[:_LINES]
    if not longest:
        return False
    upright = [cut_out(pixels, box, _WIDEST) for box in longest]
    turned = [np.ascontiguousarray(picture[::-1, ::-1]) for picture in upright]
    sure = recogniser.read([*upright, *turned], _certainty)
    return float(np.mean(sure[len(upright) :])) > float(np.mean(sure[: len(upright)])) + _SURER


def runs_downwards(recogniser: Recogniser, pixels: Grey, boxes: Sequence[TextBox]) -> bool:
    """Whether a page that was turned to make its lines level has lines that run from top to bottom: then its characters
    lie on their backs now, and each is read as a wide one when it is turned by a quarter clockwise.
    """
    longest = sorted(boxes, key=lambda box: -box.length)[:_LINES]
    lines = [list(_characters(cut_out(pixels, box, _WIDEST))) for box in longest]
    standing = [np.rot90(picture, -1) for line in lines for picture in line[: _CHARACTERS // len(lines)]]
    if len(standing) < _FEWEST:
        return False

    def wide(likelihoods: Likelihoods) -> float:
        reading = read_greedily(likelihoods, recogniser.characters)
        known = len(reading.text) == 1 and unicodedata.east_asian_width(reading.text) == "W"
        return reading.worst if known else 0.0

    return float(np.mean(recogniser.read(standing, wide))) >= _WIDE


def _characters(line: Grey) -> Iterator[Grey]:
    """The pictures of the characters of a level line that fill a square each, as high as the line."""
    high = line.shape[0]
    dark = (line < min(_INK, int(np.median(line)) * 2 // 3)).any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], dark, [False]]).astype(np.int8)))
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if _CHARACTER[0] * high <= end - start <= _CHARACTER[1] * high:
            room = (high - (end - start)) // 2
            yield np.pad(line[:, start:end], ((0, 0), (room, room)), constant_values=int(np.median(line)))


def _certainty(likelihoods: Likelihoods) -> float:
    """The mean likelihood of the characters that are seen in a line; 0 where none is."""
    seen = likelihoods.argmax(axis=1) > 0
    return float(likelihoods[seen].max(axis=1).mean()) if seen.any() else 0.0
