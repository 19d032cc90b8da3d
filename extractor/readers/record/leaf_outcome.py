"""What comes out of looking for one value of a record: where it stands, and what speaks against it."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.evidence import Doubt, DoubtKind, Leg, Weight, doubt, weighing
from extractor.readers.reading import FieldReading, Spot
from extractor.readers.record.candidates import ValuePlace
from extractor.readers.record.print_lines import LineWord
from extractor.readers.record.record_items import RecordLeaf
from extractor.schemas.state import State

_SHOWN = 4
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class LeafOutcome:
    """Where a value stands, None if nowhere, and the doubts about it. ``state``: of what has no value, why;
    computed, where it is printed nowhere and nothing else in its place."""

    leaf: RecordLeaf
    place: ValuePlace | None
    doubts: tuple[Doubt, ...] = ()
    state: State = "read"

    @property
    def firm(self) -> bool:
        """Whether it stands somewhere, beyond doubt."""
        return self.place is not None and not weighing(self.doubts, Weight.SERIOUS)

    def reading(self, leg: Leg) -> FieldReading:
        """The same as a reader returns it."""
        return FieldReading(
            path=self.leaf.path,
            state=self.state,
            value=self.leaf.value if self.state in ("read", "computed") else None,
            spot=spot_of_words(self.place.words) if self.place is not None else None,
            quote=self.place.text if self.place is not None else "",
            doubts=self.doubts,
            leg=leg,
        )


def spot_of_words(words: Sequence[LineWord]) -> Spot:
    """The page, the box around the words, and the characters from the first to the last."""
    boxes = [word.place.box for word in words if word.place.box is not None]
    box = None
    if boxes:
        box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    spans = [word.place.span for word in words]
    return Spot(page=words[0].place.page, box=box, span=(min(s[0] for s in spans), max(s[1] for s in spans)))


def own_doubts(place: ValuePlace, zero: bool = False) -> tuple[Doubt, ...]:
    """What speaks against a place, whatever stands around it."""
    found = []
    if not place.sign and not zero:
        found.append(doubt(DoubtKind.SIGN_NOT_PRINTED, place.text))
    if place.unscaled:
        found.append(doubt(DoubtKind.UNIT_UNKNOWN, place.unscaled))
    if not place.whole:
        found.append(doubt(DoubtKind.INSIDE_WORD, " ".join(word.text for word in place.words)))
    elif not place.sure:
        found.append(doubt(DoubtKind.DATE_EITHER_WAY, place.text))
    return tuple(found)


def shown(texts: Sequence[str]) -> str:
    """A few texts for people to look at."""
    cut = [text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…" for text in texts[:_SHOWN]]
    return ", ".join(cut) + (" …" if len(texts) > _SHOWN else "")
