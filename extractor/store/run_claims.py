"""Which run is reading which document, so that several runs share a folder and none is read twice.

A claim is a run's, and holds as long as the run says that it is there: one row of the run is renewed, however many
documents it claims. What is done is told by results, never by claims. Whoever stores a result shows the token of the
claim (a fencing token): one that was taken for gone, and whose document somebody else has by now, stores nothing.
"""

import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from extractor.store import sql_tables
from extractor.store.database import store_time, upsert_all
from extractor.store.lookup import among
from extractor.store.process_identity import is_gone, this_process

CLAIM_SECONDS = 45.0
"""How long the documents of a run stay claimed that no longer says that it is there: it may miss three heartbeats, as
while another program keeps the store locked. Of a run on the same machine its end is noticed at once."""

CLAIM_HEARTBEAT_SECONDS = 12.0
"""How often a run says that it is there."""

_CLAIMING = 7242320
"""A lock of PostgreSQL, by number: for claiming documents."""
_TOGETHER = 500
"""Keys in one statement: databases take only so many parameters."""
_TOKEN_BYTES = 8
_CLAIMS, _RUNS = sql_tables.run_claims.c, sql_tables.runs.c

# Statements are made once: each holds itself in a cycle, and thousands of them were waiting to be collected.
_GIVEN_BACK = sql_tables.run_claims.delete().where(
    (_CLAIMS.run == sa.bindparam("whose")) & among(_CLAIMS.document_key, "keys")
)
_OTHERS = sa.select(_RUNS.id, _RUNS.until, _RUNS.process).where(
    (_RUNS.id != sa.bindparam("whose")) & (_RUNS.until > sa.bindparam("begun"))
)
_HELD = sa.select(_CLAIMS.document_key, _CLAIMS.run).where(
    _CLAIMS.run.in_(sa.bindparam("runs", expanding=True)) & among(_CLAIMS.document_key, "keys")
)
_TOKENS = (
    sa.select(_CLAIMS.document_key, _CLAIMS.token).where(among(_CLAIMS.document_key, "keys")).with_for_update(read=True)
)
_RENEWED = sql_tables.runs.update().where(_RUNS.id == sa.bindparam("whose")).values(until=sa.bindparam("then"))


class ClaimedKeys(NamedTuple):
    """The documents that a run may read now. ``shared``: another run is or was at work since this one began, so that
    some of them may be done meanwhile. ``begun``: those that it had claimed before and not given back, so that a
    process of its own may have ended at them, or after them. ``token``: what holds of them from now on.
    """

    keys: frozenset[str]
    shared: bool
    begun: frozenset[str] = frozenset()
    token: str = ""


class HeldClaim(NamedTuple):
    """A document by its key, and the token that somebody has who read it; empty where nobody had to claim it."""

    key: str
    token: str


class RunClaims:
    """Claims of runs on documents, by their keys. Times are those of the store's own clock."""

    def __init__(self, engine: sa.Engine, write: sa.Engine) -> None:
        self._engine = engine
        self._write = write

    def begin(self, run: int) -> float:
        """A run begins, now; claims of runs that are over are thrown away."""
        with self._write.begin() as connection:
            now = _alone(connection)
            over = sa.select(_RUNS.id).where(_RUNS.until <= now)
            connection.execute(sql_tables.run_claims.delete().where(_CLAIMS.run.in_(over)))
            here = {"until": now + CLAIM_SECONDS, "process": this_process()}
            connection.execute(sql_tables.runs.update().where(_RUNS.id == run).values(**here))
        return now

    def left_behind(self) -> frozenset[str]:
        """The documents that runs had when they ended without a word, as far as that is known of them: of another
        machine once their claims lapse. Asked before a run begins, which throws lapsed claims away.
        """
        joined = sql_tables.run_claims.join(sql_tables.runs, _RUNS.id == _CLAIMS.run)
        with self._engine.connect() as connection:
            now = store_time(connection)
            whose = connection.execute(sa.select(_RUNS.id, _RUNS.until, _RUNS.process).select_from(joined).distinct())
            dead = [each.id for each in whose if each.until <= now or is_gone(each.process)]
            query = sa.select(_CLAIMS.document_key).where(_CLAIMS.run.in_(dead))
            return frozenset(connection.execute(query).scalars()) if dead else frozenset()

    def renew(self, run: int) -> None:
        """The run is still there, and so are all its claims."""
        with self._write.begin() as connection:
            connection.execute(_RENEWED, {"whose": run, "then": store_time(connection) + CLAIM_SECONDS})

    def take(self, run: int, begun: float, keys: Sequence[str], done: Collection[str] = ()) -> ClaimedKeys:
        """Claim those of the documents that no other run has, and give back those that are ``done``."""
        token = secrets.token_hex(_TOKEN_BYTES)
        with self._write.begin() as connection:
            now = _alone(connection)
            for some in _in_turn(tuple(done)):
                connection.execute(_GIVEN_BACK, {"whose": run, "keys": some})
            there = connection.execute(_OTHERS, {"whose": run, "begun": begun}).all()
            alive = [each.id for each in there if each.until > now and not is_gone(each.process)]
            elsewhere, mine = set[str](), set[str]()
            for some in _in_turn(keys):
                for key, whose in connection.execute(_HELD, {"runs": [run, *alive], "keys": some}):
                    (mine if whose == run else elsewhere).add(key)
            free = [key for key in keys if key not in elsewhere]
            rows = [{"document_key": key, "run": run, "token": token} for key in dict.fromkeys(free)]
            upsert_all(connection, sql_tables.run_claims, rows)
        return ClaimedKeys(frozenset(free), bool(there), frozenset(mine), token)

    def end(self, run: int) -> None:
        """The run is over: what it claimed is free."""
        with self._write.begin() as connection:
            connection.execute(sql_tables.run_claims.delete().where(_CLAIMS.run == run))
            connection.execute(sql_tables.runs.update().where(_RUNS.id == run).values(until=store_time(connection)))

    def claimed(self) -> int:
        """How many documents runs have at this moment."""
        with self._engine.connect() as connection:
            query = sa.select(sa.func.count()).select_from(
                sql_tables.run_claims.join(sql_tables.runs, (_RUNS.id == _CLAIMS.run))
            )
            return connection.execute(query.where(_RUNS.until > store_time(connection))).scalar_one()


def lapsed(connection: sa.Connection, claims: Iterable[HeldClaim]) -> frozenset[str]:
    """The keys of those that are claimed no longer, or by somebody else; nobody takes the others before the transaction
    ends.
    """
    wanted = {each.key: each.token for each in claims if each.token}
    found = dict[str, str]()
    for some in _in_turn(tuple(wanted)):
        found.update((row.document_key, row.token) for row in connection.execute(_TOKENS, {"keys": some}))
    return frozenset(key for key, token in wanted.items() if found.get(key) != token)


def _in_turn(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + _TOGETHER] for start in range(0, len(keys), _TOGETHER))


def _alone(connection: sa.Connection) -> float:
    """Nobody else claims until this transaction ends; the time, once that is so. SQLite has locked when it began."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_CLAIMING})")
    return store_time(connection)
