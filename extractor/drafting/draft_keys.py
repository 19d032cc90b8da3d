"""Names of fields made of what is printed for them, each given once."""

import re

from extractor.schemas.values import fold_width

_WORDS = 5
"""Words of the longest name."""


class DraftKeys:
    """The names of one place that are taken."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def key(self, label: str, otherwise: str) -> str:
        """A name for a label; ``otherwise`` where it has no letters."""
        words = re.findall(r"[^\W_]+", fold_width(label).lower())[:_WORDS]
        plain = "_".join(words)
        if not plain or not plain[0].isalpha():
            plain = f"{otherwise}_{plain}" if plain else otherwise
        key, number = plain, 2
        while key in self._taken:
            key, number = f"{plain}_{number}", number + 1
        self._taken.add(key)
        return key
