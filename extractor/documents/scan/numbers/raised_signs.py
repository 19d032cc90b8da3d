"""Small signs raised behind a number, as marks of footnotes are: they are no digits, whatever they look like."""

from collections.abc import Iterator, Sequence

import numpy as np

from extractor.documents.scan.numbers.neighbours import UNREADABLE
from extractor.documents.scan.numbers.views import ViewedLine
from extractor.documents.scan.tables.marks import Marks, upright
from extractor.documents.scan.tables.spots import PrintSpot
from extractor.evidence import DoubtKind

_SMALL, _RAISED = 0.85, 0.25
"""Shares of the height of a digit: no raised sign is higher, and its foot stands so far above that of the digits."""

_SPECK = 0.35
"""The share below which a mark is a speck beside a digit, not a sign."""


def with_raised_signs(marks: Marks, spots: Sequence[PrintSpot], lines: Sequence[ViewedLine]) -> list[ViewedLine]:
    """The lines, those not read that end with a raised sign which was taken for a digit: what the number is without it
    nobody knows, as small raised digits may belong to it.
    """
    return [*_told(marks, spots, lines)]


def _told(marks: Marks, spots: Sequence[PrintSpot], lines: Sequence[ViewedLine]) -> Iterator[ViewedLine]:
    for spot, line in zip(spots, lines, strict=True):
        if line.text[-1:].isdecimal() and len(line.text) > 1 and _ends_raised(marks, spot):
            yield line._replace(text=line.text[:-1] + UNREADABLE).doubted(DoubtKind.CHARACTER_GUESSED, line.text)
        else:
            yield line


def _ends_raised(marks: Marks, spot: PrintSpot) -> bool:
    """Whether the last sign of a line is smaller than the digits before it and stands above their foot."""
    signs = upright(marks.boxes[[*spot.marks]])
    signs = signs[signs[:, 3] - signs[:, 1] >= _SPECK * spot.height]
    heights = signs[:, 3] - signs[:, 1]
    digits = signs[:-1][heights[:-1] > _SMALL * spot.height]
    if not len(digits):
        return False
    foot = float(np.median(digits[:, 3]))
    return bool(heights[-1] <= _SMALL * spot.height and foot - signs[-1, 3] >= _RAISED * spot.height)
