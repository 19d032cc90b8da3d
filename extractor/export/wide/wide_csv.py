"""Wide tables as csv, a file a table: ``records.csv`` for the records, ``records.lines.csv`` for the list ``lines``."""

import csv
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Protocol

from extractor.export.files import text_output
from extractor.export.table import safe_text
from extractor.export.wide.wide_tables import WideTable
from extractor.export.wide.wide_writer import WideCell, WideRow, typed
from extractor.schemas.form import Kind, Value


def path_beside(target: str, table: WideTable) -> Path:
    """The file of a table: of the first the one that was named, of others one with their name before its suffix."""
    path = Path(target)
    return path if table.place == 0 else path.with_name(f"{path.stem}.{table.file_name}{path.suffix}")


class _Lines(Protocol):
    """What Python's writer of csv does here."""

    def writerow(self, row: Iterable[object], /) -> object: ...


class WideCsv:
    """UTF-8 with a byte order mark, as spreadsheets want it; texts that look like formulas have an apostrophe."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._files = ExitStack()
        self._rows: list[_Lines] = []

    def __enter__(self) -> "WideCsv":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.__exit__(kind, error, trace)

    def begin(self, tables: Sequence[WideTable]) -> None:
        """Make all files."""
        for table in tables:
            out = self._files.enter_context(text_output(str(path_beside(self._target, table)), "utf-8-sig"))
            self._rows.append(csv.writer(out))
            self._rows[-1].writerow([safe_text(each.name) for each in table.columns])

    def add(self, row: WideRow) -> None:
        """One line more."""
        self._rows[row.table.place].writerow([_written(cell) for cell in row.cells])

    def fit(self, kind: Kind, value: Value) -> WideCell:
        """Text holds any number."""
        return typed(kind, value)


def _written(cell: WideCell) -> object:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, date):
        return cell.isoformat()
    return safe_text(cell) if isinstance(cell, str) else cell
