"""What a page says about itself: its number, that a table goes on and which number a table has (``page_words.toml``, by
language)."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractor.schemas.values import fold_width, unspaced

_NUMBER = r"\d{1,4}|[ivxlc]{1,6}"
_COUNT = r"\w{0,3}"
"""What may number the parts of a table that goes on."""
_PLACE = r"(?:\d{1,3}(?:[.-]\d{1,3})*|[ivxlc]{1,6}|\w)"
"""What numbers the tables of a report."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """``page`` matches a text that is nothing but a page's number, ``continued`` what ends a title printed again,
    ``numbered`` what counts the tables of a report in front of a title.
    """

    page: re.Pattern[str]
    continued: re.Pattern[str]
    numbered: re.Pattern[str]

    def is_page_mark(self, text: str) -> bool:
        """Whether a text says which page it is, in words or between dashes; a bare number does not."""
        return self.page.fullmatch(_squeezed(text)) is not None

    def without_continued(self, text: str) -> str:
        """A title without the words that say that its table goes on."""
        plain = fold_width(text)
        return self.continued.sub("", plain).strip() or plain

    def without_number(self, text: str) -> str:
        """A title without what counts the tables in front of it ("Table 3. ")."""
        plain = fold_width(text)
        return self.numbered.sub("", plain).strip() or plain


@cache
def page_words(language: str) -> PageWords:
    """The words of a language by its tag, or of the tag's first part; English where there are none."""
    sections = tomllib.loads(Path(__file__).with_name("page_words.toml").read_text("utf-8"))
    found = sections.get(language.lower().replace("_", "-").split("-")[0]) or sections["en"]
    marks = [*sections["marks"]["page"], *found["page"]]
    pages = "|".join(re.escape(_squeezed(mark)).replace(r"\{n\}", f"(?:{_NUMBER})") for mark in marks)
    words = "|".join(sorted(map(re.escape, found["continued"]), key=len, reverse=True))
    goes_on = rf"(?:\s*[(\[](?:{words})\s*{_COUNT}[)\]]|[\s,:;-]+(?:{words})\s*{_COUNT})\s*$"
    tables = "|".join(sorted(map(re.escape, found["table"]), key=len, reverse=True))
    counted = rf"^\s*(?:{tables})(?![a-z])\s*{_PLACE}\s*(?:[.:)-]+\s*|\s)(?=\S)"
    return PageWords(*(re.compile(each, re.IGNORECASE) for each in (pages, goes_on, counted)))


def _squeezed(text: str) -> str:
    return unspaced(text).lower()
