"""Lines to write on: short rules under single figures, as on forms that are filled in. They part no rows, for what
names a row is not printed on them.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.documents.page.ruling import Segment
from extractor.documents.scan.paper.crops import PixelBox

_LEVEL = 1.5
"""Points by which lines of one row differ in height."""
_SIDES, _FARTHEST = 2.5, 72.0
"""Points by which the ends of lines of one column differ, and points from one row of a form to the next."""
_MANY = 6
"""Lines at one height that are a row by themselves."""
_APART, _TOUCH = 2.5, 2.2
"""Points of paper between two lines of a row at least, and how close an upright comes that is the side of a cell."""
_STANDS = 0.8
"""Heights of a line of print: what is written on a line stands no higher over it."""
_OVER = 0.3
"""Heights of a line of print: it may reach so far below a line it stands on, and beyond its ends."""
_ROW = 1.5
"""Heights of a line of print over and under a line to write on: what is printed there belongs to its row."""
_BELOW = 2.5
"""Heights of a line of print: headings stand no lower under the rule of the heading over them."""
_MOST = 0.5
"""Share of the rows of lines that have a name without a rule under it."""


class _PrintedLine(NamedTuple):
    """A line of print, in points."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def height(self) -> float:
        return self.y1 - self.y0


def writing_lines(
    across: Sequence[Segment], down: Sequence[Segment], boxes: Sequence[PixelBox], scale: float
) -> tuple[Segment, ...]:
    """Those of the rules ``across`` that are lines to write on: apart from each other in rows, alike in columns, met by
    no rule ``down``, with a single piece of print on each, and what stands before them has no rule under it. ``boxes``:
    the lines of print, ``scale`` pixels a point.
    """
    print_ = [_PrintedLine(*(edge / scale for edge in (box.x0, box.y0, box.x1, box.y1))) for box in boxes]
    free = [rule for rule in across if _stands_free(rule, across, down)]
    alike = [rule for rule in free if any(_is_alike(rule, other) for other in free) or _in_row(rule, free)]
    on = {rule: written for rule in alike if (written := _written(rule, print_)) is not None}
    on = {rule: written for rule, written in on.items() if not _heads(rule, written.height, print_)}
    found: list[Segment] = []
    for table in _tables([*on]):
        rows = [*_rows(table)]
        heights = [on[row[0]].height for row in rows]
        named = (
            _is_named(row, height, across, print_) or _is_ruled_again(row, height, across)
            for row, height in zip(rows, heights, strict=True)
        )
        if sum(named) > _MOST * len(rows):
            found += [rule for row in rows for rule in _whole_row(row, across)]
    return tuple(found)


def _stands_free(rule: Segment, across: Sequence[Segment], down: Sequence[Segment]) -> bool:
    """Whether there is paper at both ends of a rule."""
    met = any(
        other.start - _TOUCH <= rule.at <= other.end + _TOUCH and rule.start - _TOUCH <= other.at <= rule.end + _TOUCH
        for other in down
    )
    return not met and not any(
        other is not rule
        and abs(other.at - rule.at) <= _LEVEL
        and other.start < rule.end + _APART
        and rule.start < other.end + _APART
        for other in across
    )


def _is_alike(rule: Segment, other: Segment) -> bool:
    """Whether two are lines of one column."""
    ends = abs(other.start - rule.start) <= _SIDES and abs(other.end - rule.end) <= _SIDES
    return ends and abs(other.at - rule.at) > _LEVEL


def _in_row(rule: Segment, others: Sequence[Segment]) -> bool:
    """Whether a line is one of many at one height, none of them twice as long as it."""
    level = [other for other in others if abs(other.at - rule.at) <= _LEVEL]
    return sum(other.end - other.start <= 2 * (rule.end - rule.start) for other in level) >= _MANY


def _written(rule: Segment, print_: Sequence[_PrintedLine]) -> _PrintedLine | None:
    """The one piece of print that stands on a line; None where there is none, or several."""
    found = [
        each
        for each in print_
        if rule.at - _STANDS * each.height <= each.y1 <= rule.at + _OVER * each.height
        and min(each.x1, rule.end) > max(each.x0, rule.start)
    ]
    whole = [each for each in found if rule.start - each.height <= each.x0 and each.x1 <= rule.end + each.height]
    return whole[0] if len(found) == len(whole) == 1 else None


def _heads(rule: Segment, height: float, print_: Sequence[_PrintedLine]) -> bool:
    """Whether headings stand beside each other below a rule, which is that of the heading over them."""
    below = [
        each
        for each in print_
        if rule.at < (each.y0 + each.y1) / 2 <= rule.at + _BELOW * height
        and rule.start - height <= each.x0
        and each.x1 <= rule.end + height
    ]
    return any(
        min(one.y1, other.y1) - max(one.y0, other.y0) > _OVER * height
        for at, one in enumerate(below)
        for other in below[:at]
    )


def _tables(lines: Sequence[Segment]) -> Iterator[list[Segment]]:
    """The lines of each stretch of the page without a gap between its rows."""
    group: list[Segment] = []
    for line in sorted(lines):
        if group and line.at - group[-1].at > _FARTHEST:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _rows(lines: Sequence[Segment]) -> Iterator[list[Segment]]:
    """The lines at one height, from left to right."""
    row: list[Segment] = []
    for line in sorted(lines):
        if row and line.at - row[-1].at > _LEVEL:
            yield sorted(row, key=lambda each: each.start)
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda each: each.start)


def _is_named(row: Sequence[Segment], height: float, across: Sequence[Segment], print_: Sequence[_PrintedLine]) -> bool:
    """Whether print stands before the first line of a row that no rule runs under, but for one farther below."""
    first = row[0]
    return any(
        not any(
            (each.y0 + each.y1) / 2 < rule.at <= first.at + height and min(rule.end, each.x1) > max(rule.start, each.x0)
            for rule in across
        )
        for each in print_
        if each.x1 <= first.start and first.at - 2 * _ROW * height < (each.y0 + each.y1) / 2 < first.at + height
    )


def _whole_row(row: Sequence[Segment], across: Sequence[Segment]) -> Iterator[Segment]:
    """The lines of a row with the pieces of a broken one among them."""
    first, last = row[0], row[-1]
    for rule in across:
        if rule in row or (abs(rule.at - first.at) <= _LEVEL and first.end < rule.start and rule.end < last.start):
            yield rule


def _is_ruled_again(row: Sequence[Segment], height: float, across: Sequence[Segment]) -> bool:
    """Whether one rule runs close below all lines of a row, where no other row has room."""
    return any(
        0 < rule.at - row[0].at <= height and rule.start <= row[0].start and row[-1].end <= rule.end for rule in across
    )
