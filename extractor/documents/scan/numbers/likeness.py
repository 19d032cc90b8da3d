"""Digits of a page compared with each other: a second opinion on numbers that needs to know no typeface.

A digit that is clear elsewhere on the page shows what it looks like there: in that typeface, from that copier. The
recogniser is as sure of its mistakes as of the rest, and knows nothing of the page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.numbers.number_parts import WIDE, tall_boxes
from extractor.documents.scan.numbers.views import ViewedLine
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.marks import Marks, erased
from extractor.documents.scan.tables.spots import PrintSpot
from extractor.evidence import DoubtKind, settled

_HIGH, _BROAD = 24, 18
"""Size of a digit compared, in pixels."""
_SHIFT_X, _SHIFT_Y = 2, 1
"""By how many of those it is moved to fit."""
_DIGITS = "0123456789"
_FEWEST, _CLASSES, _MANY = 2, 8, 5
"""How many examples tell what a digit looks like, how many of the ten have to be known, and how many examples are good
enough to speak against the recogniser."""
_OUTLIERS = 0.05
"""The share of clear digits that are less like others of their kind than what counts as like them."""
_LEAST = 0.75
_AHEAD = 0.08
"""By how much a digit is more like its kind than like any other, as a correlation."""
_FAR_AHEAD, _WELL_AHEAD = 0.12, 0.15
_NO_ROOM, _ROOM = 1.25, 1.3
"""Usual distances of digits: those further apart may have a sign between them; those with one are so far apart."""
_WIDEST = 0.85
"""Heights of a digit: two marks side by side are no wider, if they are the halves of one."""

_Patch: TypeAlias = NDArray[np.float32]
_Box: TypeAlias = tuple[int, int, int, int]


class Weighed(NamedTuple):
    """What a number says after its digits were compared. ``told``: each is like its kind and like no other, and they
    stand as far from each other as digits with these signs between them do.
    """

    seen: ViewedLine
    told: bool


def compared(
    sheet: PaperSheet, marks: Marks, spots: Sequence[PrintSpot], seen: Sequence[ViewedLine], pitch: float
) -> list[Weighed]:
    """The numbers of a page, with the views of the recogniser weighed against what their digits look like elsewhere.
    ``pitch`` as :func:`usual_pitch` tells.

    A number whose views differ in its digits alone is clear where it is told. Where digits of one in doubt are like
    another kind, and like no other, the number is that one, and in doubt still. One that was clear is in doubt where a
    digit is far more like another kind.
    """
    pieces = [_pieces(marks, spot) for spot in spots]
    patches = [_patches(sheet, marks, spot, boxes) for spot, boxes in zip(spots, pieces, strict=True)]
    kinds = _Kinds.of(seen, patches)
    if kinds is None:
        return [Weighed(each, False) for each in seen]
    return [
        kinds.judge(sheet, marks, spot, boxes, own, each, pitch)
        for spot, boxes, own, each in zip(spots, pieces, patches, seen, strict=True)
    ]


@dataclass(frozen=True)
class _Kinds:
    """What the ten digits look like on a page: sums and numbers of their clear examples, and how like each other those
    are at least.
    """

    sums: NDArray[np.float32]
    counts: NDArray[np.int64]
    least: float

    @classmethod
    def of(cls, seen: Sequence[ViewedLine], patches: Sequence[Sequence[_Patch]]) -> "_Kinds | None":
        """None where a page shows too few."""
        examples = [
            (int(digit), patch)
            for each, own in zip(seen, patches, strict=True)
            if each.clear and len(digits := _digits(each.text)) == len(own)
            for digit, patch in zip(digits, own, strict=True)
        ]
        counts = np.bincount([digit for digit, _ in examples], minlength=10)
        if int((counts >= _FEWEST).sum()) < _CLASSES:
            return None
        sums = np.zeros((10, _HIGH * _BROAD), np.float32)
        for digit, patch in examples:
            sums[digit] += _middle(patch)
        own = [
            float(cls(sums, counts, 0.0).likeness(patch, digit)[digit])
            for digit, patch in examples
            if counts[digit] > _FEWEST
        ]
        return cls(sums, counts, max(_LEAST, float(np.quantile(own, _OUTLIERS)))) if own else None

    def likeness(self, patch: _Patch, but: int | None = None) -> NDArray[np.float32]:
        """How much a picture is like each of the ten, -1 for those not known. ``but``: it is an example of this one,
        and not compared with itself.
        """
        sums, counts = self.sums, self.counts
        if but is not None:
            sums, counts = sums.copy(), counts.copy()
            sums[but] -= _middle(patch)
            counts[but] -= 1
        kinds = _unit(sums)
        kinds[counts < _FEWEST] = 0
        found = (_unit(_shifted(patch)) @ kinds.T).max(axis=0)
        return np.where(counts < _FEWEST, np.float32(-1), found).astype(np.float32)

    def judge(
        self,
        sheet: PaperSheet,
        marks: Marks,
        spot: PrintSpot,
        boxes: Sequence[_Box],
        own: Sequence[_Patch],
        seen: ViewedLine,
        pitch: float,
    ) -> Weighed:
        """One number."""
        values = [int(digit) for digit in _digits(seen.text)]
        fitted = _fitted(boxes, len(values), spot.height, pitch) if values else None
        clear = seen.clear
        if fitted is None:
            more = boxes and not clear and len(boxes) > len(values)
            return Weighed(self._other(seen, own) if more else seen, False)
        whole = len(fitted) == len(boxes)
        mine = own if whole else _patches(sheet, marks, spot, fitted)
        said = [
            self.likeness(patch, value if whole and clear else None) for patch, value in zip(mine, values, strict=True)
        ]
        if all(self._is(each, value) for each, value in zip(said, values, strict=True)) and _spaced_as(
            seen.text, fitted, pitch
        ):
            return Weighed(seen._replace(doubts=settled(seen.doubts)) if seen.same_signs else seen, seen.same_signs)
        if not whole or min(map(_ahead, said, values)) > -_FAR_AHEAD:
            return Weighed(seen, False)
        return Weighed(self._doubted(seen, said, values) if clear else self._other(seen, own), False)

    def _doubted(self, seen: ViewedLine, said: Sequence[NDArray[np.float32]], values: Sequence[int]) -> ViewedLine:
        """A number in doubt, if what speaks against one of its digits is known well."""
        for each, value in zip(said, values, strict=True):
            best = int(each.argmax())
            if best != value and self.counts[best] >= _MANY and float(each[best]) >= self.least:
                digits = "".join(str(int(like.argmax())) for like in said)
                return seen.doubted(DoubtKind.DIGITS_UNLIKE, seen.text, digits)
        return seen

    def _is(self, like: NDArray[np.float32], digit: int) -> bool:
        """Whether a picture shows a digit: it is as like it as others are, or like no other by far."""
        least, ahead = float(like[digit]), _ahead(like, digit)
        return (least >= self.least and ahead >= _AHEAD) or (least >= _LEAST and ahead >= _WELL_AHEAD)

    def _other(self, seen: ViewedLine, own: Sequence[_Patch]) -> ViewedLine:
        """A number in doubt whose digits are others, where those are told clearly."""
        said = [self.likeness(patch) for patch in own]
        values = [int(each.argmax()) for each in said]
        known = all(
            self.counts[value] >= _MANY and each[value] >= self.least and _ahead(each, value) >= _AHEAD
            for each, value in zip(said, values, strict=True)
        )
        if not known or any(char in seen.text for char in ".,"):
            return seen
        text = _with_digits(seen.text, "".join(map(str, values)))
        doubts = seen.doubts if text == seen.text else seen.noting(DoubtKind.DIGITS_UNLIKE, seen.text, text)
        return ViewedLine(
            text, doubts, tuple(each for each in (seen.text, *seen.alternatives) if each and each != text)
        )


def _ahead(like: NDArray[np.float32], digit: int) -> float:
    """How much more a picture is like one digit than like any other; negative where it is more like another."""
    return float(like[digit] - np.delete(like, digit).max())


def _spaced_as(text: str, boxes: Sequence[_Box], pitch: float) -> bool:
    """Whether digits stand as far from each other as in a number that reads so: with room for a sign where it has one,
    and none elsewhere. ``pitch`` as :func:`usual_pitch` tells.
    """
    places = [at for at, char in enumerate(text) if char in _DIGITS]
    usual = pitch * float(np.median([y1 - y0 for _, y0, _, y1 in boxes]))
    for (here, left), (there, right) in pairwise(zip(places, boxes, strict=True)):
        step = (right[0] + right[2] - left[0] - left[2]) / 2
        if there - here > 2 or not (step <= _NO_ROOM * usual if there - here == 1 else step >= _ROOM * usual):
            return False
    return True


def _with_digits(text: str, digits: str) -> str:
    """A number without points and commas, with other digits."""
    places = [at for at, char in enumerate(text) if char in _DIGITS]
    return text[: places[0]] + digits + text[places[-1] + 1 :] if places else digits


def _digits(text: str) -> str:
    return "".join(char for char in text if char in _DIGITS)


def _pieces(marks: Marks, spot: PrintSpot) -> list[_Box]:
    """The corners of :func:`tall_boxes`."""
    return [(x0, y0, x1, y1) for x0, y0, x1, y1 in tall_boxes(marks, spot).tolist()]


def _fitted(boxes: Sequence[_Box], count: int, height: int, pitch: float) -> list[_Box] | None:
    """The pieces as so many digits: the closest ones that can be halves of one taken together, those as wide as several
    cut. None where that does not work out. ``pitch`` as :func:`usual_pitch` tells.
    """
    found = [*boxes]
    while len(found) > count:
        pairs = [
            (right[0] - left[2], at)
            for at, (left, right) in enumerate(pairwise(found))
            if right[2] - left[0] <= _WIDEST * height
        ]
        if not pairs:
            return None
        _, at = min(pairs)
        left, right = found[at], found[at + 1]
        found[at : at + 2] = [(left[0], min(left[1], right[1]), right[2], max(left[3], right[3]))]
    if len(found) < count and pitch:
        found = [part for box in found for part in _parted(box, pitch, height)]
    return found if len(found) == count else None


def _parted(box: _Box, pitch: float, height: int) -> list[_Box]:
    """Digits that touch each other, cut where one ends as digits stand."""
    x0, y0, x1, y1 = box
    if x1 - x0 <= WIDE * height:
        return [box]
    count = max(2, round((x1 - x0) / (pitch * (y1 - y0))))
    edges = [round(x0 + (x1 - x0) * at / count) for at in range(count + 1)]
    return [(left, y0, right, y1) for left, right in pairwise(edges)]


def _patches(sheet: PaperSheet, marks: Marks, spot: PrintSpot, boxes: Sequence[_Box]) -> list[_Patch]:
    """The digits of a line at the size in which they are compared, with room to move them; ink is 255."""
    return [*_cut(erased(sheet.grey, marks, spot.dirt, spot.area), spot, boxes)] if boxes else []


def _cut(part: NDArray[np.uint8], spot: PrintSpot, boxes: Sequence[_Box]) -> Iterator[_Patch]:
    top, foot = (float(np.median([box[side] for box in boxes])) - spot.area.y0 for side in (1, 3))
    scale = _HIGH / max(1.0, foot - top)
    if scale < 1:
        part = np.asarray(cv2.GaussianBlur(part, (0, 0), 0.5 / scale), np.uint8)
    wide, high = _BROAD + 2 * _SHIFT_X, _HIGH + 2 * _SHIFT_Y
    for x0, _, x1, _ in boxes:
        left, right = max(0, x0 - spot.area.x0 - 1), x1 - spot.area.x0 + 1
        middle = (x0 + x1) / 2 - spot.area.x0 - left
        matrix = np.array([[1 / scale, 0, middle - wide / 2 / scale], [0, 1 / scale, top - _SHIFT_Y / scale]])
        picture = cv2.warpAffine(
            part[:, left:right],
            matrix,
            (wide, high),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(255,),
        )
        yield 255 - np.asarray(picture, np.float32)


def _middle(patch: _Patch) -> _Patch:
    return patch[_SHIFT_Y:-_SHIFT_Y, _SHIFT_X:-_SHIFT_X].reshape(-1)


def _shifted(patch: _Patch) -> _Patch:
    """A picture in all its places, one row each."""
    windows = np.lib.stride_tricks.sliding_window_view(patch, (_HIGH, _BROAD))
    return np.asarray(windows.reshape(-1, _HIGH * _BROAD), np.float32)


def _unit(rows: _Patch) -> _Patch:
    """Rows without their mean, of length 1; what is even is 0."""
    even = rows - rows.mean(axis=1, keepdims=True)
    return np.asarray(even / np.maximum(np.linalg.norm(even, axis=1, keepdims=True), 1e-6), np.float32)
