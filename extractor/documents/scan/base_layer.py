"""Lines of print that the detector of text finds, read whole: what the reader of marks and cells did not see.

Nothing it reads counts as seen clearly: numbers were not cut out by themselves.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from extractor.documents.page.glyphs import PageWord
from extractor.documents.scan.numbers.decoding import CtcReading, read_greedily
from extractor.documents.scan.numbers.recogniser import ENGINE, Likelihoods, Recogniser
from extractor.documents.scan.numbers.views import quoted
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.paper.text_boxes import TextBox, cut_out
from extractor.evidence import Doubt, DoubtKind, doubt

_OF_TYPE, _OF_LETTERS = 0.67, 0.55
"""Size of type, and height of its capitals, as shares of the height of a line's box."""
_LEGIBLE = 0.6
"""Mean likelihood of the characters of a line; of what is no print it is lower."""
_UNSEEN = 1.0
"""Heights of a line: where no more of it is without words, the reader of marks has seen all of it."""
_LEVEL = 30.0
_STEP, _HEIGHT = 8, 48
"""Pixels of the picture that the recogniser sees: it says something every eight, of lines 48 high."""


class WholeLine(NamedTuple):
    """A line read whole: its box, and what each of two views shows."""

    box: TextBox
    reading: CtcReading
    other: CtcReading

    @property
    def legible(self) -> bool:
        """Whether it is print at all."""
        sure = self.reading.sure
        return bool(self.reading.text.strip()) and sum(sure) / len(sure) >= _LEGIBLE


def level_boxes(boxes: Sequence[TextBox], back: np.ndarray, degrees: float) -> list[TextBox]:
    """Lines where they lie on the page once it is turned by ``degrees``; ``back`` as ``turned`` gives it. Single
    characters higher than wide are as wide as they are; what runs up or down is left out.
    """
    forward = cv2.invertAffineTransform(back)
    found = []
    for box in boxes:
        x, y = forward @ np.array([box.x, box.y, 1.0])
        slope = (box.degrees + degrees + 90) % 180 - 90
        if abs(slope) > 90 - _LEVEL and box.length < 1.8 * box.height:
            box = box._replace(length=box.height, height=box.length)
            slope = (slope + 180) % 180 - 90
        if abs(slope) <= _LEVEL:
            found.append(box._replace(x=float(x), y=float(y), degrees=slope))
    return found


def read_lines(recogniser: Recogniser, pixels: Grey, boxes: Sequence[TextBox]) -> list[WholeLine]:
    """What stands in every box, in two views; those that are no print are left out."""

    def greedily(likelihoods: Likelihoods) -> CtcReading:
        return read_greedily(likelihoods, recogniser.characters)

    pictures = [cut_out(pixels, box) for box in boxes]
    blurred = [np.asarray(cv2.GaussianBlur(each, (0, 0), max(0.6, each.shape[0] / 44)), np.uint8) for each in pictures]
    first, second = (recogniser.read(views, greedily) for views in (pictures, blurred))
    lines = (WholeLine(*each) for each in zip(boxes, first, second, strict=True))
    return [line for line in lines if line.legible]


def words_of_line(line: WholeLine, scale: float) -> Iterator[PageWord]:
    """The words of a line, in points; ``scale``: points for a pixel."""
    box, reading = line.box, line.reading
    seen = box.length * _HEIGHT / box.height
    others = line.other.text.split()
    parts = [*re.finditer(r"\S+", reading.text)]
    for number, part in enumerate(parts):
        other = others[number] if len(others) == len(parts) else line.other.text.strip()
        steps = reading.steps[part.start()], reading.steps[part.end() - 1] + 2
        x0, x1 = (box.x - box.length / 2 + min(1.0, step * _STEP / seen) * box.length for step in steps)
        high = box.height * _OF_LETTERS / 2
        size = box.height * _OF_TYPE * scale
        alternatives = (other,) if other and other != part[0] else ()
        doubts = _against(part[0], other)
        told = (ENGINE, doubts, alternatives)
        yield PageWord(part[0], x0 * scale, (box.y - high) * scale, x1 * scale, (box.y + high) * scale, size, *told)


def _against(text: str, other: str) -> tuple[Doubt, ...]:
    found = [doubt(DoubtKind.LINE_READ_WHOLE, text)]
    if other and other != text:
        found.append(doubt(DoubtKind.VIEWS_DIFFER, quoted([text, other])))
    return tuple(found)


def unseen_boxes(boxes: Sequence[TextBox], words: Sequence[PageWord], scale: float) -> list[TextBox]:
    """Lines of which some part as long as they are high has no word on it. ``scale``: points for a pixel."""
    return [box for box in boxes if _longest_gap(box, words, scale) > _UNSEEN * box.height]


def _longest_gap(box: TextBox, words: Sequence[PageWord], scale: float) -> float:
    """The longest stretch of a line without a word, in pixels, its ends left out."""
    left, right = box.x - box.length / 2, box.x + box.length / 2
    at, longest = left, 0.0
    for x0, x1 in sorted((word.x0 / scale, word.x1 / scale) for word in words if _stands_on(word, box, scale)):
        longest = max(longest, x0 - at)
        at = max(at, x1)
    return max(longest, right - at) - (0.3 * box.height)


def _stands_on(word: PageWord, box: TextBox, scale: float) -> bool:
    """Whether a word lies on a line at all."""
    reach = box.height / 2
    return (
        word.x1 / scale > box.x - box.length / 2
        and word.x0 / scale < box.x + box.length / 2
        and word.y0 / scale < box.y + 0.5 * reach
        and word.y1 / scale > box.y - 0.5 * reach
    )


def missing_words(found: Sequence[PageWord], words: Sequence[PageWord]) -> list[PageWord]:
    """Those of the words found whose middle no other word covers."""
    return [word for word in found if not any(_covers(other, word) for other in words)]


def _covers(other: PageWord, word: PageWord) -> bool:
    x = (word.x0 + word.x1) / 2
    return other.x0 <= x <= other.x1 and other.y0 <= word.middle <= other.y1
