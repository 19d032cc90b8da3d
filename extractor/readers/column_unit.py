"""In what the numbers of a column are counted, as its heading, its row and the lines above its table say."""

from collections.abc import Iterable

from extractor.documents.model import Cell
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.readers.outline import OutlineRow
from extractor.readers.placement import PlacedBlock
from extractor.schemas.form import ColumnSpec
from extractor.schemas.units import StatedUnit, UnitWords, stated_in_heading, stated_unit
from extractor.schemas.values import ONE

_AS_PRINTED = StatedUnit(ONE)


class ColumnUnits:
    """The units of the columns of one block of a table; what its headings and the lines above say is read once."""

    def __init__(self, block: PlacedBlock, book: LabelBook, words: UnitWords) -> None:
        self._block = block
        self._book = book
        self._words = words
        self._above: dict[int, StatedUnit] = {}

    def unit_of(self, column: ColumnSpec, row: OutlineRow) -> StatedUnit:
        """The unit of a column in one row. What stands nearest counts: its label, its heading, then the lines above it.

        Amounts of a schema without units are as they are printed; a scale above numbers that count is another matter.
        """
        if column.units:
            for cell in reversed(row.labels):
                if (found := stated_in_heading(cell.text, column.units, self._words)) is not None:
                    return found
        elif column.kind != "count":
            return _AS_PRINTED
        number = id(column) if column.units else 0  # what counts is the same for all that have no units
        if number not in self._above:
            self._above[number] = self._stated_above(column)
        return self._above[number]

    def _stated_above(self, column: ColumnSpec) -> StatedUnit:
        headings = _headings(column, self._block, self._book) if column.units else ()
        others = frozenset(unit for each in self._block.table.spec.blocks for c in each.columns for unit in c.units)
        said = (
            *(stated_in_heading(text, column.units, self._words) for text in headings),
            *(stated_unit(cell.text, column.units, self._words, others) for cell in reversed(self._block.captions)),
        )
        return next((found for found in said if found is not None), _AS_PRINTED)


def _headings(column: ColumnSpec, block: PlacedBlock, book: LabelBook) -> Iterable[str]:
    """The printed headings that are not those of other columns, the nearest first."""
    for cell in reversed([cell for line in block.lines for cell in line]):
        if not _is_of_another(cell, column, block, book):
            yield cell.text


def _is_of_another(cell: Cell, column: ColumnSpec, block: PlacedBlock, book: LabelBook) -> bool:
    own = book.score(cell.text, column.label)
    columns = (each for spec in block.table.spec.blocks for each in spec.columns if each.label != column.label)
    return own < SCALE.accepted and any(book.score(cell.text, each.label) >= SCALE.accepted for each in columns)
