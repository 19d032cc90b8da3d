"""The values of the items of one list: each in its item's band and its field's column, or with the doubt that says why
not.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.readers.record.candidates import (
    CODE,
    NO_HINTS,
    PlaceHints,
    PrintedValues,
    ValuePlace,
    significant,
    weight_of,
)
from extractor.readers.record.item_bands import MOST_LINES, ItemBand, bands_of, lines_in_order, total_worth, worths
from extractor.readers.record.item_columns import ItemColumns, find_columns_of_items
from extractor.readers.record.item_sides import MOST_AGREE, NOTHING_CHOSEN, Chosen, ItemSides
from extractor.readers.record.item_wording import LEAST_ITEMS
from extractor.readers.record.leaf_labels import NAMED, LeafLabels
from extractor.readers.record.leaf_outcome import LeafOutcome, own_doubts, shown
from extractor.readers.record.printed_numbers import is_dash
from extractor.readers.record.printed_texts import folded
from extractor.readers.record.record_items import ItemPlaces, RecordItem, RecordLeaf, item_places
from extractor.schemas.state import NUMBERS, State

_ROUNDS = 3
_ANCHOR = 0.7
"""What another value of an item must tell of its line for the line to be the item's (two figures tell 1)."""
_ALONE_DIGITS = 3
"""Digits of a number that stands once in a document and so anchors its own row."""
_SHORT_TEXT = 3
_HEADED = 0.95
"""From here on a heading is the label of a field and of no other (1: the label and nothing else)."""
_TURNED_BETTER = 1.25
"""How much better items must fit the lines from the last to the first for a list to be printed so."""
_TURNED = 3
"""Items that show that the numbers of a field are given with the sign turned."""


@dataclass(frozen=True)
class PlacedList:
    """The items of a list with their bands and columns in one order of the lines. ``worth``: how well they fit;
    ``reverse``: they are printed from the last to the first."""

    values: PrintedValues
    items: Sequence[ItemPlaces]
    bands: Sequence[ItemBand | None]
    columns: ItemColumns
    worth: float
    labels: LeafLabels
    reverse: bool = False

    @property
    def path(self) -> str:
        """The path of the list in the record."""
        return self.items[0].item.path.rpartition(".")[0]


def place_list(
    values: PrintedValues, items: Sequence[RecordItem], labels: LeafLabels, hints: PlaceHints = NO_HINTS
) -> PlacedList:
    """Bands and columns of the items, in the order in which they are printed: as the record has them, or all of them
    the other way round.
    """
    placed = item_places(values, items, hints)
    found = _place_in_order(values, placed, labels)
    most = sum(weight_of(leaf.leaf, leaf.value) for item in items for leaf in item.leaves if leaf.value is not None)
    if len(items) < _TURNED or found.worth >= most / _TURNED_BETTER:
        return found
    turned = _place_in_order(values, placed[::-1], labels)
    return replace(turned, reverse=True) if turned.worth > _TURNED_BETTER * found.worth else found


def _place_in_order(values: PrintedValues, placed: Sequence[ItemPlaces], labels: LeafLabels) -> PlacedList:
    """Bands and columns of the items: each found with the help of the other, a few times."""
    columns: ItemColumns | None = None
    many = len(values.lines.lines)
    worth = worths(placed, None, many)
    lines = lines_in_order(worth)
    for _ in range(_ROUNDS):
        columns = find_columns_of_items(placed, lines, values.lines, labels, MOST_LINES - 1)
        worth = worths(placed, columns, many)
        again = lines_in_order(worth)
        if again == lines:
            break
        lines = again
    assert columns is not None
    return PlacedList(values, placed, bands_of(lines, worth), columns, total_worth(lines, worth), labels)


def outcomes_of(placed: PlacedList) -> Iterator[LeafOutcome]:
    """What becomes of every leaf of every item; all of them are in doubt where the record turns the printed order."""
    judge = _Judge(placed)
    said = (doubt(DoubtKind.ITEMS_TURNED),) if placed.reverse else ()
    for at, item in enumerate(placed.items):
        yield from (replace(each, doubts=(*each.doubts, *said)) for each in judge.item(at, item))


class _Judge:
    def __init__(self, placed: PlacedList) -> None:
        self.placed = placed
        self.columns = placed.columns
        self._agreed: dict[tuple[str, int], bool] = {}
        self.banded = [band for band in placed.bands if band is not None]
        self.fitting = [
            {leaf.path: self._fitting(leaf, item, band) for leaf in item.item.leaves}
            for item, band in zip(placed.items, placed.bands, strict=True)
        ]
        self.chosen = [{path: next(iter(places), None) for path, places in found.items()} for found in self.fitting]
        self.empty_dashes = self._empty_dashes()
        self.turned = self._turned()
        self.sides = ItemSides(placed.items, placed.bands, self.chosen, self.fitting, placed.columns)
        self._choose_fronted()
        self.holders = self._holders()

    def item(self, at: int, item: ItemPlaces) -> Iterator[LeafOutcome]:
        band = self.placed.bands[at]
        chosen = self.chosen[at]
        for leaf in item.item.leaves:
            if leaf.value is None:
                yield self._null(leaf, band, chosen)
            elif isinstance(leaf.value, (int, Decimal)) and not isinstance(leaf.value, bool):
                yield self._number(leaf, at, item, band, chosen)
            else:
                yield self._text(leaf, at, item, band, chosen)

    def _empty_dashes(self) -> frozenset[str]:
        """Fields of which the record itself takes a dash for nothing: there a dash is no nought."""
        return frozenset(
            leaf.leaf.path
            for item, band in zip(self.placed.items, self.placed.bands, strict=True)
            for leaf in item.item.leaves
            if leaf.value is None and band is not None and is_dash(self._crossing(leaf, band))
        )

    def _turned(self) -> frozenset[str]:
        """Fields whose numbers are all given with the other sign than they are printed with: a way to write them."""
        signs: dict[str, list[bool]] = {}
        for item, chosen in zip(self.placed.items, self.chosen, strict=True):
            for leaf in item.item.leaves:
                place = chosen[leaf.path]
                if place is not None and leaf.leaf.kind in NUMBERS and leaf.value:
                    signs.setdefault(leaf.leaf.path, []).append(place.sign)
        return frozenset(path for path, found in signs.items() if len(found) >= _TURNED and not any(found))

    def _holders(self) -> Counter[tuple[str, int]]:
        """How many items take a word for the same field."""
        return Counter(
            (leaf.leaf.path, number)
            for item, chosen in zip(self.placed.items, self.chosen, strict=True)
            for leaf in item.item.leaves
            if (place := chosen[leaf.path]) is not None and leaf.leaf.kind in NUMBERS
            for number in place.numbers
        )

    def _fitting(self, leaf: RecordLeaf, item: ItemPlaces, band: ItemBand | None) -> Sequence[ValuePlace]:
        """The places of a value in its band and column, those on the item's own line first."""
        if band is None or leaf.value is None:
            return ()
        path = leaf.leaf.path
        fit = [each for each in item.places.get(path, ()) if band.holds(each) and self.columns.holds(path, each)]
        return sorted(fit, key=lambda place: (band.line not in place.lines, abs(place.line - band.line)))

    def _choose_fronted(self) -> None:
        """Numbers that most items have in a line of their own below the others are looked for there first."""
        for at, item in enumerate(self.placed.items):
            for leaf in item.item.leaves:
                fronted = self.sides.fronted(at, leaf) if leaf.leaf.kind in NUMBERS else None
                self.chosen[at][leaf.path] = fronted or self.chosen[at][leaf.path]

    def _alone_on_line(
        self, leaf: RecordLeaf, item: ItemPlaces, band: ItemBand | None, chosen: dict[str, ValuePlace | None]
    ) -> ValuePlace | None:
        """A number out of its column that is the only one on the item's own line in no other field. Where the other
        items show the column, its cell has to reach into it."""
        if band is None or not leaf.value:
            return None
        path, shown_by_all = leaf.leaf.path, self._agree(leaf, self._page(band))
        places = item.places.get(path, ())
        here = [each for each in places if each.line == band.line]
        here = [each for each in here if not shown_by_all or self.columns.reaches(path, each)]
        return here[0] if len(here) == 1 and self._is_only_number(here[0], chosen | {leaf.path: here[0]}) else None

    def _number(
        self, leaf: RecordLeaf, at: int, item: ItemPlaces, band: ItemBand | None, chosen: dict[str, ValuePlace | None]
    ) -> LeafOutcome:
        places, place = item.places.get(leaf.leaf.path, ()), chosen[leaf.path]
        zero = not leaf.value
        astray = place is not None and not self.sides.is_usual(at, leaf, place)
        if astray:
            place = chosen[leaf.path] = None
        elif place is None:
            place = chosen[leaf.path] = self._alone_on_line(leaf, item, band, chosen)
        if place is None:
            if not places:
                kind = DoubtKind.NOUGHT_NOT_PRINTED if zero else DoubtKind.VALUE_NOT_PRINTED
                alone = band is not None and not self._has_column(leaf, band)
                state: State = "computed" if alone and not zero else "read"
                return LeafOutcome(leaf, None, (doubt(kind, self._crossing(leaf, band)),), state)
            if zero:
                return LeafOutcome(leaf, None, (doubt(DoubtKind.NOUGHT_NOT_PRINTED, self._crossing(leaf, band)),))
            return self._astray(leaf, item, band)
        if zero and is_dash(place.text) and leaf.leaf.path in self.empty_dashes:
            return LeafOutcome(leaf, None, (doubt(DoubtKind.NOUGHT_NOT_PRINTED, place.text),))
        doubts = [
            *own_doubts(place, zero or leaf.leaf.unsigned or leaf.leaf.path in self.turned),
            *self._row_doubts(leaf, at, item, band, chosen),
        ]
        if not self._is_column_proven(leaf, place, item, chosen) or self._is_code(leaf, place):
            doubts.append(doubt(DoubtKind.COLUMN_UNPROVEN))
        doubts += self._heading_doubts(leaf, item, place)
        holder = self._other_holder(leaf, item, place, chosen)
        if any(self.holders[leaf.leaf.path, number] > 1 for number in place.numbers):
            doubts.append(doubt(DoubtKind.ROW_CLAIMED))
        if holder is not None:
            doubts.append(doubt(DoubtKind.HELD_BY_OTHER, holder))
        return LeafOutcome(leaf, place, tuple(doubts))

    def _astray(self, leaf: RecordLeaf, item: ItemPlaces, band: ItemBand | None) -> LeafOutcome:
        """A number that is printed, and not at its crossing: whatever else stands there speaks against it."""
        there = self._crossing(leaf, band)
        if band is not None and any(char.isdigit() for char in there):
            return LeafOutcome(leaf, None, (doubt(DoubtKind.NOT_AT_CROSSING, there),))
        places = item.places.get(leaf.leaf.path, ())
        line = band.line if band is not None else 0
        nearest = min(places, key=lambda place: (not place.whole, abs(place.line - line)))
        return LeafOutcome(leaf, nearest, (doubt(DoubtKind.COLUMN_UNPROVEN), *own_doubts(nearest)))

    def _row_doubts(
        self, leaf: RecordLeaf, at: int, item: ItemPlaces, band: ItemBand | None, chosen: dict[str, ValuePlace | None]
    ) -> Iterator[Doubt]:
        if band is None:
            return
        if band.rival > band.worth:
            yield doubt(DoubtKind.ROW_CLAIMED)
        weights = [
            weight_of(other.leaf, other.value)
            for other in item.item.leaves
            if other.path != leaf.path and other.value is not None and (place := chosen[other.path]) is not None
            if self.sides.is_usual(at, other, place)
        ]
        places = item.places.get(leaf.leaf.path, ())
        alone = len(places) == 1 and isinstance(leaf.value, (int, Decimal)) and significant(leaf.value) >= _ALONE_DIGITS
        otherwise = self._told_otherwise(leaf, at, item, band)
        anchored = sum(weights) >= _ANCHOR
        if (not anchored and (not alone or otherwise)) or otherwise > max(len(weights), 1):
            yield doubt(DoubtKind.ROW_UNPROVEN)

    def _told_otherwise(self, leaf: RecordLeaf, at: int, item: ItemPlaces, band: ItemBand) -> int:
        """How many other values of the item stand in their columns on other lines, and something else on this one."""
        found = 0
        for other in item.item.leaves:
            places = item.places.get(other.leaf.path, ())
            if other.path == leaf.path or self.chosen[at][other.path] is not None or not places:
                continue
            held = any(self.columns.holds(other.leaf.path, place) for place in places)
            found += held and self._agree(other, self._page(band)) and bool(self._crossing(other, band))
        return found

    def _is_column_proven(
        self, leaf: RecordLeaf, place: ValuePlace, item: ItemPlaces, chosen: dict[str, ValuePlace | None]
    ) -> bool:
        if self._is_known(leaf, place.page):
            return True
        return bool(leaf.value) and self._is_only_number(place, chosen)

    def _has_column(self, leaf: RecordLeaf, band: ItemBand) -> bool:
        path = leaf.leaf.path
        return path in self.columns.wordings or self.columns.of(path, self._page(band)) is not None

    def _is_code(self, leaf: RecordLeaf, place: ValuePlace) -> bool:
        """Whether a number looks like a code, in a column where no other item shows that it is none."""
        return CODE.fullmatch(place.text) is not None and not self._agree(leaf, place.page)

    def _is_known(self, leaf: RecordLeaf, page: int) -> bool:
        """Whether a field has a column on a page that its heading or the other items show."""
        column = self.columns.of(leaf.leaf.path, page)
        return (column is not None and column.named >= NAMED) or self._agree(leaf, page)

    def _agree(self, leaf: RecordLeaf, page: int) -> bool:
        """Whether the values of most items stand in one column, or before one word."""
        key = (leaf.leaf.path, page)
        if key not in self._agreed:
            self._agreed[key] = self._support(*key)
        return self._agreed[key]

    def _support(self, path: str, page: int) -> bool:
        """The same, counted; an item for which nothing is given counts where a number is printed there."""
        column, wording = self.columns.of(path, page), self.columns.wordings.get(path)
        of_page = None if wording is not None or column is None else column.page
        held = 0
        for at, (item, band) in enumerate(zip(self.placed.items, self.placed.bands, strict=True)):
            if band is None or of_page not in (None, self._page(band)):
                continue
            leaf = next((each for each in item.item.leaves if each.leaf.path == path), None)
            if leaf is not None and leaf.value is None:
                held += any(char.isdigit() for char in self._crossing(leaf, band, self.chosen[at]))
            elif leaf is not None:
                held += bool(leaf.value)
        support = len(wording.items) if wording is not None else column.support() if column is not None else 0
        return support >= max(LEAST_ITEMS, MOST_AGREE * held)

    def _page(self, band: ItemBand) -> int:
        return self.placed.values.lines.lines[band.line].page

    def _is_only_number(self, place: ValuePlace, chosen: dict[str, ValuePlace | None]) -> bool:
        """Whether every other number on its line is that of another field of the item."""
        return self._is_explained(place.line, chosen)

    def _is_explained(self, line: int, chosen: Chosen) -> bool:
        """Whether every number on a line is that of a field of the item."""
        held = {number for other in chosen.values() if other is not None for number in other.numbers}
        for number in self.placed.values.numbers_on(line):
            words = {word.number for word in number.words}
            if not number.dash and not words & held and not number.inside:
                return False
        return True

    def _other_holder(
        self, leaf: RecordLeaf, item: ItemPlaces, place: ValuePlace, chosen: dict[str, ValuePlace | None]
    ) -> str | None:
        """The name of another field of numbers that holds the same place."""
        if leaf.leaf.kind not in NUMBERS:
            return None
        for other in item.item.leaves:
            held = chosen[other.path]
            if other.path != leaf.path and other.leaf.kind in NUMBERS and held and held.numbers & place.numbers:
                return other.leaf.key
        return None

    def _text(
        self, leaf: RecordLeaf, at: int, item: ItemPlaces, band: ItemBand | None, chosen: dict[str, ValuePlace | None]
    ) -> LeafOutcome:
        place = chosen[leaf.path]
        places = item.places.get(leaf.leaf.path, ())
        told = isinstance(leaf.value, bool)
        if place is None and band is not None and not told:
            place = next((each for each in places if band.holds(each)), None)
        if place is None and not told and not self._crossing(leaf, band):
            place = self._over(places, band)
        if place is None:
            kind = DoubtKind.NOT_AT_CROSSING if places else DoubtKind.VALUE_NOT_PRINTED
            return LeafOutcome(leaf, None, (doubt(kind, self._crossing(leaf, band) or "–"),))
        doubts = [*own_doubts(place)]
        if told and not self._is_known(leaf, place.page):
            doubts.append(doubt(DoubtKind.COLUMN_UNPROVEN))
        if band is not None and (told or len(folded(str(leaf.value))) < _SHORT_TEXT):
            doubts += self._row_doubts(leaf, at, item, band, chosen)
        if band is not None and band.rival > band.worth:
            doubts.append(doubt(DoubtKind.ROW_CLAIMED))
        doubts += self._heading_doubts(leaf, item, place)
        return LeafOutcome(leaf, place, tuple(dict.fromkeys(doubts)))

    def _heading_doubts(self, leaf: RecordLeaf, item: ItemPlaces, place: ValuePlace) -> Iterator[Doubt]:
        """Whether the heading over a value is the label of another field of the item, and does not name its own."""
        column = self.columns.of(leaf.leaf.path, place.page)
        if column is None or not column.heading or column.named >= NAMED or not column.covers(place):
            return
        others = [each.leaf for each in item.item.leaves if each.path != leaf.path]
        if self.placed.labels.rival(leaf.leaf, others, column.heading) >= _HEADED:
            yield doubt(DoubtKind.HEADED_OTHERWISE, column.heading)

    def _over(self, places: Sequence[ValuePlace], band: ItemBand | None) -> ValuePlace | None:
        """The nearest place above an item that is in the band of no other: a heading over several items."""
        if band is None:
            return None
        lines = {each.line for each in self.banded}
        above = [place for place in places if place.line < band.line and place.line not in lines]
        return max(above, key=lambda place: place.line, default=None)

    def _crossing(self, leaf: RecordLeaf, band: ItemBand | None, chosen: Chosen = NOTHING_CHOSEN) -> str:
        """What is printed where a value should stand, without what other values of the item take."""
        if band is None:
            return ""
        around = range(max(band.first, 0), min(band.last + 1, len(self.placed.values.lines.lines)))
        held = {number for place in chosen.values() if place is not None for number in place.numbers}
        words = self.columns.crossing(leaf.leaf.path, band.line, around)
        return shown([word.text for word in words if word.number not in held])

    def _null(self, leaf: RecordLeaf, band: ItemBand | None, chosen: dict[str, ValuePlace | None]) -> LeafOutcome:
        """What is given as empty: blank where its crossing is, absent where nothing names it."""
        if band is None:
            return LeafOutcome(leaf, None, (doubt(DoubtKind.NULL_UNPROVEN),), "unread")
        if not self._is_known(leaf, self._page(band)):
            return LeafOutcome(leaf, None, (doubt(DoubtKind.NULL_UNPROVEN),), "absent")
        there = self._crossing(leaf, band, chosen)
        if is_dash(there):
            return LeafOutcome(leaf, None, (), "not_applicable")
        if there:
            return LeafOutcome(leaf, None, (doubt(DoubtKind.NULL_BUT_PRINTED, there),), "unread")
        if not self._is_explained(band.line, chosen):
            return LeafOutcome(leaf, None, (doubt(DoubtKind.NULL_UNPROVEN),), "blank")
        return LeafOutcome(leaf, None, (), "blank")
