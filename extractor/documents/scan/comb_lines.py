"""Values in comb fields of pictures, read as lines: their characters are set side by side as print sets them.

A character alone in a box tells the recogniser nothing of its size nor of what stands beside it, and letters alone are
taken for digits.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.ruling import Rules
from extractor.documents.scan.numbers.line_reader import LineReader
from extractor.documents.scan.numbers.recogniser import ENGINE
from extractor.documents.scan.numbers.views import ViewedLine
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.comb_boxes import CombLine, bare_combs, meet, ruled_combs
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.spots import PrintSpot
from extractor.evidence import Doubt, DoubtKind, doubt, merged

_BESIDE, _SPACE = 0.16, 0.6
"""Heights of a character: the paper between two of a line, and what stands for empty boxes between."""
_AROUND = 2
"""Pixels around its marks that belong to a character: its grey edges."""
_MARGIN = 12
"""Pixels of paper around every line."""
_LOW = 0.5
"""Heights of a character: what is lower alone in its box may be dirt."""
_OF_TYPE = 0.72
_GAP = 0.2
"""Sizes of the type left between two words of a field."""
_FORM_OF_NUMBERS = frozenset({DoubtKind.LEADING_ZERO, DoubtKind.NOT_WELL_FORMED})
"""What is said of numbers, and not of the figures of a code."""


class Combed(NamedTuple):
    """A page without its comb fields: their ``words``, the rules that are left, and the ink (255) that is."""

    words: tuple[PageWord, ...]
    rules: Rules
    ink: Grey


def without_combs(reader: LineReader, sheet: PaperSheet, rules: Rules, ink: Grey) -> Combed:
    """The comb fields of a page read and taken off it; ``ink``: without its rules."""
    marks = Marks.of(ink)
    combs, left = ruled_combs(sheet, marks, rules)
    apart = [comb for comb in bare_combs(sheet, marks, rules) if not any(meet(comb.area, each.area) for each in combs)]
    combs += apart
    if not combs:
        return Combed((), rules, ink)
    ink = ink.copy()
    for comb in combs:
        ink[max(0, comb.area.y0) : comb.area.y1, max(0, comb.area.x0) : comb.area.x1] = 0
    return Combed(tuple(comb_words(reader, sheet, marks, combs)), left, ink)


def comb_words(reader: LineReader, sheet: PaperSheet, marks: Marks, combs: Sequence[CombLine]) -> list[PageWord]:
    """The words of all fields, in points, each up to the next one of its field."""
    if not combs:
        return []
    lines = [_set_close(sheet, marks, comb) for comb in combs]
    wide = max(line.shape[1] for line in lines) + 2 * _MARGIN
    page = np.full((sum(line.shape[0] + 2 * _MARGIN for line in lines), wide), 255, np.uint8)
    y, areas = 0, []
    for line in lines:
        high = line.shape[0] + 2 * _MARGIN
        page[y + _MARGIN : y + high - _MARGIN, _MARGIN : _MARGIN + line.shape[1]] = line
        areas.append(PixelBox(0, y, wide, y + high))
        y += high
    level = np.where(page < 160, 255, 0).astype(np.uint8)
    close = PaperSheet(page, sheet.dpi, level, sheet.peppered)
    own = Marks.of(level)
    spots = [_spot(own, area, _height(marks, comb)) for area, comb in zip(areas, combs, strict=True)]
    seen = reader.read(close, own, spots)
    return [word for comb, each in zip(combs, seen, strict=True) for word in _words(sheet, marks, comb, each)]


def _spot(marks: Marks, area: PixelBox, height: int) -> PrintSpot:
    numbers = tuple(int(number) for number in marks.inside(area))
    return PrintSpot(marks.around(numbers), area, height, numbers, (), figure=False)


def _height(marks: Marks, comb: CombLine) -> int:
    return round(float(np.median([marks.around(each).height for each in comb.held.values()])))


def _set_close(sheet: PaperSheet, marks: Marks, comb: CombLine) -> Grey:
    """The characters of a field side by side, on nothing but paper."""
    top = max(0, comb.area.y0 - _AROUND)
    bottom = comb.area.y1 + _AROUND
    high = _height(marks, comb)
    parts: list[Grey] = []
    before = min(comb.held) - 1
    for box, numbers in sorted(comb.held.items()):
        place = marks.around(numbers)
        left, right = max(0, place.x0 - _AROUND), place.x1 + _AROUND
        part = sheet.grey[top:bottom, left:right].copy()
        own = np.isin(marks.labels[top:bottom, left:right], numbers).astype(np.uint8)
        part[_grown(own) == 0] = 255
        if parts:
            paper = max(1, round((_SPACE if box > before + 1 else _BESIDE) * high) - 2 * _AROUND)
            parts.append(np.full((part.shape[0], paper), 255, np.uint8))
        parts.append(part)
        before = box
    return np.hstack(parts)


def _grown(mask: Grey) -> Grey:
    return np.asarray(cv2.dilate(mask, np.ones((2 * _AROUND + 1, 2 * _AROUND + 1), np.uint8)), np.uint8)


def _words(sheet: PaperSheet, marks: Marks, comb: CombLine, seen: ViewedLine) -> Iterator[PageWord]:
    """The words that were read in a field, over the boxes they stand in."""
    parts = seen.text.split()
    doubts = _doubts(marks, comb, seen)
    ends = _ends(comb, [len(part) for part in parts])
    pixel = sheet.dpi / 72
    high = _height(marks, comb)
    y0 = min(marks.around(each).y0 for each in comb.held.values()) / pixel
    y1 = max(marks.around(each).y1 for each in comb.held.values()) / pixel
    size = high / _OF_TYPE / pixel
    alternatives = [other.split() for other in seen.alternatives if len(other.split()) == len(parts)]
    for at, part in enumerate(parts):
        x0, x1 = ends[at][0], ends[at + 1][0] - _GAP * size if at + 1 < len(parts) else ends[at][1]
        unlike = tuple(dict.fromkeys(other[at] for other in alternatives if other[at] != part))
        yield PageWord(part, x0, y0, x1, y1, size, ENGINE, doubts, unlike)


def _ends(comb: CombLine, lengths: Sequence[int]) -> list[tuple[float, float]]:
    """Where words of so many characters begin and end in a field."""
    boxes = sorted(comb.held)
    found, at = [], 0
    for length in lengths:
        first, last = (boxes[min(len(boxes) - 1, number)] for number in (at, at + length - 1))
        found.append((comb.sides[first], comb.sides[last + 1]))
        at += length
    return found


def _doubts(marks: Marks, comb: CombLine, seen: ViewedLine) -> tuple[Doubt, ...]:
    """What speaks against a field: what does against its line, and that its characters are not those of its boxes."""
    found = [each for each in seen.doubts if each.kind not in _FORM_OF_NUMBERS]
    read = len("".join(seen.text.split()))
    if read != len(comb.held):
        found.append(doubt(DoubtKind.OTHER_SIGNS, seen.text))
    high = _height(marks, comb)
    if not comb.ruled or any(marks.around(each).height < _LOW * high for each in comb.held.values()):
        found.append(doubt(DoubtKind.FIGURES_SPREAD, seen.text))
    return merged(found)
