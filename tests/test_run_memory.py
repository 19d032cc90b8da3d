"""A run keeps little of each document that is done: what was made to store it goes, and its entry is packed."""

import gc
import hashlib
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from extractor.run.entry_pile import EntryPile
from extractor.run.summary import FileEntry
from extractor.settlement import settle_group
from extractor.store import HeldClaim, RunRecord, Store, sealed
from tests.built_outcomes import accepted

MOST_EACH = 100
"""Bytes that a document may take for good."""


@pytest.fixture
def uncollected() -> Iterator[Callable[[], int]]:
    """How many objects hang together in cycles and are of no use; nothing is collected before it is asked."""
    gc.collect()
    gc.disable()
    yield gc.collect
    gc.enable()


def _group(store: Store, run: tuple[int, float], record: RunRecord, number: int) -> None:
    """What a run does for a group of documents, after the group before it."""
    made = sealed(accepted(str(number), year=2000 + 2 * number))
    key, before = made.key, ["0" * 64]
    token = store.claims.take(*run, [key], before).token
    assert settle_group(store, [made], [HeldClaim(key, token)]) == [()]
    store.paths_of_several([made.path])
    store.claims.renew(run[0])
    store.note_run(run[0], record)


def test_nothing_in_cycles_is_left_of_a_group_that_is_stored(store: Store, uncollected: Callable[[], int]) -> None:
    record = RunRecord(started=datetime.now(UTC))
    number = store.start_run(record)
    run = number, store.claims.begin(number)
    for group in range(5):
        _group(store, run, record, group)
    uncollected()
    for group in range(5, 25):
        _group(store, run, record, group)
    assert uncollected() < 20


def test_an_entry_is_packed_in_less_than_a_hundred_bytes() -> None:
    pile = EntryPile()
    tracemalloc.start()
    try:
        begun = tracemalloc.get_traced_memory()[0]
        for number in range(2000):
            sha256 = hashlib.sha256(str(number).encode()).hexdigest()
            entry = FileEntry(
                document=f"report-{number:06}.txt",
                path=f"/reports/{number // 100:02}/report-{number:06}.txt",
                sha256=sha256,
                schema_name="invoice",
                form="plain",
                status="accepted",
                confirmed=220,
            )
            pile.add(number, (entry,))
        taken = tracemalloc.get_traced_memory()[0] - begun
    finally:
        tracemalloc.stop()
    assert taken / 2000 < MOST_EACH
    assert pile[1999].document == "report-001999.txt"
