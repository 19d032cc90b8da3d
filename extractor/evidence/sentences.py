"""Doubts in words, in the language of who reads them. Nothing is decided by a sentence, and none is stored."""

import os
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from extractor.evidence.doubt import Doubt
from extractor.evidence.kinds import DoubtKind

Language: TypeAlias = Literal["en", "zh"]
"""The languages that doubts can be told in."""

SWITCH = "EXTRACTOR_LANG"
"""Name of the variable that says in which language people are told: ``en``, or ``zh``."""


_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where a terminal says which language its user speaks, the first that is set counting."""


def spoken() -> Language:
    """The language that people asked for, English where they did not."""
    return "zh" if os.environ.get(SWITCH, "").lower().startswith("zh") else "en"


def speak(language: str | None = None) -> None:
    """From now on people are told in this language; None: the one of the locale, where nobody asked for one."""
    if language is not None:
        os.environ[SWITCH] = language
    elif not os.environ.get(SWITCH):
        named = next((value for name in _LOCALE if (value := os.environ.get(name))), "")
        os.environ[SWITCH] = "zh" if named.lower().startswith("zh") else "en"


def say(doubt: Doubt, language: Language = "en") -> str:
    """The sentence of a doubt; details that are missing leave a gap, as in results of an older release.

    A number that is counted brings its noun along: ``{0:value is|values are}`` is "1 value is" or "3 values are".
    """
    return filled(_sentences()[doubt.kind][language], doubt.detail)


def says_alone(kind: DoubtKind) -> bool:
    """Whether the sentence of a kind is whole without any detail of the place it is said of."""
    return "{" not in _sentences()[kind]["en"]


def filled(template: str, details: Iterable[object]) -> str:
    """A sentence with its details; those that are missing leave a gap."""
    return template.format(*map(_Detail, details), *[_Detail("")] * template.count("{"))


class _Detail(str):
    """A detail in a sentence, with the noun for one or for several behind it where the sentence asks for that."""

    __slots__ = ()

    def __format__(self, nouns: str) -> str:
        one, _, several = nouns.partition("|")
        return f"{self!s} {one if self == '1' else several}" if nouns else str(self)


@cache
def _sentences() -> Mapping[DoubtKind, Mapping[str, str]]:
    with Path(__file__).with_name("sentences.toml").open("rb") as file:
        return {DoubtKind(kind): sentences for kind, sentences in tomllib.load(file).items()}
