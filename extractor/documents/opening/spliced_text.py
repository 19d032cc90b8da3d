"""A document with characters put into its text: whatever points behind them moves."""

from dataclasses import replace

from extractor.documents.model import Document, Place, Row, Span, Word


def spliced(document: Document, at: int, until: int, text: str) -> Document:
    """The document with ``text`` in place of its characters from ``at`` to ``until``; where those are a word or a cell,
    that reaches over all of the new ones.
    """
    by = len(text) - (until - at)
    return replace(
        document,
        text=document.text[:at] + text + document.text[until:],
        rows=tuple(_row(row, at, until, by) for row in document.rows),
        words=tuple(_word(word, at, until, by) for word in document.words),
        stored_numbers=tuple(_span(span, at, until, by) for span in document.stored_numbers),
        line_heads=frozenset(head + by if head >= until else head for head in document.line_heads),
    )


def _row(row: Row, at: int, until: int, by: int) -> Row:
    if row.cells[-1].place.span[1] < at:
        return row
    return replace(row, cells=tuple(replace(cell, place=_place(cell.place, at, until, by)) for cell in row.cells))


def _word(word: Word, at: int, until: int, by: int) -> Word:
    return word if word.place.span[1] < at else replace(word, place=_place(word.place, at, until, by))


def _place(place: Place, at: int, until: int, by: int) -> Place:
    return replace(place, span=_span(place.span, at, until, by))


def _span(span: Span, at: int, until: int, by: int) -> Span:
    start, end = span
    if start >= until:
        return start + by, end + by
    return (start, end + by) if end >= until > at else span
