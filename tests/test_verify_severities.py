"""What a severity does, and that what is implied stays out of every record."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from extractor.errors import SchemaError
from extractor.export.line import line_of
from extractor.route import Result, decide
from extractor.schemas.check import Check
from extractor.schemas.declared import add_rules, parse_rules
from extractor.schemas.expression import Node
from extractor.schemas.registry import load_schema
from extractor.schemas.rehearsal import rehearse
from extractor.schemas.rule import Rule, Severity
from extractor.verify import verify
from tests.review_desk import CONSISTENT, END, FORM, RECEIVED, paper, unsure

SCHEMA = load_schema("us_foia")
WRITTEN = """
rules:
  - code: own.none
    text: nothing is received
    severity: {severity}
    range: {{field: requests.overall.received, at_most: 0}}
"""


@pytest.mark.parametrize("severity", ["error", "warning", "info"])
def test_only_an_error_keeps_a_document_from_being_accepted(severity: Severity) -> None:
    schema = add_rules(SCHEMA, parse_rules(WRITTEN.format(severity=severity), "own.yaml"))
    form = schema.form(FORM.name)
    _, reading = paper("Bureau of Lamps", CONSISTENT)
    findings = verify(form, (reading,))
    (told,) = (each for each in findings if each.code == "own.none")
    assert (told.outcome, told.severity, told.residual) == ("fail", severity, "1205")
    verdict = decide(form, (reading,), findings)
    assert verdict.status == ("review" if severity == "error" else "accepted")
    assert (RECEIVED in {field.path for field in verdict.flagged}) is (severity == "error")


def test_a_severity_that_is_none_is_refused_with_its_line() -> None:
    with pytest.raises(SchemaError, match=r"own\.yaml, line 5: severity is error or warning or info, not fatal"):
        parse_rules(WRITTEN.format(severity="fatal"), "own.yaml")


@pytest.mark.parametrize("way", ["if", "and", "not", "in", "chain"])
def test_every_way_to_branch_on_a_value_is_refused_when_the_rule_is_loaded(way: str) -> None:
    def branching(report: Node) -> Iterator[Check]:
        row = report.requests.overall
        if way == "if" and row.received == 0:
            yield row.processed == 0
        if way == "and":
            yield (row.received == 0) and (row.processed == 0)
        if way == "not":
            yield row.processed == (not row.received)
        if way == "in":
            yield row.received in (1, row.processed)  # type: ignore[misc]  # the mistake under test
        if way == "chain":
            yield 0 <= row.received <= row.processed

    form = replace(FORM, rules=(Rule("own.branch", "branches", branching),))
    with pytest.raises(SchemaError, match=r"own\.branch .*(branch on a value|whole numbers and Decimals)"):
        rehearse(form)


def test_what_is_implied_stands_beside_the_record_and_never_in_it() -> None:
    _, reading = paper("Bureau of Lamps", CONSISTENT)
    lost = unsure(reading, END, state="unread", certainty="ambiguous")
    lost = lost.model_copy(update={"fields": {**lost.fields, END: lost.fields[END].model_copy(update={"value": None})}})
    verdict = decide(FORM, (lost,), verify(FORM, (lost,)))
    (implied,) = (each for each in verdict.implied if each.path == END)
    assert implied.value == 3 and implied.reasons
    assert (verdict.fields[END].value, verdict.fields[END].state, verdict.fields[END].status) == (
        None,
        "unread",
        "flagged",
    )
    line = line_of(
        Result(
            document="d",
            path="d",
            sha256="0",
            status=verdict.status,
            schema_name=SCHEMA.name,
            form=FORM.name,
            verdict=verdict,
        )
    )
    record = line["record"]
    assert isinstance(record, dict)
    requests = record["requests"]
    assert isinstance(requests, dict) and isinstance(requests["overall"], dict)
    assert requests["overall"]["pending_end"] is None
    assert "implied" not in line and "diagnosis" not in line
