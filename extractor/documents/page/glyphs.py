"""Printed characters to words.

Characters are placed by where they are printed, never by the order in which the file draws them: a decimal point
drawn after the digits still stands between them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from extractor.documents.model import Box
from extractor.documents.page.ruling import Segment
from extractor.documents.page.writing_direction import read_order
from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.evidence.certainty import is_unclear

_SPACE_GAP = 0.08
_GAP = 0.22
_OVER = 0.4
"""The share of its width by which a figure stands over the next one where two numbers are printed over each other."""


class Glyph(NamedTuple):
    """One printed character: its box and baseline in reading orientation, its size in points."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class PageWord:
    """A word on a page, in points, in reading orientation. ``seen_by``, ``doubts`` and ``alternatives`` as in
    ``Word``.

    ``sideways``: it runs up, down or aslant on a page whose text is upright, ``upwards``: up. ``specks``: read in a
    picture, and nothing in it is in doubt but signs that a speck would make. ``behind``: it lies behind the text of the
    page or across it, as watermarks do, and belongs to no line or table.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    seen_by: str = ""
    doubts: tuple[Doubt, ...] = ()
    alternatives: tuple[str, ...] = ()
    sideways: bool = False
    specks: bool = False
    behind: bool = False
    upwards: bool = False

    @property
    def clear(self) -> bool:
        """Whether nothing that weighs speaks against its characters."""
        return not is_unclear(self.doubts)

    @property
    def box(self) -> Box:
        """The corners of the word."""
        return (self.x0, self.y0, self.x1, self.y1)

    @property
    def middle(self) -> float:
        """Half way between top and bottom."""
        return (self.y0 + self.y1) / 2


def words_of_glyphs(glyphs: Iterable[Glyph], rules: Sequence[Segment]) -> list[PageWord]:
    """Words of one page: characters on one baseline without white space or a vertical rule between them.

    A character printed twice at the same spot, as shadows and false bold are, counts once.
    """
    words: list[PageWord] = []
    for line in _baselines(glyphs):
        line.sort(key=lambda glyph: glyph.x0)
        walls = _walls(line, rules)
        run: list[Glyph] = []
        space = False
        for glyph in line:
            if glyph.text.isspace():
                space = True
                continue
            if run and _repeats(run, glyph):
                continue
            if run and _parted(run[-1], glyph, space, walls):
                words.append(_word(run))
                run = []
            run.append(glyph)
            space = False
        if run:
            words.append(_word(run))
    return _without_doubles(words)


def _baselines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters grouped by baseline; raised and lowered ones make lines of their own."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.baseline):
        if lines and glyph.baseline - lines[-1][0].baseline <= max(0.12 * glyph.size, 0.6):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return lines


def _walls(line: Sequence[Glyph], rules: Sequence[Segment]) -> list[float]:
    """Where vertical rules cross the height of a line, left to right."""
    middle = (line[0].y0 + line[0].y1) / 2
    return sorted(rule.at for rule in rules if rule.start <= middle <= rule.end)


def _repeats(run: Sequence[Glyph], glyph: Glyph) -> bool:
    """Whether the character is already printed there."""
    return any(
        other.text == glyph.text and abs(other.x0 - glyph.x0) < 0.25 * (other.x1 - other.x0) for other in run[-2:]
    )


def _parted(left: Glyph, right: Glyph, space: bool, walls: Sequence[float]) -> bool:
    """Whether two neighbouring characters belong to different words."""
    gap = right.x0 - left.x1
    if gap > (_SPACE_GAP if space else _GAP) * max(left.size, right.size):
        return True
    if not walls:
        return False
    first = bisect_left(walls, (left.x0 + left.x1) / 2)
    return first < len(walls) and walls[first] < (right.x0 + right.x1) / 2


def _word(run: Sequence[Glyph]) -> PageWord:
    return PageWord(
        read_order("".join(glyph.text for glyph in run)),
        min(glyph.x0 for glyph in run),
        min(glyph.y0 for glyph in run),
        max(glyph.x1 for glyph in run),
        max(glyph.y1 for glyph in run),
        max(glyph.size for glyph in run),
        doubts=(doubt(DoubtKind.COVERED_IN_CELL),) if _overprinted(run) else (),
    )


def _overprinted(run: Sequence[Glyph]) -> bool:
    """Whether figures of a word stand half over each other: two numbers are printed there, and neither can be read."""
    return any(
        one.text.isdigit()
        and other.text.isdigit()
        and one.x1 - other.x0 > _OVER * min(one.x1 - one.x0, other.x1 - other.x0)
        for one, other in pairwise(run)
    )


def _without_doubles(words: list[PageWord]) -> list[PageWord]:
    """Each word once, where a whole line is printed over itself a hair's breadth apart."""
    kept: list[PageWord] = []
    seen: dict[str, list[PageWord]] = {}
    for word in words:
        twins = seen.setdefault(word.text, [])
        if any(abs(word.x0 - twin.x0) < 1 and abs(word.y0 - twin.y0) < 1 for twin in twins):
            continue
        twins.append(word)
        kept.append(word)
    return kept


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words printed side by side, left to right."""

    words: tuple[PageWord, ...]

    @property
    def y0(self) -> float:
        """Top of the highest word."""
        return min(word.y0 for word in self.words)

    @property
    def y1(self) -> float:
        """Bottom of the lowest word."""
        return max(word.y1 for word in self.words)

    @property
    def text(self) -> str:
        """The words with spaces between."""
        return " ".join(word.text for word in self.words)


def upended_lines(words: Iterable[PageWord]) -> list[TextLine]:
    """Sideways words gathered into lines in reading order: of those that run up the left one is the first and each
    begins at its foot, of the others it is the right one and its head.
    """
    groups: list[list[PageWord]] = []
    for word in sorted(words, key=lambda word: word.x0 + word.x1):
        middle = (word.x0 + word.x1) / 2
        if groups and groups[-1][-1].x0 < middle < groups[-1][-1].x1:
            groups[-1].append(word)
        else:
            groups.append([word])
    upwards = bool(groups) and groups[0][0].upwards
    lines = (sorted(group, key=lambda word: word.middle, reverse=upwards) for group in groups)
    found = [TextLine(tuple(line)) for line in lines]
    return found if upwards else found[::-1]


def lines_of_words(words: Iterable[PageWord]) -> list[TextLine]:
    """Words gathered into lines, top to bottom: a word joins a line whose middle it covers, or the other way round."""
    groups: list[list[PageWord]] = []
    tall: list[PageWord] = []
    for word in sorted(words, key=lambda word: word.middle):
        if groups and (_covers(tall[-1], word.middle) and _covers(word, tall[-1].middle)):
            groups[-1].append(word)
            if word.size > tall[-1].size:
                tall[-1] = word
        else:
            groups.append([word])
            tall.append(word)
    return [TextLine(tuple(sorted(group, key=lambda word: word.x0))) for group in groups]


def _covers(word: PageWord, height: float) -> bool:
    """Whether the height lies well inside the word."""
    margin = 0.2 * (word.y1 - word.y0)
    return word.y0 + margin <= height <= word.y1 - margin
