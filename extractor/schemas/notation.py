"""How the numbers of a column are written, where that is more than digits, thousands commas and a decimal point.

Nothing here is ever guessed: ``(12)`` is a footnote in one table and less than zero in the next, ``1.234`` is more than
a thousand in one country and little more than one in another, and ``$`` is the money of many. A schema says so.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from extractor.errors import SchemaError

_BRACKETS = re.compile(r"(?P<before>[^\d()]*)\((?P<inside>[^()]*\d[^()]*)\)(?P<behind>[^\d()]*)")
_COMMA_NUMBER = re.compile(
    r"(?P<sign>[-+]?)(?P<digits>\d{1,3}(?:[.' ’]\d{3})+|\d+)(?P<fraction>,\d+)?(?P<rest>(?![\d.,]).*)?"
)
_NO_NUMBER = "�"
"""Stands for what is written against the notation: it is read as no number."""


@dataclass(frozen=True, slots=True)
class Notation:
    """The notation of a column. Everything is off unless a schema switches it on.

    ``currency``: the signs and codes of the money the column is in ("$", "US$", "EUR"); in front of or behind a number
    they say nothing more. ``bracketed_negative``: ``(1,234)`` is less than zero, as accountants write it. ``decimal``:
    the mark before the decimals; with a comma, thousands are parted by points, apostrophes or spaces. SchemaError for
    a sign of currency that is blank or holds digits.
    """

    currency: tuple[str, ...] = ()
    bracketed_negative: bool = False
    decimal: Literal[".", ","] = "."

    def __post_init__(self) -> None:
        for sign in self.currency:
            if not sign.strip() or any(char.isdigit() or char in "()+-.," for char in sign):
                raise SchemaError(
                    f"{sign!r} is no sign of a currency: it is blank, or holds digits or marks of numbers"
                )

    def plain(self, text: str) -> str:
        """A number of this notation, its width folded, in plain notation; what is no such number stays no number."""
        if self is PLAIN or self == PLAIN or not text:
            return text
        found = self._without_currency(self._without_brackets(text))
        if not found:
            return _NO_NUMBER
        return _with_point(found) if self.decimal == "," else found

    def _without_brackets(self, text: str) -> str:
        match = _BRACKETS.fullmatch(text) if self.bracketed_negative else None
        if match is None:
            return text
        if any(sign in text for sign in "+-"):
            return _NO_NUMBER
        return f"-{match['before'].strip()}{match['inside'].strip()}{match['behind'].strip()}"

    def _without_currency(self, text: str) -> str:
        """The text without one sign of currency in front of the number or behind it."""
        sign, rest = (text[0], text[1:].lstrip()) if text[:1] in ("-", "+") else ("", text)
        for each in sorted(self._signs, key=len, reverse=True):
            if rest.startswith(each):
                rest = rest.removeprefix(each).lstrip()
                doubled = bool(sign) and rest[:1] in ("-", "+") and rest[1:2].isdigit()
                return _NO_NUMBER if doubled else f"{sign}{rest}"
            if rest.endswith(each):
                return f"{sign}{rest.removesuffix(each).rstrip()}"
        return text

    @property
    def _signs(self) -> tuple[str, ...]:
        return tuple(unicodedata.normalize("NFKC", sign).strip() for sign in self.currency)


PLAIN = Notation()


def _with_point(text: str) -> str:
    """A number with a decimal comma in plain notation; one with a decimal point is none of this notation."""
    match = _COMMA_NUMBER.fullmatch(text)
    if match is None:
        return text if not any(char.isdigit() for char in text) else _NO_NUMBER
    digits = re.sub(r"\D", "", match["digits"])
    fraction = match["fraction"] or ""
    return f"{match['sign']}{digits}{fraction.replace(',', '.')}{match['rest'] or ''}"
