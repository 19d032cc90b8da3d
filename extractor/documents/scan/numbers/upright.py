"""Whether a page lies on its head: its longest lines are read from both sides, and one side reads better."""

from collections.abc import Sequence

import numpy as np

from extractor.documents.scan.numbers.recogniser import Likelihoods, Recogniser
from extractor.documents.scan.paper.crops import crop
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.spots import PrintSpot

_LINES = 8
_WIDEST = 24
"""Heights of a digit: of longer lines their beginning is enough."""
_SURER = 0.12
"""By how much the mean likelihood of the characters must be higher the other way up. On pages of reports, upright lines
have 0.9 and more, lines on their head 0.4 to 0.7."""


def is_upside_down(recogniser: Recogniser, sheet: PaperSheet, spots: Sequence[PrintSpot]) -> bool:
    """Whether the lines of words on a page are read with more certainty when the page is turned by half a turn."""
    words = sorted((spot for spot in spots if not spot.figure), key=lambda spot: -spot.line.width)[:_LINES]
    if not words:
        return False
    upright = [crop(_part(sheet, spot), spot.line, spot.area, spot.height) for spot in words]
    upright = [picture[:, : _WIDEST * picture.shape[0]] for picture in upright]
    turned = [np.ascontiguousarray(picture[::-1, ::-1]) for picture in upright]
    sure = recogniser.read([*upright, *turned], _certainty)
    return float(np.mean(sure[len(words) :])) > float(np.mean(sure[: len(words)])) + _SURER


def _part(sheet: PaperSheet, spot: PrintSpot) -> Grey:
    area = spot.area
    return sheet.grey[area.y0 : area.y1, area.x0 : area.x1]


def _certainty(likelihoods: Likelihoods) -> float:
    """The mean likelihood of the characters that are seen in a line; 0 where none is."""
    seen = likelihoods.argmax(axis=1) > 0
    return float(likelihoods[seen].max(axis=1).mean()) if seen.any() else 0.0
