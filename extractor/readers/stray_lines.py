"""Lines of words with a number of their own that stand between the rows of a table and are none of it."""

import re
from collections.abc import Callable, Sequence

from extractor.documents.model import Row
from extractor.schemas.values import looks_like_value

FREE_NUMBER = re.compile(r"(?<![\w.,/-])(?!(?:19|20)\d\d(?!\d))\d[\d,]*\d(?![\w.,/%-]*\w)")
"""A number of two digits or more that stands free of words, and is no year."""
_NUMBER = re.compile(r"(?<!\S)[-+]?\d[\d.,]*(?!\S)|(?<![\w.,])\d{2,}(?![\w.,])")
_LONGEST = 60
"""Characters of a line that names a number, and no sentence."""


def stray_lines(rows: Sequence[Row], is_known: Callable[[str], bool]) -> frozenset[int]:
    """Rows of one cell that print words and one number. ``is_known`` knows the labels and headings of the form, the
    pieces of them and its titles, which are none.
    """
    found = set()
    for number, row in enumerate(rows):
        text = row.text
        if len(text) <= _LONGEST and sum(1 for cell in row.cells if cell.text) == 1 and not looks_like_value(text):
            free = FREE_NUMBER.findall(text) if len(_NUMBER.findall(text)) == 1 else []
            words = FREE_NUMBER.sub(" ", text).strip(" :=()[].,;：（），")
            if len(free) == 1 and words and not is_known(text) and not is_known(words):
                found.add(number)
    return frozenset(found)
