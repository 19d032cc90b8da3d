"""Layout 3 to 4: a claim belongs to a session."""

import sqlalchemy as sa


def three_to_four(connection: sa.Connection) -> None:
    """The whole step: a column, empty in every claim there is."""
    connection.exec_driver_sql("ALTER TABLE claims ADD COLUMN session VARCHAR DEFAULT '' NOT NULL")
