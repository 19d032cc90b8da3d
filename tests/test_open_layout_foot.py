"""What stands below the items of a list: sums, and labels with a value that no field asks for."""

from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel

from extractor.schemas.form import Value
from tests.open_families import Writer, as_html, as_pdf, as_pipes, as_tabs, compare, read

ITEMS = [
    "Invoice No: 2023-0117",
    "",
    "Description\tQuantity\tUnit price\tAmount",
    "Oak board 20 mm\t10\t12.50\t125.00",
    "Screws, box\t3\t4.20\t12.60",
    "Delivery\t1\t35.00\t35.00",
]
FEET = (
    ["", "Net total\t172.60", "VAT 19 %\t32.79", "Total due\t205.39"],
    ["Net total\t172.60", "VAT 19 %\t32.79", "Total due\t205.39"],
    ["Subtotal\t172.60", "Discount\t10.00", "Net total\t172.60", "Tax\t32.79", "Total due\t205.39", "Paid\t5.39"],
)


class Position(BaseModel):
    """A line of an invoice."""

    description: str
    quantity: int
    unit_price: Decimal
    amount: Decimal


class Bill(BaseModel):
    """An invoice whose reader wants neither tax nor discount."""

    invoice_no: str
    lines: list[Position]
    net_total: Decimal
    total_due: Decimal


TRUTH: dict[str, Value] = {
    "invoice_no": "2023-0117",
    "lines.0.description": "Oak board 20 mm",
    "lines.0.quantity": 10,
    "lines.0.unit_price": Decimal("12.50"),
    "lines.0.amount": Decimal("125.00"),
    "lines.1.description": "Screws, box",
    "lines.1.quantity": 3,
    "lines.1.unit_price": Decimal("4.20"),
    "lines.1.amount": Decimal("12.60"),
    "lines.2.description": "Delivery",
    "lines.2.quantity": 1,
    "lines.2.unit_price": Decimal("35.00"),
    "lines.2.amount": Decimal("35.00"),
    "net_total": Decimal("172.60"),
    "total_due": Decimal("205.39"),
}


@pytest.mark.parametrize("writer", [as_tabs, as_pipes, as_html, as_pdf])
@pytest.mark.parametrize("foot", FEET)
def test_a_label_with_its_value_below_the_sums_is_no_item(tmp_path: Path, writer: Writer, foot: list[str]) -> None:
    reading = read(writer(tmp_path, [*ITEMS, *foot]), Bill)
    assert compare(reading, TRUTH) == ([], [])
    assert "lines.3.amount" not in reading.fields


@pytest.mark.parametrize("writer", [as_tabs, as_pipes, as_html, as_pdf])
def test_a_row_between_a_sum_and_whole_rows_is_not_passed_over(tmp_path: Path, writer: Writer) -> None:
    lines = [*ITEMS, "Subtotal\t172.60", "Express\t9.00", "Oak wax\t2\t8.00\t16.00", "Net total\t197.60"]
    reading = read(writer(tmp_path, lines), Bill)
    told = {number.text for number in reading.unused} | {
        field.quote for field in reading.fields.values() if field.doubts
    }
    assert any("9.00" in each for each in told) or any(
        field.state == "unread" and path.startswith("lines.3") for path, field in reading.fields.items()
    )
