"""Running heads and feet: lines that belong to the page and to no table, wherever they stand.

A line is one if it says which page it is, if it comes back at the edge of several pages with another number, or if a
lone number stands behind words that are printed over the tables as the document's title ("Annual report 2021 | 12").
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from extractor.documents.model import Cell, Row
from extractor.readers.labels import LabelBook
from extractor.readers.page_words import PageWords
from extractor.schemas.remembered import Remembered
from extractor.schemas.values import fold_width

_EDGE = 2
"""Rows from the edge of a page at which running lines stand."""
_MOST = 1000
"""Numbers of pages are below this."""
_OPENING = 12
"""Rows at the beginning of a document in which its title is looked for."""
_SHORTEST = 4
"""Letters and digits of a title that is worth comparing."""
_TITLE = 80
"""Characters of a line that can be a title."""
_PART = re.compile(r"\s*[|·•]\s*|\t+|\s{3,}")
_DIGITS = re.compile(r"\d+")


def running_rows(
    rows: Sequence[Row], words: PageWords, book: LabelBook, title: str, is_known: Callable[[str], bool]
) -> frozenset[int]:
    """The numbers of the rows that are running heads or feet. ``title``: what documents of this schema are called;
    ``is_known`` knows the titles, headings and labels of its form, which are none.
    """
    first = next((n for n, row in enumerate(rows) if any(is_known(cell.text) for cell in _printed(row))), len(rows))
    lines = [row.text for row in rows[: min(first, _OPENING)] if len(row.text) <= _TITLE]
    titles = [core for line in (*lines, title) if len(core := book.fold(line).short) >= _SHORTEST]
    parts = [_parts(row) for row in rows]
    found = {n for n, each in enumerate(parts) if _says_page(each, words)}
    found.update(n for n, each in enumerate(parts) if n > first and _under_title(each, titles, book))
    found.update(n for pair in _pairs(rows, parts, words, book, titles) if min(pair) > first for n in pair)
    found.update(_recurring(rows, parts))
    return frozenset(n for n in found if not any(is_known(cell.text) for cell in _printed(rows[n])))


def without_running(rows: Sequence[Row], running: frozenset[int]) -> tuple[Row, ...]:
    """The rows, those that are running heads and feet without their cells."""
    return tuple(Row((), row.table) if number in running else row for number, row in enumerate(rows))


def _printed(row: Row) -> list[Cell]:
    return [cell for cell in row.cells if cell.text]


def _parts(row: Row) -> list[str]:
    """What stands in a row, apart where cells, bars or wide gaps part it."""
    return [part for cell in row.cells if cell.text for part in _PARTS[cell.text]]


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in _PART.split(text.strip(" |")) if part.strip())


_PARTS = Remembered(_split)


def _says_page(parts: Sequence[str], words: PageWords) -> bool:
    """Whether a row says which page it is, with a few words besides at most, and holds no other number of its own."""
    if not 0 < len(parts) <= 3 or not any(words.is_page_mark(part) for part in parts):
        return False
    return not any(_is_number(part) for part in parts)


def _is_number(text: str) -> bool:
    return _DIGITS.fullmatch(fold_width(text).replace(",", "")) is not None


def _under_title(parts: Sequence[str], titles: Sequence[str], book: LabelBook) -> bool:
    """Whether a row is most words of a title of the document and the number of a page, in this order or the other."""
    if len(parts) != 2:
        return False
    numbers = [part for part in parts if _is_page_number(part)]
    return len(numbers) == 1 and any(_is_title(part, titles, book) for part in parts if not _is_number(part))


def _is_page_number(part: str) -> bool:
    return _is_number(part) and int(fold_width(part).replace(",", "")) < _MOST


def _is_title(part: str, titles: Sequence[str], book: LabelBook) -> bool:
    core = book.fold(part).short
    return len(core) >= _SHORTEST and any(core in title and 2 * len(core) >= len(title) for title in titles)


def _pairs(
    rows: Sequence[Row], parts: Sequence[Sequence[str]], words: PageWords, book: LabelBook, titles: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """Rows that print one cell, one of a title and one of a page's number, that follow each other where every cell has
    a line of its own. More numbers behind that one would make it a row of values.
    """
    lone = [n for n, row in enumerate(rows) if len(_printed(row)) == 1]
    for one, other in pairwise(lone):
        if other != one + 1:
            continue
        text, below = (_printed(rows[n])[0].text for n in (one, other))
        follower = parts[other + 1] if other + 1 < len(rows) else []
        counts_on = bool(follower) and all(map(_is_number, follower))
        if _is_title(text, titles, book) and (words.is_page_mark(below) or (_is_page_number(below) and not counts_on)):
            yield one, other


def _recurring(rows: Sequence[Row], parts: Sequence[Sequence[str]]) -> Iterator[int]:
    """Rows at the edges of pages that come back on other pages, alike but for their digits."""
    edges: dict[str, list[tuple[int, int]]] = {}
    for page, number in _edges(rows):
        masked = _DIGITS.sub("#", " ".join(parts[number]))
        if any(char.isalpha() for char in masked) and len(parts[number]) <= 3 and not _many(parts[number]):
            edges.setdefault(masked, []).append((page, number))
    for places in edges.values():
        if len({page for page, _ in places}) > 1:
            yield from (number for _, number in places)


def _many(parts: Sequence[str]) -> bool:
    """Whether a row prints several numbers on their own, as rows of a table do."""
    return sum(1 for part in parts if _is_number(part)) > 1


def _edges(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Page and number of the rows at the edges of pages, in files that have more than one."""
    pages: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        if _printed(row):
            pages.setdefault(row.cells[0].place.page, []).append(number)
    for page, numbers in pages.items() if len(pages) > 1 else ():
        yield from ((page, number) for number in dict.fromkeys((*numbers[:_EDGE], *numbers[-_EDGE:])))
