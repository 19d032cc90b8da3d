"""The request plan: which printed rows are asked, with which cells, in which groups.

The outline says which row carries which label; that is never asked of a model.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.documents.model import Cell
from extractor.evidence import Doubt, DoubtKind, Weight, capped, doubt, weighing
from extractor.readers.labels import LabelBook
from extractor.readers.llm.profile import ModelProfile
from extractor.readers.outline import Outline, OutlineRow, outline_blocks
from extractor.readers.placement import PlacedBlock, place_block, place_certainty
from extractor.schemas.form import INDEX, ColumnSpec
from extractor.schemas.values import read_printed


@dataclass(frozen=True, slots=True)
class RowQuestion:
    """One printed row to be read.

    ``paths`` and ``columns`` are in printed order. ``cells`` are the printed cells that are shown. ``even``: there
    are as many cells as columns. ``doubts``: why the place is not certain; ``refused``: why the row is not asked.
    """

    label: str
    paths: tuple[str, ...]
    columns: tuple[ColumnSpec, ...]
    cells: tuple[Cell, ...]
    doubts: tuple[Doubt, ...] = ()
    refused: tuple[Doubt, ...] = ()

    @property
    def even(self) -> bool:
        """Whether cells and columns can be counted off against each other."""
        return len(self.cells) == len(self.columns)


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one block that go into one request. ``headings`` are the column headings as the document prints them."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[RowQuestion, ...]

    def single(self) -> "tuple[Batch, ...]":
        """The same rows, one a request."""
        return tuple(replace(self, rows=(row,)) for row in self.rows)


@dataclass(frozen=True)
class Plan:
    """All requests about the tables of a document, and the rows that are not asked."""

    batches: tuple[Batch, ...]
    refused: tuple[RowQuestion, ...]


def has_number(cell: Cell) -> bool:
    """Whether a cell prints something that should be answered with a number: it is neither blank nor a nil mark."""
    return read_printed(cell.text, "amount").state not in ("blank", "not_applicable")


def make_plan(
    outline: Outline,
    book: LabelBook,
    profile: ModelProfile,
    real_cells: bool = False,
    left_out: Callable[[OutlineRow], bool] = lambda row: False,
) -> Plan:
    """Group the rows of an outline into requests of a size that suits the model; some rows may be left out."""
    batches: list[Batch] = []
    refused: list[RowQuestion] = []
    for table in outline.tables:
        for each in outline_blocks(table):
            block = place_block(table, each, book, real_cells)
            questions = [row_question(block, row) for row in block.rows if not left_out(row)]
            questions = [replace(question, refused=_refusal(question, profile)) for question in questions]
            refused += [question for question in questions if question.refused]
            asked = [question for question in questions if not question.refused]
            batches += [Batch(table.spec.title.printed, block.heads, part) for part in _parts(asked, profile)]
    return Plan(tuple(batches), tuple(refused))


def row_question(block: PlacedBlock, row: OutlineRow) -> RowQuestion:
    """What there is to ask about a row; whether it may be asked is another matter.

    Which cell belongs to which column is known where there are as many of them: otherwise the model tells them apart.
    """
    declared = row.spec.paths if row.spec else tuple(p.replace(INDEX, str(row.index)) for p in row.block.repeat_paths)
    positions = block.order if block.order is not None else tuple(range(len(declared)))
    name = row.name or block.table.spec.title.printed
    label = row.spec.label.printed if row.spec and row.spec.label.printed else name
    cells = _shown(row)
    known = block.fit(row).doubts if len(cells) == len(declared) else ()
    return RowQuestion(
        label=label,
        paths=tuple(declared[number] for number in positions),
        columns=tuple(row.block.columns[number] for number in positions),
        cells=cells,
        doubts=place_certainty(row, block, capped(known, Weight.SERIOUS)),
    )


def _shown(row: OutlineRow) -> tuple[Cell, ...]:
    """The cells to show: without padding where what is printed fits the columns, otherwise all of them."""
    printed = tuple(cell for cell in row.values if cell.text)
    if len(printed) == len(row.block.columns):
        return printed
    return row.values if printed else row.values[: len(row.block.columns)]


def _refusal(question: RowQuestion, profile: ModelProfile) -> tuple[Doubt, ...]:
    decisive = weighing(question.doubts, Weight.DECISIVE)
    if decisive:
        return decisive
    if not question.cells:
        return (doubt(DoubtKind.NO_VALUE_PRINTED),)
    if not question.even and not profile.uneven:
        return (doubt(DoubtKind.CELLS_UNCOUNTED, len(question.cells), len(question.columns)),)
    return ()


def _parts(questions: Sequence[RowQuestion], profile: ModelProfile) -> Iterator[tuple[RowQuestion, ...]]:
    """Runs of at most ``rows_per_call`` rows, or pieces of rows, that have the same columns in the same order."""
    alike: dict[tuple[str, ...], list[RowQuestion]] = {}
    for question in questions:
        for piece in _pieces(question, profile):
            alike.setdefault(tuple(column.key for column in piece.columns), []).append(piece)
    size = profile.rows_per_call
    for pieces in alike.values():
        yield from (tuple(pieces[start : start + size]) for start in range(0, len(pieces), size))


def _pieces(question: RowQuestion, profile: ModelProfile) -> Iterator[RowQuestion]:
    """A row in pieces of about the same length, none longer than the profile says; whole if it is uneven."""
    gapped = not all(has_number(cell) for cell in question.cells)
    longest = profile.cells_per_gapped_row if gapped else profile.cells_per_row
    columns = len(question.columns)
    if not question.even or columns <= longest:
        yield question
        return
    size = -(-columns // -(-columns // longest))
    for start in range(0, columns, size):
        part = slice(start, start + size)
        yield replace(question, paths=question.paths[part], columns=question.columns[part], cells=question.cells[part])
