"""The legs a value stands on: who looked at what, and who found the place.

A second witness is worth something only if it is independent. That is computed here, never claimed: two readers that
share the code that finds rows agree about a row by construction, and two that share recognised characters agree about
the digits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

STORED = "stored"
"""``looked_at`` of a reader that takes the characters the file stores: whoever reads them, they are what it says."""

_PICTURE = "picture:"
_RECORD = "record:"
_AND = "+"


@dataclass(frozen=True, slots=True)
class Leg:
    """One witness of one value.

    ``reader`` is its name. ``looked_at``: what it took the digits from, :data:`STORED`, or :func:`picture_by` an engine
    or a model, or :func:`record_of` somebody. ``placed_by``: whose search found the place, empty where it has none.
    """

    reader: str
    looked_at: str
    placed_by: str


def picture_by(engine: str) -> str:
    """``looked_at`` of characters that an engine or a model recognised in a picture, or several that read the same."""
    return f"{_PICTURE}{engine}"


def seen_by_all(engines: Iterable[str]) -> str:
    """Who recognised all of several words, of those that name anybody: where two engines saw one of them and one of the
    two saw another, it is that one. Several engines that read the same stand with ``+`` between them.
    """
    named = [engine for engine in engines if engine]
    if len(named) < 2 or all(engine == named[0] for engine in named):
        return named[0] if named else ""
    common = [name for name in named[0].split(_AND) if all(name in engine.split(_AND) for engine in named)]
    return _AND.join(common) or named[0].split(_AND)[0]


def record_of(name: str) -> str:
    """``looked_at`` of a record that was made outside: its maker looked at a file of its own."""
    return f"{_RECORD}{name}"


def is_record(looked_at: str) -> bool:
    """Whether somebody outside looked, at a file of their own."""
    return looked_at.startswith(_RECORD)


Digits: TypeAlias = Literal["none", "one", "two", "stored"]
"""Who saw the digits. none: nobody that can be named. one: one engine, model or record. two: at least two of them that
looked for themselves. stored: the file itself says them, which needs no second look."""


class Witnesses(NamedTuple):
    """How many independent witnesses the legs of a value come to.

    ``places``: how many found the place without each other. ``digits``: who saw the characters.
    """

    places: int
    digits: Digits


def witnesses(legs: Iterable[Leg]) -> Witnesses:
    """What legs that say the same come to.

    Places are independent if different searches found them; the same search counts once, whoever was handed what it
    found. Characters that the file stores are what they are; recognised ones count by who looked.
    """
    return _witnesses(tuple(legs))


@lru_cache(maxsize=1024)
def _witnesses(known: tuple[Leg, ...]) -> Witnesses:
    looked = {each for leg in known if leg.looked_at for each in _lookers(leg.looked_at)}
    digits: Digits = "stored" if STORED in looked else ("none", "one", "two")[min(len(looked), 2)]
    return Witnesses(len({leg.placed_by for leg in known if leg.placed_by}), digits)


def _lookers(looked_at: str) -> Iterable[str]:
    """Each of those that looked: several engines may have read the same in one picture."""
    if not looked_at.startswith(_PICTURE):
        return (looked_at,)
    return [picture_by(engine) for engine in looked_at.removeprefix(_PICTURE).split(_AND)]
