"""Numbers that a file stores as numbers: how they are written is up to whoever shows them, and never in doubt.

A workbook holds 31.125 and no text; a program shows it as 31.125 in one country and as 31,125 in the next. Openers
write a point. Where a form has a decimal comma, these numbers are written with one before anybody reads them, or
31.125 would be taken for more than thirty thousand. Text that somebody typed stays as it is.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractor.documents.model import Cell, Document, Span, Word

_OTHER_MARKS = str.maketrans(".,", ",.")


def with_decimal_comma(document: Document) -> Document:
    """The document with a comma before the decimals of every stored number, none of which counts as stored any more.
    Places stay what they are."""
    if not document.stored_numbers:
        return document
    text = _changed(document.text, 0, document.stored_numbers)
    words = tuple(_changed_word(word, document.stored_numbers) for word in document.words)
    rows = tuple(
        replace(row, cells=tuple(_changed_cell(cell, document.stored_numbers) for cell in row.cells))
        for row in document.rows
    )
    return replace(document, text=text, words=words, rows=rows, stored_numbers=())


def _changed(text: str, begin: int, numbers: Sequence[Span]) -> str:
    """A text that begins at an offset of the document, every stored number in it with the other marks."""
    end, parts, last = begin + len(text), list[str](), 0
    for first, behind in numbers[bisect_left(numbers, (begin, begin)) :]:
        if first >= end:
            break
        parts += (text[last : first - begin], text[first - begin : behind - begin].translate(_OTHER_MARKS))
        last = behind - begin
    return "".join((*parts, text[last:])) if parts else text


def _changed_word(word: Word, numbers: Sequence[Span]) -> Word:
    text = _changed(word.text, word.place.span[0], numbers)
    return word if text == word.text else replace(word, text=text, alternatives=_others(word.alternatives))


def _changed_cell(cell: Cell, numbers: Sequence[Span]) -> Cell:
    text = _changed(cell.text, cell.place.span[0], numbers)
    return cell if text == cell.text else replace(cell, text=text, alternatives=_others(cell.alternatives))


def _others(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text.translate(_OTHER_MARKS) for text in texts)
