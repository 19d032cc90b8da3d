"""Numbers and letters that count the columns of a form are no headings and no values; real ones stay."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor.documents.model import Cell, Place, Row
from extractor.readers.column_marks import without_column_marks
from tests.test_column_headings import (
    AS_DECLARED,
    Style,
    Tongue,
    by_pipes,
    by_tabs,
    certainties,
    every_tongue,
    read,
    values,
)

every_sheet = pytest.mark.parametrize("style", (by_tabs, by_pipes), ids=lambda style: style.__name__)
HEADS = ("Depot", "North", "South", "Island", "All")
KNOWN = frozenset(HEADS)


def table(*lines: Sequence[str]) -> list[Row]:
    rows, at = [], 0
    for line in lines:
        cells = []
        for column, text in enumerate(line):
            cells.append(Cell(text, Place(1, (at, at + len(text))), column))
            at += len(text) + 1
        rows.append(Row(tuple(cells), 0))
    return rows


def told(*lines: Sequence[str]) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in without_column_marks(table(*lines), KNOWN.__contains__).rows]


@every_tongue
@every_sheet
@pytest.mark.parametrize(
    "marks", [("", "1", "2", "3", "4"), ("甲", "1", "2", "3", "4"), ("(a)", "(b)", "(c)", "(d)", "(e)")]
)
def test_a_row_that_counts_the_columns_leaves_their_values_certain(
    tmp_path: Path, tongue: Tongue, style: Style, marks: Sequence[str]
) -> None:
    reading = read(tmp_path, tongue, style, [(tongue.corner, *tongue.headings), marks])
    assert (values(reading), certainties(reading)) == (AS_DECLARED, {"exact"})
    assert not reading.unused


@every_tongue
@every_sheet
def test_headings_with_their_numbers_are_these_headings(tmp_path: Path, tongue: Tongue, style: Style) -> None:
    head = (tongue.corner, *(f"{heading} {n}" for n, heading in enumerate(tongue.headings, 1)))
    reading = read(tmp_path, tongue, style, [head])
    assert (values(reading), certainties(reading)) == (AS_DECLARED, {"exact"})


@every_tongue
@every_sheet
def test_numbers_behind_headings_in_another_order_do_not_put_them_right(
    tmp_path: Path, tongue: Tongue, style: Style
) -> None:
    order = (1, 0, 2, 3)
    head = (tongue.corner, *(f"{tongue.headings[n]} {at}" for at, n in enumerate(order, 1)))
    reading = read(tmp_path, tongue, style, [head], order)
    assert values(reading) == AS_DECLARED
    reading = read(tmp_path, tongue, style, [head])
    assert "exact" not in certainties(reading) or values(reading) != AS_DECLARED


def test_misread_letters_among_others_are_marks() -> None:
    marks = ("(a)", "(b)", "(c)", "(d)", "(9)")
    assert told(HEADS, marks) == [[*HEADS], []]


@pytest.mark.parametrize(
    "line",
    [
        ("Apples", "1", "2", "3", "4"),
        ("", "2", "3", "4", "5"),
        ("", "1", "2", "4", "3"),
        ("", "1", "2", "", ""),
        ("(a)", "(c)", "(b)", "(e)", "(d)"),
    ],
)
def test_rows_that_do_not_count_from_one_up_stay(line: Sequence[str]) -> None:
    assert told(HEADS, line) == [[*HEADS], [*line]]


def test_a_row_of_numbers_without_headings_above_stays() -> None:
    lines = (("Apples", "7", "8", "9", "24"), ("", "1", "2", "3", "4"))
    assert told(*lines) == [[*line] for line in lines]


def test_numbers_that_headings_have_on_the_form_stay() -> None:
    heads = ("Depot", "Quarter 1", "Quarter 2", "Quarter 3", "Quarter 4")
    rows = table(heads)
    found = without_column_marks(rows, frozenset(heads[1:]).__contains__).rows
    assert [cell.text for cell in found[0].cells] == [*heads]


def test_numbers_behind_words_that_are_no_headings_stay() -> None:
    heads = ("Depot", "Shed 1", "Shed 2", "Shed 3", "Shed 4")
    assert told(heads) == [[*heads]]
