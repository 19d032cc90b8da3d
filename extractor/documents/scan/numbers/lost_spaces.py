"""Spaces and letters that the recogniser loses in words of an alphabet: spaces where letters fill its picture, which it
tells where more paper is left around the line, and letters of which one touches another.
"""

import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from extractor.documents.scan.numbers.decoding import CtcReading
from extractor.documents.scan.tables.marks import Marks, parted
from extractor.documents.scan.tables.spots import PrintSpot

_SPACE, _GAP = 0.5, 0.25
"""Shares of the height of a digit: a gap in a line that is a space between words, and one that may be."""
_LETTERS = 3
"""In a line of fewer no space is missed."""
_FEWEST, _WIDE = 4, 2.75
"""Steps from letter to letter that say how far it usually is, and what no letter of it is as wide as. Of 290 lines the
right ones come to 2.0 at most (w, m), those that lack a letter to 3.0 and more.
"""


def wide_gaps(marks: Marks, spot: PrintSpot) -> int:
    """How many gaps in a line are as wide as a space between words of an alphabet."""
    return _gaps(marks, spot, _SPACE)


def may_lack_spaces(marks: Marks, spot: PrintSpot, reading: CtcReading) -> bool:
    """Whether a line of words of an alphabet has more gaps than were read as spaces."""
    text = reading.text.strip()
    if sum(map(str.isalpha, text)) < _LETTERS or any(unicodedata.east_asian_width(char) in "WF" for char in text):
        return False
    return text.count(" ") < _gaps(marks, spot, _GAP)


def leaves_letters_out(reading: CtcReading) -> bool:
    """Whether between two letters of a word there is room for another: "Ofice", "Geral" for what is printed."""
    text = reading.text
    if len(reading.steps) != len(text) or any(unicodedata.east_asian_width(char) in "WF" for char in text):
        return False
    steps = pairwise(zip(text, reading.steps, strict=True))
    gaps = [right - left for (one, left), (other, right) in steps if one.isalpha() and other.isalpha()]
    return len(gaps) >= _FEWEST and max(gaps) >= _WIDE * median(gaps)


def respaced(marks: Marks, spot: PrintSpot, reading: CtcReading, other: CtcReading) -> CtcReading:
    """A line with the spaces that another look at it shows: where that shows the same letters and more spaces, and no
    more than the line has gaps, which bear them out.
    """
    text, like = reading.text, other.text.strip()
    if _letters(text) != _letters(like) or not text.strip().count(" ") < like.count(" ") <= _gaps(marks, spot, _GAP):
        return reading
    seen = iter([each for each in zip(reading.steps, reading.sure, text, strict=True) if each[2] != " "])
    steps: list[int] = []
    sure: list[float] = []
    for char in like:
        step, likely = (steps[-1], 1.0) if char == " " else next(seen)[:2]
        steps.append(step)
        sure.append(likely)
    others = tuple(dict.fromkeys(_spaced_as(like, each) for each in reading.others))
    return reading._replace(text=like, worst=min(sure), steps=tuple(steps), sure=tuple(sure), others=others)


def _gaps(marks: Marks, spot: PrintSpot, share: float) -> int:
    return len(parted(marks, spot.marks, share * max(spot.height, 0.8 * spot.line.height))) - 1


def _letters(text: str) -> str:
    return text.replace(" ", "")


def _spaced_as(like: str, text: str) -> str:
    """Text of as many letters, with the spaces of ``like``."""
    return "".join(_placed(like, _letters(text)))


def _placed(like: str, letters: str) -> Iterator[str]:
    left = iter(letters)
    for char in like:
        yield " " if char == " " else next(left, "")
