"""Characters recognised in a picture: what is not clear is in doubt unless a rule leaves nothing else."""

import pytest

from extractor.evidence import DoubtKind, doubt
from extractor.readers.reading import FieldReading, Reading, Spot
from extractor.route import Verdict, decide
from extractor.schemas.declared import add_rules, parse_rules
from extractor.schemas.form import Form
from extractor.schemas.registry import load_schema
from extractor.verify import verify
from tests.built_readings import (
    FORM,
    INFERRED,
    UNCLEAR,
    changed,
    layout_of,
    placed_by,
    read_by,
    recognised,
    report,
    seen_by,
    with_field,
)

CELL = "table3.granted.natural"
ROW = tuple(path for path in FORM.fields if path.startswith("table3.granted."))
LONE = "table2.regulations.issued"
"""A field that no rule takes part in."""
CLEAR = layout_of(report({"granted.natural": 5, "granted.commercial": 3, "np_repeat.other": 2}))
SCAN = recognised(CLEAR)


def judged(*readings: Reading, form: Form = FORM) -> Verdict:
    return decide(form, readings, verify(form, readings))


def unclear(*paths: str) -> Reading:
    reading = SCAN
    for path in paths:
        reading = with_field(reading, path, doubts=(UNCLEAR,))
    return reading


def flagged(verdict: Verdict) -> set[str]:
    return {field.path for field in verdict.flagged}


def test_a_scan_whose_views_agree_is_accepted_by_one_reader() -> None:
    assert judged(SCAN).status == "accepted"


def test_an_unclear_number_is_settled_by_a_rule_in_which_all_others_are_clear() -> None:
    assert judged(unclear(CELL)).status == "accepted"


def test_an_unclear_number_at_an_inferred_place_waits_for_a_person_though_its_rules_hold() -> None:
    verdict = judged(with_field(SCAN, CELL, doubts=(UNCLEAR, INFERRED)))
    assert (verdict.status, flagged(verdict)) == ("review", {CELL})
    assert any(each.outcome == "pass" and CELL in each.paths for each in verdict.findings)


OTHER = "table2.normative.issued"
SAME = """
rules:
  - code: own.same
    text: as many of one kind as of the other
    severity: {severity}
    balance: {{in: [{one}], out: [{other}]}}
"""


@pytest.mark.parametrize(("severity", "left"), [("error", set()), ("warning", {LONE}), ("info", {LONE})])
def test_an_unclear_number_is_settled_by_a_rule_that_must_hold_and_by_no_other(severity: str, left: set[str]) -> None:
    own = parse_rules(SAME.format(severity=severity, one=LONE, other=OTHER), "own.yaml")
    form = add_rules(load_schema("gov_disclosure"), own).form(FORM.name)
    verdict = judged(unclear(LONE), form=form)
    assert [each.outcome for each in verdict.findings if each.code == "own.same"] == ["pass"]
    assert flagged(verdict) == left


def test_an_unclear_number_that_no_rule_knows_waits_for_a_person() -> None:
    verdict = judged(unclear(LONE))
    assert flagged(verdict) == {LONE}
    assert verdict.fields[LONE].reasons == ("the views of the picture differ: 12, 17",)


def test_unclear_numbers_that_share_all_their_rules_do_not_settle_each_other() -> None:
    block = [f"table3.{row}.{column}" for row in ("granted", "np_repeat") for column in ("natural", "commercial")]
    assert flagged(judged(unclear(*block))) == {*block}


def test_a_number_that_a_rule_settles_settles_the_others_of_its_other_rule() -> None:
    total = "table3.granted.total"
    assert judged(unclear(CELL, total)).status == "accepted"
    column = tuple(path for path in FORM.fields if path.startswith("table3.") and path.endswith(".natural"))
    assert judged(unclear(*column)).status == "accepted"


def test_a_second_reader_of_the_same_recognised_characters_proves_nothing() -> None:
    reading = unclear(LONE)
    assert flagged(judged(reading, read_by(reading, "llm"))) == {LONE}


def test_a_model_that_looks_at_the_picture_settles_what_is_unclear() -> None:
    reading = unclear(LONE)
    model = placed_by(read_by(CLEAR, "llm"), "layout")
    seen = changed(model, fields={**model.fields, LONE: seen_by(model.fields[LONE], "a model")})
    assert judged(reading, seen).status == "accepted"


def test_a_scan_is_never_called_inconsistent_by_one_reader() -> None:
    wrong = {"value": 6, "quote": "6"}
    assert judged(with_field(CLEAR, CELL, **wrong)).source_inconsistent
    verdict = judged(with_field(SCAN, CELL, **wrong))
    assert (verdict.status, verdict.source_inconsistent) == ("review", False)


CLAIM = "prose.received"
STATED = "table3.new_received.total"


def claimed(**attributes: object) -> Reading:
    """The scan with a claim of its narrative."""
    unseen = FieldReading(
        path=CLAIM, state="absent", doubts=(doubt(DoubtKind.UNCLEAR_TEXT),), leg=SCAN.fields[LONE].leg
    )
    claim = unseen.model_copy(update=attributes)
    return changed(SCAN, fields={**SCAN.fields, CLAIM: claim})


def test_an_unclear_claim_is_settled_by_the_table_that_was_seen_clearly() -> None:
    spot = Spot(page=1, span=(90_000, 90_002))
    told = claimed(state="read", value=SCAN.value(STATED), quote="received", spot=spot, doubts=(UNCLEAR,))
    assert CLAIM not in flagged(judged(told))
    for path in (
        f"table3.{row}.{column}" for row in ("new_received", "carried_over") for column in ("natural", "total")
    ):
        told = with_field(told, path, doubts=(UNCLEAR,))
    assert CLAIM in flagged(judged(told))


def test_a_claim_that_unclear_text_may_state_waits_for_a_person() -> None:
    verdict = judged(claimed())
    assert flagged(verdict) == {CLAIM}
    assert verdict.fields[CLAIM].reasons == ("unclear text may state it",)
