"""Files that kill the process they are opened in: after two of them a run leaves the file out, and says so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.documents.opening import guarded, opening_process
from extractor.documents.opening.guarded import OpenerPool
from extractor.errors import ProblemKind
from extractor.route import Problem
from extractor.run.engine import run_documents
from extractor.run.settings import RunSettings
from extractor.run.summary import FileEntry
from extractor.store import Store
from tests import deadly_opener
from tests.plain_reports import foia_report

LAYOUT = RunSettings(readers=("layout",), jobs=1)


@pytest.fixture
def opener(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenerPool]:
    """Opens files in processes that die of some of them."""
    monkeypatch.setattr(opening_process, "_CODE", deadly_opener.CODE)
    made = OpenerPool(most=1)
    monkeypatch.setattr(guarded, "_shared_opener", lambda: made)
    yield made
    made.close()


@pytest.fixture
def poison(tmp_path: Path) -> Path:
    path = tmp_path / "poison.txt"
    path.write_text(deadly_opener.DEADLY)
    return path


def read(path: Path, store: Store, again: bool = False) -> FileEntry:
    return run_documents([path], LAYOUT.model_copy(update={"again": again}), store).entries[0]


def problem_of(store: Store) -> Problem:
    (result,) = store.results()
    assert result.problem is not None
    return result.problem


def test_a_file_that_ended_two_processes_is_left_out_and_the_third_run_starts_none(
    poison: Path, store: Store, opener: OpenerPool
) -> None:
    read(poison, store)
    assert problem_of(store).kind == ProblemKind.OPENING_CRASHED
    second = read(poison, store)
    assert (second.status, second.done_before, problem_of(store).kind) == ("failed", False, ProblemKind.QUARANTINED)
    assert "left out from now on" in second.why and "--again" in second.why
    started = opener.started
    third = read(poison, store)
    assert (third.status, third.done_before, third.why) == ("failed", True, second.why)
    assert opener.started == started
    assert not read(poison, store, again=True).done_before
    assert opener.started > started


def test_other_content_and_another_program_are_tried(
    poison: Path, store: Store, opener: OpenerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        read(poison, store)
    monkeypatch.setattr("extractor.run.layers.opening_mark", lambda: "mended")
    assert not read(poison, store).done_before
    assert problem_of(store).kind == ProblemKind.OPENING_CRASHED, "it counts anew"
    poison.write_text(foia_report("Bureau of Calm", 12))
    assert read(poison, store).status == "accepted"
