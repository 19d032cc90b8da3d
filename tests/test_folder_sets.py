"""A folder with ``set.toml``, documents and their truths is an eval set."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.cli.eval_options import EvalOptions
from extractor.cli.evaluating import evaluate
from extractor.errors import ConfigurationError
from extractor.evaluate import load_set
from extractor.evaluate.baseline import Baseline, CaseLine, Provenance, load_baseline
from extractor.evaluate.compare import compare_runs

BILL = """
from decimal import Decimal
from pydantic import BaseModel
from extractor.schemas.expression import column, total
from extractor.schemas.rule import rule

class Line(BaseModel):
    name: str
    amount: Decimal

class Bill(BaseModel):
    number: str
    note: str | None = None
    lines: list[Line]
    total: Decimal

@rule("bill.total", "the total is the sum")
def summed(bill):
    yield bill.total == total(column(bill.lines, "amount"))

RULES = (summed,)
"""
TEXT = "Number: A-1\n\nName\tAmount\nPin\t2.50\nNail\t3.00\n\nTotal\t{total}\n"
RECORD = {
    "number": "A-1",
    "note": None,
    "lines": [{"name": "Pin", "amount": "2.50"}, {"name": "Nail", "amount": 3.0}],
    "total": 5.5,
}
BY_PATH = {
    "number": "A-1",
    "lines.0.name": "Pin",
    "lines.0.amount": "2.50",
    "lines.1.name": "Nail",
    "lines.1.amount": "3.00",
    "total": "9.50",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "bills"
    place.mkdir()
    (place / "bill.py").write_text(BILL, "utf-8")
    (place / "set.toml").write_text('schema = "bill.py:Bill"\npolicy = "standard"\nreaders = "layout"\n', "utf-8")
    (place / "one.txt").write_text(TEXT.format(total="5.50"), "utf-8")
    (place / "one.truth.json").write_text(json.dumps(RECORD), "utf-8")
    (place / "two.txt").write_text(TEXT.format(total="9.50"), "utf-8")
    wrong = {"fields": BY_PATH, "expect": ["review", "source_inconsistent"], "damages": ["digit"]}
    (place / "two.truth.json").write_text(json.dumps(wrong), "utf-8")
    return place


def test_a_truth_is_a_record_or_fields_by_path(folder: Path) -> None:
    one, two = load_set(str(folder)).cases
    assert one.rendered.truth["total"] == Decimal("5.5")
    assert one.rendered.states["note"] == "unread"
    assert two.rendered.truth["lines.1.amount"] == Decimal("3.00")
    assert two.spec.damages == ("digit",)


def test_a_folder_is_evaluated_like_a_bundled_set(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept, page = folder.parent / "now.json", folder.parent / "page.html"
    assert evaluate([str(folder)], EvalOptions(save_baseline=kept, report=page), {}) == 0
    lines = load_baseline(kept).by_name
    assert (lines["one.txt"].outcome, lines["one.txt"].right) == ("accept", lines["one.txt"].fields)
    assert lines["two.txt"].met
    assert "Evaluation of bills" in page.read_text("utf-8")
    assert "no case of the set breaks" not in capsys.readouterr().out


def test_a_rule_that_no_case_breaks_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evaluate([str(folder)], EvalOptions(only="one"), {})
    assert "rules that no case of the set breaks: bill.total" in capsys.readouterr().out


def test_a_small_set_says_what_it_cannot_decide_and_may_close_on_any_loss(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = folder.parent / "now.json"
    evaluate([str(folder)], EvalOptions(save_baseline=kept), {})
    assert evaluate([str(folder)], EvalOptions(baseline=kept, gate=True), {}) == 0
    assert "2 cases are too few to decide" in capsys.readouterr().err


LINE = CaseLine(
    case="a", key="k", outcome="accept", met=True, fields=9, right=9, to_review=0, unnoticed=0, printed=3, accounted=3
)
MADE = Provenance(set_name="s", set_digest="d", schema_version="1", readers=("layout",), code="c")


def test_one_loss_closes_a_strict_gate_and_no_other() -> None:
    before = Baseline(provenance=MADE, cases=(LINE,))
    after = Baseline(provenance=MADE, cases=(LINE.model_copy(update={"outcome": "review", "to_review": 2}),))
    assert compare_runs(before, after).reasons == ()
    assert compare_runs(before, after, any_loss=True).reasons == ("any loss closes this gate: a",)


def test_a_state_stands_for_no_value(folder: Path) -> None:
    (folder / "one.truth.json").write_text(json.dumps({**RECORD, "note": {"state": "blank"}}), "utf-8")
    assert load_set(str(folder)).cases[0].rendered.states["note"] == "blank"


def test_a_blank_is_not_wrong_where_the_truth_says_nothing_of_the_field(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Number: A-1\n\nName\tAmount\tTax\nPin\t2.50\t\nNail\t3.00\t0.50\n\nTotal\t5.50\n"
    (folder / "one.txt").write_text(text, "utf-8")
    bill = BILL.replace("amount: Decimal\n", "amount: Decimal\n    tax: Decimal | None = None\n")
    (folder / "bill.py").write_text(bill, "utf-8")
    fields = {**BY_PATH, "lines.1.tax": "0.50", "total": "5.50"}
    (folder / "one.truth.json").write_text(json.dumps(fields), "utf-8")
    evaluate([str(folder)], EvalOptions(only="one", as_json=True), {})
    report = json.loads(capsys.readouterr().out)
    assert report["cases"][0]["states_wrong"] == 0
    assert all(each["wrong"]["hits"] == 0 for each in report["doubts"])


@pytest.mark.parametrize(
    ("truth", "said"),
    [
        ({"totl": 1}, "there is no field totl"),
        ({"total": "many"}, "total is amount"),
        ({"total": {"state": "lost"}}, "'lost' is no state"),
        ([1], "is no truth"),
    ],
)
def test_what_is_wrong_with_a_truth_is_said_with_its_file(folder: Path, truth: object, said: str) -> None:
    (folder / "one.truth.json").write_text(json.dumps(truth), "utf-8")
    with pytest.raises(ConfigurationError, match=said):
        _ = load_set(str(folder)).cases


def test_a_set_says_what_it_lacks(folder: Path) -> None:
    (folder / "three.truth.json").write_text("{}", "utf-8")
    with pytest.raises(ConfigurationError, match="document that is not there"):
        _ = load_set(str(folder)).cases
    (folder / "set.toml").write_text("policy = 'standard'", "utf-8")
    with pytest.raises(ConfigurationError, match="names no schema"):
        load_set(str(folder))


def test_a_printed_form_has_a_truth_as_well(folder: Path) -> None:
    (folder / "set.toml").write_text('schema = "us_foia"\n', "utf-8")
    (folder / "one.truth.json").write_text(json.dumps({"agency": "Board", "year": 2021}), "utf-8")
    (folder / "two.truth.json").unlink()
    (case,) = load_set(str(folder)).cases
    assert case.rendered.truth == {"agency": "Board", "year": 2021}
