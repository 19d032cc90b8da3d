"""The numbers that pages print: where they begin again, another document may begin."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from extractor.documents.model import Document, Row
from extractor.schemas.values import fold_width

_EDGE = 3
"""Printed rows from the edge of a page at which its number stands."""
_NUMBER = r"(\d{1,4})"
_BARE = re.compile(r"(\d{1,4})\s?/\s?(\d{1,4})")
"""A number and how many there are, without a word."""
_PART = re.compile(r"\s*[|·•]\s*|\t+|\s{3,}")


class PageNumber(NamedTuple):
    """What a page says of itself: its number, and of how many, 0 where it does not say."""

    number: int
    total: int


@dataclass(frozen=True)
class PageNumbers:
    """The numbers of the pages of a file, by where the page stands in it. ``pages``: all pages that print anything."""

    numbers: Mapping[int, PageNumber]
    pages: tuple[int, ...]

    @classmethod
    def of(cls, document: Document) -> "PageNumbers":
        """What the edges of the pages say."""
        rows: dict[int, list[Row]] = {}
        for row in document.rows:
            if any(cell.text for cell in row.cells):
                rows.setdefault(row.cells[0].place.page, []).append(row)
        found = {page: number for page, each in rows.items() if (number := _of_page(each)) is not None}
        return cls(found, tuple(rows))

    @property
    def runs(self) -> tuple[tuple[int, ...], ...]:
        """The pages of every document as their numbers tell it; none where a page prints no number, one is left out or
        a document has fewer pages than it says.
        """
        runs: list[list[int]] = []
        for page in self.pages:
            said = self.numbers.get(page)
            if said is None:
                return ()
            if said.number == 1:
                runs.append([])
            if not runs or said.number != len(runs[-1]) + 1:
                return ()
            runs[-1].append(page)
        complete = (self.numbers[page].total in (0, len(run)) for run in runs for page in run)
        return tuple(map(tuple, runs)) if all(complete) else ()

    def begin_again_at(self, page: int) -> bool:
        """Whether the pages of a document are counted to their end before this page, and from the first on it."""
        runs = self.runs
        return any(run[0] == page for run in runs[1:])

    def goes_on_at(self, page: int) -> bool:
        """Whether a page is numbered as one after the first."""
        said = self.numbers.get(page)
        return said is not None and said.number > 1

    def is_number(self, row: Row) -> bool:
        """Whether a row says nothing but which page it is."""
        return any(cell.text for cell in row.cells) and all(
            _number_in(cell.text, whole=True) is not None for cell in row.cells if cell.text
        )


def _of_page(rows: Sequence[Row]) -> PageNumber | None:
    """The one number that the edges of a page say; None where they say none, or several."""
    edges = [*rows[:_EDGE], *rows[max(_EDGE, len(rows) - _EDGE) :]]
    found = {number for row in edges for number in _numbers_in(row)}
    return found.pop() if len(found) == 1 else None


def _numbers_in(row: Row) -> Iterator[PageNumber]:
    for cell in row.cells:
        for part in (cell.text, *_PART.split(cell.text.strip(" |"))):
            if (found := _number_in(part, whole=False)) is not None:
                yield found


@lru_cache(maxsize=4096)
def _number_in(text: str, whole: bool) -> PageNumber | None:
    plain = " ".join(fold_width(text).lower().split())
    if match := _BARE.fullmatch(plain):
        return _counted(match.groups())
    for pattern, counted in _marks():
        match = pattern.fullmatch(plain) if whole or not counted else pattern.search(plain)
        if match is not None:
            return _counted(match.groups())
    return None


def _counted(numbers: Sequence[str]) -> PageNumber | None:
    """Of two numbers the smaller one is that of the page, in whatever order they are told."""
    ordered = sorted(map(int, numbers))
    if ordered[0] < 1:
        return None
    return PageNumber(ordered[0], ordered[1] if len(ordered) > 1 else 0)


@cache
def _marks() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """How pages say their number in any language; those that say of how many, first: these are found within a line."""
    texts = {" ".join(fold_width(mark).lower().split()) for section in _sections().values() for mark in section["page"]}
    found = []
    for text in sorted(texts, key=lambda text: (-text.count("{n}"), text)):
        pieces = (re.escape(piece.strip()).replace(r"\ ", r"\s*") for piece in text.split("{n}"))
        pattern = rf"\s*{_NUMBER}\s*".join(pieces).strip()
        found.append((re.compile(rf"(?<![a-z\d])(?:{pattern})(?![a-z\d])"), text.count("{n}") > 1))
    return tuple(found)


@cache
def annex_words() -> re.Pattern[str]:
    """What a line begins with that leads to something of this document, or quoted in it, and to no other document."""
    words = sorted({word for section in _sections().values() for word in section.get("annex", ())}, key=len)
    return re.compile("|".join(rf"{re.escape(word)}(?![a-z])" for word in reversed(words)), re.IGNORECASE)


def _sections() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The words of every language, with the marks that need none."""
    place = Path(__file__).parents[1] / "page_words.toml"
    return tomllib.loads(place.read_text("utf-8"))
