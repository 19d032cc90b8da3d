"""Headings that are printed again where a table goes on, as a second look at those that the picture shows unclearly.

On a worn copy one heading of the first page may be lost that the next page shows whole. It is the same one where the
others of both pages are the same, over the same columns, and what is left of it is like the one that the other page
has in its place.
"""

from collections.abc import Sequence
from dataclasses import replace

from extractor.readers.column_names import ALIKE, ColumnNames, HeadLine, name_columns
from extractor.readers.labels import LabelBook
from extractor.readers.outline import OutlineRow
from extractor.schemas.form import BlockSpec

_BOTH = 0.6
"""Share of the columns that both pages name at least."""


def with_headings_again(
    names: ColumnNames, block: BlockSpec, again: Sequence[HeadLine], rows: Sequence[OutlineRow], book: LabelBook
) -> ColumnNames:
    """The names of columns, with those of unclear headings that are printed ``again`` between the ``rows``, to the
    letter.
    """
    for page in sorted({line[0].place.page for line in again}):
        lines = [line for line in again if line[0].place.page == page]
        below = [row for row in rows if any(cell.place.page == page for cell in row.values)]
        other = name_columns(block, lines, below, book)
        if other is not None:
            names = _filled(names, other, block, book)
    return names


def _filled(names: ColumnNames, other: ColumnNames, block: BlockSpec, book: LabelBook) -> ColumnNames:
    both = [(one, two) for one, two in zip(names.sure, other.sure, strict=True) if one and two]
    if len(both) < _BOTH * len(names.sure) or any(one != two for one, two in both):
        return names
    sure = tuple(
        two if not one and text and len(two) == 1 and _is_like(text, min(two), block, book) else one
        for one, two, text in zip(names.sure, other.sure, names.unclear, strict=True)
    )
    return replace(names, sure=sure)


def _is_like(text: str, column: int, block: BlockSpec, book: LabelBook) -> bool:
    return book.likeness(text, block.columns[column].label) >= ALIKE
