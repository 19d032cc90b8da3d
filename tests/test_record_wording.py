"""Items of records whose numbers no column tells: by the words beside them, the line they stand in, or their cell."""

from pathlib import Path

import pytest

from extractor.documents import Document
from extractor.readers.record import place_records
from extractor.readers.record.record_items import Json
from extractor.route import judge_readings
from extractor.schemas.open_form import schema_of_shape
from tests.placed_records import Line, doubts, firm, list_of, page_of, placed, shape_of

CARGO = shape_of(goods=list_of(name="string", cartons="number", volume="number", weight="number"))
GOODS = (("Knitted dress", 77, 6.55, 537), ("Woven short", 8, 1.41, 82), ("Woven shirt", 42, 4.59, 626))


def waybill(tmp_path: Path) -> Document:
    lines: list[Line] = []
    for (name, cartons, volume, weight), x in zip(GOODS, (220, 310, 200), strict=True):
        lines += [[(200, name)], [(x, f"{cartons} CTNS / {volume} CBM /")], [(200, f"{weight} KGS")], [(30, "Port of")]]
    return page_of(tmp_path, [(30, "Marks"), (200, "Description of goods")], *lines)


def goods(**changed: Json) -> list[Json]:
    """The record of the waybill; ``changed``: other values by path (``at1_weight``)."""
    keys = ("name", "cartons", "volume", "weight")
    found: list[dict[str, Json]] = [dict(zip(keys, each, strict=True)) for each in GOODS]
    for where, value in changed.items():
        at, _, key = where.partition("_")
        found[int(at.removeprefix("at"))][key] = value
    return list(found)


def test_numbers_in_running_text_are_told_by_the_word_behind_them(tmp_path: Path) -> None:
    reading = placed(waybill(tmp_path), CARGO, {"goods": goods()})
    assert all(firm(reading, path) for path in reading.fields)
    assert reading.fields["goods.1.volume"].quote == "1.41"


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"at1_cartons": 9}, "goods.1.cartons"),
        ({"at1_cartons": 82}, "goods.1.cartons"),
        ({"at1_volume": 4.59}, "goods.1.volume"),
        ({"at2_weight": 42}, "goods.2.weight"),
    ],
    ids=["a changed digit", "the number before another word", "the next item's", "another word, another line"],
)
def test_a_number_before_another_word_or_in_another_item_is_not_its_own(
    tmp_path: Path, changed: dict[str, Json], path: str
) -> None:
    reading = placed(waybill(tmp_path), CARGO, {"goods": goods(**changed)})
    assert not firm(reading, path)
    assert firm(reading, "goods.0.weight")


def test_units_behind_the_numbers_of_columns_change_nothing(tmp_path: Path) -> None:
    shape = shape_of(lines=list_of(name="string", net="number", gross="number"))
    rows = (("Sand", 12.5, 13.25), ("Gravel", 8.75, 9.5), ("Lime", 4.15, 4.95))
    lines: list[Line] = [[(50, name), (200, f"{net} kg"), (320, f"{gross} kg")] for name, net, gross in rows]
    document = page_of(tmp_path, [(50, "Name"), (200, "Net"), (320, "Gross")], *lines)
    record: list[Json] = [{"name": name, "net": net, "gross": gross} for name, net, gross in rows]
    assert all(firm(placed(document, shape, {"lines": record}), f"lines.{at}.gross") for at in range(3))
    record[1] = {"name": "Gravel", "net": 8.75, "gross": 8.75}
    assert not firm(placed(document, shape, {"lines": record}), "lines.1.gross")


STAFF = shape_of(staff=list_of(number="string", total="number"))


def expenses(tmp_path: Path) -> Document:
    """The trips of four people, with a total below those of each."""
    lines: list[Line] = []
    for number, trips in (("A-101", (260, 420)), ("B-202", (320, 420)), ("C-303", (175,)), ("D-404", (560, 260))):
        first, *more = trips
        lines.append([(50, number), (150, "Office"), (250, "by rail"), (400, str(first))])
        lines += [[(150, "Branch"), (250, "by road"), (400, str(trip))] for trip in more]
        lines.append([(250, "Total"), (400, str(sum(trips)))])
    return page_of(tmp_path, [(50, "Number"), (150, "To"), (250, "How"), (400, "Amount")], *lines)


def totals(*values: int) -> list[Json]:
    numbers = ("A-101", "B-202", "C-303", "D-404")
    return [{"number": number, "total": value} for number, value in zip(numbers, values, strict=True)]


def test_a_total_below_the_rows_of_its_item_is_told_by_the_words_in_front_of_it(tmp_path: Path) -> None:
    reading = placed(expenses(tmp_path), STAFF, {"staff": totals(680, 740, 175, 820)})
    assert all(firm(reading, f"staff.{at}.total") for at in range(4))


@pytest.mark.parametrize("wrong", [420, 320, 680, 820, 741])
def test_another_number_among_the_rows_of_an_item_is_not_its_total(tmp_path: Path, wrong: int) -> None:
    reading = placed(expenses(tmp_path), STAFF, {"staff": totals(680, wrong, 175, 820)})
    assert not firm(reading, "staff.1.total")


BILL = shape_of(lines=list_of(code="string", name="string", quantity="number"))


def test_a_number_beside_a_table_is_no_value_of_the_column_that_its_row_leaves_to_something_else(
    tmp_path: Path,
) -> None:
    rows: list[Line] = [
        [(200, str(quantity)), (260, code), (400, name)]
        for code, name, quantity in (("GD-78", "Base", 3), ("GC-80", "Seat", 2), ("GC-40", "Bearing", 4))
    ]
    odd: Line = [(60, "1"), (200, "X"), (260, "GD-97"), (400, "Assembly")]
    document = page_of(tmp_path, [(200, "Reqd"), (260, "Code"), (400, "Name")], *rows, odd)
    keys = (("GD-78", "Base", 3), ("GC-80", "Seat", 2), ("GC-40", "Bearing", 4), ("GD-97", "Assembly", 1))
    record: list[Json] = [{"code": code, "name": name, "quantity": quantity} for code, name, quantity in keys]
    reading = placed(document, BILL, {"lines": record})
    assert firm(reading, "lines.0.quantity")
    assert not firm(reading, "lines.3.quantity")


def test_a_year_between_name_and_amount_is_no_value_of_a_column_that_is_blank_there(tmp_path: Path) -> None:
    shape = shape_of(lines=list_of(name="string", quantity="number", amount="number"))
    rows = (("Wages", 23, 1556.37), ("Holiday", 2, 135.34), ("Illness", 3, 203.01))
    lines: list[Line] = [[(50, name), (300, str(many)), (400, f"{amount:.2f}")] for name, many, amount in rows]
    document = page_of(
        tmp_path,
        [(50, "Name"), (300, "Quantity"), (400, "Amount")],
        *lines,
        [(50, "Tax credit"), (180, "2017"), (400, "80.00")],
    )
    record: list[Json] = [{"name": name, "quantity": many, "amount": amount} for name, many, amount in rows]
    reading = placed(document, shape, {"lines": [*record, {"name": "Tax credit", "quantity": 2017, "amount": 80}]})
    assert firm(reading, "lines.3.amount")
    assert not firm(reading, "lines.3.quantity")


def test_a_number_with_words_behind_it_stands_in_the_column_that_they_reach_into(tmp_path: Path) -> None:
    shape = shape_of(covers=list_of(name="string", limit="number"))
    rows = (("Dwelling", 450000, ""), ("Structures", 45000, ""), ("Loss of use", 90000, ""))
    lines: list[Line] = [[(50, name), (400, f"${limit:,}")] for name, limit, _ in rows]
    document = page_of(
        tmp_path, [(50, "Cover"), (400, "Limit")], *lines, [(50, "Liability"), (345, "$300,000 each event")]
    )
    record: list[Json] = [{"name": name, "limit": limit} for name, limit, _ in rows]
    reading = placed(document, shape, {"covers": [*record, {"name": "Liability", "limit": 300000}]})
    assert firm(reading, "covers.3.limit")


def test_a_column_of_which_most_items_take_nothing_is_not_the_column_of_a_field(tmp_path: Path) -> None:
    """Three numbers that were worked out happen to be printed, in a column of something else."""
    shape = shape_of(sales=list_of(product="string", units="number", expense="number"))
    names = ("Paseo", "Velo", "Montana", "Amarilla", "Carretera", "Vulcan", "Saturn")
    rows = [(name, 101 + 7 * at, 2020 + 130 * at) for at, name in enumerate(names)]
    lines: list[Line] = [
        [(50, name), (200, str(units)), (350, str(cost)), (450, str(cost + units))] for name, units, cost in rows
    ]
    document = page_of(tmp_path, [(50, "Product"), (200, "Units"), (350, "COGS"), (450, "Sales")], *lines)
    record: list[Json] = [
        {"product": name, "units": units, "expense": cost if at % 3 == 0 else None}
        for at, (name, units, cost) in enumerate(rows)
    ]
    reading = placed(document, shape, {"sales": record})
    assert firm(reading, "sales.3.units")
    assert not firm(reading, "sales.3.expense")


SALES = shape_of(sales=list_of(country="string", product="string", units="number"))


def test_a_number_that_is_printed_once_is_of_no_item_that_another_row_prints(tmp_path: Path) -> None:
    rows = (
        ("Canada", "Paseo", 292),
        ("France", "Carretera", 549),
        ("Mexico", "Montana", 958),
        ("Canada", "Velo", 883),
        ("France", "Paseo", 1725),
    )
    lines: list[Line] = [[(50, country), (150, product), (300, str(units))] for country, product, units in rows]
    document = page_of(tmp_path, [(50, "Country"), (150, "Product"), (300, "Units")], *lines)
    taken = [rows[0], rows[1], ("Canada", "Paseo", 958), rows[3], rows[4]]
    record: list[Json] = [{"country": country, "product": product, "units": units} for country, product, units in taken]
    reading = placed(document, SALES, {"sales": record})
    assert doubts(reading, "sales.2.units") & {"row_unproven", "not_at_crossing", "row_claimed"}
    assert firm(reading, "sales.1.units")


def test_two_figures_set_with_wide_spaces_are_one_number_where_the_line_is_set_so(tmp_path: Path) -> None:
    shape = shape_of(heads="number")
    spaced: Line = [(50 + 11 * at, char) for at, char in enumerate("TOTAL")]
    number: Line = [(200, "1"), (210, "2"), (220, "P")]
    document = page_of(tmp_path, [(50, "Heads"), (200, "Heads")], [*spaced, *number])
    assert placed(document, shape, {"heads": 12}).fields["heads"].quote == "12"
    apart = page_of(tmp_path, [(50, "Heads"), (200, "Heads")], [(50, "Total"), *number[:2]])
    assert placed(apart, shape, {"heads": 12}).fields["heads"].spot is None


def test_of_records_that_say_the_same_that_counts_which_is_placed_most_surely(tmp_path: Path) -> None:
    document = waybill(tmp_path)
    vague: list[Json] = [{"cartons": each["cartons"]} for each in goods() if isinstance(each, dict)]
    for records in ({"one": vague, "two": goods()}, {"one": goods(), "two": vague}):
        readings = place_records(document, CARGO, {name: {"goods": record} for name, record in records.items()})
        verdict = judge_readings(schema_of_shape(CARGO).forms[0], readings, source=document)
        assert verdict.fields["goods.2.cartons"].status == "confirmed"
