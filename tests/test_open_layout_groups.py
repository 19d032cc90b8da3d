"""Numbers whose thousands are parted by spaces, in lines of text whose columns are."""

from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel

from tests.open_families import read_text


class Position(BaseModel):
    """A line of an invoice."""

    name: str
    quantity: int
    price: Decimal
    total: Decimal


class Facture(BaseModel):
    """An invoice."""

    number: str
    lines: list[Position]


LINES = (
    "Work gloves              30          411,65   12 349,50",
    "Wire nails 60 mm         24          245,43    5 890,32",
)
TORN = ("Work gloves 30 411,65 12 349,50", "Wire nails 60 mm 24 245,43 5 890,32")


@pytest.mark.parametrize("rows", [LINES, LINES[:1], tuple(reversed(LINES))])
def test_groups_behind_one_space_belong_to_their_number(tmp_path: Path, rows: tuple[str, ...]) -> None:
    text = "\n".join(["Number: A-1", "", "Name                 Quantity           Price       Total", *rows])
    reading = read_text(tmp_path, text, Facture)
    totals = {row: Decimal(row[-9:].strip().replace(" ", "").replace(",", ".")) for row in rows}
    for at, row in enumerate(rows):
        assert reading.value(f"lines.{at}.total") == totals[row]
        assert reading.value(f"lines.{at}.name") == row[:20].strip()


@pytest.mark.parametrize("rows", [TORN, TORN[:1]])
def test_where_all_is_parted_by_one_space_no_name_is_a_number(tmp_path: Path, rows: tuple[str, ...]) -> None:
    text = "\n".join(["Number: A-1", "", "Name Quantity Price Total", *rows])
    reading = read_text(tmp_path, text, Facture)
    sure = {path: field.value for path, field in reading.fields.items() if field.certainty == "exact"}
    assert not {value for path, value in sure.items() if path.endswith((".price", ".name"))} & {Decimal(12), "30", "24"}
