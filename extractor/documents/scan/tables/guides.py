"""Tables without upright rules: lines where no print stands, as if they had been drawn.

With them a cell is a known place on the paper: what stands in it is cut out by itself, and dirt in it is told from
print as in a table that is ruled both ways.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from extractor.documents.page.ruled_grid import find_grids
from extractor.documents.page.ruling import Rules, Segment, together
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.bands import open_stacks
from extractor.documents.scan.tables.few_uprights import few_uprights, printed_in
from extractor.documents.scan.tables.figure_levels import figure_height, rows_of_levels
from extractor.documents.scan.tables.finer_tables import with_box_tables
from extractor.documents.scan.tables.guide_lines import SNAP, StackPart, guides_across, guides_down
from extractor.documents.scan.tables.gutters import Gutter, find_gutters, parts_figures, place_in
from extractor.documents.scan.tables.head_uprights import below_headings
from extractor.documents.scan.tables.heading_blocks import around_headings, lines_of_print
from extractor.documents.scan.tables.heading_levels import HeadedArea, heading_rules
from extractor.documents.scan.tables.label_levels import columns_of_labels
from extractor.documents.scan.tables.marks import Marks, digit_height
from extractor.documents.scan.tables.mending import mended
from extractor.documents.scan.tables.ruled_strips import FEWEST, MANY, RuledStrip, Stack, stacks_of, strips_of
from extractor.documents.scan.tables.text_votes import cuts_of_cells, on_their_ink, parted_between
from extractor.documents.scan.tables.unruled_rows import rows_in_columns

_DATA = 0.6
"""Share of the figures of a full row that a row prints at least."""
_FOUND = 0.7
"""Gutters that must be found, as a share of the figures of a full row."""
_CROSSED = 0.3
_TITLE, _LONGEST_TITLE = 2, 4
"""Parts of a line that may be a title, and that may be one where nothing else is below it."""
_ROOM = 2.0
"""Paper between two pieces of writing that are not one, in heights of a digit."""
_HEADINGS = 3
_WRITING = 0.3
"""Share of what stands right of the first figure of a row that may be taken for writing."""
_ROWS_BELOW, _FULL, _OTHER = 12, 0.75, 1.7
"""How many rows are looked at below what may be a title, which share of them prints no more figures than a full one,
and how many times as many figures a full row of another table prints.
"""
_LABELLED, _CLOSER = 0.8, 0.85
"""Share of the rows that have a label, and how much closer than rows lines of one heading are."""
_WRITTEN = 2.5
"""No line of writing has wider spaces, in heights of a digit."""


def find_guides(sheet: PaperSheet, marks: Marks, rules: Rules, boxes: Sequence[PixelBox] = ()) -> Rules:
    """Upright lines between the columns of every table that has none printed, and lines across between its rows: its
    rules drawn to where they meet the upright ones, or, in a table without rules, the paper between lines of print. The
    missing pieces of broken rules are among them, and what cells lack that hold print of several columns: ``boxes`` are
    the lines of print.
    """
    guides = Rules((), ())
    scale = sheet.dpi / 72
    few = few_uprights(marks, rules, boxes, digit_height(marks, [sheet.area], sheet.dpi), scale)
    ruled = rules._replace(vertical=tuple(rule for rule in rules.vertical if rule not in few))
    drawn = [grid.box for grid in find_grids(ruled) if len(grid.xs) > 2]
    for stack in (each for each in stacks_of(ruled) if not any(_is_part(each, box) for box in drawn)):
        box = (stack.left, stack.ys[0], stack.right, stack.ys[-1])
        area = PixelBox(*(round(edge * scale) for edge in box))
        height = digit_height(marks, [area], sheet.dpi)
        if height:
            height = figure_height(marks, [each for each in boxes if _is_over(area, each)], height)
            guides = together(guides, _guides(sheet, marks, stack, height, boxes, uprights=few))
    height = digit_height(marks, [sheet.area], sheet.dpi)
    if height:
        guides = together(guides, mended(sheet, marks, rules, height, boxes))
        for stack in open_stacks(sheet, marks, find_grids(together(rules, guides)), height):
            own = _guides(sheet, marks, stack, height, boxes, rules.horizontal)
            guides = together(guides, below_headings(own, rules, marks, height, scale))
        guides = together(guides, rows_of_levels(marks, find_grids(together(rules, guides)), boxes, height, scale))
        guides = together(guides, rows_in_columns(sheet, marks, find_grids(together(rules, guides)), boxes, height))
        guides = with_box_tables(marks, rules, guides, boxes, height, scale)
        guides = together(guides, columns_of_labels(marks, rules, guides, boxes, height, scale))
    return together(guides, cuts_of_cells(find_grids(together(rules, guides)), boxes, sheet))


def _guides(
    sheet: PaperSheet,
    marks: Marks,
    stack: Stack,
    height: int,
    boxes: Sequence[PixelBox],
    printed_rules: Sequence[Segment] | None = None,
    uprights: Sequence[Segment] = (),
) -> Rules:
    """The guides of a stack: of printed rules, or of the paper between lines of print, on a page with these rules. They
    stand where some of ``uprights`` are printed in a gutter.
    """
    across: list[Segment] = []
    down: list[Segment] = []
    scale = sheet.dpi / 72
    strips = strips_of(sheet, marks, stack, height)
    for part in _parts(strips):
        inside, data = strips[part.first : part.last + 1], [strips[at] for at in part.data]
        above = [*_headings(part, strips)]
        lines = on_their_ink(sheet, [box for box in boxes if any(_holds(strip, box) for strip in above)])
        bare = find_gutters(data)
        heads = [*parted_between(sheet, lines, [(each.left, each.right) for each in bare if each.figures])]
        ways = (around_headings(bare, data, above, heads), bare)
        fit = (gutters for gutters in ways if len(gutters) >= max(1, _FOUND * part.figures))
        rows = [strip for strip in inside if strip not in above]
        gutters = next((gutters for gutters in fit if parts_figures(gutters, rows, data)), None)
        if gutters:
            if printed_rules is not None:
                part = _without_title(part, strips, gutters, lines)
                part = _below_its_rule(part, strips, gutters, lines, printed_rules, scale)
            headings = [strips[at] for at in range(part.first, part.data[0]) if len(strips[at].pieces) > 1]
            printed = [line for line in heads if any(_holds(strip, line) for strip in headings)]
            ends = stack.ys[part.first], stack.ys[part.last + 1]
            xs = {
                next(printed_in(gutter, uprights, *ends, scale), place_in(gutter, headings, printed) / scale): (
                    gutter.figures
                )
                for gutter in gutters
            }
            over = [] if printed_rules is None else [*_certain_headings(part, strips)]
            head = _over_columns(stack, over, [*xs], heads, scale) if over else Rules((), ())
            levels = {} if over else dict(_levels(stack, part, [*xs], strips, heads, scale))
            for lines_of_level in levels.values():
                head = together(head, lines_of_level)
            across += [*guides_across(stack, part, [*xs], len(over)), *head.horizontal]
            down += [*guides_down(stack, part, xs, strips, scale, height, len(over), {*levels}), *head.vertical]
    return Rules(tuple(across), tuple(down))


def _is_over(area: PixelBox, line: PixelBox) -> bool:
    """Whether a line of print has its middle in an area."""
    return area.x0 < (line.x0 + line.x1) / 2 < area.x1 and area.y0 < (line.y0 + line.y1) / 2 < area.y1


def _is_part(stack: Stack, grid: tuple[float, float, float, float]) -> bool:
    """Whether rules across are some rows of a printed grid, the sides of whose cells are too pale there."""
    x0, y0, x1, y1 = grid
    beside = x0 - SNAP <= stack.left and stack.right <= x1 + SNAP
    return beside and y0 < stack.ys[0] + 1 and stack.ys[-1] - 1 < y1


def _levels(
    stack: Stack,
    part: StackPart,
    xs: Sequence[float],
    strips: Sequence[RuledStrip],
    printed: Sequence[PixelBox],
    scale: float,
) -> Iterator[tuple[int, Rules]]:
    """The strips above the rows in which names of groups stand, and their lines: over the rule that is printed below
    each of them, or over the headings of their columns in the same strip.
    """
    edges = [stack.left, *sorted(xs), stack.right]
    for at in range(part.first, part.data[0]):
        strip = strips[at]
        lines = tuple(line for line in printed if _holds(strip, line))
        groups = [rule for rule in stack.rules[at + 1] if _names_group(rule, stack, lines, edges, scale)]
        if groups:
            top, bottom = stack.ys[at], stack.ys[at + 1]
            inner = (x for x in edges[1:-1] if not any(rule.start + SNAP < x < rule.end - SNAP for rule in groups))
            yield at, Rules((), tuple(Segment(x, top, bottom) for x in inner))
            continue
        area = HeadedArea(strip.area.y0 - 1, strip.area.y1, tuple(x * scale for x in edges), lines, strip.height)
        found = heading_rules(area, scale)
        if found.horizontal:
            yield at, found


def _names_group(rule: Segment, stack: Stack, lines: Sequence[PixelBox], edges: Sequence[float], scale: float) -> bool:
    """Whether a rule that ends before its table does stands below one line of print alone, over several columns."""
    over = [line for line in lines if rule.start < (line.x0 + line.x1) / 2 / scale < rule.end]
    columns = [x for x in edges if rule.start + SNAP < x < rule.end - SNAP]
    whole = rule.start <= stack.left + SNAP and rule.end >= stack.right - SNAP
    return not whole and len(over) == 1 and bool(columns)


def _over_columns(
    stack: Stack, over: Sequence[RuledStrip], xs: Sequence[float], printed: Sequence[PixelBox], scale: float
) -> Rules:
    """The lines between the headings of a table that is not ruled, in the strips ``over`` its rows."""
    edges = tuple(edge * scale for edge in (stack.left, *sorted(xs), stack.right))
    lines = lines_of_print(over, printed)
    area = HeadedArea(over[0].area.y0 - 1, over[-1].area.y1, edges, tuple(lines), over[0].height)
    return heading_rules(area, scale)


def _holds(strip: RuledStrip, box: PixelBox) -> bool:
    """Whether a line of print stands in a strip, or on the rule above it, as beside headings of several levels."""
    return strip.area.y0 - 1 <= (box.y0 + box.y1) / 2 < strip.area.y1


def _parts(strips: Sequence[RuledStrip]) -> Iterator[StackPart]:
    """The tables of a stack: below rows of figures, one line of writing over a row of headings begins another table."""
    most = float(np.quantile([strip.figures for strip in strips], 0.9)) if strips else 0.0
    first = 0
    for at in range(1, len(strips) + 1):
        if at < len(strips):
            above = any(strip.figures for strip in strips[first:at])
            if not above or strips[at].figures > 1 or not 0 < strips[at].parts <= _LONGEST_TITLE:
                continue
            below = _headings_below(strips, at)
            another = below and _begins_another(strips[first:at], below, strips[at].parts <= _TITLE, most)
            if not another and not _changes(strips[first:at], strips[at + 1 : at + 1 + _ROWS_BELOW]):
                continue
        part = _part(strips, first, at)
        if part is not None:
            yield part
        first = at + 1


def _headings_below(strips: Sequence[RuledStrip], at: int) -> Sequence[RuledStrip]:
    """The strips below what may be a title, before any with figures, if one has more beside each other than it."""
    stop = at + 1
    while stop < min(len(strips), at + 1 + _HEADINGS) and strips[stop].figures <= 1:
        stop += 1
    found = strips[at + 1 : max(stop, at + 2)]
    return found if any(strip.parts > max(_TITLE, strips[at].parts) for strip in found) else []


def _headings(part: StackPart, strips: Sequence[RuledStrip]) -> Iterator[RuledStrip]:
    """The strips of a table above its first figures: what comes then are rows, full or not."""
    for at in range(part.first, part.data[0]):
        below = [strips[row] for row in part.data]
        if at > part.first and _is_row(strips[at]) and not _ends_headings([strips[at], *below], strips[at - 1]):
            return
        yield strips[at]


def _certain_headings(part: StackPart, strips: Sequence[RuledStrip]) -> Iterator[RuledStrip]:
    """The first headings of a table, as far as none of them could be a row of figures: a line with figures is one of
    them only where it is closer to the line above than rows are to each other.
    """
    middles = [(strip.area.y0 + strip.area.y1) / 2 for strip in strips]
    paces = [below - above for above, below in pairwise(middles[row] for row in part.data)]
    pace = float(np.median(paces)) if paces else math.inf
    for at, strip in enumerate(_headings(part, strips), start=part.first):
        if at > part.first and strip.figures and middles[at] - middles[at - 1] >= _CLOSER * pace:
            return
        yield strip


def _is_row(strip: RuledStrip) -> bool:
    """Whether a strip is a row of a table, full or not: figures with their label before them. In a line of headings of
    which some look like figures, small print in wide letters, writing stands among these.
    """
    kinds = [all(piece.figure for piece in run) for run in strip.runs]
    among = kinds[kinds.index(True) :] if any(kinds) else []
    return 0 < strip.parts <= 2 * strip.figures and among.count(False) <= _WRITING * len(among)


def _without_title(
    part: StackPart, strips: Sequence[RuledStrip], gutters: Sequence[Gutter], lines: Sequence[PixelBox]
) -> StackPart:
    """A table without what is above its headings: writing that begins over the first column and goes on over columns of
    figures. ``lines``: lines of print, as far as they are known.
    """
    labels = next((gutter for gutter in gutters if gutter.figures), gutters[0])
    for at in reversed(range(part.first, part.data[0])):
        headed = any(below.parts > _TITLE for below in strips[at + 1 : max(part.data[0], at + 2)])
        known = [(line.x0, line.x1) for line in lines if _holds(strips[at], line)]
        written = known or strips[at].joined(_WRITTEN)
        across = any(left < gutters[0].left and right > labels.right for left, right in written)
        if headed and across and len(written) <= _TITLE:
            return part._replace(first=at + 1)
    return part


def _below_its_rule(
    part: StackPart,
    strips: Sequence[RuledStrip],
    gutters: Sequence[Gutter],
    lines: Sequence[PixelBox],
    rules: Sequence[Segment],
    scale: float,
) -> StackPart:
    """A table without the title over the first of two rules or more above its rows, each across all of its columns:
    one line.
    """
    top, first = strips[part.first].area.y0, strips[part.data[0]].area
    left, right = gutters[0].left / scale - SNAP, gutters[-1].right / scale + SNAP
    wide = [rule for rule in rules if rule.start <= left and rule.end >= right]
    heights = sorted(rule.at * scale for rule in wide if top < rule.at * scale < (first.y0 + first.y1) / 2)
    for at in range(part.first, part.data[0]) if len(heights) > 1 else ():
        below = (strips[at].area.y0 + strips[at].area.y1) / 2 > heights[0]
        if below or sum(_holds(strips[at], line) for line in lines) > 1:
            return part._replace(first=at)
    return part


def _part(strips: Sequence[RuledStrip], first: int, stop: int) -> StackPart | None:
    """The strips from ``first`` to before ``stop`` as a table; None where too few of them print figures."""
    most = float(np.quantile([strip.figures for strip in strips[first:stop]], 0.9)) if stop > first else 0.0
    least = max(1.0, _DATA * most)
    rows = [number for number in range(first, stop) if strips[number].figures >= least]
    data = tuple(number for number in rows if not strips[number].stacked)
    while data and _ends_headings([strips[number] for number in data], strips[max(first, data[0] - 1)]):
        data = data[1:]
    if _stands_over_headings(strips, data):
        first, data = data[0] + 1, data[1:]
    fewest = 1 if max((strips[number].figures for number in data), default=0) >= MANY else FEWEST
    if len(data) < max(fewest, 2 * sum(strip.stacked for strip in strips[first:stop])):
        return None
    return StackPart(first, stop - 1, data, most)


def _stands_over_headings(strips: Sequence[RuledStrip], data: Sequence[int]) -> bool:
    """Whether the first of some rows is a title in words taken for figures: only lines without any figure are between
    it and the others, as many as headings have and more than between any of those.
    """
    gaps = [below - above for above, below in pairwise(data)]
    between = strips[data[0] + 1 : data[1]] if len(data) > FEWEST else ()
    return len(between) >= _HEADINGS and gaps[0] > max(gaps[1:]) and not any(strip.figures for strip in between)


def _ends_headings(data: Sequence[RuledStrip], above: RuledStrip) -> bool:
    """Whether the first of some rows is the last line of the headings, in words taken for figures: it is closer to the
    line ``above`` than rows are to each other, and has no label where those below have one.
    """
    if len(data) <= FEWEST:
        return False
    first, *others = data
    ends = [strip.pieces[0].x0 for strip in others]
    labelled = sum(start < first.pieces[0].x0 - _ROOM * first.height for start in ends) >= _LABELLED * len(ends)
    middles = [(strip.area.y0 + strip.area.y1) / 2 for strip in (above, *data)]
    paces = [below - over for over, below in pairwise(middles)]
    return labelled and 0 < paces[0] < _CLOSER * float(np.median(paces[2:]))


def _begins_another(above: Sequence[RuledStrip], below: Sequence[RuledStrip], title: bool, most: float) -> bool:
    """Whether strips are no rows of the table above: they print across its gutters, or, below what looks like a
    ``title``, hardly any figures. ``most``: what a full row prints, where the table above is too short to tell.
    """
    part = _part(above, 0, len(above))
    if title and max(strip.figures for strip in below) < _DATA * (part.figures if part else most):
        return True
    if part is None:
        return False
    gutters = find_gutters([above[at] for at in part.data])
    crossed = sum(any(strip.covers((gutter.left + gutter.right) / 2) for strip in below) for gutter in gutters)
    return crossed > _CROSSED * len(gutters)


def _changes(above: Sequence[RuledStrip], below: Sequence[RuledStrip]) -> bool:
    """Whether rows print clearly more or fewer figures than those above, as those of another table do whose headings
    are taken for figures.
    """
    part = _part(above, 0, len(above))
    if part is None or len(below) < FEWEST:
        return False
    figures = float(np.quantile([strip.figures for strip in below], _FULL))
    return figures > 1 and max(figures, part.figures) >= _OTHER * min(figures, part.figures)
