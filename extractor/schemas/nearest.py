"""What somebody may have meant who wrote a word that does not exist."""

from collections.abc import Iterable
from difflib import get_close_matches

_CLOSE = 0.6
"""How much of two words must be alike, 0 to 1: below that, one is no slip for the other. The default of difflib."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The rest of a sentence that names the nearest of the words there are; empty where none is near."""
    by_look = {each.lower().replace("_", " "): each for each in known}
    found = get_close_matches(word.lower().replace("_", " "), by_look, n=1, cutoff=_CLOSE)
    return f"; did you mean {by_look[found[0]]}?" if found else ""
