"""Who is looking at which document, so that two people do not decide the same fields."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from extractor.store import sql_tables
from extractor.store.database import upsert
from extractor.store.entries import Lease

LEASE_SECONDS = 90.0
"""How long a document stays with a session that no longer says that it is there: three heartbeats that were missed, so
that one slow answer of the store loses nothing, and a reviewer's broken terminal blocks a document for a minute and a
half."""

HEARTBEAT_SECONDS = 25.0
"""How often a session says that it is there."""


class Leases:
    """Leases of documents in review. A lease is a session's: two terminals of one login are two. It ends by itself;
    asking again from the same session renews it (the heartbeat).
    """

    def __init__(self, engine: sa.Engine, write: sa.Engine) -> None:
        self._engine = engine
        self._write = write

    def take(
        self, sha256: str, schema_name: str, person: str, session: str = "", seconds: float = LEASE_SECONDS
    ) -> Lease:
        """Lease a document to a session of a person. Returns the lease that holds now: another's, where it still runs.

        Without ``session``, the person counts as one.
        """
        with self._write.begin() as connection:
            return take_lease(connection, sha256, schema_name, person, session, seconds)

    def release(self, sha256: str, schema_name: str, person: str, session: str = "") -> None:
        """Give a document back; nothing happens where the lease is another's."""
        with self._write.begin() as connection:
            where = _at(sha256, schema_name) & _whose(person, session)
            connection.execute(sql_tables.claims.delete().where(where))

    def current(self) -> tuple[Lease, ...]:
        """The leases that have not run out."""
        query = sa.select(sql_tables.claims).where(sql_tables.claims.c.until > datetime.now(UTC).timestamp())
        with self._engine.connect() as connection:
            return tuple(_lease(row) for row in connection.execute(query))

    def holders(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        """Person and session that look at a document now, by document and schema."""
        return {(each.sha256, each.schema_name): (each.person, each.session) for each in self.current()}


def take_lease(
    connection: sa.Connection,
    sha256: str,
    schema_name: str,
    person: str,
    session: str = "",
    seconds: float = LEASE_SECONDS,
) -> Lease:
    """The same inside a transaction that is open: until it ends, nobody else gets the document."""
    now, session = datetime.now(UTC), session or person
    row = {
        "document_key": sha256,
        "schema_name": schema_name,
        "person": person,
        "session": session,
        "until": (now + timedelta(seconds=seconds)).timestamp(),
    }
    mine_or_over = _whose(person, session) | (sql_tables.claims.c.until <= now.timestamp())
    upsert(connection, sql_tables.claims, row, mine_or_over)
    return _lease(connection.execute(sa.select(sql_tables.claims).where(_at(sha256, schema_name))).one())


def _whose(person: str, session: str) -> sa.ColumnElement[bool]:
    return (sql_tables.claims.c.person == person) & (sql_tables.claims.c.session == (session or person))


def _at(sha256: str, schema_name: str) -> sa.ColumnElement[bool]:
    return (sql_tables.claims.c.document_key == sha256) & (sql_tables.claims.c.schema_name == schema_name)


def _lease(row: sa.Row[str, str, str, float, str]) -> Lease:
    return Lease(
        sha256=row.document_key,
        schema_name=row.schema_name,
        person=row.person,
        session=row.session,
        until=datetime.fromtimestamp(row.until, UTC),
    )
