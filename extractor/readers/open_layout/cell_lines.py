"""Cells that print a label and its value below it: the boxes of a form."""

from collections.abc import Sequence

from extractor.documents.model import Document, Word
from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.readers.open_layout.open_labels import label_fit
from extractor.readers.open_layout.printed_bands import Fragment
from extractor.readers.open_layout.text_lines import has_several_lines
from extractor.schemas.shape import ShapeLeaf

_LABEL_LINES = 2
"""Lines of the longest label in a box."""


def lines_in_cell(document: Document, piece: Fragment) -> list[str]:
    """The lines of a fragment: on paper by where its words stand, in other files by where a line begins in the cell."""
    words = piece.words or tuple(document.words_in(piece.place.span))
    lines: list[list[Word]] = []
    for word in words:
        if not lines or _begins(document, lines[-1][0], word):
            lines.append([word])
        else:
            lines[-1].append(word)
    return [" ".join(word.text for word in line) for line in lines]


def _begins(document: Document, first: Word, word: Word) -> bool:
    above, box = first.place.box, word.place.box
    if above is None or box is None:
        return word.place.span[0] in document.line_heads
    return box[1] >= (above[1] + above[3]) / 2 and box[0] < above[2]


def value_in_box(document: Document, piece: Fragment, leaf: ShapeLeaf) -> tuple[str, int, tuple[Doubt, ...]] | None:
    """The value below a label of a leaf in the same cell: its text, the rank of the label, and what speaks against it;
    None where the cell prints no such label, or nothing below it."""
    lines = lines_in_cell(document, piece)
    for count in range(min(_LABEL_LINES, len(lines) - 1), 0, -1):
        fit = label_fit(" ".join(lines[:count]), leaf.labels)
        if fit is not None:
            text, doubts = _below(lines[count:], leaf)
            return text, fit.rank, (*fit.doubts, doubt(DoubtKind.LABEL_ABOVE), *doubts)
    return None


def _below(lines: Sequence[str], leaf: ShapeLeaf) -> tuple[str, tuple[Doubt, ...]]:
    if leaf.kind != "text" or len(lines) == 1:
        return " ".join(lines), ()
    if has_several_lines(leaf):
        return " ".join(lines), (doubt(DoubtKind.LINES_BELOW, lines[0], lines[1]),)
    return lines[0], (doubt(DoubtKind.GOES_ON_BELOW, lines[0], lines[1]),)
