"""Every column has its own heading over its own values, or the place of its values is only inferred."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import pytest

from extractor.documents import open_document
from extractor.evidence import DoubtKind
from extractor.readers.layout import read_layout
from extractor.readers.reading import Reading
from extractor.schemas.form import Schema
from extractor.schemas.language import (
    Amount,
    Cells,
    ColumnLabel,
    Count,
    Record,
    RowLabel,
    RowList,
    Table,
    TableLabel,
    Text,
    compile_form,
)


class Depots(Cells):
    """Three depots and all of them."""

    north: Annotated[Count, ColumnLabel("Northern depot")] = None
    south: Annotated[Count, ColumnLabel("Southern depot")] = None
    island: Annotated[Count, ColumnLabel("Island depot")] = None
    total: Annotated[Count, ColumnLabel("All depots")] = None


class Fruit(Table):
    """Two kinds of fruit."""

    apples: Annotated[Depots, RowLabel("Apples in store")] = Depots()
    pears: Annotated[Depots, RowLabel("Pears in store")] = Depots()


class Stocks(Record):
    """What lies where."""

    form: Text = None
    fruit: Annotated[Fruit, TableLabel("Table 1. Fruit by depot")] = Fruit()


class Cellars(Cells):
    """The same in a script without spaces."""

    north: Annotated[Count, ColumnLabel("北方仓库")] = None
    south: Annotated[Count, ColumnLabel("南方仓库")] = None
    island: Annotated[Count, ColumnLabel("海岛仓库")] = None
    total: Annotated[Count, ColumnLabel("全部合计")] = None


class Roots(Table):
    """Two kinds of fruit."""

    apples: Annotated[Cellars, RowLabel("苹果库存数量")] = Cellars()
    pears: Annotated[Cellars, RowLabel("梨子库存数量")] = Cellars()


class Returns(Record):
    """What lies where."""

    form: Text = None
    fruit: Annotated[Roots, TableLabel("表一 各仓库水果")] = Roots()


class Tongue(NamedTuple):
    """A form in one language, and what stands on it."""

    schema: Schema
    title: str
    headings: tuple[str, ...]
    rows: tuple[str, ...]
    unknown: str
    corner: str


TONGUES = (
    Tongue(
        Schema(name="stocks", version="1", title="Stocks", forms=(compile_form("stocks", Stocks),)),
        "Table 1. Fruit by depot",
        ("Northern depot", "Southern depot", "Island depot", "All depots"),
        ("Apples in store", "Pears in store"),
        "Harbour sheds",
        "Kind",
    ),
    Tongue(
        Schema(name="returns", version="1", title="Returns", language="zh", forms=(compile_form("returns", Returns),)),
        "表一 各仓库水果",
        ("北方仓库", "南方仓库", "海岛仓库", "全部合计"),
        ("苹果库存数量", "梨子库存数量"),
        "港口棚屋",
        "类别",
    ),
)
FIGURES = (("3", "4", "5", "12"), ("60", "70", "80", "210"))
COLUMNS = ("north", "south", "island", "total")


def by_tabs(head: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("\t".join(line) for line in (*head, *rows))


def by_pipes(head: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(line) + " |" for line in (*head, *rows)]
    return "\n".join([*lines[: len(head)], "|---" * len(rows[0]) + "|", *lines[len(head) :]])


def cell_by_cell(head: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(cell for line in (*head, *rows) for cell in line if cell)


def in_columns(head: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("".join(cell.ljust(24) for cell in line) for line in (*head, *rows))


def as_page(head: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> str:
    lines = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in (*head, *rows)]
    return "<table>" + "".join(lines) + "</table>"


Style = Callable[[Sequence[Sequence[str]], Sequence[Sequence[str]]], str]
STYLES = (by_tabs, by_pipes, cell_by_cell, in_columns, as_page)
GRIDS = (by_tabs, by_pipes, as_page)

every_tongue = pytest.mark.parametrize("tongue", TONGUES, ids=("en", "zh"))
every_style = pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)
every_grid = pytest.mark.parametrize("style", GRIDS, ids=lambda style: style.__name__)


def read(
    folder: Path, tongue: Tongue, style: Style, head: Sequence[Sequence[str]], order: Sequence[int] = ()
) -> Reading:
    """The table in a style, under other headings, its columns in another order."""
    places = order or range(len(COLUMNS))
    rows = [(name, *(line[n] for n in places)) for name, line in zip(tongue.rows, FIGURES, strict=True)]
    printed = style(head, rows)
    path = folder / ("table.html" if style is as_page else "table.txt")
    text = (
        f"<html><body><p>{tongue.title}</p>{printed}</body></html>"
        if style is as_page
        else f"{tongue.title}\n\n{printed}\n"
    )
    path.write_text(text, encoding="utf-8")
    return read_layout(open_document(path), tongue.schema, tongue.schema.forms[0])


def values(reading: Reading) -> list[list[object]]:
    return [[reading.value(f"fruit.{row}.{column}") for column in COLUMNS] for row in ("apples", "pears")]


def certainties(reading: Reading) -> set[str]:
    return {field.certainty for field in reading.fields.values()}


AS_DECLARED = [[3, 4, 5, 12], [60, 70, 80, 210]]


@every_tongue
@every_style
def test_known_headings_over_their_columns_are_certain(tmp_path: Path, tongue: Tongue, style: Style) -> None:
    reading = read(tmp_path, tongue, style, [(tongue.corner, *tongue.headings)])
    assert (values(reading), certainties(reading)) == (AS_DECLARED, {"exact"})


@every_tongue
@every_style
@pytest.mark.parametrize("at", range(3))
def test_a_value_column_under_an_unknown_heading_is_never_certain(
    tmp_path: Path, tongue: Tongue, style: Style, at: int
) -> None:
    headings = [tongue.unknown if n == at else heading for n, heading in enumerate(tongue.headings)]
    reading = read(tmp_path, tongue, style, [(tongue.corner, *headings)])
    assert certainties(reading) == {"inferred"}


@every_tongue
@every_style
def test_a_misspelt_heading_is_never_certain(tmp_path: Path, tongue: Tongue, style: Style) -> None:
    first = tongue.headings[0]
    headings = [first[:2] + "x" + first[3:], *tongue.headings[1:]]
    reading = read(tmp_path, tongue, style, [(tongue.corner, *headings)])
    assert certainties(reading) == {"inferred"}


@every_tongue
def test_a_label_above_more_values_than_columns_is_no_row_of_blanks(tmp_path: Path, tongue: Tongue) -> None:
    rows = "\n".join(f"{name}\t\t\t\t\t\n\t1\t2\t3\t4\t5" for name in tongue.rows)
    path = tmp_path / "table.txt"
    head = "\t".join((tongue.corner, tongue.unknown, *tongue.headings))
    path.write_text(f"{tongue.title}\n\n{head}\n{rows}\n", encoding="utf-8")
    reading = read_layout(open_document(path), tongue.schema, tongue.schema.forms[0])
    assert {field.state for field in reading.fields.values()} == {"unread"}


@every_tongue
@every_grid
def test_headings_in_another_order_take_their_values_with_them(tmp_path: Path, tongue: Tongue, style: Style) -> None:
    order = (2, 0, 1, 3)
    reading = read(tmp_path, tongue, style, [(tongue.corner, *(tongue.headings[n] for n in order))], order)
    assert (values(reading), certainties(reading)) == (AS_DECLARED, {"exact"})


@every_tongue
@every_grid
def test_a_known_heading_keeps_its_column_beside_an_unknown_one(tmp_path: Path, tongue: Tongue, style: Style) -> None:
    order = (0, 2, 1, 3)
    headings = [tongue.headings[0], tongue.unknown, tongue.headings[1], tongue.headings[3]]
    reading = read(tmp_path, tongue, style, [(tongue.corner, *headings)], order)
    assert (values(reading), certainties(reading)) == (AS_DECLARED, {"inferred"})


@every_tongue
@every_grid
def test_headings_torn_over_two_lines_are_one(tmp_path: Path, tongue: Tongue, style: Style) -> None:
    middles = [heading.find(" ") if " " in heading else len(heading) // 2 for heading in tongue.headings]
    halves = [(heading[:at], heading[at:].strip()) for heading, at in zip(tongue.headings, middles, strict=True)]
    head = [(tongue.corner, *(upper for upper, _ in halves)), ("", *(lower for _, lower in halves))]
    reading = read(tmp_path, tongue, style, head)
    assert (values(reading), certainties(reading)) == (AS_DECLARED, {"exact"})


@every_tongue
@every_grid
def test_a_word_over_a_known_heading_makes_it_an_unknown_one(tmp_path: Path, tongue: Tongue, style: Style) -> None:
    head = [("", "", tongue.unknown, tongue.unknown, ""), (tongue.corner, *tongue.headings)]
    assert certainties(read(tmp_path, tongue, style, head)) == {"inferred"}


@every_tongue
@every_grid
def test_headings_cut_off_by_their_columns_are_known(tmp_path: Path, tongue: Tongue, style: Style) -> None:
    cut = [heading[: max(3, len(heading) - 4)] for heading in tongue.headings]
    reading = read(tmp_path, tongue, style, [(tongue.corner, *cut)])
    assert values(reading) == AS_DECLARED


@every_tongue
@every_style
def test_torn_headings_are_told_from_headings_in_another_order(tmp_path: Path, tongue: Tongue, style: Style) -> None:
    pieces = [(tongue.headings[3][-3:],), (tongue.unknown,), (tongue.headings[0], tongue.headings[3])]
    reading = read(tmp_path, tongue, style, pieces)
    assert (values(reading), certainties(reading)) == (AS_DECLARED, {"inferred"})
    kinds = {each.kind for field in reading.fields.values() for each in field.doubts}
    assert kinds == {DoubtKind.HEADINGS_FEW}


@every_tongue
def test_headings_on_one_line_are_told_apart_by_their_words(tmp_path: Path, tongue: Tongue) -> None:
    path = tmp_path / "table.txt"
    lines = [
        " ".join(line)
        for line in (
            (tongue.corner, *tongue.headings),
            *((name, *line) for name, line in zip(tongue.rows, FIGURES, strict=True)),
        )
    ]
    path.write_text("\n".join([tongue.title, "", *lines]), encoding="utf-8")
    reading = read_layout(open_document(path), tongue.schema, tongue.schema.forms[0])
    assert (values(reading), certainties(reading)) == (AS_DECLARED, {"exact"})


class Years(Cells):
    """Years as headings."""

    y2019: Annotated[Amount, ColumnLabel("2019")] = None
    y2020: Annotated[Amount, ColumnLabel("2020")] = None


class Region(Years):
    """The same for a region."""

    name: Text = None


class Regions(Table):
    """One row a region, then the country."""

    regions: Annotated[tuple[Region, ...], RowList("name")] = ()
    country: Annotated[Years, RowLabel("Country")] = Years()


class Yearbook(Record):
    """A table of a yearbook."""

    form: Text = None
    water: Annotated[Regions, TableLabel("Waste water treated")] = Regions()


@every_grid
@pytest.mark.parametrize("years", [("2019", "2020"), ("2020", "2019")])
def test_years_over_the_columns_are_headings_and_no_row(tmp_path: Path, style: Style, years: tuple[str, str]) -> None:
    schema = Schema(name="yearbook", version="1", title="Yearbook", forms=(compile_form("book", Yearbook),))
    rows = [("North", "10.5", "11.2"), ("South", "3.25", "3.5"), ("Country", "13.75", "14.7")]
    path = tmp_path / ("table.html" if style is as_page else "table.txt")
    path.write_text(f"Waste water treated\n\n{style([('Region', *years)], rows)}\n", encoding="utf-8")
    reading = read_layout(open_document(path), schema, schema.forms[0])
    assert [reading.value(f"water.regions.{n}.name") for n in (0, 1)] == ["North", "South"]
    assert str(reading.value(f"water.regions.0.y{years[0]}")) == "10.5"
    assert reading.unused == ()
    assert certainties(reading) == {"exact"}
