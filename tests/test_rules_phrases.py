"""Rules read in the language of their form, connecting words included; texts can be what a rule is about."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from extractor.errors import SchemaError
from extractor.route import decide
from extractor.schemas.check import Check, Conditional, Membership
from extractor.schemas.declared import add_rules, parse_rules
from extractor.schemas.expression import Node, one_of, report_node, when
from extractor.schemas.form import State, Value
from extractor.schemas.linear import Values
from extractor.schemas.lint import lint_form
from extractor.schemas.phrases import ENGLISH, phrases_in
from extractor.schemas.registry import load_schema
from extractor.schemas.rehearsal import checks_of, rehearse, specimen
from extractor.schemas.rule import Rule
from extractor.verify import verify
from extractor.verify.statement import state_rules
from tests.review_desk import CONSISTENT, FORM, paper

GOV = load_schema("gov_disclosure")
FOIA = load_schema("us_foia")

BUREAU = """
rules:
  - code: own.bureau
    text: only bureaus have no reviews
    if: {field: agency, is: [Bureau of Lamps, Bureau of Doors]}
    then: {field: table4.review.total, equals: 0}
"""


def lamps_only(report: Node) -> Iterator[Check]:
    """A bureau of lamps, or of doors, receives nothing."""
    yield when(one_of(report.agency, "Bureau of Lamps", "Bureau of Doors")).then(
        report.requests.overall.received == report.requests.overall.processed
    )


OWN = Rule("own.lamps", "only where lamps are", lamps_only)


def outcome(check: Check, state: State, value: Value | None) -> str:
    return check.evaluate(Values({"agency": (state, value)})).outcome


def test_the_rules_of_a_chinese_form_are_chinese_from_end_to_end() -> None:
    form = add_rules(GOV, parse_rules(BUREAU, "own.yaml")).form("2021")
    stated = {each.rule.code: each.demands for each in state_rules(form, GOV.phrases)}
    assert "= 上一年度 · 四、结转下年度继续办理 · 自然人" in stated["years.carried"][0].equation
    assert stated["own.bureau"][0].equation == (
        "若 行政机关名称为“Bureau of Lamps”或“Bureau of Doors”，则 行政复议 · 总计 = 0"
    ).replace("行政机关名称", form.label_of("agency"))
    words = {word for demands in stated.values() for each in demands for word in each.equation.split()}
    assert words.isdisjoint({"if", "then", "is", "or", "the", "previous", "year"})


def test_the_rules_of_an_english_form_are_english() -> None:
    form = replace(FOIA.form("annual"), rules=(OWN,))
    ((stated,),) = (each.demands for each in state_rules(form, FOIA.phrases))
    assert stated.equation.startswith("if ")
    assert "is “Bureau of Lamps” or “Bureau of Doors”, then AGENCY OVERALL" in stated.equation


@pytest.mark.parametrize(
    ("tag", "year"),
    [("zh", "上一年度"), ("zh-Hans-CN", "上一年度"), ("ZH_hant_TW", "上一年度"), ("fr", "the previous year")],
)
def test_a_language_is_found_by_its_tag_and_what_is_not_there_is_english(tag: str, year: str) -> None:
    assert phrases_in(tag).document("previous_year") == year


def test_traditional_characters_have_words_of_their_own() -> None:
    assert (phrases_in("zh-Hant").if_then, phrases_in("zh").if_then) == (
        "若 {condition}，則 {check}",
        "若 {condition}，则 {check}",
    )


def test_a_schema_in_another_language_brings_its_own_words_and_english_fills_the_rest() -> None:
    schema = replace(FOIA, language="fr", words={"if_then": "si {condition}, alors {check}", "or": " ou "})
    assert schema.phrases.if_then.startswith("si ") and schema.phrases.or_ == " ou "
    assert schema.phrases.blanks == ENGLISH.blanks


def test_a_word_that_no_rule_uses_is_refused_with_those_there_are() -> None:
    with pytest.raises(SchemaError, match=r"no phrase whatever; they have: .*if_then"):
        _ = replace(FOIA, words={"whatever": "x"}).phrases


def test_a_text_passes_fails_or_is_not_known() -> None:
    check = one_of(report_node(FOIA.form("annual").record, Values({})).agency, "Bureau of Lamps", "Bureau of Doors")
    assert check.paths == ("agency",)
    assert outcome(check, "read", "Bureau  of Doors") == outcome(check, "read", "Ｂureau of Doors") == "pass"
    assert outcome(check, "read", "Bureau of Keys") == "fail"
    assert outcome(check, "unread", None) == "unknown"
    assert outcome(check, "blank", None) == outcome(check, "absent", None) == "not_applicable"


def test_only_a_text_can_be_one_of_several() -> None:
    report = report_node(FOIA.form("annual").record, Values({}))
    with pytest.raises(SchemaError, match="is not a text"):
        one_of(report.requests.overall.received, "a")
    with pytest.raises(SchemaError, match="takes the texts"):
        one_of(report.agency)


def test_a_text_can_be_the_condition_of_a_written_rule() -> None:
    form = add_rules(GOV, parse_rules(BUREAU, "own.yaml")).form("2021")
    (rule,) = (each for each in form.rules if each.code == "own.bureau")
    (check,) = checks_of(rule, form, specimen(form))
    assert isinstance(check, Conditional) and isinstance(check.condition, Membership)
    assert check.condition.options == ("Bureau of Lamps", "Bureau of Doors")
    assert check.paths == ("table4.review.total", "agency")
    rehearse(form)
    assert not lint_form(form).problems


def test_a_number_is_not_among_the_texts_of_a_written_rule() -> None:
    with pytest.raises(SchemaError, match=r"line 3: rule own\.bureau: it concerns no field"):
        add_rules(GOV, parse_rules(BUREAU.replace("field: agency", "field: table4.review.total"), "own.yaml"))
    with pytest.raises(SchemaError, match="what a text may be is a text"):
        parse_rules(BUREAU.replace("[Bureau of Lamps, Bureau of Doors]", "[1]"), "own.yaml")


def test_a_text_that_is_none_of_a_few_is_told_and_flagged_with_no_number_to_it() -> None:
    def doors(report: Node) -> Iterator[Check]:
        yield one_of(report.agency, "Bureau of Doors", "Bureau of Keys")

    form = replace(FORM, rules=(Rule("own.doors", "a bureau of doors", doors),))
    _, reading = paper("Bureau of Lamps", CONSISTENT)
    findings = verify(form, (reading,))
    (told,) = (each for each in findings if each.code == "own.doors")
    assert told.message == "agency “Bureau of Lamps” is not “Bureau of Doors” or “Bureau of Keys”".replace(
        "agency", form.label_of("agency")
    )
    assert (told.outcome, told.difference) == ("fail", None)
    verdict = decide(form, (reading,), findings)
    assert verdict.status == "review" and "agency" in {field.path for field in verdict.flagged}
    assert verdict.diagnosis is not None and verdict.diagnosis.kind == "source_inconsistent"
