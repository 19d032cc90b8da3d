"""The xlsx format: an overview, one sheet a form with a row a document, all fields with their evidence, decisions."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.documents.file_parts import hash_of_file
from extractor.errors import ConfigurationError
from extractor.export.decision_table import DecisionRow, DecisionTable
from extractor.export.decisions import EditsOf
from extractor.export.files import STDOUT, replaced
from extractor.export.table import CellValue, FieldRow, document_cells, field_order, field_rows
from extractor.route import Result
from extractor.store import same_report_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_EXACT_DIGITS = 15
"""A spreadsheet keeps numbers as 64-bit floats: up to so many digits come out as they went in."""

_MOST_TEXT = 32767
_OVERVIEW = (
    "document",
    "sha256",
    "schema",
    "form",
    "status",
    "fields",
    "flagged",
    "error",
    "same_report",
    "contradictions",
)
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


def write_xlsx(results: Iterable[Result], target: str, edits: EditsOf | None = None) -> int:
    """Write a workbook; flagged values stand on yellow. Returns the number of documents."""
    if target == STDOUT:
        raise ConfigurationError("a workbook cannot go to standard output: name a file with -o")
    import xlsxwriter

    decided = DecisionTable(edits)
    listed = [decided.note(result) for result in results]
    with replaced(Path(target)) as part:
        book = xlsxwriter.Workbook(str(part), {"strings_to_formulas": False, "strings_to_urls": False})
        flag, head = book.add_format({"bg_color": "#FFF2AB"}), book.add_format({"bold": True})
        _write_overview(book.add_worksheet("documents"), listed, head)
        forms = sorted((r for r in listed if r.verdict is not None), key=_form_name)
        for name, group in groupby(forms, key=_form_name):
            _write_form(_sheet(book, name), list(group), head, flag)
        _write_fields(book.add_worksheet("fields"), listed, head, flag)
        if edits is not None:
            _write_decisions(book.add_worksheet("decisions"), decided.rows, head)
        book.close()
    return len(listed)


def _form_name(result: Result) -> str:
    return f"{result.schema_name} {result.form}"


def _sheet(book: "Workbook", name: str) -> "Worksheet":
    """A sheet with a name that Excel takes: 31 characters, some signs not allowed, none twice."""
    plain = name.translate(_FORBIDDEN)[:31]
    taken = {sheet.get_name().lower() for sheet in book.worksheets()} | {"fields", "decisions"}
    number = 2
    while plain.lower() in taken:
        plain = f"{name.translate(_FORBIDDEN)[:27]} {number}"
        number += 1
    return book.add_worksheet(plain)


def _write_overview(sheet: "Worksheet", results: list[Result], head: "Format") -> None:
    _write_row(sheet, 0, _OVERVIEW, head)
    for number, result in enumerate(results, start=1):
        fields = result.verdict.fields if result.verdict is not None else {}
        flagged = len(result.verdict.flagged) if result.verdict is not None else 0
        error = "" if result.problem is None else f"{result.problem.kind}: {result.problem.message}"
        first = (
            result.document,
            hash_of_file(result.sha256),
            result.schema_name or "",
            result.form or "",
            result.status,
        )
        same = same_report_of(result)
        told = "; ".join(each.message for each in result.verdict.contradictions) if result.verdict is not None else ""
        _write_row(sheet, number, (*first, len(fields), flagged, error, "" if same is None else same.message, told))
    sheet.freeze_panes(1, 1)


def _write_form(sheet: "Worksheet", results: list[Result], head: "Format", flag: "Format") -> None:
    """Paths in the first line, labels in the second, then the documents."""
    order = field_order(results)
    _write_row(sheet, 0, ("document", "status", *(path for path, _ in order)), head)
    _write_row(sheet, 1, ("", "", *(label for _, label in order)), head)
    for number, result in enumerate(results, start=2):
        _write_row(sheet, number, (result.document, result.status))
        for column, cell in enumerate(document_cells(result, order), start=2):
            _write_cell(sheet, number, column, cell.value, flag if cell.flagged else None)
    sheet.freeze_panes(2, 1)


def _write_fields(sheet: "Worksheet", results: list[Result], head: "Format", flag: "Format") -> None:
    _write_row(sheet, 0, FieldRow._fields, head)
    number = 0
    for result in results:
        for row in field_rows(result):
            number += 1
            _write_row(sheet, number, row, flag if row.field_status == "flagged" else None)
    sheet.freeze_panes(1, 1)


def _write_decisions(sheet: "Worksheet", rows: Iterable[DecisionRow], head: "Format") -> None:
    _write_row(sheet, 0, DecisionRow._fields, head)
    for number, row in enumerate(rows, start=1):
        _write_row(sheet, number, row)
    sheet.freeze_panes(1, 1)


def _write_row(sheet: "Worksheet", number: int, cells: Iterable[CellValue], style: "Format | None" = None) -> None:
    for column, cell in enumerate(cells):
        _write_cell(sheet, number, column, cell, style)


def _write_cell(sheet: "Worksheet", row: int, column: int, value: CellValue, style: "Format | None" = None) -> None:
    """Numbers as numbers where a spreadsheet keeps every digit, everything else as text, never as a formula."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value[:_MOST_TEXT], style)
    elif len(Decimal(value).as_tuple().digits) <= _EXACT_DIGITS:
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, format(value, "f") if isinstance(value, Decimal) else str(value), style)
