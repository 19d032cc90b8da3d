"""Labels of several lines beside figures that stand half way between the first line and the last one.

Without rules between rows the heights alone say which lines are a label: each figure stands in the middle of its own.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from extractor.documents.columns import looks_numeric
from extractor.documents.page.glyphs import PageWord, TextLine
from extractor.documents.page.word_runs import Run, runs_of_line
from extractor.documents.printing import is_cjk

_MOST_LINES = 6
_OFF = 0.3
"""Sizes of the type by which a figure may stand off the middle of its label."""
_NEXT = 1.7
"""Sizes of the type from one line of a label to the next, at most."""
_ASIDE = 3.0
"""Sizes of the type by which the lines of a label after its first one stand further in or out, at most."""
_BREAK = 3.0
"""Sizes of the type between lines that belong to different parts of a page."""
_ALIKE = 0.15


@dataclass(frozen=True, slots=True)
class _Label:
    """A run of a line that may be a line of a label: the number of its line, and its middle."""

    run: Run
    line: int
    middle: float


@dataclass(frozen=True, slots=True)
class _Figures:
    """The figures of a line. ``bare``: no label stands on it."""

    runs: tuple[Run, ...]
    line: int
    middle: float
    size: float
    bare: bool


_Group: TypeAlias = tuple[int, int]
"""Labels from one number up to another."""


class _Choice(NamedTuple):
    """How good a choice of labels for the figures so far is, what the last of them got, and the choice before that."""

    score: int
    group: _Group | None
    before: "_Choice | None"


def with_centred_labels(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines, where figures stand in the middle of the lines of their label, with these as one.

    All bare figures of a part of the page that stand near a label must have theirs so, and one at least: where some
    have not, labels may stand higher than their figures, each on a line of its own, or begin beside them.
    """
    found: list[TextLine] = []
    for part in _parts(lines):
        found += _joined(part)
    return found


def _parts(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """The lines of a page, parted where much paper stands between them."""
    part: list[TextLine] = []
    for line in lines:
        if part and line.y0 - part[-1].y1 > _BREAK * line.words[0].size:
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _joined(lines: Sequence[TextLine]) -> list[TextLine]:
    cut = [[part for run in runs_of_line(line) for part in _apart(run)] for line in lines]
    figures = [each for at, runs in enumerate(cut) if (each := _figures_of(at, runs)) is not None]
    if not any(each.bare for each in figures):
        return list(lines)
    labels = _inner_labels(cut, figures)
    chosen = _chosen(labels, figures)
    left = (each for each, own in zip(figures, chosen, strict=True) if own is None and each.bare)
    told = any(own is not None and each.bare for each, own in zip(figures, chosen, strict=True))
    if not told or any(_is_beside(label, each) for each in left for label in labels):
        return list(lines)
    return [*_written(cut, figures, labels, chosen)]


def _apart(run: Run) -> Iterator[Run]:
    """A run cut where paper stands between ideographs: they have no spaces, so a name of a group ends there."""
    begun: list[PageWord] = []
    for word in run.words:
        if begun and is_cjk(begun[-1].text[-1]) and not looks_numeric(word.text):
            yield Run(tuple(begun))
            begun = []
        begun.append(word)
    yield Run(tuple(begun))


def _figures_of(at: int, runs: Sequence[Run]) -> _Figures | None:
    """The figures that end a line, None if it ends with none."""
    first = len(runs)
    while first and looks_numeric(runs[first - 1].text):
        first -= 1
    if first == len(runs):
        return None
    word = runs[first].words[0]
    return _Figures(tuple(runs[first:]), at, word.middle, word.size, first == 0)


def _inner_labels(cut: Sequence[Sequence[Run]], figures: Sequence[_Figures]) -> list[_Label]:
    """The runs before all figures of their lines, without those beside which another one stands: names of groups."""
    first_of = {each.line: len(cut[each.line]) - len(each.runs) for each in figures}
    found = [
        _Label(run, at, run.words[0].middle)
        for at, runs in enumerate(cut)
        for run in runs[: first_of.get(at, len(runs))]
    ]
    lines: dict[int, list[_Label]] = {}
    for each in found:
        lines.setdefault(each.line, []).append(each)
    return [each for each in found if not any(_is_right_of(other, each) for other in _near(each, lines))]


def _near(label: _Label, lines: Mapping[int, Sequence[_Label]]) -> Iterator[_Label]:
    return (each for at in (-1, 0, 1) for each in lines.get(label.line + at, ()))


def _is_right_of(other: _Label, label: _Label) -> bool:
    overlap = abs(other.middle - label.middle) < (1 - _OFF) * label.run.size
    return overlap and other.run.extent.start >= label.run.extent.end


def _is_beside(label: _Label, figures: _Figures) -> bool:
    """Whether a label stands left of figures, not further from their line than the next line of a label."""
    near = abs(label.middle - figures.middle) <= _NEXT * figures.size
    return near and label.run.extent.end <= figures.runs[0].extent.start


def _chosen(labels: Sequence[_Label], figures: Sequence[_Figures]) -> list[_Group | None]:
    """For each line of figures which labels are its own, from and up to, such that most labels are somebody's."""
    lines = {each.line for each in figures}
    heights = sorted(label.middle for label in labels)
    best: dict[int, _Choice] = {0: _Choice(0, None, None)}
    for each in figures:
        groups = [*_groups(labels, heights, each, lines)]
        best = _without_passed(best, groups)
        following: dict[int, _Choice] = {}
        for used, before in best.items():
            for option in (None, *(group for group in groups if group[0] >= used)):
                upto = used if option is None else option[1]
                gained = before.score + (0 if option is None else option[1] - option[0] + _MOST_LINES)
                if upto not in following or following[upto].score < gained:
                    following[upto] = _Choice(gained, option, before)
        best = following
    return [*_told(max(best.values(), key=lambda each: each.score))]


def _without_passed(best: Mapping[int, _Choice], groups: Sequence[_Group]) -> dict[int, _Choice]:
    """The choices so far; of those that end before the labels at hand the best one will do."""
    first = min((group[0] for group in groups), default=0)
    passed = [used for used in best if used <= first]
    if len(passed) < 2:
        return dict(best)
    kept = max(passed, key=lambda used: best[used].score)
    return {first: best[kept], **{used: each for used, each in best.items() if used > first}}


def _told(choice: _Choice) -> list[_Group | None]:
    found = []
    while choice.before is not None:
        found.append(choice.group)
        choice = choice.before
    return found[::-1]


def _groups(
    labels: Sequence[_Label], heights: Sequence[float], figures: _Figures, lines: Container[int]
) -> Iterator[_Group]:
    """Labels below each other in whose middle figures stand, none of them on the ``lines`` of other figures.
    ``heights``: the middles of the labels, which follow each other down the page.
    """
    reach = _MOST_LINES * _NEXT * figures.size / 2
    edge = figures.runs[0].extent.start
    begin, end = bisect_left(heights, figures.middle - reach), bisect_right(heights, figures.middle + reach)
    for first in range(begin, end):
        for last in range(first, min(first + _MOST_LINES, len(labels))):
            if labels[last].run.extent.end > edge or (labels[last].line != figures.line and labels[last].line in lines):
                break
            if last > first and not _follows(labels[last], labels[last - 1], labels[first]):
                break
            middle = (labels[first].middle + labels[last].middle) / 2
            if abs(middle - figures.middle) <= _OFF * figures.size:
                yield first, last + 1


def _follows(below: _Label, above: _Label, first: _Label) -> bool:
    """Whether a run may be the next line of a label."""
    size = first.run.size
    aside = below.run.extent.start - first.run.extent.start
    alike = abs(below.run.size - size) <= _ALIKE * size
    return alike and 0 < below.middle - above.middle <= _NEXT * size and abs(aside) <= _ASIDE * size


def _written(
    cut: Sequence[Sequence[Run]],
    figures: Sequence[_Figures],
    labels: Sequence[_Label],
    chosen: Sequence[_Group | None],
) -> Iterator[TextLine]:
    """The lines in their order: what is left of them, and before what is left of its own line each row as one."""
    rows: dict[int, TextLine] = {}
    gone: set[int] = set()
    for each, own in zip(figures, chosen, strict=True):
        if own is None or (own[1] - own[0] == 1 and not each.bare):
            continue
        parts = [*(label.run for label in labels[own[0] : own[1]]), *each.runs]
        gone |= {id(run) for run in parts}
        rows[each.line] = TextLine(tuple(word for run in parts for word in run.words))
    for at, runs in enumerate(cut):
        left = [word for run in runs if id(run) not in gone for word in run.words]
        if left:
            yield TextLine(tuple(left))
        if at in rows:
            yield rows[at]
