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


def _close(left: PageWord, right: PageWord) -> bool:
    """Whether no wide gap stands between two words. Two figures need less: a space inside a number is narrow."""
    figures = looks_numeric(left.text) and looks_numeric(right.text)
    return right.x0 - left.x1 <= (_FIGURE_GAP if figures else _WIDE_GAP) * max(left.size, right.size)


def _is_bullet(run: Sequence[PageWord]) -> bool:
    """Whether a line begins with the mark of a list: a sign, or a character of a symbol font, not "/", a value."""
    text = run[0].text
    return len(run) == 1 and len(text) == 1 and text != "/" and category(text) in {"So", "Po", "Co", "Sm", "Cn"}
