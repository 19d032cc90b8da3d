"""Ids of what a model is shown: short, and not to be known before the document is."""

import hashlib
import random
import string
from collections.abc import Iterator

SIGNS = string.ascii_uppercase
"""What an id of a line begins with; ids of columns are of small letters, so that one written behind the other can be
taken apart."""


def draws(*facts: str) -> random.Random:
    """Draws that depend on nothing but the facts of a request: the same request is asked with the same ids, and what
    is known without the document is no help.
    """
    return random.Random(hashlib.sha256("\0".join(facts).encode()).digest())


def line_ids(rng: random.Random, count: int) -> list[str]:
    """As many different ids of lines: a capital and digits, as few as will do."""
    digits = 1
    while len(SIGNS) * 10**digits < 2 * count and digits < 6:
        digits += 1
    numbers = rng.sample(range(len(SIGNS) * 10**digits), count)
    return [f"{SIGNS[number % len(SIGNS)]}{number // len(SIGNS):0{digits}d}" for number in numbers]


def column_ids(rng: random.Random, count: int) -> list[str]:
    """As many different ids of columns: a small letter, or as many as it takes where there are many columns."""
    length = 1
    while len(string.ascii_lowercase) ** length < count:
        length += 1
    numbers = rng.sample(range(len(string.ascii_lowercase) ** length), count)
    return ["".join(_letters(number, length)) for number in numbers]


def _letters(number: int, length: int) -> Iterator[str]:
    for _ in range(length):
        number, letter = divmod(number, len(string.ascii_lowercase))
        yield string.ascii_lowercase[letter]
