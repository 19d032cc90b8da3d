"""Turns at an endpoint that several runs take together: so many a minute, whoever sends them."""

import asyncio
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from extractor.readers.llm.pacing import Pace
from extractor.store import Store
from tests.postgresql_server import empty_store


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with empty_store(request.param, tmp_path) as empty:
        yield empty


def test_whoever_comes_later_waits_longer(place: str) -> None:
    with Store(place) as one, Store(place) as other:
        waits = [store.calls.take_turn({"requests at a": 10.0}) for store in (one, other, one, other)]
        assert waits[0] == 0
        assert [round(later - earlier) for earlier, later in pairwise(waits)] == [10, 10, 10]
        assert other.calls.take_turn({"requests at b": 10.0}) == 0, "another endpoint"


def test_the_scarcer_of_two_limits_decides_and_what_was_not_taken_is_given_back(place: str) -> None:
    with Store(place) as one, Store(place) as other:
        assert one.calls.take_turn({"requests": 1.0, "tokens": 60.0}) == 0
        one.calls.move_turns("tokens", -40.0)
        assert 18 < other.calls.take_turn({"requests": 1.0, "tokens": 60.0}) < 20.1


async def test_two_runs_at_once_keep_to_a_limit_together(place: str) -> None:
    with Store(place) as one, Store(place) as other:
        runs = [Pace(requests=60 / 0.02, shared=store.calls, name="here") for store in (one, other)]
        began = time.monotonic()
        await asyncio.gather(*(pace.admit(0) for pace in runs for _ in range(15)))
        assert time.monotonic() - began >= 29 * 0.02 * 0.95


async def test_tokens_that_were_not_taken_let_the_other_run_go_on(place: str) -> None:
    with Store(place) as one, Store(place) as other:
        first, second = (Pace(tokens=60.0 * 1000, shared=store.calls, name="here") for store in (one, other))
        ticket = await first.admit(5000)
        await first.settle(ticket, 100)
        began = time.monotonic()
        await second.admit(10)
        assert time.monotonic() - began < 2


async def test_who_gave_no_limit_waits_for_nobody(place: str) -> None:
    with Store(place) as store:
        await Pace(shared=store.calls, name="here").admit(100)
        assert store.calls.take_turn({"requests here": 1.0, "tokens here": 1.0}) == 0
