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


def column_ids(rng: random.Random, count: int) -> Iterator[str]:
    """As many different ids of columns: a small letter, or two where there are many."""
    letters = string.ascii_lowercase
    pool = list(letters) if count <= len(letters) else [a + b for a in letters for b in letters]
    rng.shuffle(pool)
    while len(pool) < count:
        pool += [one + other for one in pool[: len(letters)] for other in letters]
    return iter(pool[:count])
