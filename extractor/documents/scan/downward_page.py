"""A page whose lines run from top to bottom, turned so that they lie level: all that the detector of text finds on it,
what stands upright between its lines as well, as headings and figures do. Nothing of that is left out: what cannot be
read is said to be unreadable where it stands.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.documents.page.glyphs import PageWord
from extractor.documents.scan.base_layer import WholeLine, level_boxes, read_lines, upended_words, words_of_line
from extractor.documents.scan.numbers.neighbours import UNREADABLE
from extractor.documents.scan.numbers.recogniser import ENGINE, Recogniser
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.paper.text_boxes import TextBox
from extractor.evidence import DoubtKind, doubt

UNSEEN_DOWNWARDS = (doubt(DoubtKind.UNCLEAR_TEXT),)
"""What speaks against taking for absent what was not found on such a page: its signs are not looked for one by one."""
_LONG = 1.8
"""How many times as long as high a line is whose direction is told by its shape; a sign or a short number is not."""
_UP = -90.0
"""Degrees: so run upright lines on a page that was turned by a quarter to make those level that run down."""

_SAME_ROW = 0.5
"""Heights of a line by which the middles of lines in one row may differ."""


class DownwardPage(NamedTuple):
    """Its words in points, those in upright lines marked as sideways, and the lines of which nothing can be read."""

    words: list[PageWord]
    illegible: list[TextBox]


def read_downward_page(recogniser: Recogniser, grey: Grey, boxes: Sequence[TextBox], scale: float) -> DownwardPage:
    """All lines of the page; ``boxes``: where they lie in ``grey``, ``scale``: points for a pixel."""
    level = level_boxes(boxes)
    down = [box for box in level if box.length >= _LONG * box.height]
    short = [box for box in level if box.length < _LONG * box.height]
    upright = [box._replace(length=box.height, height=box.length, degrees=_UP) for box in short]
    upright += [box._replace(degrees=_upward(box.degrees)) for box in boxes if box not in level]
    lines = [*read_lines(recogniser, grey, down), *read_lines(recogniser, grey, _in_rows(upright))]
    words = [word for at, line in enumerate(lines) for word in _words_of(line, at >= len(down), scale)]
    return DownwardPage(words, [line.box for line in lines if not line.legible])


def _in_rows(boxes: Sequence[TextBox]) -> list[TextBox]:
    """Upright lines as they follow each other before the page was turned: from row to row, each from its left."""
    rows: list[list[TextBox]] = []
    for box in sorted(boxes, key=lambda box: box.x):
        if rows and box.x - rows[-1][0].x < _SAME_ROW * box.height:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [box for row in rows for box in sorted(row, key=lambda box: -box.y)]


def _upward(degrees: float) -> float:
    """The direction of a steep line whose end is above its beginning."""
    return degrees - 180 if degrees > 0 else degrees


def _words_of(line: WholeLine, upright: bool, scale: float) -> Iterator[PageWord]:
    """The words of a line, or the sign of what cannot be read."""
    if not line.legible:
        x0, y0, x1, y1 = (edge * scale for edge in line.box.bounds)
        told = (ENGINE, (doubt(DoubtKind.LINE_READ_WHOLE, UNREADABLE),))
        yield PageWord(UNREADABLE, x0, y0, x1, y1, line.box.height * scale, *told, sideways=upright)
    elif upright:
        yield from upended_words(line, scale)
    else:
        yield from words_of_line(line, scale)
