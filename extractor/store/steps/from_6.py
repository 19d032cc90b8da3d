"""Layout 6 to 7: what a report proves for the report of the year after, beside whose and of which year it is."""

import sqlalchemy as sa


def six_to_seven(connection: sa.Connection) -> None:
    """The whole step: a column, empty until it is derived anew from the results."""
    connection.exec_driver_sql("ALTER TABLE identities ADD COLUMN proven TEXT")
