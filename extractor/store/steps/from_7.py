"""Layout 7 to 8: claims of runs have tokens, which whoever stores a result has to show."""

import sqlalchemy as sa


def seven_to_eight(connection: sa.Connection) -> None:
    """The whole step: a column. Claims of runs of the release before have no token that anybody could show."""
    connection.exec_driver_sql("ALTER TABLE run_claims ADD COLUMN token VARCHAR DEFAULT '' NOT NULL")
