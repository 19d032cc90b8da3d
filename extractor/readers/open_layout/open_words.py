"""The words of printed forms by language, read once: totals, months, yes and no, signs of money, words alike."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractor.readers.labels import without_accents
from extractor.readers.record.printed_dates import date_words, months
from extractor.readers.record.printed_marks import mark_words
from extractor.readers.record.printed_numbers import SIGNS_OF_MONEY, words_of_scale, words_of_side


@dataclass(frozen=True, slots=True)
class OpenWords:
    """The words of all languages together: what a form prints is not always in the language of its schema. Those of
    dates, numbers, yes and no are the ones that values of records are found by.

    ``months`` by name, folded. ``alike``: words of labels and the word that stands for each. ``endings``: ends of words
    that are one of these. ``scales``: words that make a number another one; ``powers``: letters that do so beside
    money; ``owed``, and ``letters``: words that say on whose side it stands. ``ordinals``, ``between``,
    ``before_noon`` and ``after_noon`` stand in dates and times. ``several_lines``: words in labels of texts that are
    printed over several lines; ``legal_forms``: words that end the name of a company; ``unit_labels``: labels of what
    numbers count; ``dated``: words between a number and the day it was given; ``numbered``: words before the number of
    a field of a form.
    """

    currencies: frozenset[str]
    alike: Mapping[str, str]
    endings: tuple[str, ...]
    totals: re.Pattern[str]
    continued: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    months: Mapping[str, int]
    date_marks: frozenset[str]
    scales: frozenset[str]
    powers: frozenset[str]
    owed: frozenset[str]
    letters: frozenset[str]
    ordinals: tuple[str, ...]
    between: tuple[str, ...]
    before_noon: tuple[str, ...]
    after_noon: tuple[str, ...]
    several_lines: tuple[str, ...]
    legal_forms: frozenset[str]
    unit_labels: frozenset[str]
    dated: frozenset[str]
    numbered: tuple[str, ...]


@cache
def open_words() -> OpenWords:
    """The words of ``open_words.toml``."""
    sections = tomllib.loads(Path(__file__).with_name("open_words.toml").read_text("utf-8"))
    shared = sections.pop("all")
    languages = list(sections.values())

    def gathered(name: str) -> list[str]:
        return [word for each in languages for word in each.get(name, ())]

    between, times, marks = date_words()["between"], mark_words()["times"], mark_words().values()
    return OpenWords(
        currencies=frozenset(word.lower() for word in shared["currencies"]),
        alike={word: words[0] for words in shared["alike"] for word in words},
        endings=tuple(shared["endings"]),
        totals=re.compile("|".join(gathered("totals"))),
        continued=frozenset(gathered("continued")),
        yes=frozenset(_folded(word) for each in marks for word in each.get("yes", ())),
        no=frozenset(_folded(word) for each in marks for word in each.get("no", ())),
        months={_folded(word): number for word, number in months().items()},
        date_marks=frozenset((*between["signs"], *between["behind"])),
        scales=frozenset(map(_folded, words_of_scale())),
        powers=frozenset(shared["powers"]),
        owed=frozenset((*_sides(), *shared["negative"], *shared["unsure"])),
        letters=frozenset(shared["letters"]),
        ordinals=_longest_first(each for each in between["endings"] if each != "."),
        between=_longest_first(between["words"]),
        before_noon=_longest_first(times["before_noon"]),
        after_noon=_longest_first(times["after_noon"]),
        legal_forms=frozenset(shared["legal_forms"]),
        several_lines=tuple(gathered("several_lines")),
        unit_labels=frozenset(gathered("unit_labels")),
        dated=frozenset(gathered("dated")),
        numbered=tuple(shared["numbered"]),
    )


def _sides() -> Iterator[str]:
    """Words that say on whose side an amount stands; a single letter does so only where it is a capital."""
    return (word for word in words_of_side() if len(word) > 1)


def _folded(word: str) -> str:
    return without_accents(word).lower()


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(map(_folded, words), key=len, reverse=True))


def changes_number(unit: str, money: bool) -> bool:
    """Whether what stands behind a number makes it another one, and its schema would have to say which: a word of
    scale, a power of ten beside a sign of money (T€, $5m), a capital M, the side of an account, a word that takes it
    back, or more digits.

    ``money``: a sign of money stands before the number.
    """
    words = open_words()
    plain = without_accents(unit).lower()
    said = {plain.rstrip("."), *(word.rstrip(".") for word in plain.split())}
    if said & (words.scales | words.owed) or any(char.isdigit() or char == "?" for char in unit):
        return True
    if unit in words.letters or (money and plain in words.powers):
        return True
    behind = (plain.removeprefix(power) for power in words.powers if plain.startswith(power))
    return any(map(is_currency, behind))


def is_currency(text: str) -> bool:
    """Whether a text is a sign or code of money and nothing else."""
    bare = text.strip().lower()
    return bool(bare) and (bare in open_words().currencies or all(char in SIGNS_OF_MONEY for char in bare))
