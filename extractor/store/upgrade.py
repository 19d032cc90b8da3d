"""Making a store of an earlier layout one of this release, step by step, with nobody's decisions lost.

Everything happens in one transaction: either the store has the layout of today and every row of it can be read, or it
is as it was. A SQLite store is copied first, beside itself, in the state that is upgraded.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from pydantic import ValidationError

from extractor.errors import StoreError
from extractor.readers.reading import Reading
from extractor.route import Result
from extractor.store import sql_tables
from extractor.store.backup import copy_store
from extractor.store.database import (
    cannot_open,
    engine_at,
    layout_of,
    lock_decisions,
    lock_tables,
    no_store,
    shown_url,
    sqlite_file,
    store_url,
    too_new,
    writing,
)
from extractor.store.records import write_derived
from extractor.store.steps import STEPS
from extractor.verify.edit import Edit


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What an upgrade did: from which layout to which, and how much of what it kept.

    ``copy`` is the store as it was; None where nothing was to be done, or the database is no file.
    """

    found: int
    now: int
    copy: Path | None = None
    results: int = 0
    readings: int = 0
    edits: int = 0


def upgrade_store(place: str) -> Upgrade:
    """Upgrade the store at ``place``. StoreError if it cannot be done; then nothing was changed."""
    url = store_url(place)
    engine = engine_at(url, create=False)
    try:
        with writing(engine).begin() as connection:
            lock_tables(connection)
            found = layout_of(connection)
            if found is None:
                raise no_store(url)
            if found > sql_tables.VERSION:
                raise too_new(url, found)
            if found == sql_tables.VERSION:
                return Upgrade(found, found)
            if found not in STEPS:
                raise StoreError(f"the store {shown_url(url)} has layout {found}, which no release has written")
            return _upgrade(connection, url, found)
    except sa.exc.DatabaseError as error:
        raise cannot_open(url, error) from error
    finally:
        engine.dispose()


def _upgrade(connection: sa.Connection, url: str, found: int) -> Upgrade:
    file = sqlite_file(url)
    copy = _copied(file, found) if file is not None else None
    try:
        results, readings, edits = _climb(connection, url, found)
    except BaseException:
        if copy is not None:
            copy.unlink()
        raise
    return Upgrade(found, sql_tables.VERSION, copy, results, readings, edits)


def _climb(connection: sa.Connection, url: str, found: int) -> tuple[int, int, int]:
    """From layout to layout, and the proof that nothing was lost; how many results, readings and decisions there are.

    PostgreSQL keeps processes of the release before out; SQLite has, since the transaction began.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE results, readings, edits IN ACCESS EXCLUSIVE MODE")
    before = _digest(connection)
    for layout in range(found, sql_tables.VERSION):
        STEPS[layout](connection)
        connection.execute(sql_tables.layout.update().values(version=layout + 1))
    lock_decisions(connection)
    if _digest(connection) != before:
        raise StoreError(f"the decisions in {shown_url(url)} would not be the same after the upgrade: nothing was done")
    try:
        return _read_all(connection)
    except ValidationError as error:
        raise StoreError(
            f"the store {shown_url(url)} cannot be upgraded, a {error.title} in it cannot be read: "
            f"{error.errors()[0]['msg']}; nothing was changed"
        ) from error


def _copied(file: Path, layout: int) -> Path:
    """The store as it is, in a file of its own beside it. Nobody writes while the transaction is open that called."""
    copy = next(path for path in _names(file, layout) if not path.exists())
    copy_store(file, copy)
    return copy


def _names(file: Path, layout: int) -> Iterator[Path]:
    """Names for the copy: none that is taken is overwritten."""
    number = 1
    while True:
        again = f".{number}" if number > 1 else ""
        yield file.with_name(f"{file.stem}.layout-{layout}{again}{file.suffix}")
        number += 1


def _digest(connection: sa.Connection) -> str:
    """A hash over every decision, in order."""
    found = hashlib.sha256()
    for row in connection.execute(sa.select(sql_tables.edits).order_by(sql_tables.edits.c.id)):
        found.update(repr(tuple(row)).encode())
    return found.hexdigest()


def _read_all(connection: sa.Connection) -> tuple[int, int, int]:
    """Read everything as this release does, and derive anew what is searched for; how much of each there is."""
    keys = connection.execute(sa.select(sql_tables.results.c.document_key, sql_tables.results.c.schema_name)).all()
    for key, schema in keys:
        found = sql_tables.results.c
        here = (found.document_key == key) & (found.schema_name == schema)
        body = connection.execute(sa.select(found.body).where(here)).scalar_one()
        write_derived(connection, Result.model_validate_json(body))
    readings = edits = 0
    for body in connection.execute(sa.select(sql_tables.readings.c.body)).scalars():
        Reading.model_validate_json(body)
        readings += 1
    for body in connection.execute(sa.select(sql_tables.edits.c.body)).scalars():
        Edit.model_validate_json(body)
        edits += 1
    return len(keys), readings, edits
