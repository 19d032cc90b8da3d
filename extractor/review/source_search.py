"""Finding a text in a document, as a person looks for it: spaces, thousands separators and widths do not matter."""

import re

from extractor.documents import Span
from extractor.schemas.values import fold_width

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[,，](?=\d)")


def find_text(text: str, wanted: str) -> tuple[Span, ...]:
    """Where a text stands, each time; within a cell or a line, for tabs and line ends part what is printed."""
    kept, places = _plain(text)
    looked_for, _ = _plain(wanted.strip())
    found: list[Span] = []
    at = kept.find(looked_for) if looked_for else -1
    while at >= 0:
        found.append((places[at], places[at + len(looked_for) - 1] + 1))
        at = kept.find(looked_for, at + len(looked_for))
    return tuple(found)


def _plain(text: str) -> tuple[str, list[int]]:
    """The characters that count, and the offset of each in the text."""
    separators = {match.start() for match in _BETWEEN_DIGITS.finditer(text)}
    kept: list[str] = []
    places: list[int] = []
    for offset, char in enumerate(text):
        if offset in separators or (char.isspace() and char not in "\t\n"):
            continue
        folded = (fold_width(char) or char).casefold()
        kept.append(folded)
        places += [offset] * len(folded)
    return "".join(kept), places
