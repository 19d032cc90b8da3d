"""Why a character, word, cell, label, heading, place, state or value may be wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

from extractor.evidence.kinds import KINDS, About, DoubtKind, Weight

__all__ = [
    "About",
    "Doubt",
    "DoubtKind",
    "Weight",
    "capped",
    "doubt",
    "heaviest",
    "is_about",
    "merged",
    "settled",
    "weighing",
]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason to doubt a value. ``detail`` fills the sentence that is made of the kind when it is shown."""

    kind: DoubtKind
    weight: Weight
    about: About
    detail: tuple[str, ...] = ()


def doubt(kind: DoubtKind, *detail: object) -> Doubt:
    """A doubt of a kind, with the weight and the subject that its kind has (:data:`extractor.evidence.kinds.KINDS`)."""
    known = KINDS[kind]
    return Doubt(kind, known.weight, known.about, tuple(map(str, detail)))


def merged(*lists: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """Lists of doubts one behind the other, each doubt once, where it stood first."""
    found = tuple(chain.from_iterable(lists))
    return tuple(dict.fromkeys(found)) if len(found) > 1 else found


def is_about(doubts: Iterable[Doubt], *subjects: About) -> tuple[Doubt, ...]:
    """The doubts about one of these subjects."""
    return tuple(each for each in doubts if each.about in subjects)


def weighing(doubts: Iterable[Doubt], least: Weight) -> tuple[Doubt, ...]:
    """The doubts that weigh at least so much."""
    return tuple(each for each in doubts if each.weight.rank >= least.rank)


def capped(doubts: Iterable[Doubt], most: Weight) -> tuple[Doubt, ...]:
    """The same doubts, none heavier than ``most``."""
    return tuple(each if each.weight.rank <= most.rank else replace(each, weight=most) for each in doubts)


def settled(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """The doubts after something else bore the value out: they stay noted, and weigh little."""
    return capped(doubts, Weight.SLIGHT)


def heaviest(doubts: Iterable[Doubt]) -> Weight | None:
    """The weight of the heaviest doubt, None where there is none."""
    return max((each.weight for each in doubts), key=lambda weight: weight.rank, default=None)
