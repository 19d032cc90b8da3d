"""Strategy ``values``: numbers by position. A number counts as placed only where its own cell prints it."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TypeAlias

from pydantic import BaseModel

from extractor.documents.model import Cell
from extractor.errors import MalformedReply
from extractor.evidence import Doubt, DoubtKind, Leg, doubt, merged
from extractor.readers.llm.answer import RowsAnswer, numbers_answer
from extractor.readers.llm.placed import NAME, printed_field
from extractor.readers.llm.plan import Batch, RowQuestion, has_number
from extractor.readers.llm.shown import show_cell, show_label, show_row
from extractor.readers.reading import FieldReading
from extractor.schemas.form import ColumnSpec, Value
from extractor.schemas.values import read_printed

Number: TypeAlias = int | Decimal


class ValueStrategy:
    """Ask for the numbers themselves."""

    prompt = "rows_values"

    def lines(self, rows: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
        """``label: 12 | 0 | ∅``"""
        return [show_row(show_label(label), [show_cell(text) for text in cells]) for label, cells in rows]

    def example_answer(self, answers: Sequence[Sequence[str]]) -> str:
        """``{"rows":[[12,0,null]]}``"""
        return json.dumps(
            {"rows": [[json.loads(part) for part in answer] for answer in answers]}, separators=(",", ":")
        )

    def answer_type(self, batch: Batch) -> type[BaseModel]:
        """null is allowed only if some cell of the batch prints no number, or columns are left without a cell."""
        columns = batch.rows[0].columns
        nullable = any(not row.even or not all(has_number(cell) for cell in row.cells) for row in batch.rows)
        whole = all(column.kind == "count" for column in columns)
        return numbers_answer(len(batch.rows), len(columns), whole=whole, nullable=nullable)

    def read(self, batch: Batch, answer: BaseModel) -> list[FieldReading]:
        """Every number with the place where it is printed, if it is printed where it belongs."""
        if not isinstance(answer, RowsAnswer):
            raise MalformedReply("the answer holds no rows")
        found: list[FieldReading] = []
        for row, numbers in zip(batch.rows, answer.rows, strict=True):
            found += _read_even(row, numbers) if row.even else _read_uneven(row, numbers)
        return found


def _read_even(row: RowQuestion, numbers: Sequence[Number | None]) -> Iterator[FieldReading]:
    for path, column, cell, number in zip(row.paths, row.columns, row.cells, numbers, strict=True):
        if number is None and has_number(cell):
            raise MalformedReply(f"no number for “{column.label.printed}”, though “{cell.text}” is printed")
        yield _read_cell(path, column, cell, number, row.doubts)


def _read_cell(
    path: str, column: ColumnSpec, cell: Cell, number: Number | None, place: tuple[Doubt, ...]
) -> FieldReading:
    if number is None:
        return printed_field(path, column, cell, place)
    if _prints(cell, column, number):
        return printed_field(path, column, cell, place)
    printed = (number, cell.text) if cell.text else (number,)
    why = doubt(DoubtKind.ANSWER_NOT_PRINTED if cell.text else DoubtKind.ANSWER_IN_BLANK, *printed)
    return _unplaced(path, column, number, why)


def _prints(cell: Cell, column: ColumnSpec, number: Number) -> bool:
    """Whether the cell prints the number: as it stands there, or taken into the field's own unit."""
    bare = read_printed(cell.text, "amount", dict.fromkeys(column.units, Decimal(1)), notation=column.notation)
    whole = read_printed(cell.text, column.kind, column.units, notation=column.notation)
    return whole.state == "read" and Decimal(number) in (bare.value, whole.value)


def _unplaced(path: str, column: ColumnSpec, number: Number, why: Doubt) -> FieldReading:
    """A number that is not printed where it should be: kept, so that a person sees it, without a place."""
    value: Value = int(number) if column.kind == "count" and number == int(number) else Decimal(number)
    return FieldReading(path=path, state="read", value=value, doubts=(why,), leg=Leg(NAME, "", ""))


def _read_uneven(row: RowQuestion, numbers: Sequence[Number | None]) -> Iterator[FieldReading]:
    """More or fewer cells than columns: placed if the numbers are those printed, one by one and in their order."""
    printed = [cell for cell in row.cells if has_number(cell)]
    answered = [position for position, number in enumerate(numbers) if number is not None]
    placed = dict(zip(answered, printed, strict=True)) if len(answered) == len(printed) else {}
    counts = (len(row.cells), len(row.columns))
    apart = merged(row.doubts, (doubt(DoubtKind.CELLS_TOLD_APART, *counts),))
    for position, (path, column, number) in enumerate(zip(row.paths, row.columns, numbers, strict=True)):
        if number is None:
            yield FieldReading(path=path, state="unread", doubts=(doubt(DoubtKind.CELLS_UNCOUNTED, *counts),))
        elif position in placed:
            yield _read_cell(path, column, placed[position], number, apart)
        else:
            yield _unplaced(path, column, number, doubt(DoubtKind.NUMBERS_NOT_PRINTED, *counts))
