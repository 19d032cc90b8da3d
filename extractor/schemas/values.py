"""Printed characters to values: what a cell says, without ever guessing.

Understood: full-width digits and spaces, thousands separators, a sign, decimals, a unit, a note in brackets
("22（其中修订16件）"), and the marks that mean "does not apply".
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from extractor.schemas.form import NO_UNITS, Kind, State, Value

NIL_MARKS = frozenset({"/", "-", "--", "—", "——", "–", "无", "無", "n/a", "nil"})
"""Marks printed where a number does not apply. They are not zero."""

_NUMBER = re.compile(
    r"(?P<sign>[-+])?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?\s?(?P<unit>[^\d\s().,、:;|]*)\s?(?P<note>\(.*\))?"
)
_COUNTER = re.compile(r"(?:(?![〇零一二三四五六七八九十百千万萬亿億])[\u4e00-\u9fff]){0,2}")
_MINUS = str.maketrans({"−": "-", "﹣": "-", "‐": "-", "‑": "-", "﹐": ","})
_BRACKETED = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Printed:
    """What a cell says. ``value`` is None unless ``state`` is read; ``note``: what else stands in the cell."""

    state: State
    value: Value | None = None
    note: str = ""


BLANK = Printed("blank")


def fold_width(text: str) -> str:
    """Full-width and compatibility characters as plain ones, no-break spaces as spaces, ends trimmed."""
    return unicodedata.normalize("NFKC", text).translate(_MINUS).strip()


def read_printed(text: str, kind: Kind = "count", units: Mapping[str, Decimal] = NO_UNITS) -> Printed:
    """Read one cell. A cell with characters that are not a value of this kind is ``unread``, never a guess."""
    plain = fold_width(text)
    if not plain:
        return BLANK
    if kind == "text":
        return Printed("read", " ".join(plain.split()))
    if plain.lower() in NIL_MARKS:
        return Printed("not_applicable")
    match = _NUMBER.fullmatch(plain.replace("\n", ""))
    if match is None or not _is_known(match["unit"], units):
        return Printed("unread", note=plain)
    number = Decimal((match["sign"] or "") + match["digits"].replace(",", "") + (match["fraction"] or ""))
    number *= units.get(match["unit"], Decimal(1))
    note = (match["unit"] if not units else "") + (match["note"] or "")
    if kind == "amount":
        return Printed("read", number, note)
    if number != number.to_integral_value():
        return Printed("unread", note=plain)
    return Printed("read", int(number), note)


def _is_known(unit: str, units: Mapping[str, Decimal]) -> bool:
    """Whether a unit may be left out of account: a declared one, or a Chinese counter that is no numeral itself.

    Latin letters behind digits are as likely a misread digit ("1O") as a unit.
    """
    return unit in units or (not units and _COUNTER.fullmatch(unit) is not None) or not unit


def looks_like_value(text: str) -> bool:
    """Whether a cell holds a number or a nil mark rather than words. Blank cells do not count."""
    plain = fold_width(text)
    if not plain:
        return False
    if plain.lower() in NIL_MARKS:
        return True
    match = _NUMBER.fullmatch(_BRACKETED.sub("", plain).replace(" ", ""))
    return match is not None and len(match["unit"]) <= 2
