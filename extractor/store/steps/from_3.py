"""Layout 3 to 4: a claim belongs to a session, what every look at a field took is kept, and so are second entries."""

import sqlalchemy as sa

_NUMBERED = {"sqlite": "INTEGER NOT NULL", "postgresql": "SERIAL NOT NULL"}
_STATEMENTS = (
    "ALTER TABLE claims ADD COLUMN session VARCHAR DEFAULT '' NOT NULL",
    """
    CREATE TABLE looks (
        id {number}, at VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, schema_name VARCHAR NOT NULL, path VARCHAR NOT NULL,
        reviewer VARCHAR NOT NULL, session VARCHAR NOT NULL, role VARCHAR NOT NULL, outcome VARCHAR NOT NULL,
        seconds FLOAT NOT NULL, keys INTEGER NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX looks_by_document ON looks (sha256, schema_name)",
    """
    CREATE TABLE second_entries (
        id {number}, sha256 VARCHAR NOT NULL, schema_name VARCHAR NOT NULL, path VARCHAR NOT NULL,
        reviewer VARCHAR NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX second_entries_by_document ON second_entries (sha256, schema_name)",
)


def three_to_four(connection: sa.Connection) -> None:
    """The whole step: a column that is empty, and two tables that begin empty."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement.format(number=_NUMBERED[connection.dialect.name]))
