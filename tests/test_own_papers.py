"""Six families of papers with the schemas that people wrote for them by the documentation alone."""

from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel, JsonValue

from extractor import extract, verify
from tests.own_papers.paper_cases import HERE, Paper, papers, schema_of_family, wrong_values, wrongly_confirmed
from tests.own_papers.paper_files import write_paper
from tests.typed_commands import extractor

REVIEWED = {
    "invoice_e": "something is left over that may be what is paid",
    "balance_a": "years head the columns of this and last year",
    "balance_b": "days head them",
    "balance_c": "totals print nothing in the column of notes, and a text has no columns",
    "balance_e": "years head the columns",
    "balance_f": "years head the columns, the earlier first",
    "invoice_h": "one row prints next to nothing among full ones",
    "balance_years_b": "one row prints next to nothing among full ones",
    "lab_h": "one row prints next to nothing among full ones",
    "invoice_k": "two totals are printed",
    "bank_l": "nothing tells the day from the month",
    "bank_c": "no row of a text fills all columns",
    "bank_e": "days have no year",
    "yearbook_a": "nothing tells whether 243,335 has decimals",
    "lab_c": "rows of a text leave out different columns",
    "lab_f": "values without rules stand nearly in the next column",
}
"""The papers that wait for a person, and why they have to."""


@pytest.mark.parametrize("paper", papers(), ids=lambda paper: paper.file)
def test_a_paper_is_read_right_or_waits_for_a_person(paper: Paper, tmp_path: Path) -> None:
    path = write_paper(tmp_path, paper.file, paper.look, paper.blocks)

    found = extract(path, schema_of_family(paper.family), readers="layout")

    assert wrongly_confirmed(found, paper.truth) == set()
    assert found.status == ("review" if paper.file in REVIEWED else "accepted")
    if found.status == "accepted":
        assert wrong_values(found, paper.truth) == set()


def test_a_number_that_a_workbook_stores_is_never_taken_for_a_thousand_times_as_much(tmp_path: Path) -> None:
    stated: list[list[str | float]] = [["Name", "Ina Voss"], ["Arbeitslohn", 31.125], ["Kapitalerträge", "1.200,50"]]
    path = write_paper(tmp_path, "numbers", "xlsx", [{"title": "Antrag"}, {"stated": stated}])

    fields = extract(path, schema_of_family("german"), readers="layout").fields

    assert (fields["lohn"].value, fields["lohn"].status) == (Decimal("31.125"), "confirmed")
    assert fields["kapital"].value == Decimal("1200.50")


@pytest.mark.parametrize("part", ["line", "number", "list"])
def test_a_record_that_leaves_out_what_is_printed_waits_for_a_person(part: str, tmp_path: Path) -> None:
    paper = next(each for each in papers() if each.file == "invoice_a")
    path = write_paper(tmp_path, paper.file, paper.look, paper.blocks)
    lines = paper.truth["lines"]
    assert isinstance(lines, list)
    changed: dict[str, dict[str, JsonValue]] = {
        "line": {"lines": lines[:-1]},
        "number": {"tax": None},
        "list": {"lines": []},
    }

    found = verify(path, {**paper.truth, **changed[part]}, schema_of_family("invoice"))

    assert verify(path, paper.truth, schema_of_family("invoice")).status == "accepted"
    assert found.status == "review"
    assert {field.path.partition(".")[0] for field in found.flagged} == {*changed[part]}


def test_a_run_takes_a_schema_by_its_file_before_there_is_a_store(tmp_path: Path) -> None:
    paper = next(each for each in papers() if each.file == "bank_b")
    path = write_paper(tmp_path, paper.file, paper.look, paper.blocks)
    pack, store = str(HERE / "bank_pack.yaml"), str(tmp_path / "new.sqlite")

    done = extractor(tmp_path, "run", str(path), "--schema", pack, "--readers", "layout", "--store", store)

    assert done.code == 0, done.err


def test_two_rows_in_another_order_are_not_confirmed_in_columns_that_only_the_record_knows(tmp_path: Path) -> None:
    paper = next(each for each in papers() if each.file == "balance_f")
    path = write_paper(tmp_path, paper.file, paper.look, paper.blocks)
    items = paper.truth["items"]
    assert isinstance(items, list)

    found = verify(path, {**paper.truth, "items": items[::-1]}, schema_of_family("balance"))

    assert wrongly_confirmed(found, paper.truth) == set()


def test_null_for_a_cell_that_is_printed_empty_is_right(tmp_path: Path) -> None:
    paper = next(each for each in papers() if each.file == "german_b")
    path = write_paper(tmp_path, paper.file, paper.look, paper.blocks)

    found = verify(path, paper.truth, schema_of_family("german"))

    assert (found.status, found.fields["miete"].state) == ("accepted", "blank")


class StoredAmounts(BaseModel):
    first: Decimal
    second: Decimal
    third: Decimal


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("third", None), ("1,234.50", "1234.50"), ("1.234,50", "1234.50"), ("1.234", None)],
)
def test_stored_numbers_are_what_they_are_whatever_is_typed_beside_them(
    typed: str, expected: str | None, tmp_path: Path
) -> None:
    stated: list[list[str | float]] = [["First", 31.125], ["Second", 2.5], ["Third", typed]]
    path = write_paper(tmp_path, "typed", "xlsx", [{"title": "Amounts"}, {"stated": stated}])

    fields = extract(path, StoredAmounts, readers="layout").fields

    assert fields["first"].value == (None if typed == "1.234" else Decimal("31.125"))
    assert fields["second"].value == Decimal("2.5")
    assert fields["third"].value == (None if expected is None else Decimal(expected))


def test_a_date_of_another_field_is_not_taken_for_one_that_stands_at_its_own_label(tmp_path: Path) -> None:
    paper = next(each for each in papers() if each.file == "bank_l")
    path = write_paper(tmp_path, paper.file, paper.look, paper.blocks)

    found = verify(path, {**paper.truth, "period_start": "2024-05-05"}, schema_of_family("bank"))

    assert found.fields["period_start"].status == "flagged"
