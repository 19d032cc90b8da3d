"""Who sends a report, and what is written around it: its number, its day, words in its language."""

from typing import NamedTuple

_MONTHS = ("January", "February", "March")


class ReportSender(NamedTuple):
    """Who sends a report, of which year, and chances of what is written around it."""

    agency: str
    year: int
    chinese: bool
    chance: int

    @property
    def reference(self) -> str:
        """The number under which it is kept."""
        number = 3 + self.chance % 60
        if self.chinese:
            return f"{self.agency[:1]}政公开〔{self.year + 1}〕{number}号"
        initials = "".join(word[0] for word in self.agency.split() if word[0].isupper())
        return f"{initials}-FOIA-{self.year + 1}-{number:04}"

    @property
    def date(self) -> str:
        """The day it was signed."""
        day, month = 5 + self.chance % 20, self.chance % 3
        return f"{self.year + 1}年{month + 1}月{day}日" if self.chinese else f"{_MONTHS[month]} {day}, {self.year + 1}"

    def of(self, chinese: str, english: str) -> str:
        """The words in the language of the report."""
        return chinese if self.chinese else english
