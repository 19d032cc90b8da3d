"""How much of what is open in damaged documents a right model gets confirmed."""

import pytest

from benchmarks.open_fields import OpenFields, count_open

pytestmark = pytest.mark.slow


def test_a_perfect_model_confirms_half_of_what_is_open_and_readable() -> None:
    """Over every case: kinds of damage differ from nothing confirmed to all of it, so no slice stands for them."""
    total = OpenFields()
    for counted in count_open().values():
        total.add(counted)
    print(f"{total.readable} of what a person could read, {total.found} open, {total.confirmed} confirmed")
    assert total.wrong == []
    assert total.readable.n > 3000
    assert 2 * total.readable.hits >= total.readable.n
