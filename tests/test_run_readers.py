"""Which readers a run has, and what happens to the run when the model's endpoint does not do its part."""

import socket
from pathlib import Path

import pytest

from extractor.errors import ModelUnavailable
from extractor.readers.layout import layout_code
from extractor.run.engine import run_documents
from extractor.run.progress import Silence
from extractor.run.reader_set import ONLY_LAYOUT, STRICT, open_readers
from extractor.run.settings import EndpointSettings, RunSettings, Vision
from extractor.schemas.registry import load_schema
from extractor.store import Store
from tests.answering_endpoint import MODEL, Endpoint, answering
from tests.plain_reports import foia_report

pytestmark = pytest.mark.slow


class Notices(Silence):
    """Keeps what is told before a run."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def notice(self, text: str) -> None:
        self.heard.append(text)


@pytest.fixture(autouse=True)
def no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No embedded model, no key: whatever this machine has is out of sight."""
    monkeypatch.setenv("EXTRACTOR_MODEL_DIR", str(tmp_path / "no model"))
    monkeypatch.setenv("EXTRACTOR_API_KEY", "only for this test")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Three reports in which nothing happened: the endpoint's zeros are right for them."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(foia_report(f"Office {number}", 0))
    return folder


def _settings(base_url: str) -> RunSettings:
    return RunSettings(endpoint=EndpointSettings(base_url=base_url, model=MODEL), jobs=2)


def test_without_a_model_the_run_says_that_one_reader_works(reports: Path, store: Store) -> None:
    notices = Notices()
    summary = run_documents([reports], RunSettings(), store, notices)
    assert notices.heard == [ONLY_LAYOUT]
    assert [name.partition(" ")[0] for name in summary.readers] == ["layout"]


def test_layout_alone_by_choice_needs_no_notice(reports: Path, store: Store) -> None:
    notices = Notices()
    run_documents([reports], RunSettings(readers=("layout",)), store, notices)
    assert notices.heard == []


def test_strict_says_that_nothing_can_be_accepted_where_one_search_is_at_work(reports: Path, store: Store) -> None:
    notices = Notices()
    summary = run_documents([reports], RunSettings(readers=("layout",), policy="strict"), store, notices)
    assert notices.heard == [STRICT]
    assert summary.counts == {"review": 3}
    fields = [field for result in store.results() if result.verdict for field in result.verdict.fields.values()]
    assert {field.reasons for field in fields if field.status == "flagged"} == {("only one reader found its place",)}


def test_strict_is_silent_where_a_model_at_an_endpoint_is_a_second_search(reports: Path, store: Store) -> None:
    notices = Notices()
    with answering(Endpoint()) as endpoint:
        large = EndpointSettings(base_url=endpoint.base_url, model="large")
        run_documents([reports], RunSettings(endpoint=large, policy="strict"), store, notices)
    assert STRICT not in notices.heard


def test_a_model_that_was_asked_for_and_is_not_there_stops_before_the_first_document(
    reports: Path, store: Store
) -> None:
    with pytest.raises(ModelUnavailable, match="extractor model install"):
        run_documents([reports], RunSettings(readers=("layout", "llm")), store)
    assert list(store.results()) == []


def test_with_an_endpoint_both_readers_read_and_the_fields_name_both(reports: Path, store: Store) -> None:
    with answering(Endpoint()) as endpoint:
        summary = run_documents([reports], _settings(endpoint.base_url), store)
    assert summary.readers == (f"layout {layout_code()}", f"llm {MODEL}")
    assert summary.counts == {"accepted": 3}
    for result in store.results():
        assert [reading.reader for reading in store.readings(result.sha256, "us_foia")] == ["layout", "llm"]
        assert result.verdict is not None
        assert result.verdict.fields["requests.overall.received"].readers == {"layout": 0, "llm": 0}


def test_an_answer_is_never_paid_for_twice(reports: Path, store: Store) -> None:
    with answering(Endpoint()) as endpoint:
        settings = _settings(endpoint.base_url)
        run_documents([reports], settings, store)
        asked = endpoint.asked
        again = run_documents([reports], settings.model_copy(update={"again": True}), store)
        assert (again.counts, endpoint.asked) == ({"accepted": 3}, asked)


def test_a_disagreement_of_the_readers_goes_to_review(tmp_path: Path, store: Store) -> None:
    (tmp_path / "report.txt").write_text(foia_report("Office of Tests", 12))
    with answering(Endpoint()) as endpoint:
        summary = run_documents([tmp_path / "report.txt"], _settings(endpoint.base_url), store)
    (entry,) = summary.entries
    assert entry.status == "review"
    assert entry.flagged >= 6


def test_without_credit_the_run_stops_with_what_is_done_and_goes_on_later(reports: Path, store: Store) -> None:
    with answering(Endpoint()) as endpoint:
        one = run_documents([reports / "0.txt"], _settings(endpoint.base_url), store)
        assert one.counts == {"accepted": 1}
        endpoint.credit = endpoint.asked
        stopped = run_documents([reports], _settings(endpoint.base_url), store)
        assert (stopped.stopped, stopped.exit_code, stopped.left) == ("quota_exhausted", 2, 2)
        assert "credit" in stopped.message
        endpoint.credit = None
        later = run_documents([reports], _settings(endpoint.base_url), store)
    assert [entry.done_before for entry in later.entries] == [True, False, False]
    assert later.counts == {"accepted": 3}
    assert [run.stopped for run in store.runs()] == ["", "quota_exhausted", ""]


def test_documents_the_endpoint_never_saw_are_read_again_by_the_same_call(reports: Path, store: Store) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
        report = reports / "0.txt"
        first = run_documents([report], _settings(nowhere), store)
        assert (first.unanswered, first.stopped) == (1, "")
        assert "endpoint_unreachable" in first.unanswered_because
        second = run_documents([report], _settings(nowhere), store)
    assert not second.entries[0].done_before


def test_the_model_alone_confirms_nothing_under_the_strict_policy(reports: Path, store: Store) -> None:
    with answering(Endpoint()) as endpoint:
        settings = _settings(endpoint.base_url).model_copy(update={"readers": ("llm",), "policy": "strict"})
        summary = run_documents([reports], settings, store)
    assert summary.counts == {"review": 3}


def test_what_readings_depend_on_names_the_model(store: Store) -> None:
    from extractor.schemas.registry import load_schemas

    with open_readers(_settings("http://127.0.0.1:9/v1"), None, calls=store.calls) as readers:
        assert MODEL in readers.depends_on(load_schemas())
        assert readers.parallel == "threads"


@pytest.mark.parametrize(("vision", "shown"), [("auto", True), ("never", False), ("always", True)])
def test_whether_the_model_is_shown_pages_is_part_of_what_readings_depend_on(vision: Vision, shown: bool) -> None:
    endpoint = EndpointSettings(base_url="http://127.0.0.1:9/v1", model=MODEL, vision=vision)
    with open_readers(RunSettings(endpoint=endpoint), None) as readers:
        depends_on = readers.depends_on((load_schema("us_foia"),))
    assert (f"vision-{vision}." in depends_on, "rows_picture." in depends_on) == (shown, shown)
