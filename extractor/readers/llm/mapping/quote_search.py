"""Where a line prints the characters that a model quotes of it, also those that go on in the lines below."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from extractor.documents.model import Cell, Document, Place, Span
from extractor.readers.llm.mapping.printed_spacing import PrintedSpacing
from extractor.readers.llm.mapping.sheet import SheetLine
from extractor.readers.record.print_lines import lines_by_rows, lines_down_the_page
from extractor.readers.record.printed_texts import TextSearch


class QuotedPlace(NamedTuple):
    """What is printed where a quote was found, and the characters from its first to its last."""

    text: str
    span: Span


class QuoteSearch:
    """Finds quotes in one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._spacing = PrintedSpacing(document)

    def places(self, quote: str, line: SheetLine) -> tuple[QuotedPlace, ...]:
        """Where a line prints these characters as words of their own; spaces do not count. What is not in the line as
        a whole may begin there and go on below.
        """
        return tuple(self._in_line(quote, line)) or tuple(self._over_lines(quote, line))

    def cell(self, found: QuotedPlace, page: int) -> Cell:
        """The same as a cell."""
        text, span = found
        document = self._document
        seen_by = document.seen_by_at(span)
        return Cell(text, Place(page, span, None), 0, doubts=document.doubts_at(span), seen_by=seen_by)

    def _in_line(self, quote: str, line: SheetLine) -> Iterator[QuotedPlace]:
        signs = r"\s*".join(re.escape(sign) for sign in "".join(quote.split()))
        if not signs:
            return
        start, end = line.span
        before = r"(?<![^\W_])" if quote[0].isalnum() else ""
        behind = r"(?![^\W_])" if quote[-1].isalnum() else ""
        if quote[0].isdigit():
            before = r"(?<![^\W_])(?<!\d[.,])"
        if quote[-1].isdigit():
            behind = r"(?![^\W_]|[.,]\d)"
        for match in re.compile(f"{before}{signs}{behind}").finditer(self._document.text, start, end):
            yield QuotedPlace(self._spacing.text(match.span()), match.span())

    def _over_lines(self, quote: str, line: SheetLine) -> Iterator[QuotedPlace]:
        """A text that begins in a line and goes on below it."""
        start, end = line.span
        for search in self._searches:
            for found in search.find(quote):
                spans = [word.place.span for word in found.words]
                if found.whole and start <= spans[0][0] < end:
                    text = self._spacing.joined([word.place.span for word in found.words])
                    yield QuotedPlace(text, (min(at for at, _ in spans), max(at for _, at in spans)))
                    return

    @cached_property
    def _searches(self) -> tuple[TextSearch, ...]:
        return TextSearch(lines_down_the_page(self._document)), TextSearch(lines_by_rows(self._document))
