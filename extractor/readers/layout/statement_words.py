"""What a statement cannot do without: the letters that a pattern of a claim asks for before and behind its value.

A picture of a statement may be misread, but hardly in more than half of its letters. So a number among unclear words
states nothing that most of the letters around it speak against: a date under a stamp is no count of cases.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, product
from re import _constants, _parser  # type: ignore[attr-defined]  # nothing public takes a pattern apart
from typing import Any, NamedTuple

from rapidfuzz.distance import LCSseq

REACH = 40
"""Letters before and behind a number among which the words of its statement are looked for."""
_HALF = 0.5
"""Share of the letters of a statement: where no more are printed, it is another one, however unclear."""
_WAYS = 256
"""Ways of saying a statement; a pattern with more may be said in any words."""


_VALUE = "\0"
"""Stands for the value of a statement."""
_REPEATED = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)


class StatementWords(NamedTuple):
    """One way of saying a statement: the letters that it has to have ``before`` and ``behind`` its value."""

    before: str
    behind: str


def may_state(pattern: re.Pattern[str], before: str, behind: str) -> bool:
    """Whether what is printed around an unclear number may be a misreading of what the pattern asks for: some way of
    saying it shares more than half of its letters with it, in their order.
    """
    ways = wordings(pattern)
    return not ways or any(_likeness(way, _letters(before), _letters(behind)) > _HALF for way in ways)


def _likeness(way: StatementWords, before: str, behind: str) -> float:
    shared = LCSseq.similarity(way.before, before) + LCSseq.similarity(way.behind, behind)
    return float(shared) / max(1, len(way.before) + len(way.behind))


@cache
def wordings(pattern: re.Pattern[str]) -> tuple[StatementWords, ...]:
    """The ways of saying a statement, without what may be left out; none where it may be said in any words, or in more
    ways than can be counted.
    """
    parsed = _parser.parse(pattern.pattern, pattern.flags)
    ways = [*islice(_said(parsed, pattern.groupindex.get("value")), _WAYS + 1)]
    found = {StatementWords(*(_letters(part) for part in way.partition(_VALUE)[::2])) for way in ways}
    told = len(ways) <= _WAYS and all(way.before + way.behind for way in found)
    return tuple(sorted(found)) if told else ()


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


def _said(parts: Iterable[tuple[object, Any]], value: int | None) -> Iterator[str]:
    """What a part of a pattern asks for, in every way; sets of characters and what may be left out ask for nothing."""
    choices: list[list[str]] = []
    for kind, of in parts:
        if kind is _constants.LITERAL:
            choices.append([chr(of)])
        elif kind is _constants.BRANCH:
            choices.append([way for branch in of[1] for way in islice(_said(branch, value), _WAYS + 1)])
        elif kind is _constants.SUBPATTERN:
            choices.append([_VALUE] if of[0] == value else [*islice(_said(of[-1], value), _WAYS + 1)])
        elif kind in _REPEATED and of[0] > 0:
            choices.append([*islice(_said(of[-1], value), _WAYS + 1)])
    yield from map("".join, product(*choices))
