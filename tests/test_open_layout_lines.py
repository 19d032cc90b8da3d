"""Texts over several lines below their label: what is joined, what ends a text, and what stays in doubt."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from extractor.evidence import DoubtKind
from extractor.readers.reading import FieldReading
from tests.open_families import read_text


class Customer(BaseModel):
    """Somebody."""

    number: str
    name: str
    delivery_address: str | None = None


TEXT = """Number: 7

Name
Lieferant GmbH
Storage 4

Delivery address
Mill Street 5
80333 Milltown
Phone: 0800 55 55
"""


def read_field(folder: Path, text: str, path: str) -> tuple[FieldReading, set[DoubtKind]]:
    field = read_text(folder, text, Customer).fields[path]
    return field, {each.kind for each in field.doubts}


def test_an_address_is_all_its_lines_up_to_a_statement_of_its_own(tmp_path: Path) -> None:
    field, doubts = read_field(tmp_path, TEXT, "delivery_address")
    assert field.value == "Mill Street 5 80333 Milltown"
    assert DoubtKind.LINES_BELOW in doubts


def test_an_address_of_one_line_is_certain(tmp_path: Path) -> None:
    field, doubts = read_field(tmp_path, TEXT.replace("80333 Milltown\n", ""), "delivery_address")
    assert (field.value, doubts & {DoubtKind.LINES_BELOW, DoubtKind.GOES_ON_BELOW}) == ("Mill Street 5", set())


def test_the_name_of_a_company_ends_with_its_form(tmp_path: Path) -> None:
    field, doubts = read_field(tmp_path, TEXT, "name")
    assert field.value == "Lieferant GmbH"
    assert doubts & {DoubtKind.LINES_BELOW, DoubtKind.GOES_ON_BELOW} == {DoubtKind.LINES_BELOW}


def test_a_name_that_may_run_on_waits_for_a_person(tmp_path: Path) -> None:
    field, doubts = read_field(tmp_path, TEXT.replace("Lieferant GmbH\nStorage 4", "Lieferant GmbH\n& Co. KG"), "name")
    assert field.value == "Lieferant GmbH"
    assert DoubtKind.GOES_ON_BELOW in doubts


@pytest.mark.parametrize(
    ("below", "kind"),
    [("DATE OF WORK", DoubtKind.LINES_BELOW), ("2 of 3", DoubtKind.GOES_ON_BELOW), ("-A", DoubtKind.GOES_ON_BELOW)],
)
def test_a_number_does_not_run_on_into_words(tmp_path: Path, below: str, kind: DoubtKind) -> None:
    text = TEXT.replace("Lieferant GmbH\nStorage 4", f"10001\n{below}")
    field, doubts = read_field(tmp_path, text, "name")
    assert field.value == "10001"
    assert doubts & {DoubtKind.LINES_BELOW, DoubtKind.GOES_ON_BELOW} == {kind}


def test_an_address_of_mail_goes_on_with_no_name(tmp_path: Path) -> None:
    field, doubts = read_field(
        tmp_path, TEXT.replace("Lieferant GmbH\nStorage 4", "Ann Miller\nann@mill.example"), "name"
    )
    assert (field.value, doubts & {DoubtKind.LINES_BELOW, DoubtKind.GOES_ON_BELOW}) == ("Ann Miller", set())
