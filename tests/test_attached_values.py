"""What is attached to a PDF as named values is a witness of what its pages print."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import pymupdf
import pytest
from pydantic import BaseModel

from extractor.documents.limits import DEFAULT_LIMITS
from extractor.documents.model import Document
from extractor.documents.opening.guarded import open_guarded
from extractor.door.extracting import extract
from extractor.door.given_schema import schema_of
from extractor.readers.model_reading.attached_reading import with_attached
from extractor.readers.model_reading.model_readers import read_model
from extractor.route import FieldVerdict, judge_readings
from extractor.schemas.model_shape import FieldMark

ZUGFERD = Path(__file__).parents[2] / "shared/corpus/invoice_zugferd"


class Freight(BaseModel):
    """A bill whose names on paper are others than those in the file that is attached to it."""

    number: Annotated[str, FieldMark(labels=("Bill no.", "Freight bill ID"))]
    sent: Annotated[date, FieldMark(labels=("Sent on", "Dispatch date"))]
    weight: Annotated[Decimal | None, FieldMark(labels=("Weight", "Gross mass"))] = None
    unit: Annotated[str | None, FieldMark(labels=("Unit", "Mass unit code"))] = None
    due: Annotated[Decimal | None, FieldMark(labels=("To pay", "Due payable amount"))] = None


LINES = ("Bill no.: F-2031", "Sent on: 2024-03-05", "Weight: 1,240.5", "Unit: kilograms", "To pay: 318.40")
RECORD = {
    "freightBillID": "F-2031",
    "dispatchDate": "2024-03-05",
    "grossMass": 1240.5,
    "massUnitCode": "KGM",
    "duePayableAmount": 318.40,
}


def printed(folder: Path, files: dict[str, bytes], lines: tuple[str, ...] = LINES) -> Path:
    """A bill of a few lines with files attached."""
    path = folder / "bill.pdf"
    with pymupdf.open() as pdf:  # type: ignore[no-untyped-call]  # pymupdf has no annotations
        page = pdf.new_page()
        for number, line in enumerate(lines):
            page.insert_text((72, 90 + 24 * number), line)
        for name, content in files.items():
            pdf.embfile_add(name, content, filename=name)
        pdf.save(path)
    return path


def as_xml(record: dict[str, object]) -> bytes:
    """The record as elements."""
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in record.items())
    return f"<?xml version='1.0'?><bill>{inner}</bill>".encode()


def judged(document: Document) -> dict[str, FieldVerdict]:
    """The fields of a bill as they are decided."""
    schema = schema_of(Freight)
    form = schema.forms[0]
    readings = with_attached(document, schema, form, [read_model(document, schema, form)])
    return dict(judge_readings(form, readings, source=document).fields)


@pytest.mark.parametrize("name", ["bill.xml", "bill.json"])
def test_a_value_that_the_attached_file_says_as_well_has_a_second_leg(tmp_path: Path, name: str) -> None:
    content = as_xml(RECORD) if name.endswith("xml") else json.dumps(RECORD).encode()
    fields = judged(open_guarded(printed(tmp_path, {name: content}), DEFAULT_LIMITS))
    assert [leg.reader for leg in fields["due"].legs] == ["layout", name]
    assert fields["due"].status == "confirmed"
    assert fields["number"].value == "F-2031"


def test_a_contradiction_of_page_and_attachment_waits_for_a_person(tmp_path: Path) -> None:
    other = RECORD | {"duePayableAmount": 381.40, "freightBillID": "F-2013"}
    fields = judged(open_guarded(printed(tmp_path, {"bill.xml": as_xml(other)}), DEFAULT_LIMITS))
    assert fields["due"].status == "flagged"
    assert fields["due"].readers == {"layout": Decimal("318.40"), "bill.xml": Decimal("381.40")}
    assert fields["number"].status == "flagged"
    assert fields["sent"].status == "confirmed"


def test_a_code_contradicts_no_words(tmp_path: Path) -> None:
    fields = judged(open_guarded(printed(tmp_path, {"bill.xml": as_xml(RECORD)}), DEFAULT_LIMITS))
    assert (fields["unit"].status, fields["unit"].value) == ("confirmed", "kilograms")


def test_what_only_the_attachment_says_is_shown_and_is_no_value(tmp_path: Path) -> None:
    path = printed(tmp_path, {"bill.xml": as_xml(RECORD)}, LINES[:-1])
    field = judged(open_guarded(path, DEFAULT_LIMITS))["due"]
    assert field.value is None
    assert [each.value for each in field.alternatives] == [Decimal("318.40")]


EQUAL = (*LINES[:2], "Weight: 318.40", LINES[3])


def test_a_value_printed_under_another_name_is_not_confirmed_to_be_absent(tmp_path: Path) -> None:
    alone = judged(open_guarded(printed(tmp_path, {}, EQUAL), DEFAULT_LIMITS))["due"]
    assert (alone.status, alone.value) == ("confirmed", None)
    content = as_xml(RECORD | {"grossMass": 318.40})
    field = judged(open_guarded(printed(tmp_path, {"bill.xml": content}, EQUAL), DEFAULT_LIMITS))["due"]
    assert field.status == "flagged"


def test_a_sum_of_nothing_contradicts_no_page_that_prints_none(tmp_path: Path) -> None:
    lines = (*LINES[:2], "Weight: 0.00", LINES[3])
    content = as_xml(RECORD | {"grossMass": "0.00", "duePayableAmount": "0.00"})
    field = judged(open_guarded(printed(tmp_path, {"bill.xml": content}, lines), DEFAULT_LIMITS))["due"]
    assert (field.status, field.value) == ("confirmed", None)


def test_an_attached_file_that_is_not_read_is_named_in_a_remark(tmp_path: Path) -> None:
    files = {"terms.txt": b"No liability is accepted for anything.", "broken.xml": b"<?xml version='1.0'?><bill>"}
    document = open_guarded(printed(tmp_path, files), DEFAULT_LIMITS)
    assert document.attachments == ()
    assert document.remarks == ("attached to the file, and not read: terms.txt, broken.xml",)


def test_the_door_asks_the_attachment_too(tmp_path: Path) -> None:
    other = RECORD | {"grossMass": 1204.5}
    found = extract(printed(tmp_path, {"bill.xml": as_xml(other)}), Freight)
    assert "weight" in {each.path for each in found.flagged}


@pytest.mark.skipif(not ZUGFERD.is_dir(), reason="the public documents are not at hand")
def test_real_invoices_carry_their_values_beside_their_pages() -> None:
    for path in sorted(ZUGFERD.glob("*.pdf")):
        document = open_guarded(path, DEFAULT_LIMITS)
        assert document.attachments, path.name
        assert "GrandTotalAmount" in "".join(cell.address for row in document.attachments[0].rows for cell in row.cells)
