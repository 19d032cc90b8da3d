"""Names of groups of rows that share a cell with the label of a row, where no rule is printed between the two.

A label on several lines has them closer to each other than rows are. A line below a label that is as far from it as a
row is from the next one, with no figure beside it, is a row of its own.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from extractor.documents.columns import looks_numeric
from extractor.documents.page.glyphs import PageWord, TextLine, lines_of_words
from extractor.documents.page.ruled_grid import RuledCell
from extractor.documents.page.ruling import Segment

_AS_FAR = 0.9
"""Share of the least distance from row to row."""
_LEVEL, _APART = 0.5, 0.6
"""Heights of a line: by how much a figure may stand above or below its label, and how far rows are apart at least."""
_SAME = 2.5
"""Points: a rule no further from the edge of a cell is that edge."""
_FEWEST = 3
"""Rows of figures that tell how far from each other they are."""


def row_pitch(words: Mapping[RuledCell, Sequence[PageWord]]) -> float:
    """The least distance from row to row, in points: of figures in the column that prints most. 0 where few do."""
    columns: dict[int, list[TextLine]] = {}
    for cell, inside in words.items():
        lines = lines_of_words(inside)
        if cell.column and len(lines) == 1 and looks_numeric(lines[0].text):
            columns.setdefault(cell.column, []).append(lines[0])
    most = max(columns.values(), key=len, default=[])
    levels = sorted(_middle(line) for line in most)
    least = _APART * max((line.y1 - line.y0 for line in most), default=0.0)
    steps = [below - above for above, below in pairwise(levels) if below - above > least]
    return min(steps) if len(steps) >= _FEWEST - 1 else 0.0


def is_between_rules(cell: RuledCell, across: Sequence[Segment]) -> bool:
    """Whether rules are printed above and below a cell: nothing in it is of two rows."""
    x0, y0, x1, y1 = cell.box
    middle = (x0 + x1) / 2
    return all(any(abs(rule.at - y) <= _SAME and rule.start < middle < rule.end for rule in across) for y in (y0, y1))


def line_apart(
    words: Mapping[RuledCell, Sequence[PageWord]], cells: Sequence[RuledCell], pitch: float
) -> TextLine | None:
    """The first line of a label that is none of it but a row of its own, below that of the figures; None without."""
    first, *others = cells
    lines = lines_of_words(words.get(first, ()))
    if not pitch or not others or len(lines) < 2 or any(looks_numeric(line.text) for line in lines):
        return None
    figures = [found for cell in others if (found := lines_of_words(words.get(cell, ())))]
    if not figures or any(len(found) > 1 or not looks_numeric(found[0].text) for found in figures):
        return None
    level = sum(_middle(found[0]) for found in figures) / len(figures)
    for at, (above, below) in enumerate(pairwise(lines), start=1):
        high = above.y1 - above.y0
        own = (lines[0].y0 + above.y1) / 2
        stands = min(abs(own - level), abs(_middle(above) - level)) <= _LEVEL * high
        if stands and _middle(below) - _middle(above) >= _AS_FAR * pitch:
            return lines[at]
    return None


def _middle(line: TextLine) -> float:
    return (line.y0 + line.y1) / 2
