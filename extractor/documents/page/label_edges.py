"""Labels of two levels that stand beside each other without a gutter: cut where the labels of other rows begin."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.documents.columns import Extent, looks_numeric, overlapped
from extractor.documents.page.glyphs import PageWord, lines_of_words
from extractor.documents.page.word_runs import Run
from extractor.documents.printing import is_cjk

_LINES = 4
"""So many lines of labels begin at one place where those of a level stand."""
_INDENT = 1.0
"""Sizes of the type: labels of the next level stand further in."""
_AT = 1.0
"""Points by which words that begin at one place may begin apart."""
_GAP, _WIDE_GAP = 0.4, 0.15
"""Sizes of the type: the least space in front of a label of the next level, more than a space between words, and than
that between two characters of a script without spaces.
"""
_LETTERS = 2
"""Fewer letters in front are the number of a label, no label of another level."""


def cut_at_label_edges(cut: Sequence[list[Run]]) -> list[list[Run]]:
    """The lines of a table, each as runs, with the first run cut in two where a word in it begins at the place at which
    labels of other lines begin, further in than the leftmost.
    """
    labels = [runs[0] for runs in cut if runs]
    if any(looks_numeric(label.text) for label in labels):  # tables without labels are among them
        return [*cut]
    begins = Counter(round(x) for label in labels for x in _beginnings(label.words))
    if not begins:
        return [*cut]
    least = min(begins)
    size = max(label.size for label in labels)
    edges = [x for x, count in begins.items() if count >= _LINES and x - least > _INDENT * size]
    return [_cut(runs, edges) for runs in cut] if edges else [*cut]


def with_label_columns(columns: Sequence[Extent], cut: Sequence[Sequence[Run]]) -> list[Extent]:
    """The columns of a table, the first in two where a line prints two labels in it side by side: labels of one level
    then reach over the next.
    """
    if not columns:
        return []
    first = columns[0]
    if any(looks_numeric(run.text) and 0 in overlapped(run.extent, columns) for runs in cut for run in runs):
        return [*columns]
    pairs = [
        (one.extent.end, other.extent.start)
        for runs in cut
        for one, other in pairwise(runs)
        if overlapped(one.extent, columns) == overlapped(other.extent, columns) == [0]
        and not looks_numeric(one.text)
        and not looks_numeric(other.text)
        and any(looks_numeric(run.text) for run in runs)
    ]
    if not pairs:
        return [*columns]
    end, start = max(end for end, _ in pairs), min(start for _, start in pairs)
    return [Extent(first.start, end), Extent(start, first.end), *columns[1:]] if end < start else [*columns]


def _beginnings(words: Sequence[PageWord]) -> Iterator[float]:
    """Where the lines of a label begin, and what stands apart on them."""
    for line in lines_of_words(words):
        yield line.words[0].x0
        yield from (right.x0 for left, right in pairwise(line.words) if left.x1 + _gap_after(left) <= right.x0)


def _gap_after(word: PageWord) -> float:
    return (_WIDE_GAP if is_cjk(word.text[-1]) else _GAP) * word.size


def _cut(runs: list[Run], edges: Sequence[int]) -> list[Run]:
    words = runs[0].words
    for edge in edges:
        front = tuple(word for word in words if word.x0 < edge - _AT)
        behind = tuple(word for word in words if word.x0 >= edge - _AT)
        if front and behind and _is_edge(front, behind, edge):
            return [Run(front), Run(behind), *runs[1:]]
    return runs


def _is_edge(front: Sequence[PageWord], behind: Sequence[PageWord], edge: int) -> bool:
    """Whether every line of what stands behind begins at the edge, well apart from what stands in front."""
    if sum(map(str.isalpha, "".join(word.text for word in front))) < _LETTERS:
        return False
    begins = [line.words[0].x0 for line in lines_of_words(behind)]
    last = max(front, key=lambda word: word.x1)
    return all(abs(x - edge) <= _AT for x in begins) and last.x1 + _gap_after(last) <= edge + _AT
