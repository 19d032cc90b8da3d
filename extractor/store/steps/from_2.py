"""Layout 2 to 3: batches of requests at endpoints with what they hold, and schemas that are any model, kept beside the
results that were made with them."""

import sqlalchemy as sa

_TABLES = (
    """
    CREATE TABLE IF NOT EXISTS schemas (
        name VARCHAR NOT NULL, version VARCHAR NOT NULL, at VARCHAR NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (name, version)
    )
    """,
    """
    CREATE TABLE postings (
        name VARCHAR NOT NULL, recipient VARCHAR NOT NULL, created VARCHAR NOT NULL, requests INTEGER NOT NULL,
        state VARCHAR NOT NULL, file VARCHAR NOT NULL, batch VARCHAR NOT NULL, said VARCHAR NOT NULL,
        PRIMARY KEY (name)
    )
    """,
    """
    CREATE TABLE posted_requests (
        name VARCHAR NOT NULL, document VARCHAR NOT NULL, posting VARCHAR NOT NULL, tokens_in INTEGER NOT NULL,
        tokens_out INTEGER NOT NULL, asked INTEGER NOT NULL, line TEXT NOT NULL,
        PRIMARY KEY (name)
    )
    """,
    "CREATE INDEX posted_requests_by_posting ON posted_requests (posting)",
    "CREATE INDEX posted_requests_by_document ON posted_requests (document)",
)


def two_to_three(connection: sa.Connection) -> None:
    """The whole step: three tables that begin empty."""
    for statement in _TABLES:
        connection.exec_driver_sql(statement)
