"""How much of what is open in damaged documents a right model gets confirmed."""

import pytest

from benchmarks.open_fields import OpenFields, count_open

pytestmark = pytest.mark.slow


def test_a_perfect_model_confirms_half_of_what_is_open_and_readable() -> None:
    """What a person could read is said where it is counted, in benchmarks/open_fields.py, which takes every case."""
    total = OpenFields()
    for counted in count_open(one_of=5).values():
        total.add(counted)
    print(f"{total.readable} of what a person could read, {total.found} open, {total.confirmed} confirmed")
    assert total.wrong == []
    assert total.readable.n > 600
    assert 2 * total.readable.hits >= total.readable.n
