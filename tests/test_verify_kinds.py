"""Findings and problems of readers carry a kind, apart from the code that owners of rules choose and from words."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pydantic import ValidationError

from extractor.errors import ExtractorError, ProblemKind, RateLimited
from extractor.readers.problem import ReadingProblem
from extractor.readers.reading import Reading, UnusedNumber
from extractor.route import Verdict, decide
from extractor.run.pipeline import unanswered
from extractor.schemas.check import Check
from extractor.schemas.expression import Node
from extractor.schemas.form import Form
from extractor.schemas.rule import rule
from extractor.store.steps.evidence_from_1 import KIND_OF_CODE
from extractor.verify import verify
from extractor.verify.finding import Finding, FindingKind
from extractor.verify.grounding import kept
from tests.built_readings import FORM, changed, layout_of, report, spot_of, with_field

CELL = "table3.granted.natural"
READING = layout_of(report({"granted.natural": 5, "granted.commercial": 3}))
PASSING = {
    "reply_timeout",
    "endpoint_unreachable",
    "endpoint_rejected",
    "rate_limited",
    "asking_stopped",
    "model_unavailable",
}
TITLE = FORM.tables[1].title.printed


def with_rule(code: str) -> Form:
    """A form with one rule, which fails for a consistent report, under a code that its owner chose."""

    @rule(code, "nothing is granted")
    def nothing(report: Node) -> Iterator[Check]:
        yield report.table3.granted.natural == 0

    return replace(FORM, rules=(nothing,))


def judged(form: Form, *readings: Reading) -> Verdict:
    return decide(form, readings, verify(form, readings))


def defective() -> Iterator[Verdict]:
    """Documents with nearly everything wrong that can be found without the document itself."""
    number = UnusedNumber(text="12", spot=spot_of(900), table=TITLE)
    problem = ReadingProblem(kind=ProblemKind.EMPTY_REPLY, message="no answer")
    bare = {path: field for path, field in READING.fields.items() if not path.startswith("table4.")}
    layout = changed(READING, fields=bare, unused=(number,), missing=("no such label",), problems=(problem,))
    yield judged(FORM, layout, changed(with_field(layout, CELL, value=13), reader="llm"))
    yield judged(FORM, with_field(READING, CELL, spot=None))
    yield judged(FORM, with_field(READING, CELL, spot=READING.fields["table3.granted.total"].spot))
    yield judged(FORM, with_field(READING, "table3.granted.total", value=9, quote="9"))
    yield judged(FORM, with_field(READING, "table3.granted.total", state="unread", value=None, spot=None))


def test_what_is_found_has_the_kind_that_its_code_stands_for_in_older_stores() -> None:
    found = {(each.code, each.kind) for verdict in defective() for each in verdict.findings}
    assert dict(found) == {code: FindingKind(KIND_OF_CODE.get(code, "rule")) for code, _ in found}
    told_by_others = {
        FindingKind.CONSTRAINT,
        FindingKind.LABEL_NEAR,
        FindingKind.LEFT_OVER,
        FindingKind.NOT_EMPTY,
        FindingKind.SAME_REPORT,
        FindingKind.NOTHING_READ,
        FindingKind.ELSEWHERE,
        FindingKind.NOT_PRINTED,
        FindingKind.UNCOUNTED_NUMBER,
        FindingKind.HEADINGS_IN_DISORDER,
        FindingKind.FORM_UNDECIDED,
        FindingKind.ANOTHER_BEGINS,
        FindingKind.PROVEN_SUM,
    }
    assert {kind for _, kind in found} == set(FindingKind) - told_by_others


def test_a_rule_whose_code_begins_like_a_place_says_nothing_about_places() -> None:
    verdict = judged(with_rule("place.of_my_own"), READING)
    (finding,) = (each for each in verdict.findings if each.code == "place.of_my_own")
    assert (finding.kind, finding.against_place, finding.broken) == (FindingKind.RULE, False, True)
    assert judged(with_rule("mine"), READING).fields[CELL].reasons == verdict.fields[CELL].reasons
    assert verdict.source_inconsistent


@pytest.mark.parametrize("code", ["form.totals", "place.elsewhere"])
def test_a_rule_is_evaluated_anew_and_never_kept_whatever_its_code(code: str) -> None:
    findings = verify(with_rule(code), [READING])
    assert [each.kind for each in findings if each.code == code] == [FindingKind.RULE]
    assert list(kept(findings, [])) == []


def test_a_finding_cannot_be_made_without_its_kind() -> None:
    words = {"code": "place.missing", "outcome": "fail", "severity": "error", "paths": (), "message": "no place"}
    with pytest.raises(ValidationError, match="kind"):
        Finding.model_validate(words)


def test_a_reading_with_problems_comes_back_equal() -> None:
    reading = changed(READING, problems=(ReadingProblem.of(RateLimited("asks to slow down"), "表三, 3 rows"),))
    assert Reading.model_validate_json(reading.model_dump_json()) == reading


def test_a_request_without_an_answer_is_told_with_what_was_asked_and_the_kind_of_its_end() -> None:
    problem = ReadingProblem.of(RateLimited("asks to slow down"), "表三, 3 rows")
    assert problem.message == "表三, 3 rows: rate_limited: asks to slow down"
    assert (problem.kind, problem.about) == (ProblemKind.RATE_LIMITED, "表三, 3 rows")


@pytest.mark.parametrize("kind", ProblemKind)
def test_a_document_is_undone_only_for_what_may_pass(kind: ProblemKind) -> None:
    lasting = ReadingProblem(kind=ProblemKind.REFUSAL, message="the model declined")
    reading = changed(READING, problems=(lasting, ReadingProblem(kind=kind, message="it is said")))
    assert unanswered([READING, reading]) == ("it is said" if kind in PASSING else "")


def test_a_document_that_prints_the_name_of_an_outcome_counts_as_done() -> None:
    message = "the table “rate_limited: endpoint_unreachable: ” was not found"
    reading = changed(READING, problems=(ReadingProblem(kind=ProblemKind.TABLE_NOT_FOUND, message=message),))
    assert unanswered([reading]) == ""


def test_every_error_of_the_tree_has_a_kind() -> None:
    classes = [ExtractorError]
    for each in classes:
        classes += each.__subclasses__()
    assert len({each("").kind for each in classes}) == len(classes) > 20
