"""Rows of lists: panels side by side, names over several lines, headings of names among them, marks, labels alone."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.documents.model import Row
from extractor.readers.column_marks import rows_of_marks
from extractor.readers.layout import read_layout
from extractor.readers.reading import FieldReading
from extractor.schemas.registry import load_schemas

HEAD = (
    "Canal Safety Commission (CSC)",
    "Freedom of Information Act Annual Report",
    "Fiscal Year 2019",
)
REQUESTS = "V.A. FOIA REQUESTS -- RECEIVED, PROCESSED AND PENDING FOIA REQUESTS"
APPEALS = "VI.A. RECEIVED, PROCESSED, AND PENDING ADMINISTRATIVE APPEALS"
OF_REQUESTS, OF_APPEALS = (
    [
        f"Number of {what} {when} Fiscal Year"
        for when in ("Pending as of Start of", "Received in", "Processed in", "Pending as of End of")
    ]
    for what in ("Requests", "Appeals")
)
ROWS = (
    ("Headquarters", "5", "344", "317", "32"),
    ("Inspector General", "69", "314", "349", "34"),
    ("West Region", "75", "521", "594", "2"),
    ("AGENCY OVERALL", "149", "1179", "1260", "68"),
)
FEWER = (
    ("Headquarters", "0", "28", "12", "16"),
    ("Inspector General", "0", "6", "4", "2"),
    ("West Region", "0", "0", "0", "0"),
    ("AGENCY OVERALL", "0", "34", "16", "18"),
)


def read(folder: Path, *tables: Sequence[Sequence[str]]) -> dict[str, FieldReading]:
    lines = [*HEAD, *("\t".join(row) for table in tables for row in table)]
    (folder / "report.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    schema = next(each for each in load_schemas() if each.name == "us_foia")
    return dict(read_layout(open_document(folder / "report.txt"), schema, schema.forms[0]).fields)


def listed(fields: dict[str, FieldReading], table: str) -> list[tuple[object, ...]]:
    keys = ("name", "pending_start", "received", "processed", "pending_end")
    found: list[tuple[object, ...]] = []
    while f"{table}.components.{len(found)}.name" in fields:
        found.append(tuple(fields[f"{table}.components.{len(found)}.{key}"].value for key in keys))
    return found


def numbers(rows: Sequence[Sequence[str]]) -> list[tuple[object, ...]]:
    return [(row[0], *map(int, row[1:])) for row in rows if row[0] != "AGENCY OVERALL"]


@pytest.mark.parametrize("first", [2, 3])
def test_panels_side_by_side_are_read_one_after_the_other(tmp_path: Path, first: int) -> None:
    heads = ["Agency / Component", *OF_REQUESTS]
    left, right = ROWS[:first], (*ROWS[first:], *[("",) * 5] * (2 * first - len(ROWS)))
    table = [[REQUESTS], [*heads, *heads], *([*one, *other] for one, other in zip(left, right, strict=True))]
    fields = read(tmp_path, table)
    assert listed(fields, "requests") == numbers(ROWS)
    assert fields["requests.overall.received"].value == 1179


def test_a_name_that_another_list_prints_whole_goes_on_in_a_line_without_values(tmp_path: Path) -> None:
    heads = ["Agency / Component", *OF_REQUESTS]
    torn = [*FEWER[:1], ("Inspector", *FEWER[1][1:]), ("General", "", "", "", ""), *FEWER[2:]]
    fields = read(tmp_path, [[REQUESTS], heads, *ROWS], [[APPEALS], ["Agency / Component", *OF_APPEALS], *torn])
    assert listed(fields, "appeals") == numbers(FEWER)
    assert fields["appeals.components.2.received"].doubts == ()


def test_a_name_of_its_own_without_values_is_a_row_in_doubt(tmp_path: Path) -> None:
    heads = ["Agency / Component", *OF_REQUESTS]
    more = [*FEWER[:2], ("Canal Museum", "", "", "", ""), *FEWER[2:]]
    fields = read(tmp_path, [[REQUESTS], heads, *ROWS], [[APPEALS], ["Agency / Component", *OF_APPEALS], *more])
    assert "Canal Museum" not in {row[0] for row in listed(fields, "appeals")} or any(
        fields[f"appeals.components.{n}.name"].doubts for n in range(4)
    )


def test_the_heading_of_the_names_between_lines_of_headings_is_no_row(tmp_path: Path) -> None:
    words = [text.split() for text in OF_REQUESTS]
    upper = ["", *(" ".join(each[:3]) for each in words)]
    lower = ["", *(" ".join(each[3:]) for each in words)]
    table = [[REQUESTS], upper, ["Agency / Component", "", "", "", ""], lower, *ROWS]
    assert listed(
        read(tmp_path, table, [[APPEALS], ["Agency / Component", *OF_APPEALS], *FEWER]), "requests"
    ) == numbers(ROWS)


def table_of(folder: Path, rows: Sequence[Sequence[str]]) -> Sequence[Row]:
    (folder / "t.txt").write_text("\n".join("\t".join(row) for row in rows) + "\n", encoding="utf-8")
    return open_document(folder / "t.txt").rows


HEADINGS = ["Office", "Open before", "Came in", "Went out", "Open after", "Staff"]
VALUES = ["Harbour", "12", "340", "338", "14", "9"]


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        (["(a)", "(b)", "(c)", "(d)", "(e)", "(f)"], True),
        (["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], True),
        (["A", "1", "2", "3", "4", "5"], True),
        (["1", "2", "3", "4", "5", "6"], True),
        (["Docks", "1", "2", "3", "4", "5"], False),
        (["1", "2", "3", "5", "4", "6"], False),
        (["2", "3", "4", "5", "6", "7"], False),
    ],
)
def test_rows_that_count_columns_are_told_from_values(tmp_path: Path, marks: list[str], told: bool) -> None:
    assert bool(rows_of_marks(table_of(tmp_path, [HEADINGS, marks, VALUES]))) is told


def test_numbers_that_count_up_are_values_where_nothing_follows_or_few_stand_in_the_row(tmp_path: Path) -> None:
    assert not rows_of_marks(table_of(tmp_path, [HEADINGS[1:], ["1", "2", "3", "4", "5"]]))
    assert not rows_of_marks(
        table_of(tmp_path, [["Name", "Old", "New", "All"], ["A", "1", "2", "3"], ["B", "4", "5", "9"]])
    )
