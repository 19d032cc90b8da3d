"""What a server's pauses allow at best, which the benchmark of throughput compares with."""

import pytest

from benchmarks.slow_endpoint import Waited
from benchmarks.throughput import reports_of


def test_every_pause_begins_when_a_place_is_free() -> None:
    waited = Waited((3.0, 1.0, 1.0, 2.0), 0.0)
    assert (waited.answers, waited.ideal(1), waited.ideal(2), waited.ideal(8)) == (4, 7.0, 4.0, 3.0)
    assert waited.spread(2) == pytest.approx(3.5)


def test_reports_are_of_as_many_bodies() -> None:
    assert len({report.split("\n")[0] for report in reports_of(20)}) == 20
