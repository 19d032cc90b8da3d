"""A schema that is any model is kept beside its results: they are shown, exported and judged again without it."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel

from extractor.errors import SchemaError
from extractor.export.line import line_of
from extractor.readers.reading import FieldReading, Reading
from extractor.route import Result, judge_readings
from extractor.schemas import registry
from extractor.schemas.check import Check
from extractor.schemas.compiled import compiled_schema, schema_of_compiled
from extractor.schemas.expression import Node
from extractor.schemas.form import Schema
from extractor.schemas.open_form import schema_of_model
from extractor.schemas.pack_yaml import parse_pack
from extractor.schemas.registry import hold_schema, load_schema
from extractor.schemas.rule import rule
from extractor.store import Outcome, Store
from tests.old_store import rows

PACK = """
title: Sums
language: de
fields:
  net: {type: amount, labels: [Netto], notation: {decimal: ","}}
  tax: amount
  gross: amount
rules:
  - code: sums.gross
    text: gross is net and tax
    sum: {whole: gross, parts: [net, tax]}
weights:
  - {field: gross, weight: 2}
"""


class Total(BaseModel):
    """A model with a rule in Python."""

    net: Decimal


@rule("total.positive", "more than nothing")
def positive(report: Node) -> Iterator[Check]:
    """A rule that cannot be kept."""
    yield report.net >= 1


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test is a process of its own, as far as schemas are concerned."""
    for name in ("_GIVEN", "_HELD", "_REMEMBERED"):
        monkeypatch.setattr(registry, name, {})


def outcome(schema: Schema, **values: Decimal) -> Outcome:
    form = schema.forms[0]
    fields = {path: FieldReading(path=path, state="read", value=value) for path, value in values.items()}
    readings = (Reading(reader="layout", version="", fields=fields),)
    verdict = judge_readings(form, readings)
    result = Result(
        document="sums.txt",
        path="sums.txt",
        sha256="a" * 64,
        status=verdict.status,
        schema_name=schema.name,
        schema_version=schema.version,
        form=form.name,
        verdict=verdict,
    )
    return Outcome(result, readings)


def test_results_are_exported_by_a_process_that_does_not_have_the_schema(tmp_path: Path) -> None:
    schema = parse_pack(PACK, "pack.yaml", "sums")
    hold_schema(schema)
    made = outcome(schema, net=Decimal("1.00"), tax=Decimal("0.19"), gross=Decimal("1.19"))
    place = str(tmp_path / "reports.sqlite")
    with Store(place) as store:
        store.save(made)
        store.save(made)
        before = line_of(made.result)
    assert [row[:2] for row in rows(place, "schemas")] == [("sums", schema.version)]
    registry._HELD.clear()
    with pytest.raises(SchemaError, match="there is no schema called 'sums'"):
        load_schema("sums")
    with Store(place):
        assert line_of(made.result) == before
        kept = load_schema("sums")
    assert before["record"] == {"net": "1.00", "tax": "0.19", "gross": "1.19"}
    assert (kept.version, kept.title, kept.language) == (schema.version, "Sums", schema.language)
    assert kept.forms[0].fields == schema.forms[0].fields
    assert [each.code for each in kept.forms[0].rules] == ["sums.gross"]
    assert kept.forms[0].weights == {"gross": 2}


def test_declared_rules_are_kept_and_checked_again(tmp_path: Path) -> None:
    schema = parse_pack(PACK, "pack.yaml", "sums")
    text = compiled_schema(schema)
    assert text is not None
    found = outcome(schema_of_compiled(text), net=Decimal(1), tax=Decimal(1), gross=Decimal(3)).result.verdict
    assert found is not None
    assert [each.code for each in found.contradictions] == ["sums.gross"]


def test_a_rule_in_python_that_is_not_here_keeps_the_document_from_being_accepted_and_says_so() -> None:
    text = compiled_schema(schema_of_model(Total, (positive,)))
    assert text is not None
    verdict = outcome(schema_of_compiled(text), net=Decimal(5)).result.verdict
    assert verdict is not None
    (finding,) = (each for each in verdict.findings if each.code == "total.positive")
    assert (finding.outcome, finding.broken) == ("rule_error", True)
    assert "is written in Python and its schema is not here" in finding.message


def test_forms_that_are_described_by_hand_are_not_kept() -> None:
    assert compiled_schema(load_schema("us_foia")) is None
