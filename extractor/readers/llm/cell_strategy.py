"""Strategy ``cells``: ids of printed cells by column. Values come from the document, so none can be invented."""

import json
import string
from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from extractor.errors import MalformedReply
from extractor.evidence import DoubtKind, doubt, merged
from extractor.readers.llm.answer import RowsAnswer, ids_answer
from extractor.readers.llm.placed import printed_field
from extractor.readers.llm.plan import Batch, RowQuestion
from extractor.readers.llm.shown import show_cell, show_label, show_row
from extractor.readers.reading import FieldReading


class CellStrategy:
    """Ask which printed cell belongs to which column."""

    prompt = "rows_cells"

    def lines(self, rows: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
        """``label: A1=12 | B1=0 | C1=∅``; the number is that of the row in the request, from 1."""
        return [
            show_row(show_label(label), [f"{_letters(n)}{row}={show_cell(text)}" for n, text in enumerate(cells)])
            for row, (label, cells) in enumerate(rows, 1)
        ]

    def example_answer(self, answers: Sequence[Sequence[str]]) -> str:
        """``{"rows":[["A1","B1","C1"]]}``"""
        rows = [[f"{part}{row}" for part in answer] for row, answer in enumerate(answers, 1)]
        return json.dumps({"rows": rows}, separators=(",", ":"))

    def answer_type(self, batch: Batch) -> type[BaseModel]:
        """Only ids that were shown; null only if some row has fewer cells than columns."""
        columns = len(batch.rows[0].columns)
        ids = [id_ for number, row in enumerate(batch.rows, 1) for id_ in _ids(number, row)]
        nullable = any(len(row.cells) < columns for row in batch.rows)
        return ids_answer(len(batch.rows), columns, ids, nullable=nullable)

    def read(self, batch: Batch, answer: BaseModel) -> list[FieldReading]:
        """What the chosen cells print. MalformedReply for an id of another row or one used twice."""
        if not isinstance(answer, RowsAnswer):
            raise MalformedReply("the answer holds no rows")
        found: list[FieldReading] = []
        for number, (row, chosen) in enumerate(zip(batch.rows, answer.rows, strict=True), 1):
            found += _read_row(number, row, chosen)
        return found


def _letters(number: int) -> str:
    """A, B, … Z, AA, AB, … as spreadsheets name their columns."""
    letters = ""
    while number >= 0:
        number, rest = divmod(number, 26)
        letters = string.ascii_uppercase[rest] + letters
        number -= 1
    return letters


def _ids(number: int, row: RowQuestion) -> list[str]:
    return [f"{_letters(n)}{number}" for n in range(len(row.cells))]


def _read_row(number: int, row: RowQuestion, chosen: Sequence[str | None]) -> Iterator[FieldReading]:
    cells = dict(zip(_ids(number, row), row.cells, strict=True))
    ids = [id_ for id_ in chosen if id_ is not None]
    if len(set(ids)) < len(ids) or not set(ids) <= set(cells):
        raise MalformedReply(f"the answer for “{row.label}” uses a cell twice, or a cell of another row")
    if len(ids) < min(len(row.columns), len(row.cells)):
        raise MalformedReply(f"the answer for “{row.label}” leaves out columns that have a cell")
    counts = (len(row.cells), len(row.columns))
    apart = () if row.even else (doubt(DoubtKind.CELLS_TOLD_APART, *counts),)
    for path, column, id_ in zip(row.paths, row.columns, chosen, strict=True):
        if id_ is None:
            yield FieldReading(path=path, state="unread", doubts=(doubt(DoubtKind.CELLS_UNCOUNTED, *counts),))
        else:
            yield printed_field(path, column, cells[id_], merged(row.doubts, apart))
