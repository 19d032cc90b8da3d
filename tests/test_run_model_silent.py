"""A run that was to ask a model and got nothing says so: in words, as data, and by its exit code."""

import json
from pathlib import Path

import pytest

from extractor.readers.llm.rehearsed_endpoint import Act, Rehearsal, copy, fail, refuse, say
from extractor.run.engine import run_documents
from extractor.run.settings import EndpointSettings, RunSettings
from extractor.run.summary import RunSummary
from extractor.store import Store
from tests.endpoint_kinds import KINDS
from tests.plain_reports import foia_report
from tests.typed_commands import extractor

pytestmark = pytest.mark.slow

KEY = "sk-only-for-this-test-0123456789"


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EXTRACTOR_API_KEY", KEY)
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(8):
        (folder / f"{number}.txt").write_text(foia_report(f"Office {number}", 12 + number))
    return folder


def _run(stage: Rehearsal, folder: Path, store: Store) -> RunSummary:
    endpoint = EndpointSettings(base_url=stage.endpoint.base_url, model="big")
    return run_documents([folder], RunSettings(endpoint=endpoint, jobs=2), store)


@pytest.mark.parametrize(
    ("act", "kind", "most"),
    [
        pytest.param(fail(401, "invalid_api_key"), "endpoint_rejected", 2, id="the key is wrong"),
        pytest.param(fail(404), "endpoint_rejected", 2, id="no such model"),
        pytest.param(refuse, "refusal", 8, id="it declines everything"),
        pytest.param(say("It is 7."), "malformed_reply", 8, id="it only talks"),
        pytest.param(say(""), "empty_reply", 8, id="it says nothing"),
    ],
)
def test_a_model_without_a_usable_answer_is_left_alone_and_told(
    act: Act, kind: str, most: int, reports: Path, store: Store
) -> None:
    with Rehearsal() as stage:
        stage.always(act)
        summary = _run(stage, reports, store)
        assert len(stage.requests) <= most
    assert (summary.exit_code, summary.silent, summary.unanswered) == (4, 8, 8)
    assert kind in summary.non_answers
    assert summary.non_answers["asking_stopped"] >= 2
    (run,) = store.runs()
    assert (run.silent, run.non_answers) == (8, summary.non_answers)


def test_documents_the_model_gave_nothing_for_are_asked_about_by_the_next_run(reports: Path, store: Store) -> None:
    with Rehearsal() as stage:
        stage.always(refuse)
        _run(stage, reports, store)
    with Rehearsal() as stage:
        again = _run(stage, reports, store)
        assert len(stage.requests) >= 8
    assert (again.silent, again.exit_code in (0, 1)) == (0, True)
    assert not any(entry.done_before for entry in again.entries)


def test_one_document_the_model_fails_at_stops_no_other(reports: Path, store: Store) -> None:
    with Rehearsal() as stage:
        stage.play(*[copy] * 4, *[refuse] * 4)
        summary = _run(stage, reports, store)
    assert "asking_stopped" not in summary.non_answers
    assert summary.non_answers["refusal"] >= 1
    assert summary.exit_code == 4


def test_a_server_that_admits_five_requests_a_second_loses_no_document_of_thirty(reports: Path, store: Store) -> None:
    for number in range(8, 30):
        (reports / f"{number}.txt").write_text(foia_report(f"Office {number}", 12 + number))
    (kind,) = (kind for kind in KINDS if kind.name == "admits 5 requests a second")
    with Rehearsal(manner=kind.manner()) as stage:
        endpoint = EndpointSettings(base_url=stage.endpoint.base_url, model="big", deadline_seconds=20)
        summary = run_documents([reports], RunSettings(endpoint=endpoint), store)
        assert stage.answered >= 30
    assert (len(summary.entries), summary.unanswered, summary.non_answers) == (30, 0, {})


def test_a_key_that_an_endpoint_repeats_is_in_no_message_store_or_export(reports: Path, tmp_path: Path) -> None:
    with Rehearsal() as stage:
        stage.always(fail(401, "invalid_api_key", f"Incorrect API key provided: {KEY}"))
        asked = ("--base-url", stage.endpoint.base_url, "--model", "big")
        told = [extractor(tmp_path, "run", "reports", *asked, "--json", EXTRACTOR_API_KEY=KEY)]
        told += [extractor(tmp_path, "doctor", *asked, EXTRACTOR_API_KEY=KEY)]
    told += [extractor(tmp_path, *words) for words in (("status", "--json"), ("export", "--include", "review"))]
    told += [extractor(tmp_path, "show", "0.txt")]
    assert (told[0].code, json.loads(told[0].out)["silent"]) == (4, 8)
    assert json.loads(told[2].out)["last_run"]["silent"] == 8
    assert ("401" in told[0].out, "401" in told[1].out) == (True, True)
    for answer in told:
        assert KEY not in answer.out + answer.err
    assert KEY.encode() not in (tmp_path / "extractor.sqlite").read_bytes()


def test_a_model_without_an_endpoint_and_a_key_is_refused_before_anything_starts(reports: Path, tmp_path: Path) -> None:
    for key in ({}, {"EXTRACTOR_API_KEY": KEY}):
        answer = extractor(tmp_path, "run", "reports", "--model", "gpt-5", **key)
        assert answer.code == 3
        assert "OPENAI_API_KEY" in answer.err
    assert not (tmp_path / "extractor.sqlite").exists()


def test_kept_answers_are_thrown_away_by_model(reports: Path, tmp_path: Path) -> None:
    with Rehearsal() as stage:
        asked = ("run", "reports", "--base-url", stage.endpoint.base_url, "--model", "big", "--again")
        extractor(tmp_path, *asked)
        first = len(stage.requests)
        extractor(tmp_path, *asked)
        assert len(stage.requests) == first
        cleared = [extractor(tmp_path, "cache", "clear", "--model", name, "--json").out for name in ("other", "big")]
        extractor(tmp_path, *asked)
        assert len(stage.requests) == 2 * first
    assert [json.loads(out)["cleared"] for out in cleared] == [0, first]
