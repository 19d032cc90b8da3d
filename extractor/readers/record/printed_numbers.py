"""Numbers as they are printed: every run of digits of a line with what belongs to it, and what it may say.

A mark between digits may part thousands or decimals. Which of the two is settled by the document as a whole, from the
numbers that can be read in one way only, never for one value alone.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

from extractor.readers.record.print_lines import InLine, WordLine, WordLines

DecimalMark: TypeAlias = Literal[".", ","]

_MINUS = r"\-−–"
_MINUSES = frozenset("-−–")
SIGNS_OF_MONEY: Final = "$¢£¤¥￥₩€₱₹₽฿₪₫₺₴"
"""Signs of money, whatever the language."""
_SPACE = "[ \u00a0\u202f\u2009]"
_DIGITS = rf"\d{{1,3}}(?:{_SPACE}\d{{3}})+(?:[.,]\d+)?(?![\d])|\d[\d.,'’]*\d|\d"
_NUMBER = re.compile(
    rf"(?<![\w.,/'’])(?P<before>[({_MINUS}+{SIGNS_OF_MONEY}]*{_SPACE}?(?:[A-Z]{{1,3}}[{SIGNS_OF_MONEY}])?[({_MINUS}]?{_SPACE}?)"
    rf"(?P<digits>{_DIGITS})"
    rf"(?P<behind>{_SPACE}?[){_MINUS}]?{_SPACE}?[{SIGNS_OF_MONEY}]?)(?P<percent>{_SPACE}?[%٪])?",
)
_DASH = re.compile(r"(?:(?<=[\t\s])|^)(?P<dash>[-−–—]{1,3}|\$[ \t]*[-−–—])(?=[\t\s]|$)")
_GLUE = frozenset("/:·×x*")
_WORD = re.compile(r"[ \u00a0\t]?([^\W\d_]+\.?)")


@dataclass(frozen=True, slots=True)
class PrintedNumber(InLine):
    """A number of a line.

    ``values``: what it says where the mark before decimals is a point, and where it is a comma; None where it cannot be
    so. ``negative``: it carries a sign or brackets. ``scale``: the factor of the word behind it, ``scale_word``.
    ``percent``: a percent sign. ``dash``: it is only a dash, which may stand for nought. ``inside``: letters touch it,
    or a hyphen joins it to other digits. ``signed_word``: a word behind it says on whose side it stands. ``joined``: of
    groups of digits with spaces between.
    """

    values: Mapping[DecimalMark, Decimal | None]
    negative: bool = False
    bracketed: bool = False
    percent: bool = False
    dash: bool = False
    inside: bool = False
    signed_word: bool = False
    scale: Decimal = Decimal(1)
    scale_word: str = ""
    joined: bool = False

    @property
    def decided(self) -> DecimalMark | None:
        """The mark before its decimals where only one can be."""
        point, comma = self.values["."], self.values[","]
        if point is None or comma is None:
            return "," if point is None and comma is not None else "." if point is not None else None
        return None


@cache
def _sections() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("number_words.toml").read_text("utf-8"))


@cache
def words_of_scale() -> frozenset[str]:
    """Words behind a number that make it another one, whatever it counts."""
    found = _sections()
    known = {word for section in found["scales"].values() for word in section}
    others = {word for section in found["others"].values() for word in section}
    return frozenset((known | others) - set(found["measures"]["words"]))


def words_of_side() -> frozenset[str]:
    """Words behind a number that say on whose side it stands."""
    return frozenset(_sections()["owed"]["words"])


@cache
def _number_words() -> tuple[Mapping[str, Decimal], frozenset[str]]:
    """Factors of scale words, and words behind a number that make it less than nothing, of every language."""
    found = _sections()
    scales = {word: Decimal(factor) for section in found["scales"].values() for word, factor in section.items()}
    return scales, words_of_side()


def numbers_of(lines: WordLines) -> tuple[PrintedNumber, ...]:
    """Every number of every line, lone dashes among them."""
    return tuple(number for line in lines.lines for number in numbers_in(line))


def numbers_in(line: WordLine) -> Iterator[PrintedNumber]:
    """The numbers of one line from left to right. Groups of three digits with spaces between are given joined, and
    each for itself."""
    text = _plain_digits(line.text)
    for match in _NUMBER.finditer(text):
        if _is_of_code(text, *match.span("digits")):
            continue
        yield _number(line, text, match)
        if re.search(rf"\d{_SPACE}\d", match["digits"]):
            start = match.start("digits")
            for part in re.finditer(r"\d[\d.,'’]*\d|\d", match["digits"]):
                inner = _NUMBER.match(text, start + part.start(), start + part.end())
                if inner is not None:
                    yield _number(line, text, inner)
    for match in _DASH.finditer(text):
        words = line.words_at(*match.span("dash"))
        nought: Mapping[DecimalMark, Decimal | None] = {".": Decimal(0), ",": Decimal(0)}
        yield PrintedNumber(line.number, *match.span("dash"), match["dash"], words, nought, dash=True)


def _is_of_code(text: str, start: int, end: int) -> bool:
    """Whether digits are part of a date, a time or a code: other digits are glued to them, or noughts open them."""
    before = start > 1 and text[start - 1] in _GLUE and text[start - 2].isdigit()
    behind = text[end : end + 1] in _GLUE and text[end + 1 : end + 2].isdigit()
    return (
        before or (behind and bool(text[end : end + 1])) or (text[start] == "0" and text[start + 1 : end][:1].isdigit())
    )


def _is_hyphened(text: str, start: int, end: int) -> bool:
    """Whether a hyphen joins the digits to others, as in the number of a telephone."""
    before = start > 1 and text[start - 1] in _MINUSES and text[start - 2].isdigit()
    return before or (text[end : end + 1] in _MINUSES and text[end + 1 : end + 2].isdigit())


def _number(line: WordLine, text: str, match: re.Match[str]) -> PrintedNumber:
    start, end = match.span("digits")
    digits, before, behind = match["digits"], match["before"], match["behind"]
    scales, owed = _number_words()
    word = _WORD.match(text, end + len(behind.rstrip()) if behind.strip() else end)
    said = word[1].lower().rstrip(".") if word is not None else ""
    ideographs = next((said[:size] for size in (2, 1) if said[:size] in scales and not said.isascii()), "")
    scale = scales.get(said) or scales.get(ideographs) or Decimal(1)
    trailing = any(char in _MINUSES for char in behind.strip()) and text[match.end() : match.end() + 1].strip() == ""
    bracketed = "(" in before and ")" in behind
    touching = text[end : end + 1]
    letters = touching.isalpha() and touching.isascii() and said not in scales
    return PrintedNumber(
        line.number,
        start,
        end,
        text[match.start() : match.end()].strip(),
        line.words_at(start, end),
        {".": value_of(digits, "."), ",": value_of(digits, ",")},
        negative=bracketed or trailing or any(char in _MINUSES for char in before),
        bracketed=bracketed,
        percent=match["percent"] is not None,
        inside=letters or _is_hyphened(text, start, end),
        signed_word=said in owed,
        scale=scale,
        scale_word=(ideographs or said) if scale != 1 else "",
        joined=re.search(_SPACE, digits) is not None,
    )


def is_dash(text: str) -> bool:
    """Whether a text is a dash alone, with a sign of currency or without."""
    return _DASH.fullmatch(text) is not None


def _plain_digits(text: str) -> str:
    """Digits of other scripts as plain ones, one for one."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


@lru_cache(maxsize=8192)
def value_of(digits: str, mark: DecimalMark) -> Decimal | None:
    """The number that digits say with this mark before the decimals, None if they cannot be written so."""
    thousands = "," if mark == "." else "."
    plain = re.sub(r"['’\s\u00a0\u202f\u2009]", "", digits)
    whole, found, fraction = plain.partition(mark)
    whole = whole or "0"
    if mark in fraction or thousands in fraction or not is_grouped(whole, thousands):
        return None
    return Decimal(whole.replace(thousands, "") + ("." + fraction if found and fraction else ""))


def is_grouped(whole: str, mark: str) -> bool:
    """Whether thousands are parted as they are somewhere: by threes, or by twos in front of the last three."""
    first, *groups = whole.split(mark)
    if not groups:
        return first.isdigit()
    if not 1 <= len(first) <= 3 or len(groups[-1]) != 3 or not all(map(str.isdigit, (first, *groups))):
        return False
    return all(len(group) == 3 for group in groups) or (len(first) <= 2 and all(len(each) == 2 for each in groups[:-1]))


def decimal_mark(numbers: Iterable[PrintedNumber], usual: DecimalMark = ".") -> DecimalMark:
    """The mark before decimals of most numbers that can be read in one way only."""
    votes = Counter(number.decided for number in numbers if not number.dash and not number.inside)
    return "," if votes[","] > votes["."] else "." if votes["."] > votes[","] else usual


def says(number: PrintedNumber, value: Decimal, mark: DecimalMark) -> tuple[bool, bool]:
    """Whether a printed number is this value, and whether its sign is printed as it is."""
    read = number.values[mark if number.decided is None else number.decided]
    if read is None:
        return False, False
    for each in _meant(number, read):
        if each == value:
            return True, number.negative == (value < 0) or not value or number.signed_word
        if each == -value:
            return True, number.signed_word
    return False, False


def left_out_scale(
    number: PrintedNumber, value: Decimal, mark: DecimalMark, units: Mapping[str, Decimal] = MappingProxyType({})
) -> str:
    """The word behind a number that makes it another one, where a value is what the digits alone say: "5 lakh" is no 5,
    unless the field counts in that word."""
    read = number.values[mark if number.decided is None else number.decided]
    if number.scale == 1 or read is None or not value or number.scale_word in {unit.lower() for unit in units}:
        return ""
    return number.scale_word if abs(value) == read else ""


def _meant(number: PrintedNumber, read: Decimal) -> Sequence[Decimal]:
    found = [read]
    if number.scale != 1:
        found.append(read * number.scale)
    if number.percent:
        found.append(read / 100)
    return [-each for each in found] if number.negative else found
