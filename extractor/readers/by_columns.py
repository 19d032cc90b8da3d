"""Text that prints a table column by column: its labels first, then the numbers of each column, put together again.

What a program that takes pages apart leaves of a table may be runs of labels and runs of numbers (a transposed, or
column-major, table). A run is put together only if it has exactly one number for every crossing of its rows and columns
and no rule contradicts that; :mod:`extractor.readers.column_proof` says how far that is proven.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.documents.model import Cell, Document, Place, Row
from extractor.evidence import Doubt, DoubtKind, doubt, merged
from extractor.readers.column_proof import ColumnProof, PutTogether
from extractor.readers.form_heads import form_heads
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.readers.strips import ValueKind
from extractor.schemas.form import BlockSpec, Form, RowSpec

_LINES = 8
"""Most lines that one label is torn over."""
_BETWEEN = 12
"""Most lines between two columns of numbers: the headings of all columns, and of their groups."""
_LEAST = 2
"""Rows and columns from which on there is a difference between rows and columns."""


@dataclass
class _Run:
    """Labels and the numbers behind them. ``heads``: other lines in between, ``after``: those that open what follows.

    ``first`` and ``last``: the document rows from its first label to its last number.
    """

    first: int
    last: int
    labels: list[tuple[RowSpec, Cell]] = field(default_factory=list)
    values: list[Cell] = field(default_factory=list)
    heads: list[Row] = field(default_factory=list)
    after: list[Row] = field(default_factory=list)
    waiting: list[Row] = field(default_factory=list)

    def add(self, cell: Cell, number: int) -> None:
        """One more number."""
        self.values.append(cell)
        self.last = number


def put_columns_together(
    rows: tuple[Row, ...], document: Document, form: Form, book: LabelBook, kind: ValueKind
) -> tuple[Row, ...]:
    """The rows, those of tables that are printed column by column put together where count, order and sums allow it."""
    proof = ColumnProof(form)
    alone = sum(1 for row in rows if len(row.cells) == 1 and kind.is_value(row.cells[0].text))
    found = rows
    for table in form.tables:
        for block in table.blocks:
            if len(block.columns) < _LEAST or alone < _LEAST * len(block.columns):
                continue
            if block.layout == "rows" and len(block.rows) >= _LEAST:
                found = _Block(found, document, form, block, book, kind).put_together(proof)
            elif block.layout == "single":
                found = _Block(found, document, form, block, book, kind).headings_first(proof)
    return found


class _Block:
    """A block of a form in rows of a document. Labels and headings are known to the letter here, or not at all."""

    def __init__(
        self, rows: tuple[Row, ...], document: Document, form: Form, block: BlockSpec, book: LabelBook, kind: ValueKind
    ) -> None:
        self.rows = rows
        self.document = document
        self.block = block
        self.book = book
        self.kind = kind
        own = [label for column in block.columns for label in (column.label, *column.groups)]
        self.heads = {book.fold(text).core for label in own for text in label.texts}
        self.titles = {book.fold(text).core for table in form.tables for text in table.title.texts}
        others = {book.fold(text).core for label in form_heads(form) for text in label.texts}
        self.others = others - self.heads - self.titles
        self.begun: dict[str, bool] = {}
        self.labels: dict[str, list[RowSpec]] = {}
        for row in block.rows:
            folded = [book.fold(text) for text in row.label.texts]
            for core in {each for fold in folded for each in (fold.core, fold.short)} - {""}:
                self.labels.setdefault(core, []).append(row)

    def put_together(self, proof: ColumnProof) -> tuple[Row, ...]:
        """The rows with the block's runs of labels and numbers as rows of a table."""
        runs = list(self._runs())
        grids = {number: grid for number, run in enumerate(runs) if (grid := self._grid(run))}
        doubts = proof.judge(grids)
        found: list[Row] = []
        at = 0
        for number, run in enumerate(runs):
            if number in doubts:
                found += (*self.rows[at : run.first], *run.heads)
                found += self._written(run, grids[number], doubts[number])
                found += run.after
                at = run.last + 1
        return (*found, *self.rows[at:]) if at else self.rows

    def headings_first(self, proof: ColumnProof) -> tuple[Row, ...]:
        """The rows with all headings of a single row of values in front of it, where some are printed behind it."""
        for first, last in self._headed():
            lines = self.rows[first:last]
            values = [row.cells[0] for row in lines if self._is_value(row)]
            if len(values) != len(self.block.columns):
                continue
            spec = self.block.rows[0]
            grid = PutTogether(self.block, ((spec, tuple(values)),), (spec,))
            doubts = proof.judge({0: grid})
            if 0 in doubts and not doubts[0].get(spec.key):
                row = Row(_numbered(values, (doubt(DoubtKind.COLUMNS_JOINED),)))
                heads = (line for line in lines if not self._is_value(line))
                return (*self.rows[:first], *heads, row, *self.rows[last:])
        return self.rows

    def _headed(self) -> Iterator[tuple[int, int]]:
        """Lines (first, one past the last) of nothing but headings of the block and values, headings behind values."""
        at = 0
        while at < len(self.rows):
            end = at
            while end < len(self.rows) and (
                self._is_head(self.rows[end]) or (end > at and self._is_value(self.rows[end]))
            ):
                end += 1
            kinds = [self._is_value(row) for row in self.rows[at:end]]
            if True in kinds and False in kinds[kinds.index(True) :]:
                yield at, end
            at = max(end, at + 1)

    def _is_value(self, row: Row) -> bool:
        return len(row.cells) == 1 and self.kind.is_value(row.cells[0].text)

    def _is_head(self, row: Row) -> bool:
        return bool(row.cells) and all(self.book.fold(cell.text).core in self.heads for cell in row.cells)

    def _is_title(self, row: Row) -> bool:
        return any(self.book.fold(cell.text).core in self.titles for cell in row.cells)

    def _is_foreign(self, row: Row) -> bool:
        """Whether a line prints a heading of another block."""
        return any(self.book.fold(cell.text).core in self.others for cell in row.cells)

    def _runs(self) -> Iterator[_Run]:
        run: _Run | None = None
        at = 0
        while at < len(self.rows):
            row, label = self.rows[at], self._label(at)
            size = 1
            if label is not None:
                if run is None or run.values:
                    yield from (run,) if run else ()
                    run = _Run(at, at)
                run.labels.append((label[0], label[1]))
                size = label[2]
            elif run is not None and self._is_value(row) and self._goes_on(run):
                self._keep(run)
                run.add(row.cells[0], at)
            elif run is not None and run.values:
                if self._is_value(row) or self._is_foreign(row) or len(run.waiting) == _BETWEEN:
                    yield run
                    run = None
                else:
                    run.waiting.append(row)
            elif run is not None:
                run.waiting.append(row)
            at += size
        yield from (run,) if run else ()

    def _goes_on(self, run: _Run) -> bool:
        """Whether a number still belongs to a run: headings of the block part its columns, and a title of what follows
        may have slipped between them.
        """
        heads = any(self._is_head(row) for row in run.waiting)
        return not run.values or heads or all(self._is_title(row) for row in run.waiting)

    def _keep(self, run: _Run) -> None:
        """The lines before a number of a run belong to it; a title among them opens what follows the run."""
        for row in run.waiting:
            (run.after if self._is_title(row) else run.heads).append(row)
        run.waiting.clear()

    def _label(self, at: int) -> tuple[RowSpec, Cell, int] | None:
        """The row whose label begins on a line, its cell, and the lines it runs over."""
        cells = self.rows[at].cells
        if len(cells) != 1 or not self._begins(cells[0].text):
            return None
        texts: list[str] = []
        for number in range(at, min(at + _LINES, len(self.rows))):
            cells = self.rows[number].cells
            if len(cells) != 1 or not cells[0].text or self.kind.is_value(cells[0].text):
                break
            texts.append(cells[0].text)
            for glue in ("", " ") if len(texts) > 1 else ("",):
                row = self._known(glue.join(texts))
                if row is not None:
                    first, last = self.rows[at].cells[0], cells[0]
                    place = Place(first.place.page, (first.place.span[0], last.place.span[1]), first.place.box)
                    return row, replace(first, text=glue.join(texts), place=place, column=0), len(texts)
        return None

    def _begins(self, text: str) -> bool:
        """Whether a label begins with a text."""
        found = self.begun.get(text)
        if found is None:
            core = self.book.fold(text).core
            found = self.begun[text] = bool(core) and any(label.startswith(core) for label in self.labels)
        return found

    def _known(self, text: str) -> RowSpec | None:
        folded = self.book.fold(text)
        rows = self.labels.get(folded.core) or self.labels.get(folded.short) or ()
        known = [row for row in rows if self.book.score_whole(text, row) >= SCALE.whole]
        return known[0] if len(known) == 1 else None

    def _grid(self, run: _Run) -> PutTogether | None:
        """The numbers of a run at the crossings of its rows and columns, if there is one for each."""
        labelled = [row for row, _ in run.labels]
        printed = [row for row in labelled if not self._only_heads(row, labelled)]
        columns = len(self.block.columns)
        if len(printed) < _LEAST or len({row.key for row in printed}) != len(printed):
            return None
        if len(run.values) != len(printed) * columns or not self._is_whole(printed):
            return None
        order = sorted(printed, key=self.block.rows.index)
        size = len(order)
        rows = tuple((row, tuple(run.values[at + c * size] for c in range(columns))) for at, row in enumerate(order))
        return PutTogether(self.block, rows, tuple(printed))

    def _only_heads(self, row: RowSpec, others: Sequence[RowSpec]) -> bool:
        """Whether a label only stands over those of the rows that are printed instead of its own."""
        at = self.block.rows.index
        instead = [other for other in others if other.key in row.instead_of]
        return bool(instead) and all(at(other) > at(row) for other in instead)

    def _is_whole(self, printed: Sequence[RowSpec]) -> bool:
        """Whether no row of the form is missing between those that are printed."""
        keys = {row.key for row in printed}
        at = [self.block.rows.index(row) for row in printed]
        between = self.block.rows[min(at) : max(at) + 1]
        return all(row.key in keys or row.instead_of & keys or row.optional for row in between)

    def _written(self, run: _Run, grid: PutTogether, doubts: Mapping[str, tuple[Doubt, ...]]) -> Iterator[Row]:
        labels = {row.key: cell for row, cell in run.labels}
        for row, values in grid.rows:
            why = doubts.get(row.key) or (doubt(DoubtKind.COLUMNS_JOINED),)
            yield Row((labels[row.key], *_numbered(values, why, 1)))


def _numbered(values: Sequence[Cell], why: tuple[Doubt, ...], first: int = 0) -> tuple[Cell, ...]:
    """Cells side by side, each with what is to be said about its place."""
    return tuple(replace(c, column=first + n, doubts=merged(c.doubts, why)) for n, c in enumerate(values))
