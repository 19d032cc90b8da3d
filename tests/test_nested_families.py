"""Lists in lists and rows told by keys are read in every look, and nothing of them is wrong for sure."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel

from extractor.documents import open_document
from extractor.readers.open_layout import read_open
from extractor.readers.reading import Reading
from extractor.schemas.model_shape import shape_of_model
from extractor.schemas.open_form import schema_of_shape
from specimens.nested_families import SPOILED_SECTIONS, NestedSample, draw_nested, draw_spoiled
from tests.open_families import compare, is_sure


def reading_of(sample: NestedSample, folder: Path) -> Reading:
    path = folder / sample.file
    path.write_bytes(sample.content)
    schema = schema_of_shape(shape_of_model(sample.model))
    return read_open(open_document(path), schema, schema.forms[0])


@pytest.mark.parametrize("seed", range(6))
def test_sections_with_tables_and_rows_by_key_are_read_whole(seed: int, tmp_path: Path) -> None:
    printed = missed = 0
    for sample in draw_nested(seed):
        reading = reading_of(sample, tmp_path)
        lost, wrong = compare(reading, sample.truth)
        lists = {path for path, each in reading.fields.items() if each.state == "absent" and is_sure(each)}
        assert wrong == [], (sample.family, sample.style)
        assert not [path for path in lists if any(each.startswith(path) for each in sample.truth)], sample.family
        if (sample.family, sample.style) != (
            "ledger",
            "pipes",
        ):  # Blank cells at the beginning of a line are not there.
            printed, missed = printed + len(sample.truth), missed + len(lost)
    assert missed <= 0.05 * printed


@pytest.mark.parametrize("spoiled", SPOILED_SECTIONS)
@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_sure_of_sections_that_cannot_be_told_apart(spoiled: str, seed: int, tmp_path: Path) -> None:
    for sample in draw_spoiled(seed, spoiled):
        _, wrong = compare(reading_of(sample, tmp_path), sample.truth)
        assert wrong == [], (sample.family, sample.style)


class Fees(BaseModel):
    fees: dict[str, Decimal]


@pytest.mark.parametrize(
    ("lines", "read", "left"),
    [
        (["Parking\t12.00", "Copies\t0.50", "Total\t12.50"], {"Parking": "12.00", "Copies": "0.50"}, 0),
        (["Parking\t12.00", "Copies\t0.50", "Total\t13.50"], {"Parking": "12.00", "Copies": "0.50"}, 1),
        (["Parking\t12.00", "for a year and", "longer\t7.00"], {}, 1),
        (["Parking\t12.00", "Parking\t13.00", "Copies\t0.50"], {"Copies": "0.50"}, 0),
    ],
)
def test_rows_below_a_title_are_told_by_their_names(
    lines: list[str], read: dict[str, str], left: int, tmp_path: Path
) -> None:
    path = tmp_path / "fees.txt"
    path.write_text("\n".join(["Fees", *lines, "", "Page 1\t7.00"]) + "\n", "utf-8")
    schema = schema_of_shape(shape_of_model(Fees))
    found = read_open(open_document(path), schema, schema.forms[0])
    sure = {path: str(each.value) for path, each in found.fields.items() if each.state == "read" and is_sure(each)}
    assert sure == {f"fees.{name}": value for name, value in read.items()}
    assert len(found.unused) == left


@pytest.mark.parametrize(
    ("rows", "items", "sure"),
    [
        (["B-1\t5 March 2024\tPin\t2", "\t\tNail\t3", "B-2\t6 March 2024\tSaw\t1"], [2, 1], True),
        (["B-1\t5 March 2024\tPin\t2", "B-1\t5 March 2024\tNail\t3", "B-2\t6 March 2024\tSaw\t1"], [2, 1], True),
        (["B-1\t5 March 2024\tPin\t2", "\t\tNail\t3", "B-1\t5 March 2024\tSaw\t1"], [3], False),
        (["B-1\t5 March 2024\tPin\t2", "B-1\t\tNail\t3"], [2], False),
        (["\t\tPin\t2", "B-1\t5 March 2024\tNail\t3"], [1, 1], False),
    ],
)
def test_rows_of_one_table_are_put_together_by_what_they_share(
    rows: list[str], items: list[int], sure: bool, tmp_path: Path
) -> None:
    class Row(BaseModel):
        item: str
        quantity: int

    class Booked(BaseModel):
        order_number: str
        ordered_on: date
        lines: list[Row]

    class Book(BaseModel):
        orders: list[Booked]

    path = tmp_path / "book.txt"
    path.write_text("\n".join(["Order number\tOrdered on\tItem\tQuantity", *rows]) + "\n", "utf-8")
    schema = schema_of_shape(shape_of_model(Book))
    fields = read_open(open_document(path), schema, schema.forms[0]).fields
    for number, lines in enumerate(items):
        found = [path for path in fields if path.startswith(f"orders.{number}.lines.") and path.endswith(".item")]
        assert len(found) == lines
    last = f"orders.{len(items) - 1}.lines.{items[-1] - 1}.item"
    assert is_sure(fields[last]) is sure


def test_a_label_in_two_pieces_is_no_item_of_the_list_above_it(tmp_path: Path) -> None:
    class Entry(BaseModel):
        text: str
        amount: Decimal

    class Statement(BaseModel):
        entries: list[Entry]
        closing_balance: Decimal | None = None

    path = tmp_path / "statement.html"
    rows = ["Text|Note|Amount", "Rent|-|5.00", "Tram|-|6.00", "Closing|balance:|11.00"]
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split("|")) + "</tr>" for row in rows)
    path.write_text(f"<html><body><table>{cells}</table></body></html>", "utf-8")
    schema = schema_of_shape(shape_of_model(Statement))
    fields = read_open(open_document(path), schema, schema.forms[0]).fields
    assert [path for path in fields if path.startswith("entries.") and path.endswith(".amount")] == [
        "entries.0.amount",
        "entries.1.amount",
    ]
