"""What a document leaves open is not read by the layout reader of any model, and the reason is told."""

from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel

from extractor.documents import open_document
from extractor.evidence import DoubtKind
from extractor.readers.open_layout import read_open
from tests.open_families import APPLICATION, BANK, FAMILIES, INVOICE, LAB, YEARBOOK, as_tabs, is_sure, read, read_text
from tests.open_models import Application, BankStatement, LabReport, PlainInvoice, Yearbook, schema_of


def test_the_total_of_a_longer_label_is_not_the_total(tmp_path: Path) -> None:
    text = INVOICE.replace("Grand total\t2,915.50", "Grand total before discount\t3,000.00")
    assert read_text(tmp_path, text, PlainInvoice).fields["grand_total"].state == "absent"


def test_two_places_with_other_values_are_named_and_neither_is_taken(tmp_path: Path) -> None:
    field = read_text(tmp_path, INVOICE + "\nGrand total\t2,900.00", PlainInvoice).fields["grand_total"]
    assert (field.state, field.value) == ("unread", None)
    assert field.doubts[0].kind is DoubtKind.STATED_DIFFERENTLY
    assert field.doubts[0].detail == ("2,900.00, 2,915.50",)


def test_the_same_value_at_the_same_label_twice_is_one_value(tmp_path: Path) -> None:
    field = read_text(tmp_path, INVOICE + "\nGrand total\t2,915.50", PlainInvoice).fields["grand_total"]
    assert field.value == Decimal("2915.50") and is_sure(field)


def test_day_and_month_are_not_guessed(tmp_path: Path) -> None:
    field = read_text(tmp_path, INVOICE.replace("31/01/2024", "03/04/2024"), PlainInvoice).fields["invoice_date"]
    assert field.state == "unread"
    assert field.doubts[0].kind is DoubtKind.DATE_ORDER


def test_another_date_tells_day_and_month(tmp_path: Path) -> None:
    text = INVOICE.replace("31/01/2024", "03/04/2024") + "\nPayable until 31/12/2024"
    assert read_text(tmp_path, text, PlainInvoice).value("invoice_date") == "2024-04-03"


def test_a_mark_of_thousands_or_decimals_is_not_guessed(tmp_path: Path) -> None:
    text = "Aktenzeichen: A1\nDatum: 03.04.2021\nBeantragte Förderung: 12.500 EUR"
    field = read_text(tmp_path, text, Application).fields["grant"]
    assert (field.state, field.doubts[0].kind) == ("unread", DoubtKind.MARK_UNKNOWN)


@pytest.mark.parametrize(
    "amount",
    [
        "12.500,00 Mio. EUR",
        "12.500,00 Tsd.",
        "zwölf",
        "12.500,00 / 13.000,00",
        "5 T€",
        "5 lakh",
        "5M",
        "€ 5m",
        "5e3",
        "5,00 ohne MwSt",
        "5,00?",
    ],
)
def test_what_is_no_plain_amount_is_unread(tmp_path: Path, amount: str) -> None:
    text = APPLICATION.replace("Beantragte Förderung: 12.500 EUR", f"Beantragte Förderung: {amount}")
    assert read_text(tmp_path, text, Application).fields["grant"].state == "unread"


@pytest.mark.parametrize("amount", ["12,50 DR", "12,50 S", "12,50 Haben", "12,50 minus"])
def test_a_word_that_says_whose_an_amount_is_does_not_tell_its_sign(tmp_path: Path, amount: str) -> None:
    text = APPLICATION.replace("Beantragte Förderung: 12.500 EUR", f"Beantragte Förderung: {amount}")
    field = read_text(tmp_path, text, Application).fields["grant"]
    assert (field.state, field.doubts[0].kind) == ("unread", DoubtKind.UNIT_UNKNOWN)


def test_hours_are_no_side_of_an_account(tmp_path: Path) -> None:
    text = APPLICATION.replace("Beantragte Förderung: 12.500 EUR", "Beantragte Förderung: 12,5 h")
    assert read_text(tmp_path, text, Application).value("grant") == Decimal("12.5")


def test_a_name_that_two_groups_have_needs_the_title_of_one(tmp_path: Path) -> None:
    text = INVOICE.replace("\nSeller\n", "\n").replace("\nBuyer\n", "\n")
    reading = read_text(tmp_path, text, PlainInvoice)
    assert {reading.fields[path].state for path in ("seller.name", "buyer.name")} == {"unread"}


def test_what_may_state_an_absent_field_is_named(tmp_path: Path) -> None:
    field = read_text(tmp_path, BANK.replace("From: 01", "Begins: 01"), BankStatement).fields["period_from"]
    assert (field.state, is_sure(field)) == ("absent", False)
    assert "Begins: 01.01.2023" in field.doubts[0].detail[0]


def test_a_column_nobody_knows_may_hold_what_is_absent(tmp_path: Path) -> None:
    text = LAB.replace("\tUnit\t", "\tMeasured in\t")
    field = read_text(tmp_path, text, LabReport).fields["results.0.unit"]
    assert (field.state, is_sure(field)) == ("absent", False)


def test_a_blank_cell_never_becomes_zero(tmp_path: Path) -> None:
    reading = read_text(tmp_path, BANK, BankStatement)
    assert (reading.fields["movements.0.debit"].state, reading.value("movements.0.debit")) == ("blank", None)


def test_a_row_that_lacks_a_cell_is_kept_in_doubt(tmp_path: Path) -> None:
    text = INVOICE.replace("Consulting\t6\t95.00\t570.00", "Consulting\t6\t570.00")
    reading = read_text(tmp_path, text, PlainInvoice)
    assert {reading.fields[f"items.1.{key}"].state for key in ("description", "unit_price", "amount")} == {"unread"}
    assert reading.value("items.2.amount") == Decimal("1120.00")
    assert [number.text for number in reading.unused] == ["6", "570.00"]


@pytest.mark.parametrize(
    ("row", "unused", "explained"),
    [
        ("Subtotal\t15\t\t2,450.00", [], ["15", "2,450.00"]),
        ("Subtotal\t15\t\t2,451.00", ["2,451.00"], ["15"]),
        ("Subtotal\t14\t\t2,451.00", ["14", "2,451.00"], []),
        ("Subtotal\t15\t95.00\t2,450.00", ["95.00"], ["15", "2,450.00"]),
    ],
)
def test_the_sum_below_a_list_is_no_item_and_its_number_is_explained_or_not_lost(
    row: str, unused: list[str], explained: list[str], tmp_path: Path
) -> None:
    reading = read_text(tmp_path, INVOICE.replace("\n\nNet total\t2,450.00", f"\n{row}"), PlainInvoice)
    assert "items.3.description" not in reading.fields
    assert [number.text for number in reading.unused] == unused
    assert [number.text for number in reading.explained] == explained


def test_a_list_goes_on_behind_a_subtotal(tmp_path: Path) -> None:
    text = INVOICE.replace("Travel\t1", "Subtotal\t\t\t1,330.00\nTravel\t1")
    reading = read_text(tmp_path, text, PlainInvoice)
    assert reading.value("items.2.description") == "Travel"
    assert [number.text for number in reading.explained] == ["1,330.00"]


def test_a_column_the_model_does_not_want_is_not_unused(tmp_path: Path) -> None:
    rows = [f"{line}\t{at}" for at, line in enumerate(YEARBOOK.splitlines()[2:], start=7)]
    text = "\n".join(("Waste water", "Region\t2019\t2020\t2021\tRank", *rows))
    reading = read_text(tmp_path, text, Yearbook)
    assert reading.unused == ()
    assert reading.value("regions.0.y2021") == Decimal("12.0")


def test_values_of_a_label_printed_beside_others_are_not_mixed_up(tmp_path: Path) -> None:
    html = "<table><tr><td>Seller</td><td>Agent</td></tr><tr><td>Mill</td><td>Stone</td></tr></table>"
    path = tmp_path / "page.html"
    path.write_text(f"<html><body><p>Number: 7</p>{html}</body></html>", "utf-8")

    class Sale(BaseModel):
        """A sale."""

        number: int
        seller: str | None = None

    field = read(path, Sale).fields["seller"]
    assert not (is_sure(field) and field.value != "Mill")


def test_a_form_without_a_shape_is_refused(tmp_path: Path) -> None:
    schema = schema_of(Yearbook)
    form = schema.forms[0].__class__("bare", BaseModel, (), ())
    with pytest.raises(ValueError, match="no shape"):
        read_open(open_document(as_tabs(tmp_path, ["Region"])), schema, form)


def test_nothing_is_read_from_a_document_of_another_kind(tmp_path: Path) -> None:
    for model, _, _ in FAMILIES.values():
        reading = read_text(tmp_path, "Minutes of the meeting\n\nThe chair opened at 9.\nNobody spoke.", model)
        assert [path for path, field in reading.fields.items() if field.state == "read"] == []


def test_a_further_table_under_a_title_of_its_own_may_be_of_something_else(tmp_path: Path) -> None:
    more = "\n\nPrevious order\n\nDescription\tQuantity\tUnit price\tAmount\nPaper\t2\t10.00\t20.00\n\nNet total"
    reading = read_text(tmp_path, INVOICE.replace("\n\nNet total", more).replace("Items\n", ""), PlainInvoice)
    assert is_sure(reading.fields["items.0.amount"])
    assert [each.kind for each in reading.fields["items.3.amount"].doubts] == [DoubtKind.TITLE_NOT_ABOVE]


def test_a_table_that_goes_on_under_its_own_title_is_one_list(tmp_path: Path) -> None:
    more = "\n\nItems (continued)\n\nDescription\tQuantity\tUnit price\tAmount\nPaper\t2\t10.00\t20.00\n\nNet total"
    reading = read_text(tmp_path, INVOICE.replace("\n\nNet total", more), PlainInvoice)
    assert is_sure(reading.fields["items.3.amount"])


def test_a_row_whose_numbers_stand_in_one_cell_is_no_row_less(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path, INVOICE.replace("Consulting\t8\t95.00\t760.00", "Consulting\t8 95.00 760.00"), PlainInvoice
    )
    assert reading.fields["items.0.amount"].state == "unread"
    assert reading.value("items.1.amount") == Decimal("570.00")
    grid = "<table><tr><td>Description<td>Quantity<td>Amount</tr><tr><td>Nail<td>3 6.00<td></tr>"
    path = tmp_path / "grid.html"
    path.write_text(f"{grid}<tr><td>Saw<td>2<td>18.00</tr></table>", "utf-8")
    found = read(path, PlainInvoice)
    assert found.fields["items.0.quantity"].state == "unread"
    assert found.value("items.1.quantity") == Decimal(2)


@pytest.mark.parametrize("others", [0, 1], ids=["as many rows with one cell more", "fewer"])
def test_a_cell_more_than_there_are_headings_does_not_make_the_name_one(tmp_path: Path, others: int) -> None:
    text = (
        "Invoice No: R-55\n\nDescription\tQuantity\tAmount\nNail\t3\t6.00\t7\nSaw\t2\t18.00" + "\nAxe\t1\t9.00" * others
    )
    reading = read_text(tmp_path, text, PlainInvoice)
    assert not is_sure(reading.fields["items.0.quantity"]) or reading.fields["items.0.quantity"].state == "unread"
    assert reading.fields["items.1.quantity"].state == ("read" if others else "unread")


@pytest.mark.parametrize("printed", ["24-06-03", "24/06/03"])
def test_two_figures_may_be_a_year_in_front(tmp_path: Path, printed: str) -> None:
    field = read_text(tmp_path, INVOICE.replace("31/01/2024", printed), PlainInvoice).fields["invoice_date"]
    assert (field.state, field.doubts[0].kind) == ("unread", DoubtKind.DATE_ORDER)


def test_a_label_in_the_middle_of_a_line_is_printed(tmp_path: Path) -> None:
    text = INVOICE.replace("Currency: EUR\n", "").replace("Invoice No: R-55", "Invoice No: R-55 Currency: EUR")
    reading = read_text(tmp_path, text, PlainInvoice)
    assert reading.value("invoice_number") == "R-55"
    assert not (reading.fields["currency"].state == "absent" and is_sure(reading.fields["currency"]))


def test_a_row_that_says_nothing_in_numbers_is_a_row(tmp_path: Path) -> None:
    text = INVOICE.replace("Consulting\t8\t95.00\t760.00", "Training\ttba\ttba\ttba")
    reading = read_text(tmp_path, text, PlainInvoice)
    assert reading.value("items.0.description") == "Training"
    assert reading.fields["items.0.amount"].state == "unread"
    assert reading.value("items.1.amount") == Decimal("570.00")


def test_a_blank_beside_a_cell_with_two_numbers_is_not_sure(tmp_path: Path) -> None:
    path = tmp_path / "grid.html"
    rows = ["Description|Quantity|Amount", "Nail|3 6.00|", "Saw|2|18.00"]
    cells = ("<td>".join(["", *row.split("|")]) for row in rows)
    path.write_text(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>", "utf-8")
    assert not is_sure(read(path, PlainInvoice).fields["items.0.amount"])


class Part(BaseModel):
    """A line of a parts list."""

    item: int
    description: str
    material: str


class Sheet(BaseModel):
    """What the title block of a drawing says."""

    revision: str | None = None
    parts: list[Part] = []


def drawing(over: int, beside: str) -> str:
    """A web page with a cell over columns of a list, something beside it, and the list below."""
    rows = (("Item", "Description", "Material", beside), ("1", "Nut", "Steel", ""), ("2", "Shim", "Brass", ""))
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    head = f'<tr><td colspan="{over}">Revision</td><td colspan="{4 - over}">Fold line</td></tr>'
    return f"<html><body><table>{head}{lines}</table></body></html>"


@pytest.mark.parametrize(("over", "beside", "sure"), [(3, "", False), (3, "Mass", True), (1, "", True)])
def test_what_stands_beside_the_title_of_several_columns_is_not_surely_its_value(
    tmp_path: Path, over: int, beside: str, sure: bool
) -> None:
    path = tmp_path / "sheet.html"
    path.write_text(drawing(over, beside), "utf-8")
    field = read(path, Sheet).fields["revision"]
    assert (field.value, is_sure(field)) == ("Fold line", sure)
