"""Stored days as a spreadsheet shows them: a date is a number of days, and a format makes it a date."""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]'
    r"|(?P<noon>AM/PM|A/P|上午/下午)|(?P<parts>\.0+)|(?P<letters>y+|m+|d+|h+|s+|e+|a{3,4}|g+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_NUMERIC = re.compile(r"[#?0]")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CHINESE_DAYS = "一二三四五六日"
_LAST_DAY = 2958466


@lru_cache(1024)
def is_date_section(section: str) -> bool:
    """Whether a section of a format prints a date or a time."""
    if "general" in section.lower() or "通用格式" in section:
        return False
    found = [match for match in _TOKEN.finditer(section) if match["letters"] or match["elapsed"] or match["noon"]]
    if not found or not any((match["letters"] or "x")[0] in "yYmMdDhHsSaA" or not match["letters"] for match in found):
        return False
    rest = "".join(match["other"] or "" for match in _TOKEN.finditer(section))
    return _NUMERIC.search(rest) is None


def shown_date(value: Decimal, section: str, from_1904: bool) -> str | None:
    """The date of a number of days; None for numbers that are no date a spreadsheet can show."""
    if value < 0 or value >= _LAST_DAY:
        return None
    moment = _moment(value, from_1904, _parts(section))
    if moment is None:
        return None
    tokens = list(_TOKEN.finditer(section))
    noon = any(token["noon"] for token in tokens)
    return "".join(_printed(tokens, at, moment, value, noon) for at in range(len(tokens))).strip()


def _parts(section: str) -> int:
    """How many decimals of a second are printed."""
    return max((len(match["parts"]) - 1 for match in _TOKEN.finditer(section) if match["parts"]), default=0)


def _moment(value: Decimal, from_1904: bool, parts: int) -> datetime | None:
    """The moment; the calendar that begins in 1900 holds a day that never was, the 29 February of that year."""
    seconds = (value * 86400).quantize(Decimal(1).scaleb(-min(parts, 6)), rounding=ROUND_HALF_UP)
    if from_1904:
        first = datetime(1904, 1, 1)
    elif value >= 61:
        first = datetime(1899, 12, 30)
    elif value < 60:
        first = datetime(1899, 12, 31)
    else:
        return None
    return first + timedelta(microseconds=int(seconds * 1_000_000))


def _printed(tokens: list[re.Match[str]], at: int, moment: datetime, value: Decimal, noon: bool) -> str:
    token = tokens[at]
    if token["quoted"] is not None:
        return token["quoted"]
    if token["elapsed"]:
        unit = {"h": 24, "m": 1440, "s": 86400}[token["elapsed"][0].lower()]
        return str(int((value * unit + Decimal("0.0000001")) // 1)).zfill(len(token["elapsed"]))
    if token["noon"]:
        names = token["noon"].split("/")
        return names[moment.hour >= 12]
    if token["parts"]:
        return f".{moment.microsecond:06d}"[: len(token["parts"])]
    if token["letters"]:
        letters = token["letters"].lower()
        minutes = letters[0] == "m" and len(letters) < 3 and _beside_time(tokens, at)
        return _time(letters, moment, noon) if minutes or letters[0] in "hs" else _day(letters, moment)
    return token["escaped"] or token["other"] or ""


def _beside_time(tokens: list[re.Match[str]], at: int) -> bool:
    """Whether an m stands for minutes: the part before it is hours, or the part after it is seconds."""
    before = [token["letters"] or token["elapsed"] for token in tokens[:at] if token["letters"] or token["elapsed"]]
    after = [token["letters"] or token["elapsed"] for token in tokens[at + 1 :] if token["letters"] or token["elapsed"]]
    return bool((before and before[-1][0] in "hH") or (after and after[0][0] in "sS"))


def _time(letters: str, moment: datetime, noon: bool) -> str:
    number = {"h": moment.hour % 12 or 12 if noon else moment.hour, "m": moment.minute, "s": moment.second}[letters[0]]
    return str(number).zfill(min(len(letters), 2))


def _day(letters: str, moment: datetime) -> str:
    kind, length = letters[0], len(letters)
    if kind in "ye":
        return f"{moment.year:04d}" if length > 2 or kind == "e" else f"{moment.year % 100:02d}"
    if kind == "a":
        return ("星期" if length == 4 else "周") + _CHINESE_DAYS[moment.weekday()]
    if kind == "g":
        return ""
    number, names = (moment.month, _MONTHS) if kind == "m" else (moment.day, _DAYS)
    if length < 3:
        return str(number).zfill(length)
    name = names[moment.month - 1 if kind == "m" else moment.weekday()]
    return name[:1] if length == 5 else name[:3] if length == 3 else name
