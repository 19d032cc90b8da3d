"""Several records of one document: agreement witnesses a value, never its place, and no two of them are one."""

from pathlib import Path

from extractor.readers.record import place_records
from extractor.readers.record.record_items import Json
from extractor.route import FieldStatus, Verdict, judge_readings
from extractor.schemas.open_form import schema_of_shape
from tests.placed_records import list_of, page_of, shape_of
from tests.test_record_items import SHAPE, bill, items

STOREYS = shape_of(storeys="integer")


def judged(tmp_path: Path, **records: Json) -> Verdict:
    """The verdict on the bill read by makers of these records."""
    document = bill(tmp_path)
    readings = place_records(document, SHAPE, {name: {"lines": record} for name, record in records.items()})
    return judge_readings(schema_of_shape(SHAPE).forms[0], readings, source=document)


def statuses(verdict: Verdict) -> set[FieldStatus]:
    return {field.status for field in verdict.fields.values()}


def test_one_record_is_confirmed_where_everything_stands_in_its_place(tmp_path: Path) -> None:
    verdict = judged(tmp_path, one=items())
    assert statuses(verdict) == {"confirmed"}
    assert {leg.placed_by for field in verdict.fields.values() for leg in field.legs} == {"locator"}


def test_records_that_differ_leave_the_field_to_a_person(tmp_path: Path) -> None:
    verdict = judged(tmp_path, one=items(), two=items(at1_amount=8.4))
    assert [path for path, field in verdict.fields.items() if field.status == "flagged"] == ["lines.1.amount"]


def test_a_record_that_lacks_an_item_is_matched_to_the_others_by_their_places(tmp_path: Path) -> None:
    verdict = judged(tmp_path, one=items(), two=items()[1:])
    assert statuses(verdict) == {"confirmed"}
    assert len(verdict.fields["lines.3.amount"].legs) == 2


def test_an_item_that_only_the_second_record_has_comes_behind_those_of_the_first(tmp_path: Path) -> None:
    verdict = judged(tmp_path, one=items()[1:], two=items())
    assert verdict.fields["lines.3.name"].value == "Red paint"


def test_what_two_agree_on_is_confirmed_where_the_place_is_inferred_and_what_one_says_is_not(tmp_path: Path) -> None:
    document = page_of(tmp_path, [(50, "Alpha"), (200, "12")], [(50, "Beta"), (200, "12")])
    form = schema_of_shape(STOREYS).forms[0]
    both: dict[str, Json] = {"one": {"storeys": 12}, "two": {"storeys": 12}}
    one: dict[str, Json] = {"one": {"storeys": 12}}
    alone = judge_readings(form, place_records(document, STOREYS, one), source=document)
    together = judge_readings(form, place_records(document, STOREYS, both), source=document)
    assert (alone.fields["storeys"].status, together.fields["storeys"].status) == ("flagged", "confirmed")


def test_what_is_printed_nowhere_is_not_confirmed_by_any_number_of_records(tmp_path: Path) -> None:
    document = page_of(tmp_path, [(50, "Storeys"), (200, "12")])
    records: dict[str, Json] = {name: {"storeys": 13} for name in ("one", "two", "three")}
    verdict = judge_readings(
        schema_of_shape(STOREYS).forms[0], place_records(document, STOREYS, records), source=document
    )
    assert verdict.fields["storeys"].status == "flagged"


def test_one_printed_value_may_stand_in_two_fields(tmp_path: Path) -> None:
    shape = shape_of(lines=list_of(name="string", amount="number"), net_result="number")
    document = page_of(
        tmp_path,
        [(50, "Name"), (300, "Amount")],
        [(50, "Sales"), (300, "9,120.50")],
        [(50, "Costs"), (300, "7,015.25")],
        [(50, "Net result"), (300, "2,105.25")],
    )
    amounts = (("Sales", 9120.5), ("Costs", 7015.25), ("Net result", 2105.25))
    record: Json = {"lines": [{"name": name, "amount": amount} for name, amount in amounts], "net_result": 2105.25}
    verdict = judge_readings(
        schema_of_shape(shape).forms[0], place_records(document, shape, {"one": record}), source=document
    )
    assert statuses(verdict) == {"confirmed"}
