"""What is written of one document, row by row, inside a transaction that is open."""

from datetime import UTC, datetime
from functools import cache

import sqlalchemy as sa

from extractor.route import FieldVerdict, Result
from extractor.store import sql_tables
from extractor.store.database import upsert
from extractor.store.entries import Outcome
from extractor.store.identity import identity_of
from extractor.store.kept_schemas import keep_schema
from extractor.store.keys import document_key
from extractor.store.lookup import FINDINGS
from extractor.store.same_report import without_same_report
from extractor.verify.edit import NOTED, Edit


def write_outcome(connection: sa.Connection, outcome: Outcome) -> None:
    """The outcome in place of what was there.

    The result replaces the one of the same document and schema. An outcome without a schema (failed, unrecognised)
    replaces every result of the document, and is replaced by any.
    """
    result = outcome.result
    key, schema = document_key(result), result.schema_name or ""
    for table in (sql_tables.results, sql_tables.readings, sql_tables.flags, sql_tables.identities):
        if schema:
            connection.execute(_clearing(table, "schema", "none"), {"key": key, "schema": schema, "none": ""})
        else:
            connection.execute(_clearing(table), {"key": key})
    if outcome.source is not None:
        upsert(connection, sql_tables.documents, {"document_key": key, "body": outcome.source.model_dump_json()})
    write_name(connection, key, result.path, result.document)
    keep_schema(connection, result)
    _write_result(connection, outcome)
    for reading in outcome.readings:
        row = {"document_key": key, "schema_name": schema, "reader": reading.reader}
        upsert(connection, sql_tables.readings, {**row, "body": reading.model_dump_json()})


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
    identity = identity_of(result)
    if identity is not None:
        known = {"document_key": key, "schema_name": schema, "body": identity.body, "year": identity.year}
        upsert(connection, sql_tables.identities, known)
    flagged = result.verdict.flagged if result.verdict is not None else ()
    rows = [
        {
            "document_key": key,
            "schema_name": schema,
            "path": field.path,
            "position": position,
            "label": field.label,
            "reason": next(iter(field.reasons), ""),
            "cause": cause_told(field),
        }
        for position, field in enumerate(flagged)
    ]
    if rows:
        connection.execute(sql_tables.flags.insert(), rows)


def cause_told(field: FieldVerdict) -> str:
    """Why a field waits, as it is searched for: the kinds of the doubts that would have to go, sorted."""
    return " ".join(sorted({each.kind.value for each in field.deciding}))


def _write_result(connection: sa.Connection, outcome: Outcome) -> None:
    result = without_same_report(outcome.result)
    row = {
        "document_key": document_key(result),
        "schema_name": result.schema_name or "",
        "name": result.document,
        "status": result.status,
        "fingerprint": outcome.fingerprint,
        "edits": outcome.edits,
        "policy": outcome.policy,
        "at": datetime.now(UTC).isoformat(),
        "body": result.model_dump_json(),
        "looked_up": FINDINGS.dump_json(outcome.findings_of_document).decode(),
    }
    upsert(connection, sql_tables.results, row)
    write_derived(connection, result)
