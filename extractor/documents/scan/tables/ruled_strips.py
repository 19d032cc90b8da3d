"""Strips of paper between the rules of tables that are ruled across only, and what is printed in each."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.marks import Marks, in_broken_digit, is_dash, lines_of, parted, upright

_TOUCH = 3.0
_SAME = 2.5
_REACH = 9.0
"""Points by which the ends of rules of one table may differ."""
_FARTHEST = 220.0
_ACROSS = 0.6
_LONG = 140.0
_FEWEST_RULES = 4
_TALL, _PIECE = 0.45, 0.25
_DASH = 0.28
_THIN = 0.35
_TOGETHER = 0.35
_SIDE = 0.3
_ROOM, _POINT = 1.45, 0.006
_COMMA = (0.46, 0.62)
_SOLID, _FLAT = 0.7, 2.2
_UPRIGHT = 0.65
_APART = 0.9
_WORDS = 1.7
_MOST_IN_PART = 2
"""Figures for every piece of print that no space between words parts."""
_LEAST_FIGURE, _USUAL_FIGURE, _MOST_FIGURE = 0.8, (0.9, 1.12), 1.2
_WIDEST_FIGURE = 9.0
_BROAD = 1.06
"""Shares of the height of a digit."""
_SQUARE, _CHARACTERS = (0.86, 1.25), 3
"""Shares of the height of a digit: so broad are characters that are no taller than one, and so many tell writing. A
digit is narrower, and two that touch are broader.
"""
_BESIDE, _COLUMN, _TELLING = 0.3, 2, 5
"""A share of the height of a digit, how many other rows print in a column at least, and in how many rows that tells."""
_UNEVEN, _FEWEST_LETTERS = 0.085, 4
"""Standard deviation of the heights of digits, as a share of their height, and how many are needed to tell."""
_PIXEL = 1
"""So much larger may print be that is only a few pixels high."""
_LETTERS = 0.85
"""Of the letters of a line, so many are no higher than its large ones."""

FEWEST, MANY = 3, 6
"""Rows that make a table, and figures in a row that need no other row beside it."""


@dataclass(frozen=True)
class Stack:
    """Rules across, one below the other, that no upright rule touches. Of each place ``ys`` the pieces in ``rules``."""

    left: float
    right: float
    ys: tuple[float, ...]
    rules: tuple[tuple[Segment, ...], ...]


@dataclass(frozen=True)
class PrintRun:
    """Print without a gap in it, from ``x0`` to ``x1``. ``figure``: one line of marks as tall as digits, or a ``dash``;
    ``stacked``: several such lines.
    """

    x0: int
    x1: int
    figure: bool
    dash: bool
    stacked: bool


@dataclass(frozen=True)
class RuledStrip:
    """The paper between two rules, in pixels, its print from left to right, and from where to where each letter of it
    reaches. ``height``: the usual height of a digit in the table; ``size``: that of what is printed here, where it is
    larger, as in a title.
    """

    area: PixelBox
    pieces: tuple[PrintRun, ...]
    marks: tuple[tuple[int, int], ...]
    height: int
    size: int

    @cached_property
    def runs(self) -> list[list[PrintRun]]:
        """What stands together: pieces with less than the room between two columns of figures between them."""
        return self._runs(_APART * self.height)

    @cached_property
    def figures(self) -> int:
        """How many figures it prints that stand apart: words in capitals look like figures, and stand close. So do
        small letters that are smeared: where most is no further apart than words, it is words.
        """
        found = sum(all(piece.figure for piece in run) for run in self.runs)
        if found <= _MOST_IN_PART * self.parts:
            return found
        return sum(all(piece.figure for piece in run) for run in self._runs(_WORDS * self.size))

    @cached_property
    def apart(self) -> frozenset[PrintRun]:
        """The figures that stand apart from everything else, with those close to them."""
        return frozenset(piece for run in self.runs if all(each.figure for each in run) for piece in run)

    @cached_property
    def parts(self) -> int:
        """How many pieces of print there are that no space between words parts."""
        return len(self._runs(_WORDS * self.size))

    @property
    def stacked(self) -> bool:
        """Whether it is more than one row: most of its figures stand above each other, as where rows are not ruled."""
        return sum(piece.stacked for piece in self.pieces) > max(1, self.figures)

    def joined(self, space: float) -> list[tuple[int, int]]:
        """From where to where print reaches that has no gap wider than ``space`` heights of a digit in it."""
        return [(run[0].x0, max(piece.x1 for piece in run)) for run in self._runs(space * self.height)]

    def _runs(self, space: float) -> list[list[PrintRun]]:
        return _runs_of(self.pieces, space)

    def covers(self, x: float, room: float = 0.0) -> bool:
        """Whether print stands at ``x``, or less than ``room`` pixels of paper between what is left and right of it."""
        if any(piece.x0 - 1 < x < piece.x1 + 1 for piece in self.pieces):
            return True
        left = max((piece.x1 for piece in self.pieces if piece.x1 <= x), default=-math.inf)
        right = min((piece.x0 for piece in self.pieces if piece.x0 >= x), default=math.inf)
        return right - left < room

    def cuts(self, x: float) -> bool:
        """Whether a letter lies on ``x`` with its middle: a long number may reach over the edge of its column, and
        belongs to it all the same.
        """
        return any(left + _SIDE * (right - left) < x < right - _SIDE * (right - left) for left, right in self.marks)


def _runs_of(pieces: Sequence[PrintRun], space: float) -> list[list[PrintRun]]:
    """Pieces from left to right, cut where more than ``space`` pixels are between them."""
    runs: list[list[PrintRun]] = []
    for piece in pieces:
        if runs and piece.x0 - max(other.x1 for other in runs[-1]) <= space:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def stacks_of(rules: Rules) -> list[Stack]:
    """The tables that are ruled across only, in a frame or not: four rules at least."""
    inner = [upright for upright in rules.vertical if not _is_side(upright, rules.horizontal)]
    free = [rule for rule in rules.horizontal if not any(_touches(rule, other) for other in inner)]
    groups: list[list[Segment]] = []
    for rule in sorted(free):
        for group in groups:
            left, right = min(other.start for other in group), max(other.end for other in group)
            near = rule.at - group[-1].at <= _FARTHEST
            shared = min(right, rule.end) - max(left, rule.start)
            if near and shared + 2 * _REACH >= min(right - left, rule.end - rule.start):
                group.append(rule)
                break
        else:
            if rule.end - rule.start >= _LONG:
                groups.append([rule])
    stacks = [_stack(part) for group in groups for part in _without_ruled(group, inner)]
    return [stack for stack in stacks if len(stack.ys) >= _FEWEST_RULES]


def _without_ruled(group: Sequence[Segment], inner: Sequence[Segment]) -> Iterator[list[Segment]]:
    """The rules of a table, parted where uprights stand between one and the next: there it is ruled both ways."""
    part: list[Segment] = []
    for rule in group:
        if part and any(_stands_between(upright, part[-1], rule) for upright in inner):
            yield part
            part = []
        part.append(rule)
    yield part


def _stands_between(upright: Segment, above: Segment, below: Segment) -> bool:
    left, right = max(above.start, below.start) + _REACH, min(above.end, below.end) - _REACH
    return left < upright.at < right and min(upright.end, below.at) - max(upright.start, above.at) > _TOUCH


def _is_side(upright: Segment, across: Sequence[Segment]) -> bool:
    """Whether every rule that an upright one meets ends there, all on one side of it."""
    met = [rule for rule in across if _touches(rule, upright)]
    begin = all(abs(rule.start - upright.at) <= _REACH for rule in met)
    return begin or all(abs(rule.end - upright.at) <= _REACH for rule in met)


def _touches(rule: Segment, other: Segment) -> bool:
    across = rule.start - _TOUCH <= other.at <= rule.end + _TOUCH
    return across and other.start - _TOUCH <= rule.at <= other.end + _TOUCH


def _stack(group: Sequence[Segment]) -> Stack:
    places: list[list[Segment]] = []
    for rule in sorted(group):
        if places and rule.at - places[-1][0].at <= _SAME:
            places[-1].append(rule)
        else:
            places.append([rule])
    left, right = min(rule.start for rule in group), max(rule.end for rule in group)
    places = _framed(places, right - left)
    return Stack(
        left,
        right,
        tuple(sum(rule.at for rule in place) / len(place) for place in places),
        tuple(tuple(sorted(place, key=lambda rule: rule.start)) for place in places),
    )


def _framed(places: Sequence[list[Segment]], width: float) -> list[list[Segment]]:
    """Rules by place from the first to the last that reach over most of a table: beyond them, what is shorter is none
    of its rules, but the tops of a line of letters.
    """
    most = [at for at, rules in enumerate(places) if sum(rule.end - rule.start for rule in rules) >= _ACROSS * width]
    return [*places[most[0] : most[-1] + 1]] if most else [*places]


def strips_of(sheet: PaperSheet, marks: Marks, stack: Stack, height: int) -> list[RuledStrip]:
    """The strips of a table, top to bottom; ``height`` is the usual height of a digit in pixels."""
    scale = sheet.dpi / 72
    left, right = round(stack.left * scale) - height // 2, round(stack.right * scale) + height // 2
    strips = []
    for top, bottom in pairwise(stack.ys):
        area = PixelBox(max(0, left), round(top * scale) + 1, right, round(bottom * scale))
        inside = marks.inside(area)
        commas = _commas(marks, inside, height)
        printed = _print(marks, inside[~commas], height)
        tall = [number for number in printed if int(marks.heights[number]) >= _UPRIGHT * height]
        edges = tuple((int(marks.boxes[number, 0]), int(marks.boxes[number, 2])) for number in tall)
        small = inside[
            ((marks.heights[inside] < _TALL * height) | commas) & (marks.areas[inside] >= _POINT * height**2)
        ]
        pieces = tuple(_pieces(marks, printed, marks.boxes[small], height))
        size = max(height, int(np.quantile(marks.heights[tall], _LETTERS)) if tall else height)
        pieces = tuple(_without_uneven(pieces, upright(marks.boxes[printed]), height, _WORDS * size))
        strips.append(RuledStrip(area, pieces, edges, height, size))
    return _without_stray_dashes(strips)


def _without_uneven(
    pieces: Sequence[PrintRun], boxes: NDArray[np.int32], height: int, space: float
) -> Iterator[PrintRun]:
    """The pieces, those in writing as none that are figures: large and small letters differ more in height than digits
    do, though smeared small ones are nearly as high as digits. ``space`` parts what is not one line of writing.
    """
    heights = boxes[:, 3] - boxes[:, 1]
    tall = heights >= _TALL * height
    for run in _runs_of(pieces, space):
        inside = tall & (boxes[:, 0] >= run[0].x0) & (boxes[:, 2] <= max(piece.x1 for piece in run))
        uneven = inside.sum() >= _FEWEST_LETTERS and float(heights[inside].std()) > max(_PIXEL, _UNEVEN * height)
        for piece in run:
            yield replace(piece, figure=False) if uneven and not piece.dash else piece


def _without_stray_dashes(strips: Sequence[RuledStrip]) -> list[RuledStrip]:
    """The strips without dashes that stand in no column: specks are as small, and what is printed for nothing stands
    below or above what is printed for something.
    """
    if len(strips) < _TELLING:
        return [*strips]
    found = []
    for strip in strips:
        reach = _BESIDE * strip.height
        stray = {
            piece
            for piece in strip.pieces
            if piece.dash
            and sum(
                any(other.x0 < piece.x1 + reach and piece.x0 - reach < other.x1 for other in each.pieces)
                for each in strips
                if each is not strip
            )
            < _COLUMN
        }
        found.append(replace(strip, pieces=tuple(piece for piece in strip.pieces if piece not in stray)))
    return found


def _commas(marks: Marks, numbers: NDArray[np.intp], height: int) -> NDArray[np.bool_]:
    """Which marks are small and stand at the foot of the line: a comma may be half as tall as a digit."""
    boxes = marks.boxes[numbers]
    heights, widths = marks.heights[numbers], marks.widths[numbers]
    upright = heights >= _UPRIGHT * height
    if not upright.any():
        return np.zeros(len(numbers), bool)
    foot = float(np.median(boxes[upright, 3]))
    size = (heights < _COMMA[1] * height) & (widths <= _COMMA[0] * height)
    low = (boxes[:, 1] >= foot - _COMMA[0] * height) & (boxes[:, 3] > foot)
    return np.asarray(size & low, bool)


def _print(marks: Marks, numbers: NDArray[np.intp], height: int) -> list[int]:
    """The marks that are as tall as small letters, or flat and long as dashes, and pieces of digits that fell apart."""
    heights, widths = marks.heights[numbers], marks.widths[numbers]
    flat = (widths >= _DASH * height) & (heights <= _THIN * height) & (widths >= 1.6 * heights)
    tall = heights >= _TALL * height
    pieces = np.flatnonzero((heights >= _PIECE * height) & (widths >= _PIECE * height))
    tall[pieces] |= in_broken_digit(marks, numbers[pieces], marks.boxes[numbers[pieces]], height)
    return [int(number) for number in numbers[tall | flat]]


def _pieces(marks: Marks, numbers: Sequence[int], points: NDArray[np.int32], height: int) -> Iterator[PrintRun]:
    """``points``: corners of the small marks of the strip."""
    found: list[PrintRun] = []
    for group in parted(marks, numbers, _TOGETHER * height):
        piece = _piece(marks, group, height)
        if piece is None:
            continue
        foot = int(marks.boxes[group, 3].max())
        if found and found[-1].figure and piece.figure and _pointed(found[-1], piece, points, foot, height):
            piece = replace(piece, x0=found.pop().x0, dash=False)
        found.append(piece)
    yield from found


def _piece(marks: Marks, group: Sequence[int], height: int) -> PrintRun | None:
    """Marks that stand together; None for dirt, which has neither a letter nor a bar."""
    around = marks.around(group)
    lines = lines_of(marks, group)
    dash = is_dash(marks, group, height) and _is_solid(marks, group, around)
    whole = upright(marks.boxes[list(group)])
    if not dash and not (whole[:, 3] - whole[:, 1] >= _UPRIGHT * height).any():
        return None
    figures = dash or all(_is_figure(marks, line, height) for line in lines)
    return PrintRun(around.x0, around.x1, figures and len(lines) == 1, dash, figures and len(lines) > 1)


def _pointed(left: PrintRun, right: PrintRun, points: NDArray[np.int32], foot: int, height: int) -> bool:
    """Whether a point or comma joins two figures: a small mark at their foot in the narrow room between them."""
    if right.x0 - left.x1 > _ROOM * height:
        return False
    between = (points[:, 2] >= left.x1) & (points[:, 0] <= right.x0)
    return bool((between & (points[:, 3] > foot - 0.35 * height) & (points[:, 3] < foot + 0.5 * height)).any())


def _is_solid(marks: Marks, group: Sequence[int], around: PixelBox) -> bool:
    """Whether marks are one bar and not a few dots: dirt is rarely so even."""
    inked = int(marks.areas[group].sum())
    return inked >= _SOLID * around.width * around.height and around.width >= _FLAT * around.height


def is_figure(marks: Marks, box: PixelBox, height: int) -> bool:
    """Whether a line of print is a figure, or a dash."""
    inside = marks.inside(box)
    printed = _print(marks, inside[~_commas(marks, inside, height)], height)
    pieces = [_piece(marks, group, height) for group in parted(marks, printed, _TOGETHER * height)]
    return any(pieces) and all(piece is None or piece.figure for piece in pieces)


def _is_figure(marks: Marks, group: Sequence[int], height: int) -> bool:
    """Whether marks of one line could be a figure: with what stands above each other as one, as in digits that fell
    apart, all are as tall as digits. A character is taller or, in one piece, broad, or as broad as tall.
    """
    boxes = upright(marks.boxes[list(group)])
    tall = boxes[boxes[:, 3] - boxes[:, 1] >= _TALL * height]
    if not len(tall) or marks.around(group).width > _WIDEST_FIGURE * height:
        return False
    heights, widths = tall[:, 3] - tall[:, 1], tall[:, 2] - tall[:, 0]
    square = (widths >= _SQUARE[0] * height) & (widths <= _SQUARE[1] * height)
    if ((widths > height) & (heights > _BROAD * height + _PIXEL)).any() or square.sum() >= _CHARACTERS:
        return False
    least, most = _USUAL_FIGURE[0] * height - _PIXEL / 2, _USUAL_FIGURE[1] * height + _PIXEL / 2
    sound = heights.min() >= _LEAST_FIGURE * height and heights.max() <= _MOST_FIGURE * height + _PIXEL
    return bool(sound and least <= heights.mean() <= most)
