"""Wide exports: a row a document, a table a list, every column of one type, names of one's own, and nothing lost."""

import csv
import re
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # openpyxl publishes no types
from pydantic import BaseModel

from extractor.cli.app import run_command_line
from extractor.errors import ConfigurationError
from extractor.export.wide import WideExport, WideFormat, write_wide
from extractor.export.wide.column_choice import read_column_choice
from extractor.export.wide.wide_tables import WideLayout
from extractor.readers.reading import FieldReading, Reading
from extractor.route import Result, judge_readings
from extractor.schemas import registry
from extractor.schemas.form import Value
from extractor.schemas.open_form import schema_of_model
from extractor.schemas.registry import hold_schema, load_schema
from extractor.store import Outcome, Store
from tests.built_outcomes import accepted, in_review, sha, without_verdict
from tests.house import ROOT


class Piece(BaseModel):
    """What is inside a position."""

    name: str


class Position(BaseModel):
    """A line of an order, with a list in it."""

    text: str
    amount: Decimal
    pieces: list[Piece]


class Account(BaseModel):
    """Told by its key."""

    balance: Decimal


class Ordered(BaseModel):
    """A record with every kind of value; ``status`` is called as something that is told of every document."""

    status: str
    day: date
    items: int
    total: Decimal
    paid: bool
    positions: list[Position]
    tags: list[str]
    accounts: dict[str, Account]


SCHEMA = schema_of_model(Ordered, name="ordered")
LONG = Decimal("12345678901234567890.12")
VALUES: dict[str, Value] = {
    "status": "=HYPERLINK(1)",
    "day": "2026-03-01",
    "items": 3,
    "total": Decimal("1234.50"),
    "paid": True,
    "positions.0.text": "bolts",
    "positions.0.amount": Decimal("0.10"),
    "positions.1.text": "nuts",
    "positions.1.amount": Decimal("1234.40"),
    "positions.1.pieces.0.name": "M4",
    "positions.1.pieces.1.name": "M5",
    "tags.0": "urgent",
    "accounts.No%2E 7.balance": Decimal("-5"),
}


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_HELD", {})
    hold_schema(SCHEMA)


def ordered(name: str = "one.txt", **changed: Value) -> Outcome:
    values = {**VALUES, **changed}
    fields = {path: FieldReading(path=path, state="read", value=value) for path, value in values.items()}
    readings = (Reading(reader="layout", version="", fields=fields),)
    verdict = judge_readings(SCHEMA.forms[0], readings)
    result = Result(
        document=name, path=name, sha256=sha(name), status=verdict.status, schema_name="ordered",
        schema_version=SCHEMA.version, form=verdict.form, verdict=verdict,
    )  # fmt: skip
    return Outcome(result, readings)


def written(folder: Path, kind: WideFormat, *outcomes: Outcome, columns: str = "", suffix: str = ".yaml") -> WideExport:
    choice = None
    if columns:
        (folder / f"columns{suffix}").write_text(columns, "utf-8")
        choice = read_column_choice(folder / f"columns{suffix}")
    results = [each.result for each in outcomes or (ordered(),)]
    return write_wide(iter(results), kind, str(folder / f"out.{kind}"), ("ordered",), choice=choice)


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def rows(path: Path, table: str) -> list[dict[str, Any]]:
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    found = [dict(row) for row in connection.execute(f'SELECT * FROM "{table}"')]
    connection.close()
    return found


# -- the tables


def test_a_csv_has_a_row_a_document_and_a_file_a_list(tmp_path: Path) -> None:
    done = written(tmp_path, "csv", ordered(), ordered("two.txt", status="open"))
    head, one, two = lines(tmp_path / "out.csv")
    assert head == ["document", "sha256", "part", "form", "document_status", "flagged", *list(VALUES)[:5]]
    assert one[:3] == ["one.txt", sha("one.txt"), ""]
    assert one[6:] == ["'=HYPERLINK(1)", "2026-03-01", "3", "1234.50", "true"]
    assert (two[0], two[6]) == ("two.txt", "open")
    positions = [row[3:] for row in lines(tmp_path / "out.positions.csv")]
    assert positions[:3] == [["positions_number", "text", "amount"], ["1", "bolts", "0.10"], ["2", "nuts", "1234.40"]]
    inner = [row[3:] for row in lines(tmp_path / "out.positions.pieces.csv")]
    assert inner[:3] == [["positions_number", "pieces_number", "name"], ["2", "1", "M4"], ["2", "2", "M5"]]
    assert [row[3:] for row in lines(tmp_path / "out.tags.csv")][:2] == [["tags_number", "value"], ["1", "urgent"]]
    assert [row[3:] for row in lines(tmp_path / "out.accounts.csv")][:2] == [
        ["accounts_key", "balance"],
        ["No. 7", "-5"],
    ]
    assert done.documents == 2
    assert set(done.files) == {path.name for path in tmp_path.iterdir()}


def test_a_database_has_typed_tables_that_can_be_joined(tmp_path: Path) -> None:
    written(tmp_path, "sqlite", ordered(), ordered("two.txt", total=LONG, items=2**70))
    one, two = rows(tmp_path / "out.sqlite", "documents")
    assert (one["items"], one["total"], one["paid"], one["day"]) == (3, 1234.5, 1, "2026-03-01")
    assert two["total"] == "12345678901234567890.12"
    assert two["items"] is None
    states = rows(tmp_path / "out.sqlite", "states")
    assert [(each["field"], each["value"]) for each in states if each["document"] == "two.txt"].count(
        ("items", str(2**70))
    ) == 1
    connection = sqlite3.connect(tmp_path / "out.sqlite")
    joined = (
        'SELECT SUM(p.amount) FROM documents d JOIN positions p ON p.sha256 = d.sha256 WHERE d.document = "one.txt"'
    )
    assert connection.execute(joined.replace('"one.txt"', "'one.txt'")).fetchone() == (1234.5,)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO documents (items) VALUES ('three')")
    connection.close()


def test_a_workbook_has_numbers_and_dates_as_such_and_flagged_values_on_yellow(tmp_path: Path) -> None:
    written(tmp_path, "xlsx", ordered(), ordered("two.txt", total=LONG, day="1899-12-31"))
    book = load_workbook(tmp_path / "out.xlsx")
    head, one, two = book["documents"].iter_rows()
    told = {name.value: cell for name, cell in zip(head, one, strict=True)}
    assert (told["items"].value, told["total"].value, told["paid"].value) == (3, 1234.5, True)
    assert told["day"].value == datetime(2026, 3, 1)
    assert told["status"].value == "=HYPERLINK(1)"
    assert told["status"].data_type == "s"
    assert told["total"].fill.bgColor.rgb == "FFFFF2AB" or told["total"].fill.fgColor.rgb == "FFFFF2AB"
    later = {name.value: cell.value for name, cell in zip(head, two, strict=True)}
    assert (later["total"], later["day"]) == ("12345678901234567890.12", "1899-12-31")
    assert [row[4].value for row in book["positions"].iter_rows()] == ["text", "bolts", "nuts", "bolts", "nuts"]


def test_a_sheet_that_is_full_goes_on_on_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.export.wide.wide_workbook.MOST_ROWS", 3)
    written(tmp_path, "xlsx", *(ordered(f"{number}.txt") for number in range(5)))
    book = load_workbook(tmp_path / "out.xlsx")
    names = [name for name in book.sheetnames if name.startswith("documents")]
    assert [[row[0].value for row in book[name].iter_rows()] for name in names] == [
        ["document", "0.txt", "1.txt"],
        ["document", "2.txt", "3.txt"],
        ["document", "4.txt"],
    ]


def test_parquet_has_decimals_dates_and_whole_numbers(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    fine = Decimal("0.12345678901")
    done = written(tmp_path, "parquet", ordered(), ordered("two.txt", total=fine))
    table = parquet.read_table(tmp_path / "out.parquet")
    kinds = {field.name: str(field.type) for field in table.schema}
    assert [kinds[name] for name in ("items", "total", "paid", "day", "status")] == [
        "int64", "decimal128(38, 10)", "bool", "date32[day]", "string",
    ]  # fmt: skip
    one, two = table.to_pylist()
    assert (one["total"], one["day"], one["paid"]) == (Decimal("1234.5"), date(2026, 3, 1), True)
    assert two["total"] is None
    assert done.apart == 1
    told = parquet.read_table(tmp_path / "out.states.parquet").to_pylist()
    assert "0.12345678901" in {row["value"] for row in told}
    assert parquet.read_table(tmp_path / "out.positions.pieces.parquet").num_rows == 4


def test_why_a_cell_is_empty_and_what_is_flagged_stands_in_a_table(tmp_path: Path) -> None:
    result = in_review("b.txt").result
    assert result.verdict is not None
    write_wide([result, accepted("a.txt").result], "sqlite", str(tmp_path / "o.db"), ("gov_disclosure",))
    states = rows(tmp_path / "o.db", "states")
    flagged = [each for each in states if each["standing"] == "flagged"]
    assert [(each["document"], each["field"], each["value"]) for each in flagged] == [
        ("b.txt", "table3.granted.total", "8")
    ]
    without = {path for path, each in result.verdict.fields.items() if each.value is None}
    told = {each["field"]: each["state"] for each in states if each["document"] == "b.txt" and each["value"] is None}
    assert set(told) == without
    assert told == {path: result.verdict.fields[path].state for path in without}


def test_documents_without_a_record_have_a_table_of_their_own(tmp_path: Path) -> None:
    failed = without_verdict("c.pdf", "failed", "needs_ocr", "the pages are pictures").result
    write_wide([failed], "sqlite", str(tmp_path / "o.db"), ())
    (told,) = rows(tmp_path / "o.db", "no_record")
    assert (told["document"], told["status"], told["error"]) == (
        "c.pdf", "failed", "needs_ocr: the pages are pictures",
    )  # fmt: skip


# -- columns of one's own

TOML = """
schema = "ordered"
[columns]
total = "Gross"
document = "File"
"positions[n].amount" = { name = "Amount", type = "text" }
[tables]
positions = "Lines"
"""
YAML = """
columns:
  total: Gross
  document: File
  positions.*.amount: {name: Amount, type: text}
tables: {positions: Lines}
"""


@pytest.mark.parametrize(("columns", "suffix"), [(TOML, ".toml"), (YAML, ".yaml")])
def test_only_the_columns_that_are_named_are_written_in_their_order(columns: str, suffix: str, tmp_path: Path) -> None:
    written(tmp_path, "sqlite", columns=columns, suffix=suffix)
    assert rows(tmp_path / "out.sqlite", "documents") == [{"Gross": 1234.5, "File": "one.txt"}]
    first, _ = rows(tmp_path / "out.sqlite", "Lines")
    assert first == {
        "File": "one.txt", "sha256": sha("one.txt"), "part": None, "positions_number": 1, "Amount": "0.10",
    }  # fmt: skip
    with pytest.raises(sqlite3.OperationalError):
        rows(tmp_path / "out.sqlite", "tags")


def test_a_list_of_paths_keeps_their_names(tmp_path: Path) -> None:
    written(tmp_path, "csv", columns="columns: [items, status]")
    assert lines(tmp_path / "out.csv") == [["items", "status"], ["3", "'=HYPERLINK(1)"]]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ("columns: [totl]", "no column is called 'totl'; did you mean total?"),
        ("columns: {total: {kind: text}}", "has no 'kind'"),
        ("columns: {total: {type: float}}", "type is text, integer, decimal, date, boolean, not float"),
        ("tables: {positions: Lines}", "it names no columns"),
        ("columns: [total]\ntables: {tags: Labels}", "no table is called 'tags'"),
        ("columns: [", "this is not YAML"),
        ("columns: {form: {type: integer}}", "form shows no field"),
        ("columns: {positions.*.text: one, 'positions.{n}.text': two}", "is named twice"),
    ],
)
def test_what_is_wrong_with_a_file_of_columns_is_said(columns: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as refused:
        written(tmp_path, "csv", columns=columns)
    assert said in str(refused.value)
    assert not (tmp_path / "out.csv").exists()


def test_the_file_that_the_page_shows_fits_the_pack_of_invoices(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "bulk.md").read_text("utf-8"), re.DOTALL)
    (tmp_path / "columns.yaml").write_text(shown, "utf-8")
    first, second, *_ = WideLayout.of([load_schema("invoice")], read_column_choice(tmp_path / "columns.yaml")).tables
    assert [each.name for each in first.columns] == ["File", "Invoice", "Gross"]
    assert (second.name, [each.name for each in second.columns][-1]) == ("Positions", "Amount")


# -- what no column holds


def test_a_field_without_a_value_shows_nothing_that_is_told_of_the_document(tmp_path: Path) -> None:
    verdict = ordered().result.verdict
    assert verdict is not None
    fields = {path: field for path, field in verdict.fields.items() if path != "status"}
    one = ordered()
    written(
        tmp_path,
        "sqlite",
        Outcome(one.result.model_copy(update={"verdict": verdict.model_copy(update={"fields": fields})}), ()),
    )
    (row,) = rows(tmp_path / "out.sqlite", "documents")
    assert row["status"] is None and row["document_status"] == one.result.status


def test_values_of_fields_that_the_schema_has_no_more_stand_apart(tmp_path: Path) -> None:
    class Less(BaseModel):
        items: int

    registry._HELD.clear()
    hold_schema(schema_of_model(Less, name="ordered"))
    assert written(tmp_path, "sqlite").apart == len(VALUES) - 1
    assert {row["field"] for row in rows(tmp_path / "out.sqlite", "states")} >= set(VALUES) - {"items"}


@pytest.mark.parametrize("kind", ["csv", "sqlite"])
def test_a_key_that_only_looks_like_a_digit_is_a_key(kind: WideFormat, tmp_path: Path) -> None:
    looks: dict[str, Any] = {"accounts.².balance": Decimal(2)}
    assert written(tmp_path, kind, ordered(**looks)).apart == 0


def test_a_whole_number_of_more_than_64_bits_is_a_text_where_any_number_goes(tmp_path: Path) -> None:
    written(tmp_path, "sqlite", ordered(items=10**20), columns="columns: {items: {type: decimal}}")
    assert rows(tmp_path / "out.sqlite", "documents") == [{"items": str(10**20)}]


def test_decimals_that_parquet_would_round_stand_apart(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    long = Decimal("1234567890123456789012345678.123456789012")
    assert written(tmp_path, "parquet", ordered(total=long)).apart == 1
    assert written(tmp_path, "parquet", ordered(total=Decimal("1.500000000000"))).apart == 0
    assert written(tmp_path, "parquet", ordered(total=Decimal("1E+3"))).apart == 0


def test_tables_whose_names_differ_in_signs_that_no_file_has_keep_their_files(tmp_path: Path) -> None:
    columns = 'columns: [total, tags.*, positions.*.text]\ntables: {tags: "a/b", positions: "a:b"}'
    assert written(tmp_path, "csv", columns=columns).files[:3] == ("out.csv", "out.a_b.csv", "out.a_b_2.csv")


def test_a_text_that_is_too_long_for_a_cell_stands_apart(tmp_path: Path) -> None:
    assert written(tmp_path, "xlsx", ordered(status="x" * 40_000)).apart == 1


# -- the command


@pytest.fixture
def place(tmp_path: Path) -> Iterator[str]:
    with Store(str(tmp_path / "o.sqlite")) as store:
        for each in (ordered(), accepted("a.txt"), without_verdict("c.pdf", "failed", "needs_ocr")):
            store.save(each)
    yield str(tmp_path / "o.sqlite")


def test_the_command_writes_a_database_of_several_schemas(
    place: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "records.sqlite"
    assert run_command_line(["export", "--store", place, "--include", "review", "-o", str(target)]) == 0
    assert "3 documents to" in capfd.readouterr().err
    assert len(rows(target, "ordered.positions")) == 2
    assert [each["document"] for each in rows(target, "gov_disclosure")] == ["a.txt"]
    assert [each["document"] for each in rows(target, "no_record")] == ["c.pdf"]


def test_a_file_a_table_needs_one_schema_and_a_name(
    place: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    both = ["export", "--store", place, "--include", "review", "--wide"]
    assert run_command_line([*both, "-o", str(tmp_path / "r.csv")]) == 3
    assert "are of 2 schemas (gov_disclosure, ordered): name one with --schema" in capfd.readouterr().err
    assert run_command_line([*both, "-o", str(tmp_path / "r.csv"), "--schema", "ordered"]) == 0
    assert "a file a table beside it (r.csv, r.positions.csv," in capfd.readouterr().err
    assert run_command_line([*both, "--format", "csv"]) == 3
    assert run_command_line([*both]) == 3
    assert "jsonl has no columns" in capfd.readouterr().err
