"""Numbers and letters that a form counts its columns with: "1 2 3" or "(a) (b) (c)", in a row of their own below the
headings or at the end of each. They say nothing of the values, and a heading with its mark is that heading.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from extractor.documents.model import Cell, Row
from extractor.schemas.values import fold_width, looks_like_value

_FEWEST = 3
"""Columns that are counted at least: two numbers beside each other may be anything."""
_FEWEST_BARE = 5
"""The same where the numbers stand without brackets, as values do."""
_READ = 2 / 3
"""Share of a row of letters that is what it should be at least: letters that stand alone are easily misread."""
_LONGEST = 4
"""Characters of a mark with its brackets."""
_MARK = re.compile(r"[(\[]?\s*(\d{1,2}|[^\W\d_])\s*[)\].]?")
_LAST = re.compile(r"(?P<head>.*\S)\s+(?P<mark>[(\[]?\s*(?:\d{1,2}|[^\W\d_])\s*[)\].]?)", re.DOTALL)
_WORDY = re.compile(r"[^\W\d_]{2}")


class Unmarked(NamedTuple):
    """Rows whose headings have lost their marks, and the numbers of those that hold nothing else."""

    rows: tuple[Row, ...]
    marks: frozenset[int]


def without_column_marks(rows: Sequence[Row], is_known: Callable[[str], bool]) -> Unmarked:
    """The rows without what counts their columns. ``is_known`` knows the headings of the form to the letter: what
    is one of them as it stands has no mark at its end.
    """
    marks = rows_of_marks(rows, is_known)
    found = [Row((), row.table) if number in marks else row for number, row in enumerate(rows)]
    for run in _runs_of_headings(found):
        for number, row in _unmarked(run, is_known):
            found[number] = row
    return Unmarked(tuple(found), marks)


def rows_of_marks(rows: Sequence[Row], is_known: Callable[[str], bool] = lambda text: False) -> frozenset[int]:
    """The numbers of the rows that hold nothing but marks, below headings of their table. Bare numbers are marks only
    where a row of as many values follows: they may be values themselves.
    """
    found: set[int] = set()
    above: Row | None = None
    for number, row in enumerate(rows):
        printed = [cell for cell in row.cells if cell.text]
        if row.table is not None and above is not None and above.table == row.table and len(printed) >= _FEWEST:
            texts = [fold_width(cell.text).strip() for cell in printed]
            marks = _are_marks(texts, rows[number + 1 : number + 2], row.table) and _is_heading_row(above)
            if marks and not any(is_known(cell.text) for cell in printed):
                found.add(number)
                continue
        above = row if printed else above
    return frozenset(found)


def _are_marks(texts: Sequence[str], below: Sequence[Row], table: int) -> bool:
    if _are_letters(texts):
        return True
    if not _are_numbers(texts):
        return False
    bare = all(text.isdecimal() for text in texts[1:])
    values = sum(1 for row in below if row.table == table for cell in row.cells if looks_like_value(cell.text))
    return not bare or values >= len(texts) - 1 >= _FEWEST_BARE - 1


def _is_heading_row(row: Row) -> bool:
    """Whether a row holds words in several columns and no value."""
    printed = [cell.text for cell in row.cells if cell.text]
    return sum(bool(_WORDY.search(text)) for text in printed) > 1 and not any(map(looks_like_value, printed))


def _are_numbers(texts: Sequence[str]) -> bool:
    """Whether texts count from 1 up, behind a sign of the first column that is none of them."""
    marks = [_number(text) for text in texts]
    behind = marks[1:] if marks[0] is None and len(texts[0]) == 1 else marks
    return len(behind) >= _FEWEST and behind == [*range(1, len(behind) + 1)]


def _number(text: str) -> int | None:
    found = _MARK.fullmatch(text)
    if found is None or not found[1].isdecimal():
        return int(unicodedata.numeric(text, 0)) or None if len(text) == 1 and not text.isalpha() else None
    return int(found[1])


def _are_letters(texts: Sequence[str]) -> bool:
    """Whether texts are the letters from the first one on, most of them read as such."""
    if any(len(text) > _LONGEST for text in texts):
        return False
    found = [_MARK.fullmatch(text) for text in texts]
    right = sum(1 for at, match in enumerate(found) if match is not None and match[1].lower() == _letter(at))
    return right >= _FEWEST and right >= _READ * len(texts)


def _letter(at: int) -> str:
    return chr(ord("a") + at)


def _runs_of_headings(rows: Sequence[Row]) -> Iterator[list[tuple[int, Row]]]:
    """Rows of one table below each other without any value, by number."""

    def kind(each: tuple[int, Row]) -> tuple[int | None, bool]:
        return each[1].table, any(looks_like_value(cell.text) for cell in each[1].cells if cell.text)

    for (table, valued), run in groupby(enumerate(rows), kind):
        if table is not None and not valued:
            yield [*run]


def _unmarked(run: Sequence[tuple[int, Row]], is_known: Callable[[str], bool]) -> Iterator[tuple[int, Row]]:
    """The rows of headings that lose the marks at their ends: these count the columns from left to right, and without
    them at least half of what they stand behind is known, with them nothing.
    """
    ended: list[tuple[Cell, str, str]] = []
    for _, row in run:
        for cell in row.cells:
            match = _LAST.fullmatch(fold_width(cell.text).strip()) if cell.text else None
            if match is not None and not is_known(cell.text):
                ended.append((cell, cell.text.rstrip()[: -len(match["mark"])].rstrip(), match["mark"]))
    ended.sort(key=lambda each: each[0].column)
    marks = [mark for _, _, mark in ended]
    known = sum(is_known(head) for _, head, _ in ended)
    if len(ended) < _FEWEST or 2 * known < len(ended) or not (_are_numbers(marks) or _are_letters(marks)):
        return
    heads = {cell.place.span: head for cell, head, _ in ended if head}
    for number, row in run:
        if any(cell.place.span in heads for cell in row.cells):
            cells = (replace(cell, text=heads.get(cell.place.span, cell.text)) for cell in row.cells)
            yield number, replace(row, cells=tuple(cells))
