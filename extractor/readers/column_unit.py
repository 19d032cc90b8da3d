"""In what the numbers of a column are counted, as its heading, its row and the lines above its table say."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial

from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.readers.outline import OutlineRow
from extractor.readers.placement import PlacedBlock
from extractor.readers.qualified import in_one
from extractor.schemas.form import NO_UNITS, ColumnSpec, Label
from extractor.schemas.units import AS_PRINTED, StatedUnit, UnitWords, stated_in_heading, stated_scale, stated_unit
from extractor.schemas.values import ONE


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
        return self.in_row(row)(column)

    def in_row(self, row: OutlineRow) -> Callable[[ColumnSpec], StatedUnit]:
        """The unit of every column in one row, its labels read once."""
        scale = self._scale_of_row(row)

        def unit_of(column: ColumnSpec) -> StatedUnit:
            if column.units:
                for cell in reversed(row.labels):
                    if (found := stated_in_heading(cell.text, column.units, self._words)) is not None:
                        return found
            elif column.kind != "count":
                return AS_PRINTED
            elif scale is not None:
                return scale
            above = self._above.get(id(column))
            if above is None:
                above = self._above[id(column)] = self._stated_above(column)
            return above

        return unit_of

    def _scale_of_row(self, row: OutlineRow) -> StatedUnit | None:
        """The scale that the labels of a row state for its columns that count."""
        own = (row.spec.label, *row.spec.parents) if row.spec is not None else ()
        said = (self._scale_in(cell.text, own) for cell in reversed(row.labels))
        return next((each for each in said if each is not None), None)

    def _stated_above(self, column: ColumnSpec) -> StatedUnit:
        headings = self._headings if column.units else self._scaled_headings
        captions = self._captions if column.units else self._scaled_captions
        stated = partial(stated_in_heading, units=column.units, words=self._words)
        scaled = partial(self._scale_in, own=(column.label, *column.groups))
        said = (
            *(map(stated if column.units else scaled, (t for t, n in headings if column.label.texts in n or not n))),
            *(self._stated_by(text, column) for text in captions),
        )
        return next((found for found in said if found is not None), AS_PRINTED)

    @cached_property
    def _scaled_headings(self) -> list[tuple[str, frozenset[tuple[str, ...]]]]:
        """Those of the printed headings that state a scale: nothing else concerns columns that count."""
        return [each for each in self._headings if stated_scale(each[0], self._words) is not None]

    @cached_property
    def _captions(self) -> list[str]:
        """The lines above, the nearest first."""
        return [cell.text for cell in reversed(self._block.captions)]

    @cached_property
    def _scaled_captions(self) -> list[str]:
        """Those of them that state anything of columns that count."""
        return [text for text in self._captions if stated_unit(text, NO_UNITS, self._words, self._others) is not None]

    @cached_property
    def _others(self) -> frozenset[str]:
        """The units of all columns of the table."""
        return frozenset(unit for each in self._block.table.spec.blocks for c in each.columns for unit in c.units)

    @cached_property
    def _headings(self) -> list[tuple[str, frozenset[tuple[str, ...]]]]:
        """The printed headings, the nearest first, each with the columns of the table that it names."""
        labels = {c.label.texts: c.label for spec in self._block.table.spec.blocks for c in spec.columns}
        cells = reversed([cell.text for line in self._block.lines for cell in line])

        known = all(map(self._book.knows, labels.values()))

        def named(text: str) -> frozenset[tuple[str, ...]]:
            if known:
                near = self._book.near(text).items()
                return frozenset(texts for texts, score in near if score >= SCALE.accepted and texts in labels)
            return frozenset(
                texts for texts, label in labels.items() if self._book.score(text, label) >= SCALE.accepted
            )

        return [(text, named(text)) for text in cells]

    def _stated_by(self, text: str, column: ColumnSpec) -> StatedUnit | None:
        """What a line above says of a column; a scale among headings that run together is that of one of them."""
        found = stated_unit(text, column.units, self._words, self._others)
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
