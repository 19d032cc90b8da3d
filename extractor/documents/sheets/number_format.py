"""Stored numbers as a spreadsheet shows them.

A number is stored as a binary fraction and printed through a format: 7730.2799999999997 under ``#,##0.00`` is shown
as 7,730.28. What is shown is what a person reads; where it says less than what is stored, both are given. Formats of
the kind ECMA-376 describes (part 1, 18.8.31); fractions and formats with words among the digits show all digits.
"""

import re
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from extractor.documents.sheets.date_format import is_date_section, shown_date

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)'
    r"|(?P<exponent>[Ee][+-])|(?P<digit>[0#?])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]")
_EXACT = Context(prec=15, rounding=ROUND_HALF_EVEN)
"""Spreadsheet programs compute and show fifteen digits; what stands behind them is the noise of binary fractions."""

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0",
    38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0;-", 43: "#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"',
    57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""Formats that files name by number only. Those that depend on the country are shown year first."""


class ShownCell(NamedTuple):
    """What a cell shows; ``stored``: the number behind it, where it says more than is shown; ``number``: what is shown
    is a number, with a decimal point."""

    text: str
    stored: str = ""
    number: bool = False


class _Section(NamedTuple):
    """One section of a format: literals before and after the digits, and how the digits are printed."""

    before: str
    after: str
    least: int
    places: int
    least_places: int
    grouped: bool
    shift: int
    exponent: int
    plain: bool
    digits: bool


def shown_number(stored: str, code: str, from_1904: bool = False) -> ShownCell:
    """A stored number through a format. Text that is no number is shown as it is."""
    value = exact_number(stored)
    if value is None:
        return ShownCell(stored)
    section, signed = _choose(code or "General", value)
    if is_date_section(section):
        date = shown_date(value, section, from_1904)
        return ShownCell(plain_number(value), number=True) if date is None else ShownCell(date)
    how = _parsed(section)
    if how.plain:
        text = (how.before + plain_number(value if signed else abs(value)) + how.after).strip()
        return ShownCell(text, number=True)
    if not how.digits:
        return ShownCell((how.before + how.after).strip(), plain_number(value))
    text, rounded = _printed(abs(value), how)
    sign = "-" if value < 0 and signed else ""
    whole = rounded == abs(value) and text
    shown = f"{sign}{how.before}{text}{how.after}".strip()
    return ShownCell(shown, "" if whole else plain_number(value), number=True)


def shown_text(text: str, code: str) -> str:
    """A stored text through a format: the fourth section is for texts."""
    sections = _split(code)
    if len(sections) < 4:
        return text
    parts = [
        match["quoted"] or match["escaped"] or (text if match["other"] == "@" else "")
        for match in _TOKEN.finditer(sections[3])
    ]
    return "".join(parts)


def exact_number(stored: str) -> Decimal | None:
    """The number meant by stored digits: whole numbers as they are, fractions without the noise of the sixteenth."""
    try:
        value = Decimal(stored.strip())
    except InvalidOperation:
        return None
    if not value.is_finite() or value.adjusted() > 308:
        return None
    return value if stored.strip().lstrip("-").isdigit() else _EXACT.plus(value)


def plain_number(value: Decimal) -> str:
    """All digits, without an exponent and without trailing zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _choose(code: str, value: Decimal) -> tuple[str, bool]:
    """The section for a number, and whether a minus is printed by itself."""
    sections = _split(code)[:3]
    if any(_CONDITION.search(section) for section in sections):
        for section in sections:
            found = _CONDITION.search(section)
            if found is None or _holds(value, found[1], Decimal(found[2])):
                return section, True
        return sections[-1], True
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], True


def _holds(value: Decimal, sign: str, limit: Decimal) -> bool:
    order = (value > limit) - (value < limit)
    return order in {"<": (-1,), ">": (1,), "=": (0,), "<=": (-1, 0), ">=": (0, 1), "<>": (-1, 1)}[sign]


@lru_cache(1024)
def _split(code: str) -> tuple[str, ...]:
    """The sections of a format."""
    sections = [""]
    for match in _TOKEN.finditer(code):
        if match["other"] == ";":
            sections.append("")
        else:
            sections[-1] += match.group()
    return tuple(sections)


@lru_cache(1024)
def _parsed(section: str) -> _Section:
    """A section for numbers. Whatever is not understood shows all digits (``plain``)."""
    before, after, pattern = "", "", ""
    general = broken = False
    for match in _TOKEN.finditer(section):
        mark = match["digit"] or match["exponent"] or (match["other"] if match["other"] in (".", ",") else "")
        if match["general"] or match["other"] == "@":
            general, pattern = True, pattern or "0"
        elif mark and (mark != "," or pattern):
            broken = broken or bool(after.strip("% "))
            pattern += mark.upper()
        elif pattern:
            broken = broken or match["other"] == "/"
            after += _literal(match)
        else:
            before += _literal(match)
    mantissa, sign, power = pattern.replace("E-", "E+").partition("E+")
    whole, _, fraction = mantissa.partition(".")
    places = fraction.strip(",")
    thousands = len(pattern) - len(pattern.rstrip(","))
    broken = broken or "." in fraction or (bool(sign) and len(whole) != 1)
    return _Section(
        before="" if broken else before,
        after="" if broken else after,
        least=whole.count("0"),
        places=len(places),
        least_places=len(places.rstrip("#?")),
        grouped="," in whole.rstrip(","),
        shift=2 * (before + after).count("%") - 3 * thousands,
        exponent=len(power),
        plain=general or broken,
        digits=bool(pattern.strip(".,")),
    )


def _literal(match: re.Match[str]) -> str:
    """What a token that stands for no digit prints: words and signs; of brackets a currency sign only."""
    if match["quoted"] is not None:
        return match["quoted"]
    bracket = match["bracket"]
    if bracket is not None:
        return bracket[1:].partition("-")[0] if bracket.startswith("$") else ""
    return match["escaped"] or match["other"] or ""


def _printed(value: Decimal, how: _Section) -> tuple[str, Decimal]:
    """The digits of a number without its sign, and the number they say."""
    scaled = value.scaleb(how.shift)
    if how.exponent:
        power = scaled.adjusted() if scaled else 0
        mantissa = _rounded(scaled.scaleb(-power), how.places)
        if mantissa >= 10:
            power, mantissa = power + 1, _rounded(mantissa / 10, how.places)
        sign = "-" if power < 0 else "+"
        return f"{mantissa:f}E{sign}{abs(power):0{how.exponent}d}", mantissa.scaleb(power - how.shift)
    rounded = _rounded(scaled, how.places)
    whole, _, fraction = format(rounded, "f").partition(".")
    kept = fraction[: how.least_places] + fraction[how.least_places :].rstrip("0")
    whole = "" if whole == "0" and not how.least else whole.zfill(how.least)
    whole = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", whole) if how.grouped else whole
    return whole + (f".{kept}" if kept else ""), rounded.scaleb(-how.shift)


def _rounded(value: Decimal, places: int) -> Decimal:
    """Half away from zero, as spreadsheet programs round what they show."""
    wide = Context(prec=400, rounding=ROUND_HALF_UP)
    return value.quantize(Decimal(1).scaleb(-places), context=wide)
