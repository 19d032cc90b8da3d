"""A document as a model is shown it, and which of its words stand so close that they are one: some files store every
character by itself."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from extractor.documents.model import Cell, Document, Span
from extractor.readers.record.print_lines import LineWord, WordLine, is_spaced, lines_by_rows
from extractor.readers.record.stacked_rows import with_split_rows

_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
"""Characters of scripts that put no spaces between words."""


class PrintedSpacing:
    """The text of a document with spaces only where they are seen."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def glued(self) -> frozenset[int]:
        """Where words begin that touch the one before them."""
        found: set[int] = set()
        for line in lines_by_rows(self._document).lines:
            ends = [start + len(word.text) for start, word in zip(line.starts, line.words, strict=True)]
            pairs = pairwise(zip(line.starts, ends, line.words, strict=True))
            found |= {word.place.span[0] for (_, end, _), (start, _, word) in pairs if start == end}
            found |= {word.place.span[0] for word in _unspaced(line)}
        return frozenset(found)

    def text(self, span: Span) -> str:
        """What is printed between two characters."""
        if not self.glued:
            return " ".join(self._document.text[span[0] : span[1]].split())
        words = [word.place.span for word in self._document.words_in(span)]
        return self.joined([(max(start, span[0]), min(end, span[1])) for start, end in words])

    def joined(self, spans: Sequence[Span]) -> str:
        """The words at these places, one behind the other."""
        found = ""
        for start, end in spans:
            text = " ".join(self._document.text[start:end].split())
            found += text if not found or start in self.glued else f" {text}"
        return found


def _unspaced(line: WordLine) -> Iterator[LineWord]:
    """The words of a line set character by character that follow one without a space between, as in scripts that have
    none."""
    if not is_spaced(line.words):
        return
    for at, (left, right) in enumerate(pairwise(line.words)):
        gap = line.text[line.starts[at] + len(left.text) : line.starts[at + 1]]
        if gap == " " and len(left.text) == len(right.text) == 1 and _NO_SPACES.search(left.text + right.text):
            yield right


def as_printed(document: Document) -> Document:
    """The document as a model is shown it: of rows whose cells hold a whole printed column each every line is a row of
    its own, and words that touch are one.
    """
    document = with_split_rows(document)
    spacing = PrintedSpacing(document)
    if not spacing.glued:
        return document
    rows = (replace(row, cells=tuple(_spaced(cell, spacing) for cell in row.cells)) for row in document.rows)
    return replace(document, rows=tuple(rows))


def _spaced(cell: Cell, spacing: PrintedSpacing) -> Cell:
    text = spacing.text(cell.place.span) if cell.text else ""
    return replace(cell, text=text) if text and len(text) < len(cell.text) else cell
