"""Several runs on one folder and one store: every document is read by one of them, and none of them ends before all."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.store import Store
from tests.postgresql_server import empty_store
from tests.runs_at_once import begin, ended, make_reports, start_run_apart

pytestmark = pytest.mark.slow

NUMBER = 20


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with empty_store(request.param, tmp_path) as empty:
        yield empty


def test_of_two_runs_at_once_none_reads_what_the_other_reads(place: str, tmp_path: Path) -> None:
    reports = make_reports(tmp_path / "reports", NUMBER)
    (reports / "empty.txt").write_text("")
    runs = [start_run_apart(reports, place, jobs, 0.05) for jobs in (1, 2)]
    begin(*runs)
    first, second = map(ended, runs)
    assert set(first.read).isdisjoint(second.read)
    assert len(first.read) + len(second.read) == NUMBER + 1
    assert min(len(first.read), len(second.read)) > 0
    for each in (first, second):
        assert each.said == {"left": 0, "entries": NUMBER + 1, "code": 2}, "it knows of all, the failed one too"
    with Store(place) as store:
        assert store.overview().statuses == {"accepted": NUMBER, "failed": 1}
        assert store.claims.claimed() == 0


def test_what_a_killed_run_had_the_other_one_reads(tmp_path: Path) -> None:
    place = str(tmp_path / "store.sqlite")
    reports = make_reports(tmp_path / "reports", NUMBER)
    killed, other = start_run_apart(reports, place, pause=0.1), start_run_apart(reports, place, pause=0.1)
    begin(killed)
    assert killed.stdout is not None
    heard = tuple(killed.stdout.readline() for _ in range(4))
    begin(other)
    time.sleep(0.3)
    killed.send_signal(signal.SIGKILL)
    first, second = ended(killed, heard), ended(other)
    assert set(first.read).isdisjoint(second.read)
    assert second.said == {"left": 0, "entries": NUMBER, "code": 0}
    with Store(place) as store:
        assert store.overview().statuses == {"accepted": NUMBER}
