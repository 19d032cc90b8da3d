"""Boxes to tick in pictures: small squares that stand alone, as a sign with a state. Always in doubt.

Characters that are squares (as of Chinese) stand in rows of print and have bars in them; a cross or a tick slants.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.documents.model import Box
from extractor.documents.page.glyphs import PageWord
from extractor.documents.printing import is_cjk
from extractor.documents.scan.numbers.recogniser import ENGINE
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.marks import Marks
from extractor.evidence import DoubtKind, doubt

_SMALLEST, _LARGEST, _SQUARE = 6.0, 18.0, 1.2
"""Points: the sides of boxes to tick; and how much longer one side may be than the other."""
_SIDE = 0.9
"""Share of a side that is ink."""
_MOST_BEYOND = 0.6
"""Sides: how far a mark may reach beyond its box."""
_EDGE = 0.06
"""Sides: how far what hangs together with an empty box may reach beyond it; strokes of characters reach farther."""
_THICK = 0.22
"""Sides: the thickest line of a box."""
_EMPTY_SHARE, _TICKED_SHARE = 0.02, 0.06
"""Share of the inside of a box that is ink at most when it is empty, and at least when it is ticked."""
_BAR = 0.85
"""Share of the inside that a straight bar of a character is long."""
_BEFORE, _BEHIND = 0.5, 0.15
"""Sides: the paper before a box, and behind it."""
_SIGNS = "口□囗ロ〇☐☑☒✓√×■[]|�"
"""What a recogniser takes a box for before the words beside it,"""
_ALONE = frozenset("0OoDUXxZvV冈囚凶図区网岡⊠⊗✗✘✕✖")
"""and where it is all that it reads."""
_EMPTY, _TICKED = "☐", "☒"


class SeenBox(NamedTuple):
    """A box to tick, in pixels."""

    x0: int
    y0: int
    x1: int
    y1: int
    ticked: bool


def with_ticked_boxes(words: Sequence[PageWord], sheet: PaperSheet, taken: Sequence[PageWord] = ()) -> list[PageWord]:
    """The words, with a sign in place of what was read where a box to tick stands; boxes under words that are ``taken``
    hold their characters.
    """
    found = [*words]
    scale = 72 / sheet.dpi
    for box in boxes_to_tick(sheet):
        x0, y0, x1, y1 = (edge * scale for edge in box[:4])
        if any(word.x0 < x1 and x0 < word.x1 and y0 < word.middle < y1 for word in taken):
            continue
        rest = _without(found, (x0, y0, x1, y1))
        if rest is not None:
            sign = _TICKED if box.ticked else _EMPTY
            told = (ENGINE, (doubt(DoubtKind.READ_IN_PICTURE, sign),))
            found = [*rest, PageWord(sign, x0, y0, x1, y1, y1 - y0, *told)]
    return found


def _without(words: Sequence[PageWord], box: Box) -> list[PageWord] | None:
    """The words without what was read on a box; None where that may be more than the box."""
    x0, y0, x1, y1 = box
    rest = []
    for word in words:
        if word.x1 <= x0 or word.x0 >= x1 or not y0 <= word.middle <= y1:
            rest.append(word)
            continue
        behind = word.text.lstrip(_SIGNS)
        alone = word.x1 - x1 < (x1 - x0) / 2
        if word.x0 < x0 - (x1 - x0) / 2 or (alone and behind and behind not in _ALONE):
            return None
        if behind and not alone:
            if is_cjk(behind[0]) and behind == word.text:
                return None
            rest.append(replace(word, text=behind, x0=x1))
    return rest


def boxes_to_tick(sheet: PaperSheet) -> Iterator[SeenBox]:
    """The squares that stand alone on a page, each with its state; where that is not sure there is none."""
    marks = Marks.of(sheet.ink)
    least, most = sheet.pixels(_SMALLEST), sheet.pixels(_LARGEST)
    for number in np.flatnonzero((marks.heights >= least) & (marks.widths >= least)):
        if number == 0 or max(marks.heights[number], marks.widths[number]) > (1 + 2 * _MOST_BEYOND) * most:
            continue
        x0, y0, x1, y1 = (int(edge) for edge in marks.boxes[number])
        drawn = marks.labels[y0:y1, x0:x1] == number
        square = _square_in(drawn)
        if square is None or not least <= square[2] - square[0] <= most:
            continue
        state = _state(sheet.ink[y0:y1, x0:x1] > 0, drawn, square)
        left, top, right, bottom = square
        box = SeenBox(x0 + left, y0 + top, x0 + right, y0 + bottom, state is True)
        if state is not None and _stands_alone(sheet.ink, box):
            yield box


def _square_in(drawn: NDArray[np.bool_]) -> tuple[int, int, int, int] | None:
    """The square whose four sides are drawn in a mark: left, top, right, bottom, the last two beyond it."""
    columns = _long_lines(drawn)
    rows = _long_lines(drawn.T) if len(columns) > 1 else columns
    if len(rows) < 2:
        return None
    left, right, top, bottom = int(columns[0]), int(columns[-1]) + 1, int(rows[0]), int(rows[-1]) + 1
    wide, high = right - left, bottom - top
    if max(wide, high) > _SQUARE * min(wide, high):
        return None
    box = drawn[top:bottom, left:right]
    sides = (box[:, 0], box[:, -1], box[0], box[-1])
    return (left, top, right, bottom) if all(side.mean() >= _SIDE for side in sides) else None


def _long_lines(drawn: NDArray[np.bool_]) -> NDArray[np.intp]:
    """The columns that are drawn over more than half of the shorter side of a mark in one stretch."""
    rows = np.arange(1, drawn.shape[0] + 1)[:, None]
    paper_above = np.maximum.accumulate(np.where(drawn, 0, rows), axis=0)
    longest = (rows - paper_above).max(axis=0)
    return np.flatnonzero(longest >= longest.max() * _SIDE)


def _state(ink: NDArray[np.bool_], drawn: NDArray[np.bool_], square: tuple[int, int, int, int]) -> bool | None:
    """Whether a box is ticked; None where it may be a character, or where its state is not sure."""
    left, top, right, bottom = square
    side = min(right - left, bottom - top)
    thick = _thickness(drawn[top:bottom, left:right])
    if thick > _THICK * side:
        return None
    edge = thick + max(1, round(0.08 * side))
    inside = ink[top + edge : bottom - edge, left + edge : right - edge]
    if min(inside.shape, default=0) < 3:
        return None
    share = float(inside.mean())
    beyond = max(left, top, drawn.shape[1] - right, drawn.shape[0] - bottom)
    if share <= _EMPTY_SHARE:
        return False if beyond <= max(1, _EDGE * side) else None
    bars = max(_longest(inside), _longest(inside.T))
    return True if share >= _TICKED_SHARE and bars < _BAR and beyond <= _MOST_BEYOND * side else None


def _thickness(box: NDArray[np.bool_]) -> int:
    """How thick the lines of a box are, in pixels: the median of what is drawn from its edges inwards."""
    ways = (box, box[::-1], box.T, box.T[::-1])
    middle = [way[:, way.shape[1] // 4 : 3 * way.shape[1] // 4] for way in ways]
    return int(np.median([np.median(np.argmin(np.pad(way, ((0, 1), (0, 0))), axis=0)) for way in middle]))


def _longest(inside: NDArray[np.bool_]) -> float:
    """The share of its height over which a column of the inside is drawn most."""
    return float(inside.mean(axis=0).max())


def _stands_alone(ink: NDArray[np.uint8], box: SeenBox) -> bool:
    """Whether paper is before and behind a box."""
    side = box.y1 - box.y0
    before = ink[box.y0 : box.y1, max(0, box.x0 - max(2, round(_BEFORE * side))) : max(0, box.x0 - 1)]
    behind = ink[box.y0 : box.y1, box.x1 + 1 : box.x1 + max(2, round(_BEHIND * side))]
    return not before.any() and (box.ticked or not behind.any())
