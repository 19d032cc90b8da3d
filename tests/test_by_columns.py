"""Tables that a text prints column by column: put together where count, order and sums prove it, or not at all."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Annotated, NamedTuple

import pytest

from extractor.documents import open_document
from extractor.evidence import DoubtKind
from extractor.readers.layout import read_layout
from extractor.readers.reading import Reading
from extractor.route import judge_readings
from extractor.schemas.check import Check
from extractor.schemas.expression import Node, cell, cells, key, parts, rows, total
from extractor.schemas.form import Schema
from extractor.schemas.language import (
    Cells,
    ColumnLabel,
    Count,
    Record,
    RowLabel,
    Table,
    TableLabel,
    Text,
    compile_form,
)
from extractor.schemas.rule import rule

SPLITS = {"one run": (), "two pages": (3,), "three pages": (2, 4)}


class Barns(Cells):
    """Three barns and all of them."""

    north: Annotated[Count, ColumnLabel("Northern barn", "北仓")] = None
    south: Annotated[Count, ColumnLabel("Southern barn", "南仓")] = None
    island: Annotated[Count, ColumnLabel("Island barn", "岛仓")] = None
    total: Annotated[Count, ColumnLabel("All barns", "合计仓")] = None


class Crops(Table):
    """Kinds of grain, and all of them."""

    wheat: Annotated[Barns, RowLabel("Wheat in store", "小麦库存")] = Barns()
    barley: Annotated[Barns, RowLabel("Barley in store", "大麦库存")] = Barns()
    rye: Annotated[Barns, RowLabel("Rye in store", "黑麦库存")] = Barns()
    oats: Annotated[Barns, RowLabel("Oats in store", "燕麦库存")] = Barns()
    maize: Annotated[Barns, RowLabel("Maize in store", "玉米库存")] = Barns()
    everything: Annotated[Barns, RowLabel("All grain in store", "全部谷物库存")] = Barns()


class Granary(Record):
    """What lies where."""

    form: Text = None
    crops: Annotated[Crops, TableLabel("Table 1. Grain by barn", "表一 谷物库存情况")] = Crops()


@rule("crops.row", "All barns is the sum of the barns")
def row_total(report: Node) -> Iterator[Check]:
    """Across."""
    for row in rows(report.crops):
        yield row.total == total(parts(row), blank=0)


@rule("crops.column", "All grain is the sum of the kinds")
def column_total(report: Node) -> Iterator[Check]:
    """Down."""
    kinds = [row for row in rows(report.crops) if key(row) != "everything"]
    for column in cells(report.crops.everything):
        yield column == total((cell(row, key(column)) for row in kinds), blank=0)


SCHEMA = Schema(
    name="granary", version="1", title="Granary", forms=(compile_form("book", Granary, (row_total, column_total)),)
)
NO_RULES = Schema(name="granary", version="1", title="Granary", forms=(compile_form("book", Granary),))
KEYS = ("wheat", "barley", "rye", "oats", "maize", "everything")
COLUMNS = ("north", "south", "island", "total")


class Tongue(NamedTuple):
    """What a table is called in a language."""

    title: str
    headings: tuple[str, ...]
    labels: tuple[str, ...]


TONGUES = {
    "en": Tongue(
        "Table 1. Grain by barn",
        ("Northern barn", "Southern barn", "Island barn", "All barns"),
        (
            "Wheat in store",
            "Barley in store",
            "Rye in store",
            "Oats in store",
            "Maize in store",
            "All grain in store",
        ),
    ),
    "zh": Tongue(
        "表一 谷物库存情况",
        ("北仓", "南仓", "岛仓", "合计仓"),
        ("小麦库存", "大麦库存", "黑麦库存", "燕麦库存", "玉米库存", "全部谷物库存"),
    ),
}
every_tongue = pytest.mark.parametrize("tongue", TONGUES.values(), ids=TONGUES)
every_split = pytest.mark.parametrize("split", SPLITS.values(), ids=SPLITS)


def figures(seed: int, most: int = 900) -> list[list[int]]:
    """Rows of numbers that add up across and down."""
    rng = Random(seed)
    inner = [[rng.randint(0, most) for _ in range(3)] for _ in range(5)]
    inner.append([sum(column) for column in zip(*inner, strict=True)])
    return [[*row, sum(row)] for row in inner]


def by_columns(
    tongue: Tongue, table: Sequence[Sequence[int | str]], split: Sequence[int], heads: str = "with"
) -> list[str]:
    """The lines of a text that prints labels, then columns; ``heads``: where its headings stand."""
    lines = [tongue.title, *(tongue.headings if heads == "first" else ())]
    for first, last in zip((0, *split), (*split, len(table)), strict=True):
        lines += tongue.labels[first:last]
        for column in range(len(tongue.headings)):
            lines += [tongue.headings[column]] if heads == "with" else []
            lines += [str(row[column]) for row in table[first:last]]
    return lines


def read(folder: Path, lines: Sequence[str], schema: Schema = SCHEMA) -> Reading:
    path = folder / "table.txt"
    path.write_text("\n\n".join((*lines, "The barns were swept in May.", "")), encoding="utf-8")
    return read_layout(open_document(path), schema, schema.forms[0])


def values(reading: Reading) -> list[list[object]]:
    return [[reading.value(f"crops.{row}.{column}") for column in COLUMNS] for row in KEYS]


def confirmed(folder: Path, lines: Sequence[str]) -> dict[str, object]:
    """What would be taken without a person."""
    reading = read(folder, lines)
    verdict = judge_readings(SCHEMA.forms[0], (reading,), source=open_document(folder / "table.txt"))
    fields = {path: field for path, field in verdict.fields.items() if path.startswith("crops.")}
    return {
        path: field.value for path, field in fields.items() if field.status == "confirmed" and field.value is not None
    }


def named(table: Sequence[Sequence[int]]) -> dict[str, object]:
    return {
        f"crops.{row}.{column}": number
        for row, line in zip(KEYS, table, strict=True)
        for column, number in zip(COLUMNS, line, strict=True)
    }


@every_tongue
@every_split
@pytest.mark.parametrize("heads", ["with", "first"])
@pytest.mark.parametrize("seed", range(3))
def test_columns_whose_sums_hold_are_confirmed(
    tmp_path: Path, tongue: Tongue, split: tuple[int, ...], heads: str, seed: int
) -> None:
    table = figures(seed)
    lines = by_columns(tongue, table, split, heads)
    assert confirmed(tmp_path, lines) == named(table)
    kinds = {each.kind for field in read(tmp_path, lines).fields.values() for each in field.doubts}
    assert kinds <= {DoubtKind.COLUMNS_JOINED, DoubtKind.NOT_STATED}


@every_tongue
@every_split
def test_zeros_are_zeros_whichever_way_they_are_read(tmp_path: Path, tongue: Tongue, split: tuple[int, ...]) -> None:
    table = figures(0, most=0)
    assert confirmed(tmp_path, by_columns(tongue, table, split)) == named(table)


@every_tongue
@every_split
@pytest.mark.parametrize("seed", range(3))
def test_a_lost_number_leaves_its_run_unread(tmp_path: Path, tongue: Tongue, split: tuple[int, ...], seed: int) -> None:
    table, rng = figures(seed), Random(seed)
    lines = by_columns(tongue, table, split)
    lost = rng.choice([n for n, line in enumerate(lines) if line.isdigit()])
    truth = named(table)
    assert all(truth[path] == value for path, value in confirmed(tmp_path, [*lines[:lost], *lines[lost + 1 :]]).items())
    assert confirmed(tmp_path, [*lines[:lost], "7", "8", *lines[lost + 1 :]]).items() <= truth.items()


@every_tongue
@pytest.mark.parametrize("seed", range(4))
def test_numbers_that_do_not_add_up_are_not_put_together(tmp_path: Path, tongue: Tongue, seed: int) -> None:
    table, rng = figures(seed), Random(seed)
    row, column = rng.randrange(6), rng.randrange(4)
    table[row][column] += 1
    assert confirmed(tmp_path, by_columns(tongue, table, ())) == {}


@every_tongue
@pytest.mark.parametrize("seed", range(3))
def test_a_page_printed_row_by_row_is_not_taken_for_columns(tmp_path: Path, tongue: Tongue, seed: int) -> None:
    table = figures(seed)
    lines = [tongue.title, *tongue.headings, *tongue.labels, *(str(number) for row in table for number in row)]
    assert confirmed(tmp_path, lines) == {}


@every_tongue
@pytest.mark.parametrize("seed", range(3))
def test_rows_whose_labels_stand_in_another_order_are_in_doubt(tmp_path: Path, tongue: Tongue, seed: int) -> None:
    table = figures(seed)
    labels = list(tongue.labels)
    labels[1], labels[2] = labels[2], labels[1]
    lines = by_columns(tongue._replace(labels=tuple(labels)), table, ())
    held = confirmed(tmp_path, lines)
    assert not any(path.startswith(("crops.barley", "crops.rye")) for path in held)
    assert held.items() <= named(table).items()


@every_tongue
@pytest.mark.parametrize("seed", range(3))
def test_an_unknown_row_or_column_leaves_the_table_unread(tmp_path: Path, tongue: Tongue, seed: int) -> None:
    table = figures(seed)
    labels = (*tongue.labels[:2], "Straw", *tongue.labels[3:])
    assert confirmed(tmp_path, by_columns(tongue._replace(labels=labels), table, ())) == {}
    headings = (tongue.headings[0], "Cellar", *tongue.headings[1:])
    wider = [[row[0], 3, *row[1:]] for row in table]
    assert confirmed(tmp_path, by_columns(tongue._replace(headings=headings), wider, ())) == {}


@every_tongue
@pytest.mark.parametrize("seed", range(3))
def test_columns_under_renamed_or_exchanged_headings_are_not_confirmed(
    tmp_path: Path, tongue: Tongue, seed: int
) -> None:
    table = figures(seed)
    renamed = (tongue.headings[0], "Cellar", *tongue.headings[2:])
    assert confirmed(tmp_path, by_columns(tongue._replace(headings=renamed), table, ())) == {}
    exchanged = (tongue.headings[1], tongue.headings[0], *tongue.headings[2:])
    truth = named([[row[1], row[0], *row[2:]] for row in table])
    assert confirmed(tmp_path, by_columns(tongue._replace(headings=exchanged), table, ())).items() <= truth.items()


@every_tongue
def test_without_sums_nothing_is_proven(tmp_path: Path, tongue: Tongue) -> None:
    table = figures(1)
    reading = read(tmp_path, by_columns(tongue, table, ()), NO_RULES)
    assert values(reading) in (table, [[None] * 4] * 6)
    assert all(field.certainty != "exact" for path, field in reading.fields.items() if path.startswith("crops."))


@every_tongue
@pytest.mark.parametrize("turned", [1, 2])
@pytest.mark.parametrize("seed", range(3))
def test_a_part_whose_columns_stand_in_another_order_is_not_confirmed(
    tmp_path: Path, tongue: Tongue, turned: int, seed: int
) -> None:
    table = figures(seed)
    printed = [list(row) for row in table]
    for row in printed[2:4]:
        row[:3] = [*row[turned:3], *row[:turned]]
    for split in ((2, 4), (4,)):
        lines = by_columns(tongue, printed, split, "first")
        assert confirmed(tmp_path, lines).items() <= named(table).items()
        part = by_columns(tongue, printed[:4], (2,), "first")
        assert confirmed(tmp_path, part).items() <= named(table).items()
