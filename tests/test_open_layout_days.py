"""Days inside sentences, sums that one row alone adds up to, and items behind the break of a page."""

from pathlib import Path

import pymupdf
import pytest

from extractor.documents import open_document
from extractor.evidence import DoubtKind
from extractor.readers.open_layout import read_open
from extractor.readers.reading import Reading
from extractor.schemas.registry import load_schema
from tests.test_open_layout_sums import HEAD, ITEMS, read_lines, sure

HEADED = ("Warenwert", "Fracht-Verp-Vers", "Nettobetrag", "MwSt-Betrag", "MwSt-%", "Endbetrag")
SUMS = ("198.00,3.00,201.00,38.19,19.0,239.19", "275.00,,275.00,19.25,7.0,294.25")
TOTAL = "473.00,3.00,476.00,57.44,,533.44"
NO_TOTAL = "470.00,3.00,470.00,57.44,,530.00"


@pytest.mark.parametrize(
    "said",
    [
        "Handelsrechnung Nr. 471102 vom 05.03.2018",
        "Rechnung Nr. R-17 vom 05.03.2018.",
        "Facture n° F-12 du 05.03.2018",
        "Rechnung vom 05.03.2018",
    ],
)
def test_the_day_behind_the_number_of_an_invoice_is_its_date(said: str, tmp_path: Path) -> None:
    assert sure(read_lines(tmp_path, said, "", *ITEMS).fields["date"]) == "2018-03-05"


@pytest.mark.parametrize("said", ["Rechnung gemäß Bestellung Nr. 2018-47 vom 01.03.2018.", "Lieferung vom 01.03.2018"])
def test_the_day_of_an_order_is_no_date_of_an_invoice(said: str, tmp_path: Path) -> None:
    assert read_lines(tmp_path, said, "", *ITEMS).fields["date"].state == "unread"


@pytest.mark.parametrize(
    "said",
    [
        "Zahlbar innerhalb 30 Tagen netto bis 04.04.2018.",
        "Fällig am 04.04.2018",
        "Payable within 30 days by 04.04.2018",
    ],
)
def test_a_day_inside_a_sentence_is_read_at_its_words(said: str, tmp_path: Path) -> None:
    assert sure(read_lines(tmp_path, *HEAD, said, "", *ITEMS).fields["due_date"]) == "2018-04-04"


@pytest.mark.parametrize(
    "said",
    [
        "Zahlbar bis 15.03.2018, 3 % Skonto",
        "Zahlbar bis 15.03.2018 oder 04.04.2018",
        "Zahlbar innerhalb 10 Tagen bis 15.03.2018 abzüglich Skonto",
    ],
)
def test_a_day_with_more_behind_it_is_not_read_for_sure(said: str, tmp_path: Path) -> None:
    assert sure(read_lines(tmp_path, *HEAD, said, "", *ITEMS).fields["due_date"]) is None


def test_a_sentence_that_may_go_on_below_leaves_its_day_in_doubt(tmp_path: Path) -> None:
    lines = ("Zahlbar innerhalb 30 Tagen netto bis 04.04.2018,", "3 % Skonto innerhalb 10 Tagen", "")
    field = read_lines(tmp_path, *HEAD, *lines, *ITEMS).fields["due_date"]
    assert field.value == "2018-04-04"
    assert DoubtKind.LINES_BELOW in {each.kind for each in field.doubts}


def test_a_charge_of_one_rate_alone_is_read_below_its_heading(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{'</td><td>'.join(row.split(','))}</td></tr>" for row in (*SUMS, TOTAL))
    assert sure(read_page(tmp_path, rows).fields["totals.charges"]) == 3


def test_a_number_that_no_sums_stand_beside_is_no_sum(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{'</td><td>'.join(row.split(','))}</td></tr>" for row in (*SUMS, NO_TOTAL))
    assert sure(read_page(tmp_path, rows).fields["totals.charges"]) is None


def read_page(folder: Path, rows: str) -> Reading:
    path = folder / "page.html"
    heads = "".join(f"<th>{head}</th>" for head in HEADED)
    path.write_text(f"<html><body><table><tr>{heads}</tr>{rows}</table></body></html>", "utf-8")
    schema = load_schema("invoice")
    return read_open(open_document(path), schema, schema.forms[0])


@pytest.mark.parametrize(("code", "found"), [("4012345001235", True), ("Seite 2 von 2", False)])
def test_an_item_goes_on_over_the_break_of_a_page(code: str, found: bool, tmp_path: Path) -> None:
    """What stands below the heading of a column goes on with the list; what stands beside all of them ends it."""
    document = pymupdf.Document()  # type: ignore[no-untyped-call]  # pymupdf has no types
    first = document.new_page()
    columns = (70, 170, 280, 360, 440)
    for y, line in (
        (600, ("Code", "Beschreibung", "Menge", "Nettopreis", "Betrag")),
        (620, ("AB1", "Papier", "20", "9,90", "198,00")),
    ):
        for x, text in zip(columns, line, strict=True):
            first.insert_text((x, y), text, fontsize=9)
    second = document.new_page()
    second.insert_text((70 if found else 520, 60), code, fontsize=9)
    for x, text in zip(columns, ("AB2", "Joghurt", "50", "5,50", "275,00"), strict=True):
        second.insert_text((x, 100), text, fontsize=9)
    path = tmp_path / "pages.pdf"
    document.save(path)  # type: ignore[no-untyped-call]  # pymupdf has no types
    schema = load_schema("invoice")
    fields = read_open(open_document(path), schema, schema.forms[0]).fields
    assert sure(fields["lines.0.total"]) == 198
    assert ("lines.1.total" in fields) is found
