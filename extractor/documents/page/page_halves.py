"""Two reports printed side by side on one sheet: each half is read as a page of its own. So are two tables that stand
side by side between lines that run over the page, where their rows are not in line.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.documents.columns import Extent, looks_numeric, merge_extents
from extractor.documents.page.glyphs import PageWord, lines_of_words
from extractor.documents.page.ruled_grid import RuledGrid
from extractor.documents.page.ruling import Segment

_GUTTER = 12.0
_FIRST, _LAST = 0.35, 0.65
_FEWEST_WORDS = 12
_FEWEST_TEXTS = 5
_ALIKE = 0.6
_IN_LINE = 0.5
"""Share of the rows of figures of two tables that stand on one line, from which on they are read as one table."""
_OFF_LINE = 2.0
"""Points by which the middles of two rows on one line may differ."""
_ROWS, _MOSTLY_ROWS = 2, 0.5
"""Rows of figures that make a table, and their share of its lines."""
_STEP = 6.0
_MOST_ZONES = 6
_OVER = 4.0
"""Points by which what crosses the fold reaches over it on either side."""
_FEWEST_EDGES = 3


class Half(NamedTuple):
    """What is printed on one side of the gutter, or on the whole page."""

    words: tuple[PageWord, ...]
    grids: tuple[RuledGrid, ...]


def page_halves(words: Sequence[PageWord], grids: Sequence[RuledGrid]) -> tuple[Half, ...]:
    """The halves of a sheet, left before right; the whole page where there is one report on it.

    The signs: a gutter near the middle that nothing crosses from top to bottom, and either a ruled table on each side
    or mostly the same texts, numbers aside, and numbers whose lines begin with a text: the right columns of one table
    may repeat the headings of the left ones, over many lines, but labels they have none.
    """
    whole = Half(tuple(words), tuple(grids))
    for gutter in _gutters(words, grids):
        left = Half(
            tuple(word for word in words if word.x1 <= gutter), tuple(grid for grid in grids if grid.xs[-1] <= gutter)
        )
        right = Half(
            tuple(word for word in words if word.x1 > gutter), tuple(grid for grid in grids if grid.xs[-1] > gutter)
        )
        if min(len(left.words), len(right.words)) < _FEWEST_WORDS:
            continue
        if (left.grids and right.grids) or (_alike(left.words, right.words) and has_labels(right.words)):
            return (left, right)
    for gutter, top, bottom in _zones(words, grids):
        above, below = _part(whole, end=top), _part(whole, start=bottom)
        inside = _part(whole, top, bottom)
        left = Half(
            tuple(w for w in inside.words if w.x1 <= gutter), tuple(g for g in inside.grids if g.xs[-1] <= gutter)
        )
        right = Half(
            tuple(w for w in inside.words if w.x1 > gutter), tuple(g for g in inside.grids if g.xs[-1] > gutter)
        )
        if _out_of_line(left.words, right.words):
            rest = page_halves(below.words, below.grids) if below.words or below.grids else ()
            return tuple(half for half in (above, left, right) if half.words or half.grids) + rest
    return (whole,)


def facing_pages(
    words: Sequence[PageWord], grids: Sequence[RuledGrid], fold: float | None, across: Sequence[Segment] = ()
) -> tuple[Half, ...]:
    """The halves of a sheet as :func:`page_halves` tells them, of two facing pages those of the left one first.

    ``across``: its printed level rules. Where one of them, or an upright rule of one table, joins both pages, a table
    may run over both: they stay one. A grid that only guides make is cut at the fold.
    """
    if fold is None or _is_crossed(words, grids, fold, across):
        return page_halves(words, grids)
    sides = (
        ([word for word in words if (word.x0 + word.x1 > 2 * fold) is right] for right in (False, True)),
        ([part for grid in grids if (part := _side_of(grid, fold, right)) is not None] for right in (False, True)),
    )
    return tuple(half for own, tables in zip(*sides, strict=True) for half in page_halves(own, tables))


def _is_crossed(words: Sequence[PageWord], grids: Sequence[RuledGrid], fold: float, across: Sequence[Segment]) -> bool:
    """Whether a drawn table or a printed rule with print above and below it, as no rim of the paper has, lies over the
    fold.
    """
    if any(grid.drawn and grid.xs[0] + _OVER < fold < grid.xs[-1] - _OVER for grid in grids):
        return True
    over = [rule.at for rule in across if rule.start + _OVER < fold < rule.end - _OVER]
    return any(any(w.middle < at for w in words) and any(w.middle > at for w in words) for at in over)


def _side_of(grid: RuledGrid, fold: float, right: bool) -> RuledGrid | None:
    """What of a grid lies on one side of the fold; None where that is nothing or one column, which parts no words."""
    if (grid.xs[0] >= fold) if right else (grid.xs[-1] <= fold):
        return grid
    if (grid.xs[-1] <= fold) if right else (grid.xs[0] >= fold):
        return None
    before = sum(x < fold for x in grid.xs)
    xs = (fold, *(x for x in grid.xs if x > fold)) if right else (*grid.xs[:before], fold)
    if len(xs) < _FEWEST_EDGES:
        return None
    cells = []
    for cell in grid.cells:
        x0, y0, x1, y1 = cell.box
        start, end = (max(x0, fold), x1) if right else (x0, min(x1, fold))
        if start < end:
            column = sum(x < start for x in xs)
            columns = sum(start < x <= end for x in xs)
            cells.append(cell._replace(column=column, column_span=columns, box=(start, y0, end, y1)))
    return grid._replace(xs=xs, cells=tuple(cells))


def _part(half: Half, start: float = float("-inf"), end: float = float("inf")) -> Half:
    """What lies between two heights."""
    return Half(
        tuple(word for word in half.words if start <= word.middle < end),
        tuple(grid for grid in half.grids if start <= (grid.ys[0] + grid.ys[-1]) / 2 < end),
    )


def _zones(words: Sequence[PageWord], grids: Sequence[RuledGrid]) -> list[tuple[float, float, float]]:
    """Gutters near the middle of what is printed, each from one height to another at which something crosses it, the
    tallest first.
    """
    boxes = [word.box for word in words] + [grid.box for grid in grids]
    if not boxes:
        return []
    start, end = min(box[0] for box in boxes), max(box[2] for box in boxes)
    top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
    found = []
    at = start + _FIRST * (end - start)
    while at < start + _LAST * (end - start):
        crossing = sorted((y0, y1) for x0, y0, x1, y1 in boxes if x0 < at + _GUTTER / 2 and x1 > at - _GUTTER / 2)
        last = top - 1
        for y0, y1 in [*crossing, (bottom + 1, bottom + 1)]:
            if y0 > last:
                found.append((y0 - last, at, last, y0))
            last = max(last, y1)
        at += _STEP
    return [(at, start, end) for _, at, start, end in sorted(found, reverse=True)[:_MOST_ZONES]]


def _out_of_line(left: Sequence[PageWord], right: Sequence[PageWord]) -> bool:
    """Whether two sides are tables with labels of their own whose rows stand at other heights."""
    if min(len(left), len(right)) < _FEWEST_WORDS // 2 or not (has_labels(left) and has_labels(right)):
        return False
    heights = []
    for words in (left, right):
        lines = lines_of_words(words)
        rows = sum(any(looks_numeric(word.text) for word in line.words[1:]) for line in lines)
        if rows < max(_ROWS, _MOSTLY_ROWS * len(lines)):
            return False
        heights.append([(line.y0 + line.y1) / 2 for line in lines])
    few, many = sorted(heights, key=len)
    return sum(any(abs(y - other) <= _OFF_LINE for other in many) for y in few) < _IN_LINE * len(few)


def _gutters(words: Sequence[PageWord], grids: Sequence[RuledGrid]) -> list[float]:
    """The middles of the gaps that run from top to bottom near the middle of what is printed, the widest first."""
    extents = [Extent(word.x0, word.x1) for word in words] + [Extent(grid.xs[0], grid.xs[-1]) for grid in grids]
    if not extents:
        return []
    merged = merge_extents(extents, _GUTTER)
    start, end = merged[0].start, merged[-1].end
    gaps = [(right.start - left.end, (left.end + right.start) / 2) for left, right in pairwise(merged)]
    return [at for _, at in sorted(gaps, reverse=True) if _FIRST <= (at - start) / (end - start) <= _LAST]


def _alike(left: Sequence[PageWord], right: Sequence[PageWord]) -> bool:
    """Whether the smaller side repeats most texts of the other one."""
    one, other = ({word.text for word in side if _is_text(word.text)} for side in (left, right))
    fewest = min(len(one), len(other))
    return fewest >= _FEWEST_TEXTS and len(one & other) >= _ALIKE * fewest


def has_labels(words: Sequence[PageWord]) -> bool:
    """Whether most lines of these words that print more than texts begin with one."""
    lines = [line.words for line in lines_of_words(words)]
    figures = [line for line in lines if not all(_is_text(word.text) for word in line)] or lines
    return sum(_is_text(line[0].text) for line in figures) >= _ALIKE * len(figures)


def _is_text(text: str) -> bool:
    return len(text) > 1 and not any(char.isdigit() for char in text)
