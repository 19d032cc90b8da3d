"""The xlsx format: an overview, one sheet a form with a row a document, all fields with their evidence, decisions."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby, repeat
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
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""What a sheet can hold; a writer of workbooks drops the rest without a word."""
FIELDS, DECISIONS = "fields", "decisions"
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
        _write_overview(_LongSheet(book, "documents", [_OVERVIEW], head), listed)
        forms = sorted((r for r in listed if r.verdict is not None), key=_form_name)
        for name, group in groupby(forms, key=_form_name):
            _write_form(book, name, list(group), head, flag)
        _write_fields(_LongSheet(book, FIELDS, [FieldRow._fields], head), listed, flag)
        if edits is not None:
            sheet = _LongSheet(book, DECISIONS, [DecisionRow._fields], head)
            for row in decided.rows:
                sheet.add(row)
        book.close()
    return len(listed)


def _form_name(result: Result) -> str:
    return f"{result.schema_name} {result.form}"


class _LongSheet:
    """A sheet that goes on on another one, with the same headings, where it has as many rows as a sheet can have."""

    def __init__(self, book: "Workbook", name: str, heads: Sequence[Sequence[str]], style: "Format") -> None:
        self._book = book
        self._name = name
        self._heads = heads
        self._style = style
        self._sheet = self._begun()

    def add(self, cells: Iterable[CellValue], styles: Iterable["Format | None"] = repeat(None)) -> None:
        """One row more, each cell with a style of its own."""
        if self._number == MOST_ROWS:
            self._sheet = self._begun()
        for column, (cell, style) in enumerate(zip(cells, styles, strict=False)):
            _write_cell(self._sheet, self._number, column, cell, style)
        self._number += 1

    def _begun(self) -> "Worksheet":
        sheet = self._book.add_worksheet(_free_name(self._book, self._name))
        for number, heads in enumerate(self._heads):
            for column, head in enumerate(heads):
                _write_cell(sheet, number, column, head, self._style)
        self._number = len(self._heads)
        sheet.freeze_panes(self._number, 1)
        return sheet


def _free_name(book: "Workbook", name: str) -> str:
    """A name that Excel takes: 31 characters, some signs not allowed, none twice."""
    plain = name.translate(_FORBIDDEN)[:31]
    taken = {sheet.get_name().lower() for sheet in book.worksheets()} | {FIELDS, DECISIONS} - {name}
    number = 2
    while plain.lower() in taken:
        plain = f"{name.translate(_FORBIDDEN)[:27]} {number}"
        number += 1
    return plain


def _write_overview(sheet: _LongSheet, results: list[Result]) -> None:
    for result in results:
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
        sheet.add((*first, len(fields), flagged, error, "" if same is None else same.message, told))


def _write_form(book: "Workbook", name: str, results: list[Result], head: "Format", flag: "Format") -> None:
    """Paths in the first line, labels in the second, then the documents. What is wider than a sheet can be goes on on
    others, with the names of the documents on each.
    """
    whole, first = field_order(results), ("document", "status")
    width = MOST_COLUMNS - len(first)
    for at in range(0, max(len(whole), 1), width):
        order = whole[at : at + width]
        heads = ((*first, *(path for path, _ in order)), ("", "", *(label for _, label in order)))
        sheet = _LongSheet(book, name, heads, head)
        for result in results:
            cells = document_cells(result, order)
            styles = (None, None, *(flag if cell.flagged else None for cell in cells))
            sheet.add((result.document, result.status, *(cell.value for cell in cells)), styles)


def _write_fields(sheet: _LongSheet, results: list[Result], flag: "Format") -> None:
    for result in results:
        for row in field_rows(result):
            sheet.add(row, repeat(flag if row.field_status == "flagged" else None))


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
