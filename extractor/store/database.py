"""Opening the database behind the store: addresses, connections, and the check of its layout."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from extractor.errors import StoreError, StoreMissing
from extractor.store import sql_tables

BUSY_SECONDS = 30
_WRITE = "extractor_write"


def store_url(place: str) -> str:
    """The database address for what a user typed: a plain path is a SQLite file."""
    if "://" not in place:
        return f"sqlite:///{Path(place).expanduser()}"
    scheme, rest = place.split("://", 1)
    return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else place


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite address; None for other databases and for stores in memory."""
    parsed = _parsed(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(parsed.database)


def connect(url: str, create: bool) -> sa.Engine:
    """Open the database at ``url`` and make sure of its layout. StoreError says what is in the way."""
    file = sqlite_file(url)
    if file is not None and not create and not file.exists():
        raise StoreMissing(f"there is no store at {file}: `extractor run` makes one, --store names another")
    if file is not None and not file.parent.exists():
        raise StoreError(f"the folder {file.parent} for the store does not exist: make it first")
    try:
        engine = sa.create_engine(url)
    except ModuleNotFoundError as error:
        raise StoreError(f"the store needs {error.name}: pip install 'extractor[postgres]'") from error
    except sa.exc.ArgumentError as error:
        raise StoreError(f"{url!r} is not the address of a store: {error}") from error
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare)
        sa.event.listen(engine, "begin", _begin)
    try:
        _check_layout(engine, create)
    except sa.exc.DatabaseError as error:
        engine.dispose()
        raise StoreError(f"the store {_shown(url)} cannot be opened: {error.orig}") from error
    except StoreError:
        engine.dispose()
        raise
    return engine


def writing(engine: sa.Engine) -> sa.Engine:
    """The same database, for transactions that write: SQLite takes its lock at the start and waits for it."""
    return engine.execution_options(**{_WRITE: True})


def upsert(
    connection: sa.Connection,
    table: sa.Table,
    values: dict[str, Any],
    where: sa.ColumnElement[bool] | None = None,
) -> None:
    """Insert a row, or replace the one with the same key where ``where`` allows it."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(table).values(**values)
    keys = [column.name for column in table.primary_key]
    rest = {name: statement.excluded[name] for name in values if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest, where=where))


def _parsed(url: str) -> sa.URL:
    try:
        return sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise StoreError(f"{url!r} is not the address of a store: give a path or postgresql://…") from error


def _shown(url: str) -> str:
    """The address without its password."""
    return _parsed(url).render_as_string(hide_password=True)


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 (a driver's own connection)
    # Transactions are begun by _begin: the driver's own begin comes too late, at the first change.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    immediate = connection.get_execution_options().get(_WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _check_layout(engine: sa.Engine, create: bool) -> None:
    with engine.connect() as connection:
        found = _version(connection)
    if found is None and create:
        found = _create(engine)
    if found is None:
        raise StoreError(f"{_shown(str(engine.url))} holds no store: `extractor run` makes one")
    if found != sql_tables.VERSION:
        raise StoreError(
            f"the store {_shown(str(engine.url))} has layout {found}, this release uses {sql_tables.VERSION}: "
            "use the release that wrote it, or name a new store with --store"
        )
    _add_missing(engine)


def _add_missing(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        lacking = [table for table in sql_tables.ADDED if not sa.inspect(connection).has_table(table.name)]
    if lacking:
        with writing(engine).begin() as connection:
            sql_tables.metadata.create_all(connection, tables=lacking, checkfirst=True)


def _create(engine: sa.Engine) -> int | None:
    with writing(engine).begin() as connection:
        if engine.dialect.name == "postgresql":
            # Two runs that start at once on an empty database: the second waits and finds the tables.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7242317)")
        if _version(connection) is None:
            sql_tables.metadata.create_all(connection)
            connection.execute(sql_tables.layout.insert().values(version=sql_tables.VERSION))
        return _version(connection)


def _version(connection: sa.Connection) -> int | None:
    if not sa.inspect(connection).has_table(sql_tables.layout.name):
        return None
    version: int | None = connection.execute(sa.select(sa.func.max(sql_tables.layout.c.version))).scalar()
    return version
