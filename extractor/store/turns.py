"""Turns at an endpoint that all who use a store take together: so many requests and tokens a minute in all.

A turn is reserved before it is waited for: one row holds the moment from which the next one is free (the theoretical
arrival time of a generic cell rate algorithm, GCRA), by the clock of the store.
"""

from collections.abc import Mapping
from threading import Lock

import sqlalchemy as sa

from extractor.store.database import lock_tables, store_time
from extractor.store.grouped_writes import GroupedWrites

_turns = sa.Table(
    "turns",
    sa.MetaData(),
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("free", sa.Float, nullable=False),
)
"""Not of the layout of the store: it is made when a limit is first kept to, and nothing is lost with it."""

_GREATER = {"postgresql": "greatest", "sqlite": "max"}


class Turns:
    """Whose turn it is. Safe to use from several threads, processes and machines."""

    def __init__(self, write: sa.Engine) -> None:
        self._write = write
        self._grouped = GroupedWrites(write)
        self._making = Lock()
        self._made = False

    def take(self, gaps: Mapping[str, float]) -> float:
        """Reserve the next turn; seconds until it comes. ``gaps``: by the name of what is limited, for how many seconds
        nobody has the next one.
        """
        self._make()
        return self._grouped.take(lambda connection: _take(connection, gaps))

    def move(self, name: str, seconds: float) -> None:
        """The last turn took so much more than was reserved for it, or less."""
        self._make()
        later = _turns.update().where(_turns.c.name == name).values(free=_turns.c.free + seconds)
        self._grouped.take(lambda connection: connection.execute(later))

    def _make(self) -> None:
        with self._making:
            if not self._made:
                with self._write.begin() as connection:
                    lock_tables(connection)
                    _turns.create(connection, checkfirst=True)
                self._made = True


def _take(connection: sa.Connection, gaps: Mapping[str, float]) -> float:
    dialect = connection.dialect.name
    later = sa.text(
        "INSERT INTO turns (name, free) VALUES (:name, :now + :gap) ON CONFLICT (name) DO UPDATE "
        f"SET free = {_GREATER[dialect]}(turns.free, :now) + :gap RETURNING free"
    ).bindparams(sa.bindparam("now", type_=sa.Float), sa.bindparam("gap", type_=sa.Float))
    now, waits = store_time(connection), [0.0]
    for name in sorted(gaps):  # In one order, so that no two wait for each other.
        free = connection.execute(later, {"name": name, "now": now, "gap": gaps[name]}).scalar_one()
        waits.append(float(free) - gaps[name] - now)
    return max(waits)
