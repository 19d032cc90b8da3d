"""Rows of sums that prove themselves are read by the label of the row and the headings of the columns."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.readers.open_layout import read_open
from extractor.readers.reading import Reading
from extractor.schemas.registry import load_schema
from tests.test_open_layout_sums import sure

HEADS = ("Product", "Qty", "Price", "Tax", "Total")
ITEM = ("Memory card", "1", "278.61", "40.39", "319.00")


def read_rows(folder: Path, *rows: tuple[str, ...]) -> Reading:
    path = folder / "page.html"
    table = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in (HEADS, *rows))
    path.write_text(f"<html><body><p>Invoice No: 17</p><table>{table}</table></body></html>", "utf-8")
    schema = load_schema("invoice")
    return read_open(open_document(path), schema, schema.forms[0])


def test_a_row_of_sums_states_what_its_columns_are_of(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, ITEM, ("Total", *ITEM[1:]))
    assert [str(sure(reading.fields[f"totals.{name}"])) for name in ("tax", "gross")] == ["40.39", "319.00"]
    assert reading.unused == ()


@pytest.mark.parametrize(
    "row",
    [
        ("Total", "1", "278.61", "40.39", "391.00"),
        ("Total", "1", "278.61", "-", "319.00"),
        ("Card", "1", "278.61", "40.39", "319.00"),
    ],
)
def test_a_row_that_does_not_prove_itself_states_no_tax(row: tuple[str, ...], tmp_path: Path) -> None:
    fields = read_rows(tmp_path, ITEM, row).fields
    assert sure(fields["totals.tax"]) is None
    assert sure(fields["totals.gross"]) is None


def test_a_total_that_does_not_repeat_its_only_item_is_not_explained(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, ITEM, ("Total", "2", "278.61", "40.39", "319.00"))
    assert {each.text for each in reading.unused} >= {"2"}


def test_another_total_leaves_both_unread(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, ITEM, ("Total", *ITEM[1:]), ("Grand total", "", "", "", "329.00"))
    assert sure(reading.fields["totals.gross"]) is None
