"""Two reports printed side by side on one sheet: each half is read as a page of its own."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.documents.columns import Extent, merge_extents
from extractor.documents.page.glyphs import PageWord, lines_of_words
from extractor.documents.page.ruled_grid import RuledGrid

_GUTTER = 12.0
_FIRST, _LAST = 0.35, 0.65
_FEWEST_WORDS = 12
_FEWEST_TEXTS = 5
_ALIKE = 0.6


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
        if (left.grids and right.grids) or (_alike(left.words, right.words) and _has_labels(right.words)):
            return (left, right)
    return (whole,)


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


def _has_labels(words: Sequence[PageWord]) -> bool:
    """Whether most lines that print more than texts begin with one."""
    lines = [line.words for line in lines_of_words(words)]
    figures = [line for line in lines if not all(_is_text(word.text) for word in line)] or lines
    return sum(_is_text(line[0].text) for line in figures) >= _ALIKE * len(figures)


def _is_text(text: str) -> bool:
    return len(text) > 1 and not any(char.isdigit() for char in text)
