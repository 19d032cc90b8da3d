"""Wide tables as a workbook, a sheet a table. Rows go to disk as they come."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from extractor.errors import ConfigurationError
from extractor.export.files import replaced
from extractor.export.wide.wide_tables import WideTable, free_name
from extractor.export.wide.wide_writer import WideCell, WideRow, typed
from extractor.export.workbook import MOST_COLUMNS, MOST_ROWS, write_cell
from extractor.schemas.form import Kind, Value

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_FIRST_DAY = date(1900, 3, 1)
"""Days before it are others in a spreadsheet, which takes 1900 for a leap year: they are written as text."""
_LONGEST_NAME = 31
_MOST_TEXT = 32767
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


class WideWorkbook:
    """Numbers as numbers where a spreadsheet keeps every digit, dates as dates; flagged values stand on yellow."""

    def __init__(self, target: str) -> None:
        self._target = Path(target)
        self._ending = ExitStack()
        self._names = {"history"}  # Kept by Excel for itself.
        self._sheets: list[_TableSheets] = []

    def __enter__(self) -> "WideWorkbook":
        import xlsxwriter

        part = self._ending.enter_context(replaced(self._target))
        options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
        self._book = xlsxwriter.Workbook(str(part), options)
        self._ending.callback(self._book.close)
        day, yellow = {"num_format": "yyyy-mm-dd"}, {"bg_color": "#FFF2AB"}
        self._formats = {
            (False, False): None,
            (False, True): self._book.add_format(day),
            (True, False): self._book.add_format(yellow),
            (True, True): self._book.add_format({**day, **yellow}),
        }
        self._head = self._book.add_format({"bold": True})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.__exit__(kind, error, trace)

    def begin(self, tables: Sequence[WideTable]) -> None:
        """Make all sheets. ConfigurationError for a table that is wider than a sheet can be."""
        for table in tables:
            if len(table.columns) > MOST_COLUMNS:
                raise ConfigurationError(
                    f"{table.name} has {len(table.columns)} columns, a sheet has {MOST_COLUMNS}: "
                    "choose some with --columns, or write another format"
                )
            self._sheets.append(_TableSheets(self, table))

    def add(self, row: WideRow) -> None:
        """One row more; a sheet that is full goes on on another one."""
        sheet, number = self._sheets[row.table.place].next_row()
        for column, cell in enumerate(row.cells):
            if cell is not None or column in row.flagged:
                is_day = isinstance(cell, date) and cell >= _FIRST_DAY
                _write(sheet, number, column, cell, self._formats[column in row.flagged, is_day])

    def fit(self, kind: Kind, value: Value) -> WideCell:
        """A number of more digits than a spreadsheet keeps stands as text; a text may be too long for a cell."""
        made = typed(kind, value)
        return None if isinstance(made, str) and len(made) > _MOST_TEXT else made

    def sheet(self, table: WideTable) -> "Worksheet":
        """A new sheet for a table, with its headings."""
        plain = table.name.translate(_FORBIDDEN)
        name = free_name(plain[:_LONGEST_NAME], set(self._names))
        if len(name) > _LONGEST_NAME:
            name = free_name(plain[: _LONGEST_NAME - 6], set(self._names))
        self._names.add(name.casefold())
        sheet = self._book.add_worksheet(name)
        for column, each in enumerate(table.columns):
            sheet.write_string(0, column, each.name[:_MOST_TEXT], self._head)
        sheet.freeze_panes(1, 1)
        return sheet


class _TableSheets:
    """The sheets of one table, and where its next row goes."""

    def __init__(self, book: WideWorkbook, table: WideTable) -> None:
        self._book, self._table = book, table
        self._sheet, self._row = book.sheet(table), 0

    def next_row(self) -> "tuple[Worksheet, int]":
        self._row += 1
        if self._row == MOST_ROWS:
            self._sheet, self._row = self._book.sheet(self._table), 1
        return self._sheet, self._row


def _write(sheet: "Worksheet", row: int, column: int, cell: WideCell, style: Any) -> None:  # noqa: ANN401 (untyped)
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, style)
    elif isinstance(cell, date):
        if cell >= _FIRST_DAY:
            sheet.write_datetime(row, column, cell, style)
        else:
            sheet.write_string(row, column, cell.isoformat(), style)
    else:
        write_cell(sheet, row, column, cell, style)
