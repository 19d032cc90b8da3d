"""What a description says of how a value is given, a day as ISO 8601 has it or a number without its sign, and whether a
list holds only some of the rows that are printed.

A schema that has a plain string or number there often says so in words only. The words stand in
``description_words.toml``, by language.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from extractor.schemas.state import NUMBERS, Kind


@cache
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("description_words.toml").read_text("utf-8"))


@cache
def _dates() -> re.Pattern[str]:
    days, times = ("|".join(map(re.escape, _words()["dates"][name])) for name in ("iso", "times"))
    return re.compile(rf"(?<!\w)(?:{days})(?P<time>[T ]?(?:{times}))?")


@cache
def _unsigned() -> re.Pattern[str]:
    words = (word for section in _words()["unsigned"].values() for word in section)
    return re.compile("|".join(map(re.escape, words)), re.IGNORECASE)


@cache
def _selected() -> re.Pattern[str]:
    words = [word for section in _words()["selected"].values() for word in section]
    spaced = "|".join(re.escape(word) for word in words if word[0].islower())
    whole = [re.escape(word) for word in words if not word[0].islower()]
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)|{'|'.join(whole)}", re.IGNORECASE)


def described_kind(kind: Kind, description: str) -> Kind:
    """The kind of a field: of a text the day or moment as which its description says it is given."""
    if kind != "text":
        return kind
    found = {"datetime" if match["time"] else "date" for match in _dates().finditer(description)}
    return "date" if found == {"date"} else "datetime" if found == {"datetime"} else kind


def is_unsigned(kind: Kind, description: str) -> bool:
    """Whether a number is given without its sign, whatever sign is printed."""
    return kind in NUMBERS and _unsigned().search(description) is not None


def is_selection(description: str) -> bool:
    """Whether a list holds only those of the printed rows that its description names."""
    return _selected().search(description) is not None
