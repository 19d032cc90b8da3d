"""A store that is out of reach for a moment is never made anew in its place."""

import os
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from extractor.errors import StoreLost, StoreUnavailable
from extractor.run import claiming
from extractor.run.claiming import Claiming
from extractor.store import RunClaims, Store, StorePatience


@pytest.mark.parametrize("name", ["store.sqlite", "a #b ü.sqlite", os.fsdecode(b"odd\xff.sqlite")])
def test_nothing_is_made_where_a_store_is_away_and_it_is_whole_when_it_is_back(tmp_path: Path, name: str) -> None:
    place, aside = tmp_path / name, tmp_path / "aside"
    with Store(str(place)) as store:
        store.calls.put("key", "reply")
        with store._engine.connect():  # Somebody is asking, so that the next question needs a new connection.
            place.rename(aside)
            for _ in range(2):
                with pytest.raises(StoreUnavailable) as raised:
                    store.calls.get("key")
                assert not isinstance(raised.value, StoreLost)
            assert not place.exists()
        aside.rename(place)
        assert store.calls.get("key") == "reply"
    with Store(str(place), create=False) as again:
        assert again.calls.get("key") == "reply"


def test_a_store_whose_connections_are_all_in_use_is_waited_for(tmp_path: Path) -> None:
    with Store(str(tmp_path / "store.sqlite")) as store, ExitStack() as held:
        pool = store._engine.pool
        monkey = held.enter_context(pytest.MonkeyPatch.context())
        monkey.setattr(pool, "_timeout", 0.1)
        told: list[str] = []

        def told_of(text: str) -> None:
            told.append(text)
            held.close()

        for _ in range(15):
            held.enter_context(store._engine.connect())
        with pytest.raises(StoreUnavailable, match="all connections are in use"):
            store.calls.get("key")
        assert store.calls.patient(StorePatience(10, told_of)).get("key") is None
        assert told[0].startswith("Waiting for up to 10 seconds")


def test_a_run_goes_on_saying_that_it_is_there_whatever_goes_wrong_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    beats: list[int] = []

    class Failing(RunClaims):
        def __init__(self) -> None: ...

        def renew(self, run: int) -> None:
            beats.append(run)
            if len(beats) > 1:
                raise ValueError("what nobody thought of")

        def end(self, run: int) -> None: ...

    monkeypatch.setattr(claiming, "CLAIM_HEARTBEAT_SECONDS", 0.01)
    patience = StorePatience(0, print)
    run = Claiming(Failing(), (7, 0.0), patience, print, lambda content: (), lambda content, results: None)
    with run.kept():
        end = time.monotonic() + 10
        while len(beats) < 4 and time.monotonic() < end:
            time.sleep(0.01)
    assert len(beats) >= 4
