"""A record that somebody else made, placed: every leaf where it is printed, or with the doubt that says why not."""

from collections.abc import Mapping
from functools import cached_property

from extractor.documents.model import Document
from extractor.evidence import Leg, record_of
from extractor.readers.reading import FieldReading, Reading
from extractor.readers.record.candidates import NO_HINTS, PlaceHints, PrintedValues, printed_values
from extractor.readers.record.item_placing import PlacedList, outcomes_of, place_list
from extractor.readers.record.leaf_labels import LeafLabels
from extractor.readers.record.leaf_outcome import LeafOutcome
from extractor.readers.record.left_rows import left_numbers
from extractor.readers.record.record_items import Json, RecordItem, parts_of
from extractor.readers.record.single_placing import Beside, place_singles
from extractor.schemas.shape import Shape

LOCATOR = "locator"
"""Whose search found the place of a value of a record."""
VERSION = "1"


class RecordPlacer:
    """Places records of one shape in one document: what is printed is read once."""

    def __init__(self, document: Document, shape: Shape) -> None:
        self.document, self.shape = document, shape
        self.labels = LeafLabels(shape)

    @cached_property
    def values(self) -> tuple[PrintedValues, ...]:
        """What is printed, down the page and by rows."""
        return tuple(printed_values(self.document))

    @cached_property
    def beside(self) -> Beside:
        """What stands beside what, down the page."""
        return Beside(self.values[0], self.labels, tuple(self.shape.leaves.values()))

    def place(
        self, record: Json, name: str, quotes: Mapping[str, str] | None = None, hints: PlaceHints = NO_HINTS
    ) -> Reading:
        """The reading of a record. ``quotes``: what its maker says is printed for a leaf, by path; ``hints``: where."""
        parts = parts_of(self.shape, record)
        outcomes: dict[str, LeafOutcome] = {}
        lists = [self._placed(items, hints) for items in parts.lists.values() if items]
        for placed in lists:
            outcomes.update((each.leaf.path, each) for each in outcomes_of(placed))
        held = {
            number: each.leaf.path
            for each in outcomes.values()
            if each.firm and each.place is not None
            for number in each.place.numbers
        }
        outcomes.update(
            (leaf.path, found) for leaf, found in place_singles(parts.single, self.beside, held, quotes or {}, hints)
        )
        leg = Leg(name, record_of(name), LOCATOR)
        fields: dict[str, FieldReading] = {path: each.reading(leg) for path, each in outcomes.items()}
        used = {word for each in outcomes.values() if each.place is not None for word in each.place.numbers}
        left = [number for placed in lists for number in left_numbers(placed, used, self.beside.dated)]
        return Reading(reader=name, version=VERSION, fields=fields, unused=tuple(left))

    def _placed(self, items: tuple[RecordItem, ...], hints: PlaceHints) -> PlacedList:
        """The items in the order of lines that fits them better."""
        tried = [place_list(values, items, self.labels, hints) for values in self.values]
        return max(tried, key=lambda each: each.worth)


def place_record(
    document: Document, shape: Shape, record: Json, name: str, quotes: Mapping[str, str] | None = None
) -> Reading:
    """Where the values of a record are printed. ``name``: who made it."""
    return RecordPlacer(document, shape).place(record, name, quotes)
