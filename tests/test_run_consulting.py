"""When a model is asked about a document, what an audit finds, and that it is all found out again when it has to be."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from extractor.errors import ConfigurationError
from extractor.run.consulting import Consulting
from extractor.run.engine import run_documents
from extractor.run.reader_set import consulting_of, open_readers
from extractor.run.settings import EndpointSettings, RunSettings, resolve_settings
from extractor.store import Store
from tests.answering_endpoint import MODEL, Endpoint, answering
from tests.plain_reports import foia_report

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No embedded model: whatever this machine has is out of sight."""
    monkeypatch.setenv("EXTRACTOR_MODEL_DIR", str(tmp_path / "no model"))


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """One that says zero to everything."""
    with answering(Endpoint()) as opened:
        yield opened


def report(folder: Path, received: int, pending_end: int = 0) -> Path:
    """One report: what it received the endpoint gets wrong, unless it is 0."""
    path = folder / f"{received}-{pending_end}.txt"
    path.write_text(foia_report(f"Office {received}", received, pending_end))
    return path


def when_needed(endpoint: Endpoint, **more: object) -> RunSettings:
    given: dict[str, object] = {"llm": "when-needed", "base_url": endpoint.base_url, "model": MODEL, **more}
    return resolve_settings(given, {})


def readers_of(store: Store, name: str) -> list[str]:
    (result,) = store.find(name)
    return [reading.reader for reading in store.readings(result.sha256, "us_foia")]


def test_a_document_that_is_accepted_without_the_model_is_not_sent_to_it(
    tmp_path: Path, store: Store, endpoint: Endpoint
) -> None:
    path = report(tmp_path, 12)
    summary = run_documents([path], when_needed(endpoint), store)
    assert (summary.counts, endpoint.asked, summary.usage.calls) == ({"accepted": 1}, 0, 0)
    assert readers_of(store, path.name) == ["layout"]


def test_of_an_open_document_only_rows_with_open_fields_are_asked(
    tmp_path: Path, store: Store, endpoint: Endpoint
) -> None:
    path = report(tmp_path, 12, pending_end=3)
    summary = run_documents([path], when_needed(endpoint), store)
    some = summary.usage.calls
    (result,) = store.find(path.name)
    (reading,) = [each for each in store.readings(result.sha256, "us_foia") if each.reader == "llm"]
    always = run_documents([path], when_needed(endpoint, llm="always"), store)
    assert 1 < some < always.usage.calls + some
    assert reading.asked == "open"
    assert 0 < len(reading.fields) < 20
    assert summary.entries[0].usage.calls == some - 1  # One call was about the endpoint itself.


def test_going_over_to_always_asks_about_everything(tmp_path: Path, store: Store, endpoint: Endpoint) -> None:
    paths = [report(tmp_path, 0), report(tmp_path, 12, pending_end=3)]
    run_documents(paths, when_needed(endpoint), store)
    always = run_documents(paths, when_needed(endpoint, llm="always"), store)
    assert always.done_again == {"consulting": 2}
    assert [readers_of(store, path.name) for path in paths] == [["layout", "llm"]] * 2
    back = run_documents(paths, when_needed(endpoint), store)
    assert back.done_again == {"consulting": 2}
    assert [readers_of(store, path.name) for path in paths] == [["layout"], ["layout", "llm"]]
    assert back.usage.calls == 0  # Everything was answered before.


def test_another_policy_finds_out_anew_what_is_needed(tmp_path: Path, store: Store, endpoint: Endpoint) -> None:
    path = report(tmp_path, 12)
    run_documents([path], when_needed(endpoint), store)
    strict = run_documents([path], when_needed(endpoint, policy="strict"), store)
    assert strict.done_again == {"policy": 1}
    assert readers_of(store, path.name) == ["layout", "llm"]
    assert strict.usage.calls > 1


def test_an_audit_that_agrees_leaves_a_document_accepted(tmp_path: Path, store: Store, endpoint: Endpoint) -> None:
    summary = run_documents([report(tmp_path, 0)], when_needed(endpoint, audit="100%"), store)
    assert (summary.counts, summary.entries[0].audited) == ({"accepted": 1}, "agrees")
    assert (summary.audit.documents, summary.audit.differing) == (1, ())


def test_an_audit_that_disagrees_sends_a_document_to_review(tmp_path: Path, store: Store, endpoint: Endpoint) -> None:
    summary = run_documents([report(tmp_path, 12)], when_needed(endpoint, audit="100%"), store)
    assert (summary.counts, summary.entries[0].audited) == ({"review": 1}, "differs")
    assert (summary.audit.documents, summary.audit.differing) == (1, ("12-0.txt",))
    assert summary.audit.fields > 0
    assert store.runs()[-1].audit == summary.audit


def test_what_was_accepted_before_is_audited_once(tmp_path: Path, store: Store, endpoint: Endpoint) -> None:
    path = report(tmp_path, 0)
    run_documents([path], when_needed(endpoint), store)
    audited = run_documents([path], when_needed(endpoint, audit="1"), store)
    assert (audited.audit.documents, audited.entries[0].done_before) == (1, False)
    later = run_documents([path], when_needed(endpoint, audit="1"), store)
    assert (later.audit.documents, later.entries[0].done_before) == (0, True)
    assert run_documents([path], when_needed(endpoint), store).entries[0].done_before


def test_the_share_is_drawn_by_content_and_is_about_as_large_as_said() -> None:
    consulting = Consulting(when_needed=True, audit=Fraction(2, 100))
    hashes = [f"{number:013x}{'0' * 51}" for number in range(0, 16**13, -(-(16**13) // 1000))]
    assert sum(map(consulting.draws, hashes)) == 20
    assert not any(map(Consulting(audit=consulting.audit).draws, hashes))


@pytest.mark.parametrize(
    ("given", "needed"),
    [
        ({}, True),
        ({"base_url": "http://h/v1"}, False),
        ({"base_url": "http://h/v1", "llm": "when-needed"}, True),
        ({"llm": "always"}, False),
        ({"readers": "llm"}, False),
    ],
)
def test_auto_asks_an_endpoint_always_and_the_embedded_model_when_needed(
    given: dict[str, object], needed: bool
) -> None:
    assert consulting_of(resolve_settings(given, {}), row_by_row=True).when_needed == needed


@pytest.mark.parametrize(
    "given",
    [
        {"readers": "llm", "llm": "when-needed"},
        {"llm": "always", "audit": "2%"},
        {"base_url": "http://h/v1", "audit": "2%"},
    ],
)
def test_settings_that_contradict_each_other_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(ConfigurationError, match="when-needed"):
        consulting_of(resolve_settings(given, {}), row_by_row=True)


def test_an_audit_needs_a_model() -> None:
    settings = RunSettings(readers=("layout",), audit="2%")  # type: ignore[arg-type]  # as it is typed
    with pytest.raises(ConfigurationError, match="--audit"), open_readers(settings, None):
        pass


@pytest.mark.parametrize("share", ["200%", "-1%", "a few", "%"])
def test_a_share_that_is_none_is_named(share: str) -> None:
    with pytest.raises(ConfigurationError, match=r"--audit \(or EXTRACTOR_AUDIT\)"):
        resolve_settings({"audit": share}, {})


def test_what_left_the_machine_is_nothing_where_the_endpoint_is_here(
    tmp_path: Path, store: Store, endpoint: Endpoint
) -> None:
    settings = RunSettings(endpoint=EndpointSettings(base_url=endpoint.base_url, model=MODEL))
    summary = run_documents([report(tmp_path, 0)], settings, store)
    assert str(summary.sent) == "Nothing left this machine."
    assert summary.usage.calls == endpoint.asked
