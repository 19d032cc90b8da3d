"""What doubts leave of a place and of its characters: derived, never stored beside them."""

from collections.abc import Collection
from typing import Literal, TypeAlias

from extractor.evidence.doubt import Doubt, heaviest, is_about
from extractor.evidence.kinds import CHARACTERS, PLACES, Weight

Certainty: TypeAlias = Literal["exact", "inferred", "ambiguous"]
"""How sure the place is. exact: its own label was matched and the row holds the columns expected. inferred: a person
should look (placed by order, a torn label). ambiguous: more than one place fits, so no value is given."""

_CERTAINTY: dict[Weight | None, Certainty] = {
    None: "exact",
    Weight.SLIGHT: "exact",
    Weight.SERIOUS: "inferred",
    Weight.DECISIVE: "ambiguous",
}


def certainty_of(doubts: Collection[Doubt]) -> Certainty:
    """How sure a place is, from the doubts about its label, its heading, the place itself and its state."""
    return _CERTAINTY[heaviest(is_about(doubts, *PLACES))] if doubts else "exact"


def is_unclear(doubts: Collection[Doubt]) -> bool:
    """Whether it is in doubt which characters are printed: views of a picture differ, lines were put together."""
    weight = heaviest(is_about(doubts, *CHARACTERS)) if doubts else None
    return weight is not None and weight is not Weight.SLIGHT
