"""Values of forms whose characters stand one pitch apart, with no rules between them: one value, in doubt.

They stand far from what is beside them, and no line above or below keeps to the same columns.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from statistics import median

from extractor.documents.page.glyphs import PageWord, lines_of_words
from extractor.documents.page.joined_marks import SPACE, joined_marks
from extractor.documents.page.ruling import Segment
from extractor.evidence import DoubtKind, doubt

_EVEN = 0.1
"""By which share of the pitch characters stand uneven."""
_BARE, _WIDE_APART, _PITCHES = 5, 1.0, 2.4
"""Characters of a field, and its least and greatest pitch in sizes of the type."""
_FREE = 1.6
"""Pitches to what stands beside such a field, at least."""
_NEAR_LINES, _ALIKE, _HELD = 3.0, 0.3, 0.7
"""Pitches above and below in which no line keeps to the same columns; how near, in pitches, it would, and with which
share of its words."""


def bare_fields(words: Sequence[PageWord], uprights: Sequence[Segment]) -> list[PageWord]:
    """The words, single characters that stand one pitch apart put together where nothing says that they are columns."""
    runs = list(bare_runs(words, uprights))
    gone = {id(word) for run in runs for word in run}
    return [*(word for word in words if id(word) not in gone), *(word for run in runs for word in _spread(run))]


def bare_runs(words: Sequence[PageWord], uprights: Sequence[Segment]) -> Iterator[list[PageWord]]:
    """Single characters that stand one pitch apart, far from all else and in no columns."""
    if sum(map(_is_single, words)) < _BARE:
        return
    for line in lines_of_words(words):
        for run in _pitched_runs(line.words):
            if _is_free(run, line.words) and not _in_columns(run, words) and not _ruled(run, uprights):
                yield run


def _spread(run: Sequence[PageWord]) -> Iterator[PageWord]:
    """The words of a run, each up to the next one."""
    pitch = _pitch_of(run)
    parts: list[list[PageWord]] = [[run[0]]]
    for left, right in pairwise(run):
        if _centre(right) - _centre(left) > 1.5 * pitch:
            parts.append([])
        parts[-1].append(right)
    spread = (doubt(DoubtKind.FIGURES_SPREAD, " ".join("".join(mark.text for mark in part) for part in parts)),)
    for part, behind in zip_longest(parts, parts[1:]):
        end = behind[0].x0 - SPACE * part[0].size if behind else part[-1].x1
        yield joined_marks(part, spread, part[0].x0, end)


def _pitched_runs(words: Sequence[PageWord]) -> Iterator[list[PageWord]]:
    """Single characters side by side, one pitch apart from middle to middle; two where a box between is empty."""
    run: list[PageWord] = []
    for word in [*words, None]:
        if word is not None and _is_single(word) and run and _in_pitch(run, word):
            run.append(word)
            continue
        if len(run) >= _BARE:
            yield run
        run = [word] if word is not None and _is_single(word) else []


def _is_single(word: PageWord) -> bool:
    return len(word.text) == 1 and word.text.isalnum() and not word.sideways


def _pitch_of(run: Sequence[PageWord]) -> float:
    """The distance from the middle of one character to that of the next."""
    return median(_centre(right) - _centre(left) for left, right in pairwise(run))


def _in_pitch(run: Sequence[PageWord], word: PageWord) -> bool:
    gap = _centre(word) - _centre(run[-1])
    pitch = _pitch_of(run) if len(run) > 1 else gap
    boxes = 2 if len(run) > 1 and gap > 1.5 * pitch else 1
    wide = _WIDE_APART * word.size <= pitch <= _PITCHES * word.size
    return wide and abs(gap - boxes * pitch) <= max(0.6, _EVEN * pitch)


def _centre(word: PageWord) -> float:
    return (word.x0 + word.x1) / 2


def _is_free(run: Sequence[PageWord], line: Sequence[PageWord]) -> bool:
    pitch = _pitch_of(run)
    mine = {id(word) for word in run}
    beside = [word for word in line if id(word) not in mine]
    return all(word.x1 <= run[0].x0 - pitch or word.x0 >= run[-1].x1 + (_FREE - 1) * pitch for word in beside)


def _in_columns(run: Sequence[PageWord], words: Sequence[PageWord]) -> bool:
    """Whether short words of a line above or below keep to the columns of the run, about as many as it has itself."""
    pitch = _pitch_of(run)
    middle = run[0].middle
    mine = {id(word) for word in run}
    near = [
        word
        for word in words
        if id(word) not in mine and abs(word.middle - middle) <= _NEAR_LINES * pitch and word.x1 - word.x0 < pitch
    ]
    for line in lines_of_words(near):
        held = sum(any(abs(_centre(mark) - _centre(word)) <= _ALIKE * pitch for word in line.words) for mark in run)
        if held >= _HELD * len(run) and _HELD * len(line.words) <= len(run):
            return True
    return False


def _ruled(run: Sequence[PageWord], uprights: Sequence[Segment]) -> bool:
    """Whether rules stand between the characters."""
    return any(run[0].x0 < rule.at < run[-1].x1 and rule.start <= run[0].middle <= rule.end for rule in uprights)
