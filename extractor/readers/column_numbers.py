"""Rows of a table that number its columns, as forms print them under the headings: "(a) (b) (c)", "1 2 3 4 5 6".

They are no values, and whoever reads them as such has a table with one row too many.
"""

import re
from collections.abc import Iterator, Sequence

from extractor.documents.model import Row
from extractor.schemas.values import fold_width, looks_like_value

_MARKED = re.compile(r"\(\s*(?P<inner>\d{1,2}|[a-z])\s*\)|\[\s*(?P<squared>\d{1,2}|[a-z])\s*\]|(?P<letter>[a-z])", re.I)
_BARE = re.compile(r"\d{1,2}")
_LEAST_MARKED, _LEAST_BARE = 3, 5
"""So many columns at least are numbered: with letters or in brackets, and with figures that values may be as well."""


def numbering_rows(rows: Sequence[Row]) -> frozenset[int]:
    """The numbers of the rows that number the columns of their table: every cell counts on from the one before, the
    first from the beginning, with one other sign at most in front of them. Figures without brackets do so only between
    headings and a row of values.
    """
    return frozenset(number for number, row in enumerate(rows) if row.table is not None and _numbers(rows, number))


def _numbers(rows: Sequence[Row], number: int) -> bool:
    texts = [fold_width(cell.text).strip() for cell in rows[number].cells if cell.text]
    for begin in (texts, texts[1:] if texts and len(texts[0]) == 1 else []):
        if len(begin) >= _LEAST_MARKED and _counts_on([*_ordinals(begin, _MARKED)], len(begin)):
            return True
        if len(begin) >= _LEAST_BARE and _counts_on([*_ordinals(begin, _BARE)], len(begin)):
            return _is_under_headings(rows, number)
    return False


def _ordinals(texts: Sequence[str], pattern: re.Pattern[str]) -> Iterator[int]:
    for text in texts:
        found = pattern.fullmatch(text)
        if found is None:
            return
        said = next((group for group in found.groups() if group), found[0]).lower()
        yield int(said) if said.isdigit() else ord(said) - ord("a") + 1


def _counts_on(ordinals: Sequence[int], count: int) -> bool:
    return len(ordinals) == count and all(at == ordinal for at, ordinal in enumerate(ordinals, 1))


def _is_under_headings(rows: Sequence[Row], number: int) -> bool:
    """Whether words stand in the row above, in the same table, and as many values in the one below."""
    table = rows[number].table
    above = [cell.text for cell in rows[number - 1].cells if cell.text] if number else []
    below = [cell.text for cell in rows[number + 1].cells if cell.text] if number + 1 < len(rows) else []
    if not above or not below or {rows[number - 1].table, rows[number + 1].table} != {table}:
        return False
    return not any(map(looks_like_value, above)) and sum(map(looks_like_value, below)) >= _LEAST_BARE
