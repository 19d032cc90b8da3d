"""The bundled sets against the committed baselines: what was reached is not lost again unnoticed."""

from pathlib import Path
from random import Random

import pytest

from extractor.cli.eval_options import EvalOptions
from extractor.cli.evaluating import evaluate
from extractor.evaluate import load_set
from extractor.evaluate.baseline import load_baseline
from extractor.evaluate.folder import evals_folder
from extractor.readers.llm.weights import model_status

MODEL_CASES = {"us_foia": 2, "gov_disclosure": 1}
"""Cases for the embedded model, of every style in turn: up to a minute of CPU each."""
SCANS, ONE_OF = 1, 8
"""How many scans are among the cases of the layout reader, a quarter of a minute of CPU each, and which share of the
texts is read. ``make evals`` reads all of them."""


def some_cases(name: str) -> tuple[str, ...]:
    """Names of cases of every style, an eighth of those that are not counted apart, and of a few that are; the same
    every time.
    """
    cases = load_set(name).cases
    apart = [case.spec.id for case in cases if case.apart]
    texts = sorted((case.spec.style, case.spec.id) for case in cases if not case.apart)
    return (*(each for _, each in texts[::ONE_OF]), *Random(SCANS).sample(apart, min(SCANS, len(apart))))


def baselines() -> list[str]:
    return sorted(path.name for path in (evals_folder() / "baselines").glob("*.json"))


def test_there_is_a_baseline_of_the_layout_reader_for_every_set() -> None:
    assert {"gov_disclosure.layout.json", "us_foia.layout.json"} <= set(baselines())


@pytest.mark.parametrize("name", baselines())
def test_a_baseline_says_what_it_depended_on_and_is_of_the_set_as_it_is(name: str) -> None:
    kept = load_baseline(Path(name))
    chosen = load_set(kept.provenance.set_name)
    assert kept.provenance.set_digest == chosen.digest
    assert kept.provenance.readers
    assert kept.provenance.code
    keys = {case.rendered.name: case.key[:12] for case in chosen.cases}
    assert all(keys[line.case] == line.key for line in kept.cases)


@pytest.mark.parametrize("name", baselines())
def test_no_baseline_holds_a_false_success(name: str) -> None:
    assert [line.case for line in load_baseline(Path(name)).cases if line.unsafe] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["gov_disclosure", "us_foia"])
def test_the_layout_reader_reaches_its_baseline_on_cases_of_every_style(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    now = tmp_path / "now.json"
    only = some_cases(name)
    options = EvalOptions(baseline=Path(f"{name}.layout.json"), gate=True, save_baseline=now, only=",".join(only))
    code = evaluate([name], options, {"readers": "layout"})
    assert code == 0, capsys.readouterr().err
    lines = load_baseline(now).cases
    assert [line.case for line in lines if line.unsafe] == []
    assert len(lines) == len(only)


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.skipif(not model_status().ready, reason=model_status().problem or "the model is there")
@pytest.mark.parametrize("name", sorted(MODEL_CASES))
def test_layout_and_the_embedded_model_reach_their_baseline_on_a_few_documents(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    options = EvalOptions(baseline=Path(f"{name}.embedded.json"), gate=True, limit=MODEL_CASES[name])
    code = evaluate([name], options, {"readers": "layout,llm"})
    assert code == 0, capsys.readouterr().err
