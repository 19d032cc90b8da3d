"""Dates as they are printed, and what each may say.

03/04 is two dates until another date of the document shows which comes first; nothing is guessed. Names of months stand
in ``months.toml``, by language, and are understood whatever the language of the document.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from extractor.readers.record.print_lines import InLine, WordLine, WordLines

DateOrder: TypeAlias = Literal["dmy", "mdy"]

_SOLID = re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
_PIVOT = 70
"""Two figures of a year below it are of this century."""


@dataclass(frozen=True, slots=True)
class PrintedDate(InLine):
    """A date of a line. ``days``: what it says, by the order in which day and month may stand; one and the same where
    there is only one way to read it."""

    days: Mapping[DateOrder, date | None]

    @property
    def decided(self) -> DateOrder | None:
        """The order it shows, None where it may be read in both or has none."""
        day_first, month_first = self.days["dmy"], self.days["mdy"]
        if (day_first is None) == (month_first is None):
            return None
        return "dmy" if month_first is None else "mdy"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Dates in figures, and dates with the name of a month, with the words and signs between their parts."""
    signs = date_words()["between"]
    mark = f"[/.\\-{''.join(signs['signs'])}]"
    joining = "|".join(map(re.escape, signs["words"]))
    ending = "|".join(map(re.escape, signs["endings"]))
    names = "|".join(map(re.escape, sorted(months(), key=len, reverse=True)))
    numeric = rf"(?<![\d/.-])(\d{{1,4}})\s?{mark}\s?(\d{{1,2}})\s?{mark}\s?(\d{{1,4}})(?![\d/])"
    named = (
        rf"(?<!\w)(?:(?P<day>\d{{1,2}})(?:{ending})?[\s\-/.,]{{0,3}}(?:(?:{joining})\s)*)?"
        rf"(?P<month>{names})(?![^\W\d_])\.?[\s\-/.,]{{0,3}}(?:(?P<late>\d{{1,2}})(?:{ending})?[\s,.\-]{{1,3}})?"
        rf"(?:(?:{joining})\s)*(?P<year>\d{{4}}|['’]?\d{{2}})(?!\d)"
    )
    return re.compile(numeric), re.compile(named, re.IGNORECASE)


def dates_of(lines: WordLines) -> tuple[PrintedDate, ...]:
    """Every date of every line."""
    return tuple(found for line in lines.lines for found in dates_in(line))


def dates_in(line: WordLine) -> Iterator[PrintedDate]:
    """The dates of one line."""
    numeric, named = _patterns()
    for match in numeric.finditer(line.text):
        days = _numeric(match[1], match[2], match[3])
        if any(days.values()):
            yield _date(line, match, days)
    for match in named.finditer(line.text):
        month = months().get(match["month"].casefold())
        day = match["day"] or match["late"]
        if month is not None and day is not None:
            found = calendar_day(whole_year(match["year"].lstrip("'’")), month, int(day))
            if found is not None:
                yield _date(line, match, {"dmy": found, "mdy": found})
    for match in _SOLID.finditer(line.text):
        found = calendar_day(int(match[1]), int(match[2]), int(match[3]))
        if found is not None:
            yield _date(line, match, {"dmy": found, "mdy": found})


def _date(line: WordLine, match: re.Match[str], days: Mapping[DateOrder, date | None]) -> PrintedDate:
    start, end = match.span()
    return PrintedDate(line.number, start, end, match[0], line.words_at(start, end), days)


def _numeric(first: str, second: str, third: str) -> Mapping[DateOrder, date | None]:
    if len(first) > 2:
        found = calendar_day(int(first), int(second), int(third)) if len(first) == 4 and len(third) <= 2 else None
        return {"dmy": found, "mdy": found}
    if len(third) == 1 or len(third) == 3:
        return {"dmy": None, "mdy": None}
    year = whole_year(third)
    return {"dmy": calendar_day(year, int(second), int(first)), "mdy": calendar_day(year, int(first), int(second))}


def whole_year(text: str) -> int:
    """A year of four figures, or of two with its century."""
    number = int(text)
    if len(text) > 2:
        return number
    return 2000 + number if number < _PIVOT else 1900 + number


def calendar_day(year: int, month: int, day: int) -> date | None:
    """A day of the calendar; None where there is none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def months() -> Mapping[str, int]:
    """The number of a month by each of its names and short names, in every language."""
    names: dict[str, int] = {}
    for section in date_words().values():
        for number, month in enumerate(section.get("months", ()), start=1):
            names.update((name.casefold(), number) for name in month.split())
    return names


@cache
def date_words() -> Mapping[str, Mapping[str, list[str]]]:
    """The sections of ``months.toml``."""
    return tomllib.loads(Path(__file__).with_name("months.toml").read_text("utf-8"))


def date_order(dates: Iterable[PrintedDate]) -> DateOrder | None:
    """Which of day and month the dates of a document write first; None where none shows it, or they contradict."""
    votes = Counter(found.decided for found in dates)
    if votes["dmy"] and votes["mdy"]:
        return None
    return "dmy" if votes["dmy"] else "mdy" if votes["mdy"] else None


def says_day(found: PrintedDate, day: date, order: DateOrder | None) -> tuple[bool, bool]:
    """Whether a printed date is this day, and whether it can be read as no other."""
    day_first, month_first = found.days["dmy"], found.days["mdy"]
    if day_first is None or month_first is None or day_first == month_first:
        return day in (day_first, month_first), True
    if order is not None:
        return found.days[order] == day, True
    return day in (day_first, month_first), False
