"""``extractor eval`` as it is typed: baselines, gates, comparisons, and their exit codes."""

import json
import sys
from pathlib import Path

import pytest

from extractor.cli.eval_options import EvalOptions
from extractor.cli.evaluating import evaluate as run_evaluation
from extractor.evaluate import evaluate_set, load_set
from extractor.evaluate.baseline import Baseline, Provenance, load_baseline
from tests.eval_line import MISPRINTED, PLAIN, case, write_set
from tests.typed_commands import Answer, extractor

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set of its own and a baseline of it."""
    place = tmp_path_factory.mktemp("evals")
    write_set(place / "own", [*PLAIN, *MISPRINTED])
    done = evaluate(place, "--save-baseline", "sound.json")
    assert done.code == 0, done.err
    return place


def evaluate(place: Path, *words: str) -> Answer:
    return extractor(place, "eval", "own", "--readers", "layout", *words, EXTRACTOR_CACHE_DIR=str(place / "cache"))


def claim(folder: Path, name: str, **better: object) -> str:
    """A baseline that says this of every case."""
    kept = json.loads((folder / "sound.json").read_text("utf-8"))
    for line in kept["cases"]:
        line.update(better)
    (folder / name).write_text(json.dumps(kept), "utf-8")
    return name


def test_confirmed_but_wrong_and_every_kind_of_doubt_stand_beside_false_successes(folder: Path) -> None:
    said = evaluate(folder).out
    assert "false success: accepted documents" in said
    assert "confirmed but wrong: fields, in" in said
    assert "rule_fails" in said
    assert "without any doubt" in said


def test_an_open_gate_ends_with_zero(folder: Path) -> None:
    answer = evaluate(folder, "--baseline", "sound.json", "--gate")
    assert answer.code == 0
    assert "gate: open, 12 cases compared" in answer.err
    assert "every case ended as before" in answer.out


def test_a_closed_gate_ends_with_one_and_names_the_cases(folder: Path) -> None:
    answer = evaluate(folder, "--baseline", claim(folder, "lower.json", to_review=0), "--gate")
    assert answer.code == 1
    assert "gate: review load" in answer.err
    assert "misprint-20.txt" in answer.err
    assert "worse   misprint-20.txt: to review 0 →" in answer.out


def test_a_lost_acceptance_of_many_closes_the_gate(folder: Path) -> None:
    worse = claim(folder, "worse.json", outcome="review")
    answer = extractor(folder, "eval", "diff", "sound.json", worse, "--gate")
    assert answer.code == 1
    assert "gate: accepted, all values right: 8 lost, 0 gained, p = 0.00781: plain-0.txt" in answer.err


def test_without_a_gate_a_worse_run_only_says_so(folder: Path) -> None:
    answer = evaluate(folder, "--baseline", claim(folder, "other.json", key="another"))
    assert answer.code == 0
    assert "gone or another document" in answer.out


def test_a_gate_needs_a_baseline(folder: Path) -> None:
    answer = evaluate(folder, "--gate")
    assert answer.code == 3
    assert "--baseline" in answer.err


def test_a_baseline_that_is_none_is_refused(folder: Path) -> None:
    (folder / "torn.json").write_text("{", "utf-8")
    for name in ("torn.json", "nowhere.json"):
        answer = evaluate(folder, "--baseline", name)
        assert (answer.code, name in answer.err) == (3, True)


def test_a_comparison_shows_what_the_runs_depended_on(folder: Path) -> None:
    kept = json.loads((folder / "sound.json").read_text("utf-8"))
    kept["provenance"]["readers"] = ["layout 0"]
    (folder / "old.json").write_text(json.dumps(kept), "utf-8")
    answer = extractor(folder, "eval", "diff", "old.json", "sound.json")
    assert answer.code == 0
    assert "readers: layout 0 → layout" in answer.out


def test_a_comparison_needs_two_runs_over_one_set(folder: Path) -> None:
    assert extractor(folder, "eval", "diff", "sound.json").code == 3
    kept = json.loads((folder / "sound.json").read_text("utf-8"))
    kept["provenance"]["set_name"] = "another"
    (folder / "foreign.json").write_text(json.dumps(kept), "utf-8")
    answer = extractor(folder, "eval", "diff", "sound.json", "foreign.json")
    assert (answer.code, "two sets" in answer.err) == (3, True)


def test_a_comparison_as_json_is_only_json(folder: Path) -> None:
    answer = extractor(folder, "eval", "diff", "sound.json", "sound.json", "--json")
    assert json.loads(answer.out)["cases"] == 12


def test_a_run_on_some_cases_can_pass_the_gate_of_all(folder: Path) -> None:
    answer = evaluate(folder, "--limit", "4", "--baseline", "sound.json", "--gate")
    assert answer.code == 0
    assert "4 cases compared" in answer.err


def test_cases_are_chosen_by_style_or_name(folder: Path) -> None:
    answer = evaluate(folder, "--only", "cells", "--json")
    assert answer.code == 0, answer.err
    assert len(json.loads(answer.out)["cases"]) == len(MISPRINTED)


def test_the_sets_are_listed(folder: Path) -> None:
    drawn = ["balance_sheet", "bank_statement", "invoice", "receipt"]
    assert extractor(folder, "eval").out.split() == sorted(["gov_disclosure", "hostile", "us_foia", *drawn])


SCANS = [case("scan", number, "pdf_scan") for number in (40, 41)]


@pytest.fixture
def some_scans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A set with two scans in it, none of its documents made before, and a baseline that has them all."""
    monkeypatch.setenv("EXTRACTOR_CACHE_DIR", str(tmp_path / "cache"))
    folder = write_set(tmp_path / "own", [*PLAIN[:2], *SCANS])
    cases = load_set(str(folder)).cases
    report = evaluate_set(str(write_set(tmp_path / "plain", PLAIN[:2])), lambda path: ())
    kept = Baseline.of(report, Provenance(set_name="own", set_digest="", schema_version="", readers=(), code=""))
    lines = [
        kept.cases[0].model_copy(
            update={"case": each.rendered.name, "key": each.key[:12], "outcome": "refuse", "met": False}
        )
        for each in cases
    ]
    kept.model_copy(update={"cases": tuple(lines)}).write(tmp_path / "before.json")
    return folder


def test_scans_are_not_run_where_the_extra_is_missing_and_the_gate_says_so(
    some_scans: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "cv2", None)
    now, page = some_scans / "now.json", some_scans / "report.html"
    options = EvalOptions(baseline=some_scans.parent / "before.json", gate=True, save_baseline=now, report=page)
    assert run_evaluation([str(some_scans)], options, {"readers": "layout"}) == 0
    told = capsys.readouterr()
    out, err = (" ".join(text.split()) for text in told)
    assert "2 cases not run: pages as pictures need OpenCV" in out
    assert "pip install 'extractor-proof[ocr]'" in out
    assert "2 cases of the baseline were not run and are not compared: scan-40.pdf, scan-41.pdf" in err
    assert "gate: open, 2 cases compared" in err
    kept = load_baseline(now)
    assert ([line.case for line in kept.cases], kept.not_run) == (
        ["plain-0.txt", "plain-1.txt"],
        ("scan-40.pdf", "scan-41.pdf"),
    )
    assert "2 cases not run" in page.read_text("utf-8")


def test_scans_that_can_be_made_but_not_read_are_not_run_either(some_scans: Path) -> None:
    pytest.importorskip("cv2")
    answer = extractor(
        some_scans.parent,
        *("eval", "own", "--readers", "layout", "--baseline", "before.json", "--gate", "--json"),
        EXTRACTOR_OCR="never",
        EXTRACTOR_CACHE_DIR=str(some_scans.parent / "cache"),
    )
    assert answer.code == 0
    left = json.loads(answer.out)["not_run"]
    assert [each["case"] for each in left] == ["scan-40.pdf", "scan-41.pdf"]
    assert "EXTRACTOR_OCR=never" in left[0]["why"]
    assert "2 cases of the baseline were not run" in " ".join(answer.err.split())
