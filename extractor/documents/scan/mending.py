"""Upright rules that a copier or a fax broke: the piece that is missing between two, where no print crosses it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from extractor.documents.ruling import Rules, Segment
from extractor.documents.scan.ink import Sheet
from extractor.documents.scan.marks import Marks

_SAME = 2.2
_LONGEST = 48.0
"""Points: about three rows."""
_SOUND = 2.0
"""The pieces above and below are together so many times as long as what is missing."""
_LEAST = 1.0
_TALL = 0.45
_MOST = 0.6


def broken_rules(sheet: Sheet, marks: Marks, rules: Rules, height: int) -> tuple[Segment, ...]:
    """The missing pieces of upright rules, in points. ``height`` is the usual height of a digit in pixels."""
    scale = sheet.dpi / 72
    tall = marks.boxes[1:][marks.heights[1:] >= _TALL * height]
    found = []
    for group in _columns(rules.vertical):
        for above, below in pairwise(group):
            missing = below.start - above.end
            if not _LEAST < missing <= _LONGEST:
                continue
            sound = (above.end - above.start) + (below.end - below.start)
            at = (above.at + below.at) / 2
            across = (tall[:, 0] < at * scale) & (tall[:, 2] > at * scale)
            across &= (tall[:, 3] > above.end * scale + 1) & (tall[:, 1] < below.start * scale - 1)
            if (
                sound >= _SOUND * missing
                and not np.any(across)
                and _others_stand(rules.vertical, above.end, below.start)
            ):
                found.append(Segment(at, above.end, below.start))
    return tuple(found)


def _others_stand(rules: Sequence[Segment], start: float, end: float) -> bool:
    """Whether most of the upright rules that end near this stretch or pass it stand all along it: a cell over several
    columns, or the paper between two tables, breaks all of them.
    """
    middle = (start + end) / 2
    near = [rule for rule in rules if rule.start <= end + _LONGEST and rule.end >= start - _LONGEST]
    places = {round(rule.at / _SAME) for rule in near}
    standing = {round(rule.at / _SAME) for rule in near if rule.start <= middle <= rule.end}
    return len(standing) > _MOST * len(places)


def _columns(rules: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Upright rules that stand in one line, each line from top to bottom."""
    group: list[Segment] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if group and rule.at - group[-1].at > _SAME:
            yield sorted(group, key=lambda each: each.start)
            group = []
        group.append(rule)
    if group:
        yield sorted(group, key=lambda each: each.start)
