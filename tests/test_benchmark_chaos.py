"""A slice of the benchmark of chaos: runs killed at random moments leave what an undisturbed run leaves."""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.chaos import Chaos, chaos

pytestmark = pytest.mark.slow

JOBS = 4


def test_runs_that_are_killed_at_random_moments_leave_what_an_undisturbed_one_leaves(tmp_path: Path) -> None:
    found = chaos(tmp_path, documents=26, kills=3, jobs=JOBS, pause=0.15)
    assert found.kills.total() > 0
    assert found.broken(JOBS) == []
    assert found.answered == 26 + found.repeated


def test_what_is_not_as_it_has_to_be_is_told() -> None:
    found = Chaos(10, Counter({"tree": 1, "worker": 3}), repeated=5, open=4, paid_twice=1, lost=["a"], differing=["b"])
    assert found.broken(4) == [
        "1 documents are lost",
        "1 records differ from the undisturbed run's",
        "1 finished calls were paid twice",
        "1 calls were repeated beyond 4",
    ]
