"""The words of recognised lines, where they stand on the page."""

from collections.abc import Sequence

from extractor.documents.page.glyphs import PageWord
from extractor.documents.scan.numbers.recogniser import ENGINE
from extractor.documents.scan.numbers.views import ViewedLine
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.spots import PrintSpot

_WIDE_SIGNS = "\u3001\uff0c\u3002\uff1a\uff1b\uff09"
_HALF_SIGN = 0.45
"""Full-width punctuation is as wide as a character, and half of that is paper behind its ink."""
_EVEN, _PITCH_OF_TYPE = 0.9, 0.6
"""Heights of a digit: so far apart stand digits of a typeface of one width; and that as a share of its size."""
_SIZE = 1.35
"""Size of type as a multiple of the height of its digits."""


def size_of_type(pitch: float) -> float:
    """Size of type as a multiple of the height of its digits. In a typeface whose characters are all of one width it is
    more: its digits are low, and a space between words is as wide as a letter. ``pitch`` as :func:`usual_pitch` tells.
    """
    return max(_SIZE, pitch / _PITCH_OF_TYPE) if pitch >= _EVEN else _SIZE


def words_of_spots(
    spots: Sequence[PrintSpot], seen: Sequence[ViewedLine], sheet: PaperSheet, size: float
) -> list[PageWord]:
    """The words of all lines, in points; ``size`` as :func:`size_of_type` tells."""
    return [
        word
        for spot, each in zip(spots, seen, strict=True)
        for word in _words_of(spot, each, sheet, size if spot.row is None else _SIZE)
    ]


def _words_of(spot: PrintSpot, seen: ViewedLine, sheet: PaperSheet, of_type: float) -> list[PageWord]:
    """The words of a line; where each of several ends is told by the number of characters. ``of_type`` as
    :func:`size_of_type` tells.
    """
    scale = 72 / sheet.dpi
    line = spot.line
    grown = max(0, spot.height - line.height) / 2
    y0, y1 = (line.y0 - grown) * scale, (line.y1 + grown) * scale
    size = max(min(line.height, 1.5 * spot.height), spot.height) * of_type * scale
    parts = seen.text.split()
    if len(parts) == 1:
        right = line.x1 * scale + (_HALF_SIGN * size if parts[0][-1] in _WIDE_SIGNS else 0.0)
        told = (ENGINE, seen.doubts, seen.alternatives)
        return [PageWord(parts[0], line.x0 * scale, y0, right, y1, size, *told, specks=seen.specks)]
    length = len(seen.text)
    others = [other for text in seen.alternatives if len(other := text.split()) == len(parts)]
    words, at = [], 0
    for number, part in enumerate(parts):
        start = seen.text.index(part, at)
        at = start + len(part)
        x0, x1 = (line.x0 + line.width * edge / length for edge in (start, at))
        unlike = tuple(other[number] for other in others if other[number] != part)
        doubts = seen.words[number] if len(seen.words) == len(parts) else seen.doubts
        told = (ENGINE, doubts, unlike)
        words.append(PageWord(part, x0 * scale, y0, x1 * scale, y1, size, *told, specks=seen.specks))
    return words
