"""In what the numbers of a column are counted, as its heading, its row and the lines above its table say."""

from collections.abc import Sequence
from functools import cached_property, partial

from extractor.readers.counted_columns import without_marks
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.readers.outline import OutlineRow
from extractor.readers.placement import PlacedBlock
from extractor.readers.qualified import in_one
from extractor.schemas.form import ColumnSpec, Label
from extractor.schemas.units import AS_PRINTED, StatedUnit, UnitWords, stated_in_heading, stated_scale, stated_unit
from extractor.schemas.values import ONE


class ColumnUnits:
    """The units of the columns of one block of a table; what its headings and the lines above say is read once."""

    def __init__(self, block: PlacedBlock, book: LabelBook, words: UnitWords) -> None:
        self._block = block
        self._book = book
        self._words = words
        self._above: dict[int, StatedUnit] = {}
        self._rows: dict[int, tuple[OutlineRow, StatedUnit | None]] = {}

    def unit_of(self, column: ColumnSpec, row: OutlineRow) -> StatedUnit:
        """The unit of a column in one row. What stands nearest counts: its label, its heading, then the lines above it.

        Amounts of a schema without units are as they are printed; a scale above numbers that count is another matter.
        """
        if column.units:
            for cell in reversed(row.labels):
                if (found := stated_in_heading(cell.text, column.units, self._words)) is not None:
                    return found
        elif column.kind != "count":
            return AS_PRINTED
        else:
            if id(row) not in self._rows:
                self._rows[id(row)] = (row, self._scale_of_row(row))
            scale = self._rows[id(row)][1]
            if scale is not None:
                return scale
        if id(column) not in self._above:
            self._above[id(column)] = self._stated_above(column)
        return self._above[id(column)]

    def _scale_of_row(self, row: OutlineRow) -> StatedUnit | None:
        """The scale that the labels of a row state for its columns that count."""
        own = (row.spec.label, *row.spec.parents) if row.spec is not None else ()
        said = (self._scale_in(cell.text, own) for cell in reversed(row.labels))
        return next((each for each in said if each is not None), None)

    def _stated_above(self, column: ColumnSpec) -> StatedUnit:
        headings = [text for text, named in self._headings if column.label.texts in named or not named]
        stated = partial(stated_in_heading, units=column.units, words=self._words)
        scaled = partial(self._scale_in, own=(column.label, *column.groups))
        others = frozenset(unit for each in self._block.table.spec.blocks for c in each.columns for unit in c.units)
        said = (
            *map(stated if column.units else scaled, headings),
            *(self._stated_by(text, column, others) for text in reversed(self._captions)),
        )
        return next((found for found in said if found is not None), AS_PRINTED)

    @cached_property
    def _captions(self) -> list[str]:
        """What the lines above the headings say, without the marks that count columns."""
        return without_marks([cell.text for cell in self._block.captions])

    @cached_property
    def _headings(self) -> list[tuple[str, frozenset[tuple[str, ...]]]]:
        """The printed headings, the nearest first, each with the columns of the table that it names, without the marks
        that count its columns: a "(k)" among these says nothing of thousands.
        """
        labels = {c.label.texts: c.label for spec in self._block.table.spec.blocks for c in spec.columns}
        cells = reversed([text for line in self._block.lines for text in without_marks([cell.text for cell in line])])

        def named(text: str) -> frozenset[tuple[str, ...]]:
            return frozenset(
                texts for texts, label in labels.items() if self._book.score(text, label) >= SCALE.accepted
            )

        return [(text, named(text)) for text in cells]

    def _stated_by(self, text: str, column: ColumnSpec, others: frozenset[str]) -> StatedUnit | None:
        """What a line above says of a column; a scale among headings that run together is that of one of them."""
        found = stated_unit(text, column.units, self._words, others)
        several = found is not None and any(
            in_one(text, spec, self._book) for spec in self._block.table.spec.blocks if column in spec.columns
        )
        return StatedUnit(ONE, text) if several and found is not None and found.factor != ONE else found

    def _scale_in(self, text: str, own: Sequence[Label]) -> StatedUnit | None:
        """The scale that a label of numbers that count states, where that of the form does not."""
        found = stated_scale(text, self._words)
        if found is None or any(stated_scale(each, self._words) for label in own for each in label.texts):
            return None
        return found
