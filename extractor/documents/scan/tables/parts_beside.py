"""Parts of one table, or two tables, that stand beside each other: each is read as if it were alone on the page.

Rules across tell them: on either side they reach from side to side and none goes on into the other part. In the paper
between them stands an upright rule that no rule across meets, or the rules of the two parts are at other heights, which
those of one table never are.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from extractor.documents.page.ruling import Rules, Segment, together
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.guides import find_guides
from extractor.documents.scan.tables.marks import Marks

_SAME = 3.0
"""Points: rules of two parts are at one height, and what reaches further into another place meets it."""
_REACH = 9.0
"""Points by which the ends of rules of one part may differ."""
_GAP = (8.0, 64.0)
"""Points of paper between two parts."""
_LONG = 100.0
"""Points: no rule from side to side of a part is shorter."""
_FEWEST = 2
"""Rules from side to side that each part has at least, and at other heights than the other part where no upright rule
stands between them: a pair of rules broken at one place is no table.
"""
_INSIDE = 4.0
"""Points: so far an upright rule between two parts keeps from the rules above and below it."""
_CORE = 0.3
"""Share of the height of a line of print at its ends that may reach into the paper between two parts."""


class PanelSeam(NamedTuple):
    """Where two parts meet: the paper between them from left to right, and from which height to which, in points."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def x(self) -> float:
        """The middle of the paper between the parts."""
        return (self.left + self.right) / 2


def page_guides(sheet: PaperSheet, marks: Marks, rules: Rules, boxes: Sequence[PixelBox] = ()) -> Rules:
    """The guides of a page, as :func:`find_guides` tells them: those of parts that stand side by side, of each alone,
    and those of what is above and below them.
    """
    seams = panel_seams(rules, boxes, sheet.dpi / 72)
    if not seams:
        return find_guides(sheet, marks, rules, boxes)
    found = Rules((), ())
    for area in _areas(seams, sheet):
        own = [box for box in boxes if _holds(area, box)]
        outside = np.setdiff1d(np.arange(1, len(marks.boxes)), marks.inside(area))
        part = _rules_in(rules, area, sheet.dpi / 72)
        found = together(found, find_guides(sheet, marks.without(outside), part, own))
    return found


def between_parts(rules: Rules, boxes: Sequence[PixelBox], scale: float) -> Rules:
    """The rules of a page, upright ones between parts no longer than these: what stands above or below they do not
    belong to. As :func:`panel_seams` otherwise.
    """
    down = [*rules.vertical]
    for seam in panel_seams(rules, boxes, scale):
        for at, rule in enumerate(down):
            if seam.left + _SAME < rule.at < seam.right - _SAME and rule.start < seam.bottom and rule.end > seam.top:
                start, end = max(rule.start, seam.top + _INSIDE), min(rule.end, seam.bottom - _INSIDE)
                down[at] = rule._replace(start=start, end=max(start, end))
    return rules._replace(vertical=tuple(down))


def panel_seams(rules: Rules, boxes: Sequence[PixelBox] = (), scale: float = 1.0) -> list[PanelSeam]:
    """Where parts meet that stand side by side, top to bottom. ``boxes``: the lines of print, in pixels, of which
    ``scale`` make a point.
    """
    long = sorted(rule for rule in rules.horizontal if rule.end - rule.start >= _LONG)
    found: list[PanelSeam] = []
    for left in long:
        for right in long:
            apart = abs(left.at - right.at) <= _SAME and _GAP[0] <= right.start - left.end <= _GAP[1]
            if not apart or any(seam.top - _SAME <= left.at <= seam.bottom + _SAME for seam in found):
                continue
            seam = _seam(left, right, rules, boxes, scale)
            if seam is not None:
                found.append(seam)
    return found


def _seam(left: Segment, right: Segment, rules: Rules, boxes: Sequence[PixelBox], scale: float) -> PanelSeam | None:
    """The seam of the parts whose first rules these are; None where they are pieces of one table's rules."""
    x, top = (left.end + right.start) / 2, min(left.at, right.at)
    below = sorted(rule for rule in rules.horizontal if rule.at >= top)
    foot = next((rule.at for rule in below if rule.start < x - _SAME and rule.end > x + _SAME), float("inf"))
    first = [rule for rule in below if rule.at < foot and _is_like(rule, left)]
    second = [rule for rule in below if rule.at < foot and _is_like(rule, right)]
    if min(len(first), len(second)) < _FEWEST:
        return None
    bottom = max(first[-1].at, second[-1].at)
    core = [
        (box.x0 / scale, box.x1 / scale, _CORE * box.height / scale, (box.y0 + box.y1) / 2 / scale) for box in boxes
    ]
    if any(x0 + room < x < x1 - room and top < y < bottom for x0, x1, room, y in core):
        return None
    between = [rule for rule in rules.vertical if left.end + _SAME < rule.at < right.start - _SAME]
    parted = sum(min(rule.end, bottom) - max(rule.start, top) for rule in between) * 2 > bottom - top
    if parted or min(_alone(first, second), _alone(second, first)) >= 1:
        return PanelSeam(left.end, right.start, top, bottom)
    return None


def _is_like(rule: Segment, first: Segment) -> bool:
    """Whether a rule reaches over the same part as its first one."""
    return abs(rule.start - first.start) <= _REACH and abs(rule.end - first.end) <= _REACH


def _alone(rules: Sequence[Segment], others: Sequence[Segment]) -> int:
    """How many rules of one part stand at no height of the other one."""
    return sum(not any(abs(rule.at - other.at) <= _SAME for other in others) for rule in rules)


def _areas(seams: Sequence[PanelSeam], sheet: PaperSheet) -> Iterator[PixelBox]:
    """The areas of a page: what is above the first seam, on its two sides, what is between it and the next, and so on,
    in pixels. Where one ends the paper beside a rule does.
    """
    scale = sheet.dpi / 72
    height, width = sheet.ink.shape
    edges = [(round((seam.top - _SAME) * scale), round((seam.bottom + _SAME) * scale)) for seam in seams]
    for (_, above), (below, _) in pairwise([(0, 0), *edges, (height, height)]):
        if below > above:
            yield PixelBox(0, above, width, below)
    for seam, (top, bottom) in zip(seams, edges, strict=True):
        x = round(seam.x * scale)
        yield PixelBox(0, top, x, bottom)
        yield PixelBox(x, top, width, bottom)


def _holds(area: PixelBox, box: PixelBox) -> bool:
    return area.x0 <= (box.x0 + box.x1) / 2 < area.x1 and area.y0 <= (box.y0 + box.y1) / 2 < area.y1


def _rules_in(rules: Rules, area: PixelBox, scale: float) -> Rules:
    """The rules of an area, upright ones as far as they reach into it."""
    x0, y0, x1, y1 = (edge / scale for edge in (area.x0, area.y0, area.x1, area.y1))
    across = (rule for rule in rules.horizontal if y0 <= rule.at < y1 and x0 <= (rule.start + rule.end) / 2 < x1)
    down = (
        rule._replace(start=max(rule.start, y0), end=min(rule.end, y1))
        for rule in rules.vertical
        if x0 <= rule.at < x1 and min(rule.end, y1) > max(rule.start, y0)
    )
    return Rules(tuple(across), tuple(down))
