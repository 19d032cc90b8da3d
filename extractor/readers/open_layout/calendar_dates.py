"""Dates and times as they are printed, to ISO 8601. Whether the day or the month stands first in 03/04/2024 is decided
by the other dates of the document, or not at all.
"""

import re
from collections.abc import Iterable
from datetime import time
from typing import Literal, NamedTuple, TypeAlias

from extractor.readers.labels import without_accents
from extractor.readers.open_layout.open_words import open_words
from extractor.readers.record.printed_dates import calendar_day, whole_year
from extractor.schemas.values import fold_width

DayOrder: TypeAlias = Literal["day", "month", ""]
"""Which of two numbers stands first in a date; empty where nothing tells it."""

_YEAR_FIRST = re.compile(r"(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})")
_ORDINAL, _BETWEEN = "|".join(open_words().ordinals), "|".join(open_words().between)
_HALVES = "|".join(map(re.escape, (*open_words().before_noon, *open_words().after_noon)))
_DAY_WORD = re.compile(
    rf"(?:[^\W\d]+\.?,\s*)?(\d{{1,2}})(?:\.|{_ORDINAL})?[\s-]*(?:(?:{_BETWEEN})\s+)?([^\W\d]+)\.?,?[\s-]+"
    rf"(?:(?:{_BETWEEN})\s+)?(\d{{4}})"
)
_WORD_DAY = re.compile(rf"(?:[^\W\d]+\.?,\s*)?([^\W\d]+)\.?[\s-]+(\d{{1,2}})(?:{_ORDINAL})?\s?[,.]?[\s-]+(\d{{4}})")
_TIME = re.compile(rf"(\d{{1,2}})[:.h](\d{{2}})(?:[:.](\d{{2}}))?\s?({_HALVES})?")
_DAY_WORD_SHORT = re.compile(r"(\d{1,2})([-/. ])([^\W\d]+)\.?\2['’]?(\d{2})")
"""A month by its name between a day and two figures of a year: 01-Apr-24."""
_LATEST, _EARLIEST = 40, 70
"""Two figures of a year: up to the first it is one of this century, from the second one of the last. Between them lie
days of birth as well as days to come, and nothing is guessed."""
_MONTHS = 12


class CalendarDate(NamedTuple):
    """A date that a text is, in ISO 8601. ``either``: day and month may be the other way round."""

    value: str
    either: str = ""


def day_order(texts: Iterable[str]) -> DayOrder:
    """Which number stands first in the dates of a document, by those that leave no choice; empty where none does, or
    they contradict each other."""
    found: set[DayOrder] = set()
    for text in texts:
        for match in _YEAR_LAST.finditer(text):
            first, second = int(match[1]), int(match[3])
            if _may_be_year_first(first, second, match[4], match[2]):
                continue
            if match[2] != "." and first <= 31 and second <= 31:
                found |= {"day"} if first > _MONTHS >= second else {"month"} if second > _MONTHS >= first else set()
    return found.pop() if len(found) == 1 else ""


def date_in(text: str, order: DayOrder) -> CalendarDate | None:
    """A text that is one date and nothing else; None for any other text."""
    plain = _plain(text)
    for pattern in (_YEAR_FIRST, _COMPACT):
        if (match := pattern.fullmatch(plain)) is not None:
            parts = [int(each) for each in match.groups() if each.isdigit()]
            return _dated(*parts)
    if (match := _YEAR_LAST.fullmatch(plain)) is not None:
        return _year_last(int(match[1]), int(match[3]), match[4], match[2], order)
    months = open_words().months
    if (match := _DAY_WORD.fullmatch(plain)) is not None and match[2] in months:
        return _dated(int(match[3]), months[match[2]], int(match[1]))
    if (match := _WORD_DAY.fullmatch(plain)) is not None and match[1] in months:
        return _dated(int(match[3]), months[match[1]], int(match[2]))
    if (match := _DAY_WORD_SHORT.fullmatch(plain)) is not None and match[3] in months:
        return _of_century(_dated(whole_year(match[4]), months[match[3]], int(match[1])), match[4])
    return None


def time_in(text: str) -> str | None:
    """A time of day in ISO 8601, or None."""
    match = _TIME.fullmatch(_plain(text))
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        if not 1 <= hour <= _MONTHS:
            return None
        hour = hour % _MONTHS + (_MONTHS if match[4] in open_words().after_noon else 0)
    try:
        return time(hour, minute, second).isoformat()
    except ValueError:
        return None


def moment_in(text: str, order: DayOrder) -> CalendarDate | None:
    """A date with a time of day behind it, or a date alone; None for any other text."""
    plain = fold_width(text)
    for at in range(len(plain) - 1, 0, -1):
        if plain[at] in " T," and (clock := time_in(plain[at + 1 :])) is not None:
            day = date_in(plain[:at].rstrip(" ,"), order)
            if day is not None:
                return CalendarDate(f"{day.value}T{clock}", f"{day.either}T{clock}" if day.either else "")
    return None


def _plain(text: str) -> str:
    plain = without_accents(" ".join(fold_width(text).split())).lower()
    for mark in open_words().date_marks:
        if mark in plain:
            plain = plain.replace(mark, "-").strip("- ")
    return plain


def _year_last(first: int, second: int, year: str, mark: str, order: DayOrder) -> CalendarDate | None:
    whole = whole_year(year)
    day_first, month_first = _dated(whole, second, first), _dated(whole, first, second)
    if mark == ".":
        return _of_century(day_first, year)
    if (turned := _may_be_year_first(first, second, year, mark)) is not None:
        said = day_first or month_first
        return turned if said is None else CalendarDate(said.value, turned.value)
    if day_first is None or month_first is None or day_first == month_first:
        return _of_century(day_first or month_first, year)
    if order:
        return _of_century(day_first if order == "day" else month_first, year)
    return CalendarDate(day_first.value, month_first.value)


def _of_century(found: CalendarDate | None, year: str) -> CalendarDate | None:
    """A date, or both where two figures of its year may be of this century and of the last."""
    if found is None or len(year) > 2 or not _LATEST < int(year) < _EARLIEST:
        return found
    return CalendarDate(found.value, f"{int(found.value[:4]) - 100}{found.value[4:]}")


def _may_be_year_first(first: int, second: int, year: str, mark: str) -> CalendarDate | None:
    """The date that 24-06-03 or 24/06/03 is where the year stands first. With slashes only a last number that could be
    a month leaves that open: nobody takes 31/12/24 for a day of 2031."""
    if len(year) > 2 or first <= _MONTHS or mark == "." or (mark == "/" and int(year) > _MONTHS):
        return None
    return _dated(whole_year(str(first)), second, int(year))


def _dated(year: int, month: int, day: int) -> CalendarDate | None:
    found = calendar_day(year, month, day)
    return CalendarDate(found.isoformat()) if found is not None else None
