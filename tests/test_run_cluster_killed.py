"""A run on a cluster of two machines, one of which is killed: every document once, and the records of a calm run."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.store import Store
from specimens.ray_nodes import ray_nodes
from specimens.ray_nodes import why_there_is_none as why_no_cluster
from tests.house import ROOT
from tests.postgresql_server import a_database, emptied
from tests.postgresql_server import why_there_is_none as why_no_server
from tests.runs_at_once import make_reports

pytestmark = pytest.mark.slow

NUMBER = 40


@pytest.fixture
def place() -> Iterator[str]:
    if why := why_no_server() or why_no_cluster():
        pytest.skip(why)
    with emptied(a_database()) as empty:
        yield empty


def test_a_machine_that_is_killed_loses_no_document_and_none_is_there_twice(place: str, tmp_path: Path) -> None:
    reports, log = make_reports(tmp_path / "reports", NUMBER), tmp_path / "events.jsonl"
    command = [sys.executable, "-W", "ignore", "-m", "extractor", "run", str(reports), "--readers", "layout"]
    calmly = tmp_path / "calm.sqlite"
    subprocess.run([*command, "--store", str(calmly), "--quiet"], check=True, cwd=ROOT)
    with Store(str(calmly), create=False) as calm:
        expected = _records(calm)
    with ray_nodes(2) as nodes:
        command += ["--store", place, "--engine", "ray", "--ray-address", nodes.address, "--json", "--log", str(log)]
        run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
        _wait_for_documents(log, run)
        nodes.kill(1)
        out, err = run.communicate(timeout=120)
    assert run.returncode == 0, err
    said = json.loads(out)
    assert said["counts"] == {"accepted": NUMBER} and said["left"] == 0
    events = [json.loads(line) for line in log.read_text().splitlines()]
    told = [each["path"] for each in events if each["event"] == "document"]
    assert len(told) == len(set(told)) == NUMBER, "each is told of once"
    assert any(each["event"] == "notice" and "is gone" in each["text"] for each in events)
    assert events[0]["event"] == "manifest" and events[0]["settings"]["engine"] == "ray"
    with Store(place, create=False) as store:
        assert _differing(expected, _records(store)) == []
        assert store.overview().statuses == {"accepted": NUMBER}
        assert store.claims.claimed() == 0
        (record,) = store.runs()
        assert record.finished is not None and record.counts == {"accepted": NUMBER}


def _wait_for_documents(log: Path, run: "subprocess.Popen[str]") -> None:
    """Until the run has told of some documents, and of not nearly all."""
    while run.poll() is None:
        if log.exists() and log.read_text().count('"event": "document"') >= 2:
            return
        time.sleep(0.02)
    raise AssertionError(run.communicate()[1])


def _differing(expected: object, found: object, place: str = "") -> list[str]:
    """What differs between two records, each with its place."""
    if isinstance(expected, dict) and isinstance(found, dict):
        names = sorted({*expected, *found})
        each = (_differing(expected.get(name), found.get(name), f"{place}/{name}") for name in names)
        return [told for some in each for told in some]
    return [] if expected == found else [f"{place}: {expected} is {found}"]


def _records(store: Store) -> dict[str, object]:
    """Every result by its document, without what tells one store from another: where the code lies that made it may
    have been edited between two runs, so receipts are compared but for the hashes of it.
    """
    found = (result for key, _ in store.walk() if (result := store.result(key)))
    return {each.document: each.model_dump(mode="json", exclude={"receipt": {"code"}}) for each in found}
