"""What the views of a number say, made well-formed, and told by the shapes of its marks."""

import re
from collections.abc import Iterator

from extractor.documents.scan.numbers.number_parts import parts_of
from extractor.documents.scan.numbers.views import ALTERNATIVES, ViewedLine
from extractor.documents.scan.tables.marks import Marks, slant_of
from extractor.documents.scan.tables.spots import PrintSpot
from extractor.evidence import DoubtKind, settled

_EDGES = ".,"
_POINTS = {".", ","}
WELL_FORMED = re.compile(r"[-+(]?[$€¥]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?[%)]?\*?|-+|/")
"""A number as tables print it, or a mark for none."""
_TWO_NUMBERS = re.compile(r"\D*0\d")
"""A number does not begin with 0: it may be two."""
_COMMA_OR_POINT = re.compile(r"\D*[1-9]\d{0,2}(\.\d{3})+\D*")
"""Three digits behind a point are thousands more often than not, and a comma may lose its tail."""
_LOST_POINT = re.compile(r"[-+]?\d+,\d{1,2}%?")
"""No thousands: a speck hangs on a point."""
_STROKES = {"1", "/", "7"}
_LEANS, _STANDS, _FALLS = -0.8, -0.5, 0.6
LISTING = "\u3001"
"""The comma of a listing in Chinese: a short stroke that falls to the right, as no digit and no sign does. It is left
of headings whose first character is flat.
"""
_MINUS, _LOW = 0.28, 0.75
"""Shares of the height of a digit: a minus is as wide, and the comma of a listing lower."""


def settled_number(marks: Marks, spot: PrintSpot, seen: ViewedLine) -> ViewedLine:
    """What the views say, corrected by what the shapes of the marks say: points that no digit follows are dropped, a
    single stroke is told by how it leans or falls, a minus that is as small as a speck is in doubt.
    """
    if len(spot.marks) == 1 and spot.line.height < _LOW * spot.height and slant_of(marks, spot.marks[0]) > _FALLS:
        return ViewedLine(LISTING, settled(seen.doubts))
    text = seen.text.strip(_EDGES) or seen.text
    if seen.text[0:1] in _POINTS and text[0:1].isdigit():
        text = f"-{text}" if _starts_before_digits(marks, spot) else text
        others = tuple(other for other in seen.alternatives if other != text)
        seen = ViewedLine(
            text, seen.noting(DoubtKind.MARK_BEFORE, text, seen.text), (seen.text, *others)[:ALTERNATIVES]
        )
    text, seen = _well_formed(text, seen)
    if text in _STROKES:
        slant = slant_of(marks, max(spot.marks, key=lambda mark: int(marks.areas[mark])))
        if slant < _LEANS and text != "7":
            alone = len(spot.marks) == 1
            doubts = settled(seen.doubts) if alone else seen.noting(DoubtKind.STROKE_LEANS, text)
            return ViewedLine("/", doubts, ("1", "7"))
        if text == "1" and slant < _STANDS:
            others = tuple(other for other in seen.alternatives if other != "/")
            return ViewedLine("/", seen.noting(DoubtKind.STROKE_LEANS, text), ("1", *others)[:ALTERNATIVES])
        if (text == "/") is (slant > _STANDS):
            seen = seen.doubted(DoubtKind.STROKE_STANDS if text == "/" else DoubtKind.STROKE_LEANS, text)
    if text.startswith("-") and len(text) > 1 and _is_faint_minus(marks, spot):
        return ViewedLine(text, seen.noting(DoubtKind.SMALL_MINUS, text), (text[1:], *seen.alternatives))
    return ViewedLine(text, seen.doubts, seen.alternatives)


def _well_formed(text: str, seen: ViewedLine) -> tuple[str, ViewedLine]:
    """The number nearest to a text that a table would print, with what speaks against it. ``seen``: what it is of."""
    if not WELL_FORMED.fullmatch(text):
        commas = text.replace(".", ",", max(0, text.count(".") - 1))
        nearest = [commas, *(other for other in seen.alternatives if abs(len(other) - len(text)) <= 1)]
        text = next((other for other in nearest if WELL_FORMED.fullmatch(other)), text)
        seen = ViewedLine(text, seen.noting(DoubtKind.NOT_WELL_FORMED, seen.text), (seen.text, *seen.alternatives))
    if _LOST_POINT.fullmatch(text):
        seen = ViewedLine(text, seen.noting(DoubtKind.COMMA_AS_POINT, text), (seen.text, *seen.alternatives))
        text = text.replace(",", ".")
    for kind in _unsound(text):
        seen = seen.doubted(kind, text)
    return text, seen


def _unsound(text: str) -> Iterator[DoubtKind]:
    """What a number of a table is not."""
    if not WELL_FORMED.fullmatch(text):
        yield DoubtKind.NOT_WELL_FORMED
    if _COMMA_OR_POINT.fullmatch(text):
        yield DoubtKind.POINT_MAY_BE_COMMA
    if _TWO_NUMBERS.match(text):
        yield DoubtKind.LEADING_ZERO


def _starts_before_digits(marks: Marks, spot: PrintSpot) -> bool:
    """Whether a mark that is no digit stands first in a line: it is kept only where a minus may stand."""
    first = min(spot.marks, key=lambda mark: int(marks.boxes[mark, 0]))
    digits = parts_of(marks, spot)[0]
    return bool(digits) and int(marks.boxes[first, 2]) <= min(int(marks.boxes[mark, 0]) for mark in digits) + 1


def _is_faint_minus(marks: Marks, spot: PrintSpot) -> bool:
    first = min(spot.marks, key=lambda mark: int(marks.boxes[mark, 0]))
    return int(marks.widths[first]) < _MINUS * spot.height
