"""What a run shows at its end where the store has gone on without it: another person settles, or it is gone."""

import json
import re
from pathlib import Path

import pytest

from extractor.cli import running
from extractor.cli.run_progress import Bar
from extractor.run.engine import run_documents
from extractor.run.progress import Progress
from extractor.run.settings import RunSettings
from extractor.run.summary import FileEntry, RunSummary
from extractor.settlement import settle_decisions
from extractor.store import Store
from extractor.verify.edit import Edit
from tests.built_readings import edit
from tests.runs_at_once import make_reports

SETTINGS = RunSettings(readers=("layout",), jobs=1, store_seconds=0)


def _settle_what_waits(store: Store) -> None:
    (waiting,) = store.results("review")
    verdict, schema = waiting.verdict, waiting.schema_name or ""
    assert verdict is not None
    fields = [edit("confirm", each.path, each.value, each.state) for each in verdict.flagged]
    broken = [(each.code, each.paths) for each in verdict.findings if each.broken]
    values = {path: field.value for path, field in verdict.fields.items()}
    waived = [edit("waive", rule=code, paths=paths, values=tuple(map(values.get, paths))) for code, paths in broken]
    about = {"sha256": waiting.sha256, "schema_name": schema}

    def decided(_: tuple[Edit, ...]) -> list[Edit]:
        return [each.model_copy(update=about) for each in (*fields, *waived)]

    settled = settle_decisions(store, waiting.sha256, schema, decided)
    assert settled is not None and settled.after.outcome.result.status == "accepted"


def test_the_only_document_that_waits_is_settled_before_it_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report = make_reports(tmp_path / "reports", 1) / "000.txt"
    report.write_text(re.sub(r"\d+(?=\D*$)", "9999", report.read_text()))

    def settled_at_its_end(paths: list[Path], settings: RunSettings, store: Store, told: Progress) -> RunSummary:
        summary = run_documents(paths, settings, store, told)
        _settle_what_waits(store)
        return summary

    with Store(str(tmp_path / "s.sqlite")) as store:
        run_documents([report], SETTINGS, store)
        monkeypatch.setattr(running, "run_documents", settled_at_its_end)
        running.run_into(store, [report], SETTINGS, False, False, None)
    said = capsys.readouterr()
    assert "000.txt" in said.out and "extractor show" not in said.err


@pytest.mark.parametrize("as_json", [True, False])
def test_where_the_store_is_gone_it_lists_what_it_did_itself_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    reports, place = make_reports(tmp_path / "reports", 2), tmp_path / "s.sqlite"

    def gone_at_its_end(paths: list[Path], settings: RunSettings, store: Store, told: Progress) -> RunSummary:
        summary = run_documents(paths, settings, store, told)
        place.rename(tmp_path / "elsewhere.sqlite")
        return summary

    with Store(str(place)) as store:
        run_documents([reports / "000.txt"], SETTINGS, store)
        monkeypatch.setattr(running, "run_documents", gone_at_its_end)
        running.run_into(store, [reports], SETTINGS, as_json, True, None)
    said = capsys.readouterr()
    if as_json:
        told = json.loads(said.out)
        assert [each["document"] for each in told["entries"]] == ["001.txt"] and told["counts"] == {"accepted": 2}
    else:
        assert "001.txt" in said.out and "000.txt" not in said.out
    assert "were done before this run are not listed" in " ".join((said.err if as_json else said.out).split())


def test_a_run_that_ends_early_says_so_even_where_nobody_wants_progress(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reports, place = make_reports(tmp_path / "reports", 2), tmp_path / "s.sqlite"

    class Away(Bar):
        def advance(self, entry: FileEntry) -> None:
            place.unlink()

    monkeypatch.setattr(running, "Bar", Away)
    with Store(str(place)) as store:
        summary = running.run_into(store, [reports], SETTINGS, False, True, None)
    said = " ".join(capsys.readouterr().err.split())
    assert summary.exit_code == 5
    assert "The store is lost" in said and said.endswith("The same command goes on from here.")
