"""The columns among labels without rules: those of several rows stand left of those of each row."""

from collections.abc import Iterator, Sequence

from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.tables.figure_levels import BoxedLine

_ROOM = 3.0
"""Points of paper before a label."""
_INDENT = 0.8
"""Heights of a line: labels whose left ends differ by more stand in columns of their own."""


def indented_labels(
    labels: Sequence[BoxedLine], levels: Sequence[float], edges: Sequence[float], ends: Sequence[float], scale: float
) -> Rules:
    """The uprights between labels of several rows and those of each row, which stand further right, and the edges of
    rows where such labels begin or end. ``edges``: the sides of the column of labels, ``ends``: where rows end.
    """
    own = [_own(labels, level) for level in levels]
    indent = _INDENT * min((line.box.height for line in labels), default=0)
    columns: list[float] = []
    for start in sorted({line.box.x0 for line in own if line is not None}):
        if not columns or start - columns[-1] > indent:
            columns.append(start)
    at = [None if line is None else sum(line.box.x0 >= x - indent / 2 for x in columns) - 1 for line in own]
    firsts = [min(line.box.x0 for line in labels if abs(line.box.x0 - x) <= indent) for x in columns[1:]]
    sides = [edges[0], *(x - _ROOM * scale / 2 for x in firsts)]  # a bracket stands further in than the line below it
    across: list[Segment] = []
    down: list[Segment] = []
    for column in range(1, len(columns)):
        for first, last in _runs([place is not None and place >= column for place in at]):
            top, foot = _around(ends, levels[first], levels[last])
            if not any(label.box.x1 <= sides[column] + _ROOM * scale for label in labels):
                continue
            down.append(Segment(sides[column] / scale, top / scale, foot / scale))
            for y, row in ((top, first - 1), (foot, last + 1)):
                place = at[row] if 0 <= row < len(at) else None
                across.append(Segment(y / scale, sides[place or 0] / scale, edges[1] / scale))
    return Rules(tuple(across), tuple(down))


def _runs(told: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The first and the last of neighbours that are told."""
    for first, yes in enumerate(told):
        if yes and (not first or not told[first - 1]):
            last = next((at for at in range(first, len(told)) if not told[at]), len(told)) - 1
            yield first, last


def _around(ends: Sequence[float], first: float, last: float) -> tuple[float, float]:
    """The ends of rows next above the first level and below the last one."""
    return max((y for y in ends if y < first), default=ends[0]), min((y for y in ends if y > last), default=ends[-1])


def _own(labels: Sequence[BoxedLine], level: float) -> BoxedLine | None:
    """The line of the label of one row: the one furthest right at its height, or of those around it."""
    near = [line for line in labels if line.box.y0 - line.box.height / 4 < level < line.box.y1 + line.box.height / 4]
    return max(near, key=lambda line: line.box.x0, default=None)
