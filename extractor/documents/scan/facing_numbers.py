"""Two pages of an open book in one picture whose fold throws no shade: they are told by their numbers, n and n + 1."""

from collections.abc import Sequence

from extractor.documents.page.glyphs import PageWord, TextLine, lines_of_words
from extractor.documents.page.page_halves import has_labels

_SHAPE = (1.15, 2.0)
"""How many times as wide as high two pages side by side are, whose sides are as 1 to 1.7 at most."""
_MIDDLE = (0.42, 0.58)
"""Shares of the width between which the fold lies: the pages are of similar size."""
_GUTTER = 14.0
"""Points: as wide is the paper at least that no word lies on."""
_FEWEST = 4
"""Lines on either side, that of the number among them."""
_LEVEL = 2.0
"""Heights of a number by which that of the other page may stand higher or lower."""
_DIGITS = 3
"""Numbers of four digits are years."""
_APART = 1.0
"""Heights of a number: as far from the next line it stands at least, as headings of columns hardly do."""
_ALIGNED = 0.08
"""Share of the width of both pages by which the numbers may miss the same place on their pages."""


def fold_between_numbers(words: Sequence[PageWord], width: float, height: float) -> float | None:
    """Where the fold lies, in points from the left; None where nothing says that these are two pages.

    The signs: a gutter near the middle from top to bottom, and outermost on either side of it, at one height and away
    from the other lines, a line that is a number and nothing else, of which the right one is the next to the left one;
    both stand in the middle of their pages or as far from their outer sides. The right page has labels of its own: the
    right columns of one table have none.
    """
    if not _SHAPE[0] * height <= width <= _SHAPE[1] * height:
        return None
    gutter = _gutter(words, width)
    if gutter is None:
        return None
    sides = [_lines([word for word in words if (word.x0 > gutter) is right]) for right in (False, True)]
    if any(len(lines) < _FEWEST for lines in sides):
        return None
    if not has_labels([word for line in sides[1][1:-1] for word in line.words]):
        return None
    for end, beside in ((0, 1), (-1, -2)):
        left, right = (lines[end].words for lines in sides)
        if not _follow(left, right) or not all(_is_apart(lines[end], lines[beside]) for lines in sides):
            continue
        if _in_same_place(sides, end, width):
            return gutter
    return None


def _lines(words: Sequence[PageWord]) -> list[TextLine]:
    return sorted(lines_of_words(words), key=lambda line: line.y0)


def _is_apart(number: TextLine, line: TextLine) -> bool:
    """Whether the number of a page stands away from the line next to it."""
    return max(number.y0 - line.y1, line.y0 - number.y1) >= _APART * (number.y1 - number.y0)


def _in_same_place(sides: Sequence[Sequence[TextLine]], end: int, width: float) -> bool:
    """Whether two numbers stand in the middle of what is printed on their pages, or as far from its outer sides."""
    (one,), (other,) = (lines[end].words for lines in sides)
    (start, inner), (begin, stop) = (
        (min(word.x0 for line in lines for word in line.words), max(word.x1 for line in lines for word in line.words))
        for lines in sides
    )
    middles = (one.x0 + one.x1 - start - inner) / 2, (other.x0 + other.x1 - begin - stop) / 2
    if all(abs(off) <= _ALIGNED * width for off in middles):
        return True
    outer = one.x0 - start, stop - other.x1
    return all(off <= _ALIGNED * width for off in outer)


def _gutter(words: Sequence[PageWord], width: float) -> float | None:
    """The middle of the widest stretch of paper about the middle on which no word lies."""
    first, last = (share * width for share in _MIDDLE)
    reached, best = first, (0.0, 0.0)
    for word in sorted(words, key=lambda word: word.x0):
        if word.x1 > first and word.x0 < last:
            best = max(best, (word.x0 - reached, (word.x0 + reached) / 2))
            reached = max(reached, word.x1)
    best = max(best, (last - reached, (last + reached) / 2))
    return best[1] if best[0] >= _GUTTER else None


def _follow(left: Sequence[PageWord], right: Sequence[PageWord]) -> bool:
    """Whether two lines are the numbers of pages one behind the other, at one height."""
    if len(left) != 1 or len(right) != 1:
        return False
    (one,), (other,) = left, right
    numbers = [word.text for word in (one, other)]
    if not all(text.isascii() and text.isdigit() and len(text) <= _DIGITS for text in numbers):
        return False
    return int(numbers[1]) == int(numbers[0]) + 1 and abs(one.middle - other.middle) <= _LEVEL * (one.y1 - one.y0)
