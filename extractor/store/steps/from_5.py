"""Layout 5 to 6: which run reads which document, and calls of models in place of their replies."""

import json

import sqlalchemy as sa

_STATEMENTS = (
    "ALTER TABLE runs ADD COLUMN until FLOAT DEFAULT '0' NOT NULL",
    "ALTER TABLE runs ADD COLUMN process VARCHAR DEFAULT '' NOT NULL",
    "CREATE TABLE run_claims (document_key VARCHAR NOT NULL, run INTEGER NOT NULL, PRIMARY KEY (document_key))",
    "CREATE INDEX run_claims_by_run ON run_claims (run)",
    """
    CREATE TABLE calls (
        id {serial} NOT NULL, key VARCHAR NOT NULL, asker VARCHAR NOT NULL, state VARCHAR NOT NULL, at VARCHAR NOT NULL,
        requests INTEGER NOT NULL, batched INTEGER NOT NULL, tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL,
        cost VARCHAR NOT NULL, currency VARCHAR NOT NULL, reply TEXT NOT NULL, PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX calls_by_key ON calls (key)",
)
_COLUMNS = "key, asker, state, at, requests, batched, tokens_in, tokens_out, cost, currency, reply"
_REPLIES = f"INSERT INTO calls ({_COLUMNS}) SELECT key, '', 'done', '', 0, 0, 0, 0, '0', '', reply FROM replies"
_RUN = f"""
INSERT INTO calls ({_COLUMNS})
VALUES ('', '', 'failed', :at, :requests, :batched, :tokens_in, :tokens_out, :cost, :currency, '')
"""


def five_to_six(connection: sa.Connection) -> None:
    """The whole step: no run is at work. Of calls before only their replies are known, and what each run took."""
    serial = "SERIAL" if connection.dialect.name == "postgresql" else "INTEGER"
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement.format(serial=serial))
    connection.exec_driver_sql(_REPLIES)
    connection.exec_driver_sql("DROP TABLE replies")
    for started, body in connection.execute(sa.text("SELECT started, body FROM runs ORDER BY id")).all():
        usage = json.loads(body).get("usage", {})
        if usage.get("calls"):
            cost = usage.get("cost")
            row = {"at": started, "requests": usage["calls"], "batched": usage.get("batched", 0)}
            row |= {name: usage.get(name, 0) for name in ("tokens_in", "tokens_out")}
            row |= {"cost": "" if cost is None else str(cost), "currency": usage.get("currency", "")}
            connection.execute(sa.text(_RUN), row)
