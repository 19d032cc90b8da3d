"""The workbook and the parquet file, opened again by other people's readers."""

import importlib.util
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # it has no stubs
import pytest

from extractor.errors import ConfigurationError
from extractor.export import export_results, workbook
from tests.built_outcomes import accepted, in_review, without_verdict

PARQUET = importlib.util.find_spec("pyarrow") is not None
LONG = "12345678901234567.5"


@pytest.fixture
def book(tmp_path: Path) -> Any:  # noqa: ANN401 (openpyxl is untyped)
    amounts: dict[str, Any] = {"table2.fee_wan_yuan": Decimal("0.25"), "agency": "=HYPERLINK(1)"}
    long: dict[str, Any] = {"table2.fee_wan_yuan": Decimal(LONG)}
    results = [
        accepted("a.txt", **amounts).result,
        in_review("b.txt", **long).result,
        without_verdict("c.pdf", "failed", "needs_ocr").result,
    ]
    export_results(results, "xlsx", str(tmp_path / "out.xlsx"))
    return openpyxl.load_workbook(tmp_path / "out.xlsx")


def _column(sheet: Any, path: str) -> int:  # noqa: ANN401 (openpyxl is untyped)
    return [cell.value for cell in sheet[1]].index(path)


def test_the_overview_has_a_row_a_document(book: Any) -> None:  # noqa: ANN401 (openpyxl is untyped)
    rows = list(book["documents"].iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[4]) for row in rows] == [("a.txt", "accepted"), ("b.txt", "review"), ("c.pdf", "failed")]
    assert rows[2][7] == "needs_ocr: what happened"


def test_each_form_has_a_sheet_with_a_row_a_document(book: Any) -> None:  # noqa: ANN401 (openpyxl is untyped)
    sheet = book["gov_disclosure 2021"]
    assert [row[0].value for row in sheet.iter_rows(min_row=3)] == ["a.txt", "b.txt"]
    assert sheet.cell(3, _column(sheet, "year") + 1).value == 2023
    assert [cell.value for cell in sheet[1]][:4] == ["document", "status", "agency", "year"]


def test_flagged_values_stand_on_yellow_and_no_others(book: Any) -> None:  # noqa: ANN401 (openpyxl is untyped)
    sheet = book["gov_disclosure 2021"]
    yellow = [
        sheet.cell(1, cell.column).value
        for row in sheet.iter_rows(min_row=3)
        for cell in row
        if cell.fill.fgColor.rgb == "FFFFF2AB"
    ]
    assert yellow == ["table3.granted.total"]


def test_amounts_keep_all_their_digits(book: Any) -> None:  # noqa: ANN401 (openpyxl is untyped)
    sheet = book["gov_disclosure 2021"]
    column = _column(sheet, "table2.fee_wan_yuan") + 1
    assert sheet.cell(3, column).value == 0.25
    assert sheet.cell(4, column).value == LONG


def test_a_text_is_never_a_formula(book: Any) -> None:  # noqa: ANN401 (openpyxl is untyped)
    sheet = book["gov_disclosure 2021"]
    cell = sheet.cell(3, _column(sheet, "agency") + 1)
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


@pytest.mark.skipif(not PARQUET, reason="pyarrow is an extra")
def test_parquet_has_the_rows_of_the_csv_with_all_digits(tmp_path: Path) -> None:
    from pyarrow import parquet  # type: ignore[import-not-found,import-untyped,unused-ignore]  # an extra, untyped

    long: dict[str, Any] = {"table2.fee_wan_yuan": Decimal(LONG)}
    export_results([accepted("a.txt", **long).result], "parquet", str(tmp_path / "out.parquet"))
    rows = {row["field"]: row for row in parquet.read_table(tmp_path / "out.parquet").to_pylist()}
    assert rows["table2.fee_wan_yuan"]["value"] == LONG
    assert rows["table3.other_all.total"]["value"] is None
    assert (rows["year"]["value"], rows["year"]["page"]) == ("2023", 1)


def test_without_pyarrow_the_message_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'extractor-proof\[parquet\]'"):
        export_results([], "parquet", str(tmp_path / "out.parquet"))
    assert list(tmp_path.iterdir()) == []


def test_what_is_longer_or_wider_than_a_sheet_goes_on_on_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 6)
    monkeypatch.setattr(workbook, "MOST_COLUMNS", 100)
    results = [accepted(f"{number}.txt").result for number in range(7)]
    export_results(results, "xlsx", str(tmp_path / "out.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    fields = [row for name in book.sheetnames if name.startswith("fields") for row in book[name].iter_rows(min_row=2)]
    assert len(fields) == sum(len(each.verdict.fields) for each in results if each.verdict is not None)
    documents = [book[name].iter_rows(min_row=2, values_only=True) for name in ("documents", "documents 2")]
    assert [row[0] for rows in documents for row in rows] == [f"{number}.txt" for number in range(7)]
    forms = [book[name] for name in book.sheetnames if name.startswith("gov_disclosure 2021")]
    paths = {cell.value for sheet in forms for cell in sheet[1][2:]}
    assert results[0].verdict is not None and paths == set(results[0].verdict.fields)
    assert all(sheet.max_row <= 6 and sheet.max_column <= 100 for sheet in book.worksheets)
