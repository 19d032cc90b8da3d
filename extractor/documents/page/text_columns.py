"""Running text set in two columns: the left one is read to its end before the right one."""

from collections.abc import Iterator, Sequence

from extractor.documents.columns import looks_numeric
from extractor.documents.page.glyphs import TextLine

_STEP = 3.0
_HALF_GUTTER = 4.0
_FEWEST_LINES = 6
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
    best: tuple[int, float, int] = (0, 0.0, 0)
    position = start + 0.3 * (end - start)
    while position < start + 0.7 * (end - start):
        first = 0
        for index, line in enumerate(lines):
            if _crosses(line, position):
                first = index + 1
            elif index + 1 - first > best[0]:
                best = (index + 1 - first, position, first)
        position += _STEP
    count, gutter, first = best
    if count < _FEWEST_LINES or not all(_is_prose(side) for side in _sides(lines[first : first + count], gutter)):
        return None
    return gutter, first, first + count


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
    full = sum(width >= _FULL * widths[-1] for width in widths)
    words = [word for line in lines for word in line.words]
    figures = sum(looks_numeric(word.text) for word in words)
    if sum(all(looks_numeric(word.text) for word in line.words) for line in lines) > _FIGURES * len(lines):
        return False
    return full >= _FULL_SHARE * len(lines) and figures <= _FIGURES * len(words) and _characters(lines) >= 15


def _characters(lines: Sequence[TextLine]) -> float:
    """How many characters stand on a line, on average."""
    return sum(len(line.text) for line in lines) / len(lines)
