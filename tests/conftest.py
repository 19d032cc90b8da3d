"""In which order the tests run: what is long comes first, so that nothing long is left for one process at the end.
And a store of its own for every test that asks for one.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.store import Store


@pytest.fixture(scope="session", autouse=True)
def _state_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What commands keep for whoever types them is kept apart while tests run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store in the folder of the test."""
    with Store(str(tmp_path / "store.sqlite")) as opened:
        yield opened


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow tests first."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
