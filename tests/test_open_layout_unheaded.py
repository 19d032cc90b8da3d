"""Lists that are printed without headings: names and amounts above a total that goes on."""

from decimal import Decimal
from pathlib import Path

import pytest

from extractor.readers.reading import Reading
from tests.test_open_layout_sums import HEAD, read_lines, sure

ROWS = ("Private liability\t50,00", "Partner of the insured\t5,00")
BELOW = ("Steuerbetrag 19 %\t10,45", "Rechnungsbetrag\t65,45")


def amounts(reading: Reading) -> list[Decimal | str | None]:
    paths = [path for path in reading.fields if path.startswith("lines.") and path.endswith(".total")]
    return [sure(reading.fields[path]) for path in paths]


def test_names_and_amounts_above_a_total_that_goes_on_are_items(tmp_path: Path) -> None:
    reading = read_lines(tmp_path, *HEAD, *ROWS, "Gesamt\t55,00", *BELOW)
    assert amounts(reading) == [Decimal("50.00"), Decimal("5.00")]
    assert {sure(reading.fields[f"totals.{name}"]) for name in ("tax", "gross")} == {Decimal("10.45"), Decimal("65.45")}
    assert reading.fields["lines.0.name"].state != "read"


def test_a_nil_amount_is_an_item_too(tmp_path: Path) -> None:
    rows = ("Private liability\t50,00", "Partner of the insured\t0,00")
    below = ("Steuerbetrag 19 %\t9,50", "Rechnungsbetrag\t59,50")
    assert amounts(read_lines(tmp_path, *HEAD, *rows, "Gesamt\t50,00", *below)) == [Decimal("50.00"), Decimal("0.00")]


@pytest.mark.parametrize(
    "lines",
    [
        (*ROWS, "Gesamt\t55,00"),
        (*ROWS, "Gesamt\t55,00", "Steuerbetrag 19 %\t10,45", "Rechnungsbetrag\t66,45"),
        (*ROWS, "Gesamt\t56,00", "Steuerbetrag 19 %\t10,45", "Rechnungsbetrag\t66,45"),
        (*ROWS, "Somebody else\t55,00", *BELOW),
        (ROWS[0], "Gesamt\t50,00", "Steuerbetrag 19 %\t9,50", "Rechnungsbetrag\t59,50"),
        ("Wert\t50,00", "Steuerbetrag\t5,00", "Gesamt\t55,00", *BELOW),
        (*ROWS, "Gesamt\t55,00", *BELOW, "", "A\t1\t2,00", "B\t3\t4,00"),
        (*ROWS, "Gesamt\t55,00", "Sonstiges\t10,45", "Zusammen\t65,45"),
    ],
)
def test_what_may_be_something_else_is_no_list(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert amounts(read_lines(tmp_path, *HEAD, *lines)) == []


def test_a_list_is_not_absent_where_rows_add_up(tmp_path: Path) -> None:
    found = read_lines(tmp_path, *HEAD, *ROWS, "Gesamt\t55,00").fields["lines"]
    assert (found.state, [each.kind for each in found.doubts]) == ("absent", ["may_be_stated"])
