"""Printed characters to values: what a cell says, without ever guessing.

Understood: full-width digits and spaces, thousands separators, a sign, decimals, a unit, a note in brackets
("22（其中修订16件）"), and the marks that mean "does not apply".
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractor.schemas.form import NO_UNITS, Kind, State, Value
from extractor.schemas.notation import PLAIN, Notation
from extractor.schemas.remembered import REMEMBERED

NIL_MARKS = frozenset({"/", "-", "--", "—", "——", "–", "无", "無", "n/a", "nil"})
"""Marks printed where a number does not apply. They are not zero."""

_NUMBER = re.compile(
    r"(?P<sign>[-+])?(?P<digits>[1-9]\d{0,2}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?\s?(?P<unit>[^\d\s().,、:;|]*)\s?(?P<note>\(.*\))?"
)
COUNTERS = frozenset("件个個项項条條宗份起次人户戶元篇部册冊家名例批")
"""Words that count in Chinese and are no numerals: behind a number they say nothing more of how many."""
_SIGN_WORDS = re.compile(r"[减減负負降-]")
_OTHER_NUMBER = re.compile(r"\(\s*[-+]?\d[\d,.]*\d\s*\)")
"""A note that is a number of several digits and nothing else: last year's, or the right one."""
_NO_DIGITS = ("<super>", "<sub>", "<circle>", "<fraction>")
_MINUS = (("−", "-"), ("﹣", "-"), ("‐", "-"), ("‑", "-"), ("﹐", ","))
UNREADABLE = "\ufffd"
"""Stands for print that cannot be read."""
_NO_RESULT = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|=[A-Z(+\[-][^=]*", re.IGNORECASE)
_REMEMBERED = 4096
"""Texts of which it is kept whether they look like values: few documents print more, and each is asked for often."""
_NO_WORD = re.compile(r"[:·•]{1,3}|\.{2,4}")
"""Points that stand in the place of a number."""
_BRACKETED = re.compile(r"\([^()]*\)")
_SIGNS = "$¢£¤¥₩€₱₹₽฿"
_NOTED = re.compile(r"[-(]?\d[\d.,]*\)? ?[(),]*[⁰¹²³⁴⁵⁶⁷⁸⁹₀-₉][⁰¹²³⁴⁵⁶⁷⁸⁹₀-₉(), ]*")
_MONEY = re.compile(
    rf"[-+]?(?:[A-Z]{{0,3}}[{_SIGNS}] ?)[-+]?\d[\d., ]*|[-+]?\d[\d., ]* ?[{_SIGNS}]|[-+]?\d{{1,3}}(?:\.\d{{3}})*,\d+"
)
_IN_BRACKETS = re.compile(rf"[{_SIGNS}]? ?\([{_SIGNS}]? ?\d[\d., ]*[{_SIGNS}]?\) ?[{_SIGNS}]?")


@dataclass(frozen=True, slots=True)
class Printed:
    """What a cell says. ``value`` is None unless ``state`` is read; ``note``: what else stands in the cell."""

    state: State
    value: Value | None = None
    note: str = ""


BLANK = Printed("blank")
ONE = Decimal(1)
_SHORT = 18
"""Digits of a number that is read as it is."""
_LABEL = 80
"""Characters of a text that is worth keeping folded."""


def fold_width(text: str) -> str:
    """Full-width and compatibility characters as plain ones, no-break spaces as spaces, ends trimmed."""
    if text.isascii():
        return text.strip()
    return _folded(text) if len(text) <= _LABEL else _fold(text)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    for printed, sign in _MINUS:
        plain = plain.replace(printed, sign)
    return plain.strip()


_folded = lru_cache(maxsize=16384)(_fold)
"""Documents of one form print the same words, and each of them is asked for by many."""


def unspaced(text: str) -> str:
    """A text folded, without any white space."""
    return "".join(fold_width(text).split())


def read_printed(
    text: str,
    kind: Kind = "count",
    units: Mapping[str, Decimal] = NO_UNITS,
    factor: Decimal = ONE,
    signed: bool = True,
    notation: Notation = PLAIN,
) -> Printed:
    """Read one cell. A cell with characters that are not a value of this kind is ``unread``, never a guess.

    ``factor`` turns a number without a unit into the field's own unit; ``signed``: a number below zero may stand here;
    ``notation``: how it may be written besides.
    """
    asked = (text, kind, id(units), None if factor is ONE else factor, signed, id(notation))
    kept = _READ.get(asked)
    if kept is not None:
        return kept[0]
    found = _read_printed(text, kind, units, factor, signed, notation)
    if len(text) <= _LABEL:
        if len(_READ) >= REMEMBERED:
            _READ.clear()
        _READ[asked] = (found, units, notation)  # Those are kept, so that no others get their numbers.
    return found


_READ: dict[tuple[str, Kind, int, Decimal | None, bool, int], tuple[Printed, Mapping[str, Decimal], Notation]] = {}
"""Forms print the same numbers again and again, nought most of all."""


def _read_printed(
    text: str, kind: Kind, units: Mapping[str, Decimal], factor: Decimal, signed: bool, notation: Notation
) -> Printed:
    if kind == "count" and factor is ONE and not units and notation is PLAIN and _is_short_number(text):
        return Printed("read", int(text))
    plain = fold_width(text)
    if not plain:
        return BLANK
    if kind == "text" and not plain.replace(UNREADABLE, "").strip():
        return Printed("unread", note=plain)
    if kind == "text":
        return Printed("read", " ".join(plain.split()))
    if plain.lower() in NIL_MARKS:
        return Printed("not_applicable")
    number_as_usual = notation.plain(plain.replace("\n", ""))
    if number_as_usual.lower() in NIL_MARKS:
        return Printed("not_applicable")
    match = _NUMBER.fullmatch(number_as_usual)
    if match is None or _has_marks(text) or not _is_known(match["unit"], units) or _says_otherwise(match["note"]):
        return Printed("unread", note=plain)
    number = Decimal((match["sign"] or "") + match["digits"].replace(",", "") + (match["fraction"] or ""))
    number = _scaled(number, units.get(match["unit"], factor))
    note = (match["unit"] if not units else "") + (match["note"] or "")
    if number < 0 and not signed:
        return Printed("unread", note=plain)
    if kind == "amount":
        return Printed("read", number, note)
    if number != number.to_integral_value():
        return Printed("unread", note=plain)
    return Printed("read", int(number), note)


def _is_short_number(text: str) -> bool:
    """Whether a text is digits and nothing else, as nearly all numbers that count are printed."""
    return text.isascii() and text.isdigit() and len(text) <= _SHORT


def _scaled(number: Decimal, factor: Decimal) -> Decimal:
    """A number times a factor: 7 thousands are known to a thousand; a smaller unit brings no zeros behind its point."""
    if factor == ONE:
        return number
    product = number * factor.normalize()
    if factor > ONE:
        return product
    short = product.normalize()
    return short.quantize(ONE) if short == short.to_integral_value() else short


def _has_marks(text: str) -> bool:
    """Whether a footnote mark or a fraction stands among the digits: folded, it would look like one more digit."""
    if text.isascii():
        return False
    return any(unicodedata.decomposition(char).startswith(_NO_DIGITS) for char in text if not char.isascii())


def _says_otherwise(note: str | None) -> bool:
    """Whether a note in brackets says that the number is meant to be less than it looks, or is another number."""
    return note is not None and (_SIGN_WORDS.search(note) or _OTHER_NUMBER.fullmatch(note)) is not None


def unit_in(text: str, units: Mapping[str, Decimal]) -> tuple[Decimal, str]:
    """The factor of a unit that a heading or label gives in brackets, and an unknown unit of the same kind.

    "Amount (in thousand crowns)" gives the factor of that unit if it is declared, else the words it cannot place.
    """
    for content in re.findall(r"\(([^()]*)\)", fold_width(text)):
        words = [part for part in re.split(r"[:,、]", "".join(content.split())) if part]
        for word in words:
            if word in units:
                return units[word], ""
        for word in words:
            if any(word.endswith(unit[-1]) for unit in units):
                return ONE, word
    return ONE, ""


def _is_known(unit: str, units: Mapping[str, Decimal]) -> bool:
    """Whether a unit may be left out of account: a declared one, or a Chinese counter that is no numeral itself.

    Latin letters behind digits are as likely a misread digit ("1O") as a unit.
    """
    return unit in units or (not units and unit in COUNTERS) or not unit


@lru_cache(maxsize=_REMEMBERED)
def looks_like_value(text: str, bracketed: bool = False) -> bool:
    """Whether a cell holds a number or a nil mark rather than words. Blank cells do not count.

    What a spreadsheet shows where there is no number (an error, a formula without result) stands in the place of one,
    and so does print that cannot be read.
    So does a number with the marks of notes behind it, small figures above the line.
    So does a number with a sign of currency or a decimal comma, whether or not it can be read; one in brackets does
    only where the form has such numbers (``bracketed``).
    """
    if text.isascii() and text.isdigit():
        return True
    plain = fold_width(text)
    if not plain:
        return False
    if plain.lower() in NIL_MARKS or _NO_RESULT.fullmatch(plain) or _NO_WORD.fullmatch(plain):
        return True
    if _NOTED.fullmatch(text.strip()):
        return True
    if UNREADABLE in plain and not any(char.isalpha() for char in plain):
        return True
    if _MONEY.fullmatch(plain) or (bracketed and _IN_BRACKETS.fullmatch(plain)):
        return True
    match = _NUMBER.fullmatch(_BRACKETED.sub("", plain).replace(" ", ""))
    return match is not None and len(match["unit"]) <= 2
