"""Schemas that are any model, kept beside the results that were made with them: once for each name and version."""

from datetime import UTC, datetime
from functools import partial

import sqlalchemy as sa

from extractor.errors import SchemaError
from extractor.schemas.compiled import compiled_schema, schema_of_compiled
from extractor.schemas.form import Schema
from extractor.schemas.registry import load_schema, remember_schema
from extractor.store import sql_tables
from extractor.store.database import upsert


def keep_schema(connection: sa.Connection, name: str, version: str) -> None:
    """Keep the compiled form of the schema that a result was made with, where it has one that is not kept yet, in place
    of another of the same name and version.
    """
    try:
        schema = load_schema(name)
    except SchemaError:
        return
    body = compiled_schema(schema) if schema.version == version else None
    if body is None:
        return
    found = sql_tables.schemas.c
    here = (found.name == schema.name) & (found.version == schema.version)
    if connection.execute(sa.select(found.body).where(here)).scalar() != body:
        at = datetime.now(UTC).isoformat()
        row = {"name": schema.name, "version": schema.version, "at": at, "body": body}
        upsert(connection, sql_tables.schemas, row)


def remember_schemas(connection: sa.Connection) -> None:
    """Find what is kept by its name where nobody has the schema itself; of several versions the one kept last."""
    found = sql_tables.schemas.c
    for row in connection.execute(sa.select(found.name, found.body).order_by(found.at)):
        remember_schema(row.name, partial(schema_of_compiled, row.body))


def kept_schema(connection: sa.Connection, name: str, version: str) -> Schema | None:
    """The schema of a name and a version as it was kept; None where it was not. SchemaError where this release cannot
    read what is kept.
    """
    found = sql_tables.schemas.c
    query = sa.select(found.body).where((found.name == name) & (found.version == version))
    body = connection.execute(query).scalar()
    return None if body is None else schema_of_compiled(body)
