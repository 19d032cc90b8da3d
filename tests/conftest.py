"""How the tests are shared out among processes: what is long comes first, and the tests of a file stay together.

They share what is expensive to make. A test that is marked as slow by itself goes to whichever process is free.
"""

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow tests first, so that none of them is left over for one process at the end."""
    for item in items:
        if not any(mark.name == "slow" for mark in item.own_markers):
            item.add_marker(pytest.mark.xdist_group(item.path.name))
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
