"""A store that is out of reach for a moment is never made anew in its place."""

import os
from pathlib import Path

import pytest

from extractor.errors import StoreLost, StoreUnavailable
from extractor.store import Store


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
