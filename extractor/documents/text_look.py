"""How the text of a cell or line looks: struck, raised, in the colour of what is behind it."""

from typing import NamedTuple

from extractor.documents.unread_marks import COVERED, lowered, raised, struck

WHITE = "ffffff"
_ALIKE = 12
"""How far two colours of 0 to 255 may be apart in each part and are still one to the eye."""
_LETTERS_OF_A_UNIT = 2
BLACK = "000000"
UNSEEN_SIZE = 1.5
"""Points: the size of type up to which nobody sees what it says."""
SQUEEZED = 5
"""Per cent of their width down to which characters are seen; of narrower ones, or of fainter ones, nothing is."""


class FontLook(NamedTuple):
    """``raised``: 1 above the line, -1 below; ``ink``: its colour as six hex digits, empty where it is not known or the
    usual; ``size`` in points, 0 where it is not known.
    """

    struck: bool = False
    raised: int = 0
    ink: str = ""
    size: float = 0.0


PLAIN = FontLook()


def as_shown(text: str, font: FontLook, paper: str = WHITE) -> str:
    """Text as it is shown in a font on a ground, with marks. ``paper`` is empty where it is not known.

    White on white, and what is too small to be seen, is not there; a figure in the colour of its ground is covered,
    and so is a white one on a ground that is not known.
    """
    if not text.strip():
        return text
    if 0 < font.size <= UNSEEN_SIZE:
        return ""
    if font.ink and _same(font.ink, paper or WHITE):
        if not paper:
            return text if reads_as_words(text) else COVERED
        return "" if _same(paper, WHITE) else COVERED
    if font.raised:
        text = raised(text) if font.raised > 0 else lowered(text)
    return "\n".join(struck(line) for line in text.split("\n")) if font.struck else text


def reads_as_words(text: str) -> bool:
    """Whether a text is words, and no figure with its unit."""
    return sum(map(str.isalpha, text)) > _LETTERS_OF_A_UNIT


def _same(one: str, other: str) -> bool:
    parts = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (0, 2, 4))
    return all(abs(a - b) <= _ALIKE for a, b in parts)
