"""The whole region of a table: what stands above its first row and below its last one."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.ledger import TEXT, read_text

HEADINGS = "\tNorth depot\tSouth depot\tAll depots\n"


def above(line: str) -> str:
    """The report with a line between the title of its first table and the headings."""
    assert TEXT.count(HEADINGS) == 1
    return TEXT.replace(HEADINGS, f"{line}\n{HEADINGS}")


@pytest.mark.parametrize(
    ("line", "value"),
    [("(in kr)", "12.5"), ("in tkr", "12500"), ("Amounts in thousands of kr", "12500"), ("(tkr)", "12500")],
)
def test_a_unit_above_a_table_counts(tmp_path: Path, line: str, value: str) -> None:
    text = above(line).replace("Levy paid\t12.50 kr", "Levy paid\t12.50")
    field = read_text(tmp_path, text).fields["goods.levy"]
    assert (field.value, field.certainty) == (Decimal(value), "exact")


@pytest.mark.parametrize("line", ["(in thousands of guilders)", "EUR million", "in thousands"])
def test_a_scale_above_numbers_that_count_leaves_them_to_a_person(tmp_path: Path, line: str) -> None:
    assert read_text(tmp_path, above(line)).fields["goods.apples.north"].certainty == "ambiguous"


def test_the_unit_of_the_number_itself_goes_before_the_line_above(tmp_path: Path) -> None:
    assert read_text(tmp_path, above("in tkr")).value("goods.levy") == Decimal("12.5")


@pytest.mark.parametrize("number", ["7", "4711", "1,250", "0"])
@pytest.mark.parametrize("row", ["Folio\t{}", "{}\t\t\t", "\t\t\t{}", "Folio {}", "Folio\t\t\t{}"])
def test_a_number_between_title_and_first_row_is_listed(tmp_path: Path, row: str, number: str) -> None:
    reading = read_text(tmp_path, above(row.format(number)))
    assert [unused.text for unused in reading.unused] == [number]
    assert reading.value("goods.apples.total") == 7


@pytest.mark.parametrize("row", ["\t1\t2\t3", "No.\t(1)\t(2)\t(3)", "\t2019\t2020\t2021", "\t2021\t2020\t2019"])
def test_numbers_of_columns_are_no_numbers_of_the_table(tmp_path: Path, row: str) -> None:
    assert read_text(tmp_path, above(row)).unused == ()
