"""On which side of the lines of its item a value stands: what most items show is how the list is printed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from extractor.readers.record.candidates import ValuePlace
from extractor.readers.record.item_bands import ItemBand
from extractor.readers.record.item_columns import ItemColumns
from extractor.readers.record.item_wording import LEAST_ITEMS, before_word, cell_in_front
from extractor.readers.record.record_items import ItemPlaces, RecordLeaf
from extractor.schemas.state import NUMBERS

MOST_AGREE = 0.5
"""Share of the items with a value that show where the values of a field stand."""

Chosen: TypeAlias = Mapping[str, ValuePlace | None]
"""Where the values of an item stand, by their paths."""
NOTHING_CHOSEN: Chosen = MappingProxyType({})
Fitting: TypeAlias = Mapping[str, Sequence[ValuePlace]]
"""Where they may stand in the band of the item and the columns of its fields."""


class ItemSides:
    """Above, on or below the lines of their items: where the values of each field of a list stand.

    A number below its item may also stand in a line that the words in front of it tell, as that of a total.
    """

    def __init__(
        self,
        items: Sequence[ItemPlaces],
        bands: Sequence[ItemBand | None],
        chosen: Sequence[Chosen],
        fitting: Sequence[Fitting],
        columns: ItemColumns,
    ) -> None:
        self.items, self.bands, self.chosen, self.fitting = items, bands, chosen, fitting
        self.columns, self.printed = columns, columns.printed
        self._offsets = self._counted()
        self._fronts = self._fronted()

    def is_usual(self, at: int, leaf: RecordLeaf, place: ValuePlace) -> bool:
        """Whether a value stands on its item's own lines, on the side on which most items have it, or in such a line
        as they have it in; where its item has such a line, nowhere else."""
        side = self._side(at, leaf, place)
        if not leaf.value:
            return not side
        front = self._front(at, leaf)
        if front:
            return cell_in_front(self.printed, place) == front
        path = leaf.leaf.path
        most = sum(self._offsets[path, each] for each in (-1, 0, 1))
        often = self._offsets[path, side] >= max(LEAST_ITEMS, MOST_AGREE * most)
        return not side or often or self._is_worded(at, leaf)

    def fronted(self, at: int, leaf: RecordLeaf) -> ValuePlace | None:
        """Of the places of a number that in such a line as most items have it in."""
        front = self._front(at, leaf)
        told = (each for each in self.fitting[at][leaf.path] if front and cell_in_front(self.printed, each) == front)
        return next(told, None)

    def _counted(self) -> Counter[tuple[str, int]]:
        """How many items hold a field on their own lines (0), above (-1) or below them (1)."""
        found: Counter[tuple[str, int]] = Counter()
        for at, item in enumerate(self.items):
            for leaf in item.item.leaves:
                place = self.chosen[at][leaf.path]
                if place is not None and leaf.value:
                    found[leaf.leaf.path, self._side(at, leaf, place)] += 1
        return found

    def _fronted(self) -> dict[str, Counter[str]]:
        """What stands in front of the numbers of each field, in how many items; under no text how many there are."""
        found: dict[str, Counter[str]] = {}
        for at, item in enumerate(self.items):
            for leaf in item.item.leaves:
                places = self.fitting[at][leaf.path]
                if places and leaf.value and leaf.leaf.kind in NUMBERS:
                    fronts = {cell_in_front(self.printed, each) for each in places}
                    found.setdefault(leaf.leaf.path, Counter()).update(["", *fronts - {""}])
        return found

    def _front(self, at: int, leaf: RecordLeaf) -> str:
        """What stands in front of the numbers of a field in most items, where the item has such a line below its own;
        empty where it has none, or is one itself."""
        band, fronts = self.bands[at], self._fronts.get(leaf.leaf.path, Counter())
        front = max((each for each in fronts if each), key=lambda each: fronts[each], default="")
        if band is None or not front or fronts[front] < max(LEAST_ITEMS + 1, MOST_AGREE * fronts[""]):
            return ""
        lines = self.printed.lines[max(band.first, 0) : band.last + 1]
        having = {line.number for line in lines if front in line.text.casefold().split("\t")}
        return front if having and band.line not in having else ""

    def _is_worded(self, at: int, leaf: RecordLeaf) -> bool:
        """Whether the word behind the numbers of a field stands only once in the band of an item."""
        band, wording = self.bands[at], self.columns.wordings.get(leaf.leaf.path)
        if band is None or wording is None:
            return False
        lines = self.printed.lines[max(band.first, 0) : band.last + 1]
        return sum(before_word(line, wording.word) is not None for line in lines) == 1

    def _side(self, at: int, leaf: RecordLeaf, place: ValuePlace) -> int:
        """Where a value stands beside the lines of its item, those over which its texts go on among them."""
        band = self.bands[at]
        assert band is not None
        texts = [
            other
            for each in self.items[at].item.leaves
            if each.path != leaf.path
            and each.leaf.kind not in NUMBERS
            and (other := self.chosen[at][each.path]) is not None
            and band.line in other.lines
        ]
        lines = {band.line, *(line for other in texts for line in other.lines)}
        return 0 if place.line in lines else -1 if place.line < min(lines) else 1
