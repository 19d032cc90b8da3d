"""Running text set in two columns: the left one is read to its end before the right one."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.documents.columns import looks_numeric
from extractor.documents.page.glyphs import TextLine

_STEP = 3.0
_HALF_GUTTER = 4.0
_FEWEST_LINES = 4
_PAPER = 0.6
_ENOUGH, _INDENT, _RAGGED, _LONG = 6, 2.5, 0.15, 20
_FULL = 0.7
_FULL_SHARE = 0.5
_FIGURES = 0.2


def read_columns(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Lines in reading order, in parts that must not be mixed.

    Two columns are assumed only where a gutter runs down the middle of many lines and both sides are mostly filled
    with words: labels beside figures, or terms beside definitions, stay on their lines.
    """
    found = _gutter(lines)
    if found is None:
        yield list(lines)
        return
    gutter, first, last = found
    if first:
        yield from read_columns(lines[:first])
    yield from _sides(lines[first:last], gutter)
    if last < len(lines):
        yield from read_columns(lines[last:])


def _sides(lines: Sequence[TextLine], gutter: float) -> list[list[TextLine]]:
    """The lines left and right of a gutter."""
    left = [[word for word in line.words if word.x1 <= gutter] for line in lines]
    right = [[word for word in line.words if word.x1 > gutter] for line in lines]
    return [[TextLine(tuple(words)) for words in side if words] for side in (left, right)]


def _gutter(lines: Sequence[TextLine]) -> tuple[float, int, int] | None:
    """The position of a gutter and the lines it runs through, or None."""
    if len(lines) < _FEWEST_LINES:
        return None
    start = min(line.words[0].x0 for line in lines)
    end = max(word.x1 for line in lines for word in line.words)
    runs: dict[tuple[int, int], float] = {}
    position = start + 0.3 * (end - start)
    while position < start + 0.7 * (end - start):
        first = 0
        for index in range(len(lines) + 1):
            if index == len(lines) or _crosses(lines[index], position):
                if index - first >= _FEWEST_LINES:
                    runs.setdefault((first, index), position)
                first = index + 1
        position += _STEP
    for first, last in sorted(runs, key=lambda run: (run[0] - run[1], run[0])):
        gap = first + _before_gap(lines[first:last])
        goes_on = _goes_on(lines[gap:last], runs[first, last])
        for stop in (last, gap) if goes_on else (gap, last):
            sides = _sides(lines[first:stop], runs[first, last])
            if stop - first >= _FEWEST_LINES and all(map(_is_prose, sides)):
                return runs[first, last], first, stop
    return None


def _goes_on(lines: Sequence[TextLine], gutter: float) -> bool:
    """Whether lines below some paper are of the same two columns: both have words, and no figures stand alone."""
    sides = _sides(lines, gutter)
    alone = (all(looks_numeric(word.text) for word in line.words) for side in sides for line in side)
    return all(sides) and not any(alone)


def _before_gap(lines: Sequence[TextLine]) -> int:
    """How many lines stand above the first paper that is nearly as high as a line: a table may follow it."""
    for at, (line, below) in enumerate(pairwise(lines), start=1):
        if below.y0 - line.y1 > _PAPER * (line.y1 - line.y0):
            return at
    return len(lines)


def _crosses(line: TextLine, position: float) -> bool:
    """Whether a word of the line reaches into the gutter."""
    return any(word.x0 < position + _HALF_GUTTER and word.x1 > position - _HALF_GUTTER for word in line.words)


def _is_prose(lines: Sequence[TextLine]) -> bool:
    """Whether lines are running text: enough of them, most of full width, hardly any figures standing alone, on their
    lines or among words. Under long headings a few rows of figures are few among the words.
    """
    if len(lines) < _FEWEST_LINES:
        return False
    widths = sorted(line.words[-1].x1 - line.words[0].x0 for line in lines)
    full = [line for line in lines if line.words[-1].x1 - line.words[0].x0 >= _FULL * widths[-1]]
    words = [word for line in lines for word in line.words]
    figures = sum(looks_numeric(word.text) for word in words)
    if sum(all(looks_numeric(word.text) for word in line.words) for line in lines) > _FIGURES * len(lines):
        return False
    if len(lines) < _ENOUGH and not _is_set(lines, full):
        return False
    return len(full) >= _FULL_SHARE * len(lines) and figures <= _FIGURES * len(words) and _characters(full) >= 15


def _is_set(lines: Sequence[TextLine], full: Sequence[TextLine]) -> bool:
    """Whether a few lines are those of a column of text: they begin at its side, indented at most, the full ones end at
    the other one, and none of them has a wide gap. Headings over columns are not.
    """
    left = min(line.words[0].x0 for line in lines)
    right = max(line.words[-1].x1 for line in lines)
    size = lines[0].words[0].size
    level = all(line.words[0].x0 - left <= _INDENT * size for line in lines)
    even = all(right - line.words[-1].x1 <= _RAGGED * (right - left) for line in full)
    gaps = any(b.x0 - a.x1 > size for line in lines for a, b in pairwise(line.words))
    return level and even and not gaps and _characters(full) >= _LONG


def _characters(lines: Sequence[TextLine]) -> float:
    """How many characters stand on a line, on average."""
    return sum(len(line.text) for line in lines) / len(lines)
