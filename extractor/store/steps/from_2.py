"""Layout 2 to 3: schemas that are any model are kept beside the results that were made with them."""

import sqlalchemy as sa

_SCHEMAS = """
CREATE TABLE IF NOT EXISTS schemas (
    name VARCHAR NOT NULL, version VARCHAR NOT NULL, at VARCHAR NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (name, version)
)
"""


def two_to_three(connection: sa.Connection) -> None:
    """The whole step: the table is there, and empty."""
    connection.exec_driver_sql(_SCHEMAS)
