"""Numbers that count the rows of a form are no values; numbers of the form's own stay."""

from collections.abc import Sequence
from random import Random

import pytest

from extractor.documents.model import Cell, Place, Row
from extractor.readers.row_numbers import without_row_numbers

HEADS = frozenset({"Position", "Depot", "All"})
Lines = Sequence[Sequence[str]]


def rows_of(*tables: Lines) -> list[Row]:
    """Rows of several tables of one document."""
    rows, at = [], 0
    for number, lines in enumerate(tables):
        for line in lines:
            cells = []
            for column, text in enumerate(line):
                cells.append(Cell(text, Place(1, (at, at + len(text))), column))
                at += len(text) + 1
            rows.append(Row(tuple(cells), number))
    return rows


def told(*tables: Lines) -> list[list[str]]:
    found = without_row_numbers(rows_of(*tables), HEADS.__contains__)
    return [[cell.text for cell in row.cells] for row in found]


def counted(rng: Random, rows: int, first: int, groups: bool) -> tuple[list[list[str]], list[list[str]]]:
    """A table whose rows are counted from a number on, and how it reads without that."""
    lines, plain = [["No.", "Depot", "All"]], [["No.", "Depot", "All"]]
    for at in range(rows):
        label, value = rng.choice(["East", "West", "Harbour"]), str(rng.randrange(500))
        lines.append([str(first + at), label, value])
        plain.append([label, value])
        if groups and at % 3 == 1:
            lines.append(["Of these"])
            plain.append(["Of these"])
    return lines, plain


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("groups", [False, True])
@pytest.mark.parametrize("goes_on", [False, True])
def test_rows_lose_the_numbers_that_count_them(seed: int, groups: bool, goes_on: bool) -> None:
    rng = Random(seed)
    first, plain = counted(rng, rng.randrange(3, 9), 1, groups)
    start = sum(line[0].isdecimal() for line in first) + 1 if goes_on else 1
    second, as_plain = counted(rng, rng.randrange(3, 9), start, groups)
    single = [["No.", "Granted", "Denied"], ["1" if not goes_on else str(start + len(second)), "40", "7"]]
    found = told(first, second, single if not goes_on else ())
    assert found == [*plain, *as_plain, *([["No.", "Granted", "Denied"], ["40", "7"]] if not goes_on else [])]


@pytest.mark.parametrize(
    "lines",
    [
        [["Position", "Depot", "All"], ["1", "East", "5"], ["2", "West", "7"], ["3", "All", "12"]],
        [["Rank", "Depot", "All"], ["1", "East", "5"], ["2", "West", "7"]],
        [["Rank", "Depot", "All"], ["2", "East", "5"], ["3", "West", "7"], ["4", "All", "12"]],
        [["Rank", "Depot", "All"], ["1", "East", "5"], ["1", "West", "7"], ["3", "All", "12"]],
        [["A", "B", "C"], ["1", "30", "5"], ["2", "41", "7"], ["3", "52", "12"]],
        [["Depots", "Year"], ["1"], ["2"], ["3"]],
    ],
    ids=["its own column", "too few", "not from one", "not in turn", "values", "alone"],
)
def test_other_numbers_stay(lines: Lines) -> None:
    assert told(lines) == [list(line) for line in lines]
