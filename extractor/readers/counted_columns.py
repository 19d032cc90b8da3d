"""Marks that count the columns of a table, with numbers or letters, and name none: "(1) (2) (3)", "a b c"."""

import re
from collections.abc import Iterator, Sequence

from extractor.schemas.values import fold_width

_MARK = re.compile(r"[(\[]?\s*(?:(?P<letter>[a-z])|(?P<number>\d{1,2}))\s*[)\].]?")
_FEWEST, _MOST_OTHERS = 4, 0.4
"""Columns that are counted at least, and the share of their marks that may be misread: of fourteen letters in small
print three were.
"""


def without_marks(texts: Sequence[str]) -> list[str]:
    """The texts of cells, from left to right, but for marks in a row that run on from one to the next."""
    found: list[str] = []
    for run, is_mark in _runs(texts):
        if not (is_mark and _counts(run)):
            found += run
    return found


def _runs(texts: Sequence[str]) -> Iterator[tuple[list[str], bool]]:
    """The texts in runs of marks and of others."""
    run: list[str] = []
    before = False
    for text in texts:
        now = _MARK.fullmatch(_plain(text)) is not None
        if run and now != before:
            yield run, before
            run = []
        run.append(text)
        before = now
    if run:
        yield run, before


def _plain(text: str) -> str:
    return fold_width(text).strip().lower()


def _counts(marks: Sequence[str]) -> bool:
    """Whether most of some marks are what their place in the row makes them."""
    starts = []
    for at, text in enumerate(marks):
        if (mark := _MARK.fullmatch(_plain(text))) is not None:
            value = ord(mark["letter"]) if mark["letter"] else int(mark["number"])
            starts.append((mark.lastgroup, value - at))
    alike = max((starts.count(start) for start in starts), default=0)
    return len(marks) >= _FEWEST and len(marks) - alike <= _MOST_OTHERS * len(marks)
