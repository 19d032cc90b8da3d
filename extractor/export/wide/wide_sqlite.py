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
from extractor.export.wide.wide_tables import WideTable, free_name
from extractor.export.wide.wide_writer import WHOLE, WideCell, WideRow, typed
from extractor.schemas.form import Kind, Value

_INDEXED = ("@sha256", "@part")
_STRICT_SINCE = (3, 37)
_MOST_COLUMNS = 2_000
"""As SQLite is built where nobody says otherwise (SQLITE_MAX_COLUMN)."""
_RESERVED = "sqlite_"
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
        """Make all tables, each with an index of the documents that its rows are of. ConfigurationError where one has
        more columns than SQLite takes.
        """
        names = self._named(tables)
        taken = set(map(str.casefold, names))
        for table, name in zip(tables, names, strict=True):
            if len(table.columns) > _MOST_COLUMNS:
                raise ConfigurationError(
                    f"{table.name} has {len(table.columns)} columns, and a table of SQLite takes {_MOST_COLUMNS}: name "
                    "those that are wanted with --columns"
                )
            columns = ", ".join(f"{_quoted(each.name)} {_HELD_IN.get(each.kind, 'TEXT')}" for each in table.columns)
            self._connection.execute(f"CREATE TABLE {_quoted(name)} ({columns}) STRICT")
            keys = [_quoted(each.name) for each in table.columns if each.source in _INDEXED]
            if keys:
                index = _quoted(free_name(f"{name} by document", taken))
                self._connection.execute(f"CREATE INDEX {index} ON {_quoted(name)} ({', '.join(keys)})")
            places = ", ".join("?" * len(table.columns))
            self._inserting.append(f"INSERT INTO {_quoted(name)} VALUES ({places})")

    @staticmethod
    def _named(tables: Sequence[WideTable]) -> list[str]:
        """Names that SQLite takes: some it keeps for itself."""
        plain = [_plain(each.name) for each in tables]
        taken = {each.name.casefold() for each, name in zip(tables, plain, strict=True) if each.name == name}
        return [name if each.name == name else free_name(name, taken) for each, name in zip(tables, plain, strict=True)]

    def add(self, row: WideRow) -> None:
        """One row more."""
        self._connection.execute(self._inserting[row.table.place], [_stored(cell) for cell in row.cells])

    def fit(self, kind: Kind, value: Value) -> WideCell:
        """Whole numbers have 64 bits."""
        made = typed(kind, value)
        return None if kind == "count" and isinstance(made, int) and abs(made) >= WHOLE else made


def _plain(name: str) -> str:
    return f"_{name}" if name.casefold().startswith(_RESERVED) else name


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
