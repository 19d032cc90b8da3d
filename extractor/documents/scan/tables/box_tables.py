"""Tables without upright rules, from the lines of print that the detector of text finds: figures at one height are a
row, figures above each other a column, what stands left of them their labels, what stands above them their headings.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.documents.page.ruled_grid import RuledGrid
from extractor.documents.page.ruling import Rules, Segment, together
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.tables.figure_levels import (
    BoxedLine,
    boxed_lines,
    figure_height,
    is_one_text,
    reaches_over,
    with_first_letters,
)
from extractor.documents.scan.tables.heading_levels import HeadedArea, heading_rules
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.rows_below_head import rows_below_head, with_rows_and_labels

_LEVEL = 0.4
"""Heights of a line: on one level are lines whose middles differ by less."""
_BESIDE, _AMONG = 0.7, 0.34
"""Heights of a line by which writing beside figures may stand off their level, as headings of two lines do, and how
many lines of writing for each figure a row may hold.
"""
_CLOSE, _LINES = 0.9, 0.15
"""Heights of a line: the most paper between two lines of headings, and between two lines of one label."""
_RULE = 1.6
"""Heights of a line: a rule so close to a table is its edge."""
_ROOM = 3.0
"""Points of paper at the sides of a table."""
_FLUSH, _TALL, _SPECK = 0.5, 1.2, 1.5
"""Heights of a line: lines begin at one place; how much higher than headings a title is; the widest speck."""
_OVERLAP, _OFF = 0.3, 0.3
"""Heights of a line: boxes of neighbouring headings reach into each other, and a title is further from headings."""


class BoxTable(NamedTuple):
    """A table, in pixels: its ``area``, and the rules that make its cells, in points."""

    area: PixelBox
    rules: Rules


class _TableBody(NamedTuple):
    """The rows of a table: the figures of each, from top to bottom, and the columns they stand in, from x0 to x1."""

    rows: list[list[BoxedLine]]
    columns: list[tuple[int, int]]

    @property
    def levels(self) -> list[float]:
        return [sum(line.middle for line in row) / len(row) for row in self.rows]

    @property
    def left(self) -> int:
        return self.columns[0][0]


def box_tables(
    marks: Marks, rules: Rules, taken: Sequence[RuledGrid], boxes: Sequence[PixelBox], height: int, scale: float
) -> list[BoxTable]:
    """The tables that lines of print make outside the grids that are ``taken``. ``height``: the usual height of a digit
    in pixels, ``scale``: pixels a point.
    """
    free = [box for box in boxes if not any(_is_in(box, grid, scale) for grid in taken)]
    height = figure_height(marks, boxes, height)
    lines = [*_told_by_column([*with_first_letters(marks, boxed_lines(marks, free, height))])]
    found = []
    above = 0.0
    for body in _bodies(lines):
        table = _table(marks, body, lines, rules, above, height, scale)
        if table is None:
            beside = [line for line in lines if not line.figure and line.box.x1 <= body.left + line.box.height / 2]
            below = rows_below_head(marks, body.rows, body.columns, [*_labels(body, beside)], taken, height, scale)
            table = None if below is None else BoxTable(*below)
        above = max(line.box.y1 for line in body.rows[-1])
        if table is not None:
            found.append(table)
            above = float(table.area.y1)
    return found


def _is_in(box: PixelBox, grid: RuledGrid, scale: float) -> bool:
    x0, y0, x1, y1 = (edge * scale for edge in grid.box)
    return x0 < (box.x0 + box.x1) / 2 < x1 and y0 < (box.y0 + box.y1) / 2 < y1


def _told_by_column(lines: Sequence[BoxedLine]) -> Iterator[BoxedLine]:
    """The lines, words in capitals as writing: they look like figures, and begin at the left where writing does."""
    for line in lines:
        flush = [other.figure for other in lines if abs(other.box.x0 - line.box.x0) < _FLUSH * line.box.height]
        first = not any(other.box.x1 < line.box.x0 and _is_at(other, line.middle) for other in lines)
        yield line._replace(figure=line.figure and not (first and 2 * sum(flush) < len(flush)))


def _bodies(lines: Sequence[BoxedLine]) -> Iterator[_TableBody]:
    """Rows of figures with nothing but their labels between them."""
    rows: list[list[BoxedLine]] = []
    for line in sorted((line for line in lines if line.figure), key=lambda line: line.middle):
        if rows and line.middle - rows[-1][0].middle < _LEVEL * line.box.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    rows = [row for row in rows if _is_row(row, lines)]
    group: list[list[BoxedLine]] = []
    for row in rows:
        if group and _parts(group, row, lines):
            yield from _body(group)
            group = []
        group.append(row)
    yield from _body(group)


def _is_row(row: Sequence[BoxedLine], lines: Sequence[BoxedLine]) -> bool:
    """Whether figures at one height are a row: hardly any writing is among them, and some stands left of a lone one."""
    beside = [
        line
        for line in lines
        if not line.figure and any(abs(line.middle - each.middle) < _BESIDE * line.box.height for each in row)
    ]
    left = min(line.box.x0 for line in row)
    among = sum(line.box.x1 > left for line in beside)
    return among <= _AMONG * len(row) and (len(row) > 1 or len(beside) > among)


def _parts(group: Sequence[Sequence[BoxedLine]], row: Sequence[BoxedLine], lines: Sequence[BoxedLine]) -> bool:
    """Whether headings or a title stand over the figures of a row, below those above it."""
    above, below = max(line.middle for line in group[-1]), min(line.middle for line in row)
    writing = [line for line in lines if not line.figure]
    left = min(line.box.x0 for each in (*group, row) for line in each)
    levels = sum(line.middle for line in group[-1]) / len(group[-1]), sum(line.middle for line in row) / len(row)
    labels = [line.box.x1 for line in writing if line.box.x1 < left and any(_is_at(line, level) for level in levels)]
    right = max(labels, default=left)
    between = [line for line in writing if above < line.middle < below and (line.box.x1 > left or line.box.x0 > right)]
    return len(between) > 1 or any(line.box.width > _SPECK * line.box.height for line in between)


def _is_at(line: BoxedLine, level: float) -> bool:
    return line.box.y0 < level < line.box.y1


def _body(rows: Sequence[list[BoxedLine]]) -> Iterator[_TableBody]:
    if not rows:
        return
    columns: list[tuple[int, int]] = []
    for box in sorted((line.box for row in rows for line in row), key=lambda box: box.x0):
        if columns and box.x0 < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], box.x1)
        else:
            columns.append((box.x0, box.x1))
    alone = all(sum(x0 <= line.box.x0 < x1 for line in row) <= 1 for row in rows for x0, x1 in columns)
    if alone:
        yield _TableBody([*rows], columns)


def _table(
    marks: Marks,
    body: _TableBody,
    lines: Sequence[BoxedLine],
    rules: Rules,
    above: float,
    height: int,
    scale: float,
) -> BoxTable | None:
    levels = body.levels
    beside = [line for line in lines if not line.figure and line.box.x1 <= body.left + line.box.height / 2]
    labels = [*_labels(body, beside)]
    heads = [*_headings(body, labels, lines, rules, above, scale)]
    lowest = _lowest(heads)
    if not heads or (len(body.rows) == 1 and not _each_headed(body, labels, lowest)):
        return None
    ink = [line.box for row in body.rows for line in row] + [line.box for line in (*labels, *heads)]
    area = PixelBox(
        min(box.x0 for box in ink), min(box.y0 for box in ink), max(box.x1 for box in ink), max(box.y1 for box in ink)
    )
    area = _to_rules(area, rules, lines, above, scale)
    edges = _edges(body, labels, lowest, area)
    if labels and any(reaches_over(line.box, edges[1]) for line in heads):
        return None
    bottom = _below_headings(body, labels, heads, rules, scale)
    over = tuple(line.box for line in heads)
    split = _level_rule(heads, edges, rules, scale)
    low = tuple(box for box in over if split is None or (box.y0 + box.y1) / 2 > split.at * scale)
    head = heading_rules(HeadedArea(area.y0 if split is None else split.at * scale, bottom, edges, low, height), scale)
    if split is not None:  # what stands over the rule names all columns that it runs over
        x = min(edges, key=lambda edge: abs(edge - split.start * scale)) / scale
        head = together(head, Rules((split,), (Segment(x, area.y0 / scale, split.at),)))
    across = [Segment(y / scale, area.x0 / scale, area.x1 / scale) for y in (area.y0, bottom, area.y1)]
    down = [Segment(x / scale, bottom / scale, area.y1 / scale) for x in edges]
    down += [Segment(x / scale, area.y0 / scale, bottom / scale) for x in (edges[0], edges[-1])]
    found = Rules((*across, *head.horizontal), (*down, *head.vertical))
    ends = bottom, float(area.y1)
    return BoxTable(area, with_rows_and_labels(marks, found, ink, labels, levels, edges, ends, height, scale))


def _level_rule(heads: Sequence[BoxedLine], edges: Sequence[float], rules: Rules, scale: float) -> Segment | None:
    """The highest printed rule among the headings, from the side of a column on, with one name of a group above it."""
    middles = [line.middle for line in heads]
    for rule in sorted(rules.horizontal):
        y, start, end = rule.at * scale, rule.start * scale, rule.end * scale
        if not min(middles) < y < max(middles) or any(
            line.top < y < line.foot and line.box.x0 > start for line in heads
        ):
            continue
        over = [line for line in heads if line.middle < y and start < (line.box.x0 + line.box.x1) / 2 < end]
        columns = [at for at in range(len(edges) - 1) if start < (edges[at] + edges[at + 1]) / 2 < end]
        if len(over) == 1 and len(columns) > 1 and columns[0] > 0 and columns[-1] == len(edges) - 2:
            left, right = edges[columns[0]] / scale, edges[columns[-1] + 1] / scale
            return Segment(rule.at, left, right)
    return None


def _lowest(heads: Sequence[BoxedLine]) -> list[PixelBox]:
    """The headings of single columns: lines close above each other as one, without those that have others below."""
    blocks: list[PixelBox] = []
    for line in sorted(heads, key=lambda line: line.box.y0):
        box = line.box
        near = [each for each in blocks if _over(each, box) and box.y0 - each.y1 <= _LINES * box.height]
        beside = [each.box for each in heads if each is not line and abs(each.middle - line.middle) < box.height / 2]
        if len(near) == 1 and not any(_over(near[0], other) for other in beside):
            each = near[0]
            blocks[blocks.index(each)] = PixelBox(
                min(each.x0, box.x0), min(each.y0, box.y0), max(each.x1, box.x1), max(each.y1, box.y1)
            )
        else:
            blocks.append(box)
    return sorted((one for one in blocks if not _has_below(one, blocks)), key=lambda box: box.x0)


def _over(one: PixelBox, other: PixelBox) -> bool:
    """Whether one stands over the other; boxes of neighbours reach a little into each other."""
    return min(one.x1, other.x1) - max(one.x0, other.x0) > _OVERLAP * min(one.height, other.height)


def _has_below(block: PixelBox, blocks: Sequence[PixelBox]) -> bool:
    return any(_over(block, other) and other.y0 > (block.y0 + block.y1) / 2 for other in blocks if other != block)


def _each_headed(body: _TableBody, labels: Sequence[BoxedLine], lowest: Sequence[PixelBox]) -> bool:
    """Whether every column has its own heading, that of the labels left out or not."""
    return len(lowest) in (len(body.columns), len(body.columns) + bool(labels))


def _labels(body: _TableBody, beside: Sequence[BoxedLine]) -> Iterator[BoxedLine]:
    """What stands left of the figures, from the first row to the last, with lines of one label above and below."""
    levels = body.levels
    chosen = [
        line for line in beside if levels[0] - line.box.height / 2 < line.middle < levels[-1] + line.box.height / 2
    ]
    grown = True
    while grown:
        near = [line for line in beside if line not in chosen and any(_is_next(line, other) for other in chosen)]
        # Above the first row its label goes on as far as below it: what is further up are headings.
        low = max((line.box.y1 for line in chosen if line.middle > levels[-1]), default=0)
        near = [line for line in near if line.middle > levels[0] or _mirrors(line, levels[0], [*chosen, *near])]
        grown = bool(near) and low >= 0
        chosen += near
    yield from chosen


def _is_next(line: BoxedLine, other: BoxedLine) -> bool:
    shared = min(line.box.x1, other.box.x1) - max(line.box.x0, other.box.x0)
    apart = max(line.box.y0, other.box.y0) - min(line.box.y1, other.box.y1)
    return shared > 0 and apart <= _LINES * line.box.height


def _mirrors(line: BoxedLine, level: float, lines: Sequence[BoxedLine]) -> bool:
    """Whether a line above a row has its like below it, as the first and the last line of one label."""
    return any(
        abs(line.middle + other.middle - 2 * level) < _LEVEL * line.box.height for other in lines if other != line
    )


def _headings(
    body: _TableBody, labels: Sequence[BoxedLine], lines: Sequence[BoxedLine], rules: Rules, above: float, scale: float
) -> Iterator[BoxedLine]:
    """The lines above the first row, one close above the other, up to one that is a title, or stands over a rule from
    side to side of what is below it.
    """
    first = min([line.box.y0 for line in body.rows[0]] + [line.box.y0 for line in labels])
    over = [line for line in lines if line not in labels and above < line.middle < body.levels[0]]
    over = [line for line in over if line.middle < first]
    top: float = first
    found: list[BoxedLine] = []
    for line in sorted(over, key=lambda line: -line.box.y1):
        far = top - line.box.y1 > (_CLOSE if found else _RULE) * line.box.height
        tall = bool(found) and line.box.height > _TALL * max(each.box.height for each in found)
        if (
            far
            or tall
            or _is_title(line, found, body, labels)
            or (found and _is_ruled_off(line, found, body, labels, rules, scale))
        ):
            break
        found.append(line)
        top = min(top, line.box.y0)
    yield from found[::-1]


def _is_ruled_off(
    line: BoxedLine,
    found: Sequence[BoxedLine],
    body: _TableBody,
    labels: Sequence[BoxedLine],
    rules: Rules,
    scale: float,
) -> bool:
    left = min([body.left, *(label.box.x0 for label in labels)]) + line.box.height
    right = body.columns[-1][1] - line.box.height
    top = min(each.middle for each in found)
    return any(
        line.middle < rule.at * scale < top and rule.start * scale <= left and rule.end * scale >= right
        for rule in rules.horizontal
    )


def _is_title(line: BoxedLine, found: Sequence[BoxedLine], body: _TableBody, labels: Sequence[BoxedLine]) -> bool:
    """Whether a line begins over the labels and goes on over figures, stands well over the heading of the labels, or
    stands higher than that heading in the middle of a table, over neither labels nor figures.
    """
    ends = max((label.box.x1 for label in labels), default=0)
    if line.box.x0 < min(ends, body.left - line.box.height) and line.box.x1 > body.columns[0][1]:
        return True
    under = [each for each in found if each.box.x1 < body.left]
    if line.box.x1 < body.left and any(
        each.box.y0 - line.box.y1 > _OFF * line.box.height and line.box.x0 < each.box.x1 for each in under
    ):
        return True
    beside = [each for each in under if each.box.x1 < line.box.x0 and each.box.y0 > line.middle]
    alone = not any(_is_next(line, each) and is_one_text(line.box, each.box) for each in found)
    return alone and ends < (line.box.x0 + line.box.x1) / 2 < body.left and bool(under) and beside == under


def _to_rules(area: PixelBox, rules: Rules, lines: Sequence[BoxedLine], above: float, scale: float) -> PixelBox:
    """The area of a table up to the rules across close to it with nothing between, as far as the outermost reaches."""
    line = max(1, min(each.box.height for each in lines))
    near = [
        rule
        for rule in rules.horizontal
        if area.y0 - _RULE * line <= rule.at * scale <= area.y1 + _RULE * line
        and rule.at * scale > above
        and min(rule.end * scale, area.x1) - max(rule.start * scale, area.x0) > area.width / 2
    ]
    room = _ROOM * scale
    left = min([area.x0 - room, *(rule.start * scale for rule in near)])
    right = max([area.x1 + room, *(rule.end * scale for rule in near)])
    highest = max((each.middle for each in lines if each.middle < area.y0), default=0.0)
    lowest = min((each.middle for each in lines if each.middle > area.y1), default=float("inf"))
    tops = [rule.at * scale for rule in near if highest < rule.at * scale < area.y0 + line / 2]
    feet = [rule.at * scale for rule in near if area.y1 - line / 2 < rule.at * scale < lowest]
    top = max(tops, default=max(area.y0 - room / 2, (area.y0 + highest) / 2))
    foot = min(feet, default=min(area.y1 + room / 2, (area.y1 + lowest) / 2))
    return PixelBox(round(left), round(top), round(right), round(foot))


def _edges(
    body: _TableBody, labels: Sequence[BoxedLine], lowest: Sequence[PixelBox], area: PixelBox
) -> tuple[float, ...]:
    """The edges of the columns: between what stands in them and their headings where each has its own, else where least
    of the headings is crossed.
    """
    spans = [(min(line.box.x0 for line in labels), max(line.box.x1 for line in labels))] if labels else []
    spans += body.columns
    own = [(min(a, box.x0), max(b, box.x1)) for (a, b), box in zip(spans[-len(lowest) :], lowest, strict=False)]
    reach = _OVERLAP * min((box.y1 - box.y0 for box in lowest), default=0)
    whole = [*spans[: len(spans) - len(lowest)], *own] if len(lowest) <= len(spans) else []
    if len(whole) == len(spans) and all(left[1] - right[0] < reach for left, right in pairwise(whole)):
        inner = [(left[1] + right[0]) / 2 for left, right in pairwise(whole)]
    else:
        gutters = ((left[1], right[0]) for left, right in pairwise(spans))
        inner = [_edge(min(gutter), max(gutter), lowest) for gutter in gutters]
    return (float(area.x0), *inner, float(area.x1))


def _edge(left: int, right: int, heads: Sequence[PixelBox]) -> float:
    """The place in a gutter at which fewest headings are crossed, in the middle of the widest stretch of it."""
    crossed = [sum(box.x0 <= x <= box.x1 for box in heads) for x in range(left, right + 1)]
    least = min(crossed)
    best, start = (0, (left + right) / 2), 0
    for at in range(len(crossed) + 1):
        if at == len(crossed) or crossed[at] > least:
            best = max(best, (at - start, left + (start + at - 1) / 2))
            start = at + 1
    return best[1]


def _below_headings(
    body: _TableBody, labels: Sequence[BoxedLine], heads: Sequence[BoxedLine], rules: Rules, scale: float
) -> float:
    """Where the line between the headings and the first row stands: on a rule, or in the middle of the paper."""
    first = [line for line in (*body.rows[0], *labels) if line.middle < body.levels[0] + line.box.height]
    foot, top = max(line.foot for line in heads), min(line.top for line in first)
    printed = [rule.at * scale for rule in rules.horizontal if foot <= rule.at * scale <= top]
    return printed[-1] if printed else (foot + top) / 2
