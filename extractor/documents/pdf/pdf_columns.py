"""Pages whose lines run down the page and follow each other from right to left, as Chinese and Japanese books do."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from extractor.documents.pdf.pdf_ink import Span

_MOST = 0.8
"""Share of the characters of a page that stand alone on their line, and of those with the next one below them."""
_FEWEST = 8
"""Characters of the shortest page that is told."""
_BESIDE, _NEAREST, _FARTHEST = 0.25, 0.7, 1.6
"""Sizes of type: how far two characters of a column are out of line, and how near and how far they are."""


class _Sign(NamedTuple):
    x: float
    y: float
    size: float


def runs_down(spans: Sequence[Span]) -> bool:
    """Whether upright characters of a wide script stand below each other nearly everywhere, nearer than beside each
    other. Type that itself is set to run down says so by its direction.
    """
    texts = [[char for char in span["chars"] if not char["c"].isspace()] for span in spans]
    alone = [(chars[0], span["size"]) for chars, span in zip(texts, spans, strict=True) if len(chars) == 1]
    wide = [(char, size) for char, size in alone if unicodedata.east_asian_width(char["c"]) in "WF"]
    if len(wide) < max(_FEWEST, _MOST * sum(map(len, texts))):
        return False
    signs = [_Sign((b[0] + b[2]) / 2, (b[1] + b[3]) / 2, size) for b, size in ((c["bbox"], size) for c, size in wide)]
    ends = {round(sign.x / sign.size) for sign in signs}
    below = sum(_follows(sign, signs) for sign in signs)
    return below + len(ends) >= _MOST * len(signs) and below >= _FEWEST / 2


def _follows(sign: _Sign, signs: Sequence[_Sign]) -> bool:
    """Whether the next character stands below one, and none as near beside it."""
    size = sign.size
    down = [each.y - sign.y for each in signs if abs(each.x - sign.x) <= _BESIDE * size and each.y > sign.y]
    right = [each.x - sign.x for each in signs if abs(each.y - sign.y) <= _BESIDE * size and each.x > sign.x]
    nearest = min(down, default=0.0)
    return _NEAREST * size <= nearest <= _FARTHEST * size and nearest < min(right, default=nearest + 1)
