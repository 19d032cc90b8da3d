"""The ledger of calls of models: each is written down before it is sent, and with what it gave once it is answered.

So it is three things in one: the cache of answers, the point from which a run that was killed goes on, and the account
of what all runs of a store took.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from secrets import token_hex
from threading import Lock
from typing import Literal, TypeAlias, TypeVar

import sqlalchemy as sa

from extractor.readers.bill import Bill
from extractor.store import sql_tables
from extractor.store.faults import StorePatience
from extractor.store.grouped_writes import GroupedWrites
from extractor.store.turns import Turns

CallState: TypeAlias = Literal["sent", "done", "refuted", "failed", "lost"]
"""sent: nobody knows what became of it; its cost is the most that it can be. done: its answer can be used. refuted: it
has one that cannot. failed: it has none. lost: whoever sent it was killed, and it was sent again: it is taken to have
cost what it cost then."""

_WRITING = 7242321
"""A lock of PostgreSQL, by number: rows get their numbers in the order in which others see them."""
_CALLS = sql_tables.calls.c
_OF_KEY: sa.BindParameter[str] = sa.bindparam("of_key")
_FIND = (
    sa.select(_CALLS.reply)
    .where((_CALLS.key == _OF_KEY) & (_CALLS.state == "done"))
    .order_by(_CALLS.id.desc())
    .limit(1)
)
_ADD = sql_tables.calls.insert().returning(_CALLS.id)
_END = sql_tables.calls.update().where(_CALLS.id == sa.bindparam("of_call"))
_LOSE = sql_tables.calls.update().where(
    (_CALLS.key == _OF_KEY) & (_CALLS.state == "sent") & (_CALLS.asker != sa.bindparam("of_asker"))
)
Made = TypeVar("Made")


class Calls:
    """The ledger of a store. ``asker`` names whoever asks through this object: calls of others are told by it."""

    def __init__(self, engine: sa.Engine, write: sa.Engine, patience: StorePatience | None = None) -> None:
        self._engine = engine
        self._write = write
        self._patience = patience
        self._grouped = GroupedWrites(write)
        self._turns = Turns(write)
        self._looking = Lock()
        self._seen = 0
        self._open: set[int] = set()
        self._settled: dict[str, Decimal] = {}
        self.asker = token_hex(8)

    def patient(self, patience: StorePatience) -> "Calls":
        """The same for a run: where the store is out of reach, it waits, and StoreLost where that is in vain. What was
        paid for is not thrown away.
        """
        return Calls(self._engine, self._write, patience)

    def get(self, key: str) -> str | None:
        """The answer that there is under a key, or None."""
        return self._patiently(lambda: self._answer(key))

    def put(self, key: str, reply: str) -> None:
        """Write down an answer whose call is written down elsewhere: it came in a batch."""
        row = {**_row(self.asker, key, "done", Bill()), "reply": reply}
        self._take(lambda connection: connection.execute(sql_tables.calls.insert(), row))

    def spent(self, took: Bill) -> None:
        """Write down what was asked about no document."""
        self._take(lambda connection: write_spent(connection, self.asker, [took]))

    def sent(self, key: str, most: Bill) -> int:
        """Write down that something is asked, before it is; the number of the call. ``most``: what it can take."""
        row = {**_row(self.asker, key, "sent", most), "reply": ""}
        return self._take(lambda connection: int(connection.execute(_ADD, row).scalar_one()))

    def answered(self, call: int, key: str, reply: str, took: Bill) -> None:
        """Write down an answer and what it took. Calls for the same that others sent and never heard of are lost."""
        self._end(call, key, "done", took, reply)

    def failed(self, call: int, key: str, took: Bill) -> None:
        """Write down that there is no answer, and what that took."""
        self._end(call, key, "failed", took, "")

    def unsent(self, call: int) -> None:
        """It was not asked after all. Its row stays, without a request: no later call gets its number."""
        self._end(call, "", "failed", Bill(), "")

    def refuted(self, key: str) -> None:
        """The answer under a key is none: the same may be asked again."""
        useless = sql_tables.calls.update().where((_CALLS.key == key) & (_CALLS.state == "done"))
        self._take(lambda connection: connection.execute(useless.values(state="refuted")))

    def spent_by_others(self, currency: str) -> Decimal:
        """What calls of others took, in this currency; those that nobody knows of count by the most that they can take.

        Calls that are over are looked at once.
        """
        with self._looking:
            return self._patiently(lambda: self._spent(currency))

    def take_turn(self, gaps: Mapping[str, float]) -> float:
        """Reserve the next turn at an endpoint, whoever else asks there; seconds until it comes. ``gaps``: for how many
        seconds nobody has the next one, by the name of what is limited.
        """
        return self._patiently(lambda: self._turns.take(gaps))

    def move_turns(self, name: str, seconds: float) -> None:
        """The last turn took so much more than was reserved for it, or less."""
        self._patiently(lambda: self._turns.move(name, seconds))

    def account(self) -> Bill:
        """What all calls took that are over, those about endpoints among them."""
        sums = (_CALLS.requests, _CALLS.batched, _CALLS.tokens_in, _CALLS.tokens_out)
        query = sa.select(_CALLS.currency, _CALLS.cost, sa.func.count(), *map(sa.func.sum, sums))
        query = query.where(_CALLS.state != "sent").group_by(_CALLS.currency, _CALLS.cost)
        total = Bill()
        with self._engine.connect() as connection:
            for currency, cost, count, *numbers in connection.execute(query).all():
                requests, batched, tokens_in, tokens_out = map(int, numbers)
                total += Bill(
                    calls=requests,
                    tokens_in=tokens_in,
                    tokens_out=tokens_out,
                    cost=Decimal(cost) * count if cost else None,
                    currency=currency,
                    batched=batched,
                )
        return total

    def clear(self, model: str | None = None) -> int:
        """Throw answers away, those of one model or all; how many there were. What they took stays written down.

        Keys end with the name of the model.
        """
        old = sql_tables.calls.update().where(_CALLS.state == "done")
        if model is not None:
            old = old.where(_CALLS.key.endswith(f":{model}", autoescape=True))
        with self._write.begin() as connection:
            return connection.execute(old.values(state="refuted", reply="")).rowcount

    def _answer(self, key: str) -> str | None:
        with self._engine.connect() as connection:
            reply: str | None = connection.execute(_FIND, {"of_key": key}).scalar()
            return reply

    def _end(self, call: int, key: str, state: CallState, took: Bill, reply: str) -> None:
        told = {"state": state, **_told(took)}

        def write(connection: sa.Connection) -> None:
            connection.execute(_END.values(reply=reply, **told), {"of_call": call})
            if state == "done":
                lost = _LOSE.values(**{**told, "state": "lost"})
                connection.execute(lost, {"of_key": key, "of_asker": self.asker})

        self._take(write)

    def _spent(self, currency: str) -> Decimal:
        new = (_CALLS.id > self._seen) | _CALLS.id.in_(self._open)
        query = sa.select(_CALLS.id, _CALLS.asker, _CALLS.state, _CALLS.cost, _CALLS.currency).where(new)
        under_way: dict[str, Decimal] = {}
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        self._open = {row.id for row in rows if row.state == "sent" and row.asker != self.asker}
        for row in rows:
            self._seen = max(self._seen, row.id)
            if row.asker != self.asker and row.cost:
                counted = under_way if row.state == "sent" else self._settled
                counted[row.currency] = counted.get(row.currency, Decimal(0)) + Decimal(row.cost)
        return self._settled.get(currency, Decimal(0)) + under_way.get(currency, Decimal(0))

    def _take(self, work: Callable[[sa.Connection], Made]) -> Made:
        return self._patiently(lambda: self._grouped.take(lambda connection: work(_in_order(connection))))

    def _patiently(self, work: Callable[[], Made]) -> Made:
        return work() if self._patience is None else self._patience.take(work)


def write_spent(connection: sa.Connection, asker: str, each: Sequence[Bill]) -> None:
    """Write down, in a transaction about something else too, what an asker spent whose answers are kept elsewhere."""
    if each:
        rows = [{**_row(asker, "", "failed", took), "reply": ""} for took in each]
        _in_order(connection).execute(sql_tables.calls.insert(), rows)


def _row(asker: str, key: str, state: CallState, took: Bill) -> dict[str, object]:
    return {"key": key, "asker": asker, "state": state, "at": datetime.now(UTC).isoformat(), **_told(took)}


def _in_order(connection: sa.Connection) -> sa.Connection:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITING})")
    return connection


def _told(took: Bill) -> dict[str, object]:
    return {
        "requests": took.calls,
        "batched": took.batched,
        "tokens_in": took.tokens_in,
        "tokens_out": took.tokens_out,
        "cost": "" if took.cost is None else f"{took.cost:f}",
        "currency": took.currency,
    }
