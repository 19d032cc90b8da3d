"""Cells without characters that may not be blank."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.marks import Marks
from extractor.evidence import Doubt

_SHORTEST, _LEAST_INK = 0.2, 4
"""What is left of a dash: how wide at least, in heights of a digit, and of how many pixels."""
_FEWEST, _IN_LINE, _IN_LEVEL = 4, 0.5, 0.3
"""How many figures tell where those of a column stand, and how far from there, in heights of a digit."""


@dataclass(frozen=True)
class Smudge:
    """A cell without characters that holds more dirt than its share, or dirt where a dash would stand: something may
    have been printed there. ``row`` as of a spot; ``doubts`` say which of the two it is.
    """

    area: PixelBox
    row: tuple[int, int]
    doubts: tuple[Doubt, ...] = field(default=(), compare=False)


def is_smudged(area: PixelBox, dirt: int, usual: float, sheet: PaperSheet) -> bool:
    """Whether a blank cell holds clearly more dirt than other cells of the page, by four standard deviations of a
    Poisson count of specks of ten pixels.
    """
    expected = usual * area.width * area.height
    speck = max(4.0, (sheet.dpi / 72) ** 2 * 0.6)
    return bool(dirt > expected + 4 * (expected * speck) ** 0.5 + speck)


def stands_in_line(marks: Marks, area: PixelBox, others: Sequence[tuple[PixelBox, PixelBox]], height: int) -> bool:
    """Whether a cell that seems blank holds a mark as large as a short dash where the figures of its column stand:
    with its left or right side or middle below theirs, whichever varies least, and as high in its cell. ``others``: the
    lines and cells of those figures; ``height`` of a digit.
    """
    if len(others) < _FEWEST:
        return False
    sides = np.array([(line.x0, (line.x0 + line.x1) / 2, line.x1) for line, _ in others])
    levels = [(line.y0 + line.y1 - cell.y0 - cell.y1) / 2 for line, cell in others]
    side = int(np.argmin(sides.std(axis=0)))
    place, level = float(np.median(sides[:, side])), float(np.median(levels)) + (area.y0 + area.y1) / 2
    numbers = marks.inside(area)
    boxes = marks.boxes[numbers]
    large = (boxes[:, 2] - boxes[:, 0] >= _SHORTEST * height) & (marks.areas[numbers] >= _LEAST_INK)
    places = np.stack([boxes[:, 0], (boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 2]], axis=1)[:, side]
    near = np.abs(places - place) <= _IN_LINE * height
    near &= np.abs((boxes[:, 1] + boxes[:, 3]) / 2 - level) <= _IN_LEVEL * height
    return bool((large & near).any())
