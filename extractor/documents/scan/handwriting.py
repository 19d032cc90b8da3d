"""Handwriting among print, told by its strokes: letters whose feet and heads keep to no two levels, as those of every
typeface do. It is read as print is, and in doubt.

Told of writing in letters and figures, from five that stand apart; of Chinese characters, whose parts keep to no level
in print either, nothing is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from extractor.documents.page.glyphs import PageWord, lines_of_words
from extractor.documents.printing import is_cjk
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.marks import Marks
from extractor.evidence import Doubt, DoubtKind, doubt, merged

_FEWEST, _MOST = 5, 24
"""Marks of a line that can be judged, and so many of it are looked at."""
_LEAST = 10.0
"""Pixels: in lower print the steps of pixels are as large as what is measured."""
_LOW, _HIGH = 0.5, 1.9
"""Heights of its letters: lower marks are points and dashes, higher ones letters of two lines that touch."""
_SLACK, _MOSTLY = 0.75, 0.8
"""Pixels by which print stands off its level, and the share of its marks that are asked (not tails)."""
_SLOPES = np.linspace(-0.02, 0.02, 9)
"""By how much lines rise on a page that is turned level."""
_FEET, _HEADS, _SOME = 0.003, 0.03, 0.0005
"""Shares of their height by which feet and heads stand off two levels on average. Of 464 printed lines (8 typefaces,
worn) the feet do so by 0.0019 at most, the heads by 0.0215; of 140 written ones half by more than 0.0004 and 0.019."""
_APART = 2.5
"""Heights of a word: what is farther apart is judged by itself."""


def with_handwriting(words: Sequence[PageWord], sheet: PaperSheet, marks: Marks) -> list[PageWord]:
    """The words of a page, those in doubt that were written by hand; ``marks``: without its rules."""
    written = {
        id(word)
        for line in lines_of_words(word for word in words if not word.sideways)
        for run in _runs(line.words)
        if _is_written(run, sheet, marks)
        for word in run
    }
    return [replace(word, doubts=merged(word.doubts, _doubt(word))) if id(word) in written else word for word in words]


def _doubt(word: PageWord) -> tuple[Doubt, ...]:
    return (doubt(DoubtKind.HANDWRITTEN, word.text),)


def _runs(words: Sequence[PageWord]) -> Iterator[list[PageWord]]:
    """Words of a line that stand near each other."""
    run: list[PageWord] = []
    for left, right in pairwise([*words, None]):
        if left is None:
            continue
        run.append(left)
        if right is None or right.x0 - left.x1 > _APART * (left.y1 - left.y0):
            yield run
            run = []


def _is_written(run: Sequence[PageWord], sheet: PaperSheet, marks: Marks) -> bool:
    letters = "".join(word.text for word in run)
    if sum(map(str.isalnum, letters)) < _FEWEST - 1 or any(map(is_cjk, letters)):
        return False
    pixel, room = sheet.dpi / 72, 0.3 * (run[0].y1 - run[0].y0)
    x0, y0 = min(word.x0 for word in run), min(word.y0 for word in run) - room
    x1, y1 = max(word.x1 for word in run), max(word.y1 for word in run) + room
    numbers = marks.inside(PixelBox(*(round(edge * pixel) for edge in (x0, y0, x1, y1))))
    return bool(len(numbers)) and wanders(marks.boxes[numbers])


def wanders(boxes: NDArray[np.int32]) -> bool:
    """Whether marks side by side (left, top, right, bottom, in pixels) keep to no two levels with feet and heads."""
    heights = boxes[:, 3] - boxes[:, 1]
    usual = float(np.median(heights[heights >= 0.4 * heights.max()]))
    boxes = boxes[(heights >= _LOW * usual) & (heights <= _HIGH * usual)][:_MOST]
    if len(boxes) < _FEWEST or usual < _LEAST:
        return False
    x = (boxes[:, 0] + boxes[:, 2]) / 2
    feet, slope = min((_off_levels(boxes[:, 3] - slope * x, usual), slope) for slope in _SLOPES.tolist())
    if feet >= _FEET:
        return True
    return feet >= _SOME and _off_levels(boxes[:, 1] - slope * x, usual) >= _HEADS


def _off_levels(edges: NDArray[np.float64], usual: float) -> float:
    """By how much edges stand off the two levels that fit them best, as a share of the usual height."""
    levels = sorted({*np.round(edges).tolist()})
    asked = int(np.ceil(_MOSTLY * len(edges)))
    best = np.inf
    for pair in combinations(levels, min(2, len(levels))):
        off = np.min([np.abs(edges - level) for level in pair], axis=0)
        best = min(best, float(np.sort(np.clip(off - _SLACK, 0, None))[:asked].mean()))
    return best / usual
