"""What a run does again when something has changed since, and what it keeps: no page, no model is asked for nothing."""

from pathlib import Path

import pytest

from extractor.route import Result
from extractor.run.engine import run_documents
from extractor.run.fingerprint import Fingerprint
from extractor.run.keeping import Earlier, still_good
from extractor.run.pipeline import Job, Task, process
from extractor.run.preparing import job_of
from extractor.run.progress import Silence
from extractor.run.reader_set import LAYOUT_ALONE, open_readers, reading_what_is_missing
from extractor.run.selection import NamedContent, group_by_content
from extractor.run.settings import EndpointSettings, RunSettings
from extractor.run.summary import RunSummary
from extractor.run.workers import in_processes
from extractor.schemas.registry import RULES_FOLDER
from extractor.store import Outcome, Store
from tests.answering_endpoint import MODEL, Endpoint, answering
from tests.built_readings import edit
from tests.house import ROOT
from tests.plain_reports import foia_report

LAYOUT = RunSettings(readers=("layout",))
STRICT = LAYOUT.model_copy(update={"policy": "strict"})
KEPT = "as it was stored"
"""The version of readings that were stored before: a reader that reads again writes its own."""

RULE = """
rules:
  - code: own.nothing_received
    text: "nothing was received"
    range:
      field: requests.overall.received
      at_most: 0
"""


class Removal(Silence):
    """Takes the files away when all of them are known and none is opened yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, total: int, done_before: int) -> None:
        for path in self.folder.iterdir():
            path.unlink()


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A good report, one that contradicts itself, and something else."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "good.txt").write_text(foia_report("Office of Tests", 12))
    (folder / "inconsistent.txt").write_text(foia_report("Office of Errors", 12, pending_end=3))
    (folder / "letter.txt").write_text("Dear Sir or Madam,\nthank you.\n")
    return folder


def change(store: Store, *layers: str) -> None:
    """Have everything in a store been made by other layers than it was; its readings are marked."""
    for result in list(store.results()):
        (done,) = store.done(result.sha256)
        marks = Fingerprint.parse(done.fingerprint).layers
        assert set(layers) <= set(marks)
        made_by = Fingerprint(layers={layer: "other" if layer in layers else mark for layer, mark in marks.items()})
        readings = store.readings(result.sha256, result.schema_name or "")
        marked = tuple(reading.model_copy(update={"version": KEPT}) for reading in readings)
        store.save(Outcome(result, marked, fingerprint=str(made_by), edits=done.edits_now))


def kept(store: Store, name: str = "good.txt") -> dict[str, bool]:
    """Which readings of a document are those that were stored before, by reader."""
    (result,) = store.find(name)
    readings = store.readings(result.sha256, result.schema_name or "")
    return {reading.reader: reading.version == KEPT for reading in readings}


def statuses(summary: RunSummary) -> dict[str, str]:
    return {entry.document: entry.status for entry in summary.entries}


def results(store: Store) -> dict[str, Result]:
    """What became of every document, apart from the receipts: they tell readings that were marked from others."""
    return {result.document: result.model_copy(update={"receipt": None}) for result in store.results()}


# -- nothing is opened


def test_another_policy_opens_no_document_and_reads_nothing(reports: Path, store: Store, tmp_path: Path) -> None:
    with Store(str(tmp_path / "fresh.sqlite")) as fresh:
        run_documents([reports], STRICT, fresh)
        run_documents([reports], LAYOUT, store)
        change(store)
        again = run_documents([reports], STRICT, store, Removal(reports))
        assert statuses(again) == {"good.txt": "review", "inconsistent.txt": "review", "letter.txt": "unrecognised"}
        assert results(store) == results(fresh)
    assert kept(store) == {"layout": True}
    assert again.done_again == {"policy": 2}


def test_real_samples_end_under_another_policy_as_if_they_had_been_read_under_it(store: Store, tmp_path: Path) -> None:
    samples = sorted((ROOT / "evals" / "samples").glob("*.txt"))
    assert samples
    with Store(str(tmp_path / "fresh.sqlite")) as fresh:
        run_documents(samples, STRICT, fresh)
        run_documents(samples, LAYOUT, store)
        assert results(store) != results(fresh)
        run_documents(samples, STRICT, store)
        assert results(store) == results(fresh)


def test_a_document_that_fits_no_schema_is_done_whatever_the_policy(reports: Path, store: Store) -> None:
    run_documents([reports], LAYOUT, store)
    strict = run_documents([reports], STRICT, store)
    assert [entry.document for entry in strict.entries if entry.done_before] == ["letter.txt"]


def test_a_decision_made_since_opens_no_document(reports: Path, store: Store) -> None:
    run_documents([reports], LAYOUT, store)
    (result,) = store.find("good.txt")
    store.add_edit(edit("correct", "year", 2018, sha256=result.sha256, schema_name="us_foia"))
    again = run_documents([reports], LAYOUT, store, Removal(reports))
    (result,) = store.find("good.txt")
    assert result.verdict is not None
    assert result.verdict.fields["year"].status == "corrected"
    assert again.done_again == {"decisions": 1}


def test_a_rule_of_ones_own_is_checked_without_asking_the_model_again(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "good.txt").write_text(foia_report("Office of Tests", 12))
    monkeypatch.setenv("EXTRACTOR_API_KEY", "only for this test")
    with answering(Endpoint()) as endpoint:
        settings = RunSettings(endpoint=EndpointSettings(base_url=endpoint.base_url, model=MODEL))
        run_documents([folder], settings, store)
        change(store)
        asked = endpoint.asked
        (tmp_path / "us_foia.yaml").write_text(RULE)
        monkeypatch.setenv(RULES_FOLDER, str(tmp_path))
        again = run_documents([folder], settings, store, Removal(folder))
        assert (endpoint.asked, again.done_again) == (asked, {"rules": 1})
    assert kept(store) == {"layout": True, "llm": True}
    (result,) = store.find("good.txt")
    assert result.verdict is not None
    assert [each.outcome for each in result.verdict.findings if each.code == "own.nothing_received"] == ["fail"]
    assert result.schema_version is not None
    assert "+" in result.schema_version


# -- the document is opened, readings are kept


@pytest.mark.parametrize("layer", ["verify", "schema gov_disclosure", "choice"])
def test_a_change_behind_the_readers_or_in_another_schema_opens_the_document_and_keeps_its_readings(
    reports: Path, store: Store, layer: str
) -> None:
    run_documents([reports], LAYOUT, store)
    before = results(store)
    change(store, layer)
    again = run_documents([reports], LAYOUT, store)
    assert again.done_again == ({"verify": 2} if layer == "verify" else {layer.partition(" ")[0]: 3})
    assert kept(store) == {"layout": True}
    assert results(store) == before
    change(store, layer)
    assert set(statuses(run_documents([reports], LAYOUT, store, Removal(reports))).values()) >= {"failed"}


def test_a_decision_taken_back_leaves_the_document_closed(reports: Path, store: Store) -> None:
    """What the document itself said is stored apart from decisions, so nothing of it is lost with one."""
    run_documents([reports], LAYOUT, store)
    (result,) = store.find("good.txt")
    change(store)
    for kind in ("confirm", "retract"):
        store.add_edit(edit(kind, "year", 2019, sha256=result.sha256, schema_name="us_foia"))
    summary = run_documents([reports / "good.txt"], LAYOUT, store, Removal(reports))
    assert statuses(summary) == {"good.txt": result.status}
    assert kept(store) == {"layout": True}


@pytest.mark.parametrize(("layer", "model_again"), [("layout", False), ("llm", True)])
def test_a_reader_that_has_changed_reads_again_and_the_other_does_not(
    reports: Path, store: Store, layer: str, model_again: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXTRACTOR_API_KEY", "only for this test")
    with answering(Endpoint()) as endpoint:
        settings = RunSettings(endpoint=EndpointSettings(base_url=endpoint.base_url, model=MODEL))
        run_documents([reports / "good.txt"], settings, store)
        change(store, layer)
        again = run_documents([reports / "good.txt"], settings, store)
    assert kept(store) == {"layout": model_again, "llm": not model_again}
    assert again.done_again == {layer: 1}


def test_a_model_that_joins_reads_beside_what_was_read_before(
    reports: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXTRACTOR_API_KEY", "only for this test")
    run_documents([reports / "good.txt"], LAYOUT, store)
    change(store)
    with answering(Endpoint()) as endpoint:
        settings = RunSettings(endpoint=EndpointSettings(base_url=endpoint.base_url, model=MODEL))
        run_documents([reports / "good.txt"], settings, store)
        assert endpoint.asked > 0
    assert kept(store) == {"layout": True, "llm": False}
    run_documents([reports / "good.txt"], LAYOUT, store)
    assert kept(store) == {"layout": True}


# -- everything is done again


@pytest.mark.parametrize("layer", ["opening", "recognition", "schema us_foia"])
def test_a_change_before_the_readers_does_everything_again(reports: Path, store: Store, layer: str) -> None:
    run_documents([reports / "good.txt"], LAYOUT, store)
    change(store, layer)
    again = run_documents([reports / "good.txt"], LAYOUT, store)
    assert kept(store) == {"layout": False}
    assert again.done_again == {layer.partition(" ")[0]: 1}


@pytest.mark.parametrize("made_by", ["", "extractor 0.1.0; us_foia.2; layout 1; standard"])
def test_what_was_made_before_there_were_layers_is_done_again(reports: Path, store: Store, made_by: str) -> None:
    run_documents([reports / "good.txt"], LAYOUT, store)
    change(store)
    (result,) = store.find("good.txt")
    readings = store.readings(result.sha256, "us_foia")
    store.save(Outcome(result, readings, fingerprint=made_by))
    again = run_documents([reports / "good.txt"], LAYOUT, store)
    assert not again.entries[0].done_before
    assert kept(store) == {"layout": False}


def test_who_asks_for_it_has_everything_done_again(reports: Path, store: Store) -> None:
    run_documents([reports / "good.txt"], LAYOUT, store)
    change(store)
    again = run_documents([reports / "good.txt"], LAYOUT.model_copy(update={"again": True}), store)
    assert kept(store) == {"layout": False}
    assert again.done_again == {}


# -- one document, step by step


def earlier_of(store: Store, path: Path, job: Job) -> tuple[NamedContent, tuple[Earlier, ...]]:
    (content,) = group_by_content([path])
    return content, still_good(store, content.sha256, Fingerprint.parse(job.fingerprint))


def layout_job(settings: RunSettings) -> Job:
    with open_readers(settings, None) as readers:
        return job_of(settings, readers)


def test_a_reading_under_another_form_is_of_no_use(reports: Path, store: Store) -> None:
    run_documents([reports / "good.txt"], LAYOUT, store)
    change(store, "schema gov_disclosure")
    job = layout_job(LAYOUT)
    content, (found,) = earlier_of(store, reports / "good.txt", job)
    elsewhere = Earlier(found.result.model_copy(update={"form": "another"}), found.readings, places=False)

    def versions(earlier: Earlier) -> list[str]:
        task = Task(content, kept=(earlier,))
        outcome = process(task, job, reading_what_is_missing(LAYOUT_ALONE, task.kept))
        return [reading.version for reading in outcome.readings]

    assert versions(found) == [KEPT]
    assert KEPT not in versions(elsewhere)


def test_other_processes_keep_what_this_one_keeps(reports: Path, store: Store) -> None:
    run_documents([reports], LAYOUT, store)
    change(store, "verify")
    job = layout_job(LAYOUT)
    tasks = [Task(content, kept=found) for content, found in (earlier_of(store, p, job) for p in reports.iterdir())]
    expected = {
        task.content.path: process(task, job, reading_what_is_missing(LAYOUT_ALONE, task.kept)) for task in tasks
    }
    outcomes = {task.content.path: outcome for task, outcome in in_processes(tasks, job, 2)}
    assert outcomes == expected
    assert [reading.version for reading in outcomes[reports / "good.txt"].readings] == [KEPT]


def test_a_document_renamed_since_goes_by_its_new_name(reports: Path, store: Store) -> None:
    run_documents([reports / "good.txt"], LAYOUT, store)
    (reports / "good.txt").rename(reports / "better.txt")
    again = run_documents([reports / "better.txt"], STRICT, store)
    assert [(entry.document, entry.path) for entry in again.entries] == [("better.txt", str(reports / "better.txt"))]
