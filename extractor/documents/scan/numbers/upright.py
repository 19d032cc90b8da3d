"""Whether a page stands on its head, by reading: its longest lines from both sides, and one side reads better."""

from collections.abc import Sequence

import numpy as np

from extractor.documents.scan.numbers.recogniser import Likelihoods, Recogniser
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.paper.text_boxes import TextBox, cut_out

_LINES = 8
_WIDEST = 16.0
"""Heights of a line: of longer lines their beginning is enough."""
_SURER = 0.06
"""By how much the mean likelihood of the characters must be higher the other way up. On pages of reports, upright lines
have 0.9 and more, lines on their head 0.3 to 0.6.
"""


def reads_better_turned(recogniser: Recogniser, pixels: Grey, boxes: Sequence[TextBox]) -> bool:
    """Whether the longest lines of a page are read with more certainty when the page is turned by half a turn."""
    longest = sorted(boxes, key=lambda box: -box.length)[:_LINES]
    if not longest:
        return False
    upright = [cut_out(pixels, box, _WIDEST) for box in longest]
    turned = [np.ascontiguousarray(picture[::-1, ::-1]) for picture in upright]
    sure = recogniser.read([*upright, *turned], _certainty)
    return float(np.mean(sure[len(upright) :])) > float(np.mean(sure[: len(upright)])) + _SURER


def _certainty(likelihoods: Likelihoods) -> float:
    """The mean likelihood of the characters that are seen in a line; 0 where none is."""
    seen = likelihoods.argmax(axis=1) > 0
    return float(likelihoods[seen].max(axis=1).mean()) if seen.any() else 0.0
