"""What the store remembers of batches at endpoints."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from extractor.errors import BudgetReached, StoreError, StoreUnavailable
from extractor.readers.bill import Bill
from extractor.readers.llm.batched.posting_ledger import PostedRequest, Posting
from extractor.readers.llm.price import Price
from extractor.readers.llm.purse import Most, Purse
from extractor.store import Store, StorePatience, database

RECIPIENT = "model at http://127.0.0.1/v1"
POSTING = Posting("p", RECIPIENT, "2026-01-01", 2)
REQUESTS = (PostedRequest("a", "doc 1", "p", 10, 5), PostedRequest("b", "doc 2", "p", 10, 5))


def test_a_batch_goes_from_prepared_to_ended_and_its_requests_are_known_by_name(store: Store) -> None:
    batches = store.batches
    batches.prepare(POSTING, REQUESTS)
    assert batches.not_ended(RECIPIENT) == (POSTING,)
    assert batches.not_ended("somebody else") == ()
    opened = replace(POSTING, state="open", file="file-1", batch="batch_1")
    batches.note(opened)
    assert batches.not_ended(RECIPIENT) == (opened,)
    assert batches.waiting(RECIPIENT) == {"doc 1": frozenset({"p"}), "doc 2": frozenset({"p"})}
    batches.end(replace(opened, state="ended", said="completed"), {"a": "answer", "nobody": "?"}, "none")
    assert batches.not_ended(RECIPIENT) == ()
    assert batches.waiting(RECIPIENT) == {}
    assert [each.line for each in batches.requests(opened)] == ["answer", "none"]
    assert batches.request("a") == replace(REQUESTS[0], line="answer")
    assert batches.request("nobody") is None


def test_a_request_that_is_handed_in_again_belongs_to_the_new_batch(store: Store) -> None:
    store.batches.prepare(POSTING, REQUESTS)
    store.batches.end(replace(POSTING, state="ended"), {}, "none")
    later = replace(POSTING, name="q", requests=1)
    store.batches.prepare(later, [replace(REQUESTS[1], posting="q", asked=2)])
    assert [each.name for each in store.batches.requests(POSTING)] == ["a"]
    assert store.batches.waiting(RECIPIENT) == {"doc 2": frozenset({"q"})}


def test_what_a_batch_took_is_written_down_with_its_end_or_not_at_all(store: Store) -> None:
    store.batches.prepare(POSTING, REQUESTS)
    took = Bill(calls=1, batched=1, tokens_in=8, tokens_out=4, cost=Decimal("0.5"), currency="EUR")
    nothing = took.model_copy(update={"tokens_in": None})
    with pytest.raises(sa.exc.IntegrityError):
        store.batches.end(replace(POSTING, state="ended"), {"a": "answer"}, "none", [took, nothing], "run")
    assert (store.batches.not_ended(RECIPIENT), store.calls.account()) == ((POSTING,), Bill())
    store.batches.end(replace(POSTING, state="ended"), {"a": "answer"}, "none", [took, took], "run")
    assert (store.batches.not_ended(RECIPIENT), store.calls.account()) == ((), took + took)
    assert store.calls.spent_by_others("EUR") == Decimal(1)


def test_open_requests_count_for_the_budget_of_a_run_that_asks_at_once(store: Store) -> None:
    store.batches.prepare(POSTING, REQUESTS)
    assert store.batches.most_tokens() == (20, 10)
    price = Price(currency="EUR", price_in=Decimal(1_000_000), price_out=Decimal(2_000_000))
    purse = Purse(price, Decimal(25), ledger=store.calls, posted=store.batches.most_tokens)
    with purse.holding(Bill, lambda: Most(5, 0)) as hold:
        hold.said = True
    with pytest.raises(BudgetReached, match="20"), purse.holding(Bill, lambda: Most(6, 0)):
        pass
    took = purse.price.batched.of(4, 2) if purse.price else None
    ended = Bill(calls=2, batched=2, tokens_in=4, tokens_out=2, cost=took, currency="EUR")
    store.batches.end(replace(POSTING, state="ended"), {}, "none", [ended], "another run")
    assert store.batches.most_tokens() == (0, 0)
    with purse.holding(Bill, lambda: Most(21, 0)) as hold:
        hold.said = True
    with pytest.raises(BudgetReached), purse.holding(Bill, lambda: Most(22, 0)):
        pass


def test_answers_are_forgotten_with_their_document_and_open_requests_are_not(store: Store) -> None:
    store.batches.prepare(POSTING, REQUESTS)
    store.batches.forget("doc 1", RECIPIENT)
    assert store.batches.request("a") is not None
    store.batches.end(replace(POSTING, state="ended"), {"a": "answer"}, "none")
    store.batches.forget("doc 1", "somebody else")
    assert store.batches.request("a") is not None
    store.batches.forget("doc 1", RECIPIENT)
    assert (store.batches.request("a"), store.batches.request("b") is None) == (None, False)


def test_a_batch_that_never_left_is_dropped_with_its_requests(store: Store) -> None:
    store.batches.prepare(POSTING, REQUESTS)
    store.batches.drop(POSTING)
    assert (store.batches.not_ended(RECIPIENT), store.batches.request("a")) == ((), None)


def test_a_run_waits_for_a_store_that_is_locked_while_it_keeps_a_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    told: list[str] = []
    place = tmp_path / "store.sqlite"
    with Store(str(place)) as store, closing(sqlite3.connect(place, isolation_level=None)) as other:

        def told_of(text: str) -> None:
            told.append(text.split()[0])
            if other.in_transaction:
                other.execute("ROLLBACK")

        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable):
            store.batches.prepare(POSTING, REQUESTS)
        batches = store.batches.patient(StorePatience(10, told_of))
        batches.prepare(POSTING, REQUESTS)
        assert (batches.not_ended(), told) == ((POSTING,), ["Waiting", "The"])


def test_one_at_a_time_hands_in_batches(store: Store, tmp_path: Path) -> None:
    store.batches.claim()
    with Store(str(tmp_path / "store.sqlite")) as other:
        with pytest.raises(StoreError, match="another run --batch"):
            other.batches.claim()
        store.batches.release()
        other.batches.claim()
    store.batches.claim()
