"""In which order the tests run: what is long comes first, so that nothing long is left for one process at the end."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow tests first."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
