"""Rules that break off between two rules of the other direction: as far as something of them is left, they go on.

A copier makes a hairline white by degrees. Where it breaks off inside a cell, the rule is followed to the next crossing
one: over so long a stretch of paper even a trace of it tells from the paper above and below.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey

_MEETS = 3.0
"""Points: a rule that ends no further from one of the other direction ends there."""
_TRACE = 0.8
"""Levels of grey, of 255: a trace is darker by so much, on the whole stretch, than the paper on both sides."""
_PIECE, _FEWEST, _SHOWN = 12.0, 3, 0.75
"""Points, a number, and a share: of so many pieces of a stretch at least so many show the trace. A speck is in one."""
_NOISES = 4.0
"""The same, as a multiple of how much rows of paper beside it vary: short stretches do more."""
_NEAR, _FAR = 1.6, 3.2
"""Points from the middle of a rule: where the paper beside it is looked at."""
_FARTHEST = 220.0
"""Points: no cell of a table is wider."""
_CORE = 0.25
"""Share of the height of a line of print at its rim that is paper."""
_THICKEST = 60
"""Of 255: print that meets the rule counts no more than this."""


def followed(rules: Rules, boxes: Sequence[PixelBox], sheet: PaperSheet) -> Rules:
    """The rules, those that break off inside a cell followed to its side; ``boxes``: lines of print, in pixels."""
    dark = np.minimum(255 - sheet.grey, _THICKEST).astype(np.uint8)
    scale = sheet.dpi / 72
    lines = [(box.x0, box.y0, box.x1, box.y1, _CORE * box.height) for box in boxes]
    cores = [
        tuple((edge + rim * side) / scale for edge, side in zip(box, (1, 1, -1, -1), strict=True))
        for *box, rim in lines
    ]
    turned = [(y0, x0, y1, x1) for x0, y0, x1, y1 in cores]
    across = [_followed(rule, rules.vertical, cores, dark, scale) for rule in rules.horizontal]
    down = [_followed(rule, rules.horizontal, turned, dark.T, scale) for rule in rules.vertical]
    return Rules(tuple(across), tuple(down))


def _followed(
    rule: Segment, crossing: Sequence[Segment], cores: Sequence[tuple[float, ...]], dark: Grey, scale: float
) -> Segment:
    """A rule across, to where it meets ``crossing`` ones as far as something of it is left."""
    passing = sorted(other.at for other in crossing if other.start - _MEETS <= rule.at <= other.end + _MEETS)
    if any(abs(at - rule.end) <= _MEETS for at in passing) and any(abs(at - rule.start) <= _MEETS for at in passing):
        return rule
    start, end = rule.start, rule.end
    for at in _beyond(passing, end):
        if not _is_left(rule.at, end, at, cores, dark, scale):
            break
        end = at
    for at in _beyond([-at for at in reversed(passing)], -start):
        if not _is_left(rule.at, -at, start, cores, dark, scale):
            break
        start = -at
    return Segment(rule.at, start, end)


def _beyond(passing: Sequence[float], end: float) -> Iterator[float]:
    """The places behind the end of a rule that breaks off between two of them."""
    if any(abs(at - end) <= _MEETS for at in passing) or not any(at < end for at in passing):
        return
    last = end
    for at in passing:
        if at > end:
            if at - last > _FARTHEST:
                return
            yield at
            last = at


def _is_left(y: float, start: float, end: float, cores: Sequence[tuple[float, ...]], dark: Grey, scale: float) -> bool:
    """Whether a trace of a rule is on a stretch at the height ``y``, and no print."""
    if any(x0 < end and start < x1 and y0 < y < y1 for x0, y0, x1, y1 in cores):
        return False
    left, right = round(start * scale), round(end * scale)
    middle, near, far = round(y * scale), round(_NEAR * scale), round(_FAR * scale)
    rows = dark[max(0, middle - far) : middle + far + 1, left:right]
    if rows.shape[0] < 2 * far + 1 or not rows.shape[1]:
        return False
    pieces = np.array_split(rows, max(_FEWEST, round((end - start) / _PIECE)), axis=1)
    levels = np.stack([piece.mean(axis=1) for piece in pieces if piece.size])
    at = far - near + 1 + int(levels.mean(axis=0)[far - near + 1 : far + near].argmax())
    outside = np.concatenate([levels[:, : far - near], levels[:, far + near + 1 :]], axis=1).mean(axis=0)
    beside = np.maximum(*(np.median(side, axis=1) for side in (levels[:, : far - near], levels[:, far + near + 1 :])))
    darker = levels[:, at] - beside
    least = max(_TRACE, _NOISES * float(outside.std()))
    return float(darker.mean()) >= least and float((darker >= least / 2).mean()) >= _SHOWN
