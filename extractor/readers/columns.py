"""The order of a block's columns as its headings print it, checked against the order the form declares."""

from collections.abc import Sequence
from itertools import pairwise

from extractor.documents.model import Cell
from extractor.readers.labels import ACCEPTED, LabelBook
from extractor.schemas.form import BlockSpec, ColumnSpec

ColumnOrder = tuple[int, ...]
"""For each printed position the number of the column that stands there."""

_DISORDER = "the column headings stand in another order than on the form"


def column_order(block: BlockSpec, headings: Sequence[Cell], book: LabelBook) -> tuple[ColumnOrder | None, str]:
    """The printed order of the columns, or None, and the reason why it is in doubt or cannot be told.

    Headings that are lost or cut off do not matter as long as those that are left keep the declared order. Headings
    that all are there, once each, in another order move the columns with them.
    """
    declared = tuple(range(len(block.columns)))
    if len(declared) > 1 and not headings:
        return declared, "no column heading was found above its rows"
    found = [number for cell in headings if (number := _column(cell, block, book)) is not None]
    names = [column.label.texts for column in block.columns]
    order = list(declared)
    for depth in sorted({len(column.groups) for column in block.columns}):
        single = [n for n in declared if names.count(names[n]) == 1 and len(block.columns[n].groups) == depth]
        here = [number for number in found if number in single]
        if not _contradicts(here):
            continue
        if sorted(here) != single:
            return None, _DISORDER
        for place, number in zip(single, here, strict=True):
            order[place] = number
    repeated = [n for n in declared if names.count(names[n]) > 1]
    return (None, _DISORDER) if _too_many_turns(found, repeated, names) else (tuple(order), "")


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
    scores = [(book.score(cell.text, column.label), -number) for number, column in enumerate(block.columns)]
    best, number = max(scores)
    if best < ACCEPTED or _is_cut(cell, block.columns, book):
        return None
    return -number


def _is_cut(cell: Cell, columns: Sequence[ColumnSpec], book: LabelBook) -> bool:
    fits = {column.label.texts for column in columns if book.is_prefix(cell.text, column.label)}
    return len(fits) > 1
