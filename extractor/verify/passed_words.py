"""Words that stand among those of a value on paper and are no part of it: a text read without them has holes.

A form prints the marks of what is to be written in small type, and what was written stands between them, a bit lower:
``40 ° 49 ' 10.0 " N`` may be taken for two lines.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from extractor.documents.model import Box, Document, Word
from extractor.readers.reading import Spot

_LINE = 0.5
"""Share of the lower of two words that both take of the height of a line, where they stand in the same one."""
_NOTE = 0.8
"""Share of the height of the words beside it below which a word is a raised mark, and no part of a text."""
_TOUCHING = 1.0
"""Points by which words may overlap."""


@dataclass(frozen=True)
class PassedWords:
    """The words of a document by where they stand."""

    source: Document

    def among(self, spot: Spot) -> str:
        """The first word that stands between two of a value, in their line, and is none of it; empty where none is."""
        if spot.span is None:
            return ""
        words = [word for word in self.source.words_in(spot.span) if word.place.box is not None]
        return next((found for one, other in pairwise(words) for found in self._between(one, other)), "")

    @cached_property
    def _pages(self) -> dict[int, list[tuple[Box, Word]]]:
        found: dict[int, list[tuple[Box, Word]]] = defaultdict(list)
        for word in self.source.words:
            if word.place.box is not None and any(char.isalnum() for char in word.text):
                found[word.place.page].append((word.place.box, word))
        return found

    def _between(self, left: Word, right: Word) -> Iterator[str]:
        one, other = left.place.box, right.place.box
        if one is None or other is None or left.place.page != right.place.page or not _beside(one, other):
            return
        if other[0] - one[2] <= _TOUCHING:
            return
        low = min(one[3] - one[1], other[3] - other[1])
        for box, word in self._pages[left.place.page]:
            inside = one[2] - _TOUCHING < box[0] and box[2] < other[0] + _TOUCHING
            if inside and box[3] - box[1] >= _NOTE * low and _beside(box, one) and _beside(box, other):
                yield word.text


def _beside(one: Box, other: Box) -> bool:
    """Whether two words stand in one line."""
    both = min(one[3], other[3]) - max(one[1], other[1])
    return both >= _LINE * min(one[3] - one[1], other[3] - other[1])
