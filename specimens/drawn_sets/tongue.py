"""How a language writes numbers and dates, and the labels of a set in it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

MONTHS: Mapping[str, tuple[str, ...]] = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
           "novembre", "décembre"),
    "nl": ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
           "november", "december"),
}  # fmt: skip
POINTS: Mapping[str, tuple[str, str]] = {
    "en": (",", "."),
    "de": (".", ","),
    "fr": (" ", ","),
    "es": (".", ","),
    "nl": (".", ","),
}
"""What stands between thousands, and before decimals."""
TONGUES = tuple(POINTS)


@dataclass(frozen=True)
class Tongue:
    """A language with the words of one set in it, by what they stand for."""

    code: str
    words: Mapping[str, str] = field(default_factory=dict)

    def number(self, value: Decimal | int) -> str:
        """A number as it is printed; thousands are parted from a thousand on."""
        thousands, point = POINTS[self.code]
        whole, _, decimals = f"{value:,}".partition(".")
        return whole.replace(",", thousands) + (point + decimals if decimals else "")

    def date(self, value: str) -> str:
        """A date in ISO 8601 as it is printed."""
        day = datetime.date.fromisoformat(value)
        if self.code == "de":
            return f"{day:%d.%m.%Y}"
        if self.code == "es":
            return f"{day:%d/%m/%Y}"
        return f"{day.day} {MONTHS[self.code][day.month - 1]} {day.year}"
