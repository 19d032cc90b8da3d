"""Rules as people see them: signed off in the words of the form, checked by the lint, written down in YAML."""

import json
from pathlib import Path

import pytest

from extractor.schemas.registry import load_schema
from extractor.verify.statement import RuleStatement, state_rules
from tests.plain_reports import foia_report
from tests.typed_commands import extractor

pytestmark = pytest.mark.slow

OWN = """
rules:
  - code: own.contradiction
    text: this can never be
    sum:
      whole: table4.review.total
      parts: [table4.review.total, table4.direct.total]
  - code: own.limit
    text: lawsuits were at least one
    range: {field: table4.direct.total, at_least: 1}
"""


def stated(schema: str, form: str, code: str) -> RuleStatement:
    (found,) = (each for each in state_rules(load_schema(schema).form(form)) if each.rule.code == code)
    return found


def test_a_rule_is_stated_once_with_all_the_rows_it_holds_for() -> None:
    found = stated("gov_disclosure", "2021", "table3.row_total")
    (demand,) = found.demands
    assert demand.equation == "总计 = 自然人 + 商业企业 + 科研机构 + 社会公益组织 + 法律服务机构 + 其他"
    assert (len(demand.where), found.checks, found.blanks) == (26, 26, True)
    assert "（一）予以公开" in demand.where


def test_a_rule_is_stated_for_every_group_that_stands_side_by_side() -> None:
    (demand,) = stated("gov_disclosure", "2021", "table4.total").demands
    assert demand.equation == "总计 = 结果维持 + 结果纠正 + 其他结果 + 尚未审结"
    assert demand.where == ("行政复议", "未经复议直接起诉", "复议后起诉")


def test_rows_of_a_list_go_by_number() -> None:
    demand = stated("us_foia", "annual", "consultations.overall").demands[0]
    assert demand.equation == "AGENCY OVERALL = #1 + #2"


def test_another_document_is_named_in_the_equation() -> None:
    found = stated("gov_disclosure", "2021", "years.carried")
    assert len(found.demands) == 7
    assert "the previous year · 四、结转下年度继续办理 · 自然人" in found.demands[0].equation


@pytest.mark.parametrize("name", ["gov_disclosure", "us_foia"])
def test_every_check_of_every_rule_is_accounted_for(name: str) -> None:
    for form in load_schema(name).forms:
        for found in state_rules(form):
            assert found.checks == sum(max(len(demand.where), 1) for demand in found.demands)


def test_schemas_show_prints_the_equations_to_sign_off(tmp_path: Path) -> None:
    words = extractor(tmp_path, "schemas", "show", "gov_disclosure").out
    assert "总计 = 结果维持 + 结果纠正 + 其他结果 + 尚未审结" in words
    assert "适用于：行政复议；未经复议直接起诉；复议后起诉" in words
    shown = json.loads(extractor(tmp_path, "schemas", "show", "gov_disclosure", "--json").out)
    rules = {rule["code"]: rule for rule in shown["details"][0]["rules"]}
    assert rules["years.carried"]["needs"] == ["previous_year"]
    assert rules["table4.total"]["demands"][0]["where"] == ["行政复议", "未经复议直接起诉", "复议后起诉"]


@pytest.mark.parametrize("name", ["gov_disclosure", "us_foia"])
def test_schemas_check_passes_on_bundled_schemas_and_lists_their_limits(tmp_path: Path, name: str) -> None:
    answer = extractor(tmp_path, "schemas", "check", name)
    assert answer.code == 0, answer.err
    assert "told apart by the equations" in answer.out
    assert "limit:" in answer.out
    assert "PROBLEM" not in answer.out
    facts = json.loads(extractor(tmp_path, "schemas", "check", name, "--json").out)
    assert {"blind", "only_warned"} & {each["kind"] for each in facts["forms"][0]["prints"][0]["remarks"]}


def test_schemas_check_ends_with_1_where_rules_of_ones_own_cannot_hold(tmp_path: Path) -> None:
    (tmp_path / "gov_disclosure.yaml").write_text(OWN, "utf-8")
    answer = extractor(tmp_path, "schemas", "check", "gov_disclosure", EXTRACTOR_RULES=str(tmp_path))
    assert answer.code == 1
    assert "PROBLEM: own.contradiction, own.limit: these rules contradict each other" in answer.out


def test_a_mistake_in_a_rules_file_is_told_with_its_line_and_nothing_starts(tmp_path: Path) -> None:
    (tmp_path / "gov_disclosure.yaml").write_text(OWN.replace("whole:", "hole:"), "utf-8")
    answer = extractor(tmp_path, "schemas", "list", EXTRACTOR_RULES=str(tmp_path))
    assert answer.code == 3
    assert "gov_disclosure.yaml, line 6: sum has no 'hole'" in answer.err


def test_show_says_the_equation_its_difference_and_where_the_values_stand(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(foia_report("Office of Tests", 12, pending_end=3), "utf-8")
    extractor(tmp_path, "run", "report.txt", "--readers", "layout", "-q")
    shown = extractor(tmp_path, "show", "report.txt").out
    assert "Number of Requests Processed in Fiscal Year 12 = 0, but" in shown
    assert "difference: -3" in shown
    assert "values: " in shown and " printed at their label." in shown
    assert "line 7 (printed at their label)" in shown
    facts = json.loads(extractor(tmp_path, "show", "report.txt", "--json").out)
    (failed, *_) = (each for each in facts["findings"] if each["code"] == "flow.balance" and each["outcome"] == "fail")
    assert failed["residual"] == "-3"
