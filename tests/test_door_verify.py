"""A record that somebody else made, beside its document: what of it is proven, from Python and from the command."""

import asyncio
import json
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel, JsonValue

from extractor import averify, extract, verify
from extractor.door.given_record import GivenRecord, records_in
from extractor.door.given_schema import schema_of
from extractor.door.verifying import model_form
from extractor.errors import ConfigurationError, UnreadableDocument
from tests.shape_readings import TEXT, BillLine, Party, SmallBill
from tests.typed_commands import extractor

RECORD: dict[str, JsonValue] = {
    "number": "INV-7",
    "issued": "2024-03-05",
    "seller": {"name": "Brook & Sons"},
    "lines": [
        {"item": "Hammer", "quantity": 2, "amount": "30.00"},
        {"item": "Nails", "quantity": 100, "amount": "5.50"},
    ],
    "total": "35.50",
    "note": None,
}
WRONG: dict[str, JsonValue] = {**RECORD, "total": "36.50"}


def test_a_record_that_is_printed_is_accepted() -> None:
    found = verify(TEXT, RECORD, SmallBill)

    assert found.status == "accepted"
    assert found.record == SmallBill.model_validate(RECORD)
    assert found.fields["lines.1.amount"].place is not None
    assert found.fields["lines.1.amount"].value == Decimal("5.50")


@pytest.mark.parametrize("given", ["text", "model", "bytes", "line", "with quotes"])
def test_a_record_may_come_in_many_ways(given: str) -> None:
    made = SmallBill(
        number="INV-7",
        issued="2024-03-05",  # type: ignore[arg-type]  # pydantic reads it
        seller=Party(name="Brook & Sons"),
        lines=[
            BillLine(item="Hammer", quantity=2, amount=Decimal("30.00")),
            BillLine(item="Nails", quantity=100, amount=Decimal("5.50")),
        ],
        total=Decimal("35.50"),
    )
    line = json.dumps(verify(TEXT, RECORD, SmallBill).to_line())
    ways: dict[str, GivenRecord] = {
        "text": json.dumps(RECORD),
        "model": made,
        "bytes": json.dumps(RECORD).encode(),
        "line": line,
        "with quotes": {"record": RECORD, "quotes": {"total": "Total: 35.50"}},
    }
    assert verify(TEXT, ways[given], SmallBill).status == "accepted"


def test_numbers_come_out_with_the_decimals_that_are_printed() -> None:
    """JSON knows 30.0 only."""
    lines = [{"item": "Hammer", "quantity": 2, "amount": 30.0}, {"item": "Nails", "quantity": 100, "amount": 5.5}]
    found = verify(TEXT, {**RECORD, "lines": lines, "total": 35.5}, SmallBill)

    assert found.to_line()["record"] == RECORD


def test_what_is_not_printed_is_flagged_and_says_so() -> None:
    found = verify(TEXT, WRONG, SmallBill)

    assert found.status == "review"
    assert [field.path for field in found.flagged] == ["total"]
    assert found.flagged[0].reasons


def test_records_that_differ_flag_the_field_and_agreeing_ones_bear_each_other_out() -> None:
    alike = verify(TEXT, [RECORD, RECORD], SmallBill)
    apart = verify(TEXT, [RECORD, WRONG], SmallBill)

    assert alike.status == "accepted"
    assert set(alike.fields["total"].readers) >= {"record 1", "record 2"}
    assert [field.path for field in apart.flagged] == ["total"]


def test_the_layout_reader_may_be_left_out() -> None:
    found = verify(TEXT, RECORD, SmallBill, layout=False)

    assert all(set(field.readers) <= {"record"} for field in found.fields.values())
    assert found.fields["total"].status == "confirmed"


def test_a_list_that_the_record_leaves_empty_waits_where_its_headings_are_printed() -> None:
    found = verify(TEXT, {**RECORD, "lines": []}, SmallBill, layout=False)

    assert [field.path for field in found.flagged] == ["lines"]
    assert found.data["lines"] == []


def test_a_wrong_call_is_refused_by_name() -> None:
    with pytest.raises(ConfigurationError, match="no JSON"):
        verify(TEXT, "{", SmallBill)
    with pytest.raises(ConfigurationError, match="no record"):
        verify(TEXT, [], SmallBill)
    with pytest.raises(ConfigurationError, match="not int"):
        verify(TEXT, 7, SmallBill)  # type: ignore[call-overload]  # what is tried
    with pytest.raises(ConfigurationError, match="printed tables"):
        verify(TEXT, RECORD, "us_foia")
    with pytest.raises(UnreadableDocument):
        verify("nowhere.pdf", RECORD, SmallBill)


def test_the_same_is_there_for_those_who_wait() -> None:
    assert asyncio.run(averify(TEXT, RECORD, SmallBill)).status == "accepted"


def test_verifying_what_was_extracted_changes_nothing() -> None:
    read = extract(TEXT, SmallBill)
    again = verify(TEXT, {key: value for key, value in read.data.items() if value is not None}, SmallBill)

    confirmed = {path: field.value for path, field in read.fields.items() if field.status == "confirmed"}
    assert {path: again.fields[path].value for path in confirmed} == confirmed


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The invoice, its schema, and records."""
    (tmp_path / "bill.txt").write_text(TEXT, "utf-8")
    (tmp_path / "bill.json").write_text(json.dumps(SmallBill.model_json_schema()), "utf-8")
    (tmp_path / "right.json").write_text(json.dumps(RECORD), "utf-8")
    (tmp_path / "wrong.json").write_text(json.dumps({"record": WRONG, "quotes": {"number": "INV-7"}}), "utf-8")
    return tmp_path


def test_the_command_ends_as_a_run_would(files: Path) -> None:
    right = extractor(files, "verify", "bill.txt", "right.json", "--schema", "bill.json")
    wrong = extractor(files, "verify", "bill.txt", "right.json", "wrong.json", "--schema", "bill.json")
    broken = extractor(files, "verify", "right.json", "nothing.json", "--schema", "bill.json")

    assert (right.code, wrong.code, broken.code) == (0, 1, 3)
    assert "11 fields of 1 record: 1" in right.out
    assert "of 11 confirmed, 0 of 11 flagged" in right.out
    assert "36.50" in wrong.out
    assert "nothing.json" in broken.err


def test_the_command_writes_the_line_of_an_export(files: Path) -> None:
    answer = extractor(files, "verify", "bill.txt", "right.json", "--schema", "bill.json", "--json")
    line = json.loads(answer.out)

    assert (answer.code, line["status"], line["schema"]) == (0, "accepted", "bill")
    assert line["record"] == RECORD
    assert line["fields"]["total"]["quote"] == "35.50"


def test_a_document_that_cannot_be_opened_fails(files: Path) -> None:
    (files / "empty.pdf").write_bytes(b"")
    answer = extractor(files, "verify", "empty.pdf", "right.json", "--schema", "bill.json", "--json")

    assert answer.code == 2
    assert json.loads(answer.out)["error"]["kind"] == "empty_document"


def test_a_list_under_headings_that_nobody_knows_is_not_taken_for_absent() -> None:
    class Sparse(BaseModel):
        """A bill whose lines need not be there."""

        total: Decimal
        pieces: list[BillLine] = []

    text = TEXT.replace("Item        Quantity    Amount", "Ware        Stueck      Betrag")
    for found in (extract(text, Sparse), verify(text, {"total": "35.50", "pieces": []}, Sparse, layout=False)):
        assert [field.path for field in found.flagged] == ["pieces"]
    alone = extract("Invoice 7\n\nTotal: 35.50\n", Sparse)
    assert (alone.status, alone.fields["pieces"].state) == ("accepted", "absent")


def test_the_same_file_twice_is_one_witness_and_json_without_end_is_told(files: Path) -> None:
    shape = model_form(schema_of(SmallBill)).shape
    assert shape is not None
    (files / "good.json").write_text("{}", "utf-8")
    (files / "deep.json").write_text("[" * 20_000 + "]" * 20_000, "utf-8")
    assert len(records_in([files / "good.json", files / "." / "good.json"], shape)) == 1
    with pytest.raises(ConfigurationError, match="without end"):
        records_in([files / "deep.json"], shape)
