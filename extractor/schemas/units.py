"""Statements about units: in what the numbers of a table are counted, as a line above them or a heading says.

"(in thousands of dollars)", "单位：千元", "$ thousand" state a unit. What a unit is worth is declared by the columns
that have it; how languages write a scale ("thousands", "千") and what leads to a unit ("in", "单位：") stands in
``units.toml``, by language.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from extractor.schemas.remembered import REMEMBERED
from extractor.schemas.values import COUNTERS, ONE, fold_width, unit_in

_LONGEST = 120
"""Characters of a line that states a unit and nothing much besides."""
_SHORT_WORD = 4
"""Characters of a unit behind a lead in a script without spaces; what is longer is rather the name of a body."""
_FEW_WORDS = 4
"""Words of a line or of brackets that state a unit in part with words nobody knows."""
_CURRENCY = "$¢£¤¥￥₩€₱₹₽฿"
_TOKEN = re.compile(rf"1(?:[,.']000)+|'?\d{{3}}'?s?|[a-z]{{0,3}}[{_CURRENCY}]|[^\W\d_]+\.?|\S")
_EDGES = " ()[]:;,.。．"
_ENDS = re.compile(r"[()\[\]:;,，、。]")
_PARTS = r",、/;"
_MARKS = r"\s:∶·•.;'\-"
"""What may stand between a lead and its unit in a script without spaces: a colon, and what copiers leave of one."""
_POWER = re.compile(r"(?:^|[\s(\[])[x×*]\s?1(?:[,.' ]?000)+(?!\d)")
"""A factor in digits, in whatever language: "x 1,000"."""
_AFTER_COMMA = re.compile(r",\s+")
"""Between words; between digits a comma is part of a number."""
_POWER_WORD = re.compile(r"1(?:[,.']?000)+")
_LEAST_SCALE = 100
"""A scale written alone in a script without spaces; ten is an ordinal."""


@dataclass(frozen=True, slots=True, eq=False)
class UnitWords:
    """How a language states units. ``before``: what may stand in front of a lead in its word. ``around``: what
    a scale alone may stand with. ``nouns``: what a line that states a scale calls the numbers.
    """

    spaced: bool
    leads: tuple[str, ...]
    scales: Mapping[str, Decimal]
    joining: frozenset[str] = frozenset()
    exceptions: frozenset[str] = frozenset()
    before: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    nouns: frozenset[str] = frozenset()


class StatedUnit(NamedTuple):
    """What a text says of the unit of a column: the factor to its own unit, and words that cannot be placed."""

    factor: Decimal
    unknown: str = ""


AS_PRINTED = StatedUnit(ONE)
"""Nothing is said of the unit: a number counts in that of its column."""


@cache
def unit_words(language: str) -> UnitWords:
    """The words of a language by its tag, or of the tag's first part; English where there are none."""
    sections = tomllib.loads(Path(__file__).with_name("units.toml").read_text("utf-8"))
    found = sections.get(language.lower().replace("_", "-").split("-")[0]) or sections["en"]
    return UnitWords(
        found["spaced"],
        tuple(found["leads"]),
        {word: Decimal(value) for word, value in found["scales"].items()},
        frozenset(found.get("joining", ())),
        frozenset(found.get("exceptions", ())),
        tuple(found.get("before", ())),
        tuple(found.get("around", ())),
        frozenset(found.get("nouns", ())),
    )


@cache
def unit_languages() -> tuple[str, ...]:
    """The languages whose words are known."""
    return tuple(tomllib.loads(Path(__file__).with_name("units.toml").read_text("utf-8")))


def stated_unit(
    text: str, units: Mapping[str, Decimal], words: UnitWords, others: frozenset[str] = frozenset()
) -> StatedUnit | None:
    """What a text states of the unit of a column, None if it states nothing of it.

    ``units`` are those of the column; without any the column counts, and only a scale concerns it. ``others``: units of
    the other columns of its table, which are no unit of this one.
    """
    if len(text) > 2 * _LONGEST:
        return _stated_unit(text, units, words, others)
    asked = (text, id(units), words, others)
    kept = _STATED.get(asked)
    if kept is None:
        if len(_STATED) >= REMEMBERED:
            _STATED.clear()
        kept = _STATED[asked] = (_stated_unit(text, units, words, others), units)  # The units keep their number.
    return kept[0]


_STATED: dict[tuple[str, int, UnitWords, frozenset[str]], tuple[StatedUnit | None, Mapping[str, Decimal]]] = {}
"""Forms print the same headings again and again."""


def _stated_unit(
    text: str, units: Mapping[str, Decimal], words: UnitWords, others: frozenset[str]
) -> StatedUnit | None:
    plain = fold_width(text).replace("’", "'").replace("‘", "'")
    if not plain or len(plain) > _LONGEST:
        return None
    if (power := _POWER.search(plain)) is not None:
        return StatedUnit(ONE, power[0].strip(" (["))
    if words.spaced:
        return _spaced(plain, units, words, others)
    return _unspaced(plain, units, words, others)


@lru_cache(maxsize=8192)
def stated_scale(text: str, words: UnitWords) -> StatedUnit | None:
    """What a text states of the unit of a column that counts: a scale. Documents of one form print the same labels."""
    return stated_unit(text, {}, words)


def stated_in_heading(text: str, units: Mapping[str, Decimal], words: UnitWords) -> StatedUnit | None:
    """The same of a heading or label of the column itself: what stands in brackets is a unit of it, if it looks so."""
    found = stated_unit(text, units, words)
    if found is not None and not found.unknown:
        return found
    factor, unknown = unit_in(text, units)
    return StatedUnit(factor, unknown) if factor != ONE or unknown else found


def _unspaced(text: str, units: Mapping[str, Decimal], words: UnitWords, others: frozenset[str]) -> StatedUnit | None:
    match = _unspaced_leads(words.leads, words.before).search(text)
    if match is None:
        return _scale_alone(text, words)
    said = [part for part in re.split(f"[{_PARTS}{''.join(words.joining)}]", match["said"]) if part]
    found = [each for part in said if (each := _worth(part, units, words, others)) is not None]
    sure = bool(match["mark"])
    scaled = text[: match.start()].endswith(("(", "["))
    known = next((each for each in found if not each.unknown), None)
    return known or next((each for each in found if sure or (scaled and _scaled(each.unknown, words))), None)


def _scaled(word: str, words: UnitWords) -> bool:
    return _scale_in_front(word, words.scales)[1] != word


@cache
def _unspaced_leads(leads: tuple[str, ...], before: tuple[str, ...]) -> re.Pattern[str]:
    lead, front = "|".join(map(re.escape, leads)), "|".join(map(re.escape, before)) or "(?!)"
    return re.compile(rf"(?:^|(?<=[\s(（\[,;:、]))(?:{front})?(?:{lead})(?P<mark>[{_MARKS}]*)(?P<said>[^\s()\[\]]+)")


@cache
def _spaced_leads(leads: tuple[str, ...]) -> re.Pattern[str]:
    lead = "|".join(sorted(map(re.escape, leads), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{lead})(?!\w)\s*:?\s*", re.IGNORECASE)


def _scale_alone(text: str, words: UnitWords) -> StatedUnit | None:
    """A scale in brackets, or as all of a text, with nothing that says of what it is one."""
    for piece in (*re.findall(r"[(\[]([^()\[\]]*)[)\]]", text), text):
        bare = piece.strip(_EDGES)
        for word in (*words.around, *words.leads):
            bare = bare.replace(word, "")
        scale, rest = _scale_in_front(bare.strip(_EDGES), words.scales)
        if scale >= _LEAST_SCALE and not rest:
            return StatedUnit(ONE, piece.strip(_EDGES))
    return None


def _worth(part: str, units: Mapping[str, Decimal], words: UnitWords, others: frozenset[str]) -> StatedUnit | None:
    """What one unit of a list is worth to a column; None where it is a unit of something else."""
    if part in units:
        return StatedUnit(units[part])
    if part in others:
        return None
    scale, rest = _scale_in_front(part, words.scales)
    if units and rest in units:
        return StatedUnit(scale * units[rest])
    if not units:
        return StatedUnit(ONE, part) if scale != ONE and rest not in others else None
    if any(part.endswith(unit[-1]) for unit in units):
        return StatedUnit(ONE, part)
    short = len(part) <= _SHORT_WORD and part not in COUNTERS
    return StatedUnit(ONE, part) if short else None


def _scale_in_front(word: str, scales: Mapping[str, Decimal]) -> tuple[Decimal, str]:
    scale = ONE
    while found := max((each for each in scales if word.startswith(each)), key=len, default=""):
        scale, word = scale * scales[found], word[len(found) :]
    return scale, word


def _spaced(text: str, units: Mapping[str, Decimal], words: UnitWords, others: frozenset[str]) -> StatedUnit | None:
    for said, whole in _statements(text, words):
        found = _product(said, units, words, others, whole)
        if found is not None:
            return found
    return None


def _statements(text: str, words: UnitWords) -> Iterator[tuple[Sequence[str], bool]]:
    """The words behind a lead up to a mark or the end of the text, and of what stands in brackets or alone all of it
    (``whole``).
    """
    for match in _spaced_leads(words.leads).finditer(text):
        yield _TOKEN.findall(_ENDS.split(text[match.end() :])[0].lower()), False
    for piece in (*re.findall(r"[(\[]([^()\[\]]*)[)\]]", text), text, _AFTER_COMMA.split(text)[-1]):
        yield _TOKEN.findall(piece.strip(_EDGES).lower()), True


def _product(
    said: Sequence[str], units: Mapping[str, Decimal], words: UnitWords, others: frozenset[str], whole: bool
) -> StatedUnit | None:
    """What the words of a statement are worth together. Behind a lead, words that nobody knows make it uncertain where
    a scale is among them; words without a lead have to be known throughout.
    """
    declared = {unit.lower().strip(): factor for unit, factor in units.items()}
    foreign = {unit.lower().strip() for unit in others}
    factor, scaled, named, left = ONE, False, False, list[str]()
    for word in said:
        bare = word.rstrip(".")
        if bare in words.exceptions:
            left.append(word)
            break
        if bare in declared:
            factor, named, scaled = factor * declared[bare], True, scaled or declared[bare] != ONE
        elif _POWER_WORD.fullmatch(bare):
            left, scaled = [*left, word], True
        elif bare in words.scales:
            factor, scaled = factor * words.scales[bare], True
        elif bare in foreign:
            return None
        elif bare[-1:] in _CURRENCY or bare in words.joining or bare in words.leads:
            continue
        else:
            left.append(word)
    if left and (not scaled or (whole and len(said) > _FEW_WORDS)):
        return None
    if left or (scaled and not units):
        return StatedUnit(ONE, " ".join(said)) if scaled else None
    return StatedUnit(factor) if units and (scaled or named) else None
