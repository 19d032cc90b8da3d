"""Numbers in whatever notation a document writes them: which mark parts decimals is decided by the document or the
column, and what it leaves open is not guessed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from extractor.readers.open_layout.open_words import is_currency
from extractor.readers.record.printed_numbers import SIGNS_OF_MONEY, is_grouped, value_of
from extractor.schemas.values import fold_width

DecimalMark: TypeAlias = Literal[".", ",", ""]
"""The mark before decimals; empty where nothing tells it."""

_FIGURE = re.compile(
    rf"(?P<sign>[-+])?\s*(?P<open>\()?\s*(?P<front>(?:[A-Za-z]{{1,3}}\.?\s*)?[{SIGNS_OF_MONEY}]?|[A-Za-z]{{2,3}}\.?)\s*"
    r"(?P<open2>\()?\s*(?P<sign2>[-+])?\s*(?P<digits>(?:\d|[.,](?=\d))(?:[\d.,]|['’ ](?=\d{3}(?!\d)))*)"
    r"(?P<back>\s?-(?=\s*$|\s*[A-Z$€£]{1,3}\s*$))?\s*(?P<unit>[^\d\s().,;:-][^\d\s;:]*(?:\s[^\d\s();:]{1,12})?)?\s*(?P<close>\))?"
)
_POWER = re.compile(r"(?<=[^\W\d_])(?<!\d[eE])[²³23](?=\s*\)?\s*$)")
"""The power of a unit, m² or m3: it says nothing of how many."""
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹₀-₉①-⑳½¼¾]")
"""The mark of a note, or a fraction: folded, it would look like one more digit."""
_MISREAD = re.compile(r"\d[OoIlS|]$")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:(?:,\d{3}){2,}|(?:\.\d{3}){2,})(?![\d.,]*\d)")
_DIGITS_BEHIND = 3
"""Digits behind a mark that may part thousands as well as decimals."""
_ENOUGH = 3
"""Numbers of a document that part thousands with one mark, from which on it is the mark of thousands."""
_MANY = 10
"""The same where a document prints one number below a thousand only."""
_SOME = 6
"""The same where one of them is an amount of money of ten and more: money has no three decimals."""
_UNIT = 16
"""Characters of the longest text behind a number that is taken for its unit."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number taken apart. ``digits`` holds its digits and marks, ``unit`` what stands behind it that is no
    sign of money, ``negative`` whether a sign or brackets stand around it, ``bracketed`` whether it was brackets.
    """

    digits: str
    unit: str = ""
    negative: bool = False
    bracketed: bool = False
    money: bool = False


def figure_in(text: str) -> Figure | None:
    """A text that is one number, with a sign, a currency or a unit around it; None if it is anything else."""
    plain = _POWER.sub("", text.replace("\u202f", " "))
    match = None if _RAISED.search(plain) else _FIGURE.fullmatch(fold_width(plain))
    if match is None or _MISREAD.search(match[0]):
        return None
    front, unit = match["front"].strip(), (match["unit"] or "").strip()
    opened = bool(match["open"]) + bool(match["open2"])
    if (front and not is_currency(front)) or opened != bool(match["close"]) or match["digits"][-1] in ".,":
        return None
    money = bool(front)
    if is_currency(unit):
        unit, money = "", True
    if len(unit) > _UNIT or (match["sign"] and match["sign2"]):
        return None
    signs = [sign for sign in (match["sign"], match["sign2"], match["back"]) if sign and sign.strip() == "-"]
    if len(signs) + opened > 1:
        return None
    return Figure(match["digits"], unit, bool(signs) or opened > 0, opened > 0, money)


def grouped_in(text: str) -> Iterator[str]:
    """The numbers in a running text that part thousands twice or more: they show which mark does."""
    return (match[0] for match in _GROUPED.finditer(text))


def decimal_mark(texts: Iterable[str]) -> DecimalMark:
    """The mark before decimals that numbers show together; empty where they show none, or both."""
    shown: set[str] = set()
    thousands: dict[str, int] = {".": 0, ",": 0}
    small = large = 0
    money = False
    for text in texts:
        figure = figure_in(text)
        if figure is None:
            continue
        digits = figure.digits.replace(" ", "").replace("'", "").replace("’", "")
        mark = _shown_mark(digits)
        if mark:
            shown.add(mark)
        elif (found := next((each for each in ".," if each in digits), "")) and digits.count(found) == 1:
            thousands[found] += 1
            money = money or (figure.money and digits.index(found) > 1)
        elif digits.isdigit():
            small += len(digits) <= _DIGITS_BEHIND
            large += len(digits) > _DIGITS_BEHIND and not (len(digits) == len("2000") and digits[:2] in ("19", "20"))
    if len(shown) == 1:
        return "." if "." in shown else ","
    if shown:
        return ""
    point, comma = thousands["."], thousands[","]
    many = max(point, comma) >= _MANY and small > 0
    many = many or (max(point, comma) >= _SOME and money)
    if max(point, comma) >= _ENOUGH and not min(point, comma) and (small > 1 or many) and not (large and not money):
        return "," if point else "."
    return ""


def number_of(figure: Figure, mark: DecimalMark) -> tuple[Decimal | None, bool]:
    """The number that a figure is under a decimal mark, and whether it may be another one because the mark is not
    known. None for digits that are no number of this notation.
    """
    digits = _without_gaps(figure.digits)
    if digits is None:
        return None, False
    own = mark or _shown_mark(digits)
    shown = _shown_mark(digits)
    if shown and shown != own:
        return None, False
    either = not own and not digits.isdigit()
    number = _of_one_mark(digits) if either else value_of(digits, own or ".")
    if number is None:
        return None, False
    return (-number if figure.negative else number), either


def _shown_mark(digits: str) -> str:
    """The decimal mark that a number shows by itself."""
    point, comma = digits.count("."), digits.count(",")
    if point and comma:
        last = "." if digits.rfind(".") > digits.rfind(",") else ","
        return last if digits.count(last) == 1 else ""
    if not point and not comma:
        return ""
    mark = "." if point else ","
    other = "," if point else "."
    if max(point, comma) > 1:
        return other if is_grouped(digits, mark) else ""
    front, _, behind = digits.partition(mark)
    long = len(front) > _DIGITS_BEHIND or front in ("", "0")
    return mark if len(behind) != _DIGITS_BEHIND or long else ""


def _of_one_mark(digits: str) -> Decimal | None:
    """The number that digits are if the only mark in them stands before decimals."""
    marks = [each for each in digits if each in ".,"]
    return Decimal(digits.replace(marks[0], ".")) if len(marks) == 1 else None


def _without_gaps(digits: str) -> str | None:
    """Digits without the spaces or apostrophes that part thousands; None where those part anything else."""
    gaps = {char for char in digits if char in " '’"}
    if not gaps:
        return digits
    whole = re.split(r"[.,]", digits)[0]
    if len(gaps) > 1 or len(re.findall(r"[.,]", digits)) > 1:
        return None
    groups = whole.split(next(iter(gaps)))
    right = 0 < len(groups[0]) <= _DIGITS_BEHIND and all(len(each) == _DIGITS_BEHIND for each in groups[1:])
    return "".join(char for char in digits if char not in " '’") if right else None
