"""Digits that are no number: days, hours, numbers of articles and chapters. They are read as writing is, sign for sign,
for in the alphabet of numbers 15:29 is 15.29 and 22.07.2021 has a point too many.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.numbers.number_parts import tall_boxes
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.spots import PrintSpot

_CODE = re.compile(r"\d+([.:/-])\d+(?:\1\d+)*")
"""Groups of digits with one and the same sign between them."""
_NUMBER = re.compile(r"\d+\.\d+|\d{1,3}(\.\d{3})+")
_MOSTLY = 0.5
"""Share of the figures of a column that have to be codes: a single one among numbers is a misread number."""
_DOT, _LOW, _HIGHEST, _ASIDE, _PAPER = (0.08, 0.36), 0.15, 1.0, 0.12, 0.1
"""Shares of the height of a digit: how large a dot of a colon is, how far from the foot of digits the lower one ends,
how high the upper one begins at most, how far aside it stands, and how much paper is between them.
"""
_FEWEST = 2


def is_code(text: str) -> bool:
    """Whether a line holds a code, and nothing else but codes and digits."""
    parts = unicodedata.normalize("NFKC", text).split()
    codes = [_CODE.fullmatch(part) is not None and _NUMBER.fullmatch(part) is None for part in parts]
    return any(codes) and all(code or part.isdigit() for code, part in zip(codes, parts, strict=True))


def codes_among(
    spots: Sequence[PrintSpot], texts: Sequence[str], figures: Sequence[bool], colons: Collection[int]
) -> Iterator[int]:
    """Which of the lines that are ``figures`` are codes: those outside tables, in columns of codes, and those whose
    marks show a colon (``colons``).
    """
    codes = [figure and is_code(text) for text, figure in zip(texts, figures, strict=True)]
    of_column = Counter(spot.column for spot, figure in zip(spots, figures, strict=True) if figure)
    in_column = Counter(spot.column for spot, code in zip(spots, codes, strict=True) if code)
    for at, (spot, code) in enumerate(zip(spots, codes, strict=True)):
        alone = spot.column is None or in_column[spot.column] >= _MOSTLY * of_column[spot.column]
        if code and (alone or (at in colons and ":" in unicodedata.normalize("NFKC", texts[at]))):
            yield at


def with_colons(marks: Marks, spot: PrintSpot) -> PrintSpot:
    """The line with the upper dots of its colons, which are dirt in a number; the same object where it has none."""
    dots = upper_dots(marks, spot)
    if not dots:
        return spot
    dirt = tuple(mark for mark in spot.dirt if mark not in dots)
    return replace(spot, marks=(*spot.marks, *dots), dirt=dirt)


def upper_dots(marks: Marks, spot: PrintSpot) -> list[int]:
    """What was taken for dirt and stands right above a point between two digits, as large as it."""
    digits = tall_boxes(marks, spot)
    if len(digits) < _FEWEST or not spot.dirt:
        return []
    height, foot = spot.height, float(np.median(digits[:, 3]))
    points = [
        box for mark in spot.marks if _is_dot(box := marks.boxes[mark], height) and box[3] >= foot - _LOW * height
    ]
    return [
        mark
        for mark in spot.dirt
        if _is_dot(box := marks.boxes[mark], height)
        and foot - _HIGHEST * height <= box[1]
        and any(_stands_above(box, point, height) for point in points)
        and digits[0, 2] <= box[2]
        and box[0] <= digits[-1, 0]
    ]


def _is_dot(box: NDArray[np.int32], height: int) -> bool:
    wide, high = int(box[2] - box[0]), int(box[3] - box[1])
    return _DOT[0] * height <= min(wide, high) and max(wide, high) <= _DOT[1] * height


def _stands_above(box: NDArray[np.int32], point: NDArray[np.int32], height: int) -> bool:
    """Whether a dot stands right above another one, with paper between them."""
    aside = abs(int(box[0] + box[2] - point[0] - point[2])) / 2
    return aside <= _ASIDE * height and _PAPER * height <= point[1] - box[3]
