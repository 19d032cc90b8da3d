"""The boxes of the text detector as second witness of what rules say about a table.

A rule that runs along a line of print is a row of strokes of letters; a cell over several columns that holds print of
several columns beside each other is several cells; a frame around rows and columns of print is no cell of a table.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractor.documents.page.ruled_grid import RuledCell, RuledGrid
from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.paper.text_boxes import TextBox

_LEVEL = 12.0
"""Degrees: on a straightened page a line of print that leans more is none, unless it is as short as a digit."""
_SHORT = 1.8
_RIM, _ROOM = 0.15, 0.12
"""Shares of the height of a box: what lies so close to its top and foot is no letter of it, and how far beside the edge
of a column there is paper."""
_APART = 0.8
"""Height of a box: no space between words is so wide."""
_CORE = 0.3
"""Share of the height of a box at its top and its foot that rules may touch."""
_HIGHER = 1.4
"""What is so many times as high as most boxes is no single line of print."""
_STRUCK = 0.85
"""A rule of which more lies within lines of print is made of their strokes."""
_MOST, _LETTERS = 0.6, 0.2
"""Shares of the height of a line: so much of it an upright stroke crosses, and letters stand so far from its edges."""
_BESIDE = 0.16
"""Heights of a line: letters of a stroke begin no further from it; rules have more paper beside them."""
_PASSES, _PASSED = 60.0, 0.3
"""Points, and a share: a longer upright of which less is crossed by letters, above and below which it goes on, is a
rule over which too wide a heading is printed.
"""
_LEAST_PIECE = 9.0
"""Points: what is shorter is no piece of an upright rule."""
_THROUGH, _FEWEST = 0.28, 3
"""Share of the height of a box, and a number of boxes: a line that runs through the middle of so many is no rule."""
_ENDS = 0.3
"""Heights of a line: what stands so close to its ends may be the side of its cell."""
_WIDER = 1.2
"""The paper between two columns is so many times as wide as that between letters and signs of what stands in one."""
_SPACE = 2.0
"""Wider than so many times what letters usually have between them is a space between words."""
_OVER = 0.3
"""Heights of a line: it may reach over the edge of its column by so much."""


def print_boxes(sheet: PaperSheet, boxes: Sequence[TextBox]) -> list[PixelBox]:
    """The lines of print of a page that lies level, in its whole pixels. What leans is no line, but a short one may."""
    found = []
    high, wide = sheet.grey.shape
    for box in boxes:
        if abs(box.degrees) > _LEVEL and box.length > _SHORT * box.height:
            continue
        (x0, y0), (x1, y1) = box.corners.min(axis=0).tolist(), box.corners.max(axis=0).tolist()
        found.append(PixelBox(max(0, round(x0)), max(0, round(y0)), min(wide, round(x1)), min(high, round(y1))))
    return found


def parted_at_gaps(sheet: PaperSheet, boxes: Sequence[TextBox]) -> list[TextBox]:
    """The lines of print of a level page; the detector joins neighbouring columns, which are parted again where more
    paper lies between them than between words.
    """
    found = []
    for box in boxes:
        x0, y0 = (max(0, round(edge)) for edge in (box.x - box.length / 2, box.y - box.height / 2))
        core = round(_RIM * box.height)
        inked = (sheet.ink[y0 + core : y0 + round(box.height) - core, x0 : x0 + round(box.length)] > 0).any(axis=0)
        starts, ends = _runs(np.asarray(inked, np.bool_))
        cuts = [at for at in range(1, len(starts)) if starts[at] - ends[at - 1] >= _APART * box.height]
        if not cuts:
            found.append(box)
            continue
        room = _RIM * box.height
        for first, last in pairwise([0, *cuts, len(starts)]):
            left, right = x0 + starts[first] - room, x0 + ends[last - 1] + room
            found.append(box._replace(x=(left + right) / 2, length=right - left))
    return found


def _runs(inked: NDArray[np.bool_]) -> tuple[list[int], list[int]]:
    """Where ink begins and where it ends, from left to right."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inked, [False]]).astype(np.int8)))
    return edges[::2].tolist(), edges[1::2].tolist()


def on_their_ink(sheet: PaperSheet, boxes: Sequence[PixelBox]) -> list[PixelBox]:
    """The lines of print, each from its first letter to its last: boxes have room at their ends, and where two reach
    into each other each has what stands on its side of the paper between them.
    """
    found = []
    for box in boxes:
        left, right, core = box.x0, box.x1, round(_RIM * box.height)
        rows = sheet.ink[box.y0 + core : box.y1 - core]
        for other in boxes:
            if 2 * (min(box.y1, other.y1) - max(box.y0, other.y0)) <= min(box.height, other.height):
                continue
            if other.x0 < box.x0 < other.x1 < box.x1:
                left = max(left, _seam(rows, box.x0, other.x1))
            elif box.x0 < other.x0 < box.x1 < other.x1:
                right = min(right, _seam(rows, other.x0, box.x1))
        inked = np.flatnonzero((rows[:, left:right] > 0).any(axis=0))
        if inked.size:
            found.append(PixelBox(left + int(inked[0]), box.y0, left + int(inked[-1]) + 1, box.y1))
    return found


def parted_between(
    sheet: PaperSheet, lines: Sequence[PixelBox], gutters: Sequence[tuple[int, int]]
) -> Iterator[PixelBox]:
    """The lines of print, cut in every gutter that they reach across where they have most paper in it: the detector
    joins headings that stand close to each other. In a line whose letters stand apart no more is there than elsewhere.
    """
    for line in lines:
        start, core, least = line.x0, round(_RIM * line.height), max(2, round(_ROOM * line.height)) - 1.0
        rows = sheet.ink[line.y0 + core : line.y1 - core]
        whites = [
            (left + first, left + last) for left, right in gutters for first, last in [_widest(rows, left, right)]
        ]
        least = max(least, _WIDER * _letter_room(rows, line, whites))
        for (left, right), (first, last) in zip(gutters, whites, strict=True):
            if start < left and right < line.x1 and last - first > least:
                yield PixelBox(start, line.y0, first, line.y1)
                start = last
        yield PixelBox(start, line.y0, line.x1, line.y1)


def _widest(rows: Grey, left: int, right: int) -> tuple[int, int]:
    """From where to where, after ``left``, most paper is between two places."""
    white = zip(*_runs(np.asarray(~(rows[:, left:right] > 0).any(axis=0), np.bool_)), strict=True)
    return max(white, key=lambda run: run[1] - run[0], default=(0, 0))


def _letter_room(rows: Grey, line: PixelBox, others: Sequence[tuple[int, int]]) -> int:
    """The most paper that letters of a line have between them but for some ``others``, without spaces of words."""
    starts, ends = _runs(np.asarray((rows[:, line.x0 : line.x1] > 0).any(axis=0), np.bool_))
    gaps = [(line.x0 + end, line.x0 + start) for end, start in zip(ends[:-1], starts[1:], strict=True)]
    rooms = [right - left for left, right in gaps if not any(a < right and left < b for a, b in others)]
    return max((room for room in rooms if room <= _SPACE * float(np.median(rooms))), default=0)


def _seam(rows: Grey, start: int, end: int) -> int:
    """The middle of where least is printed between two places."""
    inked = (rows[:, start:end] > 0).sum(axis=0)
    least = np.flatnonzero(inked == inked.min())
    return start + int(least[len(least) // 2])


def without_strokes(rules: Rules, boxes: Sequence[PixelBox], sheet: PaperSheet) -> Rules:
    """The rules without what is strokes of letters: rules across that run within lines of print, and of upright ones
    the pieces in lines of print whose letters touch them on both sides.
    """
    scale, single = sheet.dpi / 72, _single(boxes)
    across = [rule for rule in rules.horizontal if not _runs_along(rule, single, scale)]
    down = [piece for rule in rules.vertical for piece in _outside_letters(rule, single, sheet)]
    return Rules(tuple(across), tuple(down))


def _single(boxes: Sequence[PixelBox]) -> list[PixelBox]:
    """The boxes without those that are much higher than most: the detector joins lines above each other."""
    usual = float(np.median([box.height for box in boxes])) if boxes else 0.0
    return [box for box in boxes if box.height <= _HIGHER * usual]


def _runs_along(rule: Segment, boxes: Sequence[PixelBox], scale: float) -> bool:
    """Whether nearly all of a rule across lies in the middle of lines of print."""
    y, start, end = rule.at * scale, rule.start * scale, rule.end * scale
    within = 0.0
    for box in boxes:
        if box.y0 + _CORE * box.height < y < box.y1 - _CORE * box.height:
            within += max(0.0, min(end, box.x1) - max(start, box.x0))
    return within > _STRUCK * (end - start)


def _outside_letters(rule: Segment, boxes: Sequence[PixelBox], sheet: PaperSheet) -> Iterator[Segment]:
    """What is left of an upright rule outside the lines of print of whose letters it is a stroke."""
    scale = sheet.dpi / 72
    x, start = rule.at * scale, rule.start * scale
    struck = [
        box
        for box in boxes
        if _ends_letter(rule, box, sheet)
        or (
            box.x0 + _ENDS * box.height < x < box.x1 - _ENDS * box.height
            and min(box.y1, rule.end * scale) - max(box.y0, start) > _MOST * box.height
            and _touch_letters(round(x), box, sheet)
        )
    ]
    lost = sum(min(box.y1, rule.end * scale) - max(box.y0, start) for box in struck)
    long = rule.end - rule.start >= _PASSES and lost <= _PASSED * scale * (rule.end - rule.start)
    first, last = (rule.start + _LEAST_PIECE) * scale, (rule.end - _LEAST_PIECE) * scale
    if not struck or (long and all(first <= box.y0 and box.y1 <= last for box in struck)):
        yield rule
        return
    for box in sorted(struck, key=lambda box: box.y0):
        if (box.y0 - start) / scale >= _LEAST_PIECE:
            yield Segment(rule.at, start / scale, box.y0 / scale)
        start = max(start, float(box.y1))
    if rule.end - start / scale >= _LEAST_PIECE:
        yield Segment(rule.at, start / scale, rule.end)


def _touch_letters(x: int, box: PixelBox, sheet: PaperSheet) -> bool:
    """Whether ink stands close to both sides of an upright line in a line of print: no rule has letters so close."""
    core, near, far = round(_LETTERS * box.height), max(2, round(sheet.dpi / 72)), round(_BESIDE * box.height) + 1
    rows = slice(box.y0 + core, box.y1 - core)
    left, right = sheet.ink[rows, max(0, x - far) : x - near], sheet.ink[rows, x + near + 1 : x + far + 1]
    return bool(left.any() and right.any())


def _ends_letter(rule: Segment, box: PixelBox, sheet: PaperSheet) -> bool:
    """Whether an upright is the last or first stroke of a line of print: no longer than it is high, with ink that goes
    on without paper on one side.
    """
    scale = sheet.dpi / 72
    x, core, far = round(rule.at * scale), round(_RIM * box.height), round(_BESIDE * box.height) + 2
    within = box.y0 - 1 <= rule.start * scale and rule.end * scale <= box.y1 + 1
    rows = sheet.ink[box.y0 + core : box.y1 - core]
    left, right = rows[:, max(0, x - far) : x].any(axis=0), rows[:, x : x + far].any(axis=0)
    return within and box.x0 < x < box.x1 and bool(left.all() != right.all())


def is_strike(rule: Segment, boxes: Sequence[PixelBox], dpi: float) -> bool:
    """Whether a line across runs through print as no rule of a table does: a streak of a fax, the stroke of a pen."""
    scale = dpi / 72
    y, start, end = rule.at * scale, rule.start * scale, rule.end * scale
    met = [box for box in _single(boxes) if start <= (box.x0 + box.x1) / 2 <= end and box.y0 < y < box.y1]
    through = sum(box.y0 + _THROUGH * box.height < y < box.y1 - _THROUGH * box.height for box in met)
    return through >= _FEWEST and 2 * through > len(met)


def cuts_of_cells(grids: Sequence[RuledGrid], boxes: Sequence[PixelBox], sheet: PaperSheet) -> Rules:
    """The lines that cells over several columns lack which hold print of several columns beside each other: uprights
    where the other rows have theirs, and lines across below what is printed over several columns.
    """
    across: list[Segment] = []
    down: list[Segment] = []
    scale = sheet.dpi / 72
    for grid in grids:
        for cell in grid.cells:
            if cell.column_span > 1:
                places = grid.xs[cell.column + 1 : cell.column + cell.column_span]
                inside = [part for box in _inside(cell, boxes, scale) for part in _parted(sheet, box, places)]
                uprights = [upright for x in places for upright in _cut_at(x, cell, inside, scale)]
                title = _title(inside, places, scale) if uprights else None
                if title is not None:
                    across.append(Segment(title, cell.box[0], cell.box[2]))
                    uprights = [upright._replace(start=max(title, upright.start)) for upright in uprights]
                down += uprights
                if uprights:  # it ends where it did, though no rule may be printed over or under all of it
                    across += [Segment(y, cell.box[0], cell.box[2]) for y in (cell.box[1], cell.box[3])]
                    across += _below_groups(cell, grid.xs, inside, uprights, scale)
    return Rules(tuple(across), tuple(down))


def _parted(sheet: PaperSheet, box: PixelBox, places: Sequence[float]) -> Iterator[PixelBox]:
    """A line of print, cut between the columns at ``places`` if nothing of it stands on any of their edges: the
    detector joins what is printed close to each other. A single edge may meet the paper beside a comma by chance: it
    cuts only where more paper is than anywhere else in the line.
    """
    scale, core, room = sheet.dpi / 72, round(_RIM * box.height), max(1, round(_ROOM * box.height))
    reach = _OVER * box.height
    crossed = [round(x * scale) for x in places if box.x0 + reach < x * scale < box.x1 - reach]
    inked = np.asarray((sheet.ink[box.y0 + core : box.y1 - core, box.x0 : box.x1] > 0).sum(axis=0))
    if any(inked[max(0, x - room - box.x0) : x + room - box.x0].any() for x in crossed) or (
        len(crossed) == 1 and not _is_widest(inked > 0, crossed[0] - box.x0)
    ):
        yield box
        return
    for start, end in pairwise([box.x0, *crossed, box.x1]):
        own = np.flatnonzero(inked[start - box.x0 : end - box.x0])
        if own.size:
            yield PixelBox(start + int(own[0]), box.y0, start + int(own[-1]) + 1, box.y1)


def _is_widest(inked: NDArray[np.bool_], at: int) -> bool:
    """Whether clearly more paper is at one place of a line than between any two letters elsewhere in it."""
    starts, ends = _runs(inked)
    gaps = [(end, start) for end, start in zip(ends[:-1], starts[1:], strict=True)]
    there = max((start - end for end, start in gaps if end <= at <= start), default=0)
    return there > _WIDER * max((start - end for end, start in gaps if not end <= at <= start), default=0)


def _inside(cell: RuledCell, boxes: Sequence[PixelBox], scale: float) -> list[PixelBox]:
    """The lines of print in the middle of a cell."""
    x0, y0, x1, y1 = (edge * scale for edge in cell.box)
    return [box for box in boxes if x0 < (box.x0 + box.x1) / 2 < x1 and y0 < (box.y0 + box.y1) / 2 < y1]


def _cut_at(x: float, cell: RuledCell, boxes: Sequence[PixelBox], scale: float) -> Iterator[Segment]:
    """The upright at ``x`` in a cell, if lines of print stand beside each other left and right of it: as far up and
    down as no other line crosses it.
    """
    at = x * scale
    left = [box for box in boxes if box.x1 <= at + _OVER * box.height]
    right = [box for box in boxes if box.x0 >= at - _OVER * box.height and box not in left]
    crossing = [box for box in boxes if box not in left and box not in right]
    beside = [
        (max(one.y0, other.y0) + min(one.y1, other.y1)) / 2
        for one in left
        for other in right
        if 2 * (min(one.y1, other.y1) - max(one.y0, other.y0)) > min(one.height, other.height)
    ]
    if beside:
        top, bottom = cell.box[1], cell.box[3]
        middle = max(beside)
        above = max((box.y1 for box in crossing if (box.y0 + box.y1) / 2 < middle), default=None)
        below = min((box.y0 for box in crossing if (box.y0 + box.y1) / 2 >= middle), default=None)
        start, end = top if above is None else above / scale, bottom if below is None else below / scale
        if end > start:
            yield Segment(x, start, end)


def _title(boxes: Sequence[PixelBox], places: Sequence[float], scale: float) -> float | None:
    """Where the line below stands, in points, if one line of print stands above all others and within one column."""
    first, *others = sorted(boxes, key=lambda box: box.y1)
    if any(first.x0 < x * scale < first.x1 for x in places):
        return None
    below = min((box.y0 for box in others), default=0)
    return min(first.y1, (first.y1 + below) / 2) / scale if below > first.y1 - _OVER * first.height else None


def _below_groups(
    cell: RuledCell, xs: Sequence[float], boxes: Sequence[PixelBox], uprights: Sequence[Segment], scale: float
) -> Iterator[Segment]:
    """Lines below what is printed over several columns, each as wide as the columns that it stands over."""
    for box in boxes:
        crossed = [x for x in xs if cell.box[0] < x < cell.box[2] and box.x0 < x * scale - _OVER * box.height]
        crossed = [x for x in crossed if x * scale + _OVER * box.height < box.x1]
        if any(upright.at in crossed and upright.start >= box.y1 / scale - 1 for upright in uprights):
            left = max(x for x in xs if x < crossed[0])
            right = min(x for x in xs if x > crossed[-1])
            yield Segment(box.y1 / scale, left, right)
