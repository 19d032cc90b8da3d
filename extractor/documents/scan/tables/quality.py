"""Whether a picture shows enough of its digits to tell them apart."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.raster import Grey, Raster
from extractor.documents.scan.paper.text_boxes import TextBox
from extractor.documents.scan.tables.marks import Marks

_LEAST_GREY = 75.0
_LEAST_BILEVEL = 130.0
"""Dots an inch that are needed: in black and white more, for no grey tells where between two dots an edge lies."""
_REPEATED = 0.25
_LEAST_PIXELS = 64
_LONGEST = 30
_SPECK, _TALL, _LARGEST = 0.3, 0.75, 3.0
_INK = 0.06
"""Share of the square of the height of a digit: chains of dots that stand for grey have less ink."""
_SMALL, _SMALL_COARSE = 11, 12
"""Pixels: the strokes of digits that are lower are as wide as one. Below 130 dots an inch print is as sharp as specks,
for paper and lens blur by less than a pixel there, and digits have to be higher.
"""
_MOST_SPECKS = 0.03
"""Specks in a square as wide as a digit is high."""
_FLAT, _THIN, _GAP = 1.6, 0.35, 1.5
"""The length of a dash as a multiple of its thickness, its thickness and the gap behind it as shares of the height of a
digit."""
_DASHES, _EVEN, _MOST_EVEN = 6, 0.2, 0.75
"""So many dashes are a rule, if such a share of them follow each other at the usual distance, or so much beside it."""


def shortcoming_of(raster: Raster) -> str:
    """What a picture lacks, in words; empty if it can be read."""
    short, long = sorted(raster.pixels.shape)
    if short < _LEAST_PIXELS or long > _LONGEST * short:
        return f"{raster.pixels.shape[1]} × {raster.pixels.shape[0]} pixels, which is no page"
    lines = raster.dpi * (1 - _repeated(raster.pixels))
    dpi = min(raster.dpi, lines)
    if raster.bilevel and dpi < _LEAST_BILEVEL:
        return f"black and white with {dpi:.0f} lines an inch; at least {_LEAST_BILEVEL:.0f} are needed"
    if dpi < _LEAST_GREY:
        return f"{dpi:.0f} lines an inch; at least {_LEAST_GREY:.0f} are needed"
    return ""


def _repeated(pixels: Grey) -> float:
    """The share of rows that print what the row above prints, as far as rows print anything: a fax in standard
    resolution has every second row twice. Rows of nothing and long upright lines alone count for neither.
    """
    ink = pixels < 128
    edges = (ink[:, 1:] != ink[:, :-1]).sum(axis=1)
    printed = edges[1:] > 20
    if printed.sum() < 50:
        return 0.0
    same = (pixels[1:] == pixels[:-1]).all(axis=1) & printed
    share = float(same.sum() / printed.sum())
    return share if share > _REPEATED else 0.0


def pepper_on(height: int, share: float, dpi: float) -> str:
    """What a page lacks whose digits are so small that single black pixels cover their strokes, in words; empty if it
    can be read. ``height`` of its digits in pixels, ``share`` as ``without_pepper`` tells.
    """
    if not share or height >= (_SMALL if dpi >= _LEAST_BILEVEL else _SMALL_COARSE):
        return ""
    return f"its digits are {height} pixels high, and {share:.0f} of every thousand pixels are black specks"


def dirt_of(marks: Marks, height: int, lines: Sequence[TextBox] = ()) -> str:
    """What a page lacks whose dirt is as large as its signs and as frequent, in words; empty if it can be read.

    Counted are marks three tenths to three quarters as large as a digit on paper where nothing tall stands near and no
    line of print was found (``lines``: small letters are as large), but not those that are a rule together. ``height``
    is the usual height of a digit in pixels.
    """
    tall = (marks.heights >= _TALL * height) & (marks.heights < _LARGEST * height)
    tall[0] = False
    reach = int(1.2 * height) | 1
    printed = cv2.dilate(tall[marks.labels].astype(np.uint8), np.ones((reach, reach), np.uint8))
    for line in lines:
        cv2.fillConvexPoly(printed, np.rint(line.corners).astype(np.int32), (1,))
    sizes = np.maximum(marks.heights, marks.widths)
    small = np.flatnonzero((sizes >= _SPECK * height) & (sizes < _TALL * height) & (marks.areas > _INK * height**2))
    middles = (marks.boxes[small, :2] + marks.boxes[small, 2:]) // 2
    specks = small[printed[middles[:, 1], middles[:, 0]] == 0]
    most = _MOST_SPECKS * int((printed == 0).sum()) / height**2
    if len(specks) > most and len(specks) - int(dashes_of_rules(marks, specks, height).sum()) > most:
        return f"its digits are {height} pixels high, and it is full of specks nearly as large"
    return ""


def dashes_of_rules(marks: Marks, numbers: NDArray[np.intp], height: int) -> NDArray[np.bool_]:
    """Which marks are dashes of a dashed rule: flat, and many of them at even distances in one line."""
    found = np.zeros(len(numbers), bool)
    boxes = marks.boxes[numbers]
    for along, reach in ((0, (1, round(_GAP * height))), (1, (round(_GAP * height), 1))):
        length, thick = (boxes[:, at + 2] - boxes[:, at] for at in (along, 1 - along))
        flat = np.flatnonzero((length >= _FLAT * thick) & (thick <= _THIN * height))
        if len(flat) < _DASHES:
            continue
        chosen = np.zeros(len(marks.boxes), bool)
        chosen[numbers[flat]] = True
        joined = cv2.dilate(chosen[marks.labels].astype(np.uint8), np.ones(reach, np.uint8))
        _, lines = cv2.connectedComponents(joined, connectivity=8)
        middles = (boxes[flat, :2] + boxes[flat, 2:]) // 2
        line_of = lines[middles[:, 1], middles[:, 0]]
        for line in np.flatnonzero(np.bincount(line_of) >= _DASHES):
            members = flat[line_of == line]
            if _is_even(np.sort(boxes[members, along])):
                found[members] = True
    return found


def _is_even(starts: NDArray[np.int32]) -> bool:
    """Whether most dashes follow each other at one distance."""
    steps = np.diff(starts)
    usual = float(np.median(steps))
    return bool((np.abs(steps - usual) <= max(1.0, _EVEN * usual)).mean() >= _MOST_EVEN)
