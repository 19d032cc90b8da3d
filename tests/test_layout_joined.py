"""Marks and units beside numbers, labels of two rows in a cell, labels over two lines, and rows closed with pipes."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.ledger import TEXT, read_text

APPLES, PEARS = "1. Apples in store\t3\t4\t7\n", "2. Pears in store\t1,200\t0\t1,200\n"
COLUMNS = ("north", "south", "total")


def swap(*pairs: tuple[str, str]) -> str:
    text = TEXT
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("gap", ["\t", " ", "  "])
@pytest.mark.parametrize("unit", ["kr", "tkr"])
def test_a_unit_behind_a_number_or_in_a_cell_of_its_own_is_its_unit(tmp_path: Path, gap: str, unit: str) -> None:
    text = swap(("Levy paid\t12.50 kr", f"Levy paid{gap}12.50{gap}{unit}"))
    assert read_text(tmp_path, text).value("goods.levy") == Decimal("12.5") * (1000 if unit == "tkr" else 1)


@pytest.mark.parametrize("unit", ["件", "户", " 件"])
def test_words_that_count_behind_numbers_do_not_break_a_row(tmp_path: Path, unit: str) -> None:
    row = f"1. Apples in store 3{unit} 4{unit} 7{unit}\n"
    reading = read_text(tmp_path, swap((APPLES, row)))
    assert [reading.value(f"goods.apples.{column}") for column in COLUMNS] == [3, 4, 7]


@pytest.mark.parametrize("unit", ["boxes", "cr.", "pcs"])
def test_a_unit_that_nobody_declared_leaves_its_number_to_a_person(tmp_path: Path, unit: str) -> None:
    reading = read_text(tmp_path, swap((APPLES, f"1. Apples in store\t3 {unit}\t4 {unit}\t7 {unit}\n")))
    assert all(reading.fields[f"goods.apples.{column}"].state == "unread" for column in COLUMNS)


@pytest.mark.parametrize("between", [" / ", "; ", " ", ", "])
@pytest.mark.parametrize("values", ["3\t4\t7", "3 / 5\t4 / 6\t7 / 11"])
def test_a_cell_with_the_labels_of_two_rows_names_neither(tmp_path: Path, between: str, values: str) -> None:
    row = f"1. Apples in store{between}2. Pears in store\t{values}\n"
    reading = read_text(tmp_path, swap((APPLES + PEARS, row)))
    fields = [reading.fields[f"goods.{fruit}.{column}"] for fruit in ("apples", "pears") for column in COLUMNS]
    assert all(field.state == "unread" for field in fields)
    assert len(reading.unused) == 3


@pytest.mark.parametrize("cut", ["1. Apples|in store", "1. Apples in|store", "1. Ap|ples in store"])
def test_a_label_over_two_lines_has_the_numbers_on_the_second(tmp_path: Path, cut: str) -> None:
    head, tail = cut.split("|")
    reading = read_text(tmp_path, swap((APPLES, f"{head}\n{tail} 3 4 7\n")))
    assert [reading.value(f"goods.apples.{column}") for column in COLUMNS] == [3, 4, 7]


@pytest.mark.parametrize("row", ["All lorries\t12\t900", "Whole stock 12 900", "TOTAL\t12\t900"])
def test_a_row_is_not_absent_where_numbers_of_no_row_stand(tmp_path: Path, row: str) -> None:
    reading = read_text(tmp_path, swap(("WHOLE FLEET\t12\t900\n", f"{row}\n1 loads\t\n")))
    assert reading.fields["lorries.fleet.loads"].state != "absent" or not reading.unused


@pytest.mark.parametrize("pipes", ["||", " ||", "| |", "|||"])
@pytest.mark.parametrize("space", [" ", ""])
def test_rows_whose_cells_stand_on_lines_may_close_with_pipes(tmp_path: Path, pipes: str, space: str) -> None:
    rows = [["", "North depot", "South depot", "All depots"], *(row.strip().split("\t") for row in (APPLES, PEARS))]
    printed = "".join("| \n" + " | \n".join(f"{space}{cell}" for cell in row) + f" |{pipes}\n" for row in rows)
    reading = read_text(tmp_path, swap(("\t" + "\t".join(rows[0][1:]) + "\n" + APPLES + PEARS, printed)))
    assert [reading.value(f"goods.apples.{column}") for column in COLUMNS] == [3, 4, 7]
    assert [reading.value(f"goods.pears.{column}") for column in COLUMNS] == [1200, 0, 1200]
