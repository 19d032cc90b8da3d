"""What the review session says, in the language of who reads it. Nothing is decided by a sentence."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from extractor.evidence.sentences import Language, spoken
from extractor.schemas.form import State, Value
from extractor.verify.wording import say_value


class _Counted(str):
    """A detail of a sentence: ``{n:check|checks}`` is the noun alone, chosen by the number."""

    __slots__ = ()

    def __format__(self, nouns: str) -> str:
        one, _, several = nouns.partition("|")
        return (one if self == "1" else several) if nouns else str(self)


def tell(about: str, **details: object) -> str:
    """The sentence of that name in the language people asked for, its details filled in."""
    return sentence(about, spoken()).format(**{name: _Counted(each) for name, each in details.items()})


def value_told(state: State, value: Value | None) -> str:
    """A reading in words: the number, or what stands in its place."""
    return say_value(state, value, spoken())


def sentence(about: str, language: Language) -> str:
    """A sentence as it is written down; KeyError for a name that is not."""
    return _written()[about][language]


@cache
def _written() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted(Path(__file__).parent.glob("**/*wording.toml")):
        found.update(tomllib.loads(path.read_text("utf-8")))
    return found
