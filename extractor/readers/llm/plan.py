"""The request plan: which printed rows are asked, with which cells, in which groups.

The outline says which row carries which label; that is never asked of a model.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.documents.model import Cell
from extractor.readers.columns import ColumnOrder, column_order
from extractor.readers.labels import LabelBook
from extractor.readers.llm.profile import ModelProfile
from extractor.readers.outline import Outline, OutlineRow, OutlineTable, outline_blocks
from extractor.schemas.form import INDEX, ColumnSpec
from extractor.schemas.values import read_printed

_SURE_LABEL = 89.0


@dataclass(frozen=True, slots=True)
class RowQuestion:
    """One printed row to be read.

    ``paths`` and ``columns`` are in printed order. ``cells`` are the printed cells that are shown. ``even``: there
    are as many cells as columns. ``doubt``: why the place is not certain; ``refused``: why the row is not asked.
    """

    label: str
    paths: tuple[str, ...]
    columns: tuple[ColumnSpec, ...]
    cells: tuple[Cell, ...]
    doubt: str = ""
    refused: str = ""

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
    outline: Outline, book: LabelBook, profile: ModelProfile, left_out: Callable[[OutlineRow], bool] = lambda row: False
) -> Plan:
    """Group the rows of an outline into requests of a size that suits the model; some rows may be left out."""
    batches: list[Batch] = []
    refused: list[RowQuestion] = []
    for table in outline.tables:
        for block in outline_blocks(table):
            order, problem = column_order(block.spec, block.lines, book)
            rows = [row for row in block.rows if not left_out(row)]
            asked_for = [(row, row_question(table, row, order, problem)) for row in rows]
            questions = [replace(q, refused=_refusal(row, q, order, problem, profile)) for row, q in asked_for]
            refused += [question for question in questions if question.refused]
            asked = [question for question in questions if not question.refused]
            printed = tuple(cell.text for line in block.lines for cell in line)
            batches += [Batch(table.spec.title.printed, printed, part) for part in _parts(asked, profile)]
    return Plan(tuple(batches), tuple(refused))


def row_question(table: OutlineTable, row: OutlineRow, order: ColumnOrder | None, problem: str) -> RowQuestion:
    """What there is to ask about a row; whether it may be asked is another matter."""
    declared = row.spec.paths if row.spec else tuple(p.replace(INDEX, str(row.index)) for p in row.block.repeat_paths)
    positions = order if order is not None else tuple(range(len(declared)))
    label = row.spec.label.printed if row.spec and row.spec.label.printed else row.name or table.spec.title.printed
    return RowQuestion(
        label=label,
        paths=tuple(declared[number] for number in positions),
        columns=tuple(row.block.columns[number] for number in positions),
        cells=_shown(row),
        doubt=_doubt(row) or problem or row.doubt or table.doubt,
    )


def _shown(row: OutlineRow) -> tuple[Cell, ...]:
    """The cells to show: without padding where what is printed fits the columns, otherwise all of them."""
    printed = tuple(cell for cell in row.values if cell.text)
    if len(printed) == len(row.block.columns):
        return printed
    return row.values if printed else row.values[: len(row.block.columns)]


def _doubt(row: OutlineRow) -> str:
    if row.anchor == "order":
        return "the row's label is torn off; it was placed by the order of the rows"
    if row.anchor == "apart":
        return "the row stands away from the rows it belongs to"
    if row.score < _SURE_LABEL:
        return f"its label reads “{row.labels[-1].text}”" if row.labels else "its label is torn"
    return ""


def _refusal(
    row: OutlineRow, question: RowQuestion, order: ColumnOrder | None, problem: str, profile: ModelProfile
) -> str:
    if row.rivals:
        return f"{row.rivals + 1} rows could carry this label"
    if order is None:
        return problem
    if not question.cells:
        return "no value is printed beside the label"
    if not question.even and not profile.uneven:
        return f"{len(question.cells)} cells are printed for {len(question.columns)} columns"
    return ""


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
