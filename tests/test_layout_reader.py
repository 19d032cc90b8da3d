from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.readers.reading import Reading
from tests.ledger import TEXT, read_text

GOODS = ("apples", "pears", "stone", "plums", "cherries")


def goods(reading: Reading, row: str) -> list[object]:
    return [reading.value(f"goods.{row}.{column}") for column in ("north", "south", "total")]


def swap(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new)


def test_every_printed_value_is_read_at_its_own_place(tmp_path: Path) -> None:
    reading = read_text(tmp_path, TEXT)
    assert goods(reading, "apples") == [3, 4, 7]
    assert goods(reading, "pears") == [1200, 0, 1200]
    assert reading.value("goods.levy") == Decimal("12.50")
    assert reading.value("inspections.south.announced") == 2
    assert reading.value("lorries.lorries.0.miles") == 900
    assert reading.value("lorries.fleet.loads") == 12
    assert reading.value("house") == "Brunnhof"
    assert reading.unused == ()
    for field in reading.fields.values():
        if field.state == "read" and field.spot is not None and field.spot.span is not None:
            start, end = field.spot.span
            printed = (tmp_path / "ledger.txt").read_text(encoding="utf-8")[start:end]
            assert printed.split()[0].startswith(str(field.value).split()[0][:1])


def test_a_blank_cell_never_becomes_zero(tmp_path: Path) -> None:
    field = read_text(tmp_path, TEXT).fields["goods.stone.south"]
    assert (field.state, field.value) == ("blank", None)


def test_a_mark_that_means_does_not_apply_is_no_number(tmp_path: Path) -> None:
    field = read_text(tmp_path, TEXT).fields["lorries.lorries.1.miles"]
    assert (field.state, field.value) == ("not_applicable", None)


def test_rows_printed_as_one_make_their_parts_absent(tmp_path: Path) -> None:
    reading = read_text(tmp_path, TEXT)
    assert reading.fields["goods.plums.north"].state == "absent"
    assert reading.fields["goods.cherries.total"].state == "absent"
    assert reading.fields["goods.plums.north"].certainty == "exact"


def test_parts_printed_instead_make_the_joint_row_absent(tmp_path: Path) -> None:
    parts = "3.1 Plums\t1\t2\t3\n3.2 Cherries\t4\t0\t4"
    reading = read_text(tmp_path, swap("3. Stone fruit together\t5\t\t5", parts))
    assert goods(reading, "plums") == [1, 2, 3]
    assert reading.fields["goods.stone.north"].state == "absent"


def test_a_heading_over_the_parts_is_not_the_joint_row(tmp_path: Path) -> None:
    parts = "3. Stone fruit together\t\t\t\n3.1 Plums\t1\t2\t3\n3.2 Cherries\t4\t0\t4"
    reading = read_text(tmp_path, swap("3. Stone fruit together\t5\t\t5", parts))
    assert reading.fields["goods.stone.north"].state == "absent"


def test_a_row_that_lost_a_cell_is_not_read_as_certain(tmp_path: Path) -> None:
    reading = read_text(tmp_path, swap("Apples in store\t3\t4\t7", "Apples in store\t4\t7"))
    for column in ("north", "south", "total"):
        assert reading.fields[f"goods.apples.{column}"].certainty != "exact"


def test_a_row_with_too_many_values_is_left_unread(tmp_path: Path) -> None:
    reading = read_text(tmp_path, swap("Apples in store\t3\t4\t7", "Apples in store\t3\t4\t7\t9"))
    assert goods(reading, "apples") == [None, None, None]
    assert {number.text for number in reading.unused} == {"3", "4", "7", "9"}


def test_a_label_on_the_line_above_its_values_carries_them(tmp_path: Path) -> None:
    reading = read_text(tmp_path, swap("1. Apples in store\t3\t4\t7", "1. Apples in store\t\t\t\n\t3\t4\t7"))
    assert goods(reading, "apples") == [3, 4, 7]
    assert reading.fields["goods.apples.north"].certainty == "exact"


def test_values_without_a_label_are_placed_by_order_but_never_certain(tmp_path: Path) -> None:
    reading = read_text(tmp_path, swap("2. Pears in store\t", "\t"))
    field = reading.fields["goods.pears.north"]
    assert (field.value, field.certainty) == (1200, "inferred")
    assert "torn off" in field.reasons[0]


def test_a_row_pushed_by_a_tab_keeps_its_columns(tmp_path: Path) -> None:
    reading = read_text(tmp_path, swap("1. Apples in store\t3\t4\t7", "1. Apples in store\t\t3\t4\t7\t"))
    assert goods(reading, "apples") == [3, 4, 7]


def test_a_label_printed_twice_is_left_to_a_person(tmp_path: Path) -> None:
    reading = read_text(tmp_path, swap("2. Pears", "1. Apples in store\t9\t9\t18\n2. Pears"))
    field = reading.fields["goods.apples.north"]
    assert (field.state, field.value) == ("unread", None)
    assert "2 rows could carry this label" in field.reasons[0]


def test_a_number_no_field_uses_is_listed(tmp_path: Path) -> None:
    reading = read_text(tmp_path, swap("2. Pears", "Quinces\t8\t9\t17\n2. Pears"))
    assert [number.text for number in reading.unused] == ["8", "9", "17"]


def test_headings_in_another_order_move_their_columns(tmp_path: Path) -> None:
    reading = read_text(tmp_path, swap("\tNorth depot\tSouth depot", "\tSouth depot\tNorth depot"))
    assert goods(reading, "apples") == [4, 3, 7]


def test_a_lost_heading_does_not_matter_when_all_values_are_there(tmp_path: Path) -> None:
    reading = read_text(tmp_path, swap("\tSouth depot", ""))
    assert goods(reading, "apples") == [3, 4, 7]


def test_a_missing_row_is_named(tmp_path: Path) -> None:
    reading = read_text(tmp_path, swap("2. Pears in store\t1,200\t0\t1,200\n", ""))
    assert reading.missing == ("2. Pears in store",)
    assert reading.fields["goods.pears.total"].state == "unread"


def test_characters_that_are_no_number_are_not_guessed_at(tmp_path: Path) -> None:
    reading = read_text(tmp_path, swap("Apples in store\t3\t4\t7", "Apples in store\t3\t1 2\t7"))
    field = reading.fields["goods.apples.south"]
    assert (field.state, field.value) == ("unread", None)


def test_one_cell_a_line_reads_like_a_table(tmp_path: Path) -> None:
    lines = swap("3. Stone fruit together\t5\t\t5", "3. Stone fruit together\t5\t0\t5").replace("\t", "\n")
    reading = read_text(tmp_path, lines)
    assert goods(reading, "apples") == [3, 4, 7]
    assert goods(reading, "stone") == [5, 0, 5]
    assert reading.value("lorries.lorries.1.loads") == 2


def test_a_line_of_label_and_numbers_is_split(tmp_path: Path) -> None:
    reading = read_text(tmp_path, swap("1. Apples in store\t3\t4\t7", "1. Apples in store 3 4 7"))
    assert goods(reading, "apples") == [3, 4, 7]
    assert reading.fields["goods.apples.south"].quote == "4"


def test_statements_that_differ_leave_a_claim_unread(tmp_path: Path) -> None:
    reading = read_text(tmp_path, swap("this year.", "this year. In May we received 2 visits."))
    assert reading.fields["words.visits"].state == "unread"


def test_a_claim_nobody_makes_is_absent(tmp_path: Path) -> None:
    assert read_text(tmp_path, swap("received 3 visits", "met")).fields["words.visits"].state == "absent"


def test_a_table_that_is_not_there_leaves_its_fields_unread(tmp_path: Path) -> None:
    reading = read_text(tmp_path, TEXT.partition("B. Inspections")[0])
    assert reading.fields["inspections.north.announced"].state == "unread"
    assert any("B. Inspections" in problem.message for problem in reading.problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encoding_of_a_file_does_not_change_what_is_read(tmp_path: Path, encoding: str) -> None:
    expected = read_text(tmp_path, TEXT)
    (tmp_path / "other.txt").write_bytes(TEXT.encode(encoding))
    from extractor.documents import open_document
    from extractor.readers.layout import read_layout
    from tests.ledger import FORM, LEDGER

    assert read_layout(open_document(tmp_path / "other.txt"), LEDGER, FORM).fields == expected.fields


ROWS = st.lists(st.lists(st.one_of(st.none(), st.integers(0, 99999)), min_size=3, max_size=3), min_size=5, max_size=5)
LABELS = ("1. Apples in store", "2. Pears in store", "", "3.1 Plums", "3.2 Cherries")


def table(rows: list[list[int | None]]) -> str:
    lines = ["A. Goods in store", "\tNorth depot\tSouth depot\tAll depots"]
    for label, cells in zip(LABELS, rows, strict=True):
        if label:
            lines.append("\t".join([label, *("" if cell is None else str(cell) for cell in cells)]))
    return "Report of Brunnhof\n\n" + "\n".join(lines) + "\n\nEnd of the report.\n"


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_whatever_is_printed_is_read_or_left_to_a_person(tmp_path: Path, rows: list[list[int | None]]) -> None:
    reading = read_text(tmp_path, table(rows))
    for row, cells in zip(GOODS, (rows[0], rows[1], None, rows[3], rows[4]), strict=True):
        if cells is not None and any(cell is not None for cell in cells):
            for column, cell in zip(("north", "south", "total"), cells, strict=True):
                field = reading.fields[f"goods.{row}.{column}"]
                assert field.certainty != "exact" or field.value == cell
                assert field.state != "blank" or cell is None


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, lost=st.integers(0, 3), cell=st.integers(0, 2))
def test_a_lost_cell_never_moves_its_neighbours_unseen(
    tmp_path: Path, rows: list[list[int | None]], lost: int, cell: int
) -> None:
    filled = [[value or 0 for value in row] for row in rows]
    number = (0, 1, 3, 4)[lost]
    text = table([[*row] for row in filled])
    label = LABELS[number]
    full = "\t".join([label, *map(str, filled[number])])
    short = "\t".join([label, *(str(v) for n, v in enumerate(filled[number]) if n != cell)])
    reading = read_text(tmp_path, text.replace(full, short))
    assert all(reading.fields[f"goods.{GOODS[number]}.{c}"].certainty != "exact" for c in ("north", "south", "total"))


def test_a_column_that_moved_past_a_group_is_never_read_in_the_declared_order(tmp_path: Path) -> None:
    old = "Northern visits\t\tSouthern visits\t\nAnnounced\tSurprise\tAnnounced\tSurprise"
    new = "Southern visits\t\tNorthern visits\t\nAnnounced\tSurprise\tAnnounced\tSurprise"
    reading = read_text(tmp_path, swap(old, new))
    assert reading.fields["inspections.north.announced"].state == "unread"


def test_a_unit_in_the_heading_is_converted(tmp_path: Path) -> None:
    text = swap("Levy paid\t12.50 kr", "Item\tAmount in crowns (in: tkr)\nLevy paid\t12.50")
    assert read_text(tmp_path, text).value("goods.levy") == Decimal(12500)


def test_an_unknown_unit_in_the_heading_goes_to_a_person(tmp_path: Path) -> None:
    text = swap("Levy paid\t12.50 kr", "Item\tAmount in crowns (in: mkr)\nLevy paid\t12.50")
    field = read_text(tmp_path, text).fields["goods.levy"]
    assert field.certainty == "ambiguous"
    assert "mkr" in field.reasons[0]


def test_a_count_below_zero_is_left_to_a_person(tmp_path: Path) -> None:
    field = read_text(tmp_path, swap("Apples in store\t3\t4\t7", "Apples in store\t3\t-4\t7")).fields[
        "goods.apples.south"
    ]
    assert (field.state, field.value) == ("unread", None)


def test_a_name_that_is_a_number_keeps_its_row(tmp_path: Path) -> None:
    reading = read_text(tmp_path, swap("Blue\t10\t900", "25\t10\t900"))
    assert (reading.value("lorries.lorries.0.name"), reading.value("lorries.lorries.0.loads")) == ("25", 10)
    assert reading.fields["lorries.lorries.0.name"].certainty == "inferred"


def test_a_line_above_a_name_may_be_part_of_it(tmp_path: Path) -> None:
    reading = read_text(tmp_path, swap("Red\t2\t/", "Dark\nRed\t2\t/"))
    assert reading.fields["lorries.lorries.1.name"].certainty == "inferred"


def test_a_blank_row_of_a_list_keeps_its_place(tmp_path: Path) -> None:
    reading = read_text(tmp_path, swap("Blue\t10\t900", "Blue\t\t\nGreen\t1\t2"))
    assert reading.value("lorries.lorries.1.name") == "Green"
    assert reading.fields["lorries.lorries.0.loads"].state == "blank"


def test_a_title_printed_over_two_tables_casts_doubt_on_both(tmp_path: Path) -> None:
    part = TEXT[TEXT.index("C. Lorries") :]
    reading = read_text(tmp_path, TEXT + "\n" + part.replace("900", "901"))
    assert reading.fields["lorries.lorries.0.loads"].certainty != "exact"
