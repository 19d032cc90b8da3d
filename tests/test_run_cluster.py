"""What a process of a cluster does with blocks of documents, and what is refused before any is joined; without Ray."""

import pickle
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.errors import ConfigurationError, ExtraMissing, StoreError
from extractor.run.accounts import Accounts
from extractor.run.already import done_already
from extractor.run.cluster import block_reader
from extractor.run.cluster.block import BlockOrder, BlockRow, sendable
from extractor.run.cluster.block_reader import BlockReader
from extractor.run.cluster.cluster_checks import beyond, check_engine
from extractor.run.cluster.ray_cluster import block_size, connected, read_batch
from extractor.run.consulting import ALWAYS
from extractor.run.fingerprint import Fingerprint
from extractor.run.preparing import job_of
from extractor.run.reader_set import open_readers
from extractor.run.selection import NamedContents
from extractor.run.settings import RunSettings
from extractor.store import RunRecord, Store
from tests.runs_at_once import make_reports

NUMBER = 4


class Stage:
    """A run on a store that has begun and is told of as being there, and its documents as rows of a block."""

    def __init__(self, folder: Path) -> None:
        self.settings = RunSettings(store=str(folder / "store.sqlite"), readers=("layout",), jobs=1)
        self.store = Store(self.settings.store)
        self.reports = make_reports(folder / "reports", NUMBER)
        contents = NamedContents.of_files(sorted(self.reports.iterdir()))
        self.rows = [BlockRow(content, True) for content in contents]
        with open_readers(self.settings, None) as readers:
            self.fingerprint = job_of(self.settings, readers).fingerprint
        self.order = self.begin()

    def begin(self) -> BlockOrder:
        run = self.store.start_run(RunRecord.model_validate({"started": "2026-01-01T00:00:00Z"}))
        begun = self.store.claims.begin(run)
        return BlockOrder.of(self.settings, run, begun, self.fingerprint, 1)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    found = Stage(tmp_path)
    yield found
    found.store.close()


@pytest.fixture
def reader(stage: Stage) -> Iterator[BlockReader]:
    found = BlockReader(stage.order)
    yield found
    found.close()


def test_a_block_is_read_and_stored_by_whoever_gets_it(stage: Stage, reader: BlockReader) -> None:
    report = reader.read(stage.rows)
    assert [number for number, _ in report.done] == list(range(NUMBER))
    assert [entry.status for _, entries in report.done for entry in entries] == ["accepted"] * NUMBER
    assert (report.elsewhere, report.left, report.error) == ([], [], None)
    assert stage.store.overview().statuses == {"accepted": NUMBER}
    contents = [row.content for row in stage.rows]
    found = done_already(contents, Fingerprint.parse(stage.fingerprint), stage.store, ALWAYS, False)
    assert not found.left, "a run on this machine has nothing more to do"


def test_a_block_that_comes_again_is_told_again_and_not_done_again(stage: Stage) -> None:
    first, second = BlockReader(stage.order), BlockReader(stage.order)
    told = first.read(stage.rows)
    for path in stage.reports.iterdir():
        path.unlink()
    again = second.read(stage.rows)
    assert again.done == told.done, "nothing of it was done before this run"
    first.close()
    second.close()


@pytest.mark.slow
def test_a_block_whose_process_ended_is_read_in_processes_of_their_own(
    stage: Stage, reader: BlockReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("it may be what the first process died of")

    keys = [row.content.sha256 for row in stage.rows]
    stage.store.claims.take(stage.order.run, stage.order.begun, keys)
    monkeypatch.setattr(block_reader, "process", never)
    report = reader.read(stage.rows)
    assert [entry.status for _, entries in report.done for entry in entries] == ["accepted"] * NUMBER


def test_what_another_run_has_is_left_to_it_and_what_it_did_is_told(stage: Stage, reader: BlockReader) -> None:
    other = stage.begin()
    theirs = stage.rows[:2]
    keys = [row.content.sha256 for row in theirs]
    stage.store.claims.take(other.run, other.begun, keys)
    report = reader.read(stage.rows)
    assert report.elsewhere == [0, 1] and [number for number, _ in report.done] == [2, 3]
    stage.store.claims.take(other.run, other.begun, (), keys)
    finished = BlockReader(other)
    finished.read(theirs)
    finished.close()
    told = reader.read(theirs)
    assert [entry.done_before for _, entries in told.done for entry in entries] == [True, True]


def test_a_file_that_cannot_be_opened_fails_alone(stage: Stage, reader: BlockReader) -> None:
    stage.rows[1].content.path.unlink()
    report = reader.read(stage.rows)
    statuses = [entry.status for _, entries in report.done for entry in entries]
    assert statuses == ["accepted", "failed", "accepted", "accepted"]


def test_a_machine_with_another_program_reads_nothing_and_says_what_differs(stage: Stage) -> None:
    there = str(Fingerprint.parse(stage.fingerprint).model_copy(update={"layers": {"verify": "another"}}))
    reader = BlockReader(replace(stage.order, fingerprint=there))
    report = reader.read(stage.rows)
    assert report.left == list(range(NUMBER)) and not report.done
    assert isinstance(report.error, ConfigurationError) and "verify" in str(report.error)
    reader.close()


def test_a_store_that_a_machine_does_not_reach_stops_the_run_there(stage: Stage) -> None:
    settings = stage.settings.model_copy(update={"store": f"{stage.settings.store}.elsewhere"})
    reader = BlockReader(replace(stage.order, settings=settings))
    report = reader.read(stage.rows)
    assert isinstance(report.error, StoreError) and report.left == list(range(NUMBER))
    reader.close()


def test_blocks_travel_as_bytes(stage: Stage) -> None:
    class Column:
        def to_pylist(self) -> list[bytes]:
            return [pickle.dumps(stage.rows[:2]), pickle.dumps(stage.rows[2:])]

    order = pickle.dumps(stage.order)
    found = read_batch({"item": Column()}, order)
    reports = [pickle.loads(each) for each in found["item"]]
    assert [number for report in reports for number, _ in report.done] == list(range(NUMBER))
    block_reader.reader_for(order).close()
    block_reader.reader_for.cache_clear()


def test_an_order_shows_no_key(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_API_KEY", "secret-key")
    monkeypatch.setenv("HOME_OF_OTHERS", "not brought")
    order = BlockOrder.of(stage.settings, 1, 0.0, "", 1)
    assert order.environ["EXTRACTOR_API_KEY"] == "secret-key" and "HOME_OF_OTHERS" not in order.environ
    assert "secret" not in repr(order)


def test_an_error_that_cannot_be_sent_says_the_same() -> None:
    class Local(Exception):
        pass

    assert str(sendable(Local("what happened"))) == "Local: what happened"
    assert isinstance(sendable(StoreError("gone")), StoreError)


def test_every_process_has_a_block_and_blocks_stay_small() -> None:
    assert [block_size(number, 1, 2) for number in (1, 4, 40, 1000, 5000)] == [1, 1, 2, 32, 32]
    assert [block_size(number, 16, 2) for number in (1, 40, 1000)] == [16, 16, 64]
    assert block_size(1_000_000, 1, 64) == 100, "no more blocks than the process that hands out can hold"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ray_address": "10.0.0.1:6379"}, "only --engine ray joins a cluster"),
        ({"engine": "ray", "ray_address": "10.0.0.1:6379"}, "--store postgresql://"),
        ({"engine": "ray", "ray_address": "ray://10.0.0.1:10001", "store": "postgresql://a/b"}, "start the run on"),
        ({"engine": "ray", "batch": True}, "--batch"),
        (
            {"engine": "ray", "ray_address": "auto", "store": "postgresql://127.0.0.1/b", "offline": True},
            "--offline: the cluster at auto has other machines",
        ),
    ],
)
def test_what_no_cluster_does_is_refused_before_anything_begins(
    given: dict[str, object], said: str, tmp_path: Path
) -> None:
    settings = RunSettings.model_validate({"readers": ("layout",), **given})
    with pytest.raises(ConfigurationError, match=said):
        check_engine(settings)


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with (
        pytest.raises(ExtraMissing, match=r"pip install 'extractor-proof\[cluster\]'"),
        connected(None, lambda _: None, 1.0),
    ):
        pass


def test_an_address_where_nobody_answers_is_refused_at_once() -> None:
    with (
        pytest.raises(ConfigurationError, match=r"--ray-address 127\.0\.0\.1:9: nobody answers there"),
        connected("127.0.0.1:9", lambda _: None, 1.0),
    ):
        pass


@pytest.mark.parametrize("address", ["10.0.0.7:6379", "head.example:6379", "auto"])
def test_a_cluster_that_may_have_other_machines_is_told(address: str) -> None:
    settings = RunSettings(engine="ray", ray_address=address, store="postgresql://127.0.0.1/b")
    assert beyond(settings) == address
    sent = str(Accounts(cluster=beyond(settings)).sent(0))
    assert sent == f"Documents were read by the machines of the cluster at {address}."
    assert beyond(RunSettings(engine="ray", ray_address="127.0.0.1:6379")) == beyond(RunSettings(engine="ray")) == ""
