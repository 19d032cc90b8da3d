"""What a record says otherwise than the document prints it: the order of items, the word behind a number, a label of
somebody else."""

from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel

from extractor import extract, verify

INVOICE = """Invoice
Number: 7

Seller
Name: Mill & Sons
City: Millbury

Buyer
Name: City Works

Name\tAmount
Hammer\t30.00
Nails\t5.50
Screws\t7.25

Total\t42.75
"""
LEDGER = "\n".join(f"{day:02}.05.2024 {text} {amount}" for day, text, amount in (
    (3, "Rent May", "910.00"), (9, "Water works", "48.15"), (17, "Paper mill", "227.40"), (28, "Town hall", "61.09"),
))  # fmt: skip


class Side(BaseModel):
    """A party."""

    name: str
    city: str | None = None


class Item(BaseModel):
    """A line."""

    name: str
    amount: Decimal


class TwoSides(BaseModel):
    """An invoice between two parties."""

    number: str
    seller: Side
    buyer: Side
    lines: list[Item]
    total: Decimal


class Booking(BaseModel):
    """A line without headings."""

    purpose: str
    sum: Decimal


class Bookings(BaseModel):
    """Lines of an account."""

    bookings: list[Booking]


class Turnover(BaseModel):
    """A company and its money."""

    company: str
    revenue: Decimal


def written(folder: Path, text: str) -> Path:
    path = folder / "printed.txt"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("reverse", [False, True])
def test_items_in_the_reverse_of_the_printed_order_wait_for_a_person(reverse: bool, tmp_path: Path) -> None:
    lines = [line.split(" ", 1)[1].rsplit(" ", 1) for line in LEDGER.splitlines()]
    items = [{"purpose": text, "sum": amount} for text, amount in lines]
    result = verify(written(tmp_path, LEDGER), {"bookings": items[::-1] if reverse else items}, Bookings)
    amounts = {field.status for path, field in result.fields.items() if path.endswith(".sum")}
    assert amounts == ({"flagged"} if reverse else {"confirmed"})


@pytest.mark.parametrize(("value", "status"), [("5", "flagged"), ("500000", "confirmed")])
def test_a_word_of_scale_beside_a_number_belongs_to_it(value: str, status: str, tmp_path: Path) -> None:
    path = written(tmp_path, "Company: Kumar Ltd\nRevenue: 5 lakh\n")
    result = verify(path, {"company": "Kumar Ltd", "revenue": value}, Turnover)
    assert result.fields["revenue"].status == status


def test_what_only_the_other_party_has_is_absent(tmp_path: Path) -> None:
    result = extract(written(tmp_path, INVOICE), TwoSides)
    assert result.fields["seller.city"].value == "Millbury"
    assert (result.fields["buyer.city"].value, result.fields["buyer.city"].status) == (None, "confirmed")


def test_a_city_that_stands_under_neither_title_is_nobodys(tmp_path: Path) -> None:
    text = INVOICE.replace("Buyer\nName: City Works\n", "").replace("Seller\n", "")
    result = extract(written(tmp_path, text), TwoSides)
    assert result.fields["buyer.city"].status == "flagged"
