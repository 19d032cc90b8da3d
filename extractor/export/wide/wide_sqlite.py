"""Wide tables as a database of SQLite: one file, a table a table, strictly typed."""

import sqlite3
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import TracebackType

from extractor.errors import ConfigurationError
from extractor.export.files import replaced
from extractor.export.wide.wide_tables import WideTable
from extractor.export.wide.wide_writer import WHOLE, WideCell, WideRow, typed
from extractor.schemas.form import Kind, Value

_INDEXED = ("@sha256", "@part")
_STRICT_SINCE = (3, 37)
_EXACT_DIGITS = 15
"""A 64-bit float keeps so many digits as they are."""
_HELD_IN: dict[Kind, str] = {"count": "INTEGER", "boolean": "INTEGER", "amount": "ANY"}
"""Of an amount every value is stored as what keeps all its digits: a whole number, a float, or else a text."""


class WideSqlite:
    """Dates, times and moments are texts of ISO 8601, yes is 1 and no is 0. SQLite 3.37 or later reads it."""

    def __init__(self, target: str) -> None:
        if sqlite3.sqlite_version_info < _STRICT_SINCE:
            raise ConfigurationError(f"SQLite {sqlite3.sqlite_version} has no strict types: 3.37 or later is needed")
        self._target = Path(target)
        self._ending = ExitStack()
        self._inserting: list[str] = []

    def __enter__(self) -> "WideSqlite":
        part = self._ending.enter_context(replaced(self._target))
        self._connection = sqlite3.connect(part, isolation_level=None)
        self._ending.callback(self._connection.close)
        self._connection.execute("PRAGMA journal_mode=OFF")
        self._connection.execute("BEGIN")
        self._ending.push(self._commit)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.__exit__(kind, error, trace)

    def _commit(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is None:
            self._connection.execute("COMMIT")

    def begin(self, tables: Sequence[WideTable]) -> None:
        """Make all tables, each with an index of the documents that its rows are of."""
        for table in tables:
            columns = ", ".join(f"{_quoted(each.name)} {_HELD_IN.get(each.kind, 'TEXT')}" for each in table.columns)
            self._connection.execute(f"CREATE TABLE {_quoted(table.name)} ({columns}) STRICT")
            keys = [_quoted(each.name) for each in table.columns if each.source in _INDEXED]
            if keys:
                index = _quoted(f"{table.name} by document")
                self._connection.execute(f"CREATE INDEX {index} ON {_quoted(table.name)} ({', '.join(keys)})")
            places = ", ".join("?" * len(table.columns))
            self._inserting.append(f"INSERT INTO {_quoted(table.name)} VALUES ({places})")

    def add(self, row: WideRow) -> None:
        """One row more."""
        self._connection.execute(self._inserting[row.table.place], [_stored(cell) for cell in row.cells])

    def fit(self, kind: Kind, value: Value) -> WideCell:
        """Whole numbers have 64 bits."""
        made = typed(kind, value)
        return None if kind == "count" and isinstance(made, int) and abs(made) >= WHOLE else made


def _quoted(name: str) -> str:
    """An identifier as SQL takes it, whatever is in it."""
    return '"' + name.replace('"', '""').replace("\0", "") + '"'


def _stored(cell: WideCell) -> object:
    if isinstance(cell, int) and abs(cell) >= WHOLE:
        return str(cell)
    if isinstance(cell, Decimal):
        if cell == int(cell) and abs(cell) < WHOLE:
            return int(cell)
        return float(cell) if len(cell.as_tuple().digits) <= _EXACT_DIGITS else format(cell, "f")
    return cell.isoformat() if isinstance(cell, date) else cell
