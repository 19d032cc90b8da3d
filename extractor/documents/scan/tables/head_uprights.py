"""Tables whose headings are ruled both ways and whose rows only across, or not at all: the columns of the rows stand
below those of the headings.
"""

import numpy as np
from numpy.typing import NDArray

from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.tables.marks import Marks

_ABOVE, _BELOW = 24.0, 4.0
"""Points by which an upright rule of headings may end above the first row, and below its edge."""
_BESIDE = 24.0
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
    top = min(guide.start for guide in guides.vertical)
    heads = [rule for rule in rules.vertical if top - _ABOVE <= rule.end <= top + _BELOW]
    foot = max(guide.end for guide in guides.vertical)
    large = marks.boxes[1:][marks.heights[1:] >= _LARGE * height] / scale
    inside = large[(large[:, 1] > top) & (large[:, 3] < foot)]
    middles = np.sort((inside[:, 0] + inside[:, 2]) / 2)
    places: dict[float, float] = {}
    for x in xs[1:-1]:
        near = [rule.at for rule in heads if abs(rule.at - x) <= _BESIDE and not _between(middles, rule.at, x)]
        places[x] = min(near, key=lambda at: abs(at - x), default=x)
    if len({*places.values()}) < len(places):
        return guides
    moved = sorted((places.get(guide.at, guide.at), guide.start, guide.end) for guide in guides.vertical)
    return Rules(guides.horizontal, tuple(Segment(*each) for each in moved))


def _between(middles: NDArray[np.float64], one: float, other: float) -> bool:
    """Whether any print has its middle between two places."""
    left, right = sorted((one, other))
    return bool(np.searchsorted(middles, left) < np.searchsorted(middles, right))
