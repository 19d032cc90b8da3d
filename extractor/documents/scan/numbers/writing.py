"""Lines of writing: when they count as seen clearly."""

import re
import unicodedata
from collections.abc import Sequence

from extractor.documents.model import Views
from extractor.documents.scan.numbers.decoding import CtcReading
from extractor.documents.scan.numbers.specks import PUNCTUATION, borne_out, clear_texts, clear_twins, letters_of
from extractor.documents.scan.numbers.views import ViewedLine

_LEAST_SURE = 0.6
_JOINED = re.compile("[a-z][A-Z]")
"""A lost space between two words."""
_ACCENTED = 0.2


def said(first: CtcReading, second: CtcReading, spaces: int) -> ViewedLine:
    """A line of writing in two views. It counts as seen clearly if both say the same, no character of it is a guess, it
    has as many spaces as there are gaps (the recogniser loses some between Latin words), and it neither begins nor ends
    with a sign that a speck would make.
    """
    text = first.text.strip()
    speckless = not text or (text[0] not in PUNCTUATION and text[-1] not in PUNCTUATION)
    joined = text.isascii() and text.count(" ") < spaces
    joined |= _JOINED.search(text) is not None
    sure = min(first.worst, second.worst) >= _LEAST_SURE
    clear = second.text == first.text and sure and speckless and not joined
    lettered = min(first.letters, second.letters) >= _LEAST_SURE and letters_of(first.text) == letters_of(second.text)
    other = second.text.strip()
    alternatives = (other,) if other and other != text else ()
    words = () if clear or joined else _clear_words(first, second)
    return ViewedLine(text, "alike" if clear else "differ", alternatives, bool(text) and lettered and not clear, words)


def _clear_words(first: CtcReading, second: CtcReading) -> tuple[Views, ...]:
    """Which words of a line both views show alike and without a guess; nothing where they see other spaces."""
    here, there = _words(first), _words(second)
    if len(here) != len(there):
        return ()

    def is_clear(text: str, worst: float) -> bool:
        return worst >= _LEAST_SURE and text[0] not in PUNCTUATION and text[-1] not in PUNCTUATION

    return tuple(
        "alike" if text == other and is_clear(text, min(worst, least)) else "differ"
        for (text, worst), (other, least) in zip(here, there, strict=True)
    )


def _words(reading: CtcReading) -> list[tuple[str, float]]:
    """The words of a line, each with the likelihood of its least certain character."""
    found = []
    for match in re.finditer(r"\S+", reading.text):
        found.append((match[0], min(reading.sure[match.start() : match.end()], default=0.0)))
    return found


def settled(lines: Sequence[ViewedLine]) -> list[ViewedLine]:
    """The lines of a page; one in doubt is settled by what the page says elsewhere: letter for letter where its specks
    alone are in doubt. An accent is a speck where hardly a line has any.
    """
    accented = [line.views == "alike" and _has_accents(line.text) for line in lines]
    if sum(accented) < _ACCENTED * sum(line.text.isascii() for line in lines):
        lines = [
            line._replace(views="differ", specks=True) if has else line
            for line, has in zip(lines, accented, strict=True)
        ]
    known = [(line.text, line.views == "alike") for line in lines]
    clear, twins = clear_texts(known), clear_twins(known)

    def told(line: ViewedLine) -> ViewedLine:
        if line.specks and letters_of(line.text) in clear:
            return ViewedLine(clear[letters_of(line.text)], "alike")
        if line.views == "differ" and borne_out(line.text, line.alternatives, twins):
            return ViewedLine(line.text, "alike")
        return line

    return [told(line) for line in lines]


def _has_accents(text: str) -> bool:
    """Whether letters of the alphabet carry accents."""
    return any(
        char.isalpha() and not char.isascii() and unicodedata.normalize("NFD", char)[0].isascii() for char in text
    )
