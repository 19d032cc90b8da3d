"""The lines of a document as they are printed, whatever its opener made of them: words side by side on one baseline.

Files without paper (sheets, text that flows) get a geometry of their own: a line a row, its cells side by side. Lines
come in two orders, for what stands beside each other is one row in one document and two columns of text in the next.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from extractor.documents.model import Document, Place, Word
from extractor.schemas.values import fold_width

ONE_LINE = 0.5
"""Share of its height by which the middle of a word may lie apart from that of its line."""
WIDE = 1.1
"""Gap between two words, in heights of the line, that parts two cells."""
TIGHT = 0.12
"""Gap between two words, in heights of the line, over which characters still belong to one word."""
_LEAST_SPACED = 3
"""Single characters side by side that are one word set with wide spaces."""
_OF_DATES = "/:"
"""Marks between the figures of dates and times."""
_PITCH = 2.5
"""How much wider than the narrowest a gap may be in a word that is set with wide spaces."""
_CELL = 1000.0
_CHARACTER = 6.0
_HEIGHT = 10.0


class LineWord(NamedTuple):
    """A word with its place in the geometry of the lines. ``number``: its index among all words of the document."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    place: Place
    number: int
    cell: int
    row: int

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class InLine:
    """Something that stands in a line: its number, the offsets in its text, what is printed, and the words."""

    line: int
    start: int
    end: int
    text: str
    words: tuple[LineWord, ...]

    @property
    def x0(self) -> float:
        """Its left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Its right edge."""
        return self.words[-1].x1


@dataclass(frozen=True)
class WordLine:
    """Words on one baseline, left to right. ``text`` joins them: a tab where a gap parts cells, a space or nothing
    otherwise. ``starts``: the offset of each word in it."""

    number: int
    page: int
    words: tuple[LineWord, ...]
    text: str = field(default="", compare=False)
    starts: tuple[int, ...] = ()

    @property
    def y0(self) -> float:
        """Its upper edge."""
        return min(word.y0 for word in self.words)

    @property
    def y1(self) -> float:
        """Its lower edge."""
        return max(word.y1 for word in self.words)

    def cell_of(self, at: int) -> tuple[LineWord, ...]:
        """The words of the cell that the word at a position stands in: no wide gap parts them."""
        start, end = self.text.rfind("\t", 0, self.starts[at]) + 1, self.text.find("\t", self.starts[at])
        return self.words_at(start, end if end >= 0 else len(self.text))

    def words_at(self, start: int, end: int) -> tuple[LineWord, ...]:
        """The words that stand in a range of its text."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        return tuple(word for word, at in zip(self.words[first:], self.starts[first:], strict=True) if at < end)


@dataclass(frozen=True)
class WordLines:
    """All lines of a document in one order. ``by_rows``: in the order of its rows, else down each page."""

    lines: tuple[WordLine, ...]
    by_rows: bool = False

    @cached_property
    def line_of(self) -> dict[int, tuple[int, int]]:
        """The line of every word and its position there, by the number of the word."""
        return {word.number: (line.number, at) for line in self.lines for at, word in enumerate(line.words)}

    def above(self, line: WordLine, many: int) -> Sequence[WordLine]:
        """The lines of the same page above one, nearest first."""
        before = self.lines[max(0, line.number - many) : line.number]
        return [each for each in reversed(before) if each.page == line.page]


def lines_down_the_page(document: Document) -> WordLines:
    """The lines of every page from its top to its bottom."""
    words = _words(document)
    groups: list[list[LineWord]] = []
    for page in sorted({word.place.page for word in words}):
        groups += _baselines([word for word in words if word.place.page == page])
    return WordLines(_made(groups))


def lines_by_rows(document: Document) -> WordLines:
    """The lines of every row of the document, one row after the other."""
    rows: dict[int, list[LineWord]] = {}
    for word in _words(document):
        rows.setdefault(word.row, []).append(word)
    return WordLines(_made(group for _, row in sorted(rows.items()) for group in _baselines(row)), by_rows=True)


def _words(document: Document) -> list[LineWord]:
    """The words with the row and the cell they stand in."""
    spans: list[tuple[int, int, int, int]] = []
    for number, row in enumerate(document.rows):
        for cell in row.cells:
            spans.append((*cell.place.span, number, cell.column))
    spans.sort()
    starts = [span[0] for span in spans]
    found = []
    for number, word in enumerate(document.words):
        at = bisect_right(starts, word.place.span[0]) - 1
        start, _, of_row, column = spans[at] if spans else (0, 0, 0, 0)
        found.append(_placed(word, number, of_row, column, word.place.span[0] - start))
    return found


def _placed(word: Word, number: int, row: int, column: int, offset: int) -> LineWord:
    text = fold_width(word.text)
    if word.place.box is not None:
        x0, y0, x1, y1 = word.place.box
        return LineWord(text, x0, x1, y0, y1, word.place, number, column, row)
    left = column * _CELL + min(offset * _CHARACTER, _CELL * 0.8)
    right = left + min(len(text) * _CHARACTER - 1, _CELL * 0.15)
    return LineWord(text, left, right, row * 2 * _HEIGHT, row * 2 * _HEIGHT + _HEIGHT, word.place, number, column, row)


def _baselines(words: Sequence[LineWord]) -> list[list[LineWord]]:
    """Words in groups that share a baseline, from top to bottom."""
    groups: list[list[LineWord]] = []
    middles: list[float] = []
    for word in sorted(words, key=lambda each: (each.middle, each.x0)):
        height = word.y1 - word.y0
        if groups and word.middle - middles[-1] <= ONE_LINE * min(height, groups[-1][0].y1 - groups[-1][0].y0):
            groups[-1].append(word)
            middles[-1] += (word.middle - middles[-1]) / len(groups[-1])
        else:
            groups.append([word])
            middles.append(word.middle)
    return groups


def _made(groups: Iterable[Sequence[LineWord]]) -> tuple[WordLine, ...]:
    return tuple(_line(number, group) for number, group in enumerate(groups))


def _line(number: int, group: Sequence[LineWord]) -> WordLine:
    words = tuple(sorted(group, key=lambda word: (word.x0, word.number)))
    text, starts = words[0].text, [0]
    for gap, word in zip(_gaps(words), words[1:], strict=True):
        text += gap
        starts.append(len(text))
        text += word.text
    return WordLine(number, words[0].place.page, words, text, tuple(starts))


def _gaps(words: Sequence[LineWord]) -> Iterator[str]:
    """What stands between two words: a tab, a space, or nothing where the file has torn one word."""
    spaced = _letter_spaced(words)
    for at, (left, right) in enumerate(pairwise(words)):
        gap, height = right.x0 - left.x1, min(left.y1 - left.y0, right.y1 - right.y0)
        if gap > WIDE * height or (left.place.box is None and left.cell != right.cell):
            yield "\t"
        elif left.place.box is not None and gap < TIGHT * height and at not in spaced:
            yield "" if _torn(left.text, right.text) else " "
        else:
            yield "" if at in spaced else " "


def _torn(left: str, right: str) -> bool:
    """Whether two words that touch are parts of a number."""
    return _is_figures(left) and _is_figures(right)


def _letter_spaced(words: Sequence[LineWord]) -> set[int]:
    """The gaps in runs of single figures and marks, at least three of them: a number set with wide spaces. Two are
    enough in a line that is set so altogether, none of its words having more letters than one."""
    spaced = is_spaced(words)
    least = _LEAST_SPACED - (spaced and 1)
    found: set[int] = set()
    run: list[int] = []
    pitch = 0.0
    for at, word in enumerate(words):
        gap, height = word.x0 - words[at - 1].x1, word.y1 - word.y0
        near = bool(run) and gap <= (WIDE * height if len(run) == 1 else min(WIDE * height, _PITCH * pitch))
        single = len(word.text) == 1 and (_is_figures(word.text) or (spaced and word.text in _OF_DATES))
        if single and near:
            run.append(at)
            pitch = max(gap, TIGHT * height) if len(run) == 2 else min(pitch, max(gap, TIGHT * height))
        else:
            found |= _inner(run, least)
            run = [at] if single else []
    return found | _inner(run, least)


def _inner(run: Sequence[int], least: int) -> set[int]:
    return set(run[:-1]) if len(run) >= least else set()


def is_spaced(words: Sequence[LineWord]) -> bool:
    """Whether a line is set character by character."""
    letters = [word.text for word in words if any(char.isalpha() for char in word.text)]
    return len(letters) >= _LEAST_SPACED and all(len(text) == 1 for text in letters)


def _is_figures(text: str) -> bool:
    return all(char.isdigit() or char in ".,'" for char in text)
