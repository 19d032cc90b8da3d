"""Rules written down in YAML: the same checks as rules in Python, and mistakes pointed at by their line."""

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.errors import SchemaError
from extractor.schemas.check import Check, Comparison, Conditional
from extractor.schemas.declared import add_rules, parse_rules
from extractor.schemas.form import Form, Schema, Value
from extractor.schemas.linear import Values
from extractor.schemas.registry import load_schema
from extractor.schemas.rehearsal import checks_of, specimen
from extractor.schemas.rule import Rule
from tests.built_readings import values_of
from tests.house import ROOT

GOV = load_schema("gov_disclosure")
FOIA = load_schema("us_foia")

ROW_TOTAL = """
rules:
  - code: own.row_total
    text: every total is the sum of its row
    sum:
      whole: table3.<row>.total
      parts: table3.<row>.*
      blank: 0
    except: total
"""
BALANCE = """
rules:
  - code: own.balance
    text: what came in went out or is still there
    balance:
      in: [requests.components.<row>.pending_start, requests.components.<row>.received]
      out: [requests.components.<row>.processed, requests.components.<row>.pending_end]
"""
CARRY_OVER = """
rules:
  - code: own.carried
    text: this year takes over what last year left
    carry_over:
      from: table3.carried_forward.<column>
      to: table3.carried_over.<column>
"""
CONDITION = """
rules:
  - code: own.condition
    text: without applications nothing is granted
    severity: info
    if: {field: table3.new_received.<column>, equals: 0}
    then: {field: table3.granted.<column>, at_most: table3.carried_over.<column>}
"""
RANGE = """
rules:
  - code: own.range
    text: fees stay within reason
    forms: "2021"
    severity: warning
    range: {field: table2.fee_wan_yuan, at_least: 0, at_most: 1000.5}
"""


def one_rule(text: str, schema: Schema = GOV, form: str = "2021") -> tuple[Rule, Form]:
    found = add_rules(schema, parse_rules(text, "rules.yaml")).form(form)
    return found.rules[-1], found


def checks(text: str, schema: Schema = GOV, form: str = "2021") -> tuple[Check, ...]:
    rule, found = one_rule(text, schema, form)
    return tuple(checks_of(rule, found, specimen(found)))


def outcomes(text: str, figures: Mapping[str, Value | None]) -> list[str]:
    rule, form = one_rule(text)
    values = values_of(figures)
    return [check.evaluate(values).outcome for check in checks_of(rule, form, values)]


def test_a_sum_in_yaml_has_the_linear_form_of_the_rule_in_python() -> None:
    written = checks(ROW_TOTAL)
    form = GOV.form("2021")
    (python,) = (rule for rule in form.rules if rule.code == "table3.row_total")
    programmed = tuple(checks_of(python, form, specimen(form)))
    assert [terms(check) for check in written] == [terms(check) for check in programmed]


def terms(check: Check) -> object:
    assert isinstance(check, Comparison)
    return check.relation, check.tolerance, check.left.terms, check.right.terms


def test_a_balance_over_a_list_has_a_check_for_every_row() -> None:
    written = checks(BALANCE, FOIA, "annual")
    assert [check.paths[0] for check in written] == [f"requests.components.{n}.pending_start" for n in range(2)]
    assert written[1].render(lambda path: path.rpartition(".")[2]) == (
        "pending_start + received = processed + pending_end"
    )


def test_a_carry_over_compares_with_last_year_and_is_a_warning() -> None:
    rule, form = one_rule(CARRY_OVER)
    assert (rule.severity, rule.needs) == ("warning", ("previous_year",))
    before = Values({"table3.carried_forward.natural": ("read", 3)}, missing="absent")
    now = Values({"table3.carried_over.natural": ("read", 4)}, others={"previous_year": before})
    found = [check.evaluate(now).outcome for check in checks_of(rule, form, now)]
    assert found[0] == "fail"
    assert len(found) == 7


def test_if_and_then_make_a_conditional_check_for_every_column() -> None:
    written = checks(CONDITION)
    assert len(written) == 7
    assert all(isinstance(check, Conditional) for check in written)
    cells: dict[str, Value | None] = {
        "table3.new_received.natural": 0,
        "table3.granted.natural": 3,
        "table3.carried_over.natural": 2,
        "table3.new_received.other": 1,
    }
    assert outcomes(CONDITION, cells)[0] == "fail"
    assert outcomes(CONDITION, {**cells, "table3.granted.natural": 2})[0] == "pass"
    assert outcomes(CONDITION, cells)[5] == "not_applicable"


def test_a_range_has_a_check_for_each_end_and_keeps_every_digit() -> None:
    assert outcomes(RANGE, {"table2.fee_wan_yuan": Decimal("1000.5")}) == ["pass", "pass"]
    assert outcomes(RANGE, {"table2.fee_wan_yuan": Decimal("1000.50001")}) == ["pass", "fail"]
    assert outcomes(RANGE, {"table2.fee_wan_yuan": Decimal(-1)}) == ["fail", "pass"]


def test_margins_are_those_of_the_rule_language() -> None:
    text = ROW_TOTAL.replace("blank: 0", "within: 0.5\n      rounded: true")
    (check, *_) = checks(text)
    assert isinstance(check, Comparison)
    assert (check.tolerance, check.by_rounding) == (Decimal("0.5"), True)
    assert not any(term.blank_counts_nothing for term in check.right.terms)


def test_a_rule_goes_to_the_forms_it_fits() -> None:
    schema = add_rules(GOV, parse_rules(RANGE.replace('    forms: "2021"\n', ""), "rules.yaml"))
    having = [form.name for form in schema.forms if any(rule.code == "own.range" for rule in form.rules)]
    assert having == ["2021"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rules: [", r"rules\.yaml, line 1: this is not YAML"),
        ("", "the file is empty"),
        ("- code: x", "line 1: the file is written as key: value lines"),
        ("rules:\n  - code: a\n    text: b", r"line 2: rule a is one of sum, .* none of them"),
        ("rules:\n  - text: b\n    range: {}", "line 2: a rule has a code"),
        (ROW_TOTAL.replace("parts:", "part:"), r"line 7: sum has no 'part'; did you mean parts"),
        (ROW_TOTAL.replace("      parts: table3.<row>.*\n", ""), "line 5: parts is missing"),
        (ROW_TOTAL.replace("table3.<row>.total", "table9.<row>.total"), r"line 3: rule own\.row_total: .* no table9"),
        (ROW_TOTAL.replace("parts: table3.<row>.*", "parts: table3.<line>.*"), r"line 7: <line> does not stand in"),
        (ROW_TOTAL.replace("parts: table3.<row>.*", "parts: table3.[row]"), "line 7: .* is not a path of a field"),
        (ROW_TOTAL.replace("blank: 0", "blank: 1"), "line 8: blank is 0, or left out"),
        (ROW_TOTAL.replace("blank: 0", "rounded: 3"), "line 8: rounded is true or false"),
        (ROW_TOTAL.replace("blank: 0", "within: -1"), "line 8: within is a distance"),
        (ROW_TOTAL.replace("blank: 0", "within: much"), "line 8: within is a number"),
        (ROW_TOTAL.replace("blank: 0", "within: .nan"), r"line 8: \.nan is not a plain number"),
        (ROW_TOTAL.replace("blank: 0", "within: 0x1f"), "line 8: 0x1f is not a plain number"),
        (ROW_TOTAL.replace("blank: 0", "within: 1\n      within: 2"), "line 9: 'within' is said twice"),
        (ROW_TOTAL.replace("own.row_total", "table3.row_total"), r"line 3: there is a rule table3\.row_total already"),
        (RANGE.replace('"2021"', '"2020"'), "line 3: gov_disclosure has no form 2020; it has 2021, 2019"),
        (
            RANGE.replace('"2021"', '["2021", "2019"]'),
            r"line 3: rule own\.range: the report has no table2\.fee_wan_yuan",
        ),
        (RANGE.replace("warning", "grave"), "line 6: severity is error or warning or info, not grave"),
        (
            RANGE.replace(", at_least: 0, at_most: 1000.5", ""),
            "line 7: range has equals, at_least, at_most, more_than or less_than",
        ),
        (CARRY_OVER.replace("    carry_over", "    severity: error\n    carry_over"), "line 3: .*cannot be an error"),
        (CONDITION.replace("    if:", "    # if:"), "is one of sum"),
        (CONDITION.replace("equals: 0", "equals: 0, at_most: 1"), "line 6: if has one of"),
        (CONDITION.replace("    then:", "    # then:"), "line 3: rule own.condition: if and then go together"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, said: str) -> None:
    with pytest.raises(SchemaError, match=said):
        add_rules(GOV, parse_rules(text, "rules.yaml"))


def test_rows_of_a_list_are_not_carried_over_by_their_number() -> None:
    text = CARRY_OVER.replace("table3.carried_forward.<column>", "requests.components.<row>.pending_end")
    text = text.replace("table3.carried_over.<column>", "requests.components.<row>.pending_start")
    with pytest.raises(SchemaError, match="not the same from year to year"):
        add_rules(FOIA, parse_rules(text, "rules.yaml"))


def test_a_folder_of_ones_own_adds_rules_to_a_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = load_schema("gov_disclosure")
    (tmp_path / "gov_disclosure.yaml").write_text(RANGE, "utf-8")
    monkeypatch.setenv("EXTRACTOR_RULES", str(tmp_path))
    own = load_schema("gov_disclosure")
    assert own.form("2021").rules[-1].code == "own.range"
    assert own.version.startswith(f"{plain.version}+")
    assert load_schema("us_foia").version == FOIA.version
    (tmp_path / "gov_disclosure.yaml").write_text(RANGE.replace("1000.5", "2000"), "utf-8")
    assert load_schema("gov_disclosure").version != own.version
    monkeypatch.delenv("EXTRACTOR_RULES")
    assert load_schema("gov_disclosure").version == plain.version


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_RULES", str(tmp_path / "nowhere"))
    with pytest.raises(SchemaError, match="which is no folder"):
        load_schema("gov_disclosure")


def test_the_rules_on_the_page_about_rules_are_rules() -> None:
    page = (ROOT / "docs" / "rules.md").read_text("utf-8")
    written, _ = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    form = add_rules(FOIA, parse_rules(written, "rules.yaml")).form("annual")
    own = {rule.code: len(list(checks_of(rule, form, specimen(form)))) for rule in form.rules if "own." in rule.code}
    assert own == {
        "own.row_total": 2,
        "own.column_total": 4,
        "own.balance": 1,
        "own.carry_over": 1,
        "own.condition": 1,
        "own.conditions": 1,
        "own.range": 4,
    }


SEVERAL = """
rules:
  - code: own.several
    text: a named agency without applications grants nothing
    if:
      - {field: table3.new_received.<column>, equals: 0}
      - {field: agency, is: [Harbour Office, Lighthouse]}
      - {field: table3.carried_over.<column>, less_than: 3}
    then: {field: table3.granted.<column>, at_most: 1}
"""


@pytest.mark.parametrize(
    ("agency", "new", "over", "outcome"),
    [
        ("Lighthouse", 0, 2, "fail"),
        ("Harbour  Office", 0, 0, "fail"),
        ("Ferry", 0, 2, "not_applicable"),
        ("Lighthouse", 1, 2, "not_applicable"),
        ("Lighthouse", 0, 3, "not_applicable"),
    ],
)
def test_several_conditions_on_numbers_and_texts_must_all_hold(agency: str, new: int, over: int, outcome: str) -> None:
    figures: dict[str, Value | None] = {
        "agency": agency,
        "table3.new_received.other": new,
        "table3.carried_over.other": over,
        "table3.granted.other": 2,
    }
    assert outcomes(SEVERAL, figures)[5] == outcome
    assert len(checks(SEVERAL)) == 7


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SEVERAL.replace("equals: 0", "equals: 0, at_most: 1"), "line 6: if has one of"),
        (SEVERAL.replace("less_than: 3", "less_than: 3, more_than: 1"), "line 8: if has one of"),
        (SEVERAL.replace("carried_over.<column>", "carried_over.<row>"), "line 8: <row> does not stand in"),
        (
            re.sub(r"(?m)^      - .*\n", "", SEVERAL).replace("if:", "if: []"),
            "line 5: if is written as key: value lines",
        ),
    ],
)
def test_a_mistake_in_one_of_several_conditions_is_named_with_its_line(text: str, said: str) -> None:
    with pytest.raises(SchemaError, match=said):
        add_rules(GOV, parse_rules(text, "rules.yaml"))
