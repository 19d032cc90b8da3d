"""Replies of models, kept by the content of their request: asking the same thing again costs nothing."""

import sqlalchemy as sa

from extractor.store import sql_tables
from extractor.store.database import upsert
from extractor.store.faults import StorePatience


class Replies:
    """A cache of model replies; ``key`` names everything a reply depends on."""

    def __init__(self, engine: sa.Engine, write: sa.Engine) -> None:
        self._engine = engine
        self._write = write

    def get(self, key: str) -> str | None:
        """The reply stored under ``key``, or None."""
        with self._engine.connect() as connection:
            query = sa.select(sql_tables.replies.c.reply).where(sql_tables.replies.c.key == key)
            reply: str | None = connection.execute(query).scalar()
            return reply

    def put(self, key: str, reply: str) -> None:
        """Store a reply at once, so that a run that dies later does not pay for it twice."""
        with self._write.begin() as connection:
            upsert(connection, sql_tables.replies, {"key": key, "reply": reply})

    def clear(self, model: str | None = None) -> int:
        """Throw replies away, those of one model or all; how many there were. Keys end with the name of the model."""
        old = sql_tables.replies.delete()
        if model is not None:
            old = old.where(sql_tables.replies.c.key.endswith(f":{model}", autoescape=True))
        with self._write.begin() as connection:
            return connection.execute(old).rowcount


class PatientReplies:
    """The same cache, for a run: where the store is out of reach, it waits. What was paid for is not thrown away."""

    def __init__(self, replies: Replies, patience: StorePatience) -> None:
        self._replies = replies
        self._patience = patience

    def get(self, key: str) -> str | None:
        """The reply stored under ``key``, or None. StoreLost where the store does not come back."""
        return self._patience.take(lambda: self._replies.get(key))

    def put(self, key: str, reply: str) -> None:
        """Store a reply at once. StoreLost where the store does not come back."""
        self._patience.take(lambda: self._replies.put(key, reply))
