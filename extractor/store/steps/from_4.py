"""Layout 4 to 5: what reviewers did field by field, second entries, comparisons, audits, and why a field waits."""

import json

import sqlalchemy as sa

_TABLES = (
    """
    CREATE TABLE decisions (
        edit INTEGER NOT NULL, document_key VARCHAR NOT NULL, schema_name VARCHAR NOT NULL, path VARCHAR NOT NULL,
        author VARCHAR NOT NULL, kind VARCHAR NOT NULL, outcome VARCHAR NOT NULL, seconds FLOAT, keys FLOAT,
        PRIMARY KEY (edit)
    )
    """,
    "CREATE INDEX decisions_by_document ON decisions (document_key, schema_name)",
    """
    CREATE TABLE second_edits (
        id {serial} NOT NULL, sha256 VARCHAR NOT NULL, schema_name VARCHAR NOT NULL, author VARCHAR NOT NULL,
        body TEXT NOT NULL, PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX second_edits_by_document ON second_edits (sha256, schema_name)",
    """
    CREATE TABLE comparisons (
        document_key VARCHAR NOT NULL, schema_name VARCHAR NOT NULL, path VARCHAR NOT NULL, first VARCHAR NOT NULL,
        second VARCHAR NOT NULL, first_says TEXT NOT NULL, second_says TEXT NOT NULL, outcome VARCHAR NOT NULL,
        settled_by VARCHAR NOT NULL, PRIMARY KEY (document_key, schema_name, path)
    )
    """,
    """
    CREATE TABLE audits (
        document_key VARCHAR NOT NULL, schema_name VARCHAR NOT NULL, path VARCHAR NOT NULL, drawn VARCHAR NOT NULL,
        was TEXT NOT NULL, outcome VARCHAR NOT NULL, reviewer VARCHAR NOT NULL,
        PRIMARY KEY (document_key, schema_name, path)
    )
    """,
    "CREATE TABLE seeds (name VARCHAR NOT NULL, seed VARCHAR NOT NULL, PRIMARY KEY (name))",
    "ALTER TABLE flags ADD COLUMN cause VARCHAR DEFAULT '' NOT NULL",
    "CREATE INDEX flags_by_cause ON flags (schema_name, cause)",
)

_WRITE = """
INSERT INTO decisions (edit, document_key, schema_name, path, author, kind, outcome)
VALUES (:edit, :key, :schema, :path, :author, :kind, :outcome)
"""


def four_to_five(connection: sa.Connection) -> None:
    """The whole step. Of decisions that are there nobody knows how long they took; why a field waits is derived anew
    from its result.
    """
    serial = "SERIAL" if connection.dialect.name == "postgresql" else "INTEGER"
    for statement in _TABLES:
        connection.exec_driver_sql(statement.format(serial=serial))
    for number, body in connection.execute(sa.text("SELECT id, body FROM edits ORDER BY id")).all():
        edit = json.loads(body)
        row = {
            "edit": number,
            "key": edit["sha256"],
            "schema": edit["schema_name"],
            "path": "" if edit.get("rule") == "note" else edit.get("path", ""),
            "author": edit.get("author", ""),
            "kind": edit["kind"],
            "outcome": _outcome(edit),
        }
        connection.execute(sa.text(_WRITE), row)


def _outcome(edit: dict[str, str]) -> str:
    if edit["kind"] != "correct":
        return {"confirm": "confirmed", "waive": "waived", "retract": "retracted", "note": "noted"}[edit["kind"]]
    state = edit.get("state", "read")
    return "corrected" if state == "read" else state
