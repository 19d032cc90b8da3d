"""The ledger of calls: written down before they are sent, so that what is finished is never paid for twice."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from extractor.readers.bill import Bill
from extractor.store import Calls, Store
from extractor.store.grouped_writes import GroupedWrites
from tests.postgresql_server import empty_store

MOST = Bill(calls=1, tokens_in=900, tokens_out=100, cost=Decimal("10"), currency="EUR")
TOOK = Bill(calls=1, tokens_in=300, tokens_out=20, cost=Decimal("3.2"), currency="EUR")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with empty_store(request.param, tmp_path) as empty, Store(empty) as opened:
        yield opened


def of_another_run(store: Store) -> Calls:
    return Calls(store._engine, store._write)


def test_an_answer_is_there_for_every_run_as_soon_as_it_is_written_down(store: Store) -> None:
    call = store.calls.sent("key", MOST)
    assert of_another_run(store).get("key") is None
    store.calls.answered(call, "key", "回复", TOOK)
    assert of_another_run(store).get("key") == "回复"
    assert store.calls.account() == TOOK


def test_an_answer_that_is_none_is_asked_for_again_and_stays_in_the_account(store: Store) -> None:
    store.calls.answered(store.calls.sent("key", MOST), "key", "no", TOOK)
    store.calls.refuted("key")
    assert store.calls.get("key") is None
    store.calls.failed(store.calls.sent("key", MOST), "key", TOOK)
    assert store.calls.account() == TOOK + TOOK


def test_a_call_that_nobody_heard_of_counts_by_the_most_until_it_is_sent_again(store: Store) -> None:
    killed, other, third = of_another_run(store), of_another_run(store), of_another_run(store)
    killed.sent("key", MOST)
    assert other.spent_by_others("EUR") == Decimal(10)
    assert other.spent_by_others("USD") == 0
    other.answered(other.sent("key", MOST), "key", "reply", TOOK)
    assert other.spent_by_others("EUR") == Decimal("3.2"), "the lost one took what the same took then"
    assert third.spent_by_others("EUR") == Decimal("6.4")
    assert store.calls.account() == TOOK + TOOK


def test_what_others_spend_is_seen_as_they_spend_it(store: Store) -> None:
    first, second = of_another_run(store), of_another_run(store)
    call = first.sent("a", MOST)
    assert (first.spent_by_others("EUR"), second.spent_by_others("EUR")) == (Decimal(0), Decimal(10))
    first.answered(call, "a", "reply", TOOK)
    second.answered(second.sent("b", MOST), "b", "reply", TOOK)
    assert (first.spent_by_others("EUR"), second.spent_by_others("EUR")) == (Decimal("3.2"), Decimal("3.2"))
    first.unsent(first.sent("c", MOST))
    first.spent(TOOK)
    assert second.spent_by_others("EUR") == Decimal("6.4")


def test_a_call_that_was_not_sent_leaves_its_number_to_no_other(store: Store) -> None:
    other = of_another_run(store)
    unsent = store.calls.sent("key", MOST)
    assert other.spent_by_others("EUR") == 10
    store.calls.unsent(unsent)
    assert (other.spent_by_others("EUR"), store.calls.account()) == (Decimal(0), Bill())
    call = store.calls.sent("key", MOST)
    store.calls.answered(call, "key", "reply", TOOK)
    assert (call != unsent, other.spent_by_others("EUR")) == (True, Decimal("3.2"))


def test_answers_thrown_away_stay_in_the_account(store: Store) -> None:
    for key in ("1:one", "2:two"):
        store.calls.answered(store.calls.sent(key, MOST), key, "reply", TOOK)
    assert store.calls.clear("two") == 1
    assert (store.calls.get("1:one"), store.calls.get("2:two")) == ("reply", None)
    assert store.calls.clear() == 1
    assert store.calls.account() == TOOK + TOOK


def test_many_threads_write_their_calls_down_at_once(store: Store) -> None:
    def ask(number: int) -> None:
        for each in range(5):
            key = f"{number}.{each}"
            store.calls.answered(store.calls.sent(key, MOST), key, key, TOOK)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.calls.account().calls == 60
    assert all(store.calls.get(f"{number}.{each}") == f"{number}.{each}" for number in range(12) for each in range(5))


def test_whoever_is_interrupted_while_writing_for_others_loses_its_own_write_alone(store: Store) -> None:
    writes, begun, go = GroupedWrites(store._write), threading.Event(), threading.Event()
    made: list[str] = []
    signals = [KeyboardInterrupt()]

    def holding(_connection: sa.Connection) -> str:
        begun.set()
        go.wait(10)
        return "held"

    def interrupting(_connection: sa.Connection) -> str:
        if signals:
            raise signals.pop()  # In the thread that writes for all who wait.
        return "second"

    def take(work: Callable[[sa.Connection], str]) -> None:
        with suppress(KeyboardInterrupt):
            made.append(writes.take(work))

    threads = [threading.Thread(target=take, args=(holding,))]
    threads[0].start()
    begun.wait(10)
    for work in (lambda _: "first", interrupting, lambda _: "third"):
        threads.append(threading.Thread(target=take, args=(work,)))
        threads[-1].start()
        time.sleep(0.05)
    go.set()
    for thread in threads:
        thread.join(10)
    assert sorted(made) == ["held", "second", "third"]
