"""Batches of requests at endpoints: kept before they are sent, so that a run that dies hands none in twice."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from extractor.errors import StoreError
from extractor.readers.bill import Bill
from extractor.readers.llm.batched.posting_ledger import PostedRequest, Posting
from extractor.store import sql_tables
from extractor.store.calls import write_spent
from extractor.store.database import sqlite_file, upsert
from extractor.store.faults import StorePatience

_ALONE = 7242319
"""A lock of PostgreSQL, by number: for handing in batches."""
Given = ParamSpec("Given")
Made = TypeVar("Made")
_POSTINGS, _REQUESTS = sql_tables.postings.c, sql_tables.posted_requests.c


def _patiently(method: Callable[Concatenate["Batches", Given], Made]) -> Callable[Concatenate["Batches", Given], Made]:
    """A method, one transaction, that waits for a store that is out of reach where its object is patient."""

    @wraps(method)
    def waiting(batches: "Batches", /, *given: Given.args, **named: Given.kwargs) -> Made:
        patience = batches.patience
        if patience is None:
            return method(batches, *given, **named)
        return patience.take(lambda: method(batches, *given, **named))

    return waiting


class Batches:
    """The batches of a store and their requests. Safe to use from several threads. ``patience``: how long a store that
    is out of reach is waited for.
    """

    def __init__(self, engine: sa.Engine, write: sa.Engine, patience: StorePatience | None = None) -> None:
        self._engine = engine
        self._write = write
        self.patience = patience
        self._alone: sqlite3.Connection | sa.Connection | None = None

    def patient(self, patience: StorePatience) -> "Batches":
        """The same for a run: where the store is out of reach, it waits, and StoreLost where that is in vain."""
        return Batches(self._engine, self._write, patience)

    def claim(self) -> None:
        """Be the only one that hands in batches until :meth:`release`. StoreError where somebody else does.

        The lock ends with this process, however it ends.
        """
        file = sqlite_file(str(self._engine.url))
        free = True
        if file is not None:
            self._alone = sqlite3.connect(f"{file}-batch", timeout=0, check_same_thread=False, isolation_level=None)
            try:
                self._alone.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError:
                free = False
        elif self._engine.dialect.name == "postgresql":
            self._alone = self._engine.connect()
            free = bool(self._alone.exec_driver_sql(f"SELECT pg_try_advisory_lock({_ALONE})").scalar())
            self._alone.commit()  # The lock belongs to the session, and no transaction stays open all day.
        if not free:
            self.release()
            raise StoreError("another run --batch is at work on this store: wait for it, or stop it")

    def release(self) -> None:
        """Let others."""
        alone, self._alone = self._alone, None
        if isinstance(alone, sa.Connection):
            alone.invalidate()  # A connection that went back to its pool would keep the lock.
        if alone is not None:
            alone.close()

    @_patiently
    def prepare(self, posting: Posting, requests: Sequence[PostedRequest]) -> None:
        """Keep a batch and its requests before anything is sent. One that was handed in before now belongs to it."""
        with self._write.begin() as connection:
            connection.execute(sql_tables.postings.insert().values(**asdict(posting)))
            for each in requests:
                upsert(connection, sql_tables.posted_requests, asdict(each))

    @_patiently
    def note(self, posting: Posting) -> None:
        """Keep what is new about a batch."""
        with self._write.begin() as connection:
            upsert(connection, sql_tables.postings, asdict(posting))

    @_patiently
    def drop(self, posting: Posting) -> None:
        """Forget a batch that never reached the endpoint, with its requests."""
        with self._write.begin() as connection:
            connection.execute(sql_tables.posted_requests.delete().where(_REQUESTS.posting == posting.name))
            connection.execute(sql_tables.postings.delete().where(_POSTINGS.name == posting.name))

    @_patiently
    def end(
        self, posting: Posting, lines: Mapping[str, str], otherwise: str, took: Sequence[Bill] = (), asker: str = ""
    ) -> None:
        """Keep what became of the requests of a batch, by name; ``otherwise`` of those that nothing was said about.
        What they ``took`` is written down in the same transaction, as spent by ``asker``.
        """
        named: sa.BindParameter[str] = sa.bindparam("of_request")
        line: sa.BindParameter[str] = sa.bindparam("now")
        here = (_REQUESTS.posting == posting.name) & (_REQUESTS.line == "")
        told = [{"of_request": name, "now": text} for name, text in lines.items()]
        with self._write.begin() as connection:
            if told:
                statement = sql_tables.posted_requests.update().where(here & (_REQUESTS.name == named))
                connection.execute(statement.values(line=line), told)
            connection.execute(sql_tables.posted_requests.update().where(here).values(line=otherwise))
            upsert(connection, sql_tables.postings, asdict(posting))
            write_spent(connection, asker, took)

    @_patiently
    def not_ended(self, recipient: str | None = None) -> tuple[Posting, ...]:
        """The batches for a recipient, or for all, that have not ended, oldest first."""
        query = sa.select(sql_tables.postings).where(_POSTINGS.state != "ended")
        if recipient is not None:
            query = query.where(_POSTINGS.recipient == recipient)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(_POSTINGS.created, _POSTINGS.name)).mappings()
            return tuple(Posting(**row) for row in rows)

    @_patiently
    def most_tokens(self) -> tuple[int, int]:
        """The most tokens that all requests of batches that have not ended can take, in and out."""
        sums = (sa.func.coalesce(sa.func.sum(each), 0) for each in (_REQUESTS.tokens_in, _REQUESTS.tokens_out))
        query = sa.select(*sums).join(sql_tables.postings, _POSTINGS.name == _REQUESTS.posting)
        with self._engine.connect() as connection:
            tokens_in, tokens_out = connection.execute(query.where(_POSTINGS.state != "ended")).one()
            return int(tokens_in), int(tokens_out)

    @_patiently
    def request(self, name: str) -> PostedRequest | None:
        """A request by its name."""
        with self._engine.connect() as connection:
            query = sa.select(sql_tables.posted_requests).where(_REQUESTS.name == name)
            row = connection.execute(query).mappings().first()
            return None if row is None else PostedRequest(**row)

    @_patiently
    def requests(self, posting: Posting) -> tuple[PostedRequest, ...]:
        """The requests of a batch."""
        with self._engine.connect() as connection:
            query = sa.select(sql_tables.posted_requests).where(_REQUESTS.posting == posting.name)
            return tuple(PostedRequest(**row) for row in connection.execute(query.order_by(_REQUESTS.name)).mappings())

    @_patiently
    def waiting(self, recipient: str) -> Mapping[str, frozenset[str]]:
        """The documents with requests that nothing is known about yet, each with the batches that hold those."""
        query = (
            sa.select(_REQUESTS.document, _REQUESTS.posting)
            .join(sql_tables.postings, _POSTINGS.name == _REQUESTS.posting)
            .where((_POSTINGS.recipient == recipient) & (_REQUESTS.line == ""))
            .distinct()
        )
        found: dict[str, set[str]] = defaultdict(set)
        with self._engine.connect() as connection:
            for document, posting in connection.execute(query):
                found[document].add(posting)
        return {document: frozenset(postings) for document, postings in found.items()}

    @_patiently
    def forget(self, document: str, recipient: str) -> None:
        """Forget the requests about a document whose outcome is known: its result is stored."""
        theirs = sa.select(_POSTINGS.name).where(_POSTINGS.recipient == recipient)
        done = (_REQUESTS.document == document) & (_REQUESTS.line != "") & _REQUESTS.posting.in_(theirs)
        with self._engine.connect() as connection:
            if connection.execute(sa.select(_REQUESTS.name).where(done).limit(1)).first() is None:
                return
        with self._write.begin() as connection:
            connection.execute(sql_tables.posted_requests.delete().where(done))
