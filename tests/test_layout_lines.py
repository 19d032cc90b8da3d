"""Lines of plain text that hold a label and its numbers: where a label ends, and whose row the numbers are."""

from pathlib import Path

import pytest

from tests.ledger import TEXT, read_text

ROWS = "1. Apples in store\t3\t4\t7\n2. Pears in store\t1,200\t0\t1,200\n"
HEADINGS = "\tNorth depot\tSouth depot\tAll depots\n"


def with_lines(first: str, between: str, second: str) -> str:
    assert HEADINGS + ROWS in TEXT
    return TEXT.replace(HEADINGS + ROWS, f"{HEADINGS}{first}\n{between}{second}\n")


@pytest.mark.parametrize("gap", [" ", "  ", "\u3000", "\xa0"])
@pytest.mark.parametrize("numbers", ["9 8 17", "0 0 0", "1,900 8 1,908", "55 66"])
@pytest.mark.parametrize("label", ["4. Quinces in store", "Bananas", "工作秘密", "of which exported"])
def test_numbers_of_a_row_that_no_form_knows_are_listed_as_unused(
    tmp_path: Path, label: str, numbers: str, gap: str
) -> None:
    line = gap.join((label, *numbers.split()))
    reading = read_text(tmp_path, with_lines("1. Apples in store 3 4 7", f"{line}\n", "2. Pears in store 5 6 11"))
    assert [unused.text for unused in reading.unused] == numbers.split()
    assert reading.value("goods.apples.north") == 3
    assert reading.value("goods.pears.total") == 11


@pytest.mark.parametrize("gap", [" ", "   ", "\u3000"])
@pytest.mark.parametrize("second", ["2. Pears in store", "Pears in store"])
def test_two_rows_on_a_line_are_two_rows(tmp_path: Path, second: str, gap: str) -> None:
    line = gap.join(("1. Apples in store", "3", "4", "7", second, "5", "6", "11"))
    reading = read_text(tmp_path, with_lines(line, "", ""))
    assert [reading.value(f"goods.apples.{column}") for column in ("north", "south", "total")] == [3, 4, 7]
    assert [reading.value(f"goods.pears.{column}") for column in ("north", "south", "total")] == [5, 6, 11]
    assert reading.unused == ()


@pytest.mark.parametrize("numbers", ["3 4 7", "1,200 0 1,200", "0 0 0"])
@pytest.mark.parametrize("again", ["30 40 70", "3 4 7"])
def test_a_label_printed_twice_on_a_line_confirms_neither_of_its_rows(tmp_path: Path, numbers: str, again: str) -> None:
    line = f"1. Apples in store {numbers} 1. Apples in store {again}"
    reading = read_text(tmp_path, with_lines(line, "", "2. Pears in store 5 6 11"))
    assert reading.fields["goods.apples.north"].certainty != "exact"
    assert reading.unused
