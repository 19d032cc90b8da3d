"""A run in batches: the same records at half the price, and nothing asked twice whatever dies in between."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.errors import ConfigurationError
from extractor.evaluate.loopback.batch_manner import BatchManner
from extractor.evaluate.loopback.loopback_server import MODEL
from extractor.readers.llm.rehearsed_endpoint import ChatRequest, Scene, completion
from extractor.run.estimating import estimate_run
from extractor.run.reader_set import check_batch
from extractor.run.settings import resolve_settings
from extractor.store import Store
from tests.batch_stage import NUMBER, PRICE_IN, PRICE_OUT, BatchStage, batch_stage, lines_of

pytestmark = pytest.mark.slow

Stage = Callable[..., BatchStage]


@pytest.fixture(autouse=True)
def no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No embedded model: whatever this machine has is out of sight."""
    monkeypatch.setenv("EXTRACTOR_MODEL_DIR", str(tmp_path / "no model"))


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Sets a stage with batches of some manner."""
    with ExitStack() as stack:
        yield lambda manner="", number=NUMBER: stack.enter_context(batch_stage(tmp_path, manner, number))


def without_batches(stage: BatchStage) -> list[dict[str, object]]:
    """The records of a run that asks at once, in a store of its own."""
    place = str(stage.folder / "at_once.sqlite")
    assert stage.run(place, batch=False).counts == {"accepted": NUMBER}
    return lines_of(place)


@pytest.mark.parametrize("manner", ["", "polls:4,shuffles"])
def test_the_records_are_those_of_a_run_without_batches(stage: Stage, manner: str) -> None:
    there = stage(manner)
    summary = there.run()
    assert (summary.counts, summary.exit_code) == ({"accepted": NUMBER}, 0)
    assert there.handed_in() and set(there.handed_in().values()) == {1}
    assert (there.server.batches.created, len(there.handed_in())) == (1, NUMBER)
    assert lines_of(there.place) == without_batches(there)


def test_what_was_answered_in_a_batch_costs_half_and_the_bill_says_so(stage: Stage) -> None:
    there = stage()
    summary = there.run(prices=there.prices)
    at_once = there.run(str(there.folder / "at_once.sqlite"), batch=False, prices=there.prices)
    documents = [entry.usage for entry in summary.entries]
    assert [usage.batched for usage in documents] == [1] * NUMBER
    assert "(1 in a batch)" in str(documents[0])
    for batched, full in zip(documents, (entry.usage for entry in at_once.entries), strict=True):
        assert (batched.tokens_in, batched.tokens_out) == (full.tokens_in, full.tokens_out)
        assert batched.cost is not None and full.cost is not None and batched.cost * 2 == full.cost
    assert (summary.usage.calls, summary.usage.batched) == (NUMBER + 1, NUMBER)  # One is about the endpoint itself.
    probe = at_once.usage.tokens_in - sum(usage.tokens_in for usage in documents)
    assert summary.usage.tokens_in == at_once.usage.tokens_in
    asked = sum((usage.cost or Decimal(0) for usage in documents), Decimal(0))
    assert summary.usage.cost is not None and summary.usage.cost > asked + probe * PRICE_IN / Decimal(1_000_000)


def test_what_was_done_is_not_done_again(stage: Stage) -> None:
    there = stage()
    there.run()
    again = there.run()
    assert all(entry.done_before for entry in again.entries)
    assert (again.usage.calls, there.server.batches.created) == (0, 1)


@pytest.mark.parametrize(
    ("manner", "twice"),
    [("fails:1", 1), ("misses:2", 2), ("expires,shuffles", 3), ("cancels", 3), ("rejects", 5)],
)
def test_what_comes_back_without_an_answer_is_asked_once_more(stage: Stage, manner: str, twice: int) -> None:
    there = stage(manner)
    summary = there.run()
    assert (summary.counts, summary.exit_code) == ({"accepted": NUMBER}, 0)
    assert sorted(there.handed_in().values()) == [1] * (NUMBER - twice) + [2] * twice
    assert any(f"{twice} without an answer" in text for text in there.told)
    assert lines_of(there.place) == without_batches(there)


@pytest.mark.parametrize("manner", ["rejects,always", "expires,always", "fails:9,always"])
def test_what_comes_back_twice_leaves_its_document_not_done(stage: Stage, manner: str) -> None:
    there = stage(manner)
    summary = there.run()
    assert summary.exit_code == 4
    assert summary.unanswered > 0
    assert max(there.handed_in().values()) == 2
    there.server.batches.manner = BatchManner()
    again = there.run()
    assert (again.exit_code, again.counts) == (0, {"accepted": NUMBER})
    assert lines_of(there.place) == without_batches(there)


def test_an_answer_that_ends_while_thinking_is_asked_for_with_more_room_in_the_next_batch(stage: Stage) -> None:
    there = stage()
    right = there.server.model.answer

    def thinks(request: ChatRequest, key: str) -> Scene:
        room = request.body.get("max_completion_tokens")
        return right(request, key) if isinstance(room, int) and room > 8000 else completion("", "length", tokens=100)

    there.server.batches.answer = thinks
    summary = there.run()
    assert (summary.counts, there.server.batches.created) == ({"accepted": NUMBER}, 2)
    assert set(there.handed_in().values()) == {1}
    assert len(there.handed_in()) == 2 * NUMBER


def test_rows_are_asked_one_by_one_in_the_next_batch(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = '[[profile]]\nname = "rows"\nmodels = ["*"]\nlike = "small"\nrows_per_call = 3\n'
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "profiles.toml").write_text(profile)
    monkeypatch.setenv("EXTRACTOR_PROMPTS", str(tmp_path / "own"))
    there = stage(number=1)
    right = there.server.model.answer

    def talks(request: ChatRequest, key: str) -> Scene:
        return completion("Well.", tokens=100) if len(request.rows) > 1 else right(request, key)

    there.server.batches.answer = talks
    summary = there.run(llm="always")
    assert summary.exit_code == 0
    assert there.server.batches.created == 2
    assert set(there.handed_in().values()) == {1}
    assert summary.entries[0].usage.calls == len(there.handed_in())


@pytest.mark.parametrize(
    ("what", "when"),
    [
        ("POST files", "lost"),
        ("POST batches", "after"),
        ("GET batches/*", "before"),
        ("GET files/*/content", "after"),
    ],
)
def test_a_run_that_was_killed_is_finished_by_the_same_call_and_asks_nothing_twice(
    stage: Stage, what: str, when: str
) -> None:
    there = stage("polls:2")
    assert there.kill_at(what, when) == -signal.SIGKILL
    summary = there.run()
    assert (summary.counts, summary.exit_code) == ({"accepted": NUMBER}, 0)
    assert there.server.batches.created == 1
    assert set(there.handed_in().values()) == {1} and len(there.handed_in()) == NUMBER
    assert lines_of(there.place) == without_batches(there)
    assert sum(entry.usage.calls for entry in summary.entries) == NUMBER


KILLED = """
import os, signal, sys
from pathlib import Path
from extractor.run import engine, storing_groups
from extractor.run.settings import resolve_settings
from extractor.store import Store
stored, settle = [], storing_groups.settle_group
def die(store, group, claims):
    if len(stored) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    stored.extend(group)
    return settle(store, group, claims)
storing_groups.settle_group = die
place, reports, url = sys.argv[1:]
with Store(place) as store:
    settings = resolve_settings({"base_url": url, "model": "loopback", "batch": True}, {})
    engine.run_documents([Path(reports)], settings, store)
"""


def test_answers_that_were_fetched_are_kept_for_the_documents_that_were_not_stored(stage: Stage) -> None:
    there = stage()
    words = [there.place, str(there.reports), there.server.endpoint.base_url]
    killed = subprocess.run([sys.executable, "-c", KILLED, *words], check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL
    summary = there.run()
    assert (summary.counts, there.server.batches.created) == ({"accepted": NUMBER}, 1)
    assert sum(entry.done_before for entry in summary.entries) == 2
    assert lines_of(there.place) == without_batches(there)


def test_an_interrupt_leaves_the_batch_running_and_says_how_to_go_on(stage: Stage) -> None:
    there = stage("polls:1000")
    process = there.start()
    looked: list[str] = []

    def watch(asked: str, moment: str) -> None:
        if asked == "GET batches/*" and moment == "after" and not looked:
            looked.append(asked)
            process.send_signal(signal.SIGINT)

    there.server.batches.watch = watch
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert f"{NUMBER} requests in 1 batch (batch_1): being answered with or without this program" in err
    assert "The same command fetches the answers; nothing is handed in twice." in err
    (batch,) = json.loads(there.extractor("status", "--json").out)["batches"]
    assert (batch["batch"], batch["state"], batch["requests"]) == ("batch_1", "open", NUMBER)
    assert f"{NUMBER} requests are in batch batch_1 of {MODEL} at http" in there.extractor("status").out.replace(
        "\n", " "
    )
    there.server.batches.manner = BatchManner()
    summary = there.run()
    assert (summary.counts, there.server.batches.created) == ({"accepted": NUMBER}, 1)
    assert json.loads(there.extractor("status", "--json").out)["batches"] == []


def test_a_run_that_asks_at_once_is_told_of_answers_that_wait_in_batches(stage: Stage) -> None:
    there = stage("polls:1000")
    assert there.run(wait=False).exit_code == 4
    there.run(batch=False)
    told = f"{NUMBER} requests of an earlier run are being answered in batches: --batch fetches the answers."
    assert told in there.told


def test_who_does_not_wait_is_told_until_the_answers_are_there(stage: Stage) -> None:
    there = stage("polls:3")
    process = there.start("--no-wait", "--quiet")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 4
    assert "1 batch (batch_1)" in err
    summaries = [there.run(wait=False) for _ in range(3)]
    assert [summary.exit_code for summary in summaries[-1:]] == [0]
    assert summaries[-1].counts == {"accepted": NUMBER}
    assert {summary.stopped for summary in summaries} <= {"answers_pending", ""}
    assert there.server.batches.created == 1


def test_an_endpoint_without_batches_is_refused_before_anything_is_sent(stage: Stage) -> None:
    there = stage("none")
    process = there.start()
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (3, "")
    (line,) = [line for line in err.splitlines() if line.startswith("error:")]
    assert "has no batches (it answered 404): leave out --batch" in line
    assert (there.server.batches.files, there.server.model.asked) == ({}, 0)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"batch": True}, "--batch: only a model at an endpoint"),
        ({"batch": True, "readers": "layout", "model": "m"}, "--batch: only a model at an endpoint"),
        ({"model": "m", "wait": False}, "--no-wait: only a run in batches"),
    ],
)
def test_a_run_in_batches_needs_an_endpoint(given: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        check_batch(resolve_settings(given, {}))


def test_of_two_runs_on_one_store_the_second_is_refused(stage: Stage) -> None:
    there = stage("polls:1000")
    process = there.start()
    looked: list[str] = []

    def watch(asked: str, moment: str) -> None:
        if asked == "GET batches/*" and moment == "after":
            looked.append(asked)

    there.server.batches.watch = watch
    while not looked and process.poll() is None:
        time.sleep(0.05)
    with pytest.raises(ConfigurationError, match="another run --batch is at work on this store"):
        there.run()
    process.kill()
    process.communicate()
    there.server.batches.manner = BatchManner()
    assert there.run().counts == {"accepted": NUMBER}


def test_a_lost_answer_to_the_handing_in_is_looked_up_and_nothing_is_handed_in_twice(stage: Stage) -> None:
    there = stage()
    lost: list[str] = []

    def watch(asked: str, moment: str) -> None:
        if asked == "POST batches" and moment == "after" and not lost:
            lost.append(asked)
            raise ConnectionAbortedError

    there.server.batches.watch = watch
    assert there.run().counts == {"accepted": NUMBER}
    assert (lost, there.server.batches.created) == (["POST batches"], 1)


def test_a_budget_is_not_passed_and_splits_the_run_into_batches(stage: Stage) -> None:
    there = stage()
    dear = there.run(str(there.folder / "dear.sqlite"), prices=there.prices, budget="0.01")
    assert (dear.stopped, dear.exit_code) == ("budget_reached", 2)
    created = there.server.batches.created
    most = Decimal("30")
    summary = there.run(prices=there.prices, budget=str(most))
    assert (summary.counts, summary.stopped) == ({"accepted": NUMBER}, "")
    assert summary.usage.cost is not None and summary.usage.cost <= most
    assert there.server.batches.created - created > 1
    assert set(there.handed_in().values()) == {1}


def test_an_estimate_in_batches_is_half_of_one_at_once(stage: Stage) -> None:
    there = stage()
    with Store(str(there.folder / "empty.sqlite")) as store:
        batched = estimate_run([there.reports], there.settings(prices=there.prices), store)
        at_once = estimate_run([there.reports], there.settings(prices=there.prices, batch=False), store)
    assert batched.usage.cost is not None and at_once.usage.cost is not None
    assert batched.usage.cost * 2 == at_once.usage.cost
    assert (batched.usage.batched, batched.usage.calls) == (NUMBER, at_once.usage.calls)
    assert there.server.batches.files == {}


def test_answers_beside_one_that_never_comes_are_used_and_not_paid_for_again(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "profiles.toml").write_text('[[profile]]\nname = "rows"\nmodels = ["*"]\nlike = "small"\n')
    monkeypatch.setenv("EXTRACTOR_PROMPTS", str(tmp_path / "own"))
    there = stage("fails:1,always", number=1)
    summary = there.run(llm="always")
    asked = len(there.handed_in())
    assert (summary.exit_code, asked > 2, summary.usage.batched) == (0, True, asked - 1)
    there.server.batches.manner = BatchManner()
    again = there.run(llm="always")
    assert (again.exit_code, again.usage.batched) == (0, 1)
    assert sorted(there.handed_in().values()) == [1] * (asked - 1) + [3]


def test_the_export_counts_what_was_answered_in_batches(stage: Stage) -> None:
    there = stage()
    there.run(prices=there.prices)
    lines_of(there.place)
    usage = json.loads(Path(f"{there.place}.jsonl").read_text().splitlines()[0])["usage"]
    assert usage["batched"] == usage["calls"] == 1
    full = usage["tokens_in"] * PRICE_IN + usage["tokens_out"] * PRICE_OUT
    assert Decimal(usage["cost"]) == Decimal(full) / 1_000_000 / 2
