"""What results and readings of layout 1 say after the upgrade: never more than they said before."""

import json
import sqlite3
from pathlib import Path

import pytest

from extractor.evidence import Leg
from extractor.readers.reading import Reading
from extractor.relations import form_of
from extractor.route import FieldVerdict, judge_readings
from extractor.store import Store, upgrade_store
from extractor.store.steps.evidence_from_1 import convert_reading, convert_result
from tests.old_store import make_old_store, rows, run_sql


@pytest.fixture
def place(tmp_path: Path) -> str:
    return make_old_store(tmp_path)


def test_no_value_is_better_founded_after_the_upgrade_than_before(place: str) -> None:
    upgrade_store(place)
    with Store(place, create=False) as store:
        judged = [result for result in store.results() if result.verdict is not None]
        assert len(judged) == 4
        for result in judged:
            filed, form = store.filed(result.sha256, "us_foia"), form_of(result)
            assert filed is not None and form is not None and result.verdict is not None
            readings, looked_up = filed.outcome.readings, filed.outcome.findings_of_document
            verdict = judge_readings(form, readings, filed.edits, filed.outcome.policy, before=looked_up)
            assert {field.path for field in verdict.flagged} >= {field.path for field in result.verdict.flagged}


@pytest.mark.parametrize("certainty", ["exact", "inferred", "ambiguous"])
@pytest.mark.parametrize("look", ["stored", "alike", "differ", "picture"])
@pytest.mark.parametrize("reasons", [[], ["a torn line", "another row"]])
def test_what_a_reader_said_of_its_certainty_weighs_as_much_as_before(
    certainty: str, look: str, reasons: list[str]
) -> None:
    state = "unread" if certainty == "ambiguous" else "read"
    field = {"path": "year", "state": state, "value": 2020, "certainty": certainty, "look": look, "reasons": reasons}
    old = {"reader": "layout", "version": "1", "fields": {"year": field}, "problems": ["rows: refusal: no answer"]}
    reading = Reading.model_validate_json(json.dumps(convert_reading(old)))
    converted = reading.fields["year"]
    assert (converted.certainty, converted.unclear) == (certainty, look == "differ")
    assert set(reasons) <= {each.detail[0] for each in converted.doubts}
    assert [problem.message for problem in reading.problems] == ["rows: refusal: no answer"]


@pytest.mark.parametrize(
    ("reader", "state", "look", "certainty", "leg"),
    [
        ("layout", "read", "stored", "exact", Leg("layout", "stored", "layout")),
        ("layout", "read", "alike", "exact", Leg("layout", "picture:rapidocr", "layout")),
        ("layout", "blank", "differ", "inferred", Leg("layout", "picture:rapidocr", "layout")),
        ("layout", "absent", "stored", "exact", Leg("layout", "", "layout")),
        ("layout", "unread", "stored", "ambiguous", None),
        ("llm", "read", "stored", "exact", Leg("llm", "stored", "layout")),
        ("llm", "read", "picture", "exact", Leg("llm", "picture:seer-7b", "layout")),
        ("llm", "read", "stored", "inferred", Leg("llm", "", "")),
    ],
)
def test_a_witness_of_layout_1_is_what_it_was_and_no_more(
    reader: str, state: str, look: str, certainty: str, leg: Leg | None
) -> None:
    field: dict[str, object] = {
        "path": "year",
        "state": state,
        "value": None,
        "certainty": certainty,
        "look": look,
        "reasons": [],
    }
    old = {"reader": reader, "version": "1+seer-7b+small.81c1fd51", "fields": {"year": field}}
    assert Reading.model_validate_json(json.dumps(convert_reading(old))).fields["year"].leg == leg


def test_an_absent_claim_in_unclear_text_stays_a_claim_that_was_not_seen() -> None:
    field = {"path": "prose.denied", "state": "absent", "value": None, "look": "differ", "reasons": ["unclear text"]}
    reading = convert_reading({"reader": "layout", "version": "1", "fields": {"prose.denied": field}})
    assert Reading.model_validate_json(json.dumps(reading)).fields["prose.denied"].certainty == "inferred"


def test_reasons_of_a_field_are_told_as_before_and_its_witnesses_are_those_that_said_the_same() -> None:
    spot = {"page": 1, "box": None, "span": [10, 14]}
    fields = {"year": {"path": "year", "state": "read", "value": 2020, "reasons": [], "spot": spot}}
    readings = [
        convert_reading({"reader": name, "version": "1+seer+x", "fields": fields}) for name in ("layout", "llm")
    ]
    other = {"year": {**fields["year"], "value": 2021}}
    elsewhere = {"year": {**fields["year"], "spot": {**spot, "page": 3}}}
    for name, seen in (("third", other), ("fourth", elsewhere)):
        readings.append(convert_reading({"reader": name, "version": "1+seer+x", "fields": seen}))
    verdict = {"path": "year", "label": "Year", "value": 2020, "state": "read", "status": "flagged", "spot": spot}
    field = {**verdict, "quote": "", "readers": {}, "reasons": ["the readers disagree", "a rule fails"]}
    old = {"verdict": {"fields": {"year": field}, "findings": [{"code": "place.shared"}, {"code": "own.rule"}]}}
    new = convert_result(old, readings)["verdict"]
    converted = FieldVerdict.model_validate_json(json.dumps(new["fields"]["year"]))
    assert converted.reasons == ("the readers disagree", "a rule fails")
    assert [leg.reader for leg in converted.legs] == ["layout", "llm"]
    assert [finding["kind"] for finding in new["findings"]] == ["shared_place", "rule"]


def test_a_result_goes_on_being_decided_by_the_policy_it_was_made_with(place: str) -> None:
    strict = "UPDATE results SET fingerprint = replace(fingerprint, '; standard', '; strict') WHERE name = 'torn.txt'"
    run_sql(place, strict, "UPDATE results SET fingerprint = '' WHERE name = 'scan.pdf'")
    upgrade_store(place)
    with Store(place, create=False) as store:
        found = {name: store.filed(store.find(name)[0].sha256, "us_foia") for name in ("torn.txt", "scan.pdf")}
    assert {name: filed.outcome.policy for name, filed in found.items() if filed is not None} == {
        "torn.txt": "strict",
        "scan.pdf": "standard",
    }


def test_what_the_document_said_against_a_value_is_known_after_the_upgrade(place: str) -> None:
    (body,) = (json.loads(str(row[7])) for row in rows(place, "results") if row[2] == "torn.txt")
    told = {"code": "place.elsewhere", "outcome": "fail", "severity": "error", "paths": ["year"], "message": "not here"}
    body["verdict"]["findings"] += [told, {**told, "code": "form.undecided", "paths": []}]
    connection = sqlite3.connect(place)
    with connection:
        connection.execute("UPDATE results SET body = ? WHERE name = 'torn.txt'", (json.dumps(body),))
    connection.close()
    upgrade_store(place)
    with Store(place, create=False) as store:
        filed = store.filed(store.find("torn.txt")[0].sha256, "us_foia")
    assert filed is not None
    assert [finding.code for finding in filed.outcome.findings_of_document] == ["place.elsewhere", "form.undecided"]
