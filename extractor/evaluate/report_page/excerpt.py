"""The lines of a document around some places, with the places marked."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from extractor.documents.model import Document, Span

Mark: TypeAlias = Literal["wrong", "look", "near", "unused"]
"""wrong: a value read at this place is not the truth. look: a person is asked to look here. near: nothing was read, and
this is where its row stands. unused: a number nothing was read from."""

_CONTEXT = 2
_MOST_LINES = 90
_WIDEST = 600


@dataclass(frozen=True, slots=True)
class Marked:
    """A place to mark. ``number`` is that of the entry it belongs to, 0 for none."""

    span: Span
    mark: Mark
    number: int = 0


@dataclass(frozen=True, slots=True)
class ExcerptPiece:
    """A run of characters of a line; ``marked`` is None between the places."""

    text: str
    marked: Marked | None = None


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    """One line, numbered from 1. ``skipped``: how many lines before it are left out."""

    number: int
    pieces: tuple[ExcerptPiece, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Lines of a document. ``after``: how many lines follow that are not shown; ``cut``: whether marked ones are
    among the lines left out, because there are too many."""

    lines: tuple[ExcerptLine, ...]
    after: int = 0
    cut: bool = False


def excerpt(document: Document, places: Iterable[Marked]) -> Excerpt:
    """The lines around some places, at most ninety; where no place is given, the first lines of the document."""
    marks = _apart(document, places)
    wanted = _wanted(document, marks)
    shown = wanted[:_MOST_LINES]
    lines, before = [], -1
    for number in shown:
        lines.append(ExcerptLine(number + 1, _pieces(document, number, marks), number - before - 1))
        before = number
    return Excerpt(tuple(lines), after=len(document.line_starts) - before - 1, cut=len(wanted) > len(shown))


def line_of(document: Document, offset: int) -> int:
    """The index, from 0, of the line an offset stands in."""
    return max(0, bisect_right(document.line_starts, offset) - 1)


def _apart(document: Document, places: Iterable[Marked]) -> list[Marked]:
    """Places in order of the text, without those that overlap one before them; what is wrong goes first."""
    rank = {"wrong": 0, "look": 1, "unused": 2, "near": 3}
    kept: list[Marked] = []
    for each in sorted(places, key=lambda one: (rank[one.mark], one.number, one.span)):
        start, end = each.span
        inside = 0 <= start <= end <= len(document.text)
        if inside and all(end <= k.span[0] or start >= k.span[1] for k in kept if k.span != each.span or start < end):
            kept.append(each)
    return sorted(kept, key=lambda one: one.span)


def _wanted(document: Document, marks: Sequence[Marked]) -> list[int]:
    count = len(document.line_starts)
    if not marks:
        return list(range(min(count, 3 * _CONTEXT)))
    wanted: set[int] = set()
    for each in marks:
        first, last = line_of(document, each.span[0]), line_of(document, max(each.span[0], each.span[1] - 1))
        wanted.update(range(max(0, first - _CONTEXT), min(count, last + _CONTEXT + 1)))
    return sorted(wanted)


def _bounds(document: Document, number: int) -> Span:
    starts = document.line_starts
    end = starts[number + 1] - 1 if number + 1 < len(starts) else len(document.text)
    return starts[number], end


def _pieces(document: Document, number: int, marks: Sequence[Marked]) -> tuple[ExcerptPiece, ...]:
    start, end = _bounds(document, number)
    here = [each for each in marks if each.span[0] <= end and each.span[1] >= start and _touches(each.span, start, end)]
    pieces, at = [], start
    for each in here:
        left, right = max(each.span[0], start), min(each.span[1], end)
        if left > at:
            pieces.append(ExcerptPiece(_shortened(document.text[at:left])))
        pieces.append(ExcerptPiece(document.text[left:right], each))
        at = max(at, right)
    if at < end:
        pieces.append(ExcerptPiece(_shortened(document.text[at:end])))
    return tuple(pieces)


def _touches(span: Span, start: int, end: int) -> bool:
    """Whether a place belongs to a line: an empty one to the line it stands in, others to every line they reach."""
    return start <= span[0] <= end if span[0] == span[1] else span[0] < end and span[1] > start


def _shortened(text: str) -> str:
    """A long run without its middle: a line of a megabyte is no line to look at."""
    if len(text) <= _WIDEST:
        return text
    half = _WIDEST // 2
    return f"{text[:half]} … {len(text) - 2 * half} characters … {text[-half:]}"
