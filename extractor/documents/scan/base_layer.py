"""Lines of print that the detector of text finds, read whole: what the reader of marks and cells did not see.

Nothing it reads counts as seen clearly: numbers were not cut out by themselves.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.page.glyphs import PageWord
from extractor.documents.scan.numbers.decoding import CtcReading, read_greedily
from extractor.documents.scan.numbers.recogniser import ENGINE, Likelihoods, Recogniser
from extractor.documents.scan.numbers.views import quoted
from extractor.documents.scan.paper.curl import Curl
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.paper.text_boxes import TextBox, cut_out
from extractor.evidence import Doubt, DoubtKind, doubt

_OF_TYPE, _OF_LETTERS = 0.67, 0.55
"""Size of type, and height of its capitals, as shares of the height of a line's box."""
_LEGIBLE = 0.6
"""Mean likelihood of the characters of a line; of what is no print it is lower."""
_UNSEEN = 1.0
"""Heights of a line: where no more of it is without words, the reader of marks has seen all of it."""
_LEVEL, _STEEP, _LONG = 30.0, 60.0, 1.8
"""Degrees, and how much longer than high a line is that runs up or down."""
_KNOWN = 0.6
"""Characters for a stretch as long as a line's box is high: Latin lines have 2, Chinese ones 0.9, lines in writing that
the recogniser does not know (Hebrew, Arabic, Cyrillic) 0 to 0.3.
"""
_WORDY, _ENOUGH, _SAMPLE, _FEWEST = 4.0, 12.0, 12, 3
"""Heights that a line is long at least which is asked whether its writing is known, how much of it is looked at, and
how many lines are asked.
"""
_PLAIN = 0.99
"""A line of letters whose least certain character is as likely needs no second view."""
_SURE, _MANY = 0.9, 3
"""Of a line that runs up or down: its mean likelihood, and as many times as many characters it has as were read across
it.
"""
_STEP, _HEIGHT = 8, 48
"""Pixels of the picture that the recogniser sees: it says something every eight, of lines 48 high."""


class WholeLine(NamedTuple):
    """A line read whole: its box, and what each of two views shows."""

    box: TextBox
    reading: CtcReading
    other: CtcReading

    @property
    def certainty(self) -> float:
        """The mean likelihood of its characters; 0 where there are none."""
        sure = self.reading.sure
        return sum(sure) / len(sure) if self.reading.text.strip() else 0.0

    @property
    def legible(self) -> bool:
        """Whether it is print at all."""
        return self.certainty >= _LEGIBLE

    @property
    def strange(self) -> bool:
        """Whether hardly a character of it is known."""
        known = sum(not char.isspace() for char in self.reading.text)
        return known < _KNOWN * self.box.length / self.box.height or not self.legible


def boxes_on_page(
    boxes: Sequence[TextBox], back: NDArray[np.float64], degrees: float, curl: Curl | None
) -> list[TextBox]:
    """Lines where they lie on the page once it is turned by ``degrees`` and straightened; ``back`` as ``turned`` gives
    it. Single characters higher than wide are as wide as they are.
    """
    forward = cv2.invertAffineTransform(back)
    found = []
    for box in boxes:
        x, y = forward @ np.array([box.x, box.y, 1.0])
        if curl is not None:
            y -= curl.below(x, y)
        slope = (box.degrees + degrees + 90) % 180 - 90
        if abs(slope) > _STEEP and box.length < _LONG * box.height:
            box = box._replace(length=box.height, height=box.length)
            slope = (slope + 180) % 180 - 90
        found.append(box._replace(x=float(x), y=float(y), degrees=slope))
    return found


def level_boxes(boxes: Sequence[TextBox]) -> list[TextBox]:
    """Those that run across the page."""
    return [box for box in boxes if abs(box.degrees) <= _LEVEL]


def read_lines(recogniser: Recogniser, pixels: Grey, boxes: Sequence[TextBox]) -> list[WholeLine]:
    """What stands in every box; lines with a figure or an unsure character in two views."""
    lines = _read_once(recogniser, pixels, boxes)
    asked = [at for at, line in enumerate(lines) if _needs_another_view(line.reading)]
    pictures = (cut_out(pixels, boxes[at]) for at in asked)
    blurred = [np.asarray(cv2.GaussianBlur(each, (0, 0), max(0.6, each.shape[0] / 44)), np.uint8) for each in pictures]
    for at, other in zip(asked, _greedily(recogniser, blurred), strict=True):
        lines[at] = lines[at]._replace(other=other)
    return lines


def _needs_another_view(reading: CtcReading) -> bool:
    return reading.worst < _PLAIN or any(char.isdigit() for char in reading.text)


def _read_once(recogniser: Recogniser, pixels: Grey, boxes: Sequence[TextBox]) -> list[WholeLine]:
    """What stands in every box, in one view."""
    readings = _greedily(recogniser, [cut_out(pixels, box) for box in boxes])
    return [WholeLine(box, reading, reading) for box, reading in zip(boxes, readings, strict=True)]


def _greedily(recogniser: Recogniser, pictures: Sequence[Grey]) -> list[CtcReading]:
    def greedily(likelihoods: Likelihoods) -> CtcReading:
        return read_greedily(likelihoods, recogniser.characters)

    return recogniser.read(pictures, greedily)


def is_strange(recogniser: Recogniser, pixels: Grey, boxes: Sequence[TextBox]) -> bool:
    """Whether a page is in writing that the recogniser does not know: of most long lines it reads hardly a letter."""
    longest = sorted((box for box in boxes if box.length >= _WORDY * box.height), key=lambda box: -box.length)
    sample = [box._replace(length=min(box.length, _ENOUGH * box.height)) for box in longest[:_SAMPLE]]
    lines = _read_once(recogniser, pixels, sample)
    return len(lines) >= _FEWEST and 2 * sum(line.strange for line in lines) > len(lines)


def sideways_lines(recogniser: Recogniser, pixels: Grey, boxes: Sequence[TextBox]) -> list[WholeLine]:
    """Lines that run up or down on an upright page, each read from both ends."""
    steep = [box for box in boxes if abs(box.degrees) > _STEEP]
    turned = [box._replace(degrees=box.degrees + 180) for box in steep]
    lines = read_lines(recogniser, pixels, [*steep, *turned])
    better = (
        max(pair, key=lambda line: line.certainty)
        for pair in zip(lines[: len(steep)], lines[len(steep) :], strict=True)
    )
    return [line for line in better if line.certainty >= _SURE and not line.strange]


def with_sideways(words: Sequence[PageWord], lines: Sequence[WholeLine], scale: float) -> list[PageWord]:
    """The words, with those of lines that run up or down in place of the few characters that were read across them."""
    found = [*words]
    for line in lines:
        across = {id(word) for word in found if _lies_in(word, line.box, scale)}
        characters = sum(len(word.text) for word in found if id(word) in across)
        own = upended_words(line, scale)
        if _MANY * characters <= sum(len(word.text) for word in own):
            found = [*(word for word in found if id(word) not in across), *own]
    return found


def _lies_in(word: PageWord, box: TextBox, scale: float) -> bool:
    """Whether the middle of a word lies in a line that runs up or down."""
    x, y = (word.x0 + word.x1) / 2 / scale, word.middle / scale
    return abs(x - box.x) <= box.height / 2 and abs(y - box.y) <= box.length / 2


def upended_words(line: WholeLine, scale: float) -> list[PageWord]:
    """The words of a line that runs up or down, where they stand, in points; ``scale``: points for a pixel."""
    return [_upended(word, line.box, scale) for word in words_of_line(line, scale)]


def _upended(word: PageWord, box: TextBox, scale: float) -> PageWord:
    """A word of a line that was read as if it were level, where it stands."""
    down = 1 if np.sin(np.deg2rad(box.degrees)) > 0 else -1
    x, y = box.x * scale, box.y * scale
    ends = sorted(y + down * (end - x) for end in (word.x0, word.x1))
    half = (word.y1 - word.y0) / 2
    return replace(word, x0=x - half, x1=x + half, y0=ends[0], y1=ends[1], sideways=True, upwards=down < 0)


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
