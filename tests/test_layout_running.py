"""Heads and feet of pages among the rows of a table, titles printed again, and lines that are no row of a list."""

from pathlib import Path
from typing import Annotated

import pytest

from extractor.documents import open_document
from extractor.readers.layout import read_layout
from extractor.readers.page_words import page_words
from extractor.readers.reading import Reading
from extractor.schemas.form import Schema
from extractor.schemas.language import (
    Cells,
    Claim,
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
from tests.ledger import TEXT, read_text

FEET = [
    "Report of Brunnhof\t12",
    "Report of Brunnhof\tpage 3",
    "Report of Brunnhof | 12",
    "Page 3 of 7 | Annual report",
    "page 12",
    "- 4 -",
    "Warehouse ledger\tPage 9",
    "— 12 —\tReport of Brunnhof",
    "Warehouse ledger\n31",
]
PEARS = "2. Pears in store\t1,200\t0\t1,200\n"


@pytest.mark.parametrize("foot", FEET)
def test_a_foot_between_rows_is_no_row_and_no_unused_number(tmp_path: Path, foot: str) -> None:
    assert PEARS in TEXT
    reading = read_text(tmp_path, TEXT.replace(PEARS, f"{foot}\n{PEARS}"))
    assert reading.unused == ()
    assert reading.value("goods.pears.total") == 1200
    assert all(reading.fields[f"goods.pears.{column}"].certainty == "exact" for column in ("north", "south", "total"))


@pytest.mark.parametrize("foot", FEET)
def test_a_foot_among_the_rows_of_a_list_is_none_of_them(tmp_path: Path, foot: str) -> None:
    assert "Red\t2\t/\n" in TEXT
    reading = read_text(tmp_path, TEXT.replace("Red\t2\t/\n", f"{foot}\nRed\t2\t/\n"))
    assert reading.unused == ()
    assert [reading.value(f"lorries.lorries.{n}.name") for n in (0, 1)] == ["Blue", "Red"]
    assert "lorries.lorries.2.name" not in reading.fields


@pytest.mark.parametrize("line", ["Bananas\t12", "Overdue\tabout 12", "Brunnhof store rooms\t12"])
def test_a_row_of_other_words_is_no_foot(tmp_path: Path, line: str) -> None:
    reading = read_text(tmp_path, TEXT.replace(PEARS, f"{line}\n{PEARS}"))
    assert bool(reading.unused) is ("about" not in line)


@pytest.mark.parametrize("words", ["", " (continued)", " -- CONTINUED", ", continued", " (cont'd)"])
@pytest.mark.parametrize("headings", ["", "Lorry\tLoads carried\tMiles driven\n"])
@pytest.mark.parametrize("gap", ["", "\n"])
def test_a_title_printed_again_continues_its_table(tmp_path: Path, words: str, headings: str, gap: str) -> None:
    again = f"{gap}C. Lorries of the year{words}\n{headings}Red\t2\t/\n"
    reading = read_text(tmp_path, TEXT.replace("Red\t2\t/\n", again))
    assert [reading.value(f"lorries.lorries.{n}.name") for n in (0, 1)] == ["Blue", "Red"]
    assert reading.value("lorries.fleet.loads") == 12
    assert reading.fields["lorries.lorries.1.loads"].certainty == "exact"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("第 3 页", "zh", True),
        ("第12页 共40页", "zh", True),
        ("— 5 —", "zh-Hans", True),
        ("12", "zh", False),
        ("Seite 3 von 7", "de", True),
        ("Page 3", "de", False),
        ("12页", "zh", False),
    ],
)
def test_a_page_says_its_number_in_the_language_of_the_report(text: str, language: str, expected: bool) -> None:
    assert page_words(language).is_page_mark(text) is expected


class Depot(Cells):
    """One depot."""

    name: Text = None
    start: Annotated[Count, ColumnLabel("In store at start")] = None
    taken: Annotated[Count, ColumnLabel("Taken in")] = None
    sold: Annotated[Count, ColumnLabel("Sold")] = None


class AllDepots(Cells):
    """All depots."""

    start: Annotated[Count, ColumnLabel("In store at start")] = None
    taken: Annotated[Count, ColumnLabel("Taken in")] = None
    sold: Annotated[Count, ColumnLabel("Sold")] = None


class Apples(Table):
    """Apples by depot."""

    depots: Annotated[tuple[Depot, ...], RowList("name")] = ()
    every: Annotated[AllDepots, RowLabel("ALL DEPOTS")] = AllDepots()


class Pears(Table):
    """Pears by depot."""

    depots: Annotated[tuple[Depot, ...], RowList("name")] = ()
    every: Annotated[AllDepots, RowLabel("ALL DEPOTS")] = AllDepots()


class Stores(Record):
    """Two lists of the same depots."""

    house: Annotated[Text, Claim("house", r"^House: (?P<value>.+)$", identity=True)] = None
    form: Text = None
    apples: Annotated[Apples, TableLabel("I. Apples by depot", titled=True)] = Apples()
    pears: Annotated[Pears, TableLabel("II. Pears by depot", titled=True)] = Pears()


FORM = compile_form("stores", Stores)
STORES = Schema("stores", "1", "Stores", (FORM,))
HEADINGS = "Depot\tIn store at start\tTaken in\tSold\n"
ROWS = "North\t1\t2\t3\nSouth\t4\t5\t6\nHarbour\t7\t8\t9\nALL DEPOTS\t12\t15\t18\n"
LISTS = f"House: Brunnhof\n\nI. Apples by depot\n{HEADINGS}{ROWS}\nII. Pears by depot\n{HEADINGS}{ROWS}"


def read_lists(folder: Path, text: str) -> Reading:
    path = folder / "stores.txt"
    path.write_text(text, encoding="utf-8")
    return read_layout(open_document(path), STORES, FORM)


@pytest.mark.parametrize("row", ["Staff at work\t41\t\t", "Voucher\t\t\t4711", "Folio\t12", "Counted twice\t\t8\t"])
@pytest.mark.parametrize("before", ["North\t", "South\t", "Harbour\t", "ALL DEPOTS\t"])
def test_a_line_of_one_number_that_no_other_list_knows_is_no_row(tmp_path: Path, row: str, before: str) -> None:
    reading = read_lists(tmp_path, LISTS.replace(before, f"{row}\n{before}", 1))
    names = [reading.value(f"apples.depots.{n}.name") for n in range(3)]
    assert names == ["North", "South", "Harbour"]
    assert [unused.text for unused in reading.unused] == [part for part in row.split("\t")[1:] if part]


@pytest.mark.parametrize("row", ["Whole country\t9\t9\t9", "Prior year\t1\t1\t1", "Subtotal\t5\t7\t9"])
def test_a_full_row_that_no_other_list_knows_is_left_to_a_person(tmp_path: Path, row: str) -> None:
    reading = read_lists(tmp_path, LISTS.replace("Harbour\t", f"{row}\nHarbour\t", 1))
    assert reading.fields["apples.depots.1.name"].certainty == "exact"
    assert all(reading.fields[f"apples.depots.{n}.{c}"].certainty != "exact" for n in (2, 3) for c in ("name", "sold"))


def test_a_sparse_row_that_the_other_list_knows_is_a_row(tmp_path: Path) -> None:
    reading = read_lists(tmp_path, LISTS.replace("South\t4\t5\t6", "South\t\t\t6", 1))
    assert (reading.value("apples.depots.1.name"), reading.value("apples.depots.1.sold")) == ("South", 6)
    assert reading.fields["apples.depots.1.name"].certainty == "exact"


@pytest.mark.parametrize("again", ["Harbour\t7\t8\t9", "South\t4\t5\t6", "North\t40\t50\t60"])
def test_a_row_printed_twice_is_in_doubt(tmp_path: Path, again: str) -> None:
    reading = read_lists(tmp_path, LISTS.replace("ALL DEPOTS\t", f"{again}\nALL DEPOTS\t", 1))
    assert reading.fields["apples.depots.3.sold"].certainty != "exact"


@pytest.mark.parametrize("second", ["North\t4\t5\t6", "North\t1\t2\t30"])
def test_rows_of_one_name_in_the_only_list_are_told_by_their_position(tmp_path: Path, second: str) -> None:
    text = LISTS[: LISTS.index("II.")].replace("South\t4\t5\t6", second)
    reading = read_lists(tmp_path, text)
    assert [reading.value(f"apples.depots.{n}.name") for n in range(3)] == ["North", "North", "Harbour"]
    assert all(reading.fields[f"apples.depots.{n}.sold"].certainty == "exact" for n in range(3))
