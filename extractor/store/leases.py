"""Who is looking at which document, so that two people do not decide the same fields."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from extractor.store import sql_tables
from extractor.store.database import upsert
from extractor.store.entries import Lease


class Leases:
    """Leases of documents in review. A lease ends by itself; asking again by the same person renews it."""

    def __init__(self, engine: sa.Engine, write: sa.Engine) -> None:
        self._engine = engine
        self._write = write

    def take(self, sha256: str, schema_name: str, person: str, minutes: float = 30) -> Lease:
        """Lease a document to a person. Returns the lease that holds now: another's, where theirs still runs."""
        now = datetime.now(UTC)
        row = {
            "document_key": sha256,
            "schema_name": schema_name,
            "person": person,
            "until": (now + timedelta(minutes=minutes)).timestamp(),
        }
        mine_or_over = (sql_tables.claims.c.person == person) | (sql_tables.claims.c.until <= now.timestamp())
        with self._write.begin() as connection:
            upsert(connection, sql_tables.claims, row, mine_or_over)
            return _lease(connection.execute(sa.select(sql_tables.claims).where(_at(sha256, schema_name))).one())

    def release(self, sha256: str, schema_name: str, person: str) -> None:
        """Give a document back; nothing happens where the lease is another's."""
        with self._write.begin() as connection:
            where = _at(sha256, schema_name) & (sql_tables.claims.c.person == person)
            connection.execute(sql_tables.claims.delete().where(where))

    def current(self) -> tuple[Lease, ...]:
        """The leases that have not run out."""
        query = sa.select(sql_tables.claims).where(sql_tables.claims.c.until > datetime.now(UTC).timestamp())
        with self._engine.connect() as connection:
            return tuple(_lease(row) for row in connection.execute(query))


def _at(sha256: str, schema_name: str) -> sa.ColumnElement[bool]:
    return (sql_tables.claims.c.document_key == sha256) & (sql_tables.claims.c.schema_name == schema_name)


def _lease(row: sa.Row[str, str, str, float]) -> Lease:
    return Lease(
        sha256=row.document_key,
        schema_name=row.schema_name,
        person=row.person,
        until=datetime.fromtimestamp(row.until, UTC),
    )
