"""Whether a printed row is the row it is taken for, and its cells stand in the columns they are taken for.

Every reader that is handed rows by the outline asks here, so that all of them doubt a place for the same reasons.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from extractor.documents.model import Cell
from extractor.evidence import Doubt, DoubtKind, Weight, capped, doubt, merged
from extractor.readers.column_order import ColumnOrder, column_order
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.readers.outline import OutlineBlock, OutlineRow, OutlineTable
from extractor.readers.window import Fit, Shape, fit_row, learn_shape
from extractor.schemas.form import ColumnSpec
from extractor.schemas.values import read_printed


@dataclass(frozen=True)
class PlacedBlock:
    """One block of a table as printed: its rows, the order of its columns, and what its complete rows look like.

    ``order`` is None where nothing can be told of it; ``headings`` are the doubts about it.
    """

    table: OutlineTable
    rows: tuple[OutlineRow, ...]
    lines: tuple[tuple[Cell, ...], ...]
    order: ColumnOrder | None
    headings: tuple[Doubt, ...]
    shape: Shape

    @property
    def heads(self) -> tuple[str, ...]:
        """The printed headings, line by line."""
        return tuple(cell.text for line in self.lines for cell in line)

    def fit(self, row: OutlineRow) -> Fit:
        """Which cell of a row belongs to which printed position."""
        return fit_row(row, self.shape)


def place_block(table: OutlineTable, block: OutlineBlock, book: LabelBook, real_cells: bool) -> PlacedBlock:
    """A block with all that is known of its columns. ``real_cells``: the file keeps its cells, so that none is lost."""
    order, headings = column_order(block.spec, block.lines, book)
    alike = [row for row in table.rows if len(row.block.columns) == len(block.spec.columns)]
    return PlacedBlock(table, block.rows, block.lines, order, headings, learn_shape(alike, real_cells))


def place_certainty(row: OutlineRow, block: PlacedBlock, cells: Iterable[Doubt] = ()) -> tuple[Doubt, ...]:
    """Everything that speaks against the place of a row's values; nothing where it is certain.

    ``cells`` are the doubts about which of its cells belongs to which column, as :meth:`PlacedBlock.fit` or a reader
    that told them apart has them.
    """
    return merged(_row_doubts(row), block.headings, cells, row.doubts, block.table.doubts)


def name_certainty(row: OutlineRow, block: PlacedBlock) -> tuple[Doubt, ...]:
    """Everything that speaks against the printed name of a repeated row.

    Columns in disorder leave it where it is, so nothing about them is decisive here.
    """
    rivals = (doubt(DoubtKind.NAME_RIVALS, row.rivals + 1),) if row.rivals else ()
    return merged(capped((*block.headings, *row.doubts, *block.table.doubts), Weight.SERIOUS), rivals)


def value_doubt(text: str, column: ColumnSpec) -> Doubt:
    """Why what is printed in a cell is no value of its column."""
    other_sign = read_printed(text, column.kind, column.units, notation=column.notation)
    return doubt(DoubtKind.SIGN_NOT_ALLOWED if other_sign.state == "read" else DoubtKind.NOT_A_VALUE, text)


def _row_doubts(row: OutlineRow) -> Iterable[Doubt]:
    if row.rivals:
        yield doubt(DoubtKind.LABEL_RIVALS, row.rivals + 1)
    if row.labels and not any(cell.text for cell in row.values) and any(cell.seen_by for cell in row.labels):
        yield doubt(DoubtKind.ROW_UNRECOGNISED)
    if row.anchor == "order":
        yield doubt(DoubtKind.LABEL_TORN)
    elif row.anchor == "apart":
        yield doubt(DoubtKind.ROW_APART)
    yield from _label_doubts(row)


def _label_doubts(row: OutlineRow) -> Iterable[Doubt]:
    """How the printed label differs from the one on the form, where it does."""
    if row.anchor == "order" or not row.labels:
        return
    printed = row.labels[-1].text
    sure = SCALE.sure_recognised if any(cell.seen_by for cell in row.labels) else SCALE.sure
    if row.score < sure:
        yield doubt(DoubtKind.LABEL_DIFFERS, printed)
    elif row.score < SCALE.unguided:
        yield doubt(DoubtKind.LABEL_INEXACT, printed)
