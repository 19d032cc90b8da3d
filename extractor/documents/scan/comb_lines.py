"""Values in comb fields of pictures, read as lines: their characters are set side by side as print sets them.

A character alone in a box tells the recogniser nothing of its size nor of what stands beside it, and letters alone are
taken for digits.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import cv2
import numpy as np

from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.joined_marks import SPACE
from extractor.documents.page.ruling import Rules
from extractor.documents.scan.numbers.line_reader import LineReader
from extractor.documents.scan.numbers.recogniser import ENGINE
from extractor.documents.scan.numbers.views import ViewedLine
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.comb_boxes import CombLine, bare_combs, box_marks, meet, ruled_combs
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.spots import PrintSpot
from extractor.evidence import Doubt, DoubtKind, doubt, merged

_BESIDE, _SPACE = 0.16, 0.6
"""Heights of a character: the paper between two of a line, and what stands for empty boxes between."""
_AROUND = 2
"""Pixels around its marks that belong to a character: its grey edges."""
_MARGIN = 12
"""Pixels of paper around every line."""
_BEYOND = 2.5
"""Points around a field in which what is left of its rules lies."""
_LOW = 0.5
"""Heights of a character: what is lower alone in its box may be dirt."""
_OF_TYPE = 0.72
"""The height of capitals and digits as a share of the size of type."""
_FORM_OF_NUMBERS = frozenset({DoubtKind.LEADING_ZERO, DoubtKind.NOT_WELL_FORMED})
"""What is said of numbers, and not of the figures of a code."""
_TOLD_BY_BOXES = _FORM_OF_NUMBERS | {DoubtKind.SPACE_LOST}
"""And what the boxes tell."""


class Combed(NamedTuple):
    """A page without its comb fields: their ``words``, the rules that are left, and the ink (255) that is."""

    words: tuple[PageWord, ...]
    rules: Rules
    ink: Grey


def without_combs(reader: LineReader, sheet: PaperSheet, rules: Rules, ink: Grey) -> Combed:
    """The comb fields of a page read and taken off it; ``ink``: without its rules."""
    sides, frames = box_marks(sheet)
    bare = np.asarray(cv2.bitwise_and(ink, cv2.bitwise_not(frames)), np.uint8)
    marks = Marks.of(bare)
    combs, left = ruled_combs(sheet, marks, rules, sides)
    apart = [comb for comb in bare_combs(sheet, marks, rules) if not any(meet(comb.area, each.area) for each in combs)]
    combs += apart
    if not combs:
        return Combed((), rules, ink)
    ink, edge = bare.copy(), sheet.pixels(_BEYOND)
    for comb in combs:
        around = edge if comb.ruled else 0
        left_, top = max(0, comb.area.x0 - around), max(0, comb.area.y0)
        ink[top : comb.area.y1 + around, left_ : comb.area.x1 + around] = 0
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
    """The words that were read in a field, over the boxes they stand in, each up to the next one."""
    boxes = sorted(comb.held)
    parts = _parts(seen.text, boxes)
    others = [_parts(other, boxes) for other in seen.alternatives]
    doubts = _doubts(marks, comb, seen)
    pixel = sheet.dpi / 72
    size = _height(marks, comb) / _OF_TYPE / pixel
    y0 = min(marks.around(each).y0 for each in comb.held.values()) / pixel
    y1 = max(marks.around(each).y1 for each in comb.held.values()) / pixel
    for at, (first, last, text) in enumerate(parts):
        x1 = comb.sides[parts[at + 1][0]] - SPACE * size if at + 1 < len(parts) else comb.sides[last + 1]
        unlike = dict.fromkeys(other[at][2] for other in others if len(other) == len(parts) and other[at][2] != text)
        yield PageWord(text, comb.sides[first], y0, x1, y1, size, ENGINE, doubts, tuple(unlike))


def _parts(text: str, boxes: Sequence[int]) -> list[tuple[int, int, str]]:
    """First and last box and characters of every word: a box a character, where there are as many; empty boxes part."""
    signs = "".join(text.split())
    if len(signs) != len(boxes):
        return [(boxes[0], boxes[-1], text.strip())] if signs else []
    runs = groupby(enumerate(zip(boxes, signs, strict=True)), key=lambda each: each[1][0] - each[0])
    words = [[each for _, each in run] for _, run in runs]
    return [(word[0][0], word[-1][0], "".join(sign for _, sign in word)) for word in words]


def _doubts(marks: Marks, comb: CombLine, seen: ViewedLine) -> tuple[Doubt, ...]:
    """What speaks against a field: what does against its line, and that its characters are not those of its boxes."""
    whole = len("".join(seen.text.split())) == len(comb.held)
    found = [each for each in seen.doubts if each.kind not in (_TOLD_BY_BOXES if whole else _FORM_OF_NUMBERS)]
    if not whole:
        found.append(doubt(DoubtKind.OTHER_SIGNS, seen.text))
    high = _height(marks, comb)
    if not comb.ruled or any(marks.around(each).height < _LOW * high for each in comb.held.values()):
        found.append(doubt(DoubtKind.FIGURES_SPREAD, seen.text))
    return merged(found)
