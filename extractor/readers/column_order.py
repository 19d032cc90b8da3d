"""The order of a block's columns as its headings print it, checked against the order the form declares."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.documents.model import Cell
from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.readers.block_headings import block_headings
from extractor.readers.column_names import (
    ColumnNames,
    count_in_order,
    name_columns,
    name_columns_by_place,
    over_values,
    printed_columns,
)
from extractor.readers.headings_again import with_headings_again
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.readers.outline import OutlineRow
from extractor.readers.torn_headings import are_torn
from extractor.schemas.form import BlockSpec

ColumnOrder = tuple[int, ...]
"""For each printed position the number of the column that stands there."""

_DISORDER = (doubt(DoubtKind.HEADINGS_MOVED),)


class Columns(NamedTuple):
    """The order of a block's columns, None where it cannot be told, and the doubts about it.

    ``own``: columns under their own heading, in the columns of the grid. ``printed``: those whose heading is printed
    over the rows and that nothing moves; in both cases the columns of the form, where all of them are not named.
    """

    order: ColumnOrder | None
    doubts: tuple[Doubt, ...] = ()
    own: frozenset[int] = frozenset()
    printed: frozenset[int] = frozenset()


class _Item(NamedTuple):
    """A heading in a line: the column it names, or the first column of the group it names, and how deep it stands."""

    number: int
    depth: int
    is_group: bool


def column_order(
    block: BlockSpec,
    lines: Sequence[Sequence[Cell]],
    words: Sequence[tuple[Cell, ...]],
    rows: Sequence[OutlineRow],
    book: LabelBook,
    again: Sequence[tuple[Cell, ...]] = (),
) -> Columns:
    """The printed order of the columns, or None, and why it is in doubt or cannot be told.

    ``words`` are all lines printed over the rows, ``lines`` what of them is a heading, ``again`` those between the
    rows. Every column has to have its own
    heading over its own values. Where the grid does not tell what stands over what, the headings are read in their
    order: those that are there, lost or torn ones left out, may not contradict the order that the form declares.
    """
    declared = tuple(range(len(block.columns)))
    names = name_columns(block, words, rows, book)
    if names is None or names.named < len(declared):
        placed = [*name_columns_by_place(block, words, rows, book)]
        whole = [found for found in placed if found.could_be(declared) or found.named == len(declared)]
        names = max(whole, key=lambda found: found.could_be(declared), default=names)
        if not whole and _stand_otherwise(placed, declared):
            return Columns(None, _DISORDER)
    if names is not None and again and names.named < len(declared):
        names = with_headings_again(names, block, again, rows, book)
    if names is not None and _groups_moved(block, lines, book):
        return Columns(None, _DISORDER)
    if names is not None:
        found = _by_grid(declared, names)
        if not found.doubts or found.order != declared:
            return found
        over = over_values(block, words, rows, book)
        return Columns(declared) if are_torn(block, over, book, nothing_else=True) else found
    if len(declared) == 1 or count_in_order(block, words, book) == len(declared):
        return Columns(declared)
    order = _by_sequence(block, lines, book)
    if order is None:
        return Columns(None, _DISORDER)
    if order == declared and are_torn(block, words, book):
        return Columns(declared)
    printed = printed_columns(block, words, book)
    return Columns(order, _unnamed(len(printed), len(declared)), printed=printed if order == declared else frozenset())


def _stand_otherwise(placed: Sequence[ColumnNames], declared: ColumnOrder) -> bool:
    """Whether headings stand over other columns than the form has them in, however values stand in their columns: in
    every way to put them over values that tells most of them.
    """
    most = max((found.named for found in placed), default=0)
    return most > 1 and not any(found.allows(declared) for found in placed if found.named == most)


def _by_grid(declared: ColumnOrder, names: ColumnNames) -> Columns:
    if names.could_be(declared) or len(names.own()) == len(declared):
        return Columns(declared)
    order = declared if names.allows(declared) else names.order()
    if order is None:
        return Columns(None, _DISORDER)
    return Columns(order, _unnamed(names.named, len(declared)), names.own() if order == declared else frozenset())


def _unnamed(named: int, columns: int) -> tuple[Doubt, ...]:
    if named >= columns:
        return ()
    return (doubt(DoubtKind.HEADINGS_FEW, named, columns) if named else doubt(DoubtKind.HEADINGS_MISSING),)


def _by_sequence(block: BlockSpec, lines: Sequence[Sequence[Cell]], book: LabelBook) -> ColumnOrder | None:
    """The order of the columns as far as the order of their headings tells it, None where it contradicts itself.

    Neighbours of one depth that all are there, once each, in another order move their columns with them; where a column
    or a group moved past others, nothing can be told.
    """
    declared = tuple(range(len(block.columns)))
    found = [items for line in lines if (items := [item for cell in line if (item := _item(cell, block, book))])]
    every = [item for items in found for item in items]
    order = list(declared)
    for depth in sorted({item.depth for item in every}):
        here = [item for item in every if item.depth == depth and not item.is_group]
        groups = [item.number for item in every if item.depth == depth and item.is_group]
        if _contradicts(groups):
            return None
        if not _contradicts([item.number for item in here]):
            continue
        moved = _moved([item.number for item in here]) if not groups else None
        places = [n for n in declared if len(block.columns[n].groups) == depth]
        if moved is None or moved != places:
            return None
        for place, item in zip(places, here, strict=True):
            order[place] = item.number
    if any(_falls(items) for items in found):
        return None
    names = [column.label.texts for column in block.columns]
    plain = [n for line in lines for cell in line if (n := _column(cell, block, book)) is not None]
    repeated = [n for n in declared if names.count(names[n]) > 1]
    return None if _too_many_turns(plain, repeated, names) else tuple(order)


def _item(cell: Cell, block: BlockSpec, book: LabelBook) -> _Item | None:
    """What a heading names, if only one column or one group has that name."""
    grouped = block_headings(block, book).grouped(cell.text)
    for number in sorted(grouped):
        for depth, group in enumerate(block.columns[number].groups):
            if book.score(cell.text, group) >= SCALE.heading:
                return _Item(number, depth, True)
    found = _column(cell, block, book)
    names = [column.label.texts for column in block.columns]
    if found is None or names.count(names[found]) > 1:
        return None
    return _Item(found, len(block.columns[found].groups), False)


def _groups_moved(block: BlockSpec, lines: Sequence[Sequence[Cell]], book: LabelBook) -> bool:
    """Whether groups of columns are printed in another order than the form declares."""
    items = [item for line in lines for cell in line if (item := _item(cell, block, book)) and item.is_group]
    return any(_contradicts([i.number for i in items if i.depth == depth]) for depth in {i.depth for i in items})


def _moved(numbers: Sequence[int]) -> list[int] | None:
    """The declared places of columns that stand side by side, each named once; None if they do not."""
    places = sorted(numbers)
    apart = any(b != a + 1 for a, b in pairwise(places))
    return None if apart or len(set(places)) != len(places) else places


def _falls(items: Sequence[_Item]) -> bool:
    """Whether a line of headings of several depths, or of columns and groups, goes back to an earlier column."""
    depths = {(item.depth, item.is_group) for item in items}
    return len(depths) > 1 and any(b.number < a.number for a, b in pairwise(items))


def _contradicts(found: Sequence[int]) -> bool:
    """Whether some column stands before another everywhere although the form declares them the other way round."""
    spots: dict[int, list[int]] = {}
    for place, number in enumerate(found):
        spots.setdefault(number, []).append(place)
    return any(min(spots[a]) > max(spots[b]) for a in spots for b in spots if a < b)


def _too_many_turns(found: Sequence[int], repeated: Sequence[int], names: Sequence[tuple[str, ...]]) -> bool:
    """Whether headings that come back in every group of columns start over more often than there are groups."""
    if not repeated:
        return False
    cycle = list(dict.fromkeys(names[number] for number in repeated))
    places = [cycle.index(names[number]) for number in found if names[number] in cycle]
    turns = 1 + sum(1 for a, b in pairwise(places) if b <= a)
    return bool(places) and turns > max(names.count(name) for name in cycle)


def _column(cell: Cell, block: BlockSpec, book: LabelBook) -> int | None:
    """The column a heading names; None for words that name several columns or none."""
    scores = [(book.score_alone(cell.text, column.label), -number) for number, column in enumerate(block.columns)]
    best, number = max(scores)
    if best < SCALE.accepted or _is_cut(cell.text, block, book):
        return None
    return -number


def _is_cut(text: str, block: BlockSpec, book: LabelBook) -> bool:
    fits = {block.columns[n].label.texts for n in block_headings(block, book).begun(text)}
    return len(fits) > 1
