"""``extractor eval matrix``: models, prompts and readers over one set, beside the first."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.cli.app import run_command_line
from extractor.evaluate import load_set
from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.loopback_server import loopback
from extractor.evaluate.matrix import holm
from tests.eval_line import case, write_set
from tests.house import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture
def own_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("EXTRACTOR_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("OPENAI_API_KEY", "")
    yield write_set(tmp_path / "own", [case("plain", number, "tsv") for number in range(4)])


def truths_of(folder: Path) -> tuple[KnownTruth, ...]:
    return tuple(KnownTruth(each.order.form, each.rendered.truth, each.spec.id) for each in load_set(str(folder)).cases)


def matrix(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    code = run_command_line(("eval", "matrix", *words, "--json"))
    told = capsys.readouterr()
    assert code == 0, told.err
    found = json.loads(told.out)
    assert isinstance(found, dict)
    return found


def test_models_prompts_and_readers_stand_side_by_side(
    own_set: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prompts = tmp_path / "terse"
    prompts.mkdir()
    shutil.copy(ROOT / "prompts" / "rows_cells.md", prompts)
    prices = tmp_path / "prices.toml"
    prices.write_text('currency = "EUR"\n[models]\n"loopback" = { in = 1000, out = 2000 }\n')
    with loopback(truths_of(own_set)) as good, loopback(truths_of(own_set), "shift") as bad:
        models = f"loopback@{good.endpoint.base_url},loopback@{bad.endpoint.base_url}"
        words = (str(own_set), "--readers", "layout,llm", "--models", models, "--prompts", f"shipped,{prompts}")
        found = matrix(capsys, *words, "--prices", str(prices))
        asked = good.model.asked, bad.model.asked
    cells = found["cells"]
    assert isinstance(cells, list)
    assert [(each["choice"]["readers"], each["choice"]["prompts"]) for each in cells] == [
        ("layout", ""),
        ("llm", ""),
        ("llm", "terse"),
        ("llm", ""),
        ("llm", "terse"),
    ]
    assert len({each["choice"]["model"] for each in cells}) == 3 and all(asked)
    layout, sound, _, wrong, _ = cells
    assert layout["beside_first"] is None and layout["cost"] is None and layout["tokens"] == [0, 0]
    assert layout["exact"]["hits"] == layout["exact"]["n"] > 0 and layout["documents"] == 4
    assert sound["exact_documents"]["hits"] == 4 and wrong["exact_documents"]["hits"] == 0
    assert sound["tokens"][0] > 0 and float(sound["cost"]["amount"]) > 0
    beside = wrong["beside_first"]
    assert (beside["documents"], beside["lost"], beside["gained"]) == (4, 4, 0)
    assert beside["p"] == pytest.approx(2 / 2**4) and beside["p_adjusted"] == pytest.approx(4 * 2 / 2**4)
    assert sound["beside_first"]["p_adjusted"] == 1


def test_the_table_says_which_test_it_is(own_set: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(("eval", "matrix", str(own_set), "--readers", "layout", "--limit", "2")) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "McNemar's exact test" in said and "own: 2 documents" in said


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("--readers", "eyes"), "knows layout, llm"),
        (("--readers", "llm", "--prompts", "nowhere"), "is no folder"),
        (("--gate", "--baseline", "some.json"), "takes no baseline"),
    ],
)
def test_what_means_nothing_is_refused(
    own_set: Path, words: tuple[str, ...], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command_line(("eval", "matrix", str(own_set), *words)) == 3
    assert problem in " ".join(capsys.readouterr().err.split())


def test_the_p_of_several_tests_grow_with_their_number_and_keep_their_order() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == [] and holm([0.9, 0.8]) == [1.0, 1.0]
