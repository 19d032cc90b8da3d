"""Tables whose headings are ruled both ways and whose rows only across, or not at all: the columns of the rows stand
below those of the headings.
"""

import numpy as np
from numpy.typing import NDArray

from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.tables.marks import Marks

_ABOVE, _BELOW = 24.0, 4.0
"""Points by which an upright rule of headings may end above the first row, and below its edge."""
_BESIDE = 60.0
"""Points: the edge of a column of rows is no further from that of its heading."""
_LARGE = 0.6
"""Heights of a digit: what is smaller may be a mark at a figure, which reaches to the edge of its column."""


def below_headings(guides: Rules, rules: Rules, marks: Marks, height: int, scale: float) -> Rules:
    """The guides of one table, upright ones moved below the printed ``rules`` between its headings where no print lies
    between the two places. ``height``: the usual height of a digit in pixels, ``scale``: pixels a point.
    """
    xs = sorted({guide.at for guide in guides.vertical})
    if len(xs) < 3:
        return guides
    top, foot = min(guide.start for guide in guides.vertical), max(guide.end for guide in guides.vertical)
    heads = [rule for rule in rules.vertical if top - _ABOVE <= rule.end < foot - _BELOW]
    large = np.asarray(marks.boxes[1:][marks.heights[1:] >= _LARGE * height] / scale, np.float64)
    places: dict[float, Segment] = {}
    for x in xs[1:-1]:
        near = [rule for rule in heads if abs(rule.at - x) <= _BESIDE and not _between(large, rule, x, foot)]
        if near:
            places[x] = min(near, key=lambda rule: abs(rule.at - x))
    if len({places[x].at if x in places else x for x in xs}) < len(xs):
        return guides
    return Rules(guides.horizontal, tuple(_moved(guide, places.get(guide.at)) for guide in guides.vertical))


def _moved(guide: Segment, head: Segment | None) -> Segment:
    """A guide below an upright rule: what stands over that is the name of a group, or a title."""
    if head is None or guide.end <= head.start:
        return guide
    return Segment(head.at, max(guide.start, head.start), guide.end)


def _between(boxes: NDArray[np.float64], head: Segment, x: float, foot: float) -> bool:
    """Whether any print of the rows below a rule between headings has its middle between that rule and a place."""
    left, right = sorted((head.at, x))
    middles = (boxes[:, 0] + boxes[:, 2]) / 2
    inside = (middles >= left) & (middles <= right) & (boxes[:, 1] > head.end) & (boxes[:, 3] < foot)
    return bool(inside.any())
