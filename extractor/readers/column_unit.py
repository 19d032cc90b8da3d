"""In what the numbers of a column are counted, as its heading, its row and the lines above its table say."""

from collections.abc import Iterable, Sequence
from functools import partial

from extractor.documents.model import Cell
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.readers.outline import OutlineRow
from extractor.readers.placement import PlacedBlock
from extractor.readers.qualified import in_one
from extractor.schemas.form import ColumnSpec, Label
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
        else:
            own = (row.spec.label, *row.spec.parents) if row.spec is not None else ()
            said = (self._scale_in(cell.text, own) for cell in reversed(row.labels))
            if (scale := next((each for each in said if each is not None), None)) is not None:
                return scale
        if id(column) not in self._above:
            self._above[id(column)] = self._stated_above(column)
        return self._above[id(column)]

    def _stated_above(self, column: ColumnSpec) -> StatedUnit:
        headings = _headings(column, self._block, self._book)
        stated = partial(stated_in_heading, units=column.units, words=self._words)
        scaled = partial(self._scale_in, own=(column.label, *column.groups))
        others = frozenset(unit for each in self._block.table.spec.blocks for c in each.columns for unit in c.units)
        said = (
            *map(stated if column.units else scaled, headings),
            *(self._stated_by(cell.text, column, others) for cell in reversed(self._block.captions)),
        )
        return next((found for found in said if found is not None), _AS_PRINTED)

    def _stated_by(self, text: str, column: ColumnSpec, others: frozenset[str]) -> StatedUnit | None:
        """What a line above says of a column; a scale among headings that run together is that of one of them."""
        found = stated_unit(text, column.units, self._words, others)
        several = found is not None and any(
            in_one(text, spec, self._book) for spec in self._block.table.spec.blocks if column in spec.columns
        )
        return StatedUnit(ONE, text) if several and found is not None and found.factor != ONE else found

    def _scale_in(self, text: str, own: Sequence[Label]) -> StatedUnit | None:
        """The scale that a label of numbers that count states, where that of the form does not."""
        found = stated_unit(text, {}, self._words)
        if found is None or any(stated_unit(each, {}, self._words) for label in own for each in label.texts):
            return None
        return found


def _headings(column: ColumnSpec, block: PlacedBlock, book: LabelBook) -> Iterable[str]:
    """The printed headings that are not those of other columns, the nearest first."""
    for cell in reversed([cell for line in block.lines for cell in line]):
        if not _is_of_another(cell, column, block, book):
            yield cell.text


def _is_of_another(cell: Cell, column: ColumnSpec, block: PlacedBlock, book: LabelBook) -> bool:
    own = book.score(cell.text, column.label)
    columns = (each for spec in block.table.spec.blocks for each in spec.columns if each.label != column.label)
    return own < SCALE.accepted and any(book.score(cell.text, each.label) >= SCALE.accepted for each in columns)
