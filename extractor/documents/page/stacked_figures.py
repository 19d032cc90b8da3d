"""Cells of a ruled table that hold whole printed columns: tables with upright rules only, cut into rows by baseline.

The rows need not be complete: a column prints fewer figures than the next one where some of its rows are blank.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

from extractor.documents.columns import looks_numeric
from extractor.documents.page.broken_figures import fills, is_tight, with_broken_figures
from extractor.documents.page.centred_labels import with_centred_labels
from extractor.documents.page.glyphs import PageWord, TextLine, lines_of_words
from extractor.documents.page.ruled_grid import RuledCell

_LEAST = 3
"""Figures below each other, of which two columns at least print so many, that make a stack."""
_MOSTLY = 0.8
"""Share of the lines of a stack that are figures, and of the figures of a shorter one that stand beside others."""
_BASELINE = 2.0
"""Points by which the middles of two figures on one line may differ."""


def stacked_lines(words: Mapping[RuledCell, Sequence[PageWord]], cells: Sequence[RuledCell]) -> list[TextLine]:
    """The lines of a row of cells of which at least two hold a column of figures each; empty for an ordinary row.

    The signs: the figures of the shorter columns stand beside figures of the longest one, and none fills its cell with
    another one close below it (a long number that is broken over lines would).
    """
    if len(cells) < 2 or any(cell.row_span > 1 for cell in cells):
        return []
    stacks = []
    for cell in cells:
        stack = _stack(cell, words.get(cell, ()))
        if stack is None:
            return []
        if stack:
            stacks.append(stack)
    if len(stacks) < 2:
        return []
    longest = max(stacks, key=len)
    if any(_beside(stack, longest) < _MOSTLY * len(stack) for stack in stacks):
        return []
    return with_centred_labels(lines_of_words([word for cell in cells for word in words.get(cell, ())]))


def labelled_lines(
    words: Mapping[RuledCell, Sequence[PageWord]], cells: Sequence[RuledCell], parted: bool
) -> list[TextLine]:
    """The lines of a row of cells in which a label begins every line of figures; empty for an ordinary row.

    ``parted``: rules are missing in the table. Where none are, fewer than three such lines are too few, and none may
    fill its cell.
    """
    if len(cells) < 2 or any(cell.row_span > 1 for cell in cells):
        return []
    lines = lines_of_words([word for cell in cells for word in words.get(cell, ()) if not word.sideways])
    figures = [line for line in lines if looks_numeric(line.words[-1].text)]
    if len(figures) < (2 if parted else _LEAST) or any(looks_numeric(line.words[0].text) for line in figures):
        return []
    labels = [line for line in lines_of_words(words.get(cells[0], ())) if not looks_numeric(line.text)]
    if len(labels) < len(figures):
        return []
    if parted:
        return with_broken_figures(with_centred_labels(lines))
    if any(
        fills(cell.box[2] - cell.box[0], line) for cell in cells[1:] for line in lines_of_words(words.get(cell, ()))
    ):
        return []
    return lines if len(labels) == len(figures) else []


def _stack(cell: RuledCell, words: Sequence[PageWord]) -> list[float] | None:
    """The heights of the figures of a cell that holds a column of them, empty if it does not; None where a figure fills
    the cell and the next one stands close below it, as the parts of one do."""
    lines = lines_of_words(words)
    figures = [line for line in lines if looks_numeric(line.text)]
    if len(figures) < _LEAST or len(figures) < _MOSTLY * len(lines):
        return []
    width = cell.box[2] - cell.box[0]
    if any(fills(width, line) and is_tight(line, below) for line, below in pairwise(figures)):
        return None
    return sorted((line.y0 + line.y1) / 2 for line in figures)


def _beside(stack: Sequence[float], longest: Sequence[float]) -> int:
    """How many figures of a stack stand on a line with one of another."""
    found = 0
    for height in stack:
        at = bisect_left(longest, height - _BASELINE)
        found += at < len(longest) and longest[at] <= height + _BASELINE
    return found
