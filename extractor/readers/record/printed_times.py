"""Times of day as they are printed: 13:45, 1:45 pm, 13h45, 13.45 with the word of a clock behind it.

Words stand in ``mark_words.toml``. Without a word of the half of the day an hour is one of twenty-four.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from functools import cache

from extractor.readers.record.print_lines import LineWord, WordLine, WordLines
from extractor.readers.record.printed_marks import mark_words

_NOON = 12


@dataclass(frozen=True, slots=True)
class PrintedTime:
    """A time of day in a line. ``exact``: its seconds are printed."""

    line: int
    start: int
    end: int
    text: str
    words: tuple[LineWord, ...]
    says: time
    exact: bool

    def means(self, value: time) -> bool:
        """Whether it says this time; seconds that are not printed are none."""
        return self.says == value.replace(tzinfo=None, microsecond=0)


@cache
def _pattern() -> re.Pattern[str]:
    words = mark_words()["times"]

    def one_of(*names: str) -> str:
        found = sorted((word for name in names for word in words[name]), key=len, reverse=True)
        return "|".join(map(re.escape, found))

    marks = one_of("hour_marks")
    return re.compile(
        rf"(?<![\d.,:/-])(?:(?P<ahead>{one_of('before_noon', 'after_noon')})\s?)?(?P<hour>\d{{1,2}})"
        rf"(?:\s?(?P<mark>[:.]|{marks})\s?(?P<minute>\d{{2}})(?:[:.](?P<second>\d{{2}}))?)?(?![\d:])"
        rf"(?:\s?(?P<word>{one_of('before_noon', 'after_noon', 'clock')})(?![^\W_]))?(?![.,/-]\d)",
        re.IGNORECASE,
    )


def times_of(lines: WordLines) -> tuple[PrintedTime, ...]:
    """Every time of every line."""
    return tuple(found for line in lines.lines for found in times_in(line))


def times_in(line: WordLine) -> Iterator[PrintedTime]:
    """The times of one line: a point parts hours and minutes, or nothing does, only where a word tells of a clock."""
    words = mark_words()["times"]
    for match in _pattern().finditer(line.text):
        said = (match["word"] or match["ahead"] or "").casefold()
        if match["mark"] in (None, ".") and (not said or (match["mark"] is None and said not in _halves())):
            continue
        hour = int(match["hour"])
        if said in _halves():
            if not 1 <= hour <= _NOON:
                continue
            hour = hour % _NOON + (_NOON if said in words["after_noon"] else 0)
        try:
            says = time(hour, int(match["minute"] or 0), int(match["second"] or 0))
        except ValueError:
            continue
        start, end = match.span()
        exact = match["second"] is not None
        yield PrintedTime(line.number, start, end, match[0], line.words_at(start, end), says, exact)


@cache
def _halves() -> frozenset[str]:
    words = mark_words()["times"]
    return frozenset((*words["before_noon"], *words["after_noon"]))
