"""The values of no list: each by what is printed beside or above it, rivals named."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from extractor.documents.model import Span
from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.readers.record.candidates import (
    CODE,
    NO_HINTS,
    PlaceHints,
    PrintedValues,
    ValuePlace,
    day_in,
    hinted,
    significant,
)
from extractor.readers.record.item_columns import heading_over
from extractor.readers.record.leaf_labels import NAMED, LeafLabels
from extractor.readers.record.leaf_outcome import LeafOutcome, own_doubts, shown
from extractor.readers.record.printed_marks import is_unticked
from extractor.readers.record.printed_texts import folded
from extractor.readers.record.record_items import RecordLeaf
from extractor.schemas.shape import ShapeLeaf
from extractor.schemas.state import NUMBERS

_MANY_DIGITS = 4
"""Digits of a number that few other things in a document will be by chance."""
_LONG_TEXT = 4
_SURE = 0.75
"""From here on a label names a field so well that a value without it is not its."""
_CLEARLY = 0.1
_MUCH = 0.7
"""The same, of another field."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place of a value, how well its surroundings name the field, and how well they name the best other one."""

    place: ValuePlace
    named: float
    rival: float

    @property
    def own(self) -> bool:
        """Whether the surroundings name this field, and no other one better."""
        return self.named >= NAMED and self.named >= self.rival


class Beside:
    """What is printed beside and above places of a document, and how well it names fields."""

    def __init__(self, values: PrintedValues, labels: LeafLabels, leaves: Sequence[ShapeLeaf]) -> None:
        self.values, self.labels, self.leaves = values, labels, leaves
        self._around: dict[tuple[int, int, int], tuple[str, ...]] = {}
        self._scores: dict[tuple[str, tuple[str, ...]], float] = {}

    def around(self, place_line: int, first: int, x0: float, x1: float) -> tuple[str, ...]:
        """The texts around a place: in front of it in its cell and before that, over it, and both."""
        key = (place_line, first, int(x1))
        if key not in self._around:
            self._around[key] = tuple(self._texts(place_line, first, x0, x1))
        return self._around[key]

    def _texts(self, number: int, first: int, x0: float, x1: float) -> Iterator[str]:
        lines = self.values.lines
        line = lines.lines[number]
        at = lines.line_of[first][1]
        before = line.text[: line.starts[at]].rstrip()
        cells = [cell for cell in before.split("\t") if any(char.isalpha() for char in cell)]
        left = cells[-1] if cells else ""
        above = heading_over(lines, number, x0, x1)
        yield left
        yield above
        if len(cells) > 1:
            yield f"{cells[-2]} {left}"
        if left and above:
            yield f"{above} {left}"
        yield line.text[line.starts[at] + len(line.words[at].text) :].partition("\t")[0]

    def score(self, leaf: ShapeLeaf, around: tuple[str, ...]) -> float:
        """How well the best of the texts around a place names a field."""
        key = (leaf.path, around)
        if key not in self._scores:
            self._scores[key] = max((self.labels.score(leaf, text) for text in around if text), default=0.0)
        return self._scores[key]

    def named(self, leaf: ShapeLeaf, place: ValuePlace) -> NamedPlace:
        """A place with how well it is named."""
        around = place.around or self.around(place.line, place.words[0].number, place.x0, place.x1)
        rival = max((self.score(other, around) for other in self.leaves if other.path != leaf.path), default=0.0)
        return NamedPlace(place, self.score(leaf, around), rival)

    @cached_property
    def dated(self) -> frozenset[int]:
        """The words that are parts of dates."""
        return frozenset(word.number for found in self.values.dates for word in found.words)

    @cached_property
    def _numbers(self) -> list[tuple[tuple[str, ...], str, frozenset[int]]]:
        found = []
        for number in self.values.numbers:
            if not number.dash and not number.inside and not {word.number for word in number.words} & self.dated:
                around = self.around(number.line, number.words[0].number, number.x0, number.x1)
                found.append((around, number.text, frozenset(word.number for word in number.words)))
        return found

    def best_number(self, leaf: ShapeLeaf, held: Container[int]) -> tuple[float, str]:
        """The number of the document, not held by another field, that its surroundings name best, and how well."""
        scored = [
            (self.score(leaf, around), text)
            for around, text, words in self._numbers
            if not any(number in held for number in words)
        ]
        return max(scored, key=lambda each: each[0], default=(0.0, ""))

    def day_named(self, leaf: ShapeLeaf, held: Container[int]) -> str:
        """The first date of the document, of other words than those ``held``, that its surroundings surely name as a
        field, and as no other one better; empty where there is none."""
        for found in self.values.dates:
            if any(word.number in held for word in found.words):
                continue
            around = self.around(found.line, found.words[0].number, found.x0, found.x1)
            rival = max((self.score(other, around) for other in self.leaves if other.path != leaf.path), default=0.0)
            if self.score(leaf, around) >= max(_SURE, rival):
                return found.text
        return ""


def place_singles(
    leaves: Sequence[RecordLeaf],
    beside: Beside,
    held: Mapping[int, str],
    quotes: Mapping[str, str],
    hints: PlaceHints = NO_HINTS,
) -> Iterator[tuple[RecordLeaf, LeafOutcome]]:
    """Where the values of no list stand. What is named for a field is held by it before the others are looked at."""
    named = dict(held)
    for leaf in leaves:
        places = beside.values.places(leaf.leaf, leaf.value) if leaf.value is not None else ()
        for place in places:
            if beside.named(leaf.leaf, place).own:
                named.update(dict.fromkeys(place.numbers, leaf.path))
    for leaf in leaves:
        others = {number: path for number, path in named.items() if path != leaf.path}
        yield leaf, place_single(leaf, beside, others, quotes.get(leaf.path, ""), hints.get(leaf.path, ()))


def place_single(
    leaf: RecordLeaf, beside: Beside, held: Mapping[int, str], quote: str = "", spans: Sequence[Span] = ()
) -> LeafOutcome:
    """Where a value of no list stands. ``held``: the words that other values hold, and the path of each.

    ``quote``: what the maker of the record says is printed there; ``spans``: where, which counts among places that are
    as good.
    """
    if leaf.value is None:
        return _null(leaf, beside, held)
    places = beside.values.places(leaf.leaf, leaf.value)
    if not places:
        return _nowhere(leaf, beside, held)
    named = [beside.named(leaf.leaf, place) for place in _quoted(places, beside, quote)]
    free = [each for each in named if not any(number in held for number in each.place.numbers)]
    meant = hinted(tuple(each.place for each in named), spans)
    best = max(
        named,
        key=lambda each: (
            each.own,
            each in free,
            each.place in meant,
            each.place.sure and each.place.sign,
            each.named - each.rival,
        ),
    )
    zero = isinstance(leaf.value, (int, Decimal)) and not leaf.value
    doubts = [*own_doubts(best.place, zero or leaf.leaf.unsigned)]
    if not best.own:
        doubts += _unnamed(leaf, best, named, beside, held)
        holder = next((held[number] for number in best.place.numbers if number in held), None)
        if holder is not None and not isinstance(leaf.value, str):
            doubts.append(doubt(DoubtKind.HELD_BY_OTHER, holder))
    return LeafOutcome(leaf, best.place, tuple(dict.fromkeys(doubts)))


def _nowhere(leaf: RecordLeaf, beside: Beside, held: Container[int]) -> LeafOutcome:
    """What is printed nowhere: a number may be computed, where no number of the document is named as it."""
    nowhere = (doubt(DoubtKind.VALUE_NOT_PRINTED),)
    if leaf.leaf.kind not in NUMBERS or isinstance(leaf.value, str):
        return LeafOutcome(leaf, None, nowhere)
    score, _ = beside.best_number(leaf.leaf, held)
    return LeafOutcome(leaf, None, nowhere, "read" if score >= NAMED else "computed")


def _quoted(places: Sequence[ValuePlace], beside: Beside, quote: str) -> Sequence[ValuePlace]:
    """Of several places those that a quote of more than the value itself points at, where it is printed once."""
    found = beside.values.text_places(quote) if quote and len(places) > 1 else ()
    if len(found) != 1:
        return places
    words = {word.number for word in found[0].words}
    inside = [place for place in places if place.numbers < words]
    return inside if len(inside) == 1 else places


def _unnamed(
    leaf: RecordLeaf,
    best: NamedPlace,
    named: Sequence[NamedPlace],
    beside: Beside,
    held: Container[int],
) -> Iterator[Doubt]:
    """What speaks against a value whose surroundings do not name its field."""
    around = beside.around(best.place.line, best.place.words[0].number, best.place.x0, best.place.x1)
    there = shown([text for text in around[:2] if text])
    if isinstance(leaf.value, bool):
        yield doubt(DoubtKind.LABEL_UNSEEN, there)
        return
    if leaf.leaf.kind == "time" and len(named) > 1:
        yield doubt(DoubtKind.PLACES_RIVAL, len(named), there)
    if leaf.leaf.kind == "choice" and _is_open_choice(leaf, named, beside):
        yield doubt(DoubtKind.PLACES_RIVAL, len(named), there)
        return
    if isinstance(leaf.value, str) and day_in(leaf.leaf, leaf.value) is None:
        if len(folded(leaf.value)) < _LONG_TEXT and len(named) > 1:
            yield doubt(DoubtKind.PLACES_RIVAL, len(named), there)
        return
    if isinstance(leaf.value, str):
        yield from _unnamed_day(leaf.leaf, named, beside, there)
        return
    score, text = beside.best_number(leaf.leaf, held)
    digits = max(significant(Decimal(leaf.value or 0)), sum(char.isdigit() for char in best.place.text) - 1)
    strong = digits >= _MANY_DIGITS and not CODE.fullmatch(best.place.text)
    strong = strong and not best.place.numbers & beside.dated
    if score >= _SURE and score > best.named + _CLEARLY:
        yield doubt(DoubtKind.LABEL_ELSEWHERE, text)
    if best.rival >= _MUCH and best.rival > best.named:
        yield doubt(DoubtKind.LABEL_UNSEEN, there)
    if not strong:
        many = len(named) > 1
        shown_places = shown([each.place.text for each in named])
        yield doubt(DoubtKind.PLACES_RIVAL, len(named), shown_places) if many else doubt(DoubtKind.LABEL_UNSEEN, there)


def _is_open_choice(leaf: RecordLeaf, named: Sequence[NamedPlace], beside: Beside) -> bool:
    """Whether the words of other choices are printed as well, and no box says which of them is meant."""
    lines = beside.values.lines.lines
    if any(is_unticked(lines[each.place.line], each.place.words) is False for each in named):
        return False
    held = {number for each in named for number in each.place.numbers}
    others = (each.value for each in leaf.leaf.choices if each.value != leaf.value)
    return any(not place.numbers & held for value in others for place in beside.values.places(leaf.leaf, value))


def _unnamed_day(leaf: ShapeLeaf, named: Sequence[NamedPlace], beside: Beside, there: str) -> Iterator[Doubt]:
    """A date needs no name of its own, but one place at least that no other field is named at, and no other date that
    is named for it."""
    if elsewhere := beside.day_named(leaf, {number for each in named for number in each.place.numbers}):
        yield doubt(DoubtKind.LABEL_ELSEWHERE, elsewhere)
    open_places = [each for each in named if not (each.rival >= _MUCH and each.rival > each.named)]
    if not open_places:
        yield doubt(DoubtKind.LABEL_UNSEEN, there)


def _null(leaf: RecordLeaf, beside: Beside, held: Container[int]) -> LeafOutcome:
    """What is given as empty and stands in no list: absent where no number of the document is named as it."""
    if leaf.leaf.kind in NUMBERS:
        score, text = beside.best_number(leaf.leaf, held)
        if score >= _SURE:
            return LeafOutcome(leaf, None, (doubt(DoubtKind.NULL_BUT_PRINTED, text),), "unread")
        if score < NAMED:
            return LeafOutcome(leaf, None, (), "absent")
    return LeafOutcome(leaf, None, (doubt(DoubtKind.NULL_UNPROVEN),), "absent")
