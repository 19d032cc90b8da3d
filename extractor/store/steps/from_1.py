"""Layout 1 to 2: doubts and legs instead of how sure a reader was, and two columns that every result must give.

Results know by which policy they were decided, and what only the document itself could tell of them. A process of the
release before that still has the store open cannot go on writing results of the old layout into it.
"""

import json

import sqlalchemy as sa

from extractor.store.steps.evidence_from_1 import Body, convert_reading, convert_result

_POLICIES = ("standard", "strict")
_LOOKED_UP = frozenset({"place.elsewhere", "place.not_printed", "grounding.uncounted", "grounding.headings"})
_OF_THE_FORM = "form."

_IDENTITIES = """
CREATE TABLE IF NOT EXISTS identities (
    document_key VARCHAR NOT NULL, schema_name VARCHAR NOT NULL, body VARCHAR NOT NULL, year INTEGER NOT NULL,
    PRIMARY KEY (document_key, schema_name)
)
"""
_IDENTITIES_BY_BODY = "CREATE INDEX IF NOT EXISTS identities_by_body ON identities (schema_name, body, year)"

_REQUIRED_POSTGRESQL = (
    "ALTER TABLE results ALTER COLUMN policy SET NOT NULL",
    "ALTER TABLE results ALTER COLUMN looked_up SET NOT NULL",
)
_REQUIRED_SQLITE = (
    """
    CREATE TABLE results_of_2 (
        document_key VARCHAR NOT NULL, schema_name VARCHAR NOT NULL, name VARCHAR NOT NULL, status VARCHAR NOT NULL,
        fingerprint VARCHAR NOT NULL, edits INTEGER NOT NULL, policy VARCHAR NOT NULL, at VARCHAR NOT NULL,
        body TEXT NOT NULL, looked_up TEXT NOT NULL,
        PRIMARY KEY (document_key, schema_name)
    )
    """,
    """
    INSERT INTO results_of_2
    SELECT document_key, schema_name, name, status, fingerprint, edits, policy, at, body, looked_up FROM results
    """,
    "DROP TABLE results",
    "ALTER TABLE results_of_2 RENAME TO results",
    "CREATE INDEX results_by_status ON results (status)",
)
"""SQLite can add no column that must be given to a table that holds rows: the table is made anew."""

_KEYS = "SELECT document_key, schema_name FROM results ORDER BY document_key, schema_name"
_READINGS = "SELECT reader, body FROM readings WHERE document_key = :key AND schema_name = :schema ORDER BY reader"
_WRITE_READING = (
    "UPDATE readings SET body = :body WHERE document_key = :key AND schema_name = :schema AND reader = :reader"
)
_RESULT = "SELECT body, fingerprint FROM results WHERE document_key = :key AND schema_name = :schema"
_WRITE_RESULT = (
    "UPDATE results SET body = :body, policy = :policy, looked_up = :looked_up "
    "WHERE document_key = :key AND schema_name = :schema"
)


def one_to_two(connection: sa.Connection) -> None:
    """The whole step. Stores that are older than the table of identities get it empty."""
    connection.exec_driver_sql(_IDENTITIES)
    connection.exec_driver_sql(_IDENTITIES_BY_BODY)
    connection.exec_driver_sql("ALTER TABLE results ADD COLUMN policy VARCHAR")
    connection.exec_driver_sql("ALTER TABLE results ADD COLUMN looked_up TEXT")
    for key, schema in connection.execute(sa.text(_KEYS)).all():
        _convert(connection, {"key": key, "schema": schema})
    required = _REQUIRED_POSTGRESQL if connection.dialect.name == "postgresql" else _REQUIRED_SQLITE
    for statement in required:
        connection.exec_driver_sql(statement)


def _convert(connection: sa.Connection, at: dict[str, str]) -> None:
    """One result and the readings it was made from."""
    readings = []
    for reader, text in connection.execute(sa.text(_READINGS), at).all():
        reading = convert_reading(json.loads(text))
        readings.append(reading)
        connection.execute(sa.text(_WRITE_READING), {**at, "reader": reader, "body": _written(reading)})
    row = connection.execute(sa.text(_RESULT), at).one()
    result = convert_result(json.loads(row.body), readings)
    policy = row.fingerprint.rpartition("; ")[2]
    values = {
        "policy": policy if policy in _POLICIES else _POLICIES[0],
        "looked_up": _written([finding for finding in _findings(result) if _is_looked_up(finding["code"])]),
        "body": _written(result),
    }
    connection.execute(sa.text(_WRITE_RESULT), {**at, **values})


def _findings(result: Body) -> list[Body]:
    verdict = result.get("verdict")
    return [] if verdict is None else list(verdict["findings"])


def _is_looked_up(code: str) -> bool:
    return code in _LOOKED_UP or code.startswith(_OF_THE_FORM)


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
