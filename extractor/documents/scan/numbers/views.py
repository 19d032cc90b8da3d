"""Several looks at one line (test-time augmentation): what they agree on, and what else it could be.

A recogniser is as sure of its mistakes as of the rest. What it says of the same line a little blurred or
with more paper around it is better evidence: digits that are clear stay what they are.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias

import cv2
import numpy as np

from extractor.documents.scan.numbers.decoding import Scored, SignTable, read_signs
from extractor.documents.scan.paper.crops import PixelBox, crop
from extractor.documents.scan.paper.raster import Grey
from extractor.evidence import Doubt, DoubtKind, doubt, merged
from extractor.evidence.certainty import is_unclear

Look: TypeAlias = Callable[[Grey, PixelBox, PixelBox, int], Grey]
"""The picture of an area, a line in it, the area and the usual height of a digit, to a picture of the line."""

ALTERNATIVES = 5
"""As many are kept of what else a line could be."""
_FAINT = -1.6
"""Logarithm of the likelihood that a view must give its text at least: a fifth. Less means that it shows no number."""
_STANDS_OUT, _LEAST = 3.0, -6.0
"""The same: by how much a text leaves all others behind in a view that finds it less likely, and how likely it is at
least. What else such a view sees are signs no number has, as an O for a 0.
"""
_SIGNS = ".,%+-"
"""Signs that no digit is taken for."""
_UNLIKELY = -25.0
"""Logarithm of the likelihood of a text that a view does not list."""


class ViewedLine(NamedTuple):
    """A line as its views show it. ``specks``: nothing is in doubt but signs that a speck would make, and spaces.
    ``words``: of a line in doubt, what speaks against each of its words; empty where that cannot be told.
    ``same_signs``: of a number, whether all views show the same points, commas and other signs between its digits.
    ``lead``: by how much its likelihood leaves behind that of any other text, as a logarithm, in the view where it does
    so least.
    """

    text: str
    doubts: tuple[Doubt, ...] = ()
    alternatives: tuple[str, ...] = ()
    specks: bool = False
    words: tuple[tuple[Doubt, ...], ...] = ()
    same_signs: bool = False
    lead: float = 0.0

    @property
    def clear(self) -> bool:
        """Whether nothing that weighs speaks against it."""
        return not is_unclear(self.doubts)

    def noting(self, kind: DoubtKind, *detail: object) -> tuple[Doubt, ...]:
        """What speaks against it, and one thing more."""
        return merged(self.doubts, [doubt(kind, *detail)])

    def doubted(self, kind: DoubtKind, *detail: object) -> "ViewedLine":
        """The same line with one thing more that speaks against it."""
        return self._replace(doubts=self.noting(kind, *detail))


def quoted(texts: Iterable[str]) -> str:
    """Texts side by side as a sentence shows them."""
    return ", ".join(f"“{text}”" for text in texts)


def plain(part: Grey, line: PixelBox, area: PixelBox, height: int) -> Grey:
    """The line as it is."""
    return crop(part, line, area, height)


def soft(part: Grey, line: PixelBox, area: PixelBox, height: int) -> Grey:
    """The line slightly out of focus: dots of dirt and the steps of black and white pixels melt away."""
    picture = crop(part, line, area, height)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), max(0.6, picture.shape[0] / 48 * 1.1)))


def roomy(part: Grey, line: PixelBox, area: PixelBox, height: int) -> Grey:
    """The line with more paper around it, so that its digits are smaller for the recogniser."""
    return crop(part, line, area, height, 2.2)


def tiled(part: Grey, line: PixelBox, area: PixelBox, height: int) -> Grey:
    """The line three times side by side. A digit alone gives the recogniser little to go by: it takes a 2 for a 7 or a
    bracket, and says 222 of three of them.
    """
    return np.asarray(np.tile(crop(part, line, area, height), (1, TILES)))


TILES = 3
LOOKS: tuple[Look, ...] = (plain, soft, roomy)
LOOKS_ALONE: tuple[Look, ...] = (*LOOKS, tiled)
"""Looks at a line as narrow as a digit, the last one to be read by ``read_tiled``."""


def read_tiled(table: SignTable, signs: Sequence[str], length: int) -> list[Scored]:
    """What a picture made by ``tiled`` repeats, if that has ``length`` signs; empty otherwise. It is evidence against
    other views by being another text; how sure it is says little. Points between the tiles are their edges.
    """
    for text, _ in read_signs(table, signs):
        whole = text if len(set(text)) == 1 else text.replace(".", "").replace(",", "")
        part = whole[: len(whole) // TILES]
        if len(part) == length > 0 and part * TILES == whole:
            return [Scored(part, 0.0)]
    return []


def judge_views(views: Sequence[Sequence[Scored]]) -> ViewedLine:
    """The text that the views together make likeliest, in doubt unless each by itself says so. No text where one of
    them shows nothing: no arithmetic would tell a blank from a 0. ``views``: what each reads, best first; one that is
    no evidence (an empty list) does not count.
    """
    views = [found for found in views if found]
    scores: dict[str, list[float]] = {}
    firsts = [found[0] for found in views]
    for number, found in enumerate(views):
        for text, score in found:
            scores.setdefault(text, [_UNLIKELY] * len(views))[number] = max(score, _UNLIKELY)
    totals = {text: sum(listed) for text, listed in scores.items()}
    ranked = sorted(totals, key=lambda text: -totals[text])
    best = ranked[0]
    if any(not first.text for first in firsts):
        blank = doubt(DoubtKind.VIEW_BLANK, quoted(text for text in ranked[:ALTERNATIVES] if text))
        return ViewedLine("", (blank,), tuple(ranked)[:ALTERNATIVES])
    against = []
    if any(first.text != best for first in firsts):
        against.append(doubt(DoubtKind.VIEWS_DIFFER, quoted(dict.fromkeys([best, *(text for text, _ in firsts)]))))
    faint = any(found[0].score <= _FAINT and not _stands_out(found) for found in views)
    if faint or max(first.score for first in firsts) <= _FAINT:
        against.append(doubt(DoubtKind.VIEW_FAINT, best))
    others = tuple(text for text in ranked[1:] if text)[:ALTERNATIVES]
    same = all(_signs(first.text) == _signs(best) and _alike_but_digits(first.text, best) for first in firsts)
    return ViewedLine(best, tuple(against), others, same_signs=same, lead=min(map(_lead, views)))


def _signs(text: str) -> str:
    return "".join(char for char in text if char in _SIGNS)


def _alike_but_digits(text: str, other: str) -> bool:
    """Whether texts are the same, or differ in more than where their signs stand."""
    return text == other or [*filter(str.isdigit, text)] != [*filter(str.isdigit, other)]


def _stands_out(found: Sequence[Scored]) -> bool:
    """Whether a view shows nothing else that could be there, faint as it is."""
    return found[0].score > _LEAST and _lead(found) >= _STANDS_OUT


def _lead(found: Sequence[Scored]) -> float:
    """By how much the first of a view leaves all others behind."""
    return found[0].score - found[1].score if len(found) > 1 else -_UNLIKELY
