"""Marks, the connected components of the ink: which are characters, which are dirt, and how they stand in lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.raster import Grey

_TALL = 0.4
_DASH = 0.28
_MINUS = 0.14
_THIN = 0.35
_DOT = 0.46
_BASE = 0.24
_WHOLE = 0.7
_NEAR = 1.1
_INK = 0.12
"""Shares of the height of a digit."""
_CHARACTER = 1.6
"""Heights of a digit: no character is higher, and two lines are never so close."""
_CAPITALS, _MANY_CAPITALS, _AS_MANY = (1.28, 1.7), 0.25, 0.6
"""Heights of capitals and digits as multiples of that of small letters, their share in a text, and how many there are
for every small letter of the usual height."""
_NARROW, _SAME_HEIGHT, _FEWEST_DIGITS = (0.2, 0.8), 0.05, 10
"""Widths of digits as shares of their height, by how much their heights differ, and how many tell something."""


@dataclass(frozen=True)
class Marks:
    """All marks of a page by number: corners (``boxes``, one row each: x0, y0, x1, y1), pixels of ink, and the picture
    in which every pixel holds the number of its mark (0: paper).
    """

    boxes: NDArray[np.int32]
    areas: NDArray[np.int32]
    labels: NDArray[np.int32]

    @classmethod
    def of(cls, ink: Grey) -> "Marks":
        """The marks of a picture whose ink is 255."""
        _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
        left, top = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
        right, bottom = left + stats[:, cv2.CC_STAT_WIDTH], top + stats[:, cv2.CC_STAT_HEIGHT]
        boxes = np.stack([left, top, right, bottom], axis=1).astype(np.int32)
        return cls(boxes, stats[:, cv2.CC_STAT_AREA].astype(np.int32), np.asarray(labels, np.int32))

    @property
    def heights(self) -> NDArray[np.int32]:
        """Of every mark, in pixels."""
        return self.boxes[:, 3] - self.boxes[:, 1]

    @property
    def widths(self) -> NDArray[np.int32]:
        """Of every mark, in pixels."""
        return self.boxes[:, 2] - self.boxes[:, 0]

    def inside(self, area: PixelBox) -> NDArray[np.intp]:
        """Numbers of the marks whose middle lies in an area."""
        x = (self.boxes[:, 0] + self.boxes[:, 2]) / 2
        y = (self.boxes[:, 1] + self.boxes[:, 3]) / 2
        found = np.flatnonzero((x >= area.x0) & (x < area.x1) & (y >= area.y0) & (y < area.y1))
        return found[found > 0]

    def without(self, numbers: NDArray[np.intp]) -> "Marks":
        """The marks under the same numbers, where no area holds any of these."""
        boxes = self.boxes.copy()
        boxes[numbers] = -1
        return Marks(boxes, self.areas, self.labels)

    def around(self, numbers: Sequence[int] | NDArray[np.intp]) -> PixelBox:
        """The smallest extent that holds all of these marks."""
        boxes = self.boxes[np.asarray(numbers)]
        x0, y0 = boxes[:, :2].min(axis=0).tolist()
        x1, y1 = boxes[:, 2:].max(axis=0).tolist()
        return PixelBox(x0, y0, x1, y1)


def digit_height(marks: Marks, areas: Iterable[PixelBox], dpi: float) -> int:
    """The usual height of a digit in these areas in pixels, 0 if nothing stands upright alone: that of most marks
    narrower than high, for digits are of one height and pieces of characters of many. Where letters of the alphabet
    stand among them most are small, and digits are as tall as the large ones.
    """
    least, most = 3.0 * dpi / 72, 16.0 * dpi / 72
    numbers = np.concatenate([np.zeros(0, np.intp), *(marks.inside(area) for area in areas)])
    heights, widths = marks.heights[numbers], marks.widths[numbers]
    upright = (heights >= least) & (heights <= most) & (widths <= 1.2 * heights)
    if not upright.any():
        return 0
    usual = float(np.median(heights[upright]))
    narrow = (widths <= _NARROW[1] * heights) & (widths >= _NARROW[0] * heights) & (heights >= least)
    small = heights[narrow & (heights >= 0.6 * usual) & (heights <= 1.1 * usual)]
    peak = _peak(small) if len(small) >= _FEWEST_DIGITS else int(usual)
    high = (heights >= _CAPITALS[0] * peak) & (heights <= _CAPITALS[1] * peak)
    large, broad = heights[high & narrow], int((high & ~narrow).sum())
    others = narrow & (heights >= 0.8 * peak) & ~high & (heights <= _CAPITALS[1] * peak)
    share = len(large) / max(1, len(large) + int(others.sum()))
    alike = int((np.abs(heights[narrow] - peak) <= max(1, _SAME_HEIGHT * peak)).sum())
    if share > _MANY_CAPITALS and len(large) > max(broad, _AS_MANY * alike, _FEWEST_DIGITS):
        return _peak(large)
    return peak


def _peak(heights: NDArray[np.int32]) -> int:
    """The height that most are about as high as."""
    usual = float(np.median(heights))
    reach = max(1, round(_SAME_HEIGHT * usual))
    counts = np.convolve(np.bincount(heights), np.ones(2 * reach + 1), "same")
    return int(np.median(heights[np.abs(heights - int(counts.argmax())) <= reach]))


def characters_of(marks: Marks, numbers: NDArray[np.intp], height: int) -> tuple[list[int], list[int]]:
    """The marks that are digits or signs of numbers, and the rest, which is dirt.

    Tall marks are digits, wide flat ones dashes, also the small one before the first digit. What overlaps a digit is a
    piece of it. A dot counts as a point or comma only between digits and at their foot: elsewhere it says nothing.
    """
    boxes = marks.boxes[numbers]
    heights, widths = boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0]
    tall = heights >= _TALL * height
    tall |= _near(boxes, boxes[tall], height) & in_broken_digit(marks, numbers, boxes, height)
    flat = ~tall & (widths >= _DASH * height) & (heights <= _THIN * height) & (widths >= 1.6 * heights)
    digits = boxes[tall]
    if len(digits):
        flat &= [_beside(box, digits, height) for box in boxes]
    kept = numbers[tall | flat].tolist()
    dirt: list[int] = []
    for number, box, small in zip(numbers.tolist(), boxes, ~(tall | flat), strict=True):
        if small:
            (kept if len(digits) and _belongs(box, digits, height) else dirt).append(number)
    return kept, dirt


def in_broken_digit(
    marks: Marks, numbers: NDArray[np.intp], boxes: NDArray[np.int32], height: int
) -> NDArray[np.bool_]:
    """Which marks are pieces of a digit that fell apart: pieces above each other that together are as tall as a digit
    and hold as much ink as one. Thin strokes are lost first where print is small or faded.
    """
    found = np.zeros(len(numbers), bool)
    for at, box in enumerate(boxes):
        if found[at] or box[2] - box[0] > height:
            continue
        above = (boxes[:, 0] <= box[2]) & (boxes[:, 2] >= box[0]) & (boxes[:, 2] - boxes[:, 0] <= height)
        group = boxes[above]
        tall = group[:, 3].max() - group[:, 1].min()
        inked = int(marks.areas[numbers[above]].sum())
        if len(group) > 1 and 0.7 * height <= tall <= 1.4 * height and inked >= _INK * height * height:
            found |= above
    return found


def _near(boxes: NDArray[np.int32], digits: NDArray[np.int32], height: int) -> NDArray[np.bool_]:
    """Which marks stand no further from any digit than digits do; all where there is none."""
    if not len(digits):
        return np.ones(len(boxes), bool)
    room = np.maximum(digits[:, 0] - boxes[:, 2, None], boxes[:, 0, None] - digits[:, 2])
    return np.asarray(room.min(axis=1) <= _NEAR * height)


def _beside(box: NDArray[np.int32], digits: NDArray[np.int32], height: int) -> bool:
    """Whether a mark stands at the height of the digits and near one of them."""
    top, foot = int(digits[:, 1].min()), int(digits[:, 3].max())
    if not top - 0.2 * height <= (box[1] + box[3]) / 2 <= foot + 0.3 * height:
        return False
    gaps = np.maximum(digits[:, 0] - box[2], box[0] - digits[:, 2])
    return bool(gaps.min() <= _NEAR * height)


def _belongs(box: NDArray[np.int32], digits: NDArray[np.int32], height: int) -> bool:
    """Whether a small mark is a piece of a digit, a minus before the first, or a point between two."""
    middle, level = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    over = (digits[:, 0] - 1 <= box[2]) & (digits[:, 2] + 1 >= box[0])
    if np.any(over & (digits[:, 1] - 0.3 * height <= level) & (level <= digits[:, 3] + 0.3 * height)):
        return True
    whole = digits[digits[:, 3] - digits[:, 1] >= _WHOLE * height]
    # A comma may be as tall as half a digit, and its foot is no foot of digits.
    foot = float(np.median((whole if len(whole) else digits)[:, 3]))
    if middle < digits[:, 0].min():
        near = digits[:, 0].min() - box[2] <= 0.6 * height
        return bool(near and box[2] - box[0] >= _MINUS * height and 0.2 * height <= foot - level <= 0.75 * height)
    if middle > digits[:, 2].max() or max(box[2] - box[0], box[3] - box[1]) > _DOT * height:
        return False
    return bool(box[1] > foot - 0.45 * height and foot - _BASE * height < box[3] < foot + 0.45 * height)


def is_dash(marks: Marks, numbers: Sequence[int], height: int) -> bool:
    """Whether marks are one dash and nothing else: together flat, and longer than they are high."""
    around = marks.around(numbers)
    return around.height <= _THIN * height and around.width >= max(_DASH * height, 1.6 * around.height)


def slant_of(marks: Marks, number: int) -> float:
    """How much a mark leans: the correlation of its pixels' x and y, -1 for a stroke that rises to the right."""
    x0, y0, x1, y1 = marks.boxes[number].tolist()
    ys, xs = np.nonzero(marks.labels[y0:y1, x0:x1] == number)
    if len(set(xs.tolist())) < 2 or len(set(ys.tolist())) < 2:
        return 0.0
    return float(np.corrcoef(xs, ys)[0, 1])


def lines_of(marks: Marks, numbers: Sequence[int]) -> list[list[int]]:
    """Marks gathered into lines, top to bottom: what overlaps in height by half of the smaller stands on one line."""
    lines: list[tuple[int, int, list[int]]] = []
    for number in sorted(numbers, key=lambda each: -int(marks.heights[each])):
        y0, y1 = int(marks.boxes[number, 1]), int(marks.boxes[number, 3])
        for index, (top, bottom, members) in enumerate(lines):
            shared = min(bottom, y1) - max(top, y0)
            if shared * 2 >= min(bottom - top, y1 - y0) or (shared > 0 and (y1 - y0) * 2 < bottom - top):
                members.append(number)
                lines[index] = (min(top, y0), max(bottom, y1), members)
                break
        else:
            lines.append((y0, y1, [number]))
    return [members for _, _, members in sorted(lines, key=lambda line: line[0])]


def with_parts_above(marks: Marks, lines: Sequence[list[int]], height: int) -> list[list[int]]:
    """The lines, top to bottom; those that together are no higher than a character are its parts above each other."""
    whole: list[list[int]] = []
    for line in lines:
        if whole and marks.around([*whole[-1], *line]).height <= _CHARACTER * height:
            whole[-1] = [*whole[-1], *line]
        else:
            whole.append(line)
    return whole


def parted(marks: Marks, numbers: Sequence[int], space: float) -> list[list[int]]:
    """Marks from left to right, cut where more than ``space`` pixels are between them."""
    parts: list[list[int]] = []
    right = 0
    for number in sorted(numbers, key=lambda each: int(marks.boxes[each, 0])):
        if parts and int(marks.boxes[number, 0]) - right <= space:
            parts[-1].append(number)
        else:
            parts.append([number])
        right = max(right, int(marks.boxes[number, 2]))
    return parts


def upright(boxes: NDArray[np.int32]) -> NDArray[np.int32]:
    """Corners of what stands in a line, left to right: boxes that overlap by half of the narrower one are one."""
    found: list[list[int]] = []
    for x0, y0, x1, y1 in sorted(boxes.tolist()):
        if found and 2 * (min(found[-1][2], x1) - x0) >= min(found[-1][2] - found[-1][0], x1 - x0):
            last = found[-1]
            found[-1] = [last[0], min(last[1], y0), max(last[2], x1), max(last[3], y1)]
        else:
            found.append([x0, y0, x1, y1])
    return np.array(found, np.int32).reshape(-1, 4)


def erased(grey: Grey, marks: Marks, dirt: Sequence[int], area: PixelBox) -> Grey:
    """The picture of an area with the dirt painted over."""
    part = grey[area.y0 : area.y1, area.x0 : area.x1]
    if not dirt:
        return part
    spots = np.isin(marks.labels[area.y0 : area.y1, area.x0 : area.x1], dirt)
    grown = cv2.dilate(spots.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return np.where(grown, 255, part).astype(np.uint8)
