"""The words of printed forms by language, read once: totals, months, yes and no, signs of money, words alike."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from extractor.readers.labels import without_accents

CURRENCY_SIGNS: Final = "$¢£¤¥₩€₱₹₽฿₺"
"""Signs of money, whatever the language."""


@dataclass(frozen=True, slots=True)
class OpenWords:
    """The words of all languages together: what a form prints is not always in the language of its schema.

    ``months`` by name, folded. ``alike``: words of labels and the word that stands for each. ``endings``: ends of words
    that are one of these. ``scales``: words that make a number another one; ``powers``: letters that do so beside
    money; ``owed``, and ``letters``: words that say on whose side it stands. ``ordinals``, ``between`` and ``halves``
    stand in dates and times. ``several_lines``: words in labels of texts that are printed over several lines;
    ``legal_forms``: words that end the name of a company;
    ``unit_labels``: labels of what numbers count; ``dated``: words between a number and the day it was given;
    ``numbered``: words before the number of a field of a form.
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
    halves: tuple[str, ...]
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

    months = {
        word: number % 12 + 1
        for each in languages
        for number, word in enumerate((*each.get("months", ()), *each.get("month_short", ())))
    }
    for each in languages:
        months |= each.get("month_other", {})
    return OpenWords(
        currencies=frozenset(word.lower() for word in shared["currencies"]),
        alike={word: words[0] for words in shared["alike"] for word in words},
        endings=tuple(shared["endings"]),
        totals=re.compile("|".join(gathered("totals"))),
        continued=frozenset(gathered("continued")),
        yes=frozenset(gathered("yes")),
        no=frozenset(gathered("no")),
        months=months,
        date_marks=frozenset(gathered("date_marks")),
        scales=frozenset(gathered("scales")),
        powers=frozenset(shared["powers"]),
        owed=frozenset((*shared["owed"], *shared["unsure"])),
        letters=frozenset(shared["letters"]),
        ordinals=tuple(shared["ordinals"]),
        between=tuple(shared["between"]),
        halves=tuple(shared["halves"]),
        legal_forms=frozenset(shared["legal_forms"]),
        several_lines=tuple(gathered("several_lines")),
        unit_labels=frozenset(gathered("unit_labels")),
        dated=frozenset(gathered("dated")),
        numbered=tuple(shared["numbered"]),
    )


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
    return bool(bare) and (bare in open_words().currencies or all(char in CURRENCY_SIGNS for char in bare))
