"""Rows of numbers whose labels are printed apart from them, all labels first and all rows of numbers behind them.

A model that finds such rows counts them off, as a person does. Code counts again: it takes the labels for theirs only
where there are as many labels as rows, both one behind the other, and the sums of the form hold in every row
(:mod:`extractor.readers.column_proof`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from extractor.documents.model import Cell
from extractor.evidence import Doubt, DoubtKind, doubt, merged
from extractor.readers.column_proof import ColumnProof, PutTogether
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.readers.llm.mapping.mapped_tables import MappedRow, MappedTable
from extractor.readers.llm.mapping.sheet import NumberedSheet
from extractor.schemas.form import BlockSpec, RowSpec
from extractor.schemas.values import looks_like_value

_LINES = 8
"""Most lines that one label is torn over."""
_LEAST = 2
"""Rows and columns from which on there is something to count off."""


class _PrintedLabel(NamedTuple):
    """The row that a label names, and its first cell with the whole label in it."""

    row: RowSpec
    cell: Cell


def with_labels_apart(table: MappedTable, sheet: NumberedSheet, book: LabelBook, proof: ColumnProof) -> MappedTable:
    """The table, the rows of each block with the labels that are printed before all of them, where that is proven."""
    found = table
    for block in table.outline.spec.blocks:
        if block.layout == "rows" and len(block.columns) >= _LEAST:
            found = _BareRows(found, block, sheet, book).labelled(proof)
    return found


@dataclass(frozen=True)
class _BareRows:
    table: MappedTable
    block: BlockSpec
    sheet: NumberedSheet
    book: LabelBook

    def labelled(self, proof: ColumnProof) -> MappedTable:
        rows = sorted((row for row in self.table.rows if row.row.block == self.block), key=lambda row: row.line)
        if len(rows) < _LEAST or not self._is_run(rows):
            return self.table
        labels = self._without_heads(tuple(self._labels(rows[0].line)))
        grid = self._grid(rows, labels)
        doubts = proof.judge({0: grid}).get(0) if grid is not None else None
        if doubts is None:
            return self.table
        return self._written({row.key: cell for row, cell in labels}, doubts)

    def _is_run(self, rows: Sequence[MappedRow]) -> bool:
        """Whether the rows print numbers only, one for each column, on lines that follow each other and no more do."""
        first, last = rows[0].line, rows[-1].line
        if [row.line for row in rows] != list(range(first, last + 1)) or not all(map(self._is_bare, rows)):
            return False
        return not any(self._is_numbers(at) for at in (first - 1, last + 1) if 0 <= at < len(self.sheet.lines))

    def _is_bare(self, row: MappedRow) -> bool:
        own = {cell.place.span for cell in row.cells if cell is not None and cell.text}
        return len(own) == len(self.block.columns) and own == {c.place.span for c in self.sheet.lines[row.line].all}

    def _is_numbers(self, line: int) -> bool:
        cells = self.sheet.lines[line].all
        return len(cells) == len(self.block.columns) and all(looks_like_value(cell.text) for cell in cells if cell.text)

    def _labels(self, before: int) -> Iterator[_PrintedLabel]:
        """The labels of the block that are printed between the top of the table and a line, from top to bottom."""
        at = next((n for n, line in enumerate(self.sheet.lines) if line.number >= self.table.outline.top), before)
        while at < before:
            label, size = self._label(at, before)
            if label is not None:
                yield label
            at += size

    def _label(self, at: int, before: int) -> tuple[_PrintedLabel | None, int]:
        """The label that begins on a line, and the lines it runs over."""
        texts: list[str] = []
        for number in range(at, min(at + _LINES, before)):
            cells = self.sheet.lines[number].all
            if len(cells) != 1 or looks_like_value(cells[0].text):
                break
            texts.append(cells[0].text)
            for glue in ("", " ") if len(texts) > 1 else ("",):
                row = self._known(glue.join(texts))
                if row is not None:
                    return _PrintedLabel(row, replace(self.sheet.lines[at].all[0], text=glue.join(texts))), len(texts)
        return None, 1

    def _known(self, text: str) -> RowSpec | None:
        known = [row for row in self.block.rows if self.book.score_whole(text, row) >= SCALE.whole]
        return known[0] if len(known) == 1 else None

    def _without_heads(self, labels: Sequence[_PrintedLabel]) -> tuple[_PrintedLabel, ...]:
        """Without those that only stand over the labels of the rows that are printed instead of theirs."""
        at = self.block.rows.index
        instead = {row.key: [other for other, _ in labels if other.key in row.instead_of] for row, _ in labels}
        heads = {
            row.key for row, _ in labels if any(instead[row.key]) and all(at(o) > at(row) for o in instead[row.key])
        }
        return tuple(each for each in labels if each.row.key not in heads)

    def _grid(self, rows: Sequence[MappedRow], labels: Sequence[_PrintedLabel]) -> PutTogether | None:
        """The rows, if the model has them in the order in which their labels are printed, which is that of the form."""
        printed = [label.row.key for label in labels]
        declared = [row.key for row in self.block.rows if row.key in printed]
        taken = [row.row.spec for row in rows if row.row.spec is not None]
        if printed != declared or [spec.key for spec in taken] != printed:
            return None
        lines = ((spec, tuple(c for c in row.cells if c is not None)) for spec, row in zip(taken, rows, strict=True))
        return PutTogether(self.block, tuple(lines), tuple(taken))

    def _written(self, labels: Mapping[str, Cell], doubts: Mapping[str, tuple[Doubt, ...]]) -> MappedTable:
        rows = tuple(self._row(row, labels, doubts) for row in self.table.rows)
        outline = replace(self.table.outline, rows=tuple(row.row for row in rows))
        return replace(self.table, outline=outline, rows=rows)

    def _row(self, row: MappedRow, labels: Mapping[str, Cell], doubts: Mapping[str, tuple[Doubt, ...]]) -> MappedRow:
        spec = row.row.spec
        if row.row.block != self.block or spec is None:
            return row
        why = doubts.get(spec.key) or (doubt(DoubtKind.COLUMNS_JOINED),)
        cells = tuple(c and replace(c, doubts=merged(c.doubts, why)) for c in row.cells)
        values = tuple(replace(c, doubts=merged(c.doubts, why)) for c in row.row.values)
        label = labels[spec.key]
        score = self.book.score_whole(label.text, spec)
        found = replace(row.row, labels=(label,), values=values, anchor="above", score=score, rivals=0)
        return replace(row, row=found, cells=cells)
