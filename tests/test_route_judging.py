"""Verifying and deciding at once, and what a verdict, a field of it and a result hold where nothing is said."""

from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from extractor.documents import open_document
from extractor.errors import ProblemKind
from extractor.evidence import DoubtKind, doubt
from extractor.readers.reading import Reading
from extractor.route import FieldVerdict, Problem, Result, Verdict, decide, judge_readings
from extractor.schemas.rule import PREVIOUS_YEAR
from extractor.verify import verify
from extractor.verify.finding import Finding, FindingKind
from tests.built_readings import FORM, INFERRED, changed, edit, layout_of, read_by, report, values_of, with_field
from tests.plain_reports import FOIA, foia_report
from tests.review_desk import paper

CELL = "table3.granted.natural"
FIGURES = report({"granted.natural": 5, "carried_over.natural": 2})
READING = layout_of(FIGURES)
ALONE = judge_readings(FORM, [READING])


def codes(verdict: Verdict, outcome: str = "fail") -> set[str]:
    return {each.code for each in verdict.findings if each.outcome == outcome}


def test_judging_is_verifying_and_deciding() -> None:
    assert decide(FORM, [READING], verify(FORM, [READING])) == ALONE
    assert (ALONE.status, ALONE.form) == ("accepted", FORM.name)
    wrong = with_field(READING, CELL, value=6, quote="6")
    assert decide(FORM, [wrong], verify(FORM, [wrong])) == judge_readings(FORM, [wrong])


def test_decisions_of_people_are_verified_and_judged() -> None:
    edits = [edit("correct", CELL, 6)]
    verdict = judge_readings(FORM, [READING], iter(edits))
    assert verdict == decide(FORM, [READING], verify(FORM, [READING], edits), iter(edits))
    assert (verdict.fields[CELL].value, verdict.fields[CELL].status) == (6, "corrected")
    assert "table3.row_total" in codes(verdict)


def test_the_policy_asked_for_is_the_one_that_judges() -> None:
    assert judge_readings(FORM, [READING], policy="strict").status == "review"
    assert decide(FORM, [READING], verify(FORM, [READING]), policy="strict").status == "review"


def test_who_is_reporting_needs_more_than_a_model_where_figures_may_rest_on_one_reader() -> None:
    alone = judge_readings(FORM, [read_by(READING, "llm")])
    flagged = {path for path, field in alone.fields.items() if field.status == "flagged"}
    assert {"agency", "year"} <= flagged
    assert not any(path.startswith("table3.") for path in flagged), "sums bear out what a model alone read there"
    assert alone.status == "review"
    assert judge_readings(FORM, [READING, read_by(READING, "llm")]).status == "accepted"


def test_other_years_of_the_body_are_verified_as_well() -> None:
    last = values_of(report({"carried_forward.natural": 7}))
    verdict = judge_readings(FORM, [READING], others={PREVIOUS_YEAR: last})
    assert codes(verdict) - codes(ALONE) == {"years.carried"}


def test_the_document_itself_is_asked_where_it_is_at_hand(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("another text altogether", "utf-8")
    _, reading = paper("Bureau of Lamps", {})
    alone, beside = (judge_readings(FOIA, [reading], source=each) for each in (None, open_document(path)))
    assert "place.not_printed" in codes(beside) - codes(alone)


def test_what_an_earlier_look_at_the_document_found_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(foia_report("Office of Tests", 12), "utf-8")
    _, reading = paper("Bureau of Lamps", {})
    looked = judge_readings(FOIA, [reading], source=open_document(path))
    again = judge_readings(FOIA, [reading], before=looked.findings)
    assert "place.not_printed" in codes(looked) & codes(again)


def test_everything_that_speaks_against_a_place_is_told_in_its_own_words() -> None:
    against = [
        Finding(
            code="place.elsewhere",
            kind=FindingKind.ELSEWHERE,
            outcome="fail",
            severity="error",
            paths=(CELL,),
            message=message,
        )
        for message in ("the label beside it is “Granted”", "the label beside it is “Denied”")
    ]
    judged = judge_readings(FORM, [READING], more=against).fields[CELL]
    assert judged.status == "flagged"
    told = [each.detail for each in judged.doubts if each.kind == DoubtKind.PLACE_REFUTED]
    assert told == [(each.message,) for each in against]


def test_two_rows_that_a_reader_exchanged_are_diagnosed_though_every_rule_holds() -> None:
    granted, denied = (f"table3.{row}.natural" for row in ("granted", "denied_safety"))
    assert ALONE.diagnosis is None
    model = read_by(with_field(with_field(READING, granted, value=0), denied, value=5), "llm")
    diagnosis = judge_readings(FORM, [READING, model]).diagnosis
    assert diagnosis is not None
    assert {path for group in diagnosis.groups for each in group.explanations for path in each.paths} >= {
        granted,
        denied,
    }


def test_findings_that_somebody_else_made_count_as_those_of_verification() -> None:
    twice = Finding(
        code="own.twice", kind=FindingKind.RULE, outcome="fail", severity="error", paths=(), message="sent in twice"
    )
    verdict = judge_readings(FORM, [READING], more=[twice])
    assert verdict.status == "review"
    assert verdict.findings[-1] == twice


TORN = "the row's label is torn off; it was placed by the order of the rows"


def field(reading: Reading) -> FieldVerdict:
    return judge_readings(FORM, [reading]).fields[CELL]


def test_a_field_says_how_it_was_read_and_by_whom() -> None:
    found = field(READING)
    assert (found.path, found.value, found.state, found.status) == (CELL, 5, "read", "confirmed")
    assert (found.spot, found.quote, found.readers) == (READING.fields[CELL].spot, "5", {"layout": 5})
    assert [each.reader for each in found.legs] == ["layout"]
    assert found.label.endswith("自然人")


def test_what_a_line_of_the_policy_says_is_told_only_where_nothing_else_is() -> None:
    torn = field(with_field(READING, CELL, doubts=(INFERRED,)))
    assert [each.kind for each in torn.doubts] == [INFERRED.kind, DoubtKind.UNPROVEN]
    assert (torn.deciding, torn.reasons) == ((INFERRED,), (TORN,))
    nothing = torn.model_copy(update={"doubts": torn.doubts[1:]})
    assert [each.kind for each in nothing.deciding] == [DoubtKind.UNPROVEN]
    assert len(nothing.reasons) == 1


def test_what_verification_holds_against_a_value_is_told_before_what_its_reader_doubted() -> None:
    wrong = field(with_field(READING, CELL, value=6, quote="6", doubts=(INFERRED,)))
    row, column = (each.detail[0] for each in wrong.doubts if each.kind is DoubtKind.RULE_FAILS)
    assert wrong.reasons == (row, column, TORN)
    assert wrong.told("en", apart_from=(row, TORN)) == (column, TORN)
    assert next(each.kind for each in wrong.doubts) is INFERRED.kind


def test_reasons_are_told_in_the_language_that_was_asked_for() -> None:
    torn = field(with_field(READING, CELL, doubts=(INFERRED, INFERRED)))
    assert torn.told("zh") == ("行名缺失，按行的顺序定位",)


def test_a_confirmed_field_keeps_its_slight_doubts_and_tells_none() -> None:
    slight = field(with_field(READING, CELL, doubts=(doubt(DoubtKind.LABEL_INEXACT, "x"),)))
    assert slight.status == "confirmed"
    assert (slight.reasons, len(slight.doubts), slight.deciding, slight.alternatives) == ((), 1, (), ())
    assert slight.model_copy(update={"doubts": (INFERRED,)}).reasons == ()


FAILED = Result(document="d", path="p", sha256="0", status="failed")
PROBLEM = Problem(kind=ProblemKind.UNREADABLE_DOCUMENT, message="cut off")


def test_what_older_results_do_not_hold_is_empty() -> None:
    plain = FieldVerdict.model_validate(
        {**ALONE.fields[CELL].model_dump(exclude={"doubts", "legs", "alternatives"}), "status": "flagged"}
    )
    assert (plain.doubts, plain.legs, plain.alternatives, plain.reasons) == ((), (), (), ())
    bare = Verdict(status="review", form="f", fields={}, findings=(), unused=())
    assert (bare.source_inconsistent, bare.diagnosis, bare.implied, bare.flagged) == (False, None, (), ())
    assert (FAILED.schema_name, FAILED.schema_version, FAILED.form) == (None, None, None)
    assert (FAILED.verdict, FAILED.problem, FAILED.remarks) == (None, None, ())
    assert PROBLEM.details == {}


@pytest.mark.parametrize("model", [ALONE, ALONE.fields[CELL], FAILED, PROBLEM])
def test_what_was_decided_cannot_be_changed_afterwards(model: BaseModel) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(model, next(iter(type(model).model_fields)), "accepted")


def test_a_reading_that_nobody_can_hold_against_the_form_is_not_accepted() -> None:
    nobody: Reading = changed(READING, fields={})
    assert judge_readings(FORM, [nobody]).status == "review"
