"""Tables of two facing pages in one picture: what stands on one of them tells nothing of the rows of the other."""

from collections.abc import Sequence

import numpy as np

from extractor.documents.page.ruling import Rules, Segment, together
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.parts_beside import page_guides

_OVER = 4.0
"""Points by which a rule that crosses the fold reaches over it on either side."""


def guides_of_pages(
    sheet: PaperSheet, marks: Marks, rules: Rules, boxes: Sequence[PixelBox], fold: float | None
) -> Rules:
    """The guides of a sheet as :func:`page_guides` finds them, of each page by itself where a ``fold`` parts two, in
    pixels from the left. A rule that goes on over the fold between lines of print (``boxes``) makes both one page.
    """
    scale = sheet.dpi / 72
    if fold is None or any(_goes_over(rule, fold / scale, boxes, scale) for rule in rules.horizontal):
        return page_guides(sheet, marks, rules, boxes)
    found = Rules((), ())
    middles = (marks.boxes[:, 0] + marks.boxes[:, 2]) / 2
    for right in (False, True):
        across = tuple(rule for rule in rules.horizontal if ((rule.start + rule.end) / 2 * scale > fold) is right)
        down = tuple(rule for rule in rules.vertical if (rule.at * scale > fold) is right)
        beside = [box for box in boxes if ((box.x0 + box.x1) / 2 > fold) is right]
        other = np.flatnonzero((middles > fold) != right)
        found = together(found, page_guides(sheet, marks.without(other[other > 0]), Rules(across, down), beside))
    return found


def _goes_over(rule: Segment, fold: float, boxes: Sequence[PixelBox], scale: float) -> bool:
    """Whether a rule joins both pages: it crosses the fold, and print stands above and below it, as beside no rim."""
    if not rule.start + _OVER < fold < rule.end - _OVER:
        return False
    heights = [(box.y0 + box.y1) / 2 / scale for box in boxes]
    return any(y < rule.at for y in heights) and any(y > rule.at for y in heights)
