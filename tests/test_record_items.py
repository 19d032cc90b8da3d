"""Items of lists in a record from outside: one item one printed row, one field one column, in the order of the page."""

from pathlib import Path

import pytest

from extractor.documents import Document
from extractor.evidence import DoubtKind
from extractor.readers.record.record_items import Json
from tests.placed_records import Line, doubts, firm, list_of, page_of, placed, shape_of

SHAPE = shape_of(lines=list_of(name="string", quantity="integer", price="number", amount="number"))
HEADINGS: Line = [(50, "Name"), (220, "Quantity"), (300, "Price"), (400, "Amount")]
ROWS = [
    ("Red paint", 3, 12.5, 37.5),
    ("Brushes", 2, 4.25, 8.5),
    ("White paint", 1, 13.75, 13.75),
    ("Ladder", 1, 61.4, 61.4),
]


def bill(tmp_path: Path) -> Document:
    return page_of(tmp_path, HEADINGS, *map(printed, ROWS), [(50, "Total"), (400, "121.15")])


def printed(row: tuple[str, int, float, float]) -> Line:
    name, quantity, price, amount = row
    return [(50, name), (220, str(quantity)), (300, f"{price:.2f}"), (400, f"{amount:.2f}")]


def items(**changed: Json) -> list[Json]:
    """The record of the bill; ``changed``: other values by path (``at1_amount``)."""
    found: list[dict[str, Json]] = [
        {"name": name, "quantity": quantity, "price": price, "amount": amount} for name, quantity, price, amount in ROWS
    ]
    for where, value in changed.items():
        at, _, key = where.partition("_")
        found[int(at.removeprefix("at"))][key] = value
    return list(found)


def test_every_value_stands_in_its_row_and_column(tmp_path: Path) -> None:
    reading = placed(bill(tmp_path), SHAPE, {"lines": items()})
    assert len(reading.fields) == 16
    assert all(firm(reading, path) for path in reading.fields)
    assert reading.fields["lines.1.amount"].quote == "8.50"


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"at1_amount": 8.4}, "lines.1.amount"),
        ({"at1_amount": 4.25}, "lines.1.amount"),
        ({"at0_amount": 8.5}, "lines.0.amount"),
        ({"at2_price": 61.4}, "lines.2.price"),
        ({"at1_amount": 121.15}, "lines.1.amount"),
        ({"at3_quantity": 0}, "lines.3.quantity"),
        ({"at0_name": "Ladder"}, "lines.0.name"),
    ],
    ids=["a changed digit", "another column", "the next row", "the next row's price", "a total", "nought", "a text"],
)
def test_a_value_that_stands_elsewhere_is_not_its_own(tmp_path: Path, changed: dict[str, Json], path: str) -> None:
    reading = placed(bill(tmp_path), SHAPE, {"lines": items(**changed)})
    assert not firm(reading, path)
    assert firm(reading, "lines.3.amount")
    assert firm(reading, "lines.1.price")


def test_a_row_that_the_record_leaves_out_moves_no_other(tmp_path: Path) -> None:
    reading = placed(bill(tmp_path), SHAPE, {"lines": [each for at, each in enumerate(items()) if at != 1]})
    assert all(firm(reading, path) for path in reading.fields)


def test_items_in_another_order_than_printed_are_not_all_confirmed(tmp_path: Path) -> None:
    first, second, third, fourth = items()
    reading = placed(bill(tmp_path), SHAPE, {"lines": [first, third, second, fourth]})
    assert not (firm(reading, "lines.1.amount") and firm(reading, "lines.2.amount"))


def test_a_list_that_is_printed_from_the_last_to_the_first_is_placed(tmp_path: Path) -> None:
    reading = placed(bill(tmp_path), SHAPE, {"lines": items()[::-1]})
    lines = [field for path, field in reading.fields.items() if path.startswith("lines.")]
    assert all(field.spot is not None for field in lines)
    assert all([each.kind for each in field.doubts] == [DoubtKind.ITEMS_TURNED] for field in lines)


def test_two_items_do_not_share_one_printed_row(tmp_path: Path) -> None:
    first, *rest = items()
    reading = placed(bill(tmp_path), SHAPE, {"lines": [first, first, *rest]})
    assert not (firm(reading, "lines.0.amount") and firm(reading, "lines.1.amount"))


def test_nought_is_confirmed_where_it_or_a_dash_is_printed_and_never_for_a_blank(tmp_path: Path) -> None:
    shape = shape_of(lines=list_of(name="string", amount="number", discount="number"))
    document = page_of(
        tmp_path,
        [(50, "Name"), (300, "Amount"), (400, "Discount")],
        [(50, "Red paint"), (300, "37.50"), (400, "0.00")],
        [(50, "Brushes"), (300, "18.50"), (410, "-")],
        [(50, "White paint"), (300, "13.75")],
        [(50, "Ladder"), (300, "61.40"), (400, "1.20")],
        [(50, "Tape"), (300, "22.10"), (400, "2.05")],
    )
    names = ("Red paint", "Brushes", "White paint", "Ladder", "Tape")
    amounts, discounts = (37.5, 18.5, 13.75, 61.4, 22.1), (0, 0, 0, 1.2, 2.05)
    lines: list[Json] = [
        {"name": name, "amount": amount, "discount": discount}
        for name, amount, discount in zip(names, amounts, discounts, strict=True)
    ]
    reading = placed(document, shape, {"lines": lines})
    assert [firm(reading, f"lines.{at}.discount") for at in range(5)] == [True, True, False, True, True]
    assert doubts(reading, "lines.2.discount") == {"nought_not_printed"}


def test_what_is_given_as_empty_is_blank_only_where_its_crossing_is(tmp_path: Path) -> None:
    reading = placed(bill(tmp_path), SHAPE, {"lines": items(at1_price=None)})
    assert doubts(reading, "lines.1.price") == {"null_but_printed"}
    rows = [printed(row) for row in ROWS]
    blank = page_of(tmp_path, HEADINGS, rows[0], [rows[1][0], rows[1][1], rows[1][3]], *rows[2:])
    empty = placed(blank, SHAPE, {"lines": items(at1_price=None)})
    assert (empty.fields["lines.1.price"].state, doubts(empty, "lines.1.price")) == ("blank", set())


def test_a_sign_turned_in_all_items_is_a_way_to_write_them(tmp_path: Path) -> None:
    shape = shape_of(lines=list_of(name="string", debit="number"))
    names, debits = ("Rent", "Power", "Water", "Phone"), (812.4, 93.15, 41.8, 29.99)
    lines = [[(50, name), (300, f"-{debit:.2f}")] for name, debit in zip(names, debits, strict=True)]
    document = page_of(tmp_path, [(50, "Name"), (300, "Debit")], *lines)
    given: list[Json] = [{"name": name, "debit": debit} for name, debit in zip(names, debits, strict=True)]
    assert all(firm(placed(document, shape, {"lines": given}), f"lines.{at}.debit") for at in range(4))
    mixed: list[Json] = [*given[:3], {"name": "Phone", "debit": -29.99}]
    assert "sign_not_printed" in doubts(placed(document, shape, {"lines": mixed}), "lines.0.debit")


def test_an_item_over_two_lines_holds_what_is_printed_on_both(tmp_path: Path) -> None:
    shape = shape_of(lines=list_of(name="string", amount="number"))
    lines: list[Line] = []
    for name, more, amount in (
        ("Concrete", "ready mixed", "512.00"),
        ("Gravel", "washed", "88.40"),
        ("Sand", "fine", "61.75"),
    ):
        lines += [[(50, name), (300, amount)], [(50, more)]]
    document = page_of(tmp_path, [(50, "Name"), (300, "Amount")], *lines)
    given: list[Json] = [
        {"name": "Concrete ready mixed", "amount": 512},
        {"name": "Gravel washed", "amount": 88.4},
        {"name": "Sand fine", "amount": 61.75},
    ]
    reading = placed(document, shape, {"lines": given})
    assert all(firm(reading, path) for path in reading.fields)


def test_numbers_of_a_row_that_the_record_lacks_are_named_as_unused(tmp_path: Path) -> None:
    complete = placed(bill(tmp_path), SHAPE, {"lines": items()})
    assert complete.unused == ()
    short = placed(bill(tmp_path), SHAPE, {"lines": [each for at, each in enumerate(items()) if at != 1]})
    assert [(each.text, each.table) for each in short.unused] == [("2", "lines"), ("4.25", "lines"), ("8.50", "lines")]


def test_a_text_above_the_line_of_a_number_proves_the_row_only_if_it_does_so_in_every_item(tmp_path: Path) -> None:
    shape = shape_of(boxes=list_of(name="string", amount="number"))
    rows: list[Line] = [[(50, "Union dues"), (200, "341.75")], [(50, "Parking"), (200, "612.40")]]
    document = page_of(tmp_path, *rows, [], [], [], [], *rows)
    given: list[Json] = [{"name": "Union dues", "amount": 612.4}, {"name": "Parking", "amount": 612.4}]
    assert not firm(placed(document, shape, {"boxes": given}), "boxes.0.amount")


def test_a_dash_that_the_record_takes_for_nothing_is_no_nought(tmp_path: Path) -> None:
    shape = shape_of(lines=list_of(name="string", discount="number"))
    names = ("Red paint", "Brushes", "White paint", "Ladder")
    printed_as, given = ("1.20", "-", "2.05", "-"), (1.2, None, 2.05, 0)
    lines: list[Line] = [[(50, name), (300, text)] for name, text in zip(names, printed_as, strict=True)]
    document = page_of(tmp_path, [(50, "Name"), (300, "Discount")], *lines)
    record: list[Json] = [{"name": name, "discount": value} for name, value in zip(names, given, strict=True)]
    reading = placed(document, shape, {"lines": record})
    assert reading.fields["lines.1.discount"].state == "not_applicable"
    assert doubts(reading, "lines.3.discount") == {"nought_not_printed"}


def test_more_items_than_printed_rows_find_no_row_behind_the_last(tmp_path: Path) -> None:
    document = page_of(tmp_path, HEADINGS, printed(ROWS[0]))
    first = items()[0]
    reading = placed(document, SHAPE, {"lines": [first, first, first]})
    assert sum(firm(reading, f"lines.{at}.amount") for at in range(3)) <= 1


def test_a_list_in_a_document_without_a_word_is_placed_nowhere(tmp_path: Path) -> None:
    reading = placed(page_of(tmp_path, [(50, "-")]), SHAPE, {"lines": items()})
    assert not any(firm(reading, path) for path in reading.fields)


@pytest.mark.parametrize("odd", [float("nan"), 1e300, -0.0, "12,5", "", [], {}, True, [1], {"a": 1}, "�", 10**30])
def test_whatever_a_record_holds_it_is_placed_or_doubted(tmp_path: Path, odd: Json) -> None:
    document = bill(tmp_path)
    for key in ("name", "quantity", "price", "amount"):
        reading = placed(document, SHAPE, {"lines": items(**{f"at1_{key}": odd})})
        assert firm(reading, "lines.0.amount")
        assert not firm(reading, f"lines.1.{key}")
    assert placed(document, SHAPE, {"lines": odd}).reader == "maker"
    assert placed(document, SHAPE, odd).reader == "maker"


def test_columns_that_a_record_swaps_in_every_item_stand_under_the_headings_of_other_fields(tmp_path: Path) -> None:
    swapped: list[Json] = [
        {"name": name, "quantity": quantity, "price": amount, "amount": price} for name, quantity, price, amount in ROWS
    ]
    reading = placed(bill(tmp_path), SHAPE, {"lines": swapped})
    paths = [f"lines.{number}.{key}" for number in (0, 1) for key in ("price", "amount")]
    assert not any(firm(reading, path) for path in paths)


def test_texts_under_the_heading_of_another_text_are_not_where_they_belong(tmp_path: Path) -> None:
    shape = shape_of(trips=list_of(sender="string", receiver="string", weight="number"))
    heads: Line = [(50, "Sender"), (200, "Receiver"), (400, "Weight")]
    rows = [("Mill", "Harbour", "12.5"), ("Quarry", "Station", "7.25"), ("Farm", "Market", "3.75")]
    lines: list[Line] = [[(50, one), (200, two), (400, number)] for one, two, number in rows]
    document = page_of(tmp_path, heads, *lines)
    right: list[Json] = [{"sender": one, "receiver": two, "weight": float(number)} for one, two, number in rows]
    wrong: list[Json] = [{"sender": two, "receiver": one, "weight": float(number)} for one, two, number in rows]
    assert firm(placed(document, shape, {"trips": right}), "trips.0.sender")
    assert doubts(placed(document, shape, {"trips": wrong}), "trips.0.sender") == {"headed_otherwise"}


def test_a_key_with_a_point_in_it_is_one_key(tmp_path: Path) -> None:
    rates: Json = {
        "type": "object",
        "additionalProperties": {"type": "object", "properties": {"rate": {"type": "number"}}},
    }
    document = page_of(tmp_path, [(50, "Name"), (200, "Rate")], [(50, "No. 7"), (200, "19.25")])
    reading = placed(document, shape_of(rates=rates), {"rates": {"No. 7": {"rate": 19.25}}})
    assert list(reading.fields) == ["rates.No%2E 7.rate"]
