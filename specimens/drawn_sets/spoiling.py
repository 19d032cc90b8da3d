"""Mistakes that are made in drawn documents on purpose."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from specimens.drawn_sets.drawn_case import DrawnRecord, Item, changed_digit
from specimens.drawn_sets.drawn_set import Spoil


def digit_of(path: str) -> Spoil:
    """One digit of a value is another."""

    def spoil(draft: DrawnRecord, rng: Random) -> None:
        draft.values[path] = _changed(draft.values, path, rng)

    return spoil


def digit_in(name: str, key: str) -> Spoil:
    """One digit in a column is another, in any row with a number there."""

    def spoil(draft: DrawnRecord, rng: Random) -> None:
        item = rng.choice([item for item in draft.lists[name] if isinstance(item[key], Decimal)])
        item[key] = _changed(item, key, rng)

    return spoil


def _changed(item: Item, key: str, rng: Random) -> Decimal:
    value = item[key]
    assert isinstance(value, Decimal)
    return changed_digit(value, rng)


def row_lost(name: str) -> Spoil:
    """A row is not printed."""

    def spoil(draft: DrawnRecord, rng: Random) -> None:
        del draft.lists[name][rng.randrange(len(draft.lists[name]))]

    return spoil


def exchanged(name: str, one: str, two: str) -> Spoil:
    """Two cells of a row stand in each other's column."""

    def spoil(draft: DrawnRecord, rng: Random) -> None:
        items = [item for item in draft.lists[name] if item[one] != item[two]]
        item = rng.choice(items)
        item[one], item[two] = item[two], item[one]

    return spoil


def shifted(name: str, keys: Sequence[str]) -> Spoil:
    """The cells of a row stand one column too far to the right, and the last is lost."""

    def spoil(draft: DrawnRecord, rng: Random) -> None:
        item = rng.choice(draft.lists[name])
        moved = [None, *(item[key] for key in keys[:-1])]
        item.update(zip(keys, moved, strict=True))

    return spoil
