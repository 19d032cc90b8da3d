"""Each field of a list one column: where the values of all items that stand on lines of their own agree.

Nought defines no column, for it stands in many. Where several columns hold the values of a field as well (a quantity of
1 makes price and amount alike), the heading decides, and then what the other fields leave.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.readers.record.candidates import ValuePlace, weight_of
from extractor.readers.record.item_wording import ItemValue, Wording, before_word, word_behind, wordings_of
from extractor.readers.record.leaf_labels import LeafLabels
from extractor.readers.record.print_lines import LineWord, WordLines
from extractor.readers.record.record_items import ItemPlaces
from extractor.schemas.shape import ShapeLeaf
from extractor.schemas.state import NUMBERS

"""Kinds of fields that hold numbers."""
_SHARED = 0.3
"""Share of the narrower of two extents by which they overlap if they are of one column."""
_HEADING_LINES = 12
_HEADING = 2.0
"""What a heading that names the field is worth, in items whose values stand in the column."""


@dataclass(slots=True)
class ItemColumn:
    """An extent of a page, and the values in it."""

    page: int
    x0: float
    x1: float
    entries: list[ItemValue] = field(default_factory=list)
    heading: str = ""
    named: float = 0.0

    def covers(self, place: ValuePlace) -> bool:
        """Whether a value stands in it."""
        shared = min(self.x1, place.x1) - max(self.x0, place.x0)
        return shared > _SHARED * min(self.x1 - self.x0, place.x1 - place.x0)

    def support(self, taken: frozenset[int] | set[int] = frozenset()) -> int:
        """How many items have a value in it that no other field took."""
        return len({each.item for each in self.entries if not each.place.numbers & taken})


@dataclass(frozen=True)
class ItemColumns:
    """The columns of the fields of a list, by the path of the leaf, one for each page. ``wordings``: of fields without
    one the word behind their numbers."""

    columns: Mapping[str, Sequence[ItemColumn]]
    wordings: Mapping[str, Wording]
    printed: WordLines

    def of(self, path: str, page: int) -> ItemColumn | None:
        """The column of a field on a page: that of another page where it has none of its own there."""
        found = self.columns.get(path, ())
        return next((each for each in found if each.page == page), found[0] if found else None)

    def holds(self, path: str, place: ValuePlace) -> bool:
        """Whether a value stands in the column of its field, or no column is known that it could stand out of."""
        if path in self.wordings:
            return word_behind(self.printed, place) == self.wordings[path].word
        column = self.of(path, place.page)
        return column is None or column.covers(place)

    def reaches(self, path: str, place: ValuePlace) -> bool:
        """Whether the cell of a value, with what else is printed in it, reaches into the column of its field."""
        if path in self.wordings:
            return False
        number, at = self.printed.line_of[place.words[0].number]
        cell, column = self.printed.lines[number].cell_of(at), self.of(path, place.page)
        return column is None or (cell[0].x0 < column.x1 and column.x0 < cell[-1].x1)

    def crossing(self, path: str, number: int, around: range) -> list[LineWord]:
        """What is printed where a line crosses a field: in its column, or before its word on the nearest line."""
        wording = self.wordings.get(path)
        if wording is not None:
            lines = sorted(around, key=lambda each: abs(each - number))
            found = (before_word(self.printed.lines[at], wording.word) for at in lines)
            return [each for each in found if each is not None][:1]
        line = self.printed.lines[number]
        column = self.of(path, line.page)
        if column is None:
            return []
        return [word for word in line.words if word.x0 < column.x1 and column.x0 < word.x1]


def find_columns_of_items(
    items: Sequence[ItemPlaces],
    lines: Sequence[int | None],
    printed: WordLines,
    labels: LeafLabels,
    reach: int,
) -> ItemColumns:
    """The columns in which the items that have a line hold their values."""
    leaves = {leaf.leaf.path: leaf.leaf for item in items for leaf in item.item.leaves}
    first: dict[int, int] = {}
    for line in lines:
        if line is not None:
            page = printed.lines[line].page
            first[page] = min(first.get(page, line), line)
    entries = {path: list(_entries(leaf, items, lines, reach)) for path, leaf in leaves.items()}
    options = {path: list(_options(leaf, entries[path], first, printed, labels)) for path, leaf in leaves.items()}
    columns = _assigned(options, leaves)
    figures = {path: values for path, values in entries.items() if leaves[path].kind in NUMBERS}
    supports = {path: sum(each.support() for each in columns[path]) for path in figures}
    wordings = wordings_of(figures, supports, printed)
    return ItemColumns({path: found for path, found in columns.items() if path not in wordings}, wordings, printed)


def _entries(
    leaf: ShapeLeaf, items: Sequence[ItemPlaces], lines: Sequence[int | None], reach: int
) -> Iterator[ItemValue]:
    for at, (item, line) in enumerate(zip(items, lines, strict=True)):
        if line is not None:
            yield from (ItemValue(at, place) for place in _near(item, leaf, line, reach))


def _options(
    leaf: ShapeLeaf,
    entries: Sequence[ItemValue],
    first: Mapping[int, int],
    printed: WordLines,
    labels: LeafLabels,
) -> Iterator[ItemColumn]:
    for page in sorted({each.place.page for each in entries}):
        for column in _clusters([each for each in entries if each.place.page == page]):
            if page in first:
                column.heading = heading_over(printed, first[page], column.x0, column.x1)
                column.named = labels.score(leaf, column.heading)
            yield column


def _near(item: ItemPlaces, leaf: ShapeLeaf, line: int, reach: int) -> Iterator[ValuePlace]:
    """The places of a value on the line of its item; where there is none there, those on the next lines."""
    value = next((each.value for each in item.item.leaves if each.leaf.path == leaf.path), None)
    if value is None or not (isinstance(value, bool) or weight_of(leaf, value)):
        return
    places = item.places.get(leaf.path, ())
    on_line = [place for place in places if line in place.lines]
    yield from on_line or [place for place in places if min(abs(each - line) for each in place.lines) <= reach]


def _clusters(entries: Iterable[ItemValue]) -> list[ItemColumn]:
    found: list[ItemColumn] = []
    for entry in sorted(entries, key=lambda each: (each.place.x1 - each.place.x0, each.place.x0)):
        for column in found:
            if column.covers(entry.place):
                column.entries.append(entry)
                column.x0, column.x1 = min(column.x0, entry.place.x0), max(column.x1, entry.place.x1)
                break
        else:
            place = entry.place
            found.append(ItemColumn(place.page, place.x0, place.x1, [entry]))
    return found


def heading_over(printed: WordLines, line: int, x0: float, x1: float) -> str:
    """The words over an extent above a line: the nearest that are no numbers, and what stands right above them."""
    words: list[str] = []
    last = None
    for above in printed.above(printed.lines[line], _HEADING_LINES):
        here = [word.text for word in above.words if word.x0 < x1 and x0 < word.x1]
        told = [text for text in here if any(char.isalpha() for char in text)]
        if told:
            if last is not None and last - above.number > 2:
                break
            words[:0] = told
            last = above.number
        elif here and words:
            break
        if len(words) > 10:
            break
    return " ".join(words)


def _assigned(
    options: Mapping[str, Sequence[ItemColumn]], leaves: Mapping[str, ShapeLeaf]
) -> dict[str, list[ItemColumn]]:
    """One column a page for every field. Fields with one choice go first; figures share no place with other fields."""
    taken: dict[str, set[int]] = {}
    found: dict[str, list[ItemColumn]] = {}
    left = dict(options)
    while left:
        path = min(left, key=lambda each: _choices(left[each], _taken_by(each, taken, leaves)))
        gone = _taken_by(path, taken, leaves)
        chosen = []
        for page in sorted({column.page for column in left[path]}):
            here = [column for column in left[path] if column.page == page]
            best = max(here, key=lambda each: (each.support(gone) + _HEADING * each.named, -each.x0))
            chosen.append(best)
        chosen.sort(key=lambda each: -each.support(gone))
        found[path] = chosen
        taken[path] = {number for column in chosen for entry in column.entries for number in entry.place.numbers}
        del left[path]
    return found


def _taken_by(path: str, taken: Mapping[str, set[int]], leaves: Mapping[str, ShapeLeaf]) -> set[int]:
    """Words that other fields took which do not share places with this one."""
    kind = leaves[path].kind in NUMBERS
    return {number for other, numbers in taken.items() if (leaves[other].kind in NUMBERS) == kind for number in numbers}


def _choices(columns: Sequence[ItemColumn], taken: set[int]) -> tuple[float, float]:
    """How many columns could be meant, and how little speaks for the best of them."""
    supports = sorted((each.support(taken) + _HEADING * each.named for each in columns), reverse=True)
    if not supports:
        return (0.0, 0.0)
    return (sum(each >= 0.7 * supports[0] for each in supports), -supports[0])
