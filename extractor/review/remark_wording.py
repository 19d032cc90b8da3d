"""What openers remark on pages, in the language of who reads it. Nothing is decided by a remark, and it is stored in
English: the sentence it was made from is found again, and said in another language.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from extractor.evidence.sentences import Language

_PLACE = re.compile(r"\\\{(\w+)\\\}")
_SEVERAL = "; "


class _Sentence(NamedTuple):
    """The remark as a pattern, and how it is said."""

    pattern: re.Pattern[str]
    said: str


def remark_told(remark: str, language: Language) -> str:
    """A remark in another language; as it is where nobody wrote its sentence down."""
    if language == "en":
        return remark
    for pattern, said in _sentences(language):
        found = pattern.fullmatch(remark)
        if found is not None:
            return said.format(**{name: _detail(name, text, language) for name, text in found.groupdict().items()})
    return remark


def _detail(name: str, text: str, language: Language) -> str:
    if name == "inner":
        return remark_told(text, language)
    if name == "each":
        return _each(text, language)
    return text


def _each(text: str, language: Language) -> str:
    """Remarks that are parted by semicolons; one of them may hold a semicolon itself."""
    parts, said = text.split(_SEVERAL), []
    while parts:
        alone, pair = parts[0], _SEVERAL.join(parts[:2])
        told, together = remark_told(alone, language), remark_told(pair, language)
        both = told == alone and together != pair
        said.append(together if both else told)
        del parts[: 2 if both else 1]
    return "；".join(said)


@cache
def _sentences(language: Language) -> tuple[_Sentence, ...]:
    written = tomllib.loads(Path(__file__).with_name("opener_remarks.toml").read_text("utf-8"))["remark"]
    return tuple(_Sentence(_pattern(each["en"]), each[language]) for each in written)


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(lambda place: f"(?P<{place[1]}>{_shape(place[1])})", re.escape(sentence)), re.DOTALL)


def _shape(name: str) -> str:
    """Numbers and shares have no spaces in them."""
    return ".+?" if name in ("inner", "each", "names", "engine") else r"\S+?"
