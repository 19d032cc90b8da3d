"""CTC decoding, likelihoods to characters: the usual reading, and that in a given alphabet with its runners-up."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.numbers.recogniser import Likelihoods

_CERTAIN, _RIVAL = 0.99, 0.01
"""How likely a character is beside which no other is asked for, and one that its picture may show as well. Of 336 texts
of 23 scans that may be read otherwise four became labels of their form by it, rightly; one letter had 0.02 in one view.
"""
_FLOOR = 1e-7
_UNLIKELY = 1e-4
_BEAM = 8
_CHINESE = "\u2e80"
"""Letters behind this one have no accents."""

SignTable: TypeAlias = NDArray[np.float32]
"""Likelihoods of the signs of an alphabet alone: shape (steps, signs + 1), "none" first."""


class CtcReading(NamedTuple):
    """A line as read: its text, the likelihood of its least certain character and of its least certain letter or digit
    without an accent, at which step each begins, and how likely each is. ``others``: the texts with another letter or
    digit in the place of one, which the picture of it may show as well, likeliest first.
    """

    text: str
    worst: float
    steps: tuple[int, ...]
    letters: float = 1.0
    sure: tuple[float, ...] = ()
    others: tuple[str, ...] = ()


def read_greedily(likelihoods: Likelihoods, characters: Sequence[str]) -> CtcReading:
    """The likeliest character of every step, repetitions and "none" left out."""
    best = likelihoods.argmax(axis=1)
    sure = likelihoods.max(axis=1)
    text: list[str] = []
    steps: list[int] = []
    each: list[float] = []
    worst = letters = 1.0
    before = 0
    for step, index in enumerate(best.tolist()):
        if index and index != before:
            text.append(characters[index])
            steps.append(step)
            each.append(float(sure[step]))
            worst = min(worst, float(sure[step]))
            letters = min(letters, float(sure[step])) if _is_plain(characters[index]) else letters
        before = index
    rivals = [
        (likely, "".join((*text[:at], rival, *text[at + 1 :])))
        for at, (step, sure_of) in enumerate(zip(steps, each, strict=True))
        if sure_of < _CERTAIN and text[at].isalnum()
        for likely, rival in _rivals(likelihoods[step], characters)
    ]
    others = tuple(other for _, other in sorted(rivals, reverse=True))
    return CtcReading("".join(text), worst, tuple(steps), letters, tuple(each), others)


def _rivals(likely: NDArray[np.float32], characters: Sequence[str]) -> Iterator[tuple[float, str]]:
    """The letters and digits that a step may show beside the likeliest one, each with its likelihood."""
    first = int(likely.argmax())
    for index in np.flatnonzero(likely >= _RIVAL).tolist():
        if index != first and characters[index].isalnum():
            yield float(likely[index]), characters[index]


def _is_plain(char: str) -> bool:
    return char.isalnum() and (char.isascii() or char >= _CHINESE)


class Scored(NamedTuple):
    """A text and the logarithm of its likelihood, summed over all ways to align it."""

    text: str
    score: float


def read_signs(table: SignTable, signs: Sequence[str], most: int = 6, beam: int = _BEAM) -> list[Scored]:
    """The likeliest texts of an alphabet, best first, ``most`` of them at most: prefix beam search over the steps.

    ``table`` as ``Alphabet.of`` makes it. ``beam`` texts are kept after every step; scores leave out what was dropped.
    """
    beams: dict[tuple[int, ...], tuple[float, float]] = {(): (1.0, 0.0)}
    for row in np.maximum(table, _FLOOR).tolist():
        likely = [sign for sign in range(1, len(row)) if row[sign] > _UNLIKELY]
        grown: dict[tuple[int, ...], list[float]] = {}
        for prefix, (none, last) in beams.items():
            both = none + last
            kept = grown.setdefault(prefix, [0.0, 0.0])
            kept[0] += both * row[0]
            if prefix:
                kept[1] += last * row[prefix[-1]]
            for sign in likely:
                before = none if prefix and prefix[-1] == sign else both
                grown.setdefault((*prefix, sign), [0.0, 0.0])[1] += before * row[sign]
        best = sorted(grown.items(), key=lambda item: -(item[1][0] + item[1][1]))[:beam]
        beams = {prefix: (none, last) for prefix, (none, last) in best}
    return [
        Scored("".join(signs[sign] for sign in prefix), math.log(max(none + last, 1e-300)))
        for prefix, (none, last) in list(beams.items())[:most]
    ]


class Alphabet:
    """The signs that may stand in a cell, and the characters of the network that count for each."""

    def __init__(self, groups: Sequence[str], characters: Sequence[str]) -> None:
        """``groups``: every string is one sign followed by characters that count for it."""
        at = {character: index for index, character in enumerate(characters)}
        self.signs = ("", *(group[0] for group in groups))
        members = [[at[char] for char in group if char in at] for group in groups]
        self._columns = np.array([0, *(index for group in members for index in group)])
        starts = np.cumsum([1, *(len(group) for group in members)])
        self._starts = np.array([0, *starts[:-1]])

    def of(self, likelihoods: Likelihoods) -> SignTable:
        """The likelihoods of the signs, each with those of the characters that count for it."""
        return np.asarray(np.add.reduceat(likelihoods[:, self._columns], self._starts, axis=1))


FIGURES = (
    "0０Oo", "1１lI|", "2２", "3３", "4４", "5５", "6６", "7７", "8８", "9９",
    ".．。·", ",，、", "-－–—―一ー−", "/／", ":：", "%％", "(（", ")）", "+＋", "$", "€", "¥￥", "*",
)  # fmt: skip
"""Signs of numbers as tables print them."""
