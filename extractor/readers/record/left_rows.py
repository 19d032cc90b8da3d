"""Numbers printed in the columns of a list, between its first and its last item, that no value of the record uses."""

from collections.abc import Collection, Iterator

from extractor.readers.reading import Spot, UnusedNumber
from extractor.readers.record.item_columns import ItemColumn
from extractor.readers.record.item_placing import PlacedList
from extractor.readers.record.leaf_outcome import spot_of_words
from extractor.schemas.state import NUMBERS


def left_numbers(placed: PlacedList, held: Collection[int], dated: Collection[int]) -> Iterator[UnusedNumber]:
    """The numbers that rows of the list print and its record lacks: a row left out, or a total among the rows.

    ``held``: the words of all values of the record; ``dated``: those that are parts of dates.
    """
    lines = [band.line for band in placed.bands if band is not None]
    if len(lines) < 2:
        return
    columns = list(_columns_of_figures(placed))
    for number in placed.values.numbers:
        words = {word.number for word in number.words}
        between = min(lines) <= number.line <= max(lines)
        if not between or number.dash or number.joined or words & set(held) or words & set(dated):
            continue
        page = number.words[0].place.page
        if any(each.page == page and each.x0 < number.x1 and number.x0 < each.x1 for each in columns):
            spot: Spot = spot_of_words(number.words)
            yield UnusedNumber(text=number.text, spot=spot, table=placed.path)


def _columns_of_figures(placed: PlacedList) -> Iterator[ItemColumn]:
    """The columns of fields that hold numbers, where two items at least show them."""
    kinds = {leaf.leaf.path: leaf.leaf.kind for item in placed.items for leaf in item.item.leaves}
    for path, columns in placed.columns.columns.items():
        if kinds[path] in NUMBERS:
            yield from (each for each in columns if each.support() > 1)
