"""What is written of one document, row by row, inside a transaction that is open."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

import sqlalchemy as sa

from extractor.route import Result
from extractor.store import sql_tables
from extractor.store.database import store_time, upsert, upsert_all
from extractor.store.entries import Outcome
from extractor.store.identity import Identity, identity_of
from extractor.store.kept_schemas import keep_schema
from extractor.store.keys import document_key
from extractor.store.packed import PackedJson
from extractor.store.sealed import FlagRow, SealedOutcome, flags_of, packed_row, sealed
from extractor.verify.edit import NOTED, Edit


def write_outcome(connection: sa.Connection, outcome: Outcome) -> None:
    """The outcome in place of what was there.

    The result replaces the one of the same document and schema. An outcome without a schema (failed, unrecognised)
    replaces every result of the document, and is replaced by any.
    """
    found = sealed(outcome)
    clear(connection, found.key, found.schema_name)
    write_sealed(connection, (found,))


def clear(connection: sa.Connection, key: str, schema: str) -> None:
    """Take away what an outcome of a document under a schema replaces; under none, everything."""
    for table in (sql_tables.results, sql_tables.readings, sql_tables.flags, sql_tables.identities):
        if schema:
            connection.execute(_clearing(table, "schema", "none"), {"key": key, "schema": schema, "none": ""})
        else:
            connection.execute(_clearing(table), {"key": key})


def write_sealed(connection: sa.Connection, each: Sequence[SealedOutcome]) -> None:
    """The rows of outcomes, where nothing that they replace is left."""
    for schema in {(one.schema_name, one.schema_version) for one in each if one.schema_version}:
        keep_schema(connection, *schema)
    at = datetime.fromtimestamp(store_time(connection), UTC).isoformat()
    upsert_all(
        connection,
        sql_tables.documents,
        [{"document_key": one.key, "body": one.source} for one in each if one.source is not None],
    )
    upsert_all(
        connection,
        sql_tables.names,
        [{"document_key": one.key, "path": one.path, "name": one.name} for one in each],
    )
    upsert_all(connection, sql_tables.results, [_result_row(one, at) for one in each])
    upsert_all(
        connection,
        sql_tables.readings,
        [
            {"document_key": one.key, "schema_name": one.schema_name, "reader": reader, "body": body}
            for one in each
            for reader, body in one.readings.items()
        ],
    )
    _write_searched(
        connection, [_Searched(one.key, one.schema_name, one.identity, one.proven, one.flags) for one in each]
    )


@cache
def _clearing(table: sa.Table, *schemas: str) -> sa.Executable:
    """Rows of a document go, those of every schema where none is named: names of parameters, as ``key`` is one."""
    where = table.c.document_key == sa.bindparam("key")
    if schemas:
        where &= sa.or_(*(table.c.schema_name == sa.bindparam(schema) for schema in schemas))
    return table.delete().where(where)


def write_name(connection: sa.Connection, key: str, path: str, name: str) -> None:
    """A path and a name under which a content lies."""
    upsert(connection, sql_tables.names, {"document_key": key, "path": path, "name": name})


def write_edit(connection: sa.Connection, edit: Edit) -> None:
    """One decision after all others, and the narrow row that is counted by."""
    row = {"sha256": edit.sha256, "schema_name": edit.schema_name, "body": edit.model_dump_json()}
    adding = sql_tables.edits.insert().values(**row).returning(sql_tables.edits.c.id)
    counted = {
        "edit": connection.execute(adding).scalar_one(),
        "document_key": edit.sha256,
        "schema_name": edit.schema_name,
        "path": "" if edit.subject[0] == NOTED else edit.path,
        "author": edit.author,
        "kind": edit.kind,
        "outcome": edit.outcome,
        "seconds": edit.seconds,
        "keys": edit.keys,
    }
    connection.execute(sql_tables.decisions.insert().values(**counted))


def write_derived(connection: sa.Connection, result: Result) -> None:
    """What is searched for in a result: its flags, and of which body and year it is."""
    key, schema = document_key(result), result.schema_name or ""
    for table in (sql_tables.flags, sql_tables.identities):
        connection.execute(_clearing(table, "schema"), {"key": key, "schema": schema})
    found = _Searched(key, schema, identity_of(result), packed_row(result), flags_of(result))
    _write_searched(connection, [found])


class _Searched(NamedTuple):
    """What is searched for in a result."""

    key: str
    schema_name: str
    identity: Identity | None
    proven: PackedJson | None
    flags: Sequence[FlagRow]

    @property
    def where(self) -> dict[str, str]:
        """The columns by which its rows are found."""
        return {"document_key": self.key, "schema_name": self.schema_name}


def _write_searched(connection: sa.Connection, each: Sequence[_Searched]) -> None:
    identities = [
        {**one.where, "body": one.identity.body, "year": one.identity.year, "proven": one.proven}
        for one in each
        if one.identity is not None
    ]
    upsert_all(connection, sql_tables.identities, identities)
    flags = [{**one.where, **asdict(flag)} for one in each for flag in one.flags]
    if flags:
        connection.execute(sql_tables.flags.insert(), flags)


def _result_row(one: SealedOutcome, at: str) -> dict[str, object]:
    return {
        "document_key": one.key,
        "schema_name": one.schema_name,
        "name": one.name,
        "status": one.status,
        "fingerprint": one.fingerprint,
        "edits": one.edits,
        "policy": one.policy,
        "at": at,
        "body": one.body,
        "looked_up": one.looked_up,
    }
