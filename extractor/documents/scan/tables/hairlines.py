"""Rules too thin or too pale to be ink: long, even lines of grey with paper on both sides.

A threshold for ink loses a hairline at 150 dpi, and one printed in grey at any density, and with it the cells it parts.
Nothing else on paper is grey, no wider than a rule and as even for longer than letters; the edge of a shadow has paper
on one side only, and a fold of the sheet no lines like it.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.page.ruling import Segment
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.raster import Grey

_LEAST, _NOISES = 14, 5.0
"""How much darker than its sides a hairline is, of 255, and as a multiple of how much paper varies."""
_SIDE, _LIGHTER = 1.6, 0.5
"""Points from the middle of a hairline to the paper beside it, and how dark that may be, as a share of the line."""
_HIGH = 2.0
"""Points: what is higher is print and no hairline, nor one of the dots that a fax makes of it."""
_BREAK = 2.5
"""Points: what may be missing of it."""
_FAINTEST, _ALONG = 4, 12.0
"""As ``_LEAST``, for what is looked at over so many points of its length: noise of the paper averages out there, and a
grey hairline that a copier made nearly white does not.
"""
_FAINT_NOISES, _ANYWHERE = 3.0, 4.0
"""As ``_NOISES``; and points: over so many it shows half as well at least, for figures below each other do not."""
_DARKEST = 120
"""Of 255: what is darker counts no more than this, so that dots of ink make no line beyond the last of them."""
_STROKE = 20.0
"""Points: longer than any stroke of a letter."""
_MEETS, _ALIKE = 3.0, 2
"""Points, and a number: lines of the other direction a hairline meets, or lines that begin and end where it does."""


def with_hairlines(ink: Grey, grey: Grey, scale: float, shortest: float, cores: Sequence[PixelBox] = ()) -> Grey | None:
    """The ink, with the hairlines across the page, None without any; ``grey`` has white paper, ``scale`` points a
    pixel, ``shortest``: how many points of a hairline are nowhere broken, ``cores``: the insides of lines of print.
    """
    side, along = max(2, round(_SIDE / scale)), max(1, round(_BREAK / scale / 2))
    dark = np.asarray(cv2.bitwise_not(grey), np.uint8)
    darker, beside = _darker(dark, along, side)
    lines = np.where((darker >= max(_LEAST, _NOISES * _noise(dark, along))) & beside, 255, 0).astype(np.uint8)
    gap = max(1, round(_BREAK / scale) - 2 * (along // 2))  # the blur joined so much of it
    joined = cv2.morphologyEx(lines, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    long = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, max(2, round(shortest / scale))), np.uint8))
    pale = cv2.bitwise_or(long, _faint(ink, dark, scale, cores))
    more = cv2.bitwise_and(pale, cv2.bitwise_not(ink))
    return np.asarray(cv2.bitwise_or(ink, pale), np.uint8) if more.any() else None


def _faint(ink: Grey, dark: Grey, scale: float, cores: Sequence[PixelBox]) -> Grey:
    """What only shows as a line where the paper is looked at over more of its length, outside print: the end of a line
    is where half of it is left.
    """
    side, along = max(2, round(_SIDE / scale)), max(2, round(_ALONG / scale))
    capped = np.asarray(np.minimum(dark, _DARKEST), np.uint8)
    darker, beside = _darker(capped, along, side)
    most = cv2.dilate(darker, np.ones((1, along), np.uint8))
    free = (darker >= max(_FAINTEST, _FAINT_NOISES * _noise(capped, along))) & (3 * darker >= most) & beside
    free &= _darker(capped, max(2, round(_ANYWHERE / scale)), side)[0] >= _FAINTEST / 2
    strokes = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((max(2, round(_HIGH / scale)), 1), np.uint8))
    free &= cv2.dilate(strokes, np.ones((2 * side + 1, 1), np.uint8)) == 0
    for core in cores:
        free[core.y0 : core.y1, core.x0 : core.x1] = False
    found = np.where(free, 255, 0).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((1, round(_STROKE / scale)), np.uint8)), np.uint8)


def _darker(dark: Grey, along: int, side: int) -> tuple[NDArray[np.int16], NDArray[np.bool_]]:
    """How much darker than ``side`` rows above and below the page is over ``along`` pixels of its rows, and where these
    are light enough beside it.
    """
    smooth = cv2.blur(dark, (along, 1)).astype(np.int16)
    beside = np.full_like(smooth, 255)
    beside[side:-side] = np.maximum(smooth[: -2 * side], smooth[2 * side :])
    return smooth - beside, beside <= _LIGHTER * smooth


def _noise(dark: Grey, along: int) -> float:
    smooth = cv2.blur(dark, (along, 1))[::4, ::4].astype(np.int16)
    return float(np.median(np.abs(smooth - np.median(smooth))))


def in_company(hairlines: Sequence[Segment], alike: Sequence[Segment], others: Sequence[Segment]) -> list[Segment]:
    """The hairlines that are no accident of the paper: lines like them stand beside them, or they meet lines of the
    other direction, at both ends if they are no longer than strokes of letters. ``alike`` and ``others``: all lines,
    those of their direction and those of the other.
    """

    def counts(line: Segment) -> bool:
        same = sum(abs(other.start - line.start) <= _MEETS and abs(other.end - line.end) <= _MEETS for other in alike)
        met = sum(
            other.start - _MEETS <= line.at <= other.end + _MEETS
            and line.start - _MEETS <= other.at <= line.end + _MEETS
            for other in others
        )
        return same > _ALIKE or met >= _ALIKE

    def ends(line: Segment) -> bool:
        beside = [other.at for other in others if other.start - _MEETS <= line.at <= other.end + _MEETS]
        return all(any(abs(at - end) <= _MEETS for at in beside) for end in (line.start, line.end))

    return [line for line in hairlines if counts(line) and (line.end - line.start >= _STROKE or ends(line))]
