"""Words of scripts that run from right to left, from the order in which their characters are printed to the order in
which they are read (Unicode Standard Annex #9, from visual to logical order).

Letters are turned round, numbers and letters of other scripts in the word keep their order. Brackets are printed as
they look and stored as what they open and close.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

Direction: TypeAlias = Literal["left", "right", "number", "none"]
"""Where a word runs to; a number to the right, wherever it stands; none for signs."""

_LEFTWARD = "\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
_DIGITS = re.compile(r"\d")
_LETTERS = re.compile(rf"[^\W\d_{_LEFTWARD}]")
_LEFT_LETTERS = re.compile(rf"(?![\u0660-\u0669\u06f0-\u06f9])[{_LEFTWARD}]")
_AROUND = re.compile(r"([,(\[)\]]?)(\d[^()\[\]]*?)([()\[\]]?)")
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


@lru_cache(maxsize=8192)
def read_order(printed: str) -> str:
    """The characters of a word in the order in which they are read, from those printed from left to right."""
    if printed.isascii() or not _LEFT_LETTERS.search(printed):
        return printed
    from bidi import get_display

    return str(get_display(printed, base_dir="R")).translate(_MIRRORED)


def runs_leftward(texts: Sequence[str]) -> bool:
    """Whether more letters of some texts run from right to left than from left to right."""
    joined = "".join(texts)
    return not joined.isascii() and len(_LEFT_LETTERS.findall(joined)) > len(_LETTERS.findall(joined))


def has_leftward(text: str) -> bool:
    """Whether a text holds a letter of a script that runs from right to left."""
    return not text.isascii() and _LEFT_LETTERS.search(text) is not None


def number_in_line(printed: str) -> str:
    """A number of a line that is read from the right: a comma or a lone bracket printed before it stands behind it, and
    the other way round."""
    found = _AROUND.fullmatch(printed)
    if found is None or bool(found[1]) == bool(found[3]):
        return printed
    lead, number, tail = found.groups()
    return f"{tail.translate(_MIRRORED)}{number}{lead.translate(_MIRRORED)}"


def direction_of(text: str) -> Direction:
    """Where a word runs to, by its first letter, or its digits where it has none."""
    for char in text:
        if _LEFT_LETTERS.match(char):
            return "left"
        if _LETTERS.match(char):
            return "right"
    return "number" if _DIGITS.search(text) else "none"
