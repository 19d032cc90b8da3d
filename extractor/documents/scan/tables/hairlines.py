"""Rules too thin or too pale to be ink: long, even lines of grey with paper on both sides.

A threshold for ink loses a hairline at 150 dpi, and one printed in grey at any density, and with it the cells it parts.
Nothing else on paper is grey, no wider than a rule and as even for longer than letters; the edge of a shadow has paper
on one side only, and a fold of the sheet no lines like it.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from extractor.documents.page.ruling import Segment
from extractor.documents.scan.paper.raster import Grey

_LEAST, _NOISES = 14, 5.0
"""How much darker than its sides a hairline is, of 255, and as a multiple of how much paper varies."""
_SIDE, _LIGHTER = 1.6, 0.5
"""Points from the middle of a hairline to the paper beside it, and how dark that may be, as a share of the line."""
_BREAK = 2.5
"""Points: what may be missing of it."""
_FAINTEST, _ALONG = 5, 12.0
"""As ``_LEAST``, for what is looked at over so many points of its length: noise of the paper averages out there, and a
grey hairline that a copier made nearly white does not.
"""
_STROKE = 20.0
"""Points: longer than any stroke of a letter."""
_MEETS, _ALIKE = 3.0, 2
"""Points, and a number: lines of the other direction a hairline meets, or lines that begin and end where it does."""


def with_hairlines(ink: Grey, grey: Grey, scale: float, shortest: float) -> Grey | None:
    """The ink, with the hairlines across the page, None without any; ``grey`` has white paper, ``scale`` points a
    pixel, ``shortest``: how many points of a hairline are nowhere broken.
    """
    side, along = max(2, round(_SIDE / scale)), max(1, round(_BREAK / scale / 2))
    lines = _darker(grey, along, side, _LEAST)
    gap = max(1, round(_BREAK / scale) - 2 * (along // 2))  # the blur joined so much of it
    joined = cv2.morphologyEx(lines, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    long = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, max(2, round(shortest / scale))), np.uint8))
    faint = _darker(grey, max(2, round(_ALONG / scale)), side, _FAINTEST)
    free = cv2.bitwise_not(cv2.dilate(ink, np.ones((2 * side + 1, 1), np.uint8)))
    faint = cv2.morphologyEx(
        cv2.bitwise_and(faint, free), cv2.MORPH_OPEN, np.ones((1, round(_STROKE / scale)), np.uint8)
    )
    pale = cv2.bitwise_or(long, faint)
    more = cv2.bitwise_and(pale, cv2.bitwise_not(ink))
    return np.asarray(cv2.bitwise_or(ink, pale), np.uint8) if more.any() else None


def _darker(grey: Grey, along: int, side: int, least: float) -> Grey:
    """Where the paper, over ``along`` pixels of its rows, is darker by ``least`` than ``side`` rows above and below."""
    dark = cv2.blur(cv2.bitwise_not(grey), (along, 1)).astype(np.int16)
    beside = np.full_like(dark, 255)
    beside[side:-side] = np.maximum(dark[: -2 * side], dark[2 * side :])
    noise = float(np.median(np.abs(dark[::4, ::4] - np.median(dark[::4, ::4]))))
    pale = (dark - beside >= max(least, _NOISES * noise)) & (beside <= _LIGHTER * dark)
    return np.where(pale, 255, 0).astype(np.uint8)


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
