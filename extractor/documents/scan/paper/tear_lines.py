"""Lines of small holes or dashes along which the strips with feed holes are torn off: no print, and no rules."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet

_FAR = 30.0
"""Points from the holes: a tear line is no further."""
_WIDE, _HIGH = 3.0, 6.0
"""Points: no dash of a tear line is wider or higher."""
_ASIDE, _STEP = 4.0, 40.0
"""Points: so far aside of the line a dash may stand, on paper that lies a little askew, over so much of its height."""
_FEWEST, _SPAN = 20, 0.5
"""How many dashes are a tear line, and over how much of the height of the page they go."""
_ALONE = 0.8
"""Share of what stands in its strip that is dashes."""


class TearLine(NamedTuple):
    """A tear line, in pixels: its ``dashes``, and the ``strips`` that hold them, piece by piece down the page."""

    dashes: tuple[PixelBox, ...]
    strips: tuple[PixelBox, ...]


def tear_lines(sheet: PaperSheet, rows: Sequence[Sequence[PixelBox]]) -> Iterator[TearLine]:
    """The tear lines beside ``rows`` of feed holes."""
    wide = sheet.ink.shape[1]
    far = sheet.pixels(_FAR)
    for row in rows:
        left, right = min(hole.x0 for hole in row), max(hole.x1 for hole in row)
        inner = (right + 1, min(wide, right + far)) if left + right < wide else (max(0, left - far), left - 1)
        yield from _line_in(sheet, *inner)


def _line_in(sheet: PaperSheet, left: int, right: int) -> Iterator[TearLine]:
    """The tear line between two columns of pixels."""
    high, aside = sheet.ink.shape[0], sheet.pixels(_ASIDE)
    if right - left < 2 * aside:
        return
    part = np.ascontiguousarray(sheet.ink[:, left:right])
    _, _, stats, centres = cv2.connectedComponentsWithStats(part, connectivity=8)
    small = (stats[1:, 2] <= sheet.pixels(_WIDE)) & (stats[1:, 3] <= sheet.pixels(_HIGH))
    xs, ys = np.asarray(centres[1:, 0], np.float64), np.asarray(centres[1:, 1], np.float64)
    if small.sum() < _FEWEST:
        return
    slope, base = _fitted(xs[small], ys[small], aside)
    near = np.abs(xs - base - slope * ys) <= aside
    dashes = near & small
    spread = np.ptp(ys[dashes]) if dashes.any() else 0.0
    if dashes.sum() < max(_FEWEST, _ALONE * near.sum()) or spread < _SPAN * high:
        return
    found = [PixelBox(left + x, y, left + x + across, y + down) for x, y, across, down, _ in stats[1:][dashes].tolist()]
    step = max(1, sheet.pixels(_STEP))
    strips = []
    for top in range(0, high, step):
        x = left + base + slope * (top + step / 2)
        strips.append(PixelBox(round(x - aside), top, round(x + aside), min(high, top + step)))
    yield TearLine(tuple(found), tuple(strips))


def _fitted(xs: NDArray[np.float64], ys: NDArray[np.float64], aside: int) -> tuple[float, float]:
    """The slope and the place at the top of the upright line that most marks stand on: found by pairs of them."""
    best, found = 0, (0.0, float(np.median(xs)))
    order = np.argsort(ys)
    some = order[:: max(1, len(order) // 24)]
    for one in some[: len(some) // 2]:
        for other in some[len(some) // 2 :]:
            slope = (xs[other] - xs[one]) / max(1.0, ys[other] - ys[one])
            base = xs[one] - slope * ys[one]
            count = int((np.abs(xs - base - slope * ys) <= aside / 2).sum())
            if count > best:
                best, found = count, (float(slope), float(base))
    return found
