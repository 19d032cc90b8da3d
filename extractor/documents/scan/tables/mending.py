"""Rules that a copier or a fax broke: the piece that is missing between two, where no print crosses it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.marks import Marks

_SAME = 2.2
_LONGEST = 48.0
"""Points: about three rows."""
_SOUND = 2.0
"""The pieces above and below are together so many times as long as what is missing."""
_LEAST = 1.0
_TALL = 0.45
_MOST = 0.6
_EDGE = 0.4


def mended(sheet: PaperSheet, marks: Marks, rules: Rules, height: int, boxes: Sequence[PixelBox] = ()) -> Rules:
    """The missing pieces of rules, in points. ``height`` is the usual height of a digit in pixels; ``boxes`` are lines
    of print: a piece that would run through one, between two letters even, is not missing.
    """
    tall = np.asarray(marks.boxes[1:][marks.heights[1:] >= _TALL * height] * (72 / sheet.dpi), np.float64)
    lines = [_core(box, height) for box in boxes if box.width > 2 * height]
    lined = np.asarray(lines, np.float64).reshape(-1, 4) * (72 / sheet.dpi)
    across = [
        piece for piece in _missing(rules.horizontal, tall[:, [1, 0, 3, 2]]) if not _is_cell(piece, rules.vertical)
    ]
    return Rules(tuple(across), tuple(_missing(rules.vertical, np.concatenate([tall, lined]))))


def _core(box: PixelBox, height: int) -> tuple[float, float, float, float]:
    """A line of print without the paper around it, and without its first and last letter: these may touch a rule."""
    return box.x0 + height, box.y0 + height / 4, box.x1 - height, box.y1 - height / 4


def _is_cell(piece: Segment, uprights: Sequence[Segment]) -> bool:
    """Whether what is missing is as wide as a cell: it reaches over two rows there, and nothing is broken."""
    ends = [
        any(abs(rule.at - end) <= _SAME and rule.start <= piece.at <= rule.end for rule in uprights)
        for end in (piece.start, piece.end)
    ]
    return all(ends)


def _missing(rules: Sequence[Segment], print_: NDArray[np.float64]) -> Iterator[Segment]:
    """The pieces that upright rules lack; of rules across, if the corners of ``print_`` say y before x."""
    for group in _columns(rules):
        for above, below in pairwise(group):
            missing = below.start - above.end
            if not _LEAST < missing <= _LONGEST:
                continue
            sound = (above.end - above.start) + (below.end - below.start)
            at = (above.at + below.at) / 2
            across = (print_[:, 0] < at) & (print_[:, 2] > at)
            across &= (print_[:, 3] > above.end + _EDGE) & (print_[:, 1] < below.start - _EDGE)
            if sound >= _SOUND * missing and not across.any() and _others_stand(rules, above.end, below.start):
                yield Segment(at, above.end, below.start)


def _others_stand(rules: Sequence[Segment], start: float, end: float) -> bool:
    """Whether most of the rules that end near this stretch or pass it stand all along it: a cell over several
    columns, or the paper between two tables, breaks all of them.
    """
    middle = (start + end) / 2
    near = [rule for rule in rules if rule.start <= end + _LONGEST and rule.end >= start - _LONGEST]
    places = {round(rule.at / _SAME) for rule in near}
    standing = {round(rule.at / _SAME) for rule in near if rule.start <= middle <= rule.end}
    return len(standing) > _MOST * len(places)


def _columns(rules: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Rules that stand in one line, each line from one end to the other."""
    group: list[Segment] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if group and rule.at - group[-1].at > _SAME:
            yield sorted(group, key=lambda each: each.start)
            group = []
        group.append(rule)
    if group:
        yield sorted(group, key=lambda each: each.start)
