"""Opening the database behind the store: addresses, connections, locks, and the check of its layout."""

import os
import shlex
import sqlite3
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from extractor.errors import StoreError, StoreMissing, StoreOutdated, StoreUnavailable
from extractor.store import sql_tables
from extractor.store.faults import telling_faults, telling_pool

BUSY_SECONDS = 30
"""How long a lock of another program is waited for, where nobody asks for less."""
_WRITE = "extractor_write"
_MAKING, _DECIDING = 7242317, 7242318
"""Locks of PostgreSQL, by number: for making or upgrading the tables, and for writing results and decisions."""
_LAYOUT = sa.select(sa.func.max(sql_tables.layout.c.version))


def store_url(place: str) -> str:
    """The database address for what a user typed: a plain path is a SQLite file. StoreError for a path that addresses
    cannot hold.
    """
    if "://" not in place:
        if "?" in place:
            raise StoreError(f"the store {place} has a question mark in its path, which cannot be opened: name another")
        return f"sqlite:///{Path(place).expanduser()}"
    scheme, rest = place.split("://", 1)
    return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else place


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite address; None for other databases, for stores in memory, and for addresses that leave it
    to SQLite which file is meant (``uri=true``).
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:") or "uri" in parsed.query:
        return None
    return Path(parsed.database)


def store_address(place: str) -> str:
    """What tells the store at a place from others, in whatever directory one is, without a password."""
    url = store_url(place)
    file = sqlite_file(url)
    return shown_url(url) if file is None else str(file.absolute())


def is_shared(place: str) -> bool:
    """Whether the store at a place is one that several machines can use at the same time."""
    return _parsed(store_url(place)).get_backend_name() == "postgresql"


def connect(url: str, create: bool, patience: float | None = None) -> sa.Engine:
    """Open the store at ``url``, of this release's layout. StoreError says what is in the way.

    ``patience``: seconds that a lock is waited for from then on; opening it waits as long as ever.
    """
    engine = engine_at(url, create)
    try:
        _check_layout(engine, create)
    except sa.exc.DatabaseError as error:
        engine.dispose()
        raise cannot_open(url, error) from error
    except StoreUnavailable as error:
        engine.dispose()
        if error.locked:
            raise
        raise StoreError(f"the store {shown_url(url)} cannot be opened: {error}") from error
    except StoreError:
        engine.dispose()
        raise
    if patience is not None:
        _wait_less(engine, patience)
    return engine


def _wait_less(engine: sa.Engine, seconds: float) -> None:
    """Connections made from now on wait only so long for a lock: who sits before a screen is told, and tries again."""
    waits = "PRAGMA busy_timeout=" if engine.dialect.name == "sqlite" else "SET lock_timeout = "

    def shorten(connection: Any, _record: object) -> None:  # noqa: ANN401 (a driver's own connection)
        cursor = connection.cursor()
        cursor.execute(f"{waits}{round(seconds * 1000)}")
        cursor.close()
        connection.commit()

    sa.event.listen(engine, "connect", shorten)
    engine.dispose()


def engine_at(url: str, create: bool) -> sa.Engine:
    """The database at ``url``, whatever its layout. StoreError where there is none and none can be made."""
    file = sqlite_file(url)
    if file is not None and not create and not file.exists():
        raise StoreMissing(f"there is no store at {file}: `extractor run` makes one, --store names another")
    if file is not None and not file.parent.exists():
        raise StoreError(f"the folder {file.parent} for the store does not exist: make it first")
    if file is not None and create:
        _make(file)
    # Whoever waits for a lock has to see what the one before has stored: not every server begins with that.
    options: dict[str, Any] = {}
    if _parsed(url).get_backend_name() == "postgresql":
        options["isolation_level"] = "READ COMMITTED"
    if file is not None or options:
        options["poolclass"] = telling_pool(shown_url(url))
    try:
        engine = sa.create_engine(url, **options)
    except ModuleNotFoundError as error:
        raise StoreError(f"the store needs {error.name}: pip install 'extractor-proof[postgres]'") from error
    except sa.exc.ArgumentError as error:
        raise StoreError(f"{url!r} is not the address of a store: {error}") from error
    telling_faults(engine, shown_url(url), file)
    if engine.dialect.name == "sqlite":
        if file is not None:
            _open_only(engine, file)
        sa.event.listen(engine, "connect", _prepare)
        sa.event.listen(engine, "begin", _begin)
    return engine


def _make(file: Path) -> None:
    """An empty file is an empty database. It is made here and nowhere else."""
    try:
        if not file.exists():
            file.touch()
    except OSError as error:
        raise StoreError(f"the store {file} cannot be opened: {error.strerror or error}") from error


def _open_only(engine: sa.Engine, file: Path) -> None:
    """Connections find the file or fail: where it is away for a moment, no empty database is made in its place."""
    path = file.absolute().as_posix()
    address = f"file://{'' if path.startswith('/') else '/'}{quote(os.fsencode(path), safe='/:')}?mode=rw"

    def name(_dialect: object, _record: object, given: list[Any], options: dict[str, Any]) -> None:
        given[:], options["uri"] = [address], True

    sa.event.listen(engine, "do_connect", name)


def cannot_open(url: str, error: sa.exc.DatabaseError) -> StoreError:
    """What is said of a database that refuses."""
    return StoreError(f"the store {shown_url(url)} cannot be opened: {error.orig}")


def writing(engine: sa.Engine) -> sa.Engine:
    """The same database, for transactions that write: SQLite takes its lock at the start and waits for it."""
    return engine.execution_options(**{_WRITE: True})


def lock_tables(connection: sa.Connection) -> None:
    """Nobody else makes or upgrades tables until this transaction ends. SQLite has locked when it began."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MAKING})")


def lock_decisions(connection: sa.Connection) -> None:
    """Nobody else writes results or decisions until this transaction ends. SQLite has locked when it began.

    StoreError if the store has been upgraded since it was opened.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_DECIDING})")
    found = layout_of(connection)
    if found != sql_tables.VERSION:
        raise StoreError(
            f"the store was given layout {found} while it was open, this release uses {sql_tables.VERSION}: "
            "nothing was stored; use the release that upgraded it"
        )


def store_time(connection: sa.Connection) -> float:
    """Seconds since 1970 by the clock of the store: machines may differ. That of SQLite is this machine's."""
    if connection.dialect.name == "postgresql":
        return float(connection.exec_driver_sql("SELECT extract(epoch FROM clock_timestamp())").scalar_one())
    return time.time()


def layout_of(connection: sa.Connection) -> int | None:
    """The layout of a store; None where there is no store."""
    if not sa.inspect(connection).has_table(sql_tables.layout.name):
        return None
    version: int | None = connection.execute(_LAYOUT).scalar()
    return version


def upsert(
    connection: sa.Connection,
    table: sa.Table,
    values: dict[str, Any],
    where: sa.ColumnElement[bool] | None = None,
) -> None:
    """Insert a row, or replace the one with the same key where ``where`` allows it."""
    if where is None:
        connection.execute(_upserting(connection.dialect.name, table, tuple(values)), values)
    else:
        connection.execute(_upsert(connection.dialect.name, table, tuple(values), where), values)


def upsert_all(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, object]]) -> None:
    """The same for many rows of the same columns at once; nothing where there are none."""
    if rows:
        connection.execute(_upserting(connection.dialect.name, table, tuple(rows[0])), rows)


@cache
def _upserting(dialect: str, table: sa.Table, names: tuple[str, ...]) -> sa.Executable:
    """Making a statement takes longer than carrying it out."""
    return _upsert(dialect, table, names, None)


def _upsert(
    dialect: str, table: sa.Table, names: tuple[str, ...], where: sa.ColumnElement[bool] | None
) -> sa.Executable:
    if dialect == "postgresql":
        # Loaded for a server alone: it takes a tenth of a second of every start.
        from sqlalchemy.dialects import postgresql

        statement: postgresql.Insert | sqlite.Insert = postgresql.insert(table)
    else:
        statement = sqlite.insert(table)
    statement = statement.values({name: sa.bindparam(name) for name in names})
    keys = [column.name for column in table.primary_key]
    rest = {name: statement.excluded[name] for name in names if name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=rest, where=where)


def shown_url(url: str) -> str:
    """The address without its password; of a file its path alone."""
    file = sqlite_file(url)
    return str(file) if file is not None else _parsed(url).render_as_string(hide_password=True)


def _parsed(url: str) -> sa.URL:
    try:
        return sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise StoreError(f"{url!r} is not the address of a store: give a path or postgresql://…") from error


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 (a driver's own connection)
    # Transactions are begun by _begin: the driver's own begin comes too late, at the first change.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    # The file remembers it. Who switches does not wait for others: one that is at work now has switched, or will.
    with suppress(sqlite3.OperationalError):
        cursor.execute("PRAGMA journal_mode=WAL")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    immediate = connection.get_execution_options().get(_WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _check_layout(engine: sa.Engine, create: bool) -> None:
    with engine.connect() as connection:
        found = layout_of(connection)
    if found is None and create:
        found = _create(engine)
    if found is None:
        raise no_store(str(engine.url))
    if found < sql_tables.VERSION:
        place = shown_url(str(engine.url))
        raise StoreOutdated(
            f"the store {place} has layout {found}, this release uses {sql_tables.VERSION}: "
            f"`extractor store upgrade --store {shlex.quote(place)}` upgrades it and keeps every decision"
        )
    if found > sql_tables.VERSION:
        raise too_new(str(engine.url), found)


def no_store(url: str) -> StoreError:
    """What is said of a database that is empty, or somebody else's."""
    return StoreError(f"{shown_url(url)} holds no store: `extractor run` makes one")


def too_new(url: str, found: int) -> StoreError:
    """What is said of a store that a later release made."""
    return StoreError(
        f"the store {shown_url(url)} has layout {found}, made by a later release; this release uses "
        f"{sql_tables.VERSION}: use the later release, or name a new store with --store"
    )


def _create(engine: sa.Engine) -> int | None:
    with writing(engine).begin() as connection:
        # Two runs that start at once on an empty database: the second waits and finds the tables.
        lock_tables(connection)
        if layout_of(connection) is None:
            sql_tables.metadata.create_all(connection)
            connection.execute(sql_tables.layout.insert().values(version=sql_tables.VERSION))
        return layout_of(connection)
