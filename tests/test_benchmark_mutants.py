"""A slice of ``make mutants``: mistakes made on purpose in what decides are noticed by the tests of it."""

import json
import subprocess
import sys

import pytest

from benchmarks.mutants import EQUIVALENT, TESTS
from tests.house import ROOT

DRAWN, SEED = 6, 4


@pytest.mark.slow
def test_the_tests_of_what_decides_notice_nearly_every_mistake_of_a_slice() -> None:
    command = [sys.executable, "-m", "benchmarks.mutants", "--count", str(DRAWN), "--seed", str(SEED)]
    command += ["--processes", "1", "--trusting", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(json.loads(done.stdout)) == DRAWN


def test_every_module_that_mutants_are_drawn_from_has_tests_that_are_there() -> None:
    assert EQUIVALENT.is_file()
    assert [path for path in TESTS if not (ROOT / path).is_file()] == []
    named = {name for names in TESTS.values() for name in names}
    assert [name for name in named if not (ROOT / "tests" / f"{name}.py").is_file()] == []
