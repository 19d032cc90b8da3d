"""Who is looking at which document, so that two people do not decide the same fields."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from extractor.store import tables
from extractor.store.database import upsert
from extractor.store.entries import Claim


class Claims:
    """Claims on documents in review. A claim ends by itself; asking again by the same person renews it."""

    def __init__(self, engine: sa.Engine, write: sa.Engine) -> None:
        self._engine = engine
        self._write = write

    def take(self, sha256: str, schema_name: str, person: str, minutes: float = 30) -> Claim:
        """Claim a document for a person. Returns the claim that holds now: another's, where theirs still runs."""
        now = datetime.now(UTC)
        row = {
            "document_key": sha256,
            "schema_name": schema_name,
            "person": person,
            "until": (now + timedelta(minutes=minutes)).timestamp(),
        }
        mine_or_over = (tables.claims.c.person == person) | (tables.claims.c.until <= now.timestamp())
        with self._write.begin() as connection:
            upsert(connection, tables.claims, row, mine_or_over)
            return _claim(connection.execute(sa.select(tables.claims).where(_at(sha256, schema_name))).one())

    def release(self, sha256: str, schema_name: str, person: str) -> None:
        """Give a document back; nothing happens where the claim is another's."""
        with self._write.begin() as connection:
            where = _at(sha256, schema_name) & (tables.claims.c.person == person)
            connection.execute(tables.claims.delete().where(where))

    def current(self) -> tuple[Claim, ...]:
        """The claims that have not run out."""
        query = sa.select(tables.claims).where(tables.claims.c.until > datetime.now(UTC).timestamp())
        with self._engine.connect() as connection:
            return tuple(_claim(row) for row in connection.execute(query))


def _at(sha256: str, schema_name: str) -> sa.ColumnElement[bool]:
    return (tables.claims.c.document_key == sha256) & (tables.claims.c.schema_name == schema_name)


def _claim(row: sa.Row[str, str, str, float]) -> Claim:
    return Claim(
        sha256=row.document_key,
        schema_name=row.schema_name,
        person=row.person,
        until=datetime.fromtimestamp(row.until, UTC),
    )
