"""How well what is printed beside or above a value names its field.

A field is named by its labels, the words of its name, and its description. Words that many fields of a schema share
say little about any of them.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from extractor.schemas.shape import Shape, ShapeLeaf

NAMED = 0.5
"""From here on what is printed names the field."""
_DESCRIBED = 0.9
"""A description says more than the label, so that words of it count a little less."""
_STEM = 5
_WORD = re.compile(r"[^\W\d_]+|\d+")


class LeafLabels:
    """The words of every leaf of a shape, weighed."""

    def __init__(self, shape: Shape) -> None:
        self._labels = {path: [stems(label) for label in leaf.labels] for path, leaf in shape.leaves.items()}
        self._described = {path: frozenset(stems(leaf.description)) for path, leaf in shape.leaves.items()}
        self._many = Counter(
            stem
            for path, leaf in shape.leaves.items()
            for stem in {*(each for label in self._labels[path] for each in label), *self._described[path]}
        )
        self._leaves = len(shape.leaves)

    def _weight(self, stem: str) -> float:
        return (0.2 + math.log((1 + self._leaves) / self._many.get(stem, 1))) * min(len(stem), 4) / 4

    def score(self, leaf: ShapeLeaf, printed: str) -> float:
        """0 to 1: how well a text names a leaf."""
        words = stems(printed)
        if not words:
            return 0.0
        here = frozenset(words)
        best = max((self._of_label(label, here) for label in self._labels[leaf.path] if label), default=0.0)
        return max(best, self._of_description(leaf.path, words))

    def _of_label(self, label: tuple[str, ...], here: frozenset[str]) -> float:
        weights = {stem: self._weight(stem) for stem in label}
        told = sum(weight for stem, weight in weights.items() if stem in here)
        extra = sum(self._weight(stem) for stem in here if stem not in weights)
        return told / (sum(weights.values()) + 0.25 * extra) if told else 0.0

    def _of_description(self, path: str, words: tuple[str, ...]) -> float:
        weights = {stem: self._weight(stem) for stem in words}
        told = sum(weight for stem, weight in weights.items() if stem in self._described[path])
        whole = sum(weights.values())
        return _DESCRIBED * told / whole if whole and told > 0.8 else 0.0

    def rival(self, leaf: ShapeLeaf, leaves: Iterable[ShapeLeaf], printed: str) -> float:
        """How well the same text names the best of other leaves."""
        return max((self.score(other, printed) for other in leaves if other.path != leaf.path), default=0.0)


@lru_cache(maxsize=8192)
def stems(text: str) -> tuple[str, ...]:
    """The words of a text without accents and endings."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    spread = re.sub(r"([\u3040-\u30ff\u3400-\u9fff])", r" \1 ", bare)
    return tuple(dict.fromkeys(word[:_STEM] for word in _WORD.findall(spread)))
