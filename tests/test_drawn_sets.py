"""The sets of the packs that are models: what they hold, and that the layout reader reaches its baselines on them."""

import json
from pathlib import Path

import pytest

from extractor.cli.eval_options import EvalOptions
from extractor.cli.evaluating import evaluate
from extractor.documents import open_document
from extractor.evaluate import folder_set_names, load_set
from extractor.evaluate.baseline import load_baseline
from extractor.evaluate.folder import evals_folder
from extractor.readers.open_layout import read_open
from extractor.schemas.registry import load_schema
from specimens.drawn_sets.all_drawn import DRAWN
from specimens.drawn_sets.drawn_set import SOUND, SPOILED

NAMES = sorted(each.name for each in DRAWN)


def test_every_pack_that_is_a_model_has_a_set() -> None:
    assert set(NAMES) <= set(folder_set_names())


@pytest.mark.parametrize("drawn", DRAWN, ids=lambda each: each.name)
def test_a_set_is_what_its_program_draws(drawn: object, tmp_path: Path) -> None:
    made = next(each for each in DRAWN if each is drawn)
    made.write(tmp_path)
    kept = evals_folder() / made.name
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {path.name for path in kept.iterdir()}
    written = [name for name in names if not name.endswith(".pdf")]
    assert [name for name in written if (tmp_path / name).read_bytes() != (kept / name).read_bytes()] == []
    assert len(names) == 2 * (SOUND + SPOILED) + 1


@pytest.mark.parametrize("name", NAMES)
def test_a_set_holds_sound_documents_and_spoiled_ones_in_every_look_and_language(name: str) -> None:
    cases = load_set(name).cases
    assert len({case.spec.style for case in cases}) == 6
    assert len({case.spec.id.split("-")[2] for case in cases}) == 5
    assert sum(case.spec.expect == ("accept",) for case in cases) == SOUND


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_layout_reader_reaches_its_baseline_and_every_rule_fails_somewhere(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "now.json"
    options = EvalOptions(baseline=Path(f"{name}.layout.json"), gate=True, save_baseline=kept, as_json=True)
    code = evaluate([name], options, {"readers": "layout"})
    said = capsys.readouterr()
    assert code == 0, said.err
    report = json.loads(said.out)
    assert report["unbroken"] == []
    assert [line.case for line in load_baseline(kept).cases if line.unsafe] == []


def test_a_label_that_holds_the_words_of_another_says_nothing_of_that_one(tmp_path: Path) -> None:
    path = tmp_path / "bill.txt"
    path.write_text("Invoice number: A-7\nInvoice date: 5 March 2024\nDue date: 20 September 2024\n", "utf-8")
    schema = load_schema("invoice")
    due = read_open(open_document(path), schema, schema.forms[0]).fields["totals.due"]
    assert (due.state, due.certainty) == ("absent", "exact")


def test_a_date_with_points_over_a_column_is_a_key_with_points(tmp_path: Path) -> None:
    path = tmp_path / "sheet.txt"
    path.write_text("\t31.12.2023\t31.12.2022\nVorräte\t1.100.200\t1.300.400\nSumme Aktiva\t2.100.200\t2.300.400\n")
    schema = load_schema("balance_sheet")
    fields = read_open(open_document(path), schema, schema.forms[0]).fields
    assert "assets.31%2E12%2E2023" in fields
