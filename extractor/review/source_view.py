"""The lines of a document around a place, with the characters of the place marked.

The text that the readers saw is shown: the one in the store, or the file opened again if it still has the same
content. Where neither is to be had, the stored quote is all there is to show, and the view says so.
"""

import hashlib
import re
from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from extractor.documents import Span
from extractor.documents.file_names import path_of_text
from extractor.documents.file_parts import FilePart, hash_of_file, name_of_part
from extractor.documents.irregular import check_regular
from extractor.documents.opening.guarded import open_guarded
from extractor.documents.opening.members import read_file
from extractor.errors import DocumentError, OpenerDefect
from extractor.readers.reading import Spot
from extractor.review.source_search import find_text
from extractor.review.spoken_words import tell
from extractor.route import Result
from extractor.schemas.values import fold_width
from extractor.store import Source, Store

Origin: TypeAlias = Literal["document", "quote"]
"""document: lines of the document's text. quote: only the few characters stored with the field."""

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_KEPT = 4
"""Texts kept at hand: the current document and the few a reviewer goes back to."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the document's text; ``number`` counts from 1, ``marks`` are offsets within ``text``."""

    number: int
    text: str
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceView:
    """What to show for a place. ``focus`` is the index of the first marked line; ``note`` says what is missing.

    ``pages``: how many there are, 0 where they are those of a part of a file and keep its numbers. ``near``: what is
    marked is not the place itself but the nearest one known.
    """

    lines: tuple[SourceLine, ...]
    focus: int | None = None
    origin: Origin = "document"
    note: str = ""
    page: int = 1
    pages: int = 1
    near: bool = False


@dataclass(frozen=True)
class ShownText:
    """The text of a document with the offsets at which its lines start."""

    text: str
    starts: tuple[int, ...]
    pages: int = 1
    reopened: bool = False

    @classmethod
    def of(cls, source: Source, reopened: bool = False) -> "ShownText":
        """The text of a stored or newly opened document."""
        starts = (0, *(index + 1 for index, char in enumerate(source.text) if char == "\n"))
        return cls(source.text, starts, source.pages, reopened)

    def line_at(self, offset: int) -> int:
        """Index of the line that an offset falls into."""
        return bisect_right(self.starts, offset) - 1

    def lines(self, first: int, last: int, span: Span | None = None) -> tuple[SourceLine, ...]:
        """Lines by index, both ends included and cut to what there is, with the part of ``span`` in each marked."""
        return tuple(self._line(index, span) for index in range(max(0, first), min(last, len(self.starts) - 1) + 1))

    def _line(self, index: int, span: Span | None) -> SourceLine:
        begin = self.starts[index]
        end = self.starts[index + 1] - 1 if index + 1 < len(self.starts) else len(self.text)
        text = self.text[begin:end].removesuffix("\r")
        return SourceLine(index + 1, text, () if span is None else _marks(span, begin, begin + len(text)))


class SourceShelf:
    """The texts of the documents under review; one that cannot be had is remembered with the reason."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._texts: OrderedDict[str, ShownText | str] = OrderedDict()

    def text(self, result: Result) -> ShownText | str:
        """The text of a document, or the reason why there is none."""
        found = self._texts.get(result.sha256)
        if found is None:
            stored = self._store.source(result.sha256)
            found = _reopen(path_of_text(result.path), result.sha256) if stored is None else ShownText.of(stored)
            self._texts[result.sha256] = found
            if len(self._texts) > _KEPT:
                self._texts.popitem(last=False)
        return found

    def prints(self, result: Result, number: int) -> bool:
        """Whether a number is printed anywhere in a document; True where there is no text to look at."""
        shown = self.text(result)
        if isinstance(shown, str):
            return True
        text = _THOUSANDS.sub("", fold_width(shown.text))
        return re.search(rf"(?<![\d.]){abs(number)}(?!\d|\.\d)", text) is not None

    def start_of(self, result: Result, number: int) -> int | None:
        """The offset at which a line starts, by its number; None where there is no text."""
        shown = self.text(result)
        return None if isinstance(shown, str) or not 0 < number <= len(shown.starts) else shown.starts[number - 1]

    def find(self, result: Result, wanted: str) -> tuple[Span, ...]:
        """Where a text stands in a document; nowhere where there is no text to look in."""
        shown = self.text(result)
        return () if isinstance(shown, str) else find_text(shown.text, wanted)

    def view(self, result: Result, spot: Spot | None, quote: str, context: int = 12) -> SourceView:
        """``context`` lines before and after a place; without a place the head of the document."""
        shown = self.text(result)
        if isinstance(shown, str):
            return _quoted(quote, shown)
        part = FilePart.parse(name_of_part(result.sha256))
        pages = 0 if part is not None and part.unit == "page" else shown.pages
        if spot is None or spot.span is None:
            note = tell("no_place_known")
            return SourceView(shown.lines(0, 2 * context), note=note, pages=pages)
        start, end = spot.span
        if shown.reopened and not _bears(shown.text[start:end], quote):
            return _quoted(quote, tell("reads_otherwise"))
        first, last = shown.line_at(start), shown.line_at(max(start, end - 1))
        top = max(0, first - context)
        lines = shown.lines(top, last + context, spot.span)
        return SourceView(lines, first - top, page=spot.page, pages=pages)


def _bears(printed: str, quote: str) -> bool:
    """Whether the characters at a place are those that were read there; a cell may be broken over lines."""
    return "".join(quote.split()) in "".join(printed.split())


def _quoted(quote: str, why: str) -> SourceView:
    lines = tuple(SourceLine(0, text, ((0, len(text)),)) for text in quote.splitlines() if text)
    shown = tell("printed_then" if lines else "nothing_stored")
    return SourceView(lines, 0 if lines else None, "quote", f"{why} {shown}")


def _marks(span: Span, begin: int, end: int) -> tuple[Span, ...]:
    start, stop = max(span[0], begin), min(span[1], end)
    if start < stop or (span[0] == span[1] and begin <= span[0] <= end):
        return ((start - begin, stop - begin),)
    return ()


def _reopen(path: Path, sha256: str) -> ShownText | str:
    try:
        check_regular(path)
        content = read_file(path)
    except OSError:
        return tell("file_gone", path=path)
    except DocumentError as error:
        return tell("file_unreadable", why=error)
    if hashlib.sha256(content).hexdigest() != hash_of_file(sha256):
        return tell("file_changed", path=path)
    try:
        return ShownText.of(Source.of(open_guarded(path)), reopened=True)
    except (DocumentError, OpenerDefect) as error:
        return tell("file_unreadable", why=error)
