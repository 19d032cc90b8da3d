"""Words that are printed close together on a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import category

from extractor.documents.columns import Extent, looks_numeric
from extractor.documents.composing import Piece
from extractor.documents.page.glyphs import PageWord, TextLine, lines_of_words, upended_lines
from extractor.documents.page.ruling import Placing
from extractor.documents.page.word_order import words_in_read_order
from extractor.documents.printing import is_cjk

_WIDE_GAP = 1.0
_FIGURE_GAP = 0.5
"""Where two words stand in one cell: the widest space between words of writing, and between figures, in sizes of their
type. What stands further apart is parted by a gutter."""
_TOO_NEAR = 0.8
_EVEN = 0.25
"""Sizes of the type by which two distances between lines may differ and still be one."""


def pieces_of_words(words: Sequence[PageWord], turn: Placing) -> tuple[Piece, ...]:
    """The words of one cell in reading order; a line break between two CJK characters leaves no space. Type that runs
    up or down stays in the order of the file, as it was written.
    """
    pieces: list[Piece] = []
    upended = bool(words) and all(word.sideways for word in words)
    for line in upended_lines(words) if upended else lines_of_words(words):
        for index, word in enumerate(line.words if upended else words_in_read_order(line.words)):
            glued = index == 0 and bool(pieces) and is_cjk(pieces[-1].text[-1]) and is_cjk(word.text[0])
            pieces.append(piece_of(word, not glued, turn))
    return tuple(pieces)


def piece_of(word: PageWord, spaced: bool, turn: Placing) -> Piece:
    """A word of a page on its way into the text. ``spaced``: white space stands before it."""
    return Piece(word.text, spaced, turn.page_box(word.box), word.seen_by, word.doubts, word.alternatives)


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a line without a wide gap between them."""

    words: tuple[PageWord, ...]

    @property
    def extent(self) -> Extent:
        """From where its words begin to where they end."""
        return Extent(min(word.x0 for word in self.words), max(word.x1 for word in self.words))

    @property
    def text(self) -> str:
        """The words with spaces between."""
        return " ".join(word.text for word in self.words)

    @property
    def size(self) -> float:
        """The size of its largest word, in points."""
        return max(word.size for word in self.words)


def runs_of_line(line: TextLine) -> list[Run]:
    """A line cut at gaps that are clearly wider than a space."""
    runs: list[list[PageWord]] = []
    for word in line.words:
        if (runs and _close(runs[-1][-1], word)) or (len(runs) == 1 and _is_bullet(runs[0])):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [Run(tuple(run)) for run in runs]


def with_centred_labels(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines, where figures stand half way between the two lines of their label, with the three as one.

    The sign: the lines are nearer to each other than lines of type can be, and the label ends before the figures. Where
    figures follow as near below the third line too, every label has its own a little lower, and none has two lines.
    """
    joined: list[TextLine] = []
    at = 0
    while at < len(lines):
        if at + 2 < len(lines) and _is_centred(*lines[at : at + 3]) and not _are_lowered(lines[at : at + 4]):
            above, figures, below = lines[at : at + 3]
            own, rest = _parted(figures)
            labels = _labels(above, own, below)
            joined.append(TextLine((*(word for label in labels for word in label), *rest)))
            at += 3
        else:
            joined.append(lines[at])
            at += 1
    return joined


def _parted(line: TextLine) -> tuple[tuple[PageWord, ...], tuple[PageWord, ...]]:
    """The words of a line before its first figure, and the others."""
    first = next((at for at, word in enumerate(line.words) if looks_numeric(word.text)), len(line.words))
    return line.words[:first], line.words[first:]


def _labels(above: TextLine, own: Sequence[PageWord], below: TextLine) -> list[list[PageWord]]:
    """The labels in two lines and in ``own`` words between them, each whole, from left to right: what stands below a
    piece of one follows it.
    """
    labels: list[list[PageWord]] = []
    for run in (*runs_of_line(above), *(runs_of_line(TextLine(tuple(own))) if own else ()), *runs_of_line(below)):
        over = next((label for label in labels if _overlap(Run(tuple(label)).extent, run.extent)), None)
        if over is None:
            labels.append([*run.words])
        else:
            over.extend(run.words)
    return sorted(labels, key=lambda words: min(word.x0 for word in words))


def _overlap(one: Extent, other: Extent) -> bool:
    return one.start < other.end and other.start < one.end


def _is_centred(above: TextLine, figures: TextLine, below: TextLine) -> bool:
    """Whether a line of figures stands half way between two lines of one label. A label of another level may stand
    before the figures, beside both.
    """
    own, rest = _parted(figures)
    if not rest or max(word.x1 for word in (*above.words, *below.words)) > rest[0].x0:
        return False
    around = [label for label in _labels(above, own, below) if _is_around(label, above, own, below)]
    if own and not around:
        return False
    first, near = rest[0], _TOO_NEAR * rest[0].size
    top, foot = (around[-1][0], around[-1][-1]) if own else (above.words[0], below.words[0])
    return 0 < first.middle - top.middle < near and 0 < foot.middle - first.middle < near


def _is_around(label: Sequence[PageWord], above: TextLine, own: Sequence[PageWord], below: TextLine) -> bool:
    """Whether a label has words above and below, and none between them."""
    high, low = (any(word in line.words for word in label) for line in (above, below))
    return high and low and not any(word in own for word in label)


def _are_lowered(lines: Sequence[TextLine]) -> bool:
    """Whether of four lines the second and the last are figures that stand as low below the lines above them."""
    if len(lines) < 4 or not looks_numeric(lines[3].words[0].text):
        return False
    lower, next_lower = (lines[n + 1].words[0].middle - lines[n].words[0].middle for n in (0, 2))
    return (
        0 < next_lower < _TOO_NEAR * lines[3].words[0].size
        and abs(lower - next_lower) <= _EVEN * lines[3].words[0].size
    )


def _close(left: PageWord, right: PageWord) -> bool:
    """Whether no wide gap stands between two words. Two figures need less: a space inside a number is narrow."""
    figures = looks_numeric(left.text) and looks_numeric(right.text)
    return right.x0 - left.x1 <= (_FIGURE_GAP if figures else _WIDE_GAP) * max(left.size, right.size)


def _is_bullet(run: Sequence[PageWord]) -> bool:
    """Whether a line begins with the mark of a list: a sign, or a character of a symbol font, not "/", a value."""
    text = run[0].text
    return len(run) == 1 and len(text) == 1 and text != "/" and category(text) in {"So", "Po", "Co", "Sm", "Cn"}
