"""Lines of writing: what speaks against them."""

import re
import unicodedata
from collections.abc import Sequence

from extractor.documents.scan.numbers.decoding import CtcReading
from extractor.documents.scan.numbers.specks import PUNCTUATION, borne_out, clear_texts, clear_twins, letters_of
from extractor.documents.scan.numbers.views import ALTERNATIVES, ViewedLine, quoted
from extractor.evidence import Doubt, DoubtKind, doubt, settled

_LEAST_SURE = 0.6
_JOINED = re.compile("[a-z][A-Z]")
"""A lost space between two words."""
_ACCENTED = 0.2
_INSIDE = re.compile(r"(?P<before>[^\W\d_]+)(?P<sign>[.,'`\"^~_*|])(?=(?P<after>[^\W\d_]+))")
"""A small sign between letters."""
_INITIALS = 2
"""Letters: so many before a point, or one on either side, are shortened (U.S., Ph.D, e.g)."""


def said(first: CtcReading, second: CtcReading, spaces: int, square: bool = False) -> ViewedLine:
    """A line of writing in two views. It counts as seen clearly if both say the same, no character of it is a guess, it
    has as many spaces as there are gaps (the recogniser loses some between Latin words), and it neither begins nor ends
    with a sign that a speck would make. ``square``: it is hardly wider than high, and one broad character that is
    recognised twice in it stands there once.
    """
    if square:
        first, second = _once(first), _once(second)
    text = first.text.strip()
    joined = text.isascii() and text.count(" ") < spaces
    joined |= _JOINED.search(text) is not None
    against = _against(first.text, second.text, min(first.worst, second.worst))
    if joined:
        against = (*against, doubt(DoubtKind.SPACE_LOST, text))
    clear = not against
    lettered = min(first.letters, second.letters) >= _LEAST_SURE and letters_of(first.text) == letters_of(second.text)
    others = (second.text.strip(), *([without_sign_inside(text)] if has_sign_inside(text) else []))
    alternatives = tuple(other for other in dict.fromkeys(others) if other and other != text)
    words = () if clear or joined else _doubts_of_words(first, second)
    return ViewedLine(text, against, alternatives, bool(text) and lettered and not clear, words)


def _once(reading: CtcReading) -> CtcReading:
    """A line without the second of two like characters, which a line for one broad character has no room for."""
    text = reading.text
    if len(text) == 2 and text[0] == text[1] and unicodedata.east_asian_width(text[0]) == "W":
        sure = max(reading.sure)
        return reading._replace(text=text[0], worst=sure, letters=sure, steps=reading.steps[:1], sure=(sure,))
    return reading


def _against(text: str, other: str, sure: float) -> tuple[Doubt, ...]:
    """What speaks against a text that another view shows as ``other``; ``sure``: how likely its least certain character
    is in either view.
    """
    found = []
    if other != text:
        found.append(doubt(DoubtKind.VIEWS_DIFFER, quoted([text, other])))
    shown = text.strip()
    if sure < _LEAST_SURE:
        found.append(doubt(DoubtKind.CHARACTER_GUESSED, shown))
    if shown and (shown[0] in PUNCTUATION or shown[-1] in PUNCTUATION):
        found.append(doubt(DoubtKind.SIGN_AT_END, shown))
    elif has_sign_inside(shown):
        found.append(doubt(DoubtKind.SIGN_INSIDE, shown))
    return tuple(found)


def has_sign_inside(text: str) -> bool:
    """Whether a sign that a speck would make stands between letters, where nothing is shortened and no name has it."""
    return any(not _belongs_there(found) for found in _INSIDE.finditer(text))


def without_sign_inside(text: str) -> str:
    """The text without such signs."""
    return _INSIDE.sub(lambda found: found[0] if _belongs_there(found) else found["before"], text)


def _belongs_there(found: re.Match[str]) -> bool:
    before, after = len(found["before"]), found["after"]
    if found["sign"] == "'":
        return before <= _INITIALS or len(after) <= _INITIALS
    return found["sign"] == "." and ((before <= _INITIALS and after[0].isupper()) or before == len(after) == 1)


def _doubts_of_words(first: CtcReading, second: CtcReading) -> tuple[tuple[Doubt, ...], ...]:
    """What speaks against each word of a line; nothing where the views see other spaces."""
    here, there = _words(first), _words(second)
    if len(here) != len(there):
        return ()
    return tuple(
        _against(text, other, min(worst, least)) for (text, worst), (other, least) in zip(here, there, strict=True)
    )


def _words(reading: CtcReading) -> list[tuple[str, float]]:
    """The words of a line, each with the likelihood of its least certain character."""
    found = []
    for match in re.finditer(r"\S+", reading.text):
        found.append((match[0], min(reading.sure[match.start() : match.end()], default=0.0)))
    return found


def settled_lines(lines: Sequence[ViewedLine]) -> list[ViewedLine]:
    """The lines of a page; one in doubt is settled by what the page says elsewhere: letter for letter where its specks
    alone are in doubt. An accent is a speck where hardly a line has any.
    """
    accented = [line.clear and _has_accents(line.text) for line in lines]
    if sum(accented) < _ACCENTED * sum(line.text.isascii() for line in lines):
        lines = [
            line.doubted(DoubtKind.ACCENTS_STRANGE, line.text)._replace(specks=True) if has else line
            for line, has in zip(lines, accented, strict=True)
        ]
    known = [(line.text, line.clear) for line in lines]
    clear, twins = clear_texts(known), clear_twins(known)

    def told(line: ViewedLine) -> ViewedLine:
        if line.specks and letters_of(line.text) in clear:
            return ViewedLine(clear[letters_of(line.text)], settled(line.doubts))
        if not line.clear and borne_out(line.text, line.alternatives, twins):
            return ViewedLine(line.text, settled(line.doubts))
        return line

    return [told(line) for line in lines]


def with_rivals(line: ViewedLine, *readings: CtcReading) -> ViewedLine:
    """A line with what else the characters of its views may be: a look-alike in the place of one of them."""
    others = (other.strip() for reading in readings for other in reading.others)
    found = dict.fromkeys((*line.alternatives, *(other for other in others if other and other != line.text)))
    return line._replace(alternatives=tuple(found)[:ALTERNATIVES])


def _has_accents(text: str) -> bool:
    """Whether letters of the alphabet carry accents."""
    return any(
        char.isalpha() and not char.isascii() and unicodedata.normalize("NFD", char)[0].isascii() for char in text
    )
