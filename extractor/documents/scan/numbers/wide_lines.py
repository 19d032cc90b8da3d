"""Lines of writing with much paper in them: specks to its left and right make a short title as wide as its table.

The recogniser sees little of a title in a picture so wide, and loses its thin strokes. Cut close to what it found, the
line is read once more.
"""

from dataclasses import replace

from extractor.documents.scan.numbers.decoding import CtcReading
from extractor.documents.scan.numbers.recogniser import step_width
from extractor.documents.scan.paper.crops import PixelBox, paper_around
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.spots import PrintSpot

_EMPTY = 0.4
"""Share of a line: with less paper before and behind its writing it is read as it is."""
_BEFORE, _BEHIND = 1.0, 2.0
"""Heights of a line: a character stands no further from the step at which the recogniser tells it."""


def cut_closer(marks: Marks, spot: PrintSpot, reading: CtcReading) -> PrintSpot | None:
    """The line without the paper before and behind what was read in it, None where there is little of it."""
    if not reading.text.strip():
        return None
    high = max(spot.line.height, spot.height)
    across, down = paper_around(high)
    step = step_width(high + 2 * down)
    start = spot.line.x0 - across + reading.steps[0] * step - _BEFORE * high
    end = spot.line.x0 - across + reading.steps[-1] * step + _BEHIND * high
    left, right = max(spot.line.x0, round(start)), min(spot.line.x1, round(end))
    if right - left > (1 - _EMPTY) * spot.line.width:
        return None
    kept = [number for number in spot.marks if marks.boxes[number, 0] < right and marks.boxes[number, 2] > left]
    if not kept:
        return None
    around = marks.around(kept)
    line = PixelBox(max(left, around.x0), around.y0, min(right, around.x1), around.y1)
    return replace(spot, line=line, marks=tuple(kept))
