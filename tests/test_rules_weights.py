"""Weights of fields in a pack and in a file: where they go, what is refused, and where a person sees them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.errors import SchemaError
from extractor.schemas.declared import parse_rules
from extractor.schemas.declared_weights import add_weights, parse_weights
from extractor.schemas.form import Form, Schema
from extractor.schemas.language import compile_form
from extractor.schemas.lint import lint_form
from extractor.schemas.registry import load_schema
from extractor.schemas.reliability import weighed
from extractor.verify.consolidate import consolidate
from extractor.verify.diagnose.gathering import gather_case
from tests.built_readings import FORM, reading_of, report
from tests.ledger import Report as Ledger
from tests.typed_commands import extractor

GOV = load_schema("gov_disclosure")
FOIA = load_schema("us_foia")
TOTALS = """
weights:
  - {field: table3.<row>.total, weight: 3}
  - {field: table4.review.*, weight: 2, except: total}
"""


def weights_of(text: str, schema: Schema = GOV, form: str = "2021") -> dict[str, int]:
    fields = add_weights(schema, parse_weights(text, "rules.yaml")).form(form).fields
    return {path: field.weight for path, field in fields.items() if field.weight != 1}


def test_a_weight_goes_to_every_field_of_its_path_and_to_no_other() -> None:
    found = weights_of(TOTALS)
    totals = [path for path in FORM.fields if path.startswith("table3.") and path.endswith(".total")]
    assert {path for path, weight in found.items() if weight == 3} == set(totals)
    assert {path for path, weight in found.items() if weight == 2} == {
        f"table4.review.{key}" for key in ("upheld", "corrected", "other", "pending")
    }


def test_the_rows_of_a_list_have_one_weight() -> None:
    found = weights_of("weights: [{field: requests.components.<row>.received, weight: 4}]", FOIA, "annual")
    assert found == {"requests.components.{n}.received": 4}
    form = add_weights(FOIA, parse_weights("weights: [{field: requests.*.*.received, weight: 4}]", "f")).form("annual")
    assert form.field("requests.components.7.received").weight == 4


def test_a_text_can_weigh_as_well() -> None:
    assert weights_of("weights: {field: agency, weight: 2}") == {"agency": 2}


def test_weights_in_python_are_those_in_a_file() -> None:
    form = weighed(GOV.form("2021"), {"table3.<row>.total": 3})
    written = add_weights(GOV, parse_weights("weights: [{field: table3.<line>.total, weight: 3}]", "f")).form("2021")
    assert form.weights == written.weights
    path = next(path for path in compile_form("yearly", Ledger).fields if "." in path)
    assert compile_form("yearly", Ledger, weights={path: 7}).field(path).weight == 7


def test_a_weight_goes_to_the_forms_that_have_the_field_unless_it_names_one() -> None:
    both = add_weights(GOV, parse_weights(TOTALS, "f"))
    assert all(form.weights for form in both.forms)
    one = add_weights(GOV, parse_weights('weights: [{field: table3.<row>.total, weight: 3, forms: "2019"}]', "f"))
    assert [bool(form.weights) for form in one.forms] == [False, True]
    only = add_weights(GOV, parse_weights("weights: [{field: table2.fee_wan_yuan, weight: 3}]", "f"))
    assert [bool(form.weights) for form in only.forms] == [True, False]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TOTALS.replace("weight: 3", "weight: 0"), r"rules\.yaml, line 3: a weight is a whole number from 1 to 100"),
        (TOTALS.replace("weight: 3", "weight: -2"), "line 3: a weight is a whole number from 1 to 100, not -2"),
        (TOTALS.replace("weight: 2", "weight: 101"), "line 4: a weight is a whole number from 1 to 100, not 101"),
        (TOTALS.replace("weight: 3", "weight: 1.5"), r"line 3: a weight is a whole number from 1 to 100, not 1\.5"),
        (TOTALS.replace("weight: 3", "weight: true"), "line 3: a weight is a number"),
        (TOTALS.replace("weight: 3", "weight: heavy"), "line 3: a weight is a number"),
        (TOTALS.replace("weight: 3", "weigh: 3"), "line 3: a weight has no 'weigh'; did you mean weight"),
        (TOTALS.replace(", weight: 3", ""), "line 3: weight is missing"),
        (TOTALS.replace("field: table3.<row>.total, ", ""), "line 3: field is missing"),
        (TOTALS.replace("table3", "table9"), r"line 3: table9\.<row>\.total is no field of gov_disclosure"),
        (TOTALS.replace("table3.<row>.total", "'table3.[row]'"), "line 3: .* is not a path of a field"),
        (TOTALS.replace("table4.review.*", "table3.granted.*").replace(", except: total", ""), "line 4: .* has the we"),
        (TOTALS.replace("weight: 3", 'weight: 3, forms: "2020"'), "line 3: gov_disclosure has no form 2020; it has"),
        (TOTALS.replace("table3", "table2").replace("total", "x"), "line 3: .* is no field"),
        (
            "weights: [{field: table2.fee_wan_yuan, weight: 2, forms: ['2021', '2019']}]",
            r"line 1: table2\.fee_wan_yuan is no field",
        ),
        ("rules: []\nweight: []", "line 2: the file has no 'weight'; did you mean weights"),
    ],
)
def test_a_bad_weight_is_named_with_its_file_and_line(text: str, said: str) -> None:
    with pytest.raises(SchemaError, match=said):
        add_weights(GOV, parse_weights(text, "rules.yaml"))


@pytest.mark.parametrize("weight", [0, -1, 101, True, 2.0, "3", None])
def test_a_bad_weight_in_python_is_refused(weight: object) -> None:
    with pytest.raises(SchemaError, match="a weight is a whole number from 1 to 100"):
        weighed(FORM, {"table3.granted.total": weight})  # type: ignore[dict-item]  # the mistake under test
    with pytest.raises(SchemaError, match=r"form 2021 has no field .* that could have a weight"):
        weighed(FORM, {"table3.granted": 2})


def test_a_file_may_hold_weights_alone_or_rules_alone() -> None:
    assert parse_rules(TOTALS, "f") == ()
    assert parse_weights("rules: []", "f") == ()


def test_what_a_field_weighs_reaches_diagnosis() -> None:
    form: Form = weighed(FORM, {"table3.<row>.total": 3, "agency": 2})
    case = gather_case(consolidate(form, (reading_of(report({})),)), ())
    assert {path.rpartition(".")[2] for path, cell in case.cells.items() if cell.weight == 3} == {"total"}
    assert case.categories["agency"].weight == 2
    assert case.weighted and not gather_case(consolidate(FORM, (reading_of(report({})),)), ()).weighted


def test_a_weight_that_no_rule_ever_asks_for_is_told() -> None:
    form = weighed(replace(FORM, rules=FORM.rules[:1]), {"table3.<row>.total": 3, "table4.review.total": 2})
    told = [remark for remark in lint_form(form).remarks if remark.kind == "idle_weight"]
    assert [remark.is_problem for remark in told] == [False]
    assert "table4.review.total" in told[0].paths
    assert not [each for each in lint_form(FORM).remarks if each.kind == "idle_weight"]


def test_a_weight_is_shown_with_its_field(tmp_path: Path) -> None:
    (tmp_path / "gov_disclosure.yaml").write_text(TOTALS, "utf-8")
    show = ("schemas", "show", "gov_disclosure")
    answer = extractor(tmp_path, *show, EXTRACTOR_RULES=str(tmp_path))
    assert (answer.code, answer.err) == (0, "")
    shown = answer.out
    assert "table3.granted.total  (count, weight 3)" in shown
    assert "table3.granted.legal  (count)" in shown
    told = json.loads(extractor(tmp_path, *show, "--json", EXTRACTOR_RULES=str(tmp_path)).out)
    weights = {each["path"]: each["weight"] for form in told["details"] for each in form["fields"]}
    assert (weights["table3.granted.total"], weights["table3.granted.legal"]) == (3, 1)
    assert told["version"].startswith(f"{GOV.version}+")
