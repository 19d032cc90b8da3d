"""Files that hold several documents, where a model is asked about them: in batches, at once, and in processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.readers.llm.deadline import Deadline
from extractor.readers.llm.posted import (
    Asking,
    ModelManner,
    PostedAnswer,
    PostedBeginning,
    PostedModel,
    PostedSource,
    Telling,
)
from extractor.readers.llm.profile import picture_profile_for, profile_for
from extractor.run.estimating import estimate_run
from extractor.store import Store
from tests.batch_stage import NUMBER, BatchStage, batch_stage, lines_of

pytestmark = pytest.mark.slow


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BatchStage]:
    """Reports that the server knows, all of them in one file now but the last."""
    monkeypatch.setenv("EXTRACTOR_MODEL_DIR", str(tmp_path / "no model"))
    with batch_stage(tmp_path) as found:
        paths = sorted(found.reports.iterdir())[:-1]
        bundle = "\n".join(path.read_text() for path in paths)
        for path in paths:
            path.unlink()
        (found.reports / "bundle.txt").write_text(bundle)
        yield found


def test_every_part_is_asked_about_once_in_a_batch_and_becomes_what_it_is_without(stage: BatchStage) -> None:
    summary = stage.run()
    assert (summary.counts, summary.exit_code) == ({"accepted": NUMBER}, 0)
    assert set(stage.handed_in().values()) == {1}
    assert len(stage.handed_in()) == NUMBER
    at_once = str(stage.folder / "at_once.sqlite")
    assert stage.run(at_once, batch=False).counts == {"accepted": NUMBER}
    assert lines_of(stage.place) == lines_of(at_once)
    again = stage.run()
    assert [entry.done_before for entry in again.entries] == [True] * NUMBER
    assert len(stage.handed_in()) == NUMBER


def test_an_estimate_counts_every_part(stage: BatchStage) -> None:
    with Store(str(stage.folder / "none.sqlite")) as store:
        found = estimate_run([stage.reports], stage.settings(), store)
    assert (found.documents, found.asked) == (2, NUMBER)


def test_parts_are_the_same_where_processes_read_them(stage: BatchStage, monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.run import engine

    place, other = str(stage.folder / "threads.sqlite"), str(stage.folder / "processes.sqlite")
    assert stage.run(place, batch=False, jobs=2).counts == {"accepted": NUMBER}
    monkeypatch.setattr(engine, "WORTH_PROCESSES", 2)
    assert stage.run(other, batch=False, jobs=2).counts == {"accepted": NUMBER}
    assert lines_of(place) == lines_of(other)


def test_the_time_of_every_part_is_counted_by_itself() -> None:
    told: list[Telling] = []

    class PostBox:
        def ask(self, asking: Asking) -> PostedAnswer | bool:
            return True

        def tell(self, telling: Telling) -> None:
            told.append(telling)

    manner = ModelManner(PostedSource("m", "a", ""), profile_for("m"), picture_profile_for("m"), "auto", None)
    model, one, other = PostedModel(manner, PostBox()), Deadline(9), Deadline(9)
    for deadline in (one, one, other):
        assert model.sees(deadline)
    assert told == [PostedBeginning(), PostedBeginning()]
