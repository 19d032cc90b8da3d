"""Values of no list in a record from outside: by their labels, in the notation of the document, or with a doubt."""

from pathlib import Path

import pytest

from extractor.readers.record.record_items import Json
from tests.placed_records import Line, doubts, firm, page_of, placed, shape_of

DATE: Json = {"type": "string", "format": "date"}


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1,234.50", 1234.5),
        ("$1,234.50", 1234.5),
        ("EUR 1,234.50", 1234.5),
        ("(1,234.50)", -1234.5),
        ("-1,234.50", -1234.5),
        ("1,234.50-", -1234.5),
        ("12,34,567.00", 1234567),
        ("1 234 567.50", 1234567.5),
        ("7.25%", 7.25),
        ("7.25 %", 7.25),
        ("2.5 million", 2500000),
        ("3.20 CR", 3.2),
        ("3.20 CR", -3.2),
    ],
)
def test_a_number_is_known_in_any_dress(tmp_path: Path, printed: str, value: float) -> None:
    document = page_of(tmp_path, [(50, "Amount due:"), (200, printed)], [(50, "Paid"), (200, "17.25")])
    assert firm(placed(document, shape_of(amount_due="number"), {"amount_due": value}), "amount_due")


@pytest.mark.parametrize(("other", "right", "wrong"), [("17,25", 1234, 1.234), ("17.25", 1.234, 1234)])
def test_whether_a_mark_parts_thousands_the_other_numbers_of_the_document_say(
    tmp_path: Path, other: str, right: float, wrong: float
) -> None:
    document = page_of(tmp_path, [(50, "Amount due"), (200, "1.234")], [(50, "Paid"), (200, other)])
    shape = shape_of(amount_due="number")
    assert firm(placed(document, shape, {"amount_due": right}), "amount_due")
    assert doubts(placed(document, shape, {"amount_due": wrong}), "amount_due") == {"value_not_printed"}


def test_a_number_set_with_wide_spaces_is_one_number(tmp_path: Path) -> None:
    spaced: Line = [(200 + 8 * at, sign) for at, sign in enumerate("66,300")]
    document = page_of(tmp_path, [(50, "Total sum"), *spaced])
    assert firm(placed(document, shape_of(total_sum="number"), {"total_sum": 66300}), "total_sum")


def test_a_sign_that_is_not_printed_is_a_doubt(tmp_path: Path) -> None:
    document = page_of(tmp_path, [(50, "Discount"), (200, "12.50")])
    reading = placed(document, shape_of(discount="number"), {"discount": -12.5})
    assert doubts(reading, "discount") == {"sign_not_printed"}


def test_a_changed_digit_is_printed_nowhere(tmp_path: Path) -> None:
    document = page_of(tmp_path, [(50, "Total"), (200, "1,250.00")])
    assert doubts(placed(document, shape_of(total="number"), {"total": 1260}), "total") == {"value_not_printed"}


def test_the_label_decides_among_several_places_and_names_no_other_value(tmp_path: Path) -> None:
    document = page_of(
        tmp_path, [(50, "Units"), (200, "12")], [(50, "Boxes"), (200, "12")], [(50, "Pallets"), (200, "3")]
    )
    shape = shape_of(boxes="integer", pallets="integer")
    reading = placed(document, shape, {"boxes": 12, "pallets": 12})
    assert firm(reading, "boxes")
    assert "label_elsewhere" in doubts(reading, "pallets")


def test_a_short_number_without_its_label_waits(tmp_path: Path) -> None:
    document = page_of(tmp_path, [(50, "Alpha"), (200, "12")], [(50, "Beta"), (200, "12")])
    reading = placed(document, shape_of(storeys="integer"), {"storeys": 12})
    assert doubts(reading, "storeys") == {"places_rival"}


def test_a_part_of_a_date_or_of_a_code_is_no_number(tmp_path: Path) -> None:
    document = page_of(tmp_path, [(50, "Fees"), (200, "2025-02-05")], [(50, "Code"), (200, "007")])
    reading = placed(document, shape_of(fees="integer", code="integer"), {"fees": 5, "code": 7})
    assert doubts(reading, "fees") == doubts(reading, "code") == {"value_not_printed"}


def test_a_part_of_a_telephone_number_waits(tmp_path: Path) -> None:
    document = page_of(tmp_path, [(50, "Office"), (200, "353-4357")], [(50, "Rooms"), (200, "81")])
    assert "inside_word" in doubts(placed(document, shape_of(meter="integer"), {"meter": 4357}), "meter")


@pytest.mark.parametrize(
    "printed",
    ["2024-03-04", "4 March 2024", "March 4, 2024", "04-Mar-24", "4. März 2024", "4 de marzo de 2024", "20240304"],
)
def test_a_date_is_known_as_it_is_written_somewhere(tmp_path: Path, printed: str) -> None:
    document = page_of(tmp_path, [(50, "Issued"), (200, printed)])
    assert firm(placed(document, shape_of(issued=DATE), {"issued": "2024-03-04"}), "issued")


def test_another_date_says_which_of_day_and_month_comes_first(tmp_path: Path) -> None:
    shape = shape_of(issued=DATE)
    alone = page_of(tmp_path, [(50, "Issued"), (200, "03/04/2024")])
    assert doubts(placed(alone, shape, {"issued": "2024-04-03"}), "issued") == {"date_either_way"}
    beside = page_of(tmp_path, [(50, "Issued"), (200, "03/04/2024")], [(50, "Due"), (200, "25/04/2024")])
    assert firm(placed(beside, shape, {"issued": "2024-04-03"}), "issued")
    assert doubts(placed(beside, shape, {"issued": "2024-03-04"}), "issued") == {"value_not_printed"}


@pytest.mark.parametrize("text", ["Northwind Traders Ltd", "NORTHWIND TRADERS LTD.", "Northwind-Traders Ltd"])
def test_a_text_is_known_whatever_its_case_and_where_its_line_ends(tmp_path: Path, text: str) -> None:
    document = page_of(
        tmp_path, [(50, "Seller"), (200, "Northwind" + ("-" if "-" in text else ""))], [(200, "Traders Ltd")]
    )
    assert firm(placed(document, shape_of(seller="string"), {"seller": text}), "seller")


def test_a_text_that_is_not_printed_so_is_not_confirmed(tmp_path: Path) -> None:
    document = page_of(tmp_path, [(50, "Number"), (200, "INV-1042/7")])
    shape = shape_of(number="string")
    assert firm(placed(document, shape, {"number": "INV-1042/7"}), "number")
    assert doubts(placed(document, shape, {"number": "INV-1043/7"}), "number") == {"value_not_printed"}
    assert not firm(placed(document, shape, {"number": "NV-1042"}), "number")


def test_what_is_given_as_empty_is_absent_unless_it_is_printed(tmp_path: Path) -> None:
    document = page_of(tmp_path, [(50, "Freight"), (200, "15.00")])
    reading = placed(document, shape_of(freight="number", deposit="number"), {})
    assert reading.fields["deposit"].state == "absent"
    assert doubts(reading, "deposit") == set()
    assert doubts(reading, "freight") == {"null_but_printed"}


def test_a_quote_tells_several_places_apart_and_one_that_is_printed_nowhere_does_not(tmp_path: Path) -> None:
    document = page_of(tmp_path, [(50, "Alpha wing"), (110, "12")], [(50, "Beta wing"), (110, "12")])
    shape = shape_of(storeys="integer")
    told = placed(document, shape, {"storeys": 12}, storeys="Beta wing 12")
    assert doubts(told, "storeys") == {"label_unseen"}
    untold = placed(document, shape, {"storeys": 12}, storeys="Gamma wing 12")
    assert doubts(untold, "storeys") == {"places_rival"}
