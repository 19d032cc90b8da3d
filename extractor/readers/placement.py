"""Whether a printed row is the row it is taken for, and its cells stand in the columns they are taken for.

Every reader that is handed rows by the outline asks here, so that all of them doubt a place for the same reasons.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from extractor.documents.model import Cell, Word
from extractor.evidence import About, Doubt, DoubtKind, Weight, capped, doubt, is_about, merged
from extractor.readers.column_order import ColumnOrder, Columns, column_order
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.readers.outline import OutlineBlock, OutlineRow, OutlineTable
from extractor.readers.qualified import qualified_columns, qualified_row
from extractor.readers.window import Fit, RowShape, fit_row, learn_shape
from extractor.schemas.form import ColumnSpec
from extractor.schemas.values import Printed, read_printed

_BELOW = 0.5
"""Heights of a label: a value that begins further below it is none of its row."""


@dataclass(frozen=True)
class PlacedBlock:
    """One block of a table as printed: its rows, the order of its columns, and what its complete rows look like.

    ``columns``: what its headings say of them. ``qualified``: what speaks against each of them alone. ``captions``:
    other lines above it.
    """

    table: OutlineTable
    rows: tuple[OutlineRow, ...]
    lines: tuple[tuple[Cell, ...], ...]
    columns: Columns
    shape: RowShape
    captions: tuple[Cell, ...] = ()
    qualified: tuple[tuple[Doubt, ...], ...] = ()
    language: str = ""

    @property
    def order(self) -> ColumnOrder | None:
        """The columns in the order they are printed; None where nothing can be told of it."""
        return self.columns.order

    @property
    def headings(self) -> tuple[Doubt, ...]:
        """What speaks against that order."""
        return self.columns.doubts

    @property
    def heads(self) -> tuple[str, ...]:
        """The printed headings, line by line."""
        return tuple(cell.text for line in self.lines for cell in line)

    def is_named(self, column: int, cells: Sequence[Cell | None]) -> bool:
        """Whether a column is certain though others have no heading: it has its own in the grid, or all ``cells`` of
        the row hold the same, so that it does not matter which of them is which.

        Then no row may print more values than the form has columns: one of them would be unknown.
        """
        if column in self.columns.own:
            return True
        texts = {cell.text for cell in cells if cell is not None and cell.text}
        alike = len(texts) == 1 and all(cell is not None and cell.text for cell in cells)
        return alike and column in self.columns.printed and self._most <= len(cells)

    @cached_property
    def _most(self) -> int:
        """The most values that a row prints."""
        return max(sum(1 for cell in row.values if cell.text) for row in self.rows)

    def fit(self, row: OutlineRow) -> Fit:
        """Which cell of a row belongs to which printed position."""
        return fit_row(row, self.shape)


def place_block(table: OutlineTable, block: OutlineBlock, book: LabelBook, real_cells: bool) -> PlacedBlock:
    """A block with all that is known of its columns. ``real_cells``: the file keeps its cells, so that none is lost."""
    columns = column_order(block.spec, block.lines, block.words, block.rows, book, block.again)
    alike = [row for row in table.rows if len(row.block.columns) == len(block.spec.columns)]
    shape = learn_shape(alike, real_cells)
    heads, captions = (cell.text for line in block.lines for cell in line), (cell.text for cell in block.captions)
    qualified = qualified_columns(block.spec, tuple(heads), captions, book)
    return PlacedBlock(table, block.rows, block.lines, columns, shape, block.captions, qualified, book.language)


def place_certainty(row: OutlineRow, block: PlacedBlock, cells: Iterable[Doubt] = ()) -> tuple[Doubt, ...]:
    """Everything that speaks against the place of a row's values; nothing where it is certain.

    ``cells`` are the doubts about which of its cells belongs to which column, as :meth:`PlacedBlock.fit` or a reader
    that told them apart has them.
    """
    more = qualified_row(row, block.language)
    return merged(_row_doubts(row), more, block.headings, cells, row.doubts, block.table.doubts)


def column_certainty(place: tuple[Doubt, ...], named: bool) -> tuple[Doubt, ...]:
    """What of the doubts about a row's place speaks against one of its columns; ``named``: its own place is certain."""
    return tuple(each for each in place if each.kind is not DoubtKind.HEADINGS_FEW) if named else place


def name_certainty(row: OutlineRow, block: PlacedBlock) -> tuple[Doubt, ...]:
    """Everything that speaks against the printed name of a repeated row.

    Columns in disorder leave it where it is, so nothing about them is decisive here. Where a value has no cell of its
    own, its characters may be part of the name.
    """
    rivals = (doubt(DoubtKind.NAME_RIVALS, row.rivals + 1),) if row.rivals else ()
    fit = block.fit(row)
    lost = fit.doubts if None in fit.cells else ()
    return merged(capped((*block.headings, *lost, *row.doubts, *block.table.doubts), Weight.SERIOUS), rivals)


def is_shown_unread(cell: Cell | Word) -> bool:
    """Whether something is shown in a cell or word that was not read as text; its doubts say what."""
    doubts = cell.doubts
    return bool(doubts) and any(each.weight is Weight.DECISIVE for each in is_about(doubts, About.STATE))


def printed_in(cell: Cell, read: Callable[[str], Printed]) -> Printed:
    """What a cell says by ``read``; nothing that could be a value where something is shown that was not read."""
    return Printed("unread", note=cell.text) if is_shown_unread(cell) else read(cell.text)


def cell_doubts(cell: Cell, printed: Printed, column: ColumnSpec) -> tuple[Doubt, ...]:
    """Why what is printed in a cell is no value of its column, where it is none."""
    if printed.state != "unread" or is_shown_unread(cell):
        return ()
    return (value_doubt(cell.text, column),)


def spread_doubts(cell: Cell, row: OutlineRow) -> tuple[Doubt, ...]:
    """The doubt about a cell that reaches over more rows than the label of its row: it may be the value of any."""
    rows = row.labels[-1].row_span if row.labels else cell.row_span
    return (doubt(DoubtKind.CELL_OVER_ROWS),) if cell.text and cell.row_span > rows else ()


def value_doubt(text: str, column: ColumnSpec) -> Doubt:
    """Why characters are no value of a column."""
    other_sign = read_printed(text, column.kind, column.units, notation=column.notation)
    return doubt(DoubtKind.SIGN_NOT_ALLOWED if other_sign.state == "read" else DoubtKind.NOT_A_VALUE, text)


def _row_doubts(row: OutlineRow) -> Iterable[Doubt]:
    if row.rivals:
        yield doubt(DoubtKind.LABEL_RIVALS, row.rivals + 1)
    if row.labels and not any(cell.text for cell in row.values) and any(cell.seen_by for cell in row.labels):
        yield doubt(DoubtKind.ROW_UNRECOGNISED)
    if row.anchor == "order":
        yield doubt(DoubtKind.LABEL_TORN)
    elif row.anchor == "apart" or _stands_below(row):
        yield doubt(DoubtKind.ROW_APART)
    yield from _label_doubts(row)


def _stands_below(row: OutlineRow) -> bool:
    """Whether the values of a row in a picture stand well below its label, as those of no row do."""
    labels = [cell.place for cell in row.labels if cell.seen_by]
    values = [cell.place for cell in row.values if cell.seen_by and cell.text]
    boxes = [(label.box, value.box) for label in labels for value in values if label.page == value.page]
    return bool(boxes) and all(
        label is not None and value is not None and value[1] - label[3] > _BELOW * (label[3] - label[1])
        for label, value in boxes
    )


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
