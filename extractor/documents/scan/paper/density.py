"""How many pixels an inch a picture has, told from the height of its print.

What a file says is often invented: programs save pictures with one pixel a point, or as many as a screen has. It is
believed where print has a likely size by it.
"""

from collections.abc import Sequence
from dataclasses import replace

from extractor.documents.scan.paper.raster import Raster
from extractor.documents.scan.paper.text_boxes import TextBox, usual_line

_USUAL = 13.5
"""Points: the usual height of the boxes of lines. Of 60 drawn reports and invented tables at their true density it is
11.4 to 16.3.
"""
_LIKELY, _LIKELY_ON_SCREEN = (7.0, 24.0), (11.0, 17.5)
"""Points: such heights let a stated density stand, the second where it is no more than a screen has."""
_SCREEN = 96.0
_FEWEST = 6
"""Lines: fewer say nothing about a page."""


def with_likely_density(raster: Raster, boxes: Sequence[TextBox]) -> Raster:
    """The picture with the density that makes its print as large as print is, where that which was stated does not."""
    line = usual_line(boxes)
    low, high = _LIKELY if raster.dpi > _SCREEN else _LIKELY_ON_SCREEN
    if len(boxes) < _FEWEST or low <= 72 * line / raster.dpi <= high:
        return raster
    return replace(raster, dpi=72 * line / _USUAL)
