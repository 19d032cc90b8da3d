"""Sums of an invoice in tables of their own, rows behind the sums, units and rates inside of other cells."""

from decimal import Decimal
from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.readers.open_layout import read_open
from extractor.readers.reading import FieldReading, Reading
from extractor.schemas.registry import load_schema
from tests.open_families import as_tabs

HEAD = ("Rechnung Nr.\tR-17", "Datum\t05.03.2013", "")
ITEMS = (
    "Pos\tArtikel\tMenge\tNettopreis\tMwSt-%\tNettowert",
    "1\tPapier A4\t20 Stk.\t9,90\t19,0\t198,00",
    "2\tJoghurt\t50 Stk.\t5,50\t7,0\t275,00",
    "",
)
HEADED = "Warenwert\tNettobetrag\tMwSt-%\tMwSt-Betrag\tEndbetrag"


def read_lines(folder: Path, *lines: str) -> Reading:
    schema = load_schema("invoice")
    return read_open(open_document(as_tabs(folder, lines)), schema, schema.forms[0])


def sure(field: FieldReading | None) -> Decimal | str | None:
    """The value of a field that nothing speaks against."""
    if field is None or field.state != "read" or field.certainty != "exact" or field.unclear:
        return None
    return Decimal(str(field.value)) if not isinstance(field.value, str) else field.value


def test_the_sums_of_one_rate_stand_below_their_headings(tmp_path: Path) -> None:
    reading = read_lines(tmp_path, *HEAD, *ITEMS[:2], "", HEADED, "198,00\t198,00\t19,0\t37,62\t235,62")
    found = [sure(reading.fields[f"totals.{name}"]) for name in ("net", "tax", "gross")]
    assert found == [Decimal("198.00"), Decimal("37.62"), Decimal("235.62")]


def test_the_price_of_an_item_without_name_is_no_sum(tmp_path: Path) -> None:
    reading = read_lines(tmp_path, *HEAD, "Menge\tEinzelpreis\tGesamtbetrag", "5\t20,00\t100,00")
    assert sure(reading.fields["totals.gross"]) is None


def test_what_an_item_counts_is_read_out_of_its_quantity(tmp_path: Path) -> None:
    reading = read_lines(tmp_path, *HEAD, *ITEMS)
    assert [sure(reading.fields[f"lines.{at}.unit"]) for at in (0, 1)] == ["Stk.", "Stk."]
    assert [sure(reading.fields[f"lines.{at}.quantity"]) for at in (0, 1)] == [20, 50]


def test_units_of_two_columns_leave_open_which_is_meant(tmp_path: Path) -> None:
    rows = ("Pos\tArtikel\tMenge\tNettopreis\tNettowert", "1\tPapier\t20 Stk.\t9,90 je\t198,00")
    assert sure(read_lines(tmp_path, *HEAD, *rows).fields.get("lines.0.unit")) is None


@pytest.mark.parametrize(
    ("said", "value"),
    [("Rechnung Nr. 471102 vom 05.03.2018", "471102"), ("Facture n° F-12 du 05/03/2018", "F-12")],
)
def test_a_number_ends_before_the_day_it_was_given(said: str, value: str, tmp_path: Path) -> None:
    reading = read_lines(tmp_path, said, "", *ITEMS)
    assert sure(reading.fields["number"]) == value


@pytest.mark.parametrize("tax", ["Versicherungssteuer 19 %\t13,30", "Abzug 2,5 %\t-1,75"])
def test_a_share_of_the_sum_above_is_no_item(tax: str, tmp_path: Path) -> None:
    rows = ("Leistung\tBetrag", "Haftpflicht 2013\t50,00", "Glas 2013\t20,00", "Summe\t70,00", tax)
    reading = read_lines(tmp_path, *HEAD, *rows)
    assert [sure(reading.fields[f"lines.{at}.total"]) for at in (0, 1)] == [50, 20]
    assert "lines.2.total" not in reading.fields


def test_what_is_paid_behind_the_sum_is_no_item_for_sure(tmp_path: Path) -> None:
    rows = (
        "Description\tRate\tAmount",
        "Room\t1939 a night\t1939",
        "Grand total\t\t1939",
        "Payment received\tin cash\t1939",
    )
    fields = read_lines(tmp_path, *HEAD, *rows).fields
    assert sure(fields["totals.gross"]) == 1939
    assert sure(fields.get("lines.1.total")) is None


def test_a_rate_is_read_out_of_the_text_it_stands_in(tmp_path: Path) -> None:
    rows = ("Steuer\tBasis\tSteuerbetrag", "USt. 19 % Waren\t198,00\t37,62", "Wein 12 %\t10,00\t1,20")
    fields = read_lines(tmp_path, *HEAD, *rows).fields
    assert sure(fields["taxes.0.rate"]) == 19
    assert sure(fields["taxes.1.rate"]) is None
